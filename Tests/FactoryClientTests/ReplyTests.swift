// The head of an answer, line by line as libcurl hands it over.
import Testing

@testable import FactoryClient

@Suite struct ReplyTests {
  private func inbox(_ lines: String...) -> WireInbox {
    let inbox = WireInbox(limit: 100)
    for line in lines {
      var text = line
      text.withUTF8 { inbox.accept(headerLine: UnsafeRawBufferPointer($0)) }
    }
    return inbox
  }

  @Test func fieldsAreReadWithoutTheSpaceAroundThem() {
    let read = inbox(
      "HTTP/1.1 404 Not Found\r\n", "Content-Type: application/json\r\n", "ETag:\"7\"\r\n", "X-Odd: \t a: b \t\r\n",
      "Empty:\r\n", "no field\r\n", "Name: Zoë\r\n", "\r\n")
    #expect(read.status == 404)
    #expect(read.headEnded)
    #expect(
      read.headers == [
        "content-type": "application/json", "etag": "\"7\"", "x-odd": "a: b", "empty": "", "name": "Zoë",
      ])
  }

  @Test func anInterimAnswerIsForgotten() {
    let read = inbox("HTTP/1.1 103 Early Hints\r\n", "Link: x\r\n", "\r\n", "HTTP/2 200\r\n", "Date: y\r\n")
    #expect(read.status == 200)
    #expect(!read.headEnded)
    #expect(read.headers == ["date": "y"])
  }

  @Test(arguments: ["HTTP/", "HTTP/1.1", "HTTP/1.1 nonsense", "HTTP/1.1 99999999999999999999 x"])
  func aStatusThatIsNoneIsZero(_ line: String) { #expect(inbox(line + "\r\n").status == 0) }

  @Test func noBytesAtAllEndTheHead() {
    let read = WireInbox(limit: 1)
    read.accept(headerLine: UnsafeRawBufferPointer(start: nil, count: 0))
    #expect(read.headEnded)
  }
}
