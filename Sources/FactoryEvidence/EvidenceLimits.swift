// How much evidence one task carries, and what happens to what is more (design §5): refused with the facts, or trimmed openly.
import FactoryContracts
import Foundation

package enum EvidenceLimits {
  /// The largest body of a task, in bytes of JSON.
  package static let bodyLimit = 16 * 1024 * 1024
  // Room for the note about what was left out.
  private static let reserve = 64 * 1024

  /// The body's size in bytes of JSON.
  package static func size(_ body: CreateTaskBody) throws(EvidenceError) -> Int {
    do { return try FactoryJSON.encode(body).count } catch {
      throw EvidenceError("The evidence cannot be written as JSON: \(error).")
    }
  }

  /// Refuses a body over the limit, naming its size and what is largest in it.
  package static func check(_ body: CreateTaskBody, limit: Int = bodyLimit) throws(EvidenceError) {
    let size = try size(body)
    guard size > limit else { return }
    let largest = Part.all(of: body.context).prefix(5).map { "\($0.name) \(ByteCount.words($0.size))" }
    throw EvidenceError(
      "The evidence is \(ByteCount.words(size)) and a task carries at most \(ByteCount.words(limit)); largest: "
        + (largest.isEmpty ? "the text" : largest.joined(separator: ", "))
        + "; leave something out or let it be trimmed (--trim).")
  }

  /// A body within the limit: the largest patches and failure texts are left out, and the details say which.
  /// `leftOut` has a phrase for each; those of `alreadyLeftOut` are told too.
  package static func trim(
    _ body: CreateTaskBody, alreadyLeftOut: [String] = [], limit: Int = bodyLimit
  ) throws(EvidenceError) -> (body: CreateTaskBody, leftOut: [String]) {
    var trimmed = body
    var leftOut = alreadyLeftOut
    let room = limit - min(reserve, limit / 4)
    var size = try size(body)
    if size > limit {
      for part in Part.all(of: body.context) where size > room {
        part.remove(from: &trimmed.context)
        size -= part.size
        leftOut.append("\(part.name) (\(ByteCount.words(part.size)))")
      }
    }
    guard !leftOut.isEmpty else {
      try check(body, limit: limit)
      return (body, [])
    }
    trimmed.context.details = [trimmed.context.details, note(leftOut, limit)].compactMap { $0 }.joined(
      separator: "\n\n")
    try check(trimmed, limit: limit)
    return (trimmed, leftOut)
  }

  private static func note(_ leftOut: [String], _ limit: Int) -> String {
    let shown = leftOut.prefix(50).map { "- " + $0.prefix(200) }
    let more = leftOut.count > shown.count ? ["- and \(leftOut.count - shown.count) more"] : []
    return (["Left out, because a task carries at most \(ByteCount.words(limit)):"] + shown + more).joined(
      separator: "\n")
  }
}

extension EvidenceLimits {
  /// A piece of evidence that can be left out.
  struct Part {
    enum Place { case patch(Int), failure(Int), details }
    var place: Place
    var name: String
    /// Bytes of JSON.
    var size: Int

    /// Largest first; pieces too small to matter are not listed.
    static func all(of context: TaskContext) -> [Part] {
      let patches = (context.diffSummary?.files ?? []).enumerated().compactMap { index, file in
        file.patch.map { Part(place: .patch(index), name: "the patch of \(file.path)", size: jsonSize($0)) }
      }
      let failures = (context.testResults?.failureDetails ?? []).enumerated().map { index, failure in
        Part(place: .failure(index), name: "the output of \(failure.testName)", size: jsonSize(failure.error))
      }
      let details = context.details.map { [Part(place: .details, name: "the details", size: jsonSize($0))] } ?? []
      return (patches + failures + details).filter { $0.size > 256 }.sorted { $0.size > $1.size }
    }

    func remove(from context: inout TaskContext) {
      switch place {
      case .patch(let index): context.diffSummary?.files[index].patch = nil
      case .failure(let index): context.testResults?.failureDetails?[index].error = "left out: \(ByteCount.words(size))"
      case .details: context.details = nil
      }
    }

    // What JSON adds: a backslash before quotes, backslashes and controls.
    private static func jsonSize(_ text: String) -> Int {
      text.utf8.reduce(into: 0) { sum, byte in
        switch byte {
        case 8, 9, 10, 12, 13, 34, 92: sum += 2
        case ..<32: sum += 6
        default: sum += 1
        }
      }
    }
  }
}
