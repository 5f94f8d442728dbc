// Tells the command center when its configuration or a theme was written (inotify). Its thread sleeps until then and ends with the process.
// Invariant: a file that is wrong changes nothing; what is wrong with it is told.
import FactoryTUI
import Foundation
import Glibc

struct ConfigWatch: Sendable {
  let configPath: String
  let themesFolder: String
  /// A theme named on the command line stays, whatever the file says.
  let fixedTheme: String?

  func start(_ post: @escaping @Sendable (Reloaded) -> Void) {
    let descriptor = inotify_init1(Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { return }
    // Editors replace a file: its folder is what can be watched.
    let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE)
    let config = inotify_add_watch(descriptor, (configPath as NSString).deletingLastPathComponent, events)
    let themes = inotify_add_watch(descriptor, themesFolder, events)
    guard config >= 0 || themes >= 0 else {
      close(descriptor)
      return
    }
    let name = (configPath as NSString).lastPathComponent
    let watch = self
    Thread.detachNewThread {
      while let changes = Self.next(descriptor) {
        if changes.contains(where: { $0.watch == themes || ($0.watch == config && $0.name == name) }) {
          watch.read(post)
        }
      }
    }
  }

  private func read(_ post: (Reloaded) -> Void) {
    do {
      let config = try ConfigFile.read(configPath)
      post(.settings(config?.own ?? OwnSettings(), theme: fixedTheme ?? config?.theme))
    } catch let failure as CommandFailure {
      // The file is known to who just wrote it; the line and the field are what is looked for.
      let others = failure.more.isEmpty ? "" : " \(failure.more.count) more: factory doctor."
      post(.fault(failure.sentence.replacing("\(configPath), ", with: "") + others))
    } catch {
      post(.fault("\(error)"))
    }
  }

  /// Waits for the next changes; nil when there will be none.
  private static func next(_ descriptor: Int32) -> [(watch: Int32, name: String)]? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    var count = 0
    repeat { count = Glibc.read(descriptor, &buffer, buffer.count) } while count < 0 && errno == EINTR
    guard count > 0 else { return nil }
    var changes: [(Int32, String)] = []
    var at = 0
    let head = MemoryLayout<inotify_event>.size
    while at + head <= count {
      let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: inotify_event.self) }
      let end = min(count, at + head + Int(event.len))
      changes.append((event.wd, String(decoding: buffer[(at + head)..<end].prefix { $0 != 0 }, as: UTF8.self)))
      at = end
    }
    return changes
  }
}
