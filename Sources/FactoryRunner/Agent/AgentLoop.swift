// One agent: says that it lives, takes a job, does it, brings its result, and takes the next. `run` blocks its thread until it is asked
// to stop; the commands of a job die with that thread.
// Invariant: one job at a time, and what a job's command does ends before its lease is given back.
import FactoryContracts
import Foundation
import Synchronization

/// Who an agent is to the factory.
package struct AgentIdentity: Codable, Hashable, Sendable {
  package var id: EntityID
  package var name: String
  package var type: AgentType
  /// Its own API key, where it was given one.
  package var key: String?

  package init(id: EntityID, name: String, type: AgentType, key: String? = nil) {
    self.id = id
    self.name = name
    self.type = type
    self.key = key
  }
}

package final class AgentLoop: Sendable {
  package let identity: AgentIdentity
  private let api: any FactoryAPI
  private let assets: (any AssetUploading)?
  private let worker: any JobWorker
  private let settings: AgentSettings
  private let stop: StopSignal
  /// Rung when there may be work.
  package let bell = Bell()
  private let report: @Sendable (String) -> Void
  /// Seconds of a lease; a third of it is the longest silence.
  private let leaseSeconds: Int
  private let busy = Mutex(false)
  private static let heartbeatSeconds = 10

  /// - Parameters:
  ///   - assets: keeps reports and archives; nil: they stay in the job's folder.
  ///   - report: gets a line for people about what the agent does.
  package init(
    _ identity: AgentIdentity, api: any FactoryAPI, assets: (any AssetUploading)? = nil, worker: any JobWorker,
    settings: AgentSettings, stop: StopSignal, leaseSeconds: Int = 15, report: @escaping @Sendable (String) -> Void
  ) {
    self.assets = assets
    (self.identity, self.api, self.worker, self.settings) = (identity, api, worker, settings)
    (self.stop, self.leaseSeconds, self.report) = (stop, leaseSeconds, report)
  }

  /// Until it is stopped.
  /// - Throws: when the server refuses the agent itself.
  package func run() throws {
    settings.folders.clearWork(of: identity.id)
    try register()
    let beats = beating()
    defer {
      beats()
      settings.folders.clearWork(of: identity.id)
      beat(.offline)
    }
    while !stop.isRaised {
      guard let job = try claim() else {
        // The bell tells of work; looking without it is for what the link missed.
        bell.wait(seconds: stop.isRaised ? 0 : 2)
        continue
      }
      perform(job)
    }
  }

  private func register() throws {
    let body = RegisterAgentBody(
      id: identity.id, name: identity.name, type: identity.type, capabilities: worker.kinds.map(\.rawValue),
      config: [
        Agent.heartbeatMember: .integer(Int64(Self.heartbeatSeconds)), "leaseSeconds": .integer(Int64(leaseSeconds)),
        "pid": .integer(Int64(getpid())),
      ])
    while !stop.isRaised {
      do {
        _ = try api.request(Endpoints.registerAgent, body, key: RunnerClock.key())
        return report("\(identity.name) is ready (\(identity.type.rawValue), \(identity.id))")
      } catch {
        try pass(error, "registering")
      }
    }
  }

  /// A server that is away for a moment is waited for; a refusal is the end.
  private func pass(_ failure: APIFailure, _ what: String) throws {
    if case .refused(let error) = failure, error.code.status < 500, error.code != .rateLimited {
      throw RunnerError("\(identity.name), \(what): \(error.message)")
    }
    report("\(identity.name), \(what): \(FailureWords.sentence(failure))")
    bell.wait(seconds: 1)
  }

  private func claim() throws -> Job? {
    let body = ClaimJobBody(agentId: identity.id, kinds: worker.kinds, leaseSeconds: leaseSeconds)
    do {
      // Without a key: asking in vain must not be a commit. An answer that is lost costs a lease.
      let call = try Endpoints.claimJob.call(body: body)
      let answer = try api.send(call)
      guard answer.status != 204 else { return nil }
      return try FactoryJSON.decode(APIResponse<Job>.self, from: answer.body).data
    } catch let failure as APIFailure {
      try pass(failure, "taking a job")
      return nil
    }
  }
}

// MARK: - One job

extension AgentLoop {
  private func perform(_ job: Job) {
    busy.withLock { $0 = true }
    defer { busy.withLock { $0 = false } }
    // Ends with the agent or with the lease, whichever is first.
    let ending = StopSignal()
    let watch = watching(ending)
    let reporter = JobReporter(job, api, leaseSeconds: Double(leaseSeconds), stop: ending)
    let context = JobContext(
      job: job, agentId: identity.id, agentName: identity.name, settings: settings, api: api, stop: ending,
      say: { reporter.say($0) }, assets: assets)
    let name = "\(job.kind.rawValue) of \(context.slug)"
    report("\(identity.name) took \(name)")
    reporter.start()
    let body = outcome(context)
    reporter.finish()
    watch()
    deliver(body, job, name, lost: stop.isRaised ? nil : ending.reason)
    try? FileManager.default.removeItem(atPath: context.workFolder)
  }

  /// What to tell the server; nil when the job was not brought to an end.
  private func outcome(_ context: JobContext) -> CompleteJobBody? {
    let attempt = context.job.attempts
    do {
      try AgentFolders.make(context.workFolder + "/home")
      let result = try worker.work(context)
      return CompleteJobBody(status: .succeeded, result: result, attempt: attempt)
    } catch is Stopped {
      return nil
    } catch let error as RunnerError {
      context.say("failed: \(error.sentence)")
      let details = error.details.map { ["details": JSONValue.string(String($0.suffix(8000)))] }
      return CompleteJobBody(
        status: .failed, result: details, error: String(error.sentence.prefix(4000)), attempt: attempt)
    } catch {
      return CompleteJobBody(status: .failed, error: "\(error)", attempt: attempt)
    }
  }

  private func deliver(_ body: CompleteJobBody?, _ job: Job, _ name: String, lost: String?) {
    if let lost { return report("\(identity.name) left \(name): \(lost)") }
    do {
      guard let body else {
        let release = ReleaseJobBody(reason: "the agent ends", attempt: job.attempts)
        _ = try api.request(Endpoints.releaseJob, release, path: [job.id.description], key: RunnerClock.key())
        return report("\(identity.name) gave back \(name)")
      }
      _ = try api.request(Endpoints.completeJob, body, path: [job.id.description], key: RunnerClock.key())
      report(
        "\(identity.name) \(body.status == .succeeded ? "did" : "failed at") \(name)\(body.error.map { ": \($0)" } ?? "")"
      )
    } catch {
      report("\(identity.name), \(name): \(FailureWords.sentence(error))")
    }
  }

  /// Hands the agent's stop on to the job; the returned closure ends the watching.
  private func watching(_ ending: StopSignal) -> () -> Void {
    let over = StopSignal()
    let thread = Thread { [stop] in
      while !over.isRaised {
        if let reason = stop.reason { return ending.raise(reason) }
        usleep(50_000)
      }
    }
    thread.stackSize = 64 << 10
    thread.start()
    return { over.raise("done") }
  }
}

// MARK: - Signs of life

extension AgentLoop {
  private func beat(_ status: AgentStatus) {
    let load = Load.now()
    let metrics = ["uptimeSeconds": load.uptimeSeconds, "load1": load.perMinute, "memoryMB": load.memoryMB]
    // A beat that does not arrive is made up for by the next.
    _ = try? api.request(
      Endpoints.heartbeat, HeartbeatBody(status: status, metrics: metrics), path: [identity.id.description],
      timeoutSeconds: 5)
  }

  private func beating() -> () -> Void {
    let over = StopSignal()
    let thread = Thread { [self] in
      var next = Date()
      while !over.isRaised, !stop.isRaised {
        if next < Date() {
          beat(busy.withLock { $0 } ? .active : .idle)
          next = Date().addingTimeInterval(Double(Self.heartbeatSeconds))
        }
        usleep(100_000)
      }
    }
    thread.name = "agent-heartbeat"
    thread.stackSize = 512 << 10
    thread.start()
    return { over.raise("done") }
  }
}

/// How busy machine and process are.
struct Load {
  /// Of this process.
  var uptimeSeconds: Double
  /// The machine's load average of the last minute.
  var perMinute: Double
  /// Resident memory of this process, in MB.
  var memoryMB: Double

  private static let begun = Date()

  static func now() -> Load {
    var averages = [0.0]
    let known = getloadavg(&averages, 1) == 1
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst()
      .first
    let bytes = (pages.flatMap { Double($0) } ?? 0) * Double(sysconf(Int32(_SC_PAGESIZE)))
    return Load(
      uptimeSeconds: Date().timeIntervalSince(begun), perMinute: known ? averages[0] : 0, memoryMB: bytes / 1_000_000)
  }
}
