// What SQLite reports, as the sentences of `StoreFailure`. Pure.
import FactoryEngine
import GRDB

extension StoreFailure {
  /// The failure of a database error; every other error (an `APIError` of a rule, for instance) stays what it is.
  static func wrapping(_ error: any Error, at path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    return failure(error, path)
  }

  private static func failure(_ error: DatabaseError, _ path: String) -> StoreFailure {
    let reason = error.message ?? "no reason given"
    switch error.resultCode {
    case .SQLITE_FULL:
      return .unavailable("The disk is full; free some space and try again. It holds \(path).")
    case .SQLITE_IOERR:
      return .unavailable("The database \(path) cannot be read or written (\(reason)); check its disk.")
    case .SQLITE_READONLY, .SQLITE_PERM:
      return .unavailable("The database \(path) is read-only; its file and folder must be writable.")
    case .SQLITE_CANTOPEN, .SQLITE_AUTH:
      return .unavailable("The database \(path) cannot be opened; its folder must exist and be writable.")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      return .unavailable("The database \(path) is locked by another program.")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return .corrupt("The file \(path) is not a sound database (\(reason)); restore a backup.")
    default:
      return .unavailable("The database \(path) refused a statement: \(reason).")
    }
  }
}
