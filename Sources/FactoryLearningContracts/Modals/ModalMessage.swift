// What a modal says to its host: one case for each message, told apart by `type` (contract §3.2).
import FactoryContracts

/// A message of a modal. `unknown` keeps what a newer modal sent.
package enum ModalMessage: Hashable, Sendable {
  case ready(ModalReady)
  case resize(ModalResize)
  case close(ModalClose)
  case error(ModalError)
  case response(ModalResponse)
  case unknown(type: String, JSONValue)
}

extension ModalMessage {
  /// The names of the messages.
  package enum Kind: String, WireEnum {
    case ready = "factory_modal_ready"
    case resize = "factory_modal_resize"
    case close = "factory_modal_close"
    case error = "factory_modal_error"
    case response = "factory_modal_response"
    case unknown
  }

  package var kind: Kind {
    switch self {
    case .ready: .ready
    case .resize: .resize
    case .close: .close
    case .error: .error
    case .response: .response
    case .unknown: .unknown
    }
  }
}

extension ModalMessage: Codable {
  private enum CodingKeys: String, CodingKey { case type }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let kind = try container.decode(Kind.self, forKey: .type)
    self =
      switch kind {
      case .ready: .ready(try ModalReady(from: decoder))
      case .resize: .resize(try ModalResize(from: decoder))
      case .close: .close(try ModalClose(from: decoder))
      case .error: .error(try ModalError(from: decoder))
      case .response: .response(try ModalResponse(from: decoder))
      case .unknown:
        .unknown(type: try container.decode(String.self, forKey: .type), try JSONValue(from: decoder))
      }
  }

  package func encode(to encoder: any Encoder) throws {
    if case .unknown(_, let message) = self { return try message.encode(to: encoder) }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .type)
    switch self {
    case .ready(let message): try message.encode(to: encoder)
    case .resize(let message): try message.encode(to: encoder)
    case .close(let message): try message.encode(to: encoder)
    case .error(let message): try message.encode(to: encoder)
    case .response(let message): try message.encode(to: encoder)
    case .unknown: break
    }
  }
}
