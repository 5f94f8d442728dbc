// The table of contents of the server: what it is made of, in the order in which it is put together.
//
//   store commits ─→ Hub ─→ WebSocket connections        Listener ─→ FactoryChannel ─→ Responder ─→ RouteTable ─→ Engine
//                └─→ DecisionTimer ─→ Engine                                       └─→ FactorySocketDoor ─→ SocketConnection
//
// The steps of a request are in `Responder`, the handlers in `Routes`, the socket in `Socket`.
import FactoryContracts
import FactoryCrypto
import FactoryEngine
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// The API server over one engine: REST below `/v1`, the socket at `/v1/ws`, on TCP and a Unix socket at the same time.
package struct FactoryServer: Sendable {
  package let engine: Engine
  package let configuration: ServerConfiguration
  package let owner: LocalOwner?
  package let version: String
  package let log: ServerLog
  /// Where the bytes of assets are.
  package let blobs: any BlobStore
  private let comparer: AssetComparer?

  /// - Parameters:
  ///   - owner: The local owner's token (ruling R58); nil: only users sign in.
  ///   - version: Of the program, for health answers.
  ///   - log: Where lines go; nil: stderr at the configured level.
  package init(
    engine: Engine, configuration: ServerConfiguration, owner: LocalOwner? = nil, version: String,
    log: ServerLog? = nil, blobs: any BlobStore = MemoryBlobs(), comparer: AssetComparer? = nil
  ) {
    self.engine = engine
    self.configuration = configuration
    self.owner = owner
    self.version = version
    self.blobs = blobs
    self.comparer = comparer
    self.log = log ?? ServerLog(level: configuration.logLevel)
  }

  /// Starts listening; returns when connections are accepted.
  /// - Throws: `ListenProblem`, `WeakSecret`, `StoreFailure`.
  package func start() async throws -> RunningServer {
    let group = MultiThreadedEventLoopGroup.singleton
    let hub = Hub(group: group)
    let timer = DecisionTimer(engine: engine, log: log)
    let pages = PageCache()
    engine.store.onCommit { events in
      pages.committed()
      hub.publish(events)
      timer.committed(events)
    }
    hub.advance(to: try await engine.read { try $0.seq() })
    let open = OpenConnections()
    let contexts = try configuration.tls.map { try TLSContexts($0) }
    let channel = try channel(hub: hub, open: open, pages: pages)
    let listeners = try await listen(channel, contexts, group)
    timer.start()
    report(listeners)
    return RunningServer(
      listeners: listeners, open: open, timer: timer, socketPath: configuration.socketPath, log: log,
      drainSeconds: configuration.limits.drainSeconds, tls: contexts)
  }

  /// What every connection is served with.
  private func channel(hub: Hub, open: OpenConnections, pages: PageCache) throws -> FactoryChannel {
    let limits = configuration.limits
    let signer = try TokenSigner(secret: configuration.tokenSecret ?? SecureRandom.bytes(32))
    let signIn = SignIn(
      store: engine.store, signer: signer, accessSeconds: configuration.accessSeconds,
      refreshSeconds: configuration.refreshSeconds, passwordCost: configuration.passwordCost,
      ids: engine.ids)
    let directory = AccessDirectory(engine: engine, log: log)
    engine.access.onChange { [weak directory] changes in
      directory?.forget()
      hub.end(changes)
    }
    let authenticator = Authenticator(owner: owner, signer: signer, directory: directory, guesses: signIn.guardian)
    let services = Services(
      engine: engine, signIn: signIn, owner: owner, log: log, limits: limits,
      snapshots: SnapshotGate(limits.snapshots), pages: pages, version: version,
      figures: { Self.figures(hub, open) }, blobs: blobs, assetBytes: configuration.assetBytes, comparer: comparer)
    let crossOrigin = CrossOrigin(origins: configuration.corsOrigins)
    let responder = Responder(
      table: Self.routes(services), authenticator: authenticator,
      rateLimiter: RateLimiter(perMinute: configuration.rateLimit), reader: BodyReader(limits: limits), log: log,
      metrics: services.metrics, crossOrigin: crossOrigin, ids: engine.ids)
    let door = FactorySocketDoor(
      authenticator: authenticator, hub: hub, store: engine.store, limits: limits,
      origins: OriginRule(allowed: configuration.corsOrigins), log: log, ids: engine.ids)
    return FactoryChannel(
      responder: { request, writer, channel in try await responder.respond(request, writer, channel) }, door: door,
      limits: limits, open: open, compressFrom: configuration.compressFrom)
  }

  private static func figures(_ hub: Hub, _ open: OpenConnections) -> [StoreFigure] {
    [
      StoreFigure("factory_connections", "Connections that are open.", Double(open.count), isCounter: false),
      StoreFigure("factory_sockets", "WebSockets that are open.", Double(hub.connections), isCounter: false),
      StoreFigure("factory_events_total", "Events told since the start.", Double(hub.published), isCounter: true),
      StoreFigure("factory_event_seq", "Number of the last event.", Double(hub.latest), isCounter: false),
    ]
  }

  /// Every endpoint with its handler.
  static func routes(_ services: Services) -> RouteTable {
    var builder = RouteBuilder(services)
    builder.addSessions()
    builder.addKeys()
    builder.addRules()
    builder.addUsers()
    builder.addPipelines()
    builder.addTasks()
    builder.addApprovals()
    builder.addAssets()
    builder.addJobs()
    builder.addWatching()
    builder.addNotifications()
    builder.addBlockers()
    builder.addStreams()
    builder.addAuditExport()
    builder.addSearch()
    builder.addHealth()
    builder.addMetrics()
    builder.addLinks()
    builder.addDocument()
    return builder.table
  }

  private func report(_ listeners: [Listener]) {
    var line = LogLine(.info, "Listening")
    if let host = configuration.host { line.data.append(("host", .string(host))) }
    for port in listeners.compactMap(\.port) { line.data.append(("port", .integer(Int64(port)))) }
    if let path = configuration.socketPath { line.data.append(("socket", .string(path))) }
    log.log(line)
  }

  /// TCP speaks TLS where it is set; the Unix socket never leaves the machine.
  private func listen(
    _ channel: FactoryChannel, _ contexts: TLSContexts?, _ group: any EventLoopGroup
  ) async throws -> [Listener] {
    let logger = Logger(label: "factory") { _ in LibraryLogHandler(log: log) }
    var listeners: [Listener] = []
    do {
      if let host = configuration.host {
        var channel = channel
        channel.tls = contexts
        listeners.append(
          try await .open(
            .hostname(host, port: configuration.port), named: "\(host):\(configuration.port)", channel: channel,
            group: group, logger: logger))
      }
      if let path = configuration.socketPath {
        listeners.append(try await .open(socketPath: path, channel: channel, group: group, logger: logger))
      }
    } catch {
      for listener in listeners { try? await listener.server.shutdownGracefully() }
      throw error
    }
    guard !listeners.isEmpty else {
      throw ListenProblem(description: "There is nothing to listen on: neither a host nor a Unix socket is set.")
    }
    return listeners
  }
}
