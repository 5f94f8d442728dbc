// The protocol as a value: which era the first request decides, what each era knows, what a message gets for an answer.
import FactoryContracts
import Foundation
import Testing

@testable import FactoryMCP

@Suite struct ConversationTests {
  private func conversation(_ era: Era = .undecided) -> Conversation {
    Conversation(ServerIdentity(version: "1"), era: era)
  }

  private static let envelope: JSONValue = [
    MetaKey.revision: "2026-07-28", MetaKey.capabilities: [:],
  ]

  private func code(_ step: Step) -> Int? { if case .fault(_, let fault) = step { fault.code } else { nil } }

  private func request(_ method: String, _ params: [String: JSONValue] = [:], id: Int64 = 1) -> RPCMessage {
    .request(RPCRequest(id: .number(id), method: method, params: .object(params)))
  }

  @Test(arguments: [
    ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"),
    ("2025-11-25", "2025-11-25"), ("2026-07-28", "2025-11-25"), ("1999-01-01", "2025-11-25"),
  ])
  func theHandshakeAgreesOnARevision(_ wanted: String, _ agreed: String) throws {
    var talk = conversation()
    guard case .answer(_, let result) = talk.receive(request("initialize", ["protocolVersion": .string(wanted)])) else {
      throw Unexpected()
    }
    #expect(result.members["protocolVersion"] == .string(agreed))
    #expect(result.members["resultType"] == nil)
    #expect(talk.era == .handshake(try #require(Revision(rawValue: agreed))))
  }

  @Test func aRequestWithItsOwnRevisionOpensTheStatelessEra() throws {
    var talk = conversation()
    guard case .answer(_, let result) = talk.receive(request("server/discover", ["_meta": Self.envelope])) else {
      throw Unexpected()
    }
    #expect(talk.era == .stateless)
    #expect(result.members["resultType"] == "complete")
    #expect(result.members["ttlMs"] != nil)
    #expect(result.members["supportedVersions"] == ["2026-07-28"])
    #expect(result.members["_meta"]?[MetaKey.serverInfo]?["name"] == "goosefactory")
  }

  /// Unknown methods, and those of the other era, are answered at once: clients probe with them.
  @Test(arguments: [
    (Era.undecided, "nothing/like/this"), (.handshake(.handshake), "server/discover"),
    (.handshake(.first), "subscriptions/listen"), (.stateless, "ping"), (.stateless, "resources/subscribe"),
    (.stateless, "logging/setLevel"), (.undecided, "server/discover"),
  ])
  func whatAnEraDoesNotKnow(_ era: Era, _ method: String) {
    var talk = conversation(era)
    let params: [String: JSONValue] = era == .stateless ? ["_meta": Self.envelope] : [:]
    let code1 = code(talk.receive(request(method, params)))
    #expect(code1 == -32601)
    #expect(talk.era == era)
  }

  @Test func eachRequestOfTheStatelessEraCarriesItsEnvelope() {
    var talk = conversation(.stateless)
    let code2 = code(talk.receive(request("tools/list")))
    #expect(code2 == -32602)
    let code3 = code(talk.receive(request("tools/list", ["_meta": ["x": 1]])))
    #expect(code3 == -32602)
    let other: JSONValue = [MetaKey.revision: "2030-01-01", MetaKey.capabilities: [:]]
    let code4 = code(talk.receive(request("tools/list", ["_meta": other])))
    #expect(code4 == -32022)
    let code5 = code(talk.receive(request("initialize", ["protocolVersion": "2025-11-25"])))
    #expect(code5 == -32022)
    let code6 = code(talk.receive(request("tools/list", ["_meta": Self.envelope])))
    #expect(code6 == nil)
  }

  @Test func anUnknownRevisionDecidesNothing() {
    var talk = conversation()
    let other: JSONValue = [MetaKey.revision: "2030-01-01", MetaKey.capabilities: [:]]
    let code7 = code(talk.receive(request("server/discover", ["_meta": other])))
    #expect(code7 == -32022)
    #expect(talk.era == .undecided)
    let code8 = code(talk.receive(request("initialize", ["protocolVersion": "2025-11-25"])))
    #expect(code8 == nil)
  }

  @Test func aHandshakeIsMadeOnceAndFirst() {
    var talk = conversation()
    let code9 = code(talk.receive(request("tools/list")))
    #expect(code9 == -32600)
    let code10 = code(talk.receive(request("ping")))
    #expect(code10 == nil)
    let code11 = code(talk.receive(request("initialize", [:])))
    #expect(code11 == -32602)
    let code12 = code(talk.receive(request("initialize", ["protocolVersion": "2025-06-18"])))
    #expect(code12 == nil)
    let code13 = code(talk.receive(request("initialize", ["protocolVersion": "2025-06-18"])))
    #expect(code13 == -32600)
    let code14 = code(talk.receive(request("tools/list", ["_meta": Self.envelope])))
    #expect(code14 == -32600)
  }

  @Test(
    arguments: [
      ("tools/call", ["name": "factory_nothing"], "tools/list"), ("tools/call", [:], "name"),
      ("tools/call", ["name": "factory_search", "arguments": [1]], "arguments"),
      ("resources/read", ["uri": 1], "uri"), ("prompts/get", ["name": "x"], "review_server"),
      ("prompts/get", ["name": "whats_needs_attention", "arguments": ["scope": "mine"]], "critical-only"),
      ("resources/list", ["cursor": 7], "cursor"), ("tools/list", ["cursor": "p1"], "cursor"),
      ("completion/complete", ["ref": ["type": "ref/x"], "argument": ["name": "a", "value": "b"]], "ref/prompt"),
      (
        "completion/complete",
        ["ref": ["type": "ref/prompt", "name": "review_server"], "argument": ["name": "a", "value": "b"]], "server_name"
      ),
    ] as [(String, [String: JSONValue], String)])
  func wrongParametersAreNamed(_ method: String, _ params: [String: JSONValue], _ words: String) throws {
    var talk = conversation(.handshake(.handshake))
    guard case .fault(_, let fault) = talk.receive(request(method, params)) else { throw Unexpected() }
    #expect(fault.code == -32602)
    #expect(fault.message.contains(words), "\(fault.message)")
  }

  @Test func aRunningRequestIsCancelledOnceAndItsIdIsFreeAfterwards() throws {
    var talk = conversation(.handshake(.handshake))
    let search = request("tools/call", ["name": "factory_search", "arguments": ["query": "x"]], id: 5)
    guard case .work = talk.receive(search) else { throw Unexpected() }
    let code15 = code(talk.receive(search))
    #expect(code15 == -32600)
    let cancel = RPCMessage.notification(method: "notifications/cancelled", params: ["requestId": 5])
    guard case .cancel(.number(5)) = talk.receive(cancel) else { throw Unexpected() }
    let ends = [talk.finished(.number(5)), talk.finished(.number(5))]
    #expect(ends == [true, false])
    guard case .none = talk.receive(cancel) else { throw Unexpected() }
    guard case .work = talk.receive(search) else { throw Unexpected() }
  }
}

struct Unexpected: Error {}
