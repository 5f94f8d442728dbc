// Prometheus' text format, version 0.0.4. Pure.
import FactoryEngine
import Foundation

struct MetricsText {
  private(set) var text = ""

  mutating func add(_ figure: StoreFigure) {
    family(figure.name, figure.isCounter ? "counter" : "gauge", figure.help)
    text += "\(figure.name) \(Self.number(figure.value))\n"
  }

  mutating func add(_ seen: Metrics.Seen) {
    family("factory_http_requests_total", "counter", "Requests answered, by endpoint and status.")
    for (series, count) in seen.requests.sorted(by: { Self.key($0.key) < Self.key($1.key) }) {
      text += "factory_http_requests_total{endpoint=\"\(series.endpoint)\",status=\"\(series.status)\"} \(count)\n"
    }
    let name = "factory_http_request_duration_seconds"
    family(name, "histogram", "Time from a request's head to its answer, by endpoint.")
    for (endpoint, latency) in seen.latency.sorted(by: { $0.key < $1.key }) {
      var total = 0
      for (index, count) in latency.counts.enumerated() {
        total += count
        let bound = index < Metrics.bounds.count ? Self.number(Metrics.bounds[index]) : "+Inf"
        text += "\(name)_bucket{endpoint=\"\(endpoint)\",le=\"\(bound)\"} \(total)\n"
      }
      text += "\(name)_sum{endpoint=\"\(endpoint)\"} \(Self.number(latency.sum))\n"
      text += "\(name)_count{endpoint=\"\(endpoint)\"} \(total)\n"
    }
  }

  private mutating func family(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  private static func key(_ series: Metrics.Series) -> String { "\(series.endpoint) \(series.status)" }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }
}

/// What the process itself uses.
enum ProcessFigures {
  static var all: [StoreFigure] {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
      .dropFirst().first.flatMap { Double($0) }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count
    var figures: [StoreFigure] = []
    if let pages {
      let bytes = pages * Double(sysconf(Int32(_SC_PAGESIZE)))
      figures.append(StoreFigure("process_resident_memory_bytes", "Memory in use.", bytes, isCounter: false))
    }
    if let files { figures.append(StoreFigure("process_open_fds", "Open files.", Double(files), isCounter: false)) }
    return figures
  }
}
