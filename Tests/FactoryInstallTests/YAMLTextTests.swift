// One value in somebody's YAML: put in, changed, taken out; everything else stays as it stood, comments too.
import FactoryInstall
import Foundation
import Testing
import Yams

@Suite struct YAMLTextTests {
  static let path = ["factory", "sections", "risky"]
  static let files = [
    "", "# only a comment\n", "GOOSE_MODEL: x\n", "factory:\n", "factory: {}  # ours\n", "factory: null\nother: 1\n",
    "factory:\n  theme: dark   # at night\n\n# extensions follow\nextensions:\n  a:\n    enabled: true\n",
    "factory:\n    sections:\n        mine: 'type:review'  # reviews\n        # the last one\n        late: sla:late\n    theme: dark\nz: [1, 2]\n",
    "a: 1\r\nfactory:\r\n  theme: dark\r\n", "factory:\n  sections: {}\n  keys:\n    approve: Y\n",
    "factory:\n  theme: dark", "a: |\n  text\n    more\n\nfactory:\n  builder:\n    command: goose run\n",
  ]

  @Test(arguments: files) func putInChangedAndTakenOut(_ text: String) throws {
    let query = "priority:critical 'two words' -it's # not a comment"
    let new = try YAMLText(text).setting(Self.path, to: query)
    #expect(try value(new) == query)
    // Every line that was there is there, in its order; one of an empty mapping may have lost its braces.
    var place = new.startIndex
    for line in text.split(separator: "\n") where !line.contains("{}") && !line.contains("null") {
      let found = try #require(new[place...].range(of: line), "\(line)")
      place = found.upperBound
    }
    let changed = try YAMLText(new).setting(Self.path, to: "true")
    #expect(try value(changed) == "true")
    #expect(changed.split(separator: "\n").count == new.split(separator: "\n").count)
    let back = try #require(try YAMLText(changed).removing(Self.path))
    #expect(try value(back) == nil)
    #expect(try YAMLText(back).removing(Self.path) == nil)
  }

  @Test(arguments: [
    ("factory: {theme: dark}\n", "in place"), ("- a\n", "mapping"), ("a: 1\n---\nb: 2\n", "2 documents"),
    ("a: [\n", "valid YAML"),
    ("factory: text\n", "in place"),
  ]) func whatCannotBeChangedInPlaceIsRefused(_ text: String, _ word: String) {
    let fault = #expect(throws: InstallFault.self) { _ = try YAMLText(text).setting(Self.path, to: "x") }
    #expect(fault?.sentence.contains(word) == true)
  }

  private func value(_ text: String) throws -> String? {
    try Yams.compose(yaml: text)?.mapping?["factory"]?["sections"]?["risky"]?.string
  }
}
