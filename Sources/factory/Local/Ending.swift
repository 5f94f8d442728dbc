// What is done when the process is asked to end, before it ends. The handlers run on a queue of their own.
import Dispatch
import Foundation

enum Ending {
  static let signals = [SIGTERM, SIGINT, SIGHUP]

  /// Does it and ends with the signal's status. The sources must be kept, and cancelled when nothing is to be done any more.
  static func whenAsked(_ work: @escaping @Sendable () -> Void) -> [any DispatchSourceSignal] {
    signals.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        work()
        Leaving.now(128 + number)
      }
      source.resume()
      return source
    }
  }
}
