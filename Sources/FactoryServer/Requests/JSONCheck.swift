// Looks a body over before anything decodes it: is it JSON at all, not nested beyond reason, and no key twice in one object?
// Readers disagree about which of two equal keys counts, so that neither does. One pass, no recursion; it remembers where the
// keys of the open objects are, never copies of them.

enum JSONCheck {
  /// nil when the bytes are one JSON value; else a sentence for the caller.
  /// - Parameter name: What the caller knows it as.
  static func fault(
    in bytes: some RandomAccessCollection<UInt8>, depth: Int, called name: StaticString = "body"
  ) -> String? {
    var scanner = JSONScanner(bytes: Array(bytes), depth: depth, name: name)
    return scanner.run()
  }
}

private struct JSONScanner {
  let bytes: [UInt8]
  let depth: Int
  let name: StaticString
  private var at = 0
  /// Open containers: true for an object.
  private var open: [Bool] = []
  private var keys = JSONKeys()

  init(bytes: [UInt8], depth: Int, name: StaticString) {
    self.bytes = bytes
    self.depth = depth
    self.name = name
  }

  mutating func run() -> String? {
    skipSpace()
    guard at < bytes.count else { return "The \(name) is empty; JSON was expected." }
    while true {
      switch value() {
      case .failed: return "The \(name) is not valid JSON at byte \(at)."
      case .tooDeep: return "The \(name) is nested deeper than \(depth) levels."
      case .opened: continue
      case .done: break
      }
      let goesOn = close()
      if let key = keys.repeated { return "The \(name) has the key “\(key)” more than once in one object." }
      guard goesOn else { return "The \(name) is not valid JSON at byte \(at)." }
      if open.isEmpty { return at == bytes.count ? nil : "The \(name) is not valid JSON at byte \(at)." }
    }
  }

  private enum Step { case done, opened, failed, tooDeep }

  /// Reads one value or the start of a container that is not empty.
  private mutating func value() -> Step {
    skipSpace()
    guard at < bytes.count else { return .failed }
    switch bytes[at] {
    case UInt8(ascii: "{"): return container(object: true)
    case UInt8(ascii: "["): return container(object: false)
    case UInt8(ascii: "\""): return string() ? .done : .failed
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return number() ? .done : .failed
    }
  }

  private mutating func container(object: Bool) -> Step {
    guard open.count < depth else { return .tooDeep }
    at += 1
    skipSpace()
    if at < bytes.count, bytes[at] == UInt8(ascii: object ? "}" : "]") {
      at += 1
      return .done
    }
    open.append(object)
    if object { keys.open() }
    return object && !key() ? .failed : .opened
  }

  /// Behind a value: closes containers until one goes on with a comma, or none is left.
  private mutating func close() -> Bool {
    while let isObject = open.last {
      skipSpace()
      guard at < bytes.count else { return false }
      if bytes[at] == UInt8(ascii: ",") {
        at += 1
        return isObject ? key() : true
      }
      guard bytes[at] == UInt8(ascii: isObject ? "}" : "]") else { return false }
      at += 1
      if isObject { keys.close(bytes) }
      open.removeLast()
    }
    skipSpace()
    return true
  }

  private mutating func key() -> Bool {
    skipSpace()
    let start = at + 1
    guard at < bytes.count, bytes[at] == UInt8(ascii: "\""), string() else { return false }
    keys.add(start..<at - 1, bytes)
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { return false }
    at += 1
    return true
  }

  private mutating func string() -> Bool {
    at += 1
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\""):
        at += 1
        return true
      case UInt8(ascii: "\\"):
        guard at + 1 < bytes.count, "\"\\/bfnrtu".utf8.contains(bytes[at + 1]) else { return false }
        if bytes[at + 1] == UInt8(ascii: "u"), JSONKeys.unit(bytes, at + 2) == nil { return false }
        at += 2
      case 0..<0x20: return false
      default: at += 1
      }
    }
    return false
  }

  private mutating func word(_ text: StaticString) -> Step {
    let word = text.withUTF8Buffer { Array($0) }
    guard bytes.count - at >= word.count, bytes[at..<at + word.count].elementsEqual(word) else { return .failed }
    at += word.count
    return .done
  }

  private mutating func number() -> Bool {
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    let start = at
    guard digits() else { return false }
    if bytes[start] == UInt8(ascii: "0"), at > start + 1 { return false }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      guard digits() else { return false }
    }
    guard at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") else { return true }
    at += 1
    if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
    return digits()
  }

  private mutating func digits() -> Bool {
    let start = at
    while at < bytes.count, (48...57).contains(bytes[at]) { at += 1 }
    return at > start
  }

  private mutating func skipSpace() {
    while at < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[at]) { at += 1 }
  }
}
