// Request bodies become typed values, or a VALIDATION_ERROR that names every field that is wrong (rulings R3, R5).
//
// A decoder stops at its first error. To find the others, the wrong value is replaced by one that fits and the body is read
// again, a bounded number of times; the replaced values never leave this file.
import FactoryContracts
import Foundation

enum BodyDecoding {
  /// - Throws: `APIError` BAD_REQUEST or VALIDATION_ERROR.
  static func decode<Body: Decodable>(_ type: Body.Type, from data: Data) throws -> Body {
    do {
      return try FactoryJSON.decodeStrict(type, from: data.isEmpty ? Data("{}".utf8) : data)
    } catch let error as DecodingError {
      guard let document = try? FactoryJSON.decode(JSONValue.self, from: data.isEmpty ? Data("{}".utf8) : data) else {
        throw APIError(
          code: .badRequest,
          message: "The body cannot be read as JSON: it holds text that is not UTF-8 or a number out of all range.")
      }
      let attempts = data.count > searchedBytes ? 1 : Self.attempts
      throw ValidationErrors.error(problems(type, document, first: error, attempts: attempts))
    }
  }

  private static let attempts = 32
  /// In a larger body only the first problem is named: searching on would cost the others' time.
  private static let searchedBytes = 64 << 10

  private static func problems<Body: Decodable>(
    _ type: Body.Type, _ document: JSONValue, first: DecodingError, attempts: Int
  ) -> [ValidationProblem] {
    var problems: [ValidationProblem] = []
    var repaired = document
    var error: DecodingError? = first
    for _ in 0..<attempts {
      guard let current = error else { break }
      if DecodingFault.isAboutSomeNumber(current) {
        let faults = numberFaults(type, repaired)
        guard !faults.isEmpty else {
          if problems.isEmpty { problems.append(DecodingFault(current).problem(in: document)) }
          break
        }
        for fault in faults {
          problems.append(fault.problem(in: document))
          repaired = repaired.replacing(fault.path[...], with: 0)
        }
        error = attempts == 1 ? nil : self.error(type, repaired)
        continue
      }
      let fault = DecodingFault(current)
      let problem = fault.problem(in: document)
      if !problems.contains(where: { $0.field == problem.field }) { problems.append(problem) }
      error = nil
      // Without a place to repair nothing behind it can be told from what the repair did.
      if attempts == 1 || fault.path.isEmpty { break }
      for stand in fault.standIns {
        let candidate = repaired.replacing(fault.path[...], with: stand)
        let next = self.error(type, candidate)
        if let next, DecodingFault(next).name == fault.name { continue }
        repaired = candidate
        error = next
        break
      }
    }
    return problems
  }

  /// The decoder does not say which number it could not take: each is tried as the only odd one.
  private static func numberFaults<Body: Decodable>(_ type: Body.Type, _ document: JSONValue) -> [DecodingFault] {
    let paths = document.oddNumbers.prefix(attempts)
    return paths.compactMap { path in
      var candidate = document
      for other in paths where !same(other, path) {
        candidate = candidate.replacing(other[...], with: 0)
      }
      guard let error = error(type, candidate), DecodingFault.isAboutSomeNumber(error) else { return nil }
      return DecodingFault(number: path)
    }
  }

  private static func same(_ one: [any CodingKey], _ other: [any CodingKey]) -> Bool {
    one.map(\.stringValue) == other.map(\.stringValue)
  }

  private static func error<Body: Decodable>(_ type: Body.Type, _ document: JSONValue) -> DecodingError? {
    guard let data = try? FactoryJSON.encode(document) else { return nil }
    do {
      _ = try FactoryJSON.decodeStrict(type, from: data)
      return nil
    } catch {
      return error as? DecodingError
    }
  }
}

/// Several problems as one error.
enum ValidationErrors {
  static func error(_ problems: [ValidationProblem]) -> APIError {
    let first = problems.first
    var message = first.map { "\($0.field): \($0.message)" } ?? "The request is not valid."
    if problems.count > 1 { message += " (and \(problems.count - 1) more)" }
    let list = problems.compactMap { problem in
      (try? FactoryJSON.encode(problem)).flatMap { try? FactoryJSON.decode(JSONValue.self, from: $0) }
    }
    return APIError(
      code: .validationError, message: message, details: ["validationErrors": .array(list)], field: first?.field)
  }
}
