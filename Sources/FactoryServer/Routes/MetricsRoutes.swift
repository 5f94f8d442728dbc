// Figures for Prometheus (ruling R53).
import FactoryContracts
import FactoryEngine
import HTTPTypes
import NIOCore

extension RouteBuilder {
  mutating func addMetrics() {
    let services = services
    raw(Endpoints.metrics, body: .none) { _, _ in
      var text = MetricsText()
      text.add(services.metrics.snapshot)
      for figure in services.engine.store.figures + services.figures() + ProcessFigures.all { text.add(figure) }
      var reply = Reply(status: 200, json: ByteBuffer(string: text.text))
      reply.headers[.contentType] = "text/plain; version=0.0.4; charset=utf-8"
      return reply
    }
  }
}
