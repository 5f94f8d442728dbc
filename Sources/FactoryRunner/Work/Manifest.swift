// factory.json of a product: how it is checked, tested and started. It comes out of the product's repository, as its code does.
import FactoryContracts
import Foundation

package struct Manifest: Codable, Hashable, Sendable {
  /// Commands as words, without a shell.
  package var check: [String]?
  package var test: [String]
  package var start: [String]
  /// Reports that the tests write, below the folder.
  package var junit: [String]
  package var coverage: String?

  static let shipped = Manifest(
    check: ["python3", "-m", "compileall", "-q", "mcp_server", "tests"], test: ["python3", "run_tests.py"],
    start: ["./start"], junit: ["reports/junit.xml"], coverage: "reports/coverage.xml")

  /// - Throws: with a sentence when the folder has none, or it says too little.
  static func read(in folder: String) throws -> Manifest {
    guard let data = FileManager.default.contents(atPath: folder + "/factory.json") else {
      throw RunnerError("The product has no factory.json; it must say how it is tested and started.")
    }
    let manifest: Manifest
    do { manifest = try FactoryJSON.decode(Manifest.self, from: data) } catch {
      throw RunnerError("factory.json cannot be read; test, start (lists of words) and junit were expected.")
    }
    guard !manifest.test.isEmpty, !manifest.start.isEmpty else {
      throw RunnerError("factory.json: test and start must name a command.")
    }
    return manifest
  }
}
