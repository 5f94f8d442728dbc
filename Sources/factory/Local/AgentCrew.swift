// Agents of this process: who they are, a thread each, and a bell that the live link rings. Ended as a whole.
import Dispatch
import FactoryClient
import FactoryContracts
import FactoryRunner
import Foundation
import Synchronization

final class AgentCrew: Sendable {
  private let connection: CrewConnection
  private let settings: AgentSettings
  private let members: [(identity: AgentIdentity, lock: Int32)]
  private let leaseSeconds: Int
  private let monitorSeconds: Double
  private let report: @Sendable (String) -> Void
  private let stop = StopSignal()
  private let running = DispatchGroup()
  private let failure = Mutex<String?>(nil)
  private let bells = Mutex<[Bell]>([])
  private let link = Mutex<(any EventLink)?>(nil)

  /// What of a connection agents need.
  struct CrewConnection: Sendable {
    var api: RESTClient
    var link: @Sendable () -> any EventLink
    var address: ServerAddress
  }

  init(
    _ connection: Connection, types: [AgentType], name: String?, settings: AgentSettings, leaseSeconds: Int = 15,
    monitorSeconds: Double = 30, report: @escaping @Sendable (String) -> Void
  ) throws {
    let source = connection.source
    let (socket, embedded) = (connection.socketAddress, connection.embedded)
    self.connection = CrewConnection(
      api: connection.api,
      link: {
        let reader = SocketReader(address: socket, source: source)
        return embedded.map { RevivingLink(reader, server: $0) } ?? reader
      }, address: connection.address)
    (self.settings, self.leaseSeconds, self.monitorSeconds) = (settings, leaseSeconds, monitorSeconds)
    self.report = report
    let papers = AgentPapers(connection, folders: settings.folders)
    members = try types.map { type in
      try papers.identity(type) { role in name.map { types.count > 1 ? "\($0)-\(role)" : $0 } }
    }
  }

  var names: [String] { members.map(\.identity.name) }

  /// Starts every agent; returns at once.
  func start() {
    for member in members { start(member.identity) }
    let link = connection.link()
    link.start(channels: ["pipeline:*", "agents:*"], since: nil) { [weak self] event in
      switch event {
      case .connected, .resumeTooOld: self?.ring()
      case .event(let event):
        // Heartbeats tell of no work.
        if case .agentHeartbeat = event.event { return }
        self?.ring()
      default: break
      }
    }
    self.link.withLock { $0 = link }
  }

  private func ring() { for bell in bells.withLock({ $0 }) { bell.ring() } }

  private func start(_ identity: AgentIdentity) {
    let api = client(identity)
    let loop = AgentLoop(
      identity, api: api, assets: api, worker: Self.worker(identity.type), settings: settings, stop: stop,
      leaseSeconds: leaseSeconds, report: report)
    bells.withLock { $0.append(loop.bell) }
    thread(identity.name) { [self] in
      do { try loop.run() } catch {
        failure.withLock { $0 = $0 ?? "\(error)" }
        report("\(error)")
        end("an agent cannot work")
      }
    }
    guard identity.type == .monitor else { return }
    let rounds = MonitorRounds(
      identity, api: api, settings: settings, every: monitorSeconds, stop: stop, report: report)
    thread("\(identity.name)-rounds") { rounds.run() }
  }

  private func client(_ identity: AgentIdentity) -> RESTClient {
    guard let key = identity.key,
      let credential = try? Credential(.apiKey, secret: key, for: connection.address, source: identity.name)
    else { return connection.api }
    return RESTClient(address: connection.address, credential: credential)
  }

  private func thread(_ name: String, _ work: @escaping @Sendable () -> Void) {
    running.enter()
    let thread = Thread { [running] in
      work()
      running.leave()
    }
    thread.name = name
    thread.stackSize = 2 << 20
    thread.start()
  }

  static func worker(_ type: AgentType) -> any JobWorker {
    switch type {
    case .aiBuilder, .unknown: BuilderWorker()
    case .testRunner: TestWorker()
    case .deployer: DeployWorker()
    case .monitor: MonitorWorker()
    }
  }

  /// Asks all of them to end.
  func end(_ reason: String) {
    stop.raise(reason)
    ring()
  }

  /// Until all ended.
  /// - Throws: when one of them could not work.
  func wait() throws {
    running.wait()
    link.withLock { $0 }?.stop()
    for member in members { close(member.lock) }
    if let words = failure.withLock({ $0 }) { throw CommandFailure(.failed, words) }
  }
}

/// Finds or makes the identities of agents: a file each, locked while the agent runs.
struct AgentPapers {
  let connection: Connection
  let folders: AgentFolders

  init(_ connection: Connection, folders: AgentFolders) {
    self.connection = connection
    self.folders = folders
  }

  /// - Parameter naming: from what the agent does to its name; nil for one of our own making: then the first that is free.
  func identity(
    _ type: AgentType, naming: (String) -> String?
  ) throws -> (identity: AgentIdentity, lock: Int32) {
    let role = Self.role(type)
    if let name = naming(role) {
      guard let lock = try lock(name) else {
        throw CommandFailure(.usage, "--name: an agent called \(name) is running already on this machine.")
      }
      return (try papers(name, type), lock)
    }
    for number in 1...99 {
      let own = number == 1 ? role : "\(role)-\(number)"
      if let lock = try lock(own) { return (try papers(own, type), lock) }
    }
    throw CommandFailure(.failed, "99 agents of the type \(type.rawValue) are running already.")
  }

  private static func role(_ type: AgentType) -> String {
    switch type {
    case .aiBuilder, .unknown: "builder"
    case .testRunner: "tester"
    case .deployer: "deployer"
    case .monitor: "monitor"
    }
  }

  /// nil when another process holds it.
  private func lock(_ name: String) throws -> Int32? {
    let path = folders.identity(name) + ".lock"
    try Paths.makePrivate((path as NSString).deletingLastPathComponent)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CommandFailure(.failed, "\(path) cannot be opened: \(String(cString: strerror(errno))).")
    }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
    close(descriptor)
    return nil
  }

  /// An owner's agents get an account and a key of their own, so that nothing an agent does counts as the owner's.
  private func papers(_ name: String, _ type: AgentType) throws -> AgentIdentity {
    let path = folders.identity(name)
    let known = FileManager.default.contents(atPath: path).flatMap {
      try? FactoryJSON.decode(AgentIdentity.self, from: $0)
    }
    if let known, known.type == type, accepts(known) { return known }
    let me = try connection.api.ask(Endpoints.currentUser).data
    let identity: AgentIdentity
    switch me.role {
    case .owner, .admin: identity = try enroll(name, type)
    case .agent: identity = AgentIdentity(id: me.id, name: name, type: type)
    default: identity = AgentIdentity(id: known?.id ?? RandomIDSource().next(at: .current), name: name, type: type)
    }
    try ServerFiles.replace(path, with: try FactoryJSON.canonical(identity))
    return identity
  }

  private func accepts(_ identity: AgentIdentity) -> Bool {
    guard let key = identity.key,
      let credential = try? Credential(.apiKey, secret: key, for: connection.address, source: identity.name)
    else { return false }
    let client = RESTClient(address: connection.address, credential: credential)
    return (try? client.request(Endpoints.currentUser).data.id) == identity.id
  }

  private func enroll(_ name: String, _ type: AgentType) throws -> AgentIdentity {
    let api = connection.api
    let email = "\(Self.mailbox(name))@agents.invalid"
    let user: User
    if let known = try account(email) {
      user = known
    } else {
      user = try api.ask(Endpoints.createUser, CreateUserBody(email: email, name: name, role: .agent)).data
    }
    let key = CreateKeyBody(name: "agent \(name)", scopes: Role.agent.scopes, principalId: user.id)
    let made = try api.ask(Endpoints.createKey, key).data
    return AgentIdentity(id: user.id, name: name, type: type, key: made.apiKey)
  }

  private func account(_ email: String) throws -> User? {
    var cursor: String?
    repeat {
      let query = [("limit", "100")] + (cursor.map { [("cursor", $0)] } ?? [])
      let page = try connection.api.ask(Endpoints.listAccounts, query: query)
      if let found = page.data.first(where: { $0.email == email }) { return found }
      cursor = page.meta?.nextCursor
    } while cursor != nil
    return nil
  }

  private static func mailbox(_ name: String) -> String {
    String(name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }
}
