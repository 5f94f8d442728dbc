// Finds a member of an encoded object without decoding it, so that stored JSON can be joined byte by byte. Pure.
// Only for JSON that this program wrote: compact and sound.
import Foundation

enum JSONMember {
  /// Where the value of a top-level member is; nil when there is none.
  static func range(_ name: String, in json: Data) -> Range<Data.Index>? {
    let offsets = json.withUnsafeBytes { buffer in
      var scanner = Scanner(bytes: buffer.bindMemory(to: UInt8.self))
      return scanner.member(Array(name.utf8))
    }
    return offsets.map { json.startIndex + $0.lowerBound..<json.startIndex + $0.upperBound }
  }

  /// The object with another value for that member.
  static func replacing(_ name: String, in json: Data, by value: Data) throws -> Data {
    guard let range = range(name, in: json) else { return json }
    var joined = Data(capacity: json.count - range.count + value.count)
    joined.append(json[..<range.lowerBound])
    joined.append(value)
    joined.append(json[range.upperBound...])
    return joined
  }

  /// `{"name":value}`
  static func object(_ name: StaticString, _ value: Data) -> Data {
    var object = Data("{\"\(name)\":".utf8)
    object.append(value)
    object.append(UInt8(ascii: "}"))
    return object
  }

  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var at = 1

    mutating func member(_ name: [UInt8]) -> Range<Int>? {
      while at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
        let key = at + 1
        skipString()
        guard at < bytes.count else { return nil }
        let isWanted = bytes[key..<at - 1].elementsEqual(name)
        at += 1
        let start = at
        skipValue()
        guard at < bytes.count else { return nil }
        if isWanted { return start..<at }
        at += 1
      }
      return nil
    }

    private mutating func skipString() {
      at += 1
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
      at += 1
    }

    private mutating func skipValue() {
      var depth = 0
      while at < bytes.count {
        switch bytes[at] {
        case UInt8(ascii: "\""):
          skipString()
          continue
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return }
          depth -= 1
        case UInt8(ascii: ",") where depth == 0: return
        default: break
        }
        at += 1
      }
    }
  }
}
