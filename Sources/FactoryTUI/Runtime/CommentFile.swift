// Comments on lines of changes, in a file of the operator. Read once at the start and written on a worker thread.
// Invariants: oldest first, readable by its owner only; a broken file counts as empty.
import FactoryContracts
import FactoryState
import Foundation

package enum CommentFile {
  package static func load(from path: String?) -> [LineComment] {
    guard let path, let data = FileManager.default.contents(atPath: path), data.count < 1 << 20,
      let rows = (try? FactoryJSON.decode(JSONValue.self, from: data))?.array
    else { return [] }
    return rows.compactMap { row in
      guard let id = row["task"]?.string.flatMap({ EntityID($0) }), let file = row["path"]?.string,
        let line = row["line"]?.int, let text = row["text"]?.string
      else { return nil }
      let spot = DiffSpot(path: file, line: line, isRemoved: row["removed"]?.bool ?? false)
      return LineComment(taskId: id, spot: spot, text: text)
    }
  }

  /// nil when it worked, else why not.
  package static func save(_ comments: [LineComment], to path: String) -> String? {
    let rows: [JSONValue] = comments.map { comment in
      [
        "task": .string(comment.taskId.description), "path": .string(comment.spot.path),
        "line": .integer(Int64(comment.spot.line)), "removed": .bool(comment.spot.isRemoved),
        "text": .string(comment.text),
      ]
    }
    let text = (try? FactoryJSON.pretty(JSONValue.array(rows))) ?? "[]"
    return PrivateFile.write(text, to: path).map { "Comments could not be kept in \(path): \($0)." }
  }
}
