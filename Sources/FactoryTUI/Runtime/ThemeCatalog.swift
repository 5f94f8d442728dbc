// ThemeCatalog: themes by name: files of the operator's folder first, then the shipped ones. Reads disk: worker threads.
import Foundation
import TerminalKit

package struct ThemeCatalog: Sendable {
  package let folder: String?

  package init(folder: String?) { self.folder = folder }

  package func theme(named name: String) -> Result<Theme, ProgramProblem> {
    let wanted = name.trimmingCharacters(in: .whitespaces)
    if let folder, !wanted.isEmpty, !wanted.contains("/") {
      let path = folder + "/" + wanted + ".yaml"
      if let data = FileManager.default.contents(atPath: path) {
        return Self.parse(String(decoding: data, as: UTF8.self), file: path)
      }
    }
    if let shipped = ShippedThemes.theme(named: wanted) { return .success(shipped) }
    let found = wanted.isEmpty ? "no name" : "“\(wanted)”"
    return .failure(ProgramProblem(sentence: "theme: found \(found); expected \(names.joined(separator: ", "))."))
  }

  /// Every theme there is.
  package var names: [String] {
    let files = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0) } ?? []
    let own = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    return own.sorted() + ShippedThemes.names.filter { !own.contains($0) }
  }

  private static func parse(_ text: String, file: String) -> Result<Theme, ProgramProblem> {
    do {
      return .success(try ThemeParser.parse(text, file: file))
    } catch {
      return .failure(ProgramProblem(sentence: error.sentences.first ?? "\(file) is not a theme."))
    }
  }
}
