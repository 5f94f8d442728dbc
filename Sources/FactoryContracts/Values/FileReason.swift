// Why a file or folder could not be read or written, in the operating system's own words. Pure.
import Foundation

extension Error {
  /// The reason under a Foundation error ("Not a directory"), where it has one; else its description. Without a full stop at the end.
  package var fileReason: String {
    let error = self as NSError
    let words = (error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error).localizedDescription
    let reason =
      error.domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32(error.code))) : under(error) ?? words
    return reason.hasSuffix(".") ? String(reason.dropLast()) : reason
  }

  private func under(_ error: NSError) -> String? {
    guard let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError, cause.domain == NSPOSIXErrorDomain else {
      return nil
    }
    return String(cString: strerror(Int32(cause.code)))
  }
}
