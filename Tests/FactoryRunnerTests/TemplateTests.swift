// The shipped templates: word for word the files of Templates/, and repairs as changes of a description.
import FactoryContracts
import Foundation
import Testing

@testable import FactoryRunner

@Suite struct TemplateTests {
  @Test func embeddedFilesAreThoseOfTheFolder() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "../../Sources/FactoryRunner/Templates"
    )
    .standardized
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    let files = names.filter { name in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder.path + "/" + name, isDirectory: &isFolder)
      return !isFolder.boolValue && !name.contains("__pycache__")
    }
    #expect(Set(files) == Set(ShippedTemplates.files.map(\.path)))
    for file in ShippedTemplates.files {
      let text = try String(contentsOf: folder.appending(path: file.path), encoding: .utf8)
      #expect(file.text == text, "\(file.path): run scripts/embed-templates")
    }
  }

  @Test(
    "every template leaves no mark open and no name out", arguments: PipelineTemplate.declared,
    Platform.all.keys.sorted())
  func filling(kind: PipelineTemplate, platform: String) throws {
    let template = Template(kind: kind, name: "My \"server\"", slug: "my-server", platform: platform)
    let files = try template.files()
    #expect(Set(try template.scaffold().map(\.path)).isSubset(of: files.map(\.path)))
    for file in files { #expect(!file.text.contains("@@"), "\(file.path)") }
    let readme = files.first { $0.path == "README.md" }
    #expect(readme?.text.contains(template.platform.title) == true && readme?.text.contains("\"") == false)
    #expect(files.filter(\.isExecutable).map(\.path) == ["start"])
    #expect(files.contains { $0.path == "mcp_server/guard.py" } == (kind == .mcpServerEnterprise))
  }

  @Test(
    "a platform is found however it is written",
    arguments: [
      ("Go High Level", "GHL"), ("gohighlevel", "GHL"), ("stripe", "STRIPE"), ("My CRM", "MY_CRM"),
      ("3com", "PLATFORM"),
    ])
  func naming(name: String, prefix: String) { #expect(Platform.named(name).environmentPrefix == prefix) }

  @Test func aDraftThatIsWrongDiffersFromTheFacts() {
    let wrong = Platform.all.values.filter { $0.draftedConventions != $0.conventions }.map(\.key).sorted()
    #expect(wrong == ["airtable", "jira"])
  }

  @Test func repairsChangeOneThing() {
    let description: JSONValue = [
      "conventions": ["paging": ["style": "page", "parameter": "page", "first": 1], "items": "data"]
    ]
    let offset = Repair.all.first { $0.words.contains("counts items") }?.applied(to: description)
    #expect(
      offset == ["conventions": ["paging": ["style": "offset", "parameter": "page", "first": 0], "items": "data"]])
    #expect(Repair.all.first { $0.words == "pages count from 1" }?.applied(to: description) == nil)
    #expect(Repair.all.compactMap { $0.applied(to: description) }.count == Repair.all.count - 1)
  }
}
