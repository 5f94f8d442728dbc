// Paths without links: what a rule covers is judged by where things really are; and the files there, to be shown.
import Foundation

enum Places {
  /// Absolute, without links; what does not exist yet is taken as it stands behind what does. nil when it cannot be told.
  static func resolve(_ path: String) -> String? {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    if let real = realpath(whole, nil) {
      defer { free(real) }
      return String(validatingCString: real)
    }
    guard errno == ENOENT else { return nil }
    var info = stat()
    // A link to nowhere is there: what is written goes where it points.
    guard lstat(whole, &info) != 0, let cut = whole.lastIndex(of: "/"), cut > whole.startIndex else { return nil }
    let name = whole[whole.index(after: cut)...]
    guard !name.isEmpty, name != ".", name != "..", let parent = resolve(String(whole[..<cut])) else { return nil }
    return parent == "/" ? "/\(name)" : "\(parent)/\(name)"
  }

  /// A file as it is, where it is text that a person can look through.
  static func text(_ path: String) -> String? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let size = attributes?[.size] as? Int, size <= 1 << 20,
      attributes?[.type] as? FileAttributeType == .typeRegular
    else { return nil }
    return FileManager.default.contents(atPath: path).flatMap { String(data: $0, encoding: .utf8) }
  }
}
