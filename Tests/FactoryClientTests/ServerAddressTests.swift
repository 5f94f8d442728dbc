// Addresses: every accepted form, and a sentence for every other.
import FactoryClient
import Testing

@Suite struct ServerAddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:3100", "http://127.0.0.1:3100", ""),
    ("http://127.0.0.1:3100/v1", "http://127.0.0.1:3100", ""),
    ("http://LOCALHOST:3100/v1/", "http://localhost:3100", ""),
    ("https://api.example.org", "https://api.example.org:443", ""),
    ("https://api.example.org/factory/v1", "https://api.example.org:443", "/factory"),
    ("https://api.example.org/factory/", "https://api.example.org:443", "/factory"),
    ("wss://api.example.org/v1/ws", "https://api.example.org:443", ""),
    ("ws://[::1]:8080/v1/ws", "http://[::1]:8080", ""),
    ("http://h", "http://h:80", ""),
    ("unix:/run/factory.sock", "unix:/run/factory.sock", ""),
    ("unix:///run/factory.sock", "unix:/run/factory.sock", ""),
    ("http+unix://%2Frun%2Fa%20b.sock/v1", "unix:/run/a b.sock", ""),
  ])
  func accepted(text: String, origin: String, basePath: String) throws {
    let address = try ServerAddress(parsing: text)
    #expect(address.origin == origin)
    #expect(address.basePath == basePath)
  }

  @Test(arguments: [
    ("", "was expected"), ("localhost:3100", "must start with http://"), ("ftp://h", "must start with http://"),
    ("http://", "no usable host"), ("http://h:0", "\"0\" is not a port"), ("http://h:65536", "not a port"),
    ("http://h:+1", "not a port"), ("http://h:٣", "not a port"), ("http://h:", "not a port"),
    ("http://a b/", "was expected"), ("http://h/?token=x", "query"), ("http://h/#x", "query or fragment"),
    ("http://me:secret@h/", "does not belong"), ("http://[::1", "not closed"), ("http://[::1]x", "after ]"),
    ("unix:run/x", "absolute"), ("unix:/", "absolute"), ("http+unix://%2", "percent-encoded"),
    ("unix:/" + String(repeating: "x", count: 120), "107 bytes"), ("http://h\u{1b}[0m", "was expected"),
  ])
  func refused(text: String, part: String) {
    let fault = #expect(throws: AddressFault.self) { try ServerAddress(parsing: text, source: "FACTORY_API_URL") }
    #expect(fault?.description.contains(part) == true, "\(fault?.description ?? "")")
    #expect(fault?.description.hasPrefix("FACTORY_API_URL is ") == true)
    #expect(fault?.description.contains("secret") != true)
    #expect(fault?.description.unicodeScalars.contains { $0.value < 32 } == false)
  }

  @Test func localOnes() throws {
    for text in ["unix:/x", "http://127.0.0.9:1", "http://[::1]:1", "http://localhost"] {
      #expect(try ServerAddress(parsing: text).isLocal)
    }
    #expect(try !ServerAddress(parsing: "http://10.0.0.1").isLocal)
  }
}
