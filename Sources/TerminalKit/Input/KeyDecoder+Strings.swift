// The shorter kinds of escape sequences a terminal sends. The terminal's thread.
// Invariant: what is no key is swallowed up to its end.

extension KeyDecoder {
  /// `ESC O x`: keys in application mode, F1 to F4.
  func single(_ bytes: ArraySlice<UInt8>, final: Bool, _ events: inout [InputEvent]) -> Int {
    guard bytes.count > 2 else {
      if final { events.append(.key(KeyPress(.character("O"), alt: true))) }
      return final ? 2 : 0
    }
    let last = bytes[bytes.startIndex + 2]
    if let key = ControlSequence.applicationKey(last) { events.append(.key(key)) }
    return (0x21...0x7E).contains(last) ? 3 : 2
  }

  /// `ESC [ [ A` … `E`: F1 to F5 on the Linux console.
  func linuxFunction(_ bytes: ArraySlice<UInt8>, final: Bool, _ events: inout [InputEvent]) -> Int {
    guard bytes.count > 3 else { return final ? bytes.count : 0 }
    let number = Int(bytes[bytes.startIndex + 3]) - 64
    if (1...5).contains(number) { events.append(.key(KeyPress(.function(number)))) }
    return 4
  }

  /// A string some terminal sent (a colour, a name): swallowed up to its end.
  func string(_ bytes: ArraySlice<UInt8>, final: Bool, _ events: inout [InputEvent]) -> Int {
    if bytes.count == 2, final {
      let sign = Character(Unicode.Scalar(bytes[bytes.startIndex + 1]))
      events.append(.key(KeyPress(.character(sign), alt: true)))
      return 2
    }
    for index in bytes.indices.dropFirst(2) {
      if bytes[index] == 0x07 { return index - bytes.startIndex + 1 }
      if bytes[index] == 0x1B, index + 1 < bytes.endIndex {
        return index - bytes.startIndex + (bytes[index + 1] == UInt8(ascii: "\\") ? 2 : 0)
      }
    }
    return final || bytes.count > 4096 ? bytes.count : 0
  }
}
