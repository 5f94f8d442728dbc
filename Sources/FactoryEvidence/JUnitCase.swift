// One test case while it is read: its name, its faults, and where in the source it failed.
import FactoryContracts
import Foundation

/// A test case of JUnit XML.
struct JUnitCase {
  var isSkipped: Bool
  /// Stands for a suite that failed outside its cases.
  let isOfSuite: Bool
  private let name: String
  private let className: String
  private var file: String?
  private var line: Int?
  private var faults: [String] = []
  private var hasFault = false

  init(_ attributes: [String: String]) {
    let own = attributes["name"] ?? ""
    className = attributes["classname"] ?? attributes["class"] ?? ""
    name = className.isEmpty || own.hasPrefix(className) ? own : className + "." + own
    isOfSuite = attributes["classname"] == nil && attributes.count == 1
    file = attributes["file"]
    line = attributes["line"].flatMap { Int($0) }
    // googletest writes what it left out as an attribute.
    isSkipped =
      ["notrun", "skipped", "disabled"].contains(attributes["status"] ?? "") || attributes["result"] == "skipped"
  }

  /// A failure may know its place better than its case.
  mutating func noteFault(_ attributes: [String: String]) {
    hasFault = true
    if let place = attributes["file"] {
      file = place
      line = attributes["line"].flatMap { Int($0) }
    }
  }

  mutating func addFault(message: String, text: String) {
    let body = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let head = message.trimmingCharacters(in: .whitespacesAndNewlines)
    if body.isEmpty || head.hasPrefix(body) {
      faults.append(head)
    } else {
      faults.append(head.isEmpty || body.hasPrefix(head) ? body : head + "\n" + body)
    }
  }

  var failure: TestFailure? {
    guard hasFault else { return nil }
    let words = faults.filter { !$0.isEmpty }.joined(separator: "\n\n")
    let place = SourcePlace.best(in: words, className: className, file: file)
    return TestFailure(
      testName: name.isEmpty ? "(unnamed)" : name, error: words.isEmpty ? "failed without a message" : words,
      file: place?.file ?? file, line: place?.line ?? line)
  }
}
