// The revisions of MCP that are spoken, and which methods each era knows. Tables; pure.
import FactoryContracts

/// A released revision of the protocol, oldest first.
package enum Revision: String, CaseIterable, Sendable, Comparable {
  case first = "2024-11-05"
  case batches = "2025-03-26"
  case structured = "2025-06-18"
  case handshake = "2025-11-25"
  case stateless = "2026-07-28"

  package static func < (left: Revision, right: Revision) -> Bool { left.rawValue < right.rawValue }

  /// What is offered to a client that asks for a revision we do not know.
  package static let latestHandshake = Revision.handshake
  package static var handshakes: [Revision] { allCases.filter { $0 < .stateless } }
}

/// Which of the two ways of speaking a connection is in; the first request that is answered decides.
package enum Era: Hashable, Sendable {
  case undecided
  /// `initialize` came; the revision that was agreed on.
  case handshake(Revision)
  /// Every request carries what it needs.
  case stateless
}

/// Every method a client may call.
package enum Method: String, CaseIterable, Sendable {
  case initialize
  case ping
  case discover = "server/discover"
  case listTools = "tools/list"
  case callTool = "tools/call"
  case listResources = "resources/list"
  case listTemplates = "resources/templates/list"
  case readResource = "resources/read"
  case subscribe = "resources/subscribe"
  case unsubscribe = "resources/unsubscribe"
  case listen = "subscriptions/listen"
  case listPrompts = "prompts/list"
  case getPrompt = "prompts/get"
  case complete = "completion/complete"

  /// Whether the era knows it. Before the era is decided all are known, so that a probe gets the answer of its own era.
  package func isKnown(in era: Era) -> Bool {
    switch (self, era) {
    case (.initialize, .stateless), (.ping, .stateless), (.subscribe, .stateless), (.unsubscribe, .stateless): false
    case (.discover, .handshake), (.listen, .handshake): false
    default: true
    }
  }

  /// How long a client may keep the answer, in milliseconds; nil where it is never kept.
  package var keepsFor: Int64? {
    switch self {
    case .discover, .listTools, .listPrompts, .listTemplates: 3_600_000
    case .listResources: 5000
    case .readResource: 0
    default: nil
    }
  }
}

/// Keys of `_meta` (stateless revisions).
package enum MetaKey {
  package static let revision = "io.modelcontextprotocol/protocolVersion"
  package static let capabilities = "io.modelcontextprotocol/clientCapabilities"
  package static let clientInfo = "io.modelcontextprotocol/clientInfo"
  package static let serverInfo = "io.modelcontextprotocol/serverInfo"
  package static let subscription = "io.modelcontextprotocol/subscriptionId"
  package static let progressToken = "progressToken"
}
