// Assets as a foreign client uses them: upload, versions, ranges, differences, and forms that are wrong.
import FactoryContracts
import FactoryEngine
import FactoryStorage
import Foundation
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct AssetStories {
  private static func form(_ parts: [(name: String, file: String?, text: String)], boundary: String = "xyz") -> String {
    parts.map { part in
      let file = part.file.map { "; filename=\"\($0)\"\r\nContent-Type: text/plain" } ?? ""
      return "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(part.name)\"\(file)\r\n\r\n\(part.text)\r\n"
    }.joined() + "--\(boundary)--\r\n"
  }

  static func upload(
    _ rig: Rig, _ pipeline: EntityID, _ text: String, name: String = "notes.txt", key: EntityID? = nil
  ) async throws -> HTTPAnswer {
    let body = form([("file", name, text), ("pipelineId", nil, "\(pipeline)"), ("type", nil, "docs")])
    return try await send(rig, body, key: key)
  }

  private static func send(_ rig: Rig, _ body: String, key: EntityID? = nil) async throws -> HTTPAnswer {
    var headers = Rig.owner + [("Content-Type", "multipart/form-data; boundary=xyz")]
    if let key { headers.append(("Idempotency-Key", "\(key)")) }
    return try await rig.call("POST", "/v1/assets", headers: headers, body: body)
  }

  @Test func versionsOfAFile() async throws {
    try await Rig.with { rig in
      let pipeline = try await rig.pipeline()
      let key = Sample.id(77)
      let first = try await Self.upload(rig, pipeline.id, "one\n", key: key)
      #expect(first.status == 201)
      let one = try first.data(Asset.self)
      #expect(one.version == 1 && one.sizeBytes == 4 && one.name == "notes.txt" && one.previousVersionId == nil)
      #expect(one.checksumSha256 == "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806")
      #expect(try await Self.upload(rig, pipeline.id, "one\n", key: key).data(Asset.self).id == one.id)
      #expect(try await Self.upload(rig, pipeline.id, "other", key: key).status == 409)
      let two = try await Self.upload(rig, pipeline.id, "one\ntwo\n").data(Asset.self)
      #expect(two.version == 2 && two.previousVersionId == one.id)
      let listed = try await rig.call("GET", "/v1/pipelines/\(pipeline.id)/assets?type=docs").data([Asset].self)
      #expect(listed.map(\.id) == [two.id, one.id])
      #expect(try await rig.call("GET", "/v1/pipelines/\(pipeline.id)/assets?type=code").data([Asset].self).isEmpty)
      #expect(try await rig.call("GET", "/v1/assets/\(two.id)").data(Asset.self) == two)
      let events = try await rig.engine.read { try $0.events(after: 0, limit: 100) }
      #expect(events.map(\.type).filter { $0.hasPrefix("asset") } == ["asset.created", "asset.updated"])
      let found = try await rig.call("GET", "/v1/search?query=notes&types=asset").data(SearchReply.self)
      #expect(Set(found.results.map(\.id)) == [one.id, two.id])
      #expect(try await rig.engine.read { try $0.assetTypes(pipeline: pipeline.id) } == ["docs", "notes.txt"])
    }
  }

  @Test func rangesAndNames() async throws {
    try await Rig.with { rig in
      let pipeline = try await rig.pipeline()
      let asset = try await Self.upload(rig, pipeline.id, "0123456789", name: "a b\u{fc}%.txt").data(Asset.self)
      let path = "/v1/assets/\(asset.id)/download"
      let whole = try await rig.call("GET", path)
      #expect(whole.status == 200 && String(decoding: whole.body, as: UTF8.self) == "0123456789")
      #expect(
        whole.headers["content-disposition"]
          == "attachment; filename=\"a b__.txt\"; filename*=UTF-8''a%20b%C3%BC%25.txt")
      #expect(whole.headers["content-type"] == "text/plain" && whole.headers["x-content-type-options"] == "nosniff")
      for (range, status, text) in [
        ("bytes=0-0", 206, "0"), ("bytes=8-", 206, "89"), ("bytes=-3", 206, "789"), ("bytes=5-99", 206, "56789"),
        ("bytes=5-4", 200, "0123456789"), ("bytes=0-1,3-4", 200, "0123456789"), ("lines=1-2", 200, "0123456789"),
      ] {
        let part = try await rig.call("GET", path, headers: Rig.owner + [("Range", range)])
        #expect(part.status == status && String(decoding: part.body, as: UTF8.self) == text, "\(range)")
      }
      for range in ["bytes=10-", "bytes=-0"] {
        let part = try await rig.call("GET", path, headers: Rig.owner + [("Range", range)])
        #expect(part.status == 416 && part.headers["content-range"] == "bytes */10", "\(range)")
      }
    }
  }

  @Test func wrongForms() async throws {
    try await Rig.with { rig in
      let pipeline = try await rig.pipeline()
      for name in ["../x", "a/b", #"a\\b"#, "..", ".", "", "a\u{7}b", "a\u{202e}b", String(repeating: "n", count: 256)]
      {
        let answer = try await Self.upload(rig, pipeline.id, "x", name: name)
        #expect(answer.status == 400, "\(name)")
      }
      let faults = try await Self.send(rig, Self.form([("stage", nil, "nowhere"), ("metadata", nil, "[1]")]))
      let fields = faults.error?.details?["validationErrors"]?.array?.compactMap { $0.object?["field"]?.string }
      #expect(faults.status == 400 && Set(fields ?? []) == ["pipelineId", "type", "stage", "metadata", "file"])
      let good = Self.form([("file", "a", "x"), ("pipelineId", nil, "\(pipeline.id)"), ("type", nil, "docs")])
      for body in ["", "preamble\r\n" + good, String(good.dropLast(6)), "--xyz\r\n\r\n\r\nx\r\n--xyz--", "--xyzz"] {
        let answer = try await Self.send(rig, body)
        #expect(answer.status == 400, "\(body)")
      }
      let json = try await rig.call("POST", "/v1/assets", body: "{}")
      #expect(json.status == 400)
      let nowhere = try await Self.upload(rig, Sample.id(9), "x")
      #expect(nowhere.status == 404)
      #expect(try await rig.call("GET", "/v1/pipelines/\(pipeline.id)/assets").data([Asset].self).isEmpty)
    }
  }

  /// However the body is cut, the same pieces come out.
  @Test(arguments: [1, 2, 3, 7, 64, 4096])
  func aFormInPieces(_ size: Int) throws {
    let text = "line\r\n--xy\r\n-\r\n--not the mark\r\n"
    let body = Array(Self.form([("a", nil, ""), ("file", "f.bin", text)]).utf8)
    var parser = try MultipartParser(contentType: "multipart/form-data; boundary=\"xyz\"")
    var names: [String] = []
    var content: [UInt8] = []
    for start in stride(from: 0, to: body.count, by: size) {
      for piece in try parser.feed(body[start..<min(start + size, body.count)]) {
        switch piece {
        case .part(let head): names.append(head.name)
        case .bytes(let bytes): content += bytes
        }
      }
    }
    try parser.finish()
    #expect(names == ["a", "file"])
    #expect(String(decoding: content, as: UTF8.self) == text)
  }

  @Test func theFolderKeepsWhatIsFinished() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("blobs-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let blobs = FolderBlobs(folder: folder)
    do {
      let lost = try blobs.create(Sample.id(1))
      try Array("half".utf8).withUnsafeBytes { try lost.write($0) }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    let kept = try blobs.create(Sample.id(2))
    try Array("whole".utf8).withUnsafeBytes { try kept.write($0) }
    try kept.finish()
    #expect(try blobs.open(Sample.id(2)).read(at: 1, count: 99) == Array("hole".utf8))
    try Data().write(to: URL(fileURLWithPath: "\(folder)/\(Sample.id(3)).part"))
    #expect(try blobs.sweep(before: Timestamp(milliseconds: .max)) == [Sample.id(2)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["\(Sample.id(2))"])
  }
}
