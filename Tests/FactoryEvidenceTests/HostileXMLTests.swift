// XML made to harm, and XML that breaks off: a sentence with file and line, no entity expanded, nothing else read.
import FactoryContracts
import FactoryEvidence
import Foundation
import Testing

@Suite struct HostileXMLTests {
  private static let laughs = """
    <?xml version="1.0"?>
    <!DOCTYPE lolz [
    <!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
    <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
    ]>
    <testsuite><testcase name="a"><failure>&e;&e;&e;&e;</failure></testcase></testsuite>
    """

  private func sentence(_ bytes: [UInt8]) throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.write("report.xml", bytes)
    do {
      _ = try JUnitXML.read([path])
      return "no error"
    } catch {
      #expect(error.sentence.hasPrefix(path))
      return String(error.sentence.dropFirst(path.count))
    }
  }

  private func utf16(_ text: String) -> [UInt8] {
    [0xff, 0xfe] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
  }

  @Test func documentsWithDefinitionsAreRefusedInEveryDisguise() throws {
    let report = "<testsuite><testcase name='a'/></testsuite>"
    let external = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><testsuite><testcase name='&x;'/></testsuite>"
    let table: [(bytes: [UInt8], says: String)] = [
      (Array(Self.laughs.utf8), ", line 2: the document defines entities"),
      (Array(external.utf8), ", line 1: the document defines entities"),
      (Array(("<!-- > [ -->\n<?x [?>\n" + external).utf8), ", line 3: the document defines entities"),
      (Array("\u{feff}\(Self.laughs)".utf8), ", line 2: the document defines entities"),
      (utf16(Self.laughs), " is not UTF-8 text"),
      (
        Array("<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a [+AF0APg-".utf8),
        ": the encoding \"utf-7\" is not read"
      ),
      (Array("<?xml version='1.0' encoding = \"IBM037\"?>\(report)".utf8), ": the encoding \"ibm037\" is not read"),
      (Array("text \(report)".utf8), ", line 1: text was found outside of the root element"),
      ([], " is empty"), (Array(" \n".utf8), " is empty"),
      (Array("<coverage line-rate='1'/>".utf8), ": the root element is <coverage>; <testsuites>"),
      (Array("<testsuite>&undefined;</testsuite>".utf8), ", line 1: the XML breaks off"),
      (Array("<testsuite>\n<testcase></testsuite>".utf8), ", line 2: the XML breaks off"),
      (Array("<testsuite>\n<a b='1' b='2'/></testsuite>".utf8), ", line 2: the XML breaks off"),
      (Array("<testsuite>\n<a b='<'/></testsuite>".utf8), ", line 2: the XML breaks off"),
      (Array("<testsuite>\n&#xD800;</testsuite>".utf8), ", line 2: the XML breaks off"),
      (Array("<testsuite>\n&#99999999999;</testsuite>".utf8), ", line 2: the XML breaks off"),
      (Array("<testsuite>\n< a/></testsuite>".utf8), ", line 2: the XML breaks off"),
      (Array("<testsuite/>\ntext".utf8), ", line 2: text was found outside"),
      (Array("<testsuite/>\n<testsuite/>".utf8), ", line 2: the XML breaks off"),
      (Array(String(repeating: "<testsuite>", count: 2000).utf8), ", line 1: elements are nested more than 64 deep"),
    ]
    for (bytes, says) in table {
      let said = try sentence(bytes)
      #expect(said.hasPrefix(says), "\(said)")
    }
  }

  @Test func anExternalNameAloneIsNotFetchedAndNotMinded() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "report.xml",
      "<!DOCTYPE coverage SYSTEM \"http://127.0.0.1:1/coverage-04.dtd\">\n<coverage line-rate=\"0.8154\"><packages/></coverage>"
    )
    #expect(try Coverage.read(path) == 81.54)
  }

  @Test func everyTruncationIsAnError() throws {
    let folder = try TemporaryFolder()
    let whole = """
      <?xml version="1.0" encoding="UTF-8"?><!-- c --><testsuites><testsuite name="s" failures="1"><testcase name="a"/>
      <testcase name="b"><failure message="m &amp; n"><![CDATA[x ]] y]]>ü</failure></testcase></testsuite></testsuites>
      """
    let bytes = Array(whole.utf8)
    for length in 0..<bytes.count {
      let path = try folder.write("cut.xml", Array(bytes[..<length]))
      #expect(throws: EvidenceError.self, "cut at \(length)") { try JUnitXML.read([path]) }
    }
    let results = try JUnitXML.read([try folder.write("cut.xml", bytes)])
    #expect(results.total == 2 && results.failureDetails?.first?.error == "m & n\nx ]] yü")
  }

  @Test func randomDamageNeverPassesUnseenOrHangs() throws {
    let folder = try TemporaryFolder()
    let bytes = Array(Self.laughs.utf8)
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<5 {
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] = .random(in: 1...255, using: &generator)
      }
      let path = try folder.write("damaged.xml", damaged)
      if let results = try? JUnitXML.read([path]) {
        #expect((results.failureDetails ?? []).allSatisfy { $0.error.utf8.count < 1000 })
      }
    }
  }

  @Test func whatReportsMayHold() throws {
    let folder = try TemporaryFolder()
    let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><testsuite><testcase name='caf".utf8) + [0xe9]
    let table: [(bytes: [UInt8], name: String, error: String)] = [
      (latin + Array("'><failure message='&#xe9;&#233;'/></testcase></testsuite>".utf8), "café", "éé"),
      (
        Array("\u{feff}<?xml version=\"1.0\"?>\n<!-- a -- b --><testsuite  a = 'x>y' >".utf8)
          + Array(
            "<testcase\n name=\"ü&quot;&apos;&gt;\"><failure>a &lt;b&gt; <![CDATA[<&>]]]]><![CDATA[>]]></failure>".utf8)
          + Array("</testcase ></testsuite>\n<!-- end --><?php ?>\n".utf8), "ü\"'>", "a <b> <&>]]>"
      ),
      (
        Array("<testsuite><testcase name='a".utf8) + [0xff]
          + Array("'><failure>\u{1b}[31m</failure></testcase></testsuite>".utf8),
        "a\u{fffd}", "\u{1b}[31m"
      ),
    ]
    for (bytes, name, error) in table {
      let results = try JUnitXML.read([try folder.write("report.xml", bytes)])
      #expect(results.failureDetails?.first?.testName == name)
      #expect(results.failureDetails?.first?.error == error)
    }
  }

  @Test func filesThatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    let table = [
      ("missing.xml", "missing.xml cannot be read: no such file or directory."),
      ("*.xml", "*.xml matches no file."), ("**/x.xml", "**/x.xml matches no file."),
      ("", "is a folder; a file, or a pattern such as"),
    ]
    for (name, says) in table {
      let error = #expect(throws: EvidenceError.self) { try JUnitXML.read([folder.path + "/" + name]) }
      #expect(error?.sentence.contains(says) == true, "\(error?.sentence ?? "")")
    }
  }
}
