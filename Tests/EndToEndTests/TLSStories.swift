// A server with TLS and a certificate authority of its own, from the README's recipe: sign-in, list and the refusals that a client owes its
// person. Certificates are made by the openssl program.
import Foundation
import Testing

@Suite(.serialized) struct TLSStories {
  /// A folder with a certificate authority, and what it signs.
  fileprivate final class Authority {
    let folder: String

    init(_ folder: String) throws {
      self.folder = folder
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try run(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj '/CN=Test CA' -keyout ca.key -out ca.pem"
      )
    }

    /// `days`: how long it is valid; negative: it has expired.
    func sign(_ name: String, _ names: String, days: Int = 2) throws {
      try run(
        """
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=\(name) -keyout \(name).key -out \(name).csr &&
        printf 'subjectAltName=\(names)' > \(name).ext &&
        openssl x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -CAcreateserial -days \(days) -extfile \(name).ext -out \(name).pem
        """)
    }

    private func run(_ line: String) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "cd '\(folder)' && { \(line); } 2>log"]
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw StoryFailure(description: (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? line)
      }
    }
  }

  /// A served store with one owner, over TLS.
  fileprivate final class Served {
    let sandbox: Sandbox
    let authority: Authority
    private let server: RunningCommand
    private(set) var port = 0

    init(_ sandbox: Sandbox, _ authority: Authority, certificate: String) throws {
      (self.sandbox, self.authority) = (sandbox, authority)
      sandbox.extra = [
        "DATABASE_URL": "sqlite://\(sandbox.folder)/served-\(certificate)/factory.db", "FACTORY_API_PORT": "0",
        "FACTORY_TLS_CERT": "\(authority.folder)/\(certificate).pem",
        "FACTORY_TLS_KEY": "\(authority.folder)/\(certificate).key",
      ]
      try FileManager.default.createDirectory(
        atPath: "\(sandbox.folder)/served-\(certificate)", withIntermediateDirectories: true)
      let made = try sandbox.factory(
        "users", "create", "root@example.org", "--role", "owner", "--password-stdin", input: "first password\n")
      guard made.status == 0 else { throw StoryFailure(description: made.errors) }
      server = try sandbox.start(["serve"])
      let running = server
      var found = 0
      try eventually("the server's port", seen: { running.errors }) {
        for line in running.errors.split(separator: "\n") where line.contains("\"Listening\"") {
          found = line.firstMatch(of: /"port":(\d+)/).flatMap { Int($0.1) } ?? 0
        }
        return found > 0
      }
      port = found
      sandbox.extra = [:]
    }

    func stop() throws {
      kill(server.pid, SIGTERM)
      let running = server
      try eventually("the end of the server") { !running.isRunning }
    }

    /// As another shell: its address and whom it trusts.
    func client(_ words: String..., host: String = "localhost", trusts: String? = "ca.pem", input: String? = nil) throws
      -> CommandResult
    {
      sandbox.extra["FACTORY_API_URL"] = "https://\(host):\(port)/v1"
      sandbox.extra["FACTORY_CA_FILE"] = trusts.map { authority.folder + "/" + $0 }
      return try sandbox.start(words, input: input).finish()
    }
  }

  @Test func signInListAndDecideThroughTLS() throws {
    let sandbox = try Sandbox()
    let authority = try Authority(sandbox.folder + "/ca")
    try authority.sign("good", "DNS:localhost,IP:127.0.0.1")
    let served = try Served(sandbox, authority, certificate: "good")
    let login = try served.client(
      "login", "--email", "root@example.org", "--password-stdin", input: "first password\n")
    #expect(login.status == 0, "\(login.errors)")
    #expect(try served.client("whoami").output.contains("root@example.org"))
    let task = try served.client("submit", "--title", "Over TLS", "--summary", "x", "--type", "review")
    #expect(task.status == 0, "\(task.errors)")
    #expect(try served.client("list").output.contains("Over TLS"))
    // The same certificate under its other name: another origin, to which the sign-in does not go.
    let other = try served.client("list", host: "127.0.0.1")
    #expect(other.status != 0 && other.errors.contains("factory login"), "\(other.errors)")
    try served.stop()
  }

  @Test func whoIsNotMeantIsRefusedAtOnceAndInOneSentence() throws {
    let sandbox = try Sandbox()
    let authority = try Authority(sandbox.folder + "/ca")
    try authority.sign("good", "DNS:localhost,IP:127.0.0.1")
    try authority.sign("elsewhere", "DNS:elsewhere.example")
    try authority.sign("old", "DNS:localhost,IP:127.0.0.1", days: -1)
    try "nonsense".write(toFile: authority.folder + "/broken.pem", atomically: true, encoding: .utf8)
    let cases: [(certificate: String, trusts: String?, words: String)] = [
      ("good", nil, "its TLS certificate is not trusted"),
      ("elsewhere", "ca.pem", "its TLS certificate is for another host"),
      ("old", "ca.pem", "its TLS certificate has expired"),
      ("good", "broken.pem", "the file of trusted certificates cannot be used (FACTORY_CA_FILE)"),
    ]
    for (certificate, trusts, words) in cases {
      let served = try Served(sandbox, authority, certificate: certificate)
      defer { try? served.stop() }
      let begun = Date()
      for command in [["list"], ["login", "--email", "root@example.org", "--password-stdin"]] {
        let result = try served.ask(command, trusts: trusts)
        #expect(result.status == 4, "\(certificate), \(command): \(result.status) \(result.errors)")
        #expect(result.errors.contains(words), "\(certificate), \(command): \(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        // Nothing of the password left this side.
        #expect(result.output.isEmpty && !result.errors.contains("first password"))
      }
      // No time is spent on trying again.
      #expect(Date().timeIntervalSince(begun) < 5)
      try? FileManager.default.removeItem(atPath: "\(sandbox.folder)/served-\(certificate)")
    }
  }
}

extension TLSStories.Served {
  fileprivate func ask(_ words: [String], trusts: String?) throws -> CommandResult {
    sandbox.extra["FACTORY_API_URL"] = "https://localhost:\(port)/v1"
    sandbox.extra["FACTORY_TOKEN"] = words[0] == "list" ? "some-token" : nil
    sandbox.extra["FACTORY_CA_FILE"] = trusts.map { authority.folder + "/" + $0 }
    return try sandbox.start(words, input: words[0] == "login" ? "first password\n" : nil).finish()
  }
}
