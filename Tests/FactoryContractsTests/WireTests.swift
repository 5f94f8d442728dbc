// Every declared type goes through Swift and comes out word for word.
import FactoryContracts
import FactoryLearningContracts
import Foundation
import TestSupport
import Testing

@Suite struct WireTests {
  @Test(arguments: Fixtures.all) func comesBackWordForWord(_ fixture: Fixture) throws {
    #expect(try fixture.echo(fixture.full) == fixture.full)
    #expect(try fixture.echo(fixture.bare) == fixture.bare)
    #expect(try fixture.echo(fixture.full, strict: true) == fixture.full)
    #expect(try fixture.echo(fixture.bare, strict: true) == fixture.bare)
    #expect(try fixture.texts.map { try fixture.echo(text: $0) } == [fixture.full, fixture.bare])
  }

  @Test(arguments: Fixtures.all) func everyMemberOfTheTypeHasAValueInTheFullFixture(_ fixture: Fixture) throws {
    #expect(try fixture.uncovered().isEmpty)
  }

  @Test(arguments: Fixtures.all) func nullIsWrittenWhereTheContractSaysNull(_ fixture: Fixture) throws {
    for member in fixture.nullable {
      let json = fixture.with(member, .null)
      #expect(try fixture.echo(json) == json, "\(member)")
      let absent = fixture.with(member, nil)
      #expect(try fixture.echo(absent) == (fixture.optional.contains(member) ? absent : json), "\(member)")
    }
  }

  @Test(arguments: Fixtures.all) func whatIsAbsentStaysAbsent(_ fixture: Fixture) throws {
    for member in fixture.optional {
      let absent = fixture.with(member, nil)
      #expect(try fixture.echo(absent) == absent, "\(member)")
      guard !fixture.nullable.contains(member), !isFreeForm(fixture, member) else { continue }
      #expect(try fixture.echo(fixture.with(member, .null)) == absent, "\(member)")
    }
  }

  /// What an older server leaves out (ruling R20), and what a task closed without a decision has not (ruling R37).
  private let forgiven: Set<String> = [
    "WsSubscribed.seq", "TaskCompletedPayload.decision", "TaskCompletedPayload.decidedBy",
  ]

  @Test(arguments: Fixtures.all) func whatIsRequiredIsRequired(_ fixture: Fixture) throws {
    for member in fixture.required where !forgiven.contains("\(fixture.name).\(member)") {
      #expect(throws: DecodingError.self, "\(member)") { try fixture.echo(fixture.with(member, nil)) }
      #expect((try? fixture.echo(fixture.with(member, .null))) == nil || isFreeForm(fixture, member), "\(member)")
    }
  }

  private func isFreeForm(_ fixture: Fixture, _ member: String) -> Bool {
    let deep: JSONValue = ["deep": [1, nil, "x", 2.5, false]]
    return fixture.full[member] == deep
  }

  @Test(arguments: Fixtures.all) func valuesFromTheFutureAreReadByClientsAndRefusedByServers(_ fixture: Fixture) throws
  {
    for member in fixture.enums {
      let future: JSONValue = fixture.full[member]?.array == nil ? "from-the-future" : ["from-the-future"]
      let json = fixture.with(member, future)
      let known: JSONValue = future.array == nil ? "unknown" : ["unknown"]
      #expect(try fixture.echo(json)[member] == known, "\(member)")
      let error = #expect(throws: DecodingError.self, "\(member)") { try fixture.echo(json, strict: true) }
      #expect(error.map { "\($0)" }?.contains("one of ") == true, "\(member)")
      #expect(throws: DecodingError.self, "\(member)") { try fixture.echo(fixture.with(member, known), strict: true) }
    }
  }

  @Test(arguments: Fixtures.all) func membersFromTheFutureAreSkipped(_ fixture: Fixture) throws {
    #expect(try fixture.echo(fixture.with("fromTheFuture", ["a": 1]), strict: true) == fixture.full)
  }

  @Test(arguments: Fixtures.all) func valuesOfAnotherKindNeverTrap(_ fixture: Fixture) throws {
    let others: [JSONValue] = [nil, true, -1, 1e300, "", "\u{0}", [], [[]], [:], ["": nil]]
    for (index, member) in fixture.members.enumerated() {
      for other in others[(index % 5 * 2)...].prefix(2) {
        _ = try? fixture.echo(fixture.with(member, other), strict: true)
      }
    }
    for other in others { _ = try? fixture.echo(other) }
  }

  @Test(arguments: Fixtures.closedSets) func closedSetsAreTheContracts(_ set: ClosedSet) {
    #expect(set.declared == set.values)
    #expect(set.unknown == "unknown" && !set.declared.contains("unknown"))
  }

  @Test func fixturesAreOnePerName() {
    #expect(Set(Fixtures.all.map(\.name)).count == Fixtures.all.count)
    #expect(Fixtures.all.count > 110)
  }

  @Test func theEnvelopeCarriesAnyType() throws {
    let json: JSONValue = [
      "ok": true, "data": try Fixtures.named("Task").full, "meta": try Fixtures.named("ResponseMeta").full,
    ]
    let answer = try FactoryJSON.decode(APIResponse<FactoryTask>.self, from: FactoryJSON.encode(json))
    #expect(try FactoryJSON.decode(JSONValue.self, from: FactoryJSON.encode(answer)) == json)
  }

  @Test func theListFormIsTheTaskWithoutPatchesAndFailures() throws {
    let task = Sample.task(context: Sample.evidence())
    let text = String(decoding: try FactoryJSON.encode(task.listForm), as: UTF8.self)
    #expect(!text.contains("patch") && !text.contains("failureDetails"))
    #expect(task.listForm.listForm == task.listForm)
    #expect(task.listForm.context.diffSummary?.files.map(\.path) == task.context.diffSummary?.files.map(\.path))
    #expect(task.context.testResults?.failureDetails?.isEmpty == false)
  }

  @Test func theKanbanHasTheContractsColumns() throws {
    #expect(KanbanStage.all.map(\.stage) == PipelineStage.declared)
    let gates = KanbanStage.all.filter { $0.isGate == true }.map(\.stage)
    #expect(gates == [.review, .staging, .production])
    #expect(KanbanStage.all.allSatisfy { $0.label.contains("★") == ($0.isGate == true) })
    let first = try FactoryJSON.canonical(KanbanStage.all[0])
    #expect(String(decoding: first, as: UTF8.self) == ##"{"color":"#666","label":"📥 Intake","stage":"intake"}"##)
  }

  @Test func busNamesAreTheContracts() {
    #expect(
      EventStream.declared.map(\.rawValue) == [
        "factory.pipelines", "factory.tasks", "factory.agents", "factory.deploys", "factory.notifications",
        "factory.feedback",
      ])
    #expect(
      ConsumerGroup.declared.map(\.rawValue) == [
        "ws-broadcaster", "notification-worker", "discord-bridge", "sla-monitor", "audit-writer",
        "mcp-resource-updater", "feedback-processor",
      ])
  }

  @Test(arguments: [("5", Estimate.points(5)), ("0.5", .points(0.5)), (#""unknown""#, .noIdea), (#""break""#, .pause)])
  func estimates(_ text: String, _ estimate: Estimate) throws {
    #expect(try FactoryJSON.decode(Estimate.self, from: Data(text.utf8)) == estimate)
    #expect(String(decoding: try FactoryJSON.encode(estimate), as: UTF8.self) == text)
    #expect(throws: DecodingError.self) { try FactoryJSON.decode(Estimate.self, from: Data(#""many""#.utf8)) }
  }

  @Test func messagesOfNewerModalsAreKept() throws {
    let json = Data(#"{"type":"factory_modal_dance","steps":[1,2]}"#.utf8)
    let message = try FactoryJSON.decode(ModalMessage.self, from: json)
    #expect(message.kind == .unknown)
    #expect(try FactoryJSON.canonical(message) == Data(#"{"steps":[1,2],"type":"factory_modal_dance"}"#.utf8))
    #expect(throws: DecodingError.self) { try FactoryJSON.decodeStrict(ModalMessage.self, from: json) }
  }
}
