// Where files live: the XDG base directories. Every path of the program is made here.
import FactoryContracts
import Foundation

struct Paths: Sendable {
  /// Store, token and log of the embedded server.
  var data: String
  /// Outbox, recent reasons.
  var state: String
  /// Credentials, themes.
  var config: String
  /// goose's own configuration file; ours is its section `factory:`.
  var gooseConfig: String

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    func base(_ variable: String, _ fallback: String) -> String {
      // The specification says to ignore relative paths.
      if let value = environment[variable], value.hasPrefix("/") { return value }
      return home + "/" + fallback
    }
    data = base("XDG_DATA_HOME", ".local/share") + "/goosefactory"
    state = base("XDG_STATE_HOME", ".local/state") + "/goosefactory"
    config = base("XDG_CONFIG_HOME", ".config") + "/goosefactory"
    gooseConfig = base("XDG_CONFIG_HOME", ".config") + "/goose/config.yaml"
  }

  /// Makes a folder that only its owner can look into.
  static func makePrivate(_ path: String) throws(CommandFailure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CommandFailure(.failed, "The folder \(path) cannot be made: \(error.fileReason).")
    }
  }
}
