// The direct writer gives the general encoder's bytes, whatever is in the entity, and knows every member.
import FactoryContracts
import FactoryLearningContracts
import Foundation
import TestSupport
import Testing

@Suite struct DirectJSONTests {
  private func general(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func direct(_ value: some DirectJSON) throws -> String {
    String(decoding: try JSONWriter.data(value), as: UTF8.self)
  }

  /// Every optional member present.
  private static func full(_ values: [String: JSONValue] = values) -> FactoryTask {
    var task = Sample.task(
      1, title: "Ship \"7\" \\ / ünï 🪿\u{2028}\u{0}\u{8}\u{c}\u{1f}\u{7f}\r\n\t", pipelineId: Sample.id(2),
      stageName: .review, context: Sample.evidence())
    task.context.relatedAssets = [Sample.id(3), Sample.id(4)]
    task.context.modalType = "review"
    task.context.modalConfig = values
    task.context.call = AgentCall(
      agent: "Claude \"Code\"", folder: "/w", session: "s", tool: "Bash", command: "ls\n", path: "/w/a",
      others: ["x", ""],
      offers: [RuleOffer(scope: .kind, covers: "“ls”"), RuleOffer(scope: .session, covers: "")],
      earlier: ["Ada rejected “x”", ""])
    task.context.metrics = ["b": 1, "a": 0.1, "c": -2.5e-7, "d": 1e21, "e": 123_456_789.25]
    (task.description, task.assigneeId, task.key) = ("", Sample.id(5), "key/1")
    (task.claimedAt, task.claimedBy, task.claimedByName) = (Sample.start, Sample.id(6), "Ada")
    (task.claimExpiresAt, task.blocksPipelineId) = (Sample.start, Sample.id(7))
    (task.decision, task.decisionNotes, task.decisionData) = (.approved, "fine", values)
    (task.decidedAt, task.decidedBy, task.decidedByName) = (Sample.start, Sample.id(8), "Bob")
    (task.deferredAt, task.deferredUntil, task.withdrawnAt) = (Sample.start, Sample.start, Sample.start)
    (task.requiredApprovers, task.currentApprovers, task.createdByName) = (2, 1, "ci")
    task.importedBy = Sample.id(10)
    task.pendingDecision = PendingDecision(
      decision: .rejected, notes: "no", by: Sample.id(9), effectiveAt: Sample.start, byName: "Eve",
      decisionData: values, decidedAt: Sample.start, before: .claimed)
    return task
  }

  private static let values: [String: JSONValue] = [
    "z": nil, "a": true, "m": [1, 2.5, "x", [:], []], "ä": ["k": -9_007_199_254_740_993], "A": 1e300, "a10": 1, "a9": 0,
  ]

  /// Without what only the general decoder reads: a whole number in the form of a fraction.
  private static let plain = values.filter { $0.key != "A" }

  private static func audit() -> AuditEntry {
    var entry = Sample.auditEntry(1)
    entry.changes = ["status": AuditChange(from: "pending", to: ["a": 1]), "a": AuditChange()]
    entry.metadata = values
    return entry
  }

  @Test func fullEntitiesAreWrittenAlike() throws {
    #expect(try direct(Self.full()) == general(Self.full()))
    #expect(try direct(Self.audit()) == general(Self.audit()))
    #expect(try FactoryJSON.decode(FactoryTask.self, from: FactoryJSON.encode(Self.full())) == Self.full())
  }

  /// In the order in which the server splices an envelope together.
  @Test func aListInItsEnvelopeIsReadDirectly() throws {
    let rows = try [Self.full(Self.plain), Sample.task(2)].map {
      String(decoding: try JSONWriter.data($0.listForm), as: UTF8.self)
    }
    let text = """
      {"ok":true,"data":[\(rows.joined(separator: ","))],"meta":{"requestId":"r","timestamp":"2026-01-02T03:04:05.678Z",\
      "pagination":{"page":1,"limit":20,"total":2,"totalPages":1,"hasNext":false,"hasPrev":false},\
      "rateLimit":{"limit":10,"remaining":9,"resetAt":"2026-01-02T03:04:05.678Z"},"seq":7,"nextCursor":"a/b"}}
      """
    let data = Data(text.utf8)
    let direct = try #require(JSONReader.read(APIResponse<[FactoryTask]>.self, from: data))
    let general = try JSONDecoder().decode(APIResponse<[FactoryTask]>.self, from: data)
    #expect(direct.data == general.data)
    #expect(direct.meta == general.meta)
    #expect(JSONReader.read(APIResponse<[FactoryTask]>.self, from: Data(text.dropLast().utf8)) == nil)
  }

  @Test func bareEntitiesAreWrittenAlike() throws {
    let task = Sample.task(1, slaMinutes: nil, version: nil)
    #expect(try direct(task) == general(task))
    let entry = AuditEntry(
      id: Sample.id(1), actorType: .system, action: "a", entityType: "task", entityId: Sample.id(2),
      createdAt: Sample.start)
    #expect(try direct(entry) == general(entry))
  }

  /// The sample leaves no member out, so a member that is added fails here until the writer knows it.
  @Test func theSampleHasEveryMember() throws {
    for value in [Self.full(), Self.full().context, Self.audit()] as [Any] { #expect(missing(value) == []) }
    if let pending = Self.full().pendingDecision { #expect(missing(pending) == []) }
    if let tests = Self.full().context.testResults { #expect(missing(tests) == []) }
    for failure in Self.full().context.testResults?.failureDetails ?? [] { #expect(missing(failure) == []) }
    for file in Self.full().context.diffSummary?.files ?? [] { #expect(missing(file) == []) }
  }

  private func missing(_ value: Any) -> [String] {
    Mirror(reflecting: value).children.compactMap { child in
      let mirror = Mirror(reflecting: child.value)
      let wrapped = mirror.children.first { $0.label == "wrappedValue" }.map { Mirror(reflecting: $0.value) } ?? mirror
      return wrapped.displayStyle == .optional && wrapped.children.isEmpty ? child.label : nil
    }
  }

  private func generally<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
    try JSONDecoder().decode(type, from: data)
  }

  @Test func whatWasWrittenIsReadBackDirectly() throws {
    for task in [
      Self.full(Self.plain), Sample.task(1, slaMinutes: nil, version: nil), Sample.task(2, context: Sample.evidence()),
    ] {
      let data = try JSONWriter.data(task)
      #expect(JSONReader.read(FactoryTask.self, from: data) == task)
      #expect(try generally(FactoryTask.self, data) == task)
      let line = Data("{\"task\":".utf8) + data + Data("}".utf8)
      #expect(JSONReader.read(SnapshotLine.self, from: line)?.task == task)
      #expect(try FactoryJSON.decode(TaskPayload.self, from: line).task == task)
    }
  }

  /// Cut, changed or rearranged documents: either the direct reader refuses, or it reads what the general decoder reads.
  @Test func itNeverReadsWhatTheGeneralDecoderWouldNot() throws {
    let data = try JSONWriter.data(Self.full(Self.plain))
    var agreed = 0
    for index in stride(from: 0, to: data.count, by: 4) {
      for byte in [
        UInt8(ascii: "0"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "."), UInt8(ascii: "-"), 0xff, 0x7b,
        0x0a,
      ] {
        var changed = data
        changed[index] = byte
        guard let read = JSONReader.read(FactoryTask.self, from: changed) else { continue }
        let general = try? generally(FactoryTask.self, changed)
        #expect(general == read, "byte \(index) as \(byte)")
        agreed += 1
      }
      #expect(JSONReader.read(FactoryTask.self, from: data[..<index]) == nil)
    }
    #expect(agreed > 100)
  }

  @Test func otherFormsAreReadByTheGeneralDecoder() throws {
    let task = Sample.task(1)
    let pretty = Data(try FactoryJSON.pretty(task).utf8)
    #expect(JSONReader.read(FactoryTask.self, from: pretty) == nil)
    #expect(try FactoryJSON.decode(FactoryTask.self, from: pretty) == task)
    let newer = Data(#"{"aNewMember":1,"#.utf8) + (try JSONWriter.data(task)).dropFirst()
    #expect(try FactoryJSON.decode(FactoryTask.self, from: newer) == task)
  }

  @Test func numbersWithoutAFormAreRefused() {
    var task = Sample.task(1)
    task.context.metrics = ["x": .nan]
    #expect(throws: EncodingError.self) { try JSONWriter.data(task) }
  }
}
