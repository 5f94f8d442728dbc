// Where agents keep things, below one folder that all agents of a machine share:
//   repositories/PIPELINE.git   each product's repository, bare; changed by pushes only, so that a killed agent leaves it whole
//   work/AGENT/JOB-ATTEMPT      an agent's own folder for one job, removed with its end
//   deploys/TARGET/SLUG         versions/V and the link `current`
//   agents/NAME.json            who an agent is
import FactoryContracts
import Foundation

package struct AgentFolders: Hashable, Sendable {
  package let root: String

  package init(root: String) { self.root = root }

  package func repository(_ pipeline: EntityID) -> String { "\(root)/repositories/\(pipeline).git" }
  package func work(_ agent: EntityID) -> String { "\(root)/work/\(agent)" }
  package func work(_ job: Job, _ agent: EntityID) -> String { "\(work(agent))/\(job.id)-\(job.attempts)" }
  package func deploys(_ target: String) -> String { "\(root)/deploys/\(target)" }
  package func identity(_ name: String) -> String { "\(root)/agents/\(name).json" }

  package static func make(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw RunnerError("The folder \(path) cannot be made: \(error.fileReason).")
    }
  }

  static func write(_ files: [TemplateFile], into folder: String) throws {
    for file in files {
      let path = folder + "/" + file.path
      try make((path as NSString).deletingLastPathComponent)
      do { try Data(file.text.utf8).write(to: URL(fileURLWithPath: path)) } catch {
        throw RunnerError("\(path) cannot be written: \(error.fileReason).")
      }
      if file.isExecutable { chmod(path, 0o755) }
    }
  }

  /// What an earlier run of the same agent left behind: it was killed, or its machine.
  package func clearWork(of agent: EntityID) { try? FileManager.default.removeItem(atPath: work(agent)) }
}
