// What is wrong in the section `factory:` of the configuration, all of it at once and each with its line. Pure; used by one thread.
// Invariant: a sentence that names its line already stays as it is, and none is told twice.
import Foundation
import Yams

struct SettingFaults {
  private(set) var sentences: [String] = []
  private let path: String
  private let text: String

  init(path: String, text: String) { (self.path, self.text) = (path, text) }

  /// What was read; nil where it was wrong, which is kept.
  mutating func of<Value>(_ read: () throws -> Value?) -> Value? {
    do { return try read() } catch {
      let failure = error as? CommandFailure
      for sentence in [failure?.sentence ?? "\(error)"] + (failure?.more ?? []) where !sentences.contains(sentence) {
        sentences.append(sentence)
      }
      return nil
    }
  }

  /// - Throws: exit code 64 with every sentence, where there is one.
  func end() throws {
    guard let first = sentences.first else { return }
    let root = (try? Yams.compose(yaml: text)) ?? nil
    var failure = CommandFailure(.usage, lined(first, root))
    failure.more = sentences.dropFirst().map { lined($0, root) }
    throw failure
  }

  /// “FILE, factory.a.b: …” as “FILE, line 7, factory.a.b: …”.
  private func lined(_ sentence: String, _ root: Node?) -> String {
    let head = "\(path), factory."
    guard sentence.hasPrefix(head) else { return sentence }
    let field = sentence.dropFirst(head.count).prefix { $0 != ":" && $0 != " " }
    var node = root?.mapping?["factory"]
    for name in field.split(separator: ".") { node = node?.mapping?[String(name)] ?? node }
    guard let line = node?.mark?.line else { return sentence }
    return "\(path), line \(line), factory.\(sentence.dropFirst(head.count))"
  }
}
