// Reading what callers send: JSON, bodies, query strings, headers.
import FactoryContracts
import FactoryEngine
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import FactoryServer

@Suite struct JSONCheckTests {
  @Test(arguments: [
    "{}", "[]", "null", " true ", "-0.5e+10", "0", #""a\"b\\cd""#, #"{"a":[1,{"b":null}],"c":""}"#, "[[],{},[1,2]]",
    "\n[1 ,\t2]\r\n", "1E9",
  ])
  func accepts(_ text: String) {
    #expect(JSONCheck.fault(in: Array(text.utf8), depth: 8) == nil)
  }

  @Test(arguments: [
    "", "  ", "{", "}", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]", "tru", "01", "1.", ".5", "1e", "+1", "\"\\x\"",
    "\"open", "\"tab\there\"", "{}{}", "[1]]", "{\"a\":1,}", "nan", "'a'", "-", #""\u12""#,
    #""\u12g4""#,
  ])
  func refuses(_ text: String) {
    #expect(JSONCheck.fault(in: Array(text.utf8), depth: 8) != nil)
  }

  @Test func boundsDepth() {
    let deep = String(repeating: "[", count: 9) + String(repeating: "]", count: 9)
    #expect(JSONCheck.fault(in: Array(deep.utf8), depth: 9) == nil)
    #expect(JSONCheck.fault(in: Array(deep.utf8), depth: 8)?.contains("deeper than 8") == true)
    let flood = String(repeating: "[", count: 1_000_000)
    #expect(JSONCheck.fault(in: Array(flood.utf8), depth: 64)?.contains("deeper") == true)
  }

  @Test(arguments: [
    (#"{"decision":"approved","decision":"rejected"}"#, "decision"), (#"{"title":1,"titl\u0065":2}"#, "title"),
    (#"{"\u0074itle":1,"title":2}"#, "title"), (#"{"a":{"b":[{"c":1},{"c":1,"x":{},"c":2}]}}"#, "c"),
    (#"{"a":{"b":1},"a":{"b":2}}"#, "a"), (#"{"":1,"":2}"#, ""), (#"{"\ud83d\ude00":1,"😀":2}"#, "😀"),
    (#"{"a\nb":1,"a\u000ab":2}"#, "ab"), (#"{"a\/b":{},"a/b":[]}"#, "a/b"),
  ])
  func refusesAKeyThatComesTwice(_ text: String, _ key: String) {
    #expect(JSONCheck.fault(in: Array(text.utf8), depth: 8)?.contains("“\(key)” more than once") == true)
  }

  @Test(arguments: [
    #"{"a":1,"A":2,"b":{"a":1},"c":[{"a":1},{"a":2}]}"#, #"{"a":"a","b":"a"}"#, #"{"\u0061":1,"b":2}"#,
    #"[{"a":1},{"a":1}]"#, #"{"ab":1,"a":2,"b":3}"#, #"{"\\u0061":1,"a":2}"#,
  ])
  func keysOfDifferentObjectsAreTheirOwn(_ text: String) {
    #expect(JSONCheck.fault(in: Array(text.utf8), depth: 8) == nil)
  }

  /// Small and large objects are compared in different ways; around the border each pair is found wherever it stands.
  @Test func aRepeatedKeyIsFoundInObjectsOfEverySize() {
    for count in [2, 23, 24, 25, 26, 60, 2000] {
      let keys = (0..<count).map { "\"key\($0)\":\($0)" }
      let whole = "{\(keys.joined(separator: ","))}"
      #expect(JSONCheck.fault(in: Array(whole.utf8), depth: 8) == nil, "\(count)")
      for (from, to) in [(0, count - 1), (0, 1), (count - 2, count - 1)] {
        var repeated = keys
        repeated[to] = repeated[from]
        let fault = JSONCheck.fault(in: Array("[{\(repeated.joined(separator: ","))},{}]".utf8), depth: 8)
        #expect(fault?.contains("“key\(from)”") == true, "\(count) \(from) \(to)")
      }
    }
  }

  /// Foundation's decoder and the check agree on every short text over a telling alphabet.
  @Test func agreesWithTheDecoder() {
    let alphabet = Array("{}[]:,\"a1-.et \\".utf8)
    var random = SplitMix(state: 42)
    for _ in 0..<20_000 {
      let text = (0..<Int(1 + random.next() % 8)).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
      let decodes = (try? JSONDecoder().decode(JSONValue.self, from: Data(text))) != nil
      let passes = JSONCheck.fault(in: text, depth: 64) == nil
      #expect(!decodes || passes, "\(String(decoding: text, as: UTF8.self))")
    }
  }
}

@Suite struct BodyDecodingTests {
  private func problems(_ json: String) throws -> [String: String] {
    do {
      _ = try BodyDecoding.decode(CreateTaskBody.self, from: Data(json.utf8))
      return [:]
    } catch let error as APIError {
      #expect(error.code == .validationError)
      let list = error.details?["validationErrors"]?.array ?? []
      #expect(error.field == list.first?["field"]?.string)
      return Dictionary(
        list.map { ($0["field"]?.string ?? "", $0["expected"]?.string ?? "") }, uniquingKeysWith: { $1 })
    }
  }

  @Test func namesTheField() throws {
    #expect(try problems(#"{"type":"decision","title":"t","context":{"summary":"s"}}"#).isEmpty)
    #expect(Set(try problems(#"{"type":"decision","context":{"summary":"s"}}"#).keys) == ["title"])
    #expect(Set(try problems(#"{"type":"decision","title":7,"context":{"summary":"s"}}"#).keys) == ["title"])
    let nested =
      #"{"type":"decision","title":"t","context":{"summary":"s","diffSummary":{"filesChanged":1,"#
      + #""insertions":1,"deletions":1,"files":[{"path":"a","status":"odd","insertions":1,"deletions":1}]}}}"#
    #expect(
      try problems(nested) == ["context.diffSummary.files[0].status": "one of added, modified, deleted, renamed"])
  }

  @Test func namesEveryField() throws {
    let found = try problems(
      #"{"type":"odd","title":3,"context":{},"priority":"soon","pipelineId":"x","requiredApprovers":"two"}"#)
    #expect(
      Set(found.keys) == ["type", "title", "context.summary", "priority", "pipelineId", "requiredApprovers"])
    #expect(found["pipelineId"] == "a UUID")
    #expect(found["requiredApprovers"] == "a whole number")
  }

  @Test func anEmptyBodyIsAnEmptyObject() throws {
    #expect(try BodyDecoding.decode(WithdrawTaskBody.self, from: Data()).reason == nil)
    #expect(Set(try problems("").keys).isSuperset(of: ["type", "title", "context"]))
  }

  @Test func neverEchoesMuch() throws {
    let long = String(repeating: "x", count: 10_000)
    let body = #"{"type":"\#(long)","title":"t","context":{"summary":"s"}}"#
    let error = #expect(throws: APIError.self) { try BodyDecoding.decode(CreateTaskBody.self, from: Data(body.utf8)) }
    #expect(try FactoryJSON.encode(try #require(error)).count < 1000)
  }
}

@Suite struct QueryReaderTests {
  @Test func readsFilters() throws {
    var query = QueryReader("status=pending&open=true&search=a%20b+c&limit=7&page=3&sort=-created_at&cursor=xyz&odd=1")
    #expect(query.named("status", TaskStatus.self) == .pending)
    #expect(query.flag("open") == true)
    #expect(query.text("search") == "a b c")
    let page = query.page(sortFields: TaskQuery.sortFields)
    #expect(
      page == PageRequest(page: 3, limit: 7, sort: SortOrder(field: "createdAt", descending: true), cursor: "xyz"))
    try query.finish()
  }

  @Test func collectsEveryProblem() throws {
    var query = QueryReader("status=odd&open=maybe&limit=101&page=0&sort=colour&pipelineId=x&since=yesterday&a=%ff")
    _ = query.named("status", TaskStatus.self)
    _ = query.flag("open")
    _ = query.id("pipelineId")
    _ = query.time("since")
    _ = query.page(sortFields: TaskQuery.sortFields)
    let error = try #require(throws: APIError.self) { try query.finish() }
    let fields = (error.details?["validationErrors"]?.array ?? []).compactMap { $0["field"]?.string }
    #expect(Set(fields) == ["status", "open", "limit", "page", "sort", "pipelineId", "since", "a"])
  }

  @Test func knowsMe() {
    var query = QueryReader("assigneeId=me")
    #expect(query.person("assigneeId", me: Sample.decider) == Sample.decider)
  }
}

@Suite struct HeaderTests {
  private func request(_ headers: HTTPFields) -> ServerRequest {
    ServerRequest(
      id: "", now: Sample.start, method: "POST", path: "/", query: "", headers: headers,
      peer: Peer(isLocal: true, address: ""))
  }

  @Test(arguments: [("\"3\"", 3), ("3", 3), ("W/\"3\"", 3), (" \"12\" ", 12), ("*", nil)] as [(String, Int?)])
  func readsIfMatch(_ text: String, _ version: Int?) throws {
    #expect(try request([.ifMatch: text]).ifMatch() == version)
  }

  @Test(arguments: ["\"x\"", "", "-1", "\"3", "3,4"]) func refusesIfMatch(_ text: String) {
    #expect(throws: APIError.self) { try request([.ifMatch: text]).ifMatch() }
  }

  @Test func dates() {
    #expect(HTTPDates.text(second: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(HTTPDates.text(second: 0) == "Thu, 01 Jan 1970 00:00:00 GMT")
  }
}
