// Bytes into messages: whatever is sent, there is a value and an error code for it.
import FactoryContracts
import Foundation
import Testing

@testable import FactoryMCP

@Suite struct FrameTests {
  private func read(_ text: String) -> RPCFrame { RPCFrame.read(Data(text.utf8)) }

  @Test(arguments: [
    ("", -32700), ("{", -32700), ("nonsense", -32700), ("\u{FEFF}{}", -32600),
    (#"{"jsonrpc":"2.0","id":1,"method":"x""#, -32700), ("7", -32600), ("[]", -32600), ("null", -32600),
    (#"{"id":1,"method":"x"}"#, -32600), (#"{"jsonrpc":"1.0","id":1,"method":"x"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":null,"method":"x"}"#, -32600), (#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#, -32600),
    (#"{"jsonrpc":"2.0","id":{},"method":"x"}"#, -32600), (#"{"jsonrpc":"2.0","id":1,"method":3}"#, -32600),
    (#"{"jsonrpc":"2.0","id":1}"#, -32600), (#"{"jsonrpc":"2.0","id":1,"method":"x","params":[1]}"#, -32602),
  ])
  func whatIsNoMessageSaysWhy(_ text: String, _ code: Int) throws {
    guard case .single(.faulty(let fault, _)) = read(text) else { throw Unexpected() }
    #expect(fault.code == code)
  }

  @Test func bytesThatAreNoText() throws {
    guard case .single(.faulty(let fault, _)) = RPCFrame.read(Data([0x22, 0xff, 0x22])) else { throw Unexpected() }
    #expect(fault.code == -32700)
  }

  @Test func aBombIsNotOpened() throws {
    for text in [String(repeating: "[", count: 1_000_000), String(repeating: #"{"a":"#, count: 100_000)] {
      guard case .single(.faulty(let fault, _)) = read(text) else { throw Unexpected() }
      #expect(fault.message.contains("64"))
    }
    // Brackets inside a text are no levels.
    let text =
      #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":"\"# + "\"" + String(repeating: "[", count: 100) + #""}}"#
    guard case .single(.request) = read(text) else { throw Unexpected() }
  }

  @Test func spacesEscapesAndNumbersAreRead() throws {
    let text =
      #" { "jsonrpc" : "2.0", "id" : "a\u00e9", "method" : "ping", "params" : { "n" : [ 1, 2.5, -3e2, true, null ] } } "#
    guard case .single(.request(let request)) = read(text) else { throw Unexpected() }
    #expect(request.id == .text("aé"))
    #expect(request.params["n"]?.array?.count == 5)
  }

  /// What Python writes, with a space behind every comma and colon, and what is no JSON in that form either.
  @Test func aSpaceBehindCommaAndColonIsRead() throws {
    let text =
      #"{"jsonrpc": "2.0", "id": 7, "method": "call", "params": {"name": "x", "arguments": {"a": [1, "b"], "c": {}}}}"#
    guard case .single(.request(let request)) = read(text) else { throw Unexpected() }
    #expect(request.params == ["name": "x", "arguments": ["a": [1, "b"], "c": [:]]])
    for wrong in [#"{"a" 1}"#, #"{"a": }"#, "[1, 2", #"{"a": 1, 2}"#] {
      guard case .single(.faulty(let fault, _)) = read(wrong) else { throw Unexpected() }
      #expect(fault.code == -32700)
    }
  }

  @Test func repliesAndNotificationsAreTold() throws {
    #expect(read(#"{"jsonrpc":"2.0","id":1,"result":{}}"#) == .single(.reply(.number(1), result: .object([:]))))
    #expect(read(#"{"jsonrpc":"2.0","method":"x"}"#) == .single(.notification(method: "x", params: [:])))
    guard case .batch(let messages) = read(#"[{"jsonrpc":"2.0","id":1,"method":"ping"},7]"#) else { throw Unexpected() }
    #expect(messages.count == 2)
  }

  @Test func answersAreOneLineOfJSON() throws {
    let result = RPCResult(["content": [["text": "a\nb"]]], structured: Data(#"{"x":1}"#.utf8))
    let bytes = RPCText.answer(.text("q\"1"), result)
    #expect(!bytes.contains(10))
    let json = try JSONDecoder().decode(JSONValue.self, from: bytes)
    #expect(json["id"] == "q\"1")
    #expect(json["result"]?["structuredContent"]?["x"] == 1)
    #expect(
      try JSONDecoder().decode(JSONValue.self, from: RPCText.answer(.number(1), RPCResult())) == [
        "jsonrpc": "2.0", "id": 1, "result": [:],
      ])
  }

  // MARK: Lines

  /// However the stream is cut, the lines are the same.
  @Test(arguments: 1...9) func linesDoNotDependOnTheCuts(_ size: Int) {
    var cutter = LineCutter(limit: 12)
    let bytes = Array("one\r\ntwo\n\n  \nthis is far too long\nthree\nlast".utf8)
    var pieces: [LineCutter.Piece] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      pieces += cutter.take(bytes[start..<min(start + size, bytes.count)])
    }
    pieces += [cutter.finish()].compactMap { $0 }
    let expected = ["one", "two", nil, "three", "last"].map { text in
      text.map { LineCutter.Piece.line(Data($0.utf8)) } ?? .tooLong
    }
    #expect(pieces == expected)
  }
}
