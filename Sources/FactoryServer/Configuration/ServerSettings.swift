// The table of environment variables of the server (contract §7.3). Reading, checking and the reference page use it;
// a new variable is one more row.
import FactoryContracts
import Foundation

/// A sentence that says which variable is wrong, what was found and what was expected.
package struct ConfigurationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

/// One environment variable.
package struct ServerSetting: Sendable {
  package let name: String
  /// As it would be written in the environment; nil: none.
  package let fallback: String?
  package let meaning: String
  /// Secrets are not printed, not even when they are wrong.
  package let isSecret: Bool
  let expected: String
  /// Puts the value into the configuration; false when it is not what was expected.
  let apply: @Sendable (inout ServerConfiguration, String) -> Bool

  init(
    _ name: String, fallback: String?, _ meaning: String, expected: String, isSecret: Bool = false,
    apply: @escaping @Sendable (inout ServerConfiguration, String) -> Bool
  ) {
    self.name = name
    self.fallback = fallback
    self.meaning = meaning
    self.isSecret = isSecret
    self.expected = expected
    self.apply = apply
  }
}

package enum ServerSettings {
  /// The rows of every file of this table.
  package static let all = own + time

  private static let own: [ServerSetting] = [
    ServerSetting(
      "FACTORY_API_HOST", fallback: "127.0.0.1", "Address to listen on; 0.0.0.0 for every interface.",
      expected: "an address or host name"
    ) { configuration, text in
      configuration.host = text
      return !text.contains(where: \.isWhitespace)
    },
    ServerSetting(
      "FACTORY_API_PORT", fallback: "3100", "Port to listen on; 0 takes a free one.",
      expected: "a number from 0 to 65535"
    ) { configuration, text in
      number(text, 0...65535) { configuration.port = $0 }
    },
    ServerSetting(
      "DATABASE_URL", fallback: nil, "Where the data is: sqlite:///absolute/path.db; without it, the user's own file.",
      expected: "sqlite:/// and an absolute path", isSecret: true
    ) { configuration, text in
      configuration.databaseURL = text
      return text.contains(":")
    },
    ServerSetting(
      "JWT_SECRET", fallback: nil,
      "Key that signs access tokens; needed unless only this machine can connect (then a random one is made at start).",
      expected: "at least 32 bytes (256 bits)", isSecret: true
    ) { configuration, text in
      configuration.tokenSecret = Array(text.utf8)
      return text.utf8.count >= 32
    },
    ServerSetting(
      "JWT_EXPIRY_SECONDS", fallback: "900", "How long an access token is valid.", expected: "a number from 1 to 86400"
    ) { configuration, text in
      number(text, 1...86_400) { configuration.accessSeconds = $0 }
    },
    ServerSetting(
      "REFRESH_TOKEN_EXPIRY_SECONDS", fallback: "604800", "How long a refresh token is valid.",
      expected: "a number from 1 to 31536000"
    ) { configuration, text in
      number(text, 1...31_536_000) { configuration.refreshSeconds = $0 }
    },
    ServerSetting(
      "LOG_LEVEL", fallback: "info", "What is written to stderr: debug, info, warn, error or fatal and above.",
      expected: "one of debug, info, warn, error, fatal"
    ) { configuration, text in
      guard let level = LogLevel(rawValue: text.lowercased()) else { return false }
      configuration.logLevel = level
      return true
    },
    ServerSetting(
      "FACTORY_RATE_LIMIT", fallback: "1200", "Requests a minute for each user; 0 for no limit.",
      expected: "a number from 0 to 1000000"
    ) { configuration, text in
      number(text, 0...1_000_000) { configuration.rateLimit = $0 }
    },
    ServerSetting(
      "FACTORY_SELF_DECISION", fallback: nil,
      "Whether people may decide what their own programs submitted; on in the embedded server, off in a served one.",
      expected: "on or off"
    ) { configuration, text in
      guard let value = ["on": true, "true": true, "off": false, "false": false][text.lowercased()] else {
        return false
      }
      configuration.selfDecision = value
      return true
    },
    ServerSetting(
      "FACTORY_TLS_CERT", fallback: nil,
      "File with the certificate and its chain (PEM); the TCP port then speaks TLS. Read again on SIGHUP.",
      expected: "an absolute path"
    ) { configuration, text in
      configuration.tls = TLSFiles(certificate: text, key: configuration.tls?.key ?? "")
      return text.hasPrefix("/")
    },
    ServerSetting(
      "FACTORY_TLS_KEY", fallback: nil, "File with the key of the certificate (PEM).", expected: "an absolute path"
    ) { configuration, text in
      configuration.tls = TLSFiles(certificate: configuration.tls?.certificate ?? "", key: text)
      return text.hasPrefix("/")
    },
    ServerSetting(
      "FACTORY_CORS_ORIGINS", fallback: nil,
      "Web pages of other hosts that may use the API and the socket, separated by commas; none without it.",
      expected: "origins such as https://app.example.org, separated by commas"
    ) { configuration, text in
      let origins = text.lowercased().split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      configuration.corsOrigins = Set(origins)
      return origins.allSatisfy(CrossOrigin.isOrigin)
    },
    ServerSetting(
      "FACTORY_COMPRESS_BYTES", fallback: "0",
      "The smallest answer that is packed for clients that accept gzip; 0 for none.",
      expected: "a number from 0 to 1000000000"
    ) { configuration, text in
      number(text, 0...1_000_000_000) { configuration.compressFrom = $0 }
    },
    ServerSetting(
      "FACTORY_AUDIT_ANCHOR_SECONDS", fallback: "60",
      "How often the end of the audit log is noted beside the database, while something is written.",
      expected: "a number from 1 to 86400"
    ) { configuration, text in
      number(text, 1...86_400) { configuration.anchorSeconds = Double($0) }
    },
  ]

  static func number(_ text: String, _ range: ClosedRange<Int>, _ set: (Int) -> Void) -> Bool {
    guard let value = Int(text), range.contains(value) else { return false }
    set(value)
    return true
  }
}

extension ServerConfiguration {
  /// Reads the variables of the table; an empty one counts as absent.
  /// - Throws: one sentence about the first wrong variable.
  package static func read(
    environment: [String: String]
  ) throws(ConfigurationProblem) -> ServerConfiguration {
    var configuration = ServerConfiguration()
    for setting in ServerSettings.all {
      guard let text = environment[setting.name], !text.isEmpty else { continue }
      guard setting.apply(&configuration, text) else {
        let found = setting.isSecret ? "what it holds" : "“\(text)”"
        throw ConfigurationProblem("\(setting.name) must be \(setting.expected), not \(found).")
      }
    }
    if let tls = configuration.tls, tls.certificate.isEmpty || tls.key.isEmpty {
      throw ConfigurationProblem("FACTORY_TLS_CERT and FACTORY_TLS_KEY belong together: only one of them is set.")
    }
    guard configuration.isLoopback || configuration.tokenSecret != nil else {
      throw ConfigurationProblem(
        "JWT_SECRET is not set: a server that other machines can reach (FACTORY_API_HOST is “\(configuration.host ?? "")”) "
          + "needs a secret of at least 32 bytes, such as the output of: openssl rand -hex 32.")
    }
    return configuration
  }
}
