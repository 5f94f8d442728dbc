// Lines come out the same however their bytes were cut.
import FactoryClient
import Foundation
import Testing

@Suite struct LineSplitterTests {
  private func lines(_ chunks: [Data]) -> ([String], String?) {
    var splitter = LineSplitter()
    var found: [String] = []
    for chunk in chunks {
      splitter.append(chunk)
      while let line = splitter.next() { found.append(String(decoding: line, as: UTF8.self)) }
    }
    return (found, splitter.rest().map { String(decoding: $0, as: UTF8.self) })
  }

  @Test func everyCut() {
    let bytes = Data("one\n\ntwo\r\nthrée\nlast".utf8)
    for cut in 0...bytes.count {
      for second in cut...bytes.count {
        let (found, rest) = lines([bytes[..<cut], bytes[cut..<second], bytes[second...]])
        #expect(found == ["one", "", "two", "thrée"])
        #expect(rest == "last")
      }
    }
  }

  @Test func nothing() {
    let (found, rest) = lines([Data(), Data("\n".utf8)])
    #expect(found == [""])
    #expect(rest == nil)
  }
}
