// FrameGate: when the next frame may be sent. Pure state with the time passed in; the loop's thread owns it.
// Invariants: no frame while the terminal has not answered the last one (or a time-out passed); at most 30 frames in a second
// from events alone, of which two may follow at once: a decision comes a few milliseconds after the news that somebody looks
// elsewhere. A terminal that never answers costs no waiting after a few tries.

/// Decides when to paint. Times are milliseconds of any steady clock.
package struct FrameGate: Hashable, Sendable {
  /// How long an answer is waited for.
  package static let timeout: Int64 = 1_000
  /// The mean time between frames that no key asked for.
  package static let interval: Int64 = 35
  /// After so many fences in a row without an answer none is sent any more.
  package static let patience = 3

  /// Something changed since the last frame.
  package private(set) var isDirty = false
  private var isUrgent = false
  private var sentAt: Int64?
  /// When the frames sent so far are paid for, one interval each.
  private var paidUntil: Int64 = .min / 2
  private var misses = 0

  package init() {}

  /// Whether a frame should end with a fence.
  package var usesFences: Bool { misses < Self.patience }
  /// Whether the terminal answered of late: it will again, if late where the line is long.
  package private(set) var answers = false
  /// Whether the terminal still has to draw the last frame.
  package var isWaiting: Bool { sentAt != nil }

  /// The state changed; `urgent` when a key did it.
  package mutating func invalidate(urgent: Bool) {
    isDirty = true
    isUrgent = isUrgent || urgent
  }

  /// Whether to paint now.
  package mutating func shouldPaint(now: Int64) -> Bool {
    expire(now)
    guard isDirty, sentAt == nil else { return false }
    return isUrgent || now >= paidUntil - Self.interval
  }

  /// A frame was sent, with a fence behind it or not.
  package mutating func painted(now: Int64, fenced: Bool) {
    isDirty = false
    isUrgent = false
    paidUntil = min(max(paidUntil, now) + Self.interval, now + 2 * Self.interval)
    sentAt = fenced ? now : nil
  }

  /// The terminal answered; returns how long the frame took, nil for an answer nobody waits for.
  package mutating func answered(now: Int64) -> Int64? {
    misses = 0
    answers = true
    defer { sentAt = nil }
    return sentAt.map { now - $0 }
  }

  /// When to ask again although nothing comes in; nil: not before something does.
  package func deadline(now: Int64) -> Int64? {
    guard isDirty else { return nil }
    if let sentAt { return sentAt + Self.timeout }
    return max(now, isUrgent ? now : paidUntil - Self.interval)
  }

  private mutating func expire(_ now: Int64) {
    guard let sent = sentAt, now - sent >= Self.timeout else { return }
    sentAt = nil
    misses += 1
    if !usesFences { answers = false }
  }
}
