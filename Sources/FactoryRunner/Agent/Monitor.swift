// An agent of type `monitor`: takes health jobs, and between them looks at everything that is deployed here. What stops answering
// becomes a `fix_required` task, once; what answers again takes its task back (contract §1.4, §2.2 `factory://servers`).
import FactoryContracts
import Foundation
import Synchronization

package struct MonitorWorker: JobWorker {
  package init() {}
  package var kinds: [JobKind] { AgentType.monitor.jobKinds }
  package func work(_ context: JobContext) throws -> [String: JSONValue] { try HealthCheck(context).run() }
}

/// The rounds of a monitor, on a thread of its own.
package final class MonitorRounds: Sendable {
  private let api: any FactoryAPI
  private let settings: AgentSettings
  private let identity: AgentIdentity
  private let stop: StopSignal
  private let seconds: Double
  private let report: @Sendable (String) -> Void
  /// What was found last, by target and slug.
  private let known = Mutex<[String: Finding]>([:])

  private struct Finding {
    /// In a row.
    var failures = 0
    var task: EntityID?
    var status: String?
  }

  /// A server that fails so often in a row is broken; one that fails once was perhaps being switched.
  private static let tolerance = 2

  /// - Parameter seconds: between two rounds.
  package init(
    _ identity: AgentIdentity, api: any FactoryAPI, settings: AgentSettings, every seconds: Double, stop: StopSignal,
    report: @escaping @Sendable (String) -> Void
  ) {
    (self.identity, self.api, self.settings, self.seconds) = (identity, api, settings, seconds)
    (self.stop, self.report) = (stop, report)
  }

  package func run() {
    while !stop.isRaised {
      for target in DeployTarget.declared {
        for one in settings.folders.deployments(target.rawValue) where !stop.isRaised { look(at: one) }
      }
      let end = Date().addingTimeInterval(seconds)
      while !stop.isRaised, end.timeIntervalSinceNow > 0 { usleep(100_000) }
    }
  }

  private func look(at one: Deployment) {
    let name = "\(one.target)/\(one.slug)"
    do {
      let manifest = try Manifest.read(in: one.path)
      let environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
      let limits = CommandLimits(seconds: 20, memoryBytes: settings.testLimits.memoryBytes)
      let probe = MCPProbe(Command(manifest.start, in: one.path, environment: environment, limits: limits))
      let found = try probe.run(stop: stop)
      healthy(one, name, found)
    } catch let error as RunnerError {
      broken(one, name, error)
    } catch {}
  }

  private func healthy(_ one: Deployment, _ name: String, _ found: MCPReport) {
    let before = known.withLock { known in
      defer { known[name] = Finding(status: "healthy") }
      return known[name]
    }
    if let task = before?.task {
      report("\(identity.name): \(name) answers again")
      _ = try? api.request(
        Endpoints.withdrawTask, WithdrawTaskBody(reason: "It answers again."), path: [task.description],
        key: RunnerClock.key())
    }
    if before?.status != "healthy" {
      tell(one, "healthy", ["tools": .array(found.tools.map { .string($0) }), "version": .string(one.version)])
    }
  }

  private func broken(_ one: Deployment, _ name: String, _ error: RunnerError) {
    let (finding, was) = known.withLock { known in
      var finding = known[name] ?? Finding()
      let was = finding.status
      finding.failures += 1
      finding.status = finding.failures < Self.tolerance ? "degraded" : "failing"
      known[name] = finding
      return (finding, was)
    }
    report("\(identity.name): \(name) \(one.version): \(error.sentence)")
    if let status = finding.status, status != was {
      tell(one, status, ["error": .string(error.sentence), "version": .string(one.version)])
    }
    let failures = finding.failures
    guard failures >= Self.tolerance, finding.task == nil else { return }
    let context = TaskContext(
      summary:
        "\(one.slug) on \(one.target), version \(one.version), failed \(failures) checks in a row: \(error.sentence)",
      details: "Looked at \(one.path) with an MCP initialize and tools/list.", metrics: ["failures": Double(failures)])
    let body = CreateTaskBody(
      pipelineId: one.pipelineId, type: .fixRequired, title: "\(one.slug) does not answer on \(one.target)",
      context: context, priority: one.target == DeployTarget.production.rawValue ? .high : .medium,
      key: "monitor:\(name)")
    if let task = try? api.request(Endpoints.createTask, body, key: RunnerClock.key()).data {
      known.withLock { $0[name]?.task = task.id }
    }
  }

  /// Changes of state only: a pipeline's metadata are no heartbeat. `health` is that of production.
  private func tell(_ one: Deployment, _ status: String, _ more: [String: JSONValue]) {
    guard let id = one.pipelineId else { return }
    let state = more.merging(["status": .string(status), "checkedAt": .string("\(RunnerClock.now())")]) { $1 }
    var body = UpdatePipelineBody()
    let isProduction = one.target == DeployTarget.production.rawValue
    body.metadata = [isProduction ? "health" : "\(one.target)Health": .object(state)]
    _ = try? api.request(Endpoints.updatePipeline, body, path: [id.description], key: RunnerClock.key())
  }
}
