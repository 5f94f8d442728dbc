// Wakes when something is due: a decision whose grace is over, a claim or deferral that ends, an SLA step, a job's lease that runs
// out (rulings R33, R34, R37, R47, R54). One task; it sleeps until the next moment the engine named, or until a commit may have brought it nearer.
import FactoryContracts
import FactoryEngine
import NIOConcurrencyHelpers

final class DecisionTimer: Sendable {
  private struct State {
    var running: Task<Void, Never>?
    var nap: Task<Void, Never>?
    /// A commit came while the loop was awake.
    var isRung = false
  }

  private let engine: Engine
  private let log: ServerLog
  private let state = NIOLockedValueBox(State())
  /// The longest sleep: the engine's own housekeeping gets its turn too.
  private static let longestSeconds = 600.0
  /// After a commit the next moment is asked for at most this often.
  private static let rest = Duration.milliseconds(5)

  init(engine: Engine, log: ServerLog) {
    self.engine = engine
    self.log = log
  }

  func start() {
    state.withLockedValue { $0.running = Task { await self.loop() } }
  }

  /// A commit may have made something due earlier: tasks have due moments, jobs have leases, and what else happens may leave a
  /// notification to go out later. Called on the store's thread.
  func committed(_ events: [CommittedEvent]) {
    guard !events.isEmpty else { return }
    state.withLockedValue { state in
      state.isRung = true
      state.nap?.cancel()
    }
  }

  func stop() async {
    let running = state.withLockedValue { state in
      state.nap?.cancel()
      return state.running
    }
    running?.cancel()
    await running?.value
  }

  private func loop() async {
    var due = Timestamp(milliseconds: 0)
    while !Task.isCancelled {
      state.withLockedValue { $0.isRung = false }
      let now = WallClock.now()
      do {
        // After a commit a look is enough; the engine is called when something is due.
        let next = due <= now ? try await engine.runDue(now: now) : try await engine.read { try $0.nextDue() }
        due = min(next ?? now.adding(seconds: Self.longestSeconds), now.adding(seconds: Self.longestSeconds))
      } catch {
        report(error)
        due = now.adding(seconds: 1)
      }
      await sleep(until: due)
    }
  }

  /// Until then, or until a commit rings.
  private func sleep(until moment: Timestamp) async {
    let seconds = moment.seconds(since: WallClock.now())
    if seconds > 0 {
      let nap = state.withLockedValue { state -> Task<Void, Never>? in
        guard !state.isRung else { return nil }
        let nap = Task<Void, Never> { try? await Task.sleep(for: .seconds(seconds)) }
        state.nap = nap
        return nap
      }
      await withTaskCancellationHandler {
        await nap?.value
      } onCancel: {
        nap?.cancel()
      }
    }
    // Under a stream of commits the moments are asked for two hundred times a second, not for each.
    if state.withLockedValue({ $0.isRung }) { try? await Task.sleep(for: Self.rest) }
  }

  private func report(_ error: any Error) {
    guard !Task.isCancelled else { return }
    var line = LogLine(.error, "What is due could not be done; it is tried again", service: "worker")
    line.error = (name: "\(type(of: error))", message: "\(error)")
    log.log(line)
  }
}
