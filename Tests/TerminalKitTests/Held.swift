// Holders for mutating values, because an expectation cannot call a mutating function.
import TerminalKit

/// A value that tests change in place inside expectations.
final class Held<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }

  func callAsFunction<Result>(_ change: (inout Value) -> Result) -> Result { change(&value) }
}

extension Held where Value == KeyDecoder {
  var isWaiting: Bool { value.isWaiting }
  var isPasting: Bool { value.isPasting }
  var openFences: Int { value.openFences }
  func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] { value.feed(bytes) }
  func feed(_ text: String) -> [InputEvent] { value.feed(Array(text.utf8)) }
  func flush() -> [InputEvent] { value.flush() }
  func flushPaste() -> [InputEvent] { value.flushPaste() }
  func fenceSent(column: Int = 0) { value.fenceSent(column: column) }
  func forgetFences() { value.forgetFences() }
}

extension Held where Value == FrameGate {
  var usesFences: Bool { value.usesFences }
  func invalidate(urgent: Bool) { value.invalidate(urgent: urgent) }
  func shouldPaint(now: Int64) -> Bool { value.shouldPaint(now: now) }
  func painted(now: Int64, fenced: Bool) { value.painted(now: now, fenced: fenced) }
  func answered(now: Int64) -> Int64? { value.answered(now: now) }
  func deadline(now: Int64) -> Int64? { value.deadline(now: now) }
}
