// Paths without links: what a rule covers is judged by where things really are.
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
}
