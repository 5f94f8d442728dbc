// The interface's own description (ruling R17).
import FactoryContracts
import Foundation
import NIOCore

extension RouteBuilder {
  mutating func addDocument() {
    let version = services.version
    let document = ByteBuffer(bytes: (try? OpenAPIDocument.bytes(Endpoints.all, version: version)) ?? Data())
    raw(Endpoints.openAPI, body: .none) { _, _ in Reply(status: 200, json: document) }
  }
}
