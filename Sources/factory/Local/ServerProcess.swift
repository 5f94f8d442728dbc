// The body of `factory serve`: opens the store, makes sure the local owner exists, listens, says so, and drains on a signal.
import FactoryContracts
import FactoryEngine
import FactoryEvidence
import FactoryServer
import FactoryStorage
import Foundation

struct ServerProcess {
  /// Folder of the user's own or a throw-away store; nil when served by hand.
  let embeddedFolder: String?
  /// Where the starting program waits for one line.
  let readiness: Int32?
  /// A pipe whose end tells this server to end.
  let lifeline: Int32?

  func run() async throws {
    do {
      try await serve()
    } catch {
      report("\(error)")
      throw (error as? CommandFailure) ?? CommandFailure(.failed, "\(error)")
    }
  }

  private func serve() async throws {
    let own = try ConfigFile.read(Paths().gooseConfig)?.serverVariables ?? [:]
    let environment = own.merging(ProcessInfo.processInfo.environment) { $1 }
    var configuration = try sentence(.usage) { try ServerConfiguration.read(environment: environment) }
    let location = try self.location(environment)
    if let embeddedFolder { try embed(&configuration, in: ServerFiles(folder: embeddedFolder)) }
    let store = try sentence { try SQLiteStore(location, slaPolicy: configuration.slaPolicy) }
    let owner = try await owner(store, location, configuration)
    var settings = EngineSettings(
      selfDecision: configuration.selfDecision ?? (embeddedFolder != nil), slaSeconds: configuration.slaSeconds,
      approverPolicy: .countUsers, notifications: configuration.zonedNotifications)
    configuration.applyJobs(to: &settings)
    let server = FactoryServer(
      engine: Engine(store: store, ids: RandomIDSource(), settings: settings), configuration: configuration,
      owner: owner, version: ProgramVersion.current,
      blobs: Self.blobs(location),
      comparer: { try GitTextDiff.between($0, $1, name: $2) })
    let sweeping = Self.sweep(server)
    defer { sweeping.cancel() }
    let anchoring = Self.anchor(store, seconds: configuration.anchorSeconds, log: server.log)
    defer { anchoring.cancel() }
    do {
      try await server.run(stopOn: [SIGTERM, SIGINT, SIGHUP]) { announce($0, owner: owner) }
    } catch {
      await store.close()
      throw error
    }
    if let embeddedFolder { unlink(ServerFiles(folder: embeddedFolder).state) }
    await store.close()
  }

  /// Beside the database; a store in memory keeps them in memory too.
  private static func blobs(_ location: StoreLocation) -> any BlobStore {
    switch location {
    case .file(let path): FolderBlobs(folder: AssetFolder.path(of: path))
    case .memory: MemoryBlobs()
    }
  }

  /// Removes what uploads left that did not come to their end before this start. A file comes before its row, so a file
  /// of this process without one may be on its way.
  private static func sweep(_ server: FactoryServer) -> Task<Void, Never> {
    let start = Timestamp(seconds: Date().timeIntervalSince1970)
    return Task(executorPreference: globalConcurrentExecutor) {
      do {
        for key in try server.blobs.sweep(before: start) {
          if try await server.engine.read({ try $0.asset(key) }) == nil { try server.blobs.remove(key) }
        }
      } catch { server.log.log(LogLine(.error, "\(error)", service: "worker")) }
    }
  }

  /// Notes the end of the audit log at intervals, in which something was written; an idle server wakes up for nothing.
  private static func anchor(_ store: SQLiteStore, seconds: Double, log: ServerLog) -> Task<Void, Never> {
    let (changes, changed) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    store.onCommit { _ in changed.yield() }
    return Task {
      for await _ in changes {
        do { try await Task.sleep(for: .seconds(seconds)) } catch { return }
        do { try await store.anchorAudit() } catch { log.log(LogLine(.error, "\(error)", service: "worker")) }
      }
    }
  }

  private func location(_ environment: [String: String]) throws -> StoreLocation {
    guard let embeddedFolder else { return try StoreAccess.location(environment: environment) }
    return .file(ServerFiles(folder: embeddedFolder).database)
  }

  /// A free loopback port beside the socket; nobody counts the requests of the person whose machine it is.
  private func embed(_ configuration: inout ServerConfiguration, in files: ServerFiles) throws {
    try Paths.makePrivate(files.folder)
    try Paths.makePrivate((files.socket as NSString).deletingLastPathComponent)
    configuration.host = "127.0.0.1"
    configuration.port = 0
    configuration.socketPath = files.socket
  }

  /// The local owner of a store that only this machine reaches (ruling R58): a token file beside it, a person in it.
  private func owner(
    _ store: SQLiteStore, _ location: StoreLocation, _ configuration: ServerConfiguration
  ) async throws -> LocalOwner? {
    guard configuration.isLoopback, case .file(let path) = location else { return nil }
    let files = ServerFiles(folder: embeddedFolder ?? (path as NSString).deletingLastPathComponent)
    let token = try files.ownerToken()
    let user = try await LocalPerson.ensure(in: store)
    let actor = Actor(kind: .user, id: user.id, name: user.name, role: .owner)
    return LocalOwner(token: token, actor: actor, email: user.email)
  }

  private func announce(_ running: RunningServer, owner: LocalOwner?) {
    if let embeddedFolder, let owner {
      let files = ServerFiles(folder: embeddedFolder)
      let state = ServerState(
        pid: getpid(), port: running.boundPort ?? 0, socket: files.socket, version: ProgramVersion.current,
        startedAt: .current, ownerId: owner.actor.id)
      do { try files.write(state) } catch {
        report("\(error)")
        Task { await running.stop() }
        return
      }
    }
    report("ready")
    if let lifeline { Lifeline.watch(lifeline) { Task { await running.stop() } } }
  }

  /// One line for whoever started this; nobody may be there any more.
  private func report(_ line: String) {
    guard let readiness else { return }
    let text = line.split(separator: "\n").first.map(String.init) ?? line
    _ = (text + "\n").withCString { write(readiness, $0, strlen($0)) }
    close(readiness)
  }
}

/// Waits for the end of a pipe on a thread of its own.
enum Lifeline {
  static func watch(_ descriptor: Int32, _ ended: @escaping @Sendable () -> Void) {
    let thread = Thread {
      var byte: UInt8 = 0
      while true {
        let count = read(descriptor, &byte, 1)
        if count == 0 || (count < 0 && errno != EINTR) { break }
      }
      ended()
    }
    thread.name = "lifeline"
    thread.stackSize = 64 << 10
    thread.start()
  }
}

/// The person whose machine it is, as a user of the store without a password.
enum LocalPerson {
  static func ensure(in store: SQLiteStore) async throws -> User {
    let login = ProcessInfo.processInfo.environment["USER"].flatMap { $0.isEmpty ? nil : $0 } ?? NSUserName()
    let name = login.isEmpty ? "owner" : login
    let now = Timestamp.current
    let id = RandomIDSource().next(at: now)
    return try await store.write { tx in
      if let text = try tx.setting(SettingName.localOwner)?.string, let known = EntityID(text),
        let stored = try tx.user(known)
      {
        return stored.user
      }
      let user = User(id: id, email: "\(name)@localhost", name: name, role: .owner, createdAt: now)
      try tx.insert(StoredUser(user: user, passwordHash: nil))
      try tx.set(SettingName.localOwner, to: .string(id.description))
      return user
    }
  }
}
