// Bracketed pastes among the bytes of a terminal. The terminal's thread.
// Invariant: text inside a paste is never read as keys, and a paste that grows beyond a mebibyte is given out in parts.

extension KeyDecoder {
  private static let longestPaste = 1 << 20
  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  /// Gives out a paste whose end was lost.
  package mutating func flushPaste() -> [InputEvent] {
    guard let open = paste else { return [] }
    let bytes = open + pending
    paste = nil
    pending = []
    return [.paste(String(decoding: bytes, as: UTF8.self))]
  }

  /// Takes bytes of a paste up to its end mark; keeps back what may be the mark's beginning.
  mutating func collect(from start: Int, _ events: inout [InputEvent]) -> Int {
    let rest = pending[start...]
    let end = Self.pasteEnd
    if let found = rest.indices.first(where: { rest[$0] == 0x1B && rest[$0...].starts(with: end) }) {
      paste?.append(contentsOf: rest[..<found])
      finishPaste(&events)
      return found - start + end.count
    }
    let kept = (1..<end.count).reversed().first { rest.suffix($0).elementsEqual(end.prefix($0)) } ?? 0
    paste?.append(contentsOf: rest.dropLast(kept))
    if let size = paste?.count, size > Self.longestPaste { finishPaste(&events) }
    return rest.count - kept
  }

  private mutating func finishPaste(_ events: inout [InputEvent]) {
    events.append(.paste(String(decoding: paste ?? [], as: UTF8.self)))
    paste = nil
  }
}
