// One upload on its way to the folder: parts are taken as they arrive, the file hashed and written, the fields kept and judged
// at the end, all faults at once. Used by one task; what is let go before its end leaves no file.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import Foundation

struct AssetIntake {
  /// Bytes of a field that is not the file.
  private static let fieldLimit = 64 << 10
  private let blobs: any BlobStore
  private let id: EntityID
  private var parser: MultipartParser
  private var fields: [String: [UInt8]] = [:]
  private var current = ""
  private var writer: (any BlobWriter)?
  private var head: MultipartHead?
  private let digest = StreamingSHA256()
  private var size: Int64 = 0

  init(_ id: EntityID, contentType: String, into blobs: any BlobStore) throws {
    (self.id, self.blobs) = (id, blobs)
    parser = try MultipartParser(contentType: contentType)
  }

  mutating func take(_ bytes: some Collection<UInt8>) throws {
    for piece in try parser.feed(bytes) {
      switch piece {
      case .part(let head): try begin(head)
      case .bytes(let bytes): try add(bytes)
      }
    }
  }

  private mutating func begin(_ head: MultipartHead) throws {
    current = head.name
    if head.name == "file" {
      if self.head != nil { throw MultipartParser.fault("The form has more than one part called file.") }
      self.head = head
      writer = try blobs.create(id)
    } else {
      if fields[head.name] != nil || fields.count == 32 {
        throw MultipartParser.fault("The form has a part twice, or more than 32 parts.")
      }
      fields[head.name] = []
    }
  }

  private mutating func add(_ bytes: [UInt8]) throws {
    if current == "file", let writer {
      size += Int64(bytes.count)
      try bytes.withUnsafeBytes {
        digest.update($0)
        try writer.write($0)
      }
    } else {
      fields[current, default: []] += bytes
      if fields[current, default: []].count > Self.fieldLimit {
        throw MultipartParser.fault("A part of the form that is not the file is larger than 64 KiB.")
      }
    }
  }

  /// Judges the fields, and brings the file to the disk when they are right.
  mutating func finish() throws -> AssetUpload {
    try parser.finish()
    var problems: [ValidationProblem] = []
    let pipeline = read("pipelineId", "a UUID", required: true, &problems) { EntityID($0) }
    let type = read("type", Self.names(AssetType.self), required: true, &problems) { AssetType.named($0) }
    let stage = read("stage", Self.names(PipelineStage.self), &problems) { PipelineStage.named($0) }
    let metadata = read("metadata", "a JSON object", &problems) { text -> [String: JSONValue]? in
      guard JSONCheck.fault(in: Data(text.utf8), depth: 32, called: "metadata") == nil else { return nil }
      return try? FactoryJSON.decode([String: JSONValue].self, from: Data(text.utf8))
    }
    let name = AssetName.checked(head, &problems)
    guard problems.isEmpty, let pipeline, let type, let name else { throw ValidationErrors.error(problems) }
    try writer?.finish()
    writer = nil
    return AssetUpload(
      id: id, pipelineId: pipeline, stage: stage, type: type, name: name,
      contentType: AssetName.mediaType(head?.contentType), sizeBytes: size, checksumSha256: digest.finish(),
      metadata: metadata ?? [:])
  }

  /// What an Idempotency-Key stands for: every field and the file, by its hash.
  func fingerprint(_ upload: AssetUpload) -> Data {
    var bytes = Data()
    let texts = [upload.checksumSha256, upload.name, upload.contentType].map { Array($0.utf8) }
    let named = fields.sorted { $0.key < $1.key }.flatMap { [Array($0.key.utf8), $0.value] }
    for piece in texts + named {
      // Each with its length: no two forms have the same print.
      bytes.append(contentsOf: "\(piece.count):".utf8)
      bytes.append(contentsOf: piece)
    }
    return Data(SHA256.hash(bytes))
  }

  private func read<Value>(
    _ field: String, _ expected: String, required: Bool = false, _ problems: inout [ValidationProblem],
    _ parse: (String) -> Value?
  ) -> Value? {
    guard let bytes = fields[field] else {
      if required { problems.append(Self.problem(field, .null, expected)) }
      return nil
    }
    if let text = String(validating: bytes, as: UTF8.self), let value = parse(text) { return value }
    problems.append(Self.problem(field, .string(String(String(decoding: bytes, as: UTF8.self).prefix(64))), expected))
    return nil
  }

  private static func names<Value: WireEnum>(_ type: Value.Type) -> String {
    "one of " + Value.declared.map(\.rawValue).joined(separator: ", ")
  }

  static func problem(_ field: String, _ received: JSONValue, _ expected: String) -> ValidationProblem {
    ValidationProblem(field: field, message: "must be \(expected)", received: received, expected: expected)
  }
}

/// Names of files that others save: nothing in them may lead elsewhere or be invisible.
enum AssetName {
  static func checked(_ head: MultipartHead?, _ problems: inout [ValidationProblem]) -> String? {
    let expected = "a file whose name has 1 to 255 bytes, no folder and no control character"
    guard let head else {
      problems.append(AssetIntake.problem("file", .null, "a part with the bytes of the file"))
      return nil
    }
    // Programs that send bytes of no file give them no name.
    let name = head.fileName ?? "file"
    let isSafe = name.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
      default: scalar != "/" && scalar != "\\"
      }
    }
    let isBlank = name.allSatisfy(\.isWhitespace)
    if isSafe, !isBlank, name.utf8.count <= 255, name != ".", name != ".." { return name }
    problems.append(AssetIntake.problem("file", .string(String(name.prefix(64))), expected))
    return nil
  }

  /// `type/subtype` with its parameters; what is none is bytes.
  static func mediaType(_ given: String?) -> String {
    let plain = "application/octet-stream"
    guard let given, given.utf8.count <= 128, given.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else {
      return plain
    }
    let parts = given.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).split(
      separator: "/", omittingEmptySubsequences: false)
    let isToken = { (part: Substring) in
      !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$&-^_.+".contains($0)) }
    }
    return parts.count == 2 && parts.allSatisfy(isToken) ? given : plain
  }

  /// As a download offers it: never shown in place; plain ASCII for old clients, the whole name beside it (RFC 6266).
  static func disposition(_ name: String) -> String {
    let plain = name.unicodeScalars.map { scalar in
      scalar.isASCII && (0x20...0x7e).contains(scalar.value) && !"\"\\%;".unicodeScalars.contains(scalar)
        ? String(scalar) : "_"
    }
    return "attachment; filename=\"\(plain.joined())\"; filename*=UTF-8''\(PercentCoding.encode(name))"
  }
}
