// A remark on a place (contract §3.2, type 5).
import FactoryContracts

package enum AnnotationType: String, WireEnum {
  case praise, criticism, question, suggestion
  case unknown
}

package enum AnnotationSeverity: String, WireEnum {
  case nit, minor, major, critical
  case unknown
}

/// Where: lines of a file, a part of a page, or a region by name.
package struct AnnotationTarget: Codable, Hashable, Sendable {
  package var file: String?
  package var lineStart: Int?
  package var lineEnd: Int?
  package var charStart: Int?
  package var charEnd: Int?
  package var selector: String?
  package var region: String?

  package init(
    file: String? = nil, lineStart: Int? = nil, lineEnd: Int? = nil, charStart: Int? = nil, charEnd: Int? = nil,
    selector: String? = nil, region: String? = nil
  ) {
    self.file = file
    self.lineStart = lineStart
    self.lineEnd = lineEnd
    self.charStart = charStart
    self.charEnd = charEnd
    self.selector = selector
    self.region = region
  }
}

package struct Annotation: Codable, Hashable, Sendable {
  package var type: AnnotationType
  package var target: AnnotationTarget
  package var text: String
  package var severity: AnnotationSeverity?
  package var category: String?

  package init(
    type: AnnotationType, target: AnnotationTarget, text: String, severity: AnnotationSeverity? = nil,
    category: String? = nil
  ) {
    self.type = type
    self.target = target
    self.text = text
    self.severity = severity
    self.category = category
  }
}
