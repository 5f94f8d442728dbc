// Credentials named in the environment, and what helps when a server does not take the one that was used.
import FactoryClient
import Foundation

enum EnvironmentCredential {
  private static let variables: [(name: String, kind: Credential.Kind)] = [
    ("FACTORY_API_KEY", .apiKey), ("FACTORY_TOKEN", .bearer),
  ]

  /// The variable that counts.
  static func name(_ environment: [String: String]) -> String? {
    variables.first { !(environment[$0.name] ?? "").isEmpty }?.name
  }

  static func read(_ environment: [String: String], for address: ServerAddress) throws -> Credential? {
    for (name, kind) in variables {
      guard let secret = environment[name], !secret.isEmpty else { continue }
      return try Credential(kind, secret: secret, for: address, source: name)
    }
    return nil
  }
}

enum SignInHint {
  /// Behind the server's own sentence, with the space before it.
  static func sentence(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    if let name = EnvironmentCredential.name(environment) {
      return " \(name) is set and was used; unset it, or set one that this server takes."
    }
    let origins = CredentialStore(configFolder: Paths(environment: environment).config).origins()
    let known = origins.isEmpty ? "" : " You are signed in to \(origins.joined(separator: ", "))."
    return " Sign in with: factory login.\(known)"
  }
}
