// EffectRunner: carries out what the reducer asks of the network and the disk, on worker threads, and posts what came of
// it. Invariants: nothing here runs on the main thread; requests of one lane keep their order; after `stop` nothing is
// posted any more.
import Dispatch
import FactoryContracts
import FactoryState
import Synchronization
import TerminalKit

/// What workers tell the loop.
package enum Message: Sendable {
  case action(AppAction)
  /// A task's change, made ready for drawing.
  case prepared(EntityID, version: Int?, DiffDocument?)
  /// A change as the person's own filter shows it.
  case filtered(FilteredDiff.Key, Result<[[Span]], ProgramProblem>)
  case theme(Theme)
  case themes([String])
  /// A theme to look at.
  case preview(String, Theme)
  case reloaded(Reloaded)
}

/// Work that must not wait for each other: a long snapshot does not hold up the item under the cursor.
package enum Lane: CaseIterable, Sendable { case list, item, command, disk, files, own }

package final class EffectRunner: Sendable {
  package typealias Execute = @Sendable (Lane, @escaping @Sendable () -> Void) -> Void

  let api: any FactoryAPI
  let clock: @Sendable () -> Timestamp
  /// Called on a worker thread when a snapshot is whole and was taken in.
  let loaded: @Sendable () -> Void
  private let post: @Sendable ([Message]) -> Void
  private let execute: Execute
  private let isStopped = Atomic(false)
  let saves = SaveWishes()

  package init(
    api: any FactoryAPI, clock: @escaping @Sendable () -> Timestamp,
    execute: @escaping Execute = EffectRunner.threads(), loaded: @escaping @Sendable () -> Void = {},
    post: @escaping @Sendable ([Message]) -> Void
  ) {
    self.api = api
    self.clock = clock
    self.execute = execute
    self.loaded = loaded
    self.post = post
  }

  /// One thread for each lane, made when it is first needed.
  package static func threads() -> Execute {
    let queues = Dictionary(
      uniqueKeysWithValues: Lane.allCases.map { ($0, DispatchQueue(label: "factory.\($0)", qos: .userInitiated)) })
    return { lane, work in queues[lane]?.async(execute: work) }
  }

  package func stop() { isStopped.store(true, ordering: .releasing) }
  var stopped: Bool { isStopped.load(ordering: .acquiring) }

  func run(_ lane: Lane, _ work: @escaping @Sendable (EffectRunner) -> Void) {
    execute(lane) { [self] in if !stopped { work(self) } }
  }

  func tell(_ messages: Message...) { if !stopped { post(messages) } }
  func tell(_ action: AppAction) { tell(.action(action)) }

  // MARK: Items

  package func fetchTask(_ id: EntityID) {
    run(.item) { runner in
      do throws(APIFailure) {
        let task = try runner.api.request(Endpoints.getTask, path: [id.description]).data
        let document = task.context.diffSummary.map { DiffDocument($0) }
        runner.tell(
          .prepared(id, version: task.version, document), .action(.fetched(.task(task), now: runner.clock())))
      } catch {
        runner.tell(.fetched(.taskFailed(id, reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  package func fetchTimeline(_ subject: TimelineSubject) {
    run(.item) { runner in
      let filter =
        switch subject {
        case .task(let id): ("entityId", id.description)
        case .pipeline(let id): ("pipelineId", id.description)
        }
      do throws(APIFailure) {
        let rows = try runner.api.request(Endpoints.listAudit, query: [filter, ("limit", "100")]).data
        runner.tell(.fetched(.timeline(subject, rows), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.timelineFailed(subject, reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  // MARK: Commands that are no decisions

  package func claim(_ id: EntityID) {
    run(.command) { runner in
      do throws(APIFailure) {
        let task = try runner.api.request(Endpoints.claimTask, path: [id.description]).data
        runner.tell(.fetched(.claimed(task), now: runner.clock()))
      } catch { runner.failed(id, "claim", error) }
    }
  }

  package func reassign(_ id: EntityID, to person: EntityID, reason: String?) {
    run(.command) { runner in
      do throws(APIFailure) {
        let body = ReassignTaskBody(assigneeId: person, reason: reason)
        let task = try runner.api.request(Endpoints.reassignTask, body, path: [id.description]).data
        runner.tell(.fetched(.reassigned(task), now: runner.clock()))
      } catch { runner.failed(id, "reassign", error) }
    }
  }

  private func failed(_ id: EntityID, _ verb: String, _ error: APIFailure) {
    tell(.fetched(.requestFailed(id, verb: verb, reason: FailureWords.sentence(error)), now: clock()))
  }

  // MARK: People

  package func fetchIdentity() {
    run(.command) { runner in
      guard let me = try? runner.api.request(Endpoints.currentUser).data else { return }
      runner.tell(.identity(Identity(id: me.id, name: me.name, role: me.role, scopes: Set(me.scopes))))
    }
  }

  /// Those a task can be given to.
  package func fetchPeople() {
    run(.command) { runner in
      guard let people = try? runner.api.request(Endpoints.listUsers).data else { return }
      let named = people.map { Viewer(id: $0.id, name: $0.name) }
      runner.tell(.dialog(.candidates(named), now: runner.clock()))
    }
  }

  // MARK: Disk

  package func loadReasons(_ path: String?) {
    run(.disk) { runner in runner.tell(.recentReasons(RecentReasons.load(from: path))) }
  }

  package func saveReasons(_ reasons: [String], _ path: String?) {
    guard let path else { return }
    run(.disk) { runner in
      if let problem = RecentReasons.save(reasons, to: path) {
        runner.tell(.notice(.warning, problem, now: runner.clock()))
      }
    }
  }

  package func loadSeenFiles(_ path: String?) {
    run(.disk) { runner in runner.tell(.seenFiles(SeenFiles.load(from: path))) }
  }

  package func saveSeenFiles(_ marks: [UInt64], _ path: String?) {
    guard let path else { return }
    run(.disk) { runner in
      if let problem = SeenFiles.save(marks, to: path) {
        runner.tell(.notice(.warning, problem, now: runner.clock()))
      }
    }
  }

  package func loadComments(_ path: String?) {
    run(.disk) { runner in runner.tell(.comments(CommentFile.load(from: path))) }
  }

  package func saveComments(_ comments: [LineComment], _ path: String?) {
    guard let path else { return }
    run(.disk) { runner in
      if let problem = CommentFile.save(comments, to: path) {
        runner.tell(.notice(.warning, problem, now: runner.clock()))
      }
    }
  }

  package func loadThemeNames(_ catalog: ThemeCatalog) {
    run(.disk) { runner in runner.tell(.themes(catalog.names)) }
  }

  /// What cannot be read is not shown; taking it says why.
  package func previewTheme(_ name: String, _ catalog: ThemeCatalog) {
    run(.disk) { runner in
      if case .success(let theme) = catalog.theme(named: name) { runner.tell(.preview(name, theme)) }
    }
  }

  package func loadTheme(_ name: String, _ catalog: ThemeCatalog) {
    run(.disk) { runner in
      switch catalog.theme(named: name) {
      case .success(let theme): runner.tell(.theme(theme))
      case .failure(let problem): runner.tell(.notice(.warning, problem.sentence, now: runner.clock()))
      }
    }
  }
}
