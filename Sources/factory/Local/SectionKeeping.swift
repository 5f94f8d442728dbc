// Keeps a section of the queue in the person's configuration, with everything else in that file as it was. Any thread; blocks on the disk.
import FactoryInstall
import FactoryState
import FactoryTUI
import Foundation

enum SectionKeeping {
  /// - Parameter query: nil takes the section out.
  static func keep(_ name: String, _ query: String?, path: String) -> Result<[SavedSection], SettingProblems> {
    do {
      let file = try FileChange(path)
      let place = ["factory", "sections", name]
      let text = try YAMLText(file.old)
      if let new = try query.map({ try text.setting(place, to: $0) }) ?? text.removing(place) { try file.write(new) }
      return .success(try ConfigFile.read(path)?.own.sections ?? [])
    } catch let fault as InstallFault {
      return .failure(SettingProblems(sentences: ["\(path): \(fault.sentence); nothing was changed."]))
    } catch let failure as CommandFailure {
      return .failure(SettingProblems(sentences: [failure.sentence]))
    } catch { return .failure(SettingProblems(sentences: ["\(error)"])) }
  }
}
