// The log of one job on its way to the server, and the lease that it prolongs. Lines come from the working thread; a thread of its own
// sends them, so that a slow server holds no work up.
import FactoryContracts
import Foundation
import Synchronization

final class JobReporter: Sendable {
  private struct State {
    var text = ""
    var isOver = false
    /// Lines that were left out because the server did not take them fast enough.
    var left = 0
  }
  /// Bytes that wait at most.
  private static let room = 1 << 20
  /// Bytes of one piece.
  private static let piece = 32 << 10

  private let job: Job
  private let api: any FactoryAPI
  private let stop: StopSignal
  private let leaseSeconds: Double
  private let state = Mutex(State())
  private let bell = Bell()
  private let done = DispatchSemaphore(value: 0)

  /// - Parameter stop: raised when the lease is another's.
  init(_ job: Job, _ api: any FactoryAPI, leaseSeconds: Double, stop: StopSignal) {
    (self.job, self.api, self.leaseSeconds, self.stop) = (job, api, leaseSeconds, stop)
  }

  func say(_ line: String) {
    state.withLock { state in
      guard state.text.utf8.count < Self.room else { return state.left += 1 }
      state.text += line + "\n"
    }
    bell.ring()
  }

  func start() {
    let thread = Thread { [self] in
      run()
      done.signal()
    }
    thread.name = "job-log"
    thread.stackSize = 512 << 10
    thread.start()
  }

  /// Sends what waits and ends the thread.
  func finish() {
    state.withLock { $0.isOver = true }
    bell.ring()
    done.wait()
  }

  private func run() {
    let begun = Date()
    var lastSent = Date()
    while true {
      bell.wait(seconds: max(0.1, leaseSeconds / 3 - Date().timeIntervalSince(lastSent)))
      let isOver = state.withLock { $0.isOver }
      let isQuiet = state.withLock { $0.text.isEmpty } && Date().timeIntervalSince(lastSent) >= leaseSeconds / 3
      if isQuiet, !isOver { say("… at work for \(Int(Date().timeIntervalSince(begun))) s") }
      while let text = next() {
        send(text, &lastSent)
        if stop.isRaised { break }
      }
      if isOver { return }
      // A burst of lines goes as one piece.
      usleep(150_000)
    }
  }

  private func next() -> String? {
    state.withLock { state in
      if state.left > 0, state.text.utf8.count < Self.room / 2 {
        state.text += "… \(state.left) lines were left out\n"
        state.left = 0
      }
      guard !state.text.isEmpty else { return nil }
      guard state.text.utf8.count > Self.piece else {
        defer { state.text = "" }
        return state.text
      }
      // Whole characters: a piece ends where one does.
      var cut = state.text.utf8.index(state.text.startIndex, offsetBy: Self.piece)
      while cut.samePosition(in: state.text.unicodeScalars) == nil { cut = state.text.utf8.index(before: cut) }
      let piece = String(state.text[..<cut])
      state.text = String(state.text[cut...])
      return piece
    }
  }

  /// Lost only with the lease: as long as that lasts it is tried again.
  private func send(_ text: String, _ lastSent: inout Date) {
    let body = JobLogBody(text: text, attempt: job.attempts)
    while !stop.isRaised {
      do {
        _ = try api.request(Endpoints.logJob, body, path: [job.id.description], key: RunnerClock.key())
        lastSent = Date()
        return
      } catch {
        if case .refused(let refusal) = error, [.conflict, .gone, .notFound].contains(refusal.code) {
          return stop.raise("the job is no longer ours: \(refusal.message)")
        }
        if Date().timeIntervalSince(lastSent) > leaseSeconds {
          return stop.raise("the lease ran out while the server could not be reached")
        }
        Thread.sleep(forTimeInterval: 0.5)
      }
    }
  }
}
