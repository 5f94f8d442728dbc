// How fast a body must come. Counted is only the time in which the server waits for its sender: a stalled one and one that
// drips are cut off, a long upload over a slow line is not, and the server's own work is nobody's fault.
//
// Any thread; the clock runs on the connection's event loop.
import HummingbirdCore
import NIOConcurrencyHelpers
import NIOCore

final class BodyPace: Sendable {
  private struct State {
    var received = 0
    var waited = TimeAmount.zero
    var waitingSince: NIODeadline?
    var timer: Scheduled<Void>?
    var isOver = false
  }

  private let channel: any Channel
  /// Seconds that the sender has in all, and for each silence.
  private let seconds: Double
  /// Bytes that earn a sender another second.
  private let rate: Int
  private let state = NIOLockedValueBox(State())

  init(_ limits: ServerLimits, _ channel: any Channel) {
    self.channel = channel
    seconds = limits.bodySeconds
    rate = limits.bodyBytesPerSecond
  }

  /// The next part of a body, with its wait counted.
  func next(_ iterator: inout RequestBody.AsyncIterator) async throws -> ByteBuffer? {
    begin()
    let chunk = try await iterator.next()
    state.withLockedValue { state in
      if let since = state.waitingSince { state.waited = state.waited + (.now() - since) }
      state.waitingSince = nil
      state.received += chunk?.readableBytes ?? 0
    }
    return chunk
  }

  /// The body is here, or no longer wanted.
  func end() {
    let timer = state.withLockedValue { state in
      state.isOver = true
      return state.timer
    }
    timer?.cancel()
  }

  private func begin() {
    let isFirst = state.withLockedValue { state in
      state.waitingSince = .now()
      return state.timer == nil
    }
    if isFirst { check(in: .seconds(seconds)) }
  }

  private func check(in delay: TimeAmount) {
    let timer = channel.eventLoop.scheduleTask(in: delay) { self.look() }
    let isOver = state.withLockedValue { state in
      state.timer = timer
      return state.isOver
    }
    if isOver { timer.cancel() }
  }

  private func look() {
    let left: TimeAmount? = state.withLockedValue { state in
      if state.isOver { return nil }
      guard let since = state.waitingSince else { return TimeAmount.seconds(seconds) }
      let silence = NIODeadline.now() - since
      let earned = TimeAmount.seconds(seconds + Double(state.received) / Double(rate))
      return min(TimeAmount.seconds(seconds) - silence, earned - (state.waited + silence))
    }
    guard let left else { return }
    // Sooner than a twentieth of the limit is now: a timer may fire a little early.
    if left > TimeAmount.seconds(seconds / 20) { return check(in: left) }
    channel.triggerUserOutboundEvent(BodyOverdue(), promise: nil)
  }
}
