// A body that is handed over as it arrives must keep arriving: a sender that goes silent is cut off. Any thread.
import NIOConcurrencyHelpers
import NIOCore

final class StreamDeadline: Sendable {
  private let channel: any Channel
  private let patience: TimeAmount
  private let state = NIOLockedValueBox((heardAt: NIODeadline.now(), isOver: false))

  init(_ channel: any Channel, seconds: Double) {
    self.channel = channel
    patience = .seconds(seconds)
    watch(in: patience)
  }

  /// Another piece came.
  func heard() { state.withLockedValue { $0.heardAt = .now() } }

  /// The body is complete, or nobody wants it any more.
  func end() { state.withLockedValue { $0.isOver = true } }

  private func watch(in time: TimeAmount) {
    channel.eventLoop.scheduleTask(in: time) { [weak self] in self?.look() }
  }

  private func look() {
    let (heardAt, isOver) = state.withLockedValue { $0 }
    guard !isOver, channel.isActive else { return }
    let left = heardAt + patience - .now()
    if left > .zero { return watch(in: left) }
    channel.triggerUserOutboundEvent(BodyOverdue(), promise: nil)
  }
}
