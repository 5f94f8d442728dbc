// One pass over an XML file: elements in order with their text. Depth and size are bounded.

/// Takes part in a walk. Called on the walking thread.
protocol XMLVisitor: AnyObject {
  /// `path` holds the names of the elements around this one.
  func open(_ name: String, _ attributes: [String: String], path: [String]) throws(EvidenceError)
  /// `text`: what stood directly before the end, since the last tag.
  func close(_ name: String, text: String)
}

/// The walk throws at the first fault; what a visitor saw until then counts for nothing.
struct XMLWalk {
  /// Deeper than any report.
  static let depthLimit = 64

  private var scanner: XMLScanner
  private let visitor: any XMLVisitor
  private var path: [String] = []
  private var text = ""
  private var hasRoot = false

  static func walk(_ file: EvidenceFile, _ visitor: any XMLVisitor) throws(EvidenceError) {
    var walk = XMLWalk(scanner: try XMLScanner(file), visitor: visitor)
    while let token = try walk.scanner.next() { try walk.take(token) }
    guard walk.hasRoot, walk.path.isEmpty else { throw walk.scanner.fault() }
  }

  private init(scanner: XMLScanner, visitor: any XMLVisitor) {
    self.scanner = scanner
    self.visitor = visitor
  }

  private mutating func take(_ token: XMLToken) throws(EvidenceError) {
    switch token {
    case .text(let piece):
      guard !path.isEmpty || piece.utf8.allSatisfy(XMLScanner.isSpace) else {
        throw scanner.fault("text was found outside of the root element; XML was expected.")
      }
      text += piece
    case .open(let name, let attributes, let isEmpty):
      try open(name, attributes)
      if isEmpty { close(name) }
    case .close(let name):
      guard path.last == name else { throw scanner.fault() }
      close(name)
    }
  }

  private mutating func open(_ name: String, _ attributes: [String: String]) throws(EvidenceError) {
    guard !path.isEmpty || !hasRoot else { throw scanner.fault() }
    guard path.count < Self.depthLimit else {
      throw scanner.fault("elements are nested more than \(Self.depthLimit) deep; a report was expected.")
    }
    try visitor.open(name, attributes, path: path)
    hasRoot = true
    path.append(name)
    text = ""
  }

  private mutating func close(_ name: String) {
    visitor.close(name, text: text)
    path.removeLast()
    text = ""
  }
}
