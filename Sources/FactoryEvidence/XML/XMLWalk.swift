// One pass over an XML file: elements in order, their text, their line. Depth and size are bounded, nothing outside the file is read.
import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Takes part in a walk. Called on the walking thread.
protocol XMLVisitor: AnyObject {
  /// `path` holds the names of the elements around this one.
  func open(_ name: String, _ attributes: [String: String], path: [String]) throws(EvidenceError)
  /// `text`: what stood directly before the end, since the last tag.
  func close(_ name: String, text: String)
}

/// An element seen by a failing parser is never reported: the walk throws at its first fault.
final class XMLWalk: NSObject, XMLParserDelegate {
  /// Deeper than any report.
  static let depthLimit = 64

  private let file: EvidenceFile
  private let visitor: any XMLVisitor
  private var path: [String] = []
  private var text = ""
  private var hasRoot = false
  private var isBroken = false
  private var failure: EvidenceError?

  private init(_ file: EvidenceFile, _ visitor: any XMLVisitor) {
    self.file = file
    self.visitor = visitor
  }

  static func walk(_ file: EvidenceFile, _ visitor: any XMLVisitor) throws(EvidenceError) {
    try XMLPrologue.check(file)
    let walk = XMLWalk(file, visitor)
    let parser = XMLParser(data: file.data)
    parser.shouldResolveExternalEntities = false
    parser.shouldProcessNamespaces = false
    parser.delegate = walk
    let finished = parser.parse()
    if let failure = walk.failure { throw failure }
    guard finished, !walk.isBroken, walk.hasRoot, walk.path.isEmpty else {
      throw EvidenceError(
        "\(file.path), line \(max(parser.lineNumber, 1)): the XML breaks off or is not well-formed here; "
          + "a complete report was expected.")
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    guard failure == nil else { return }
    guard path.count < Self.depthLimit else {
      return stop(
        parser,
        EvidenceError(
          "\(file.path), line \(parser.lineNumber): elements are nested more than \(Self.depthLimit) deep; "
            + "a report was expected."))
    }
    do throws(EvidenceError) { try visitor.open(name, attributes, path: path) } catch { return stop(parser, error) }
    hasRoot = true
    path.append(name)
    text = ""
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    guard failure == nil else { return }
    visitor.close(name, text: text)
    path.removeLast()
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(_ parser: XMLParser, foundCDATA block: Data) { text += String(decoding: block, as: UTF8.self) }

  func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) { isBroken = true }

  private func stop(_ parser: XMLParser, _ error: EvidenceError) {
    failure = error
    parser.abortParsing()
  }
}
