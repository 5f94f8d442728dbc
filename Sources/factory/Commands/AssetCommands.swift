// assets: files of a pipeline, by upload, list, download and comparison (contract §1.5).
import ArgumentParser
import FactoryClient
import FactoryContracts
import Foundation

struct Assets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assets", abstract: "Files of a pipeline: code, reports, builds, each with its versions.",
    subcommands: [
      AssetsList.self, AssetsShow.self, AssetsUpload.self, AssetsDownload.self, AssetsDiff.self,
    ])
}

struct AssetsList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the assets of a pipeline, each version a row, newest first.")
  @Argument(help: "Id, slug or name of the pipeline.") var pipeline: String
  @Option(
    help: "code, config, docs, build, test_report or screenshot.",
    completion: .list(["code", "config", "docs", "build", "test_report", "screenshot"])) var type: String?
  @Option(help: "Stage that they belong to.") var stage: String?
  @OptionGroup var server: ServerOptions

  func validate() throws {
    try check(type, AssetType.self, "--type")
    try check(stage, PipelineStage.self, "--stage")
  }

  func run() throws {
    let api = try Connection.open(server).api
    let id = try PipelineReference.resolve(pipeline, api, json: server.json)
    let query =
      [("limit", "100")] + [("type", type), ("stage", stage)].compactMap { name, value in value.map { (name, $0) } }
    let (assets, meta) = try api.ask(Endpoints.listAssets, path: [id.description], query: query, json: server.json)
    if server.json { return try Output.json(assets) }
    guard !assets.isEmpty else { return Output.line("No assets.") }
    assets.map(AssetText.line).forEach(Output.line)
    let total = meta?.pagination?.total ?? assets.count
    if total > assets.count { Output.line("… and \(total - assets.count) more") }
  }
}

struct AssetsShow: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "show", abstract: "Show what is known of an asset.")
  @OptionGroup var asset: AssetArgument

  func run() throws {
    let found = try asset.find().asset
    try asset.server.json ? Output.json(found) : AssetText.full(found).forEach(Output.line)
  }
}

struct AssetsUpload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upload", abstract: "Upload a file; the same name again is its next version.",
    discussion: "Prints the id. The file is sent in pieces, whatever its size.")
  @Argument(help: "Id, slug or name of the pipeline.") var pipeline: String
  @Argument(help: "The file.") var file: String
  @Option(
    help: "code, config, docs, build, test_report or screenshot.",
    completion: .list(["code", "config", "docs", "build", "test_report", "screenshot"])) var type = "build"
  @Option(help: "Its name; without it, the file's.") var name: String?
  @Option(help: "Stage that it belongs to.") var stage: String?
  @Option(help: "Its media type; without it, told from the bytes and the name.") var contentType: String?
  @OptionGroup var server: ServerOptions

  func validate() throws {
    try check(type, AssetType.self, "--type")
    try check(stage, PipelineStage.self, "--stage")
  }

  func run() throws {
    try checkFile()
    let api = try Connection.open(server).api
    let form = AssetForm(
      path: file, name: name ?? (file as NSString).lastPathComponent,
      pipelineId: try PipelineReference.resolve(pipeline, api, json: server.json),
      type: AssetType.named(type) ?? .build, stage: stage.flatMap { PipelineStage.named($0) }, contentType: contentType)
    let made: Asset
    do throws(APIFailure) {
      made = try api.upload(form, key: RandomIDSource().next(at: .current))
    } catch { throw CommandFailure(error, json: server.json) }
    try server.json ? Output.json(made) : Output.line(made.id.description)
  }

  private func checkFile() throws {
    var status = stat()
    guard stat(file, &status) == 0 else {
      throw CommandFailure(.usage, "\(file) cannot be read: \(String(cString: strerror(errno))).")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw CommandFailure(.usage, "\(file): a regular file was expected.")
    }
    guard access(file, R_OK) == 0 else {
      throw CommandFailure(.usage, "\(file) cannot be read: \(String(cString: strerror(errno))).")
    }
  }
}

struct AssetsDownload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "download", abstract: "Download an asset and check its SHA-256.",
    discussion:
      "Prints the path. The file appears when it is whole; until then, and when it fails, nothing of that name is there."
  )
  @OptionGroup var asset: AssetArgument
  @Option(name: .shortAndLong, help: "A file or a folder; without it, the asset's name in this folder.") var output:
    String?
  @Flag(help: "Replace a file of that name.") var force = false

  func run() throws {
    let (found, api) = try asset.find()
    let path = target(found)
    do {
      try api.download(found, to: path, replacing: force)
    } catch let failure as APIFailure {
      throw CommandFailure(failure, json: asset.server.json)
    } catch {
      throw CommandFailure(.failed, "\(error)")
    }
    try asset.server.json ? Output.json(found) : Output.line(path)
  }

  private func target(_ asset: Asset) -> String {
    output.map { AssetFileName.target(asset, $0) } ?? AssetFileName.safe(asset.name)
  }
}

struct AssetsDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare two versions of an asset.",
    discussion: "Without --from the version before; without --to the asset's own.")
  @OptionGroup var asset: AssetArgument
  @Option(help: "The older version.") var from: Int?
  @Option(help: "The newer version.") var to: Int?

  func run() throws {
    let (found, api) = try asset.find()
    let newer = to ?? found.version
    let older = from ?? newer - 1
    guard older >= 1 else {
      throw CommandFailure(.usage, "\(found.name) has no version before \(newer); name one with --from.")
    }
    let summary = try api.ask(
      Endpoints.diffAsset, path: [found.id.description],
      query: [("fromVersion", "\(older)"), ("toVersion", "\(newer)")],
      json: asset.server.json
    ).data
    if asset.server.json { return try Output.json(summary) }
    for file in summary.files {
      Output.line("\(file.path)  +\(file.insertions) -\(file.deletions)")
      TaskText.lines(of: file.patch ?? "").forEach(Output.line)
    }
  }
}

/// An asset by its id.
struct AssetArgument: ParsableArguments {
  @Argument(help: "Id of the asset.") var id: String
  @OptionGroup var server: ServerOptions

  func find() throws -> (asset: Asset, api: RESTClient) {
    guard let id = EntityID(id) else {
      throw CommandFailure(.usage, "“\(self.id)” is no asset id: a UUID was expected.")
    }
    let api = try Connection.open(server).api
    return (try api.ask(Endpoints.getAsset, path: [id.description], json: server.json).data, api)
  }
}

/// A name that a server gave, as a name in a folder.
enum AssetFileName {
  /// In a folder that is there, one name in it; else the path itself. A name from the server is never a path.
  static func target(_ asset: Asset, _ place: String) -> String {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: place, isDirectory: &isFolder)
    return isThere && isFolder.boolValue ? (place as NSString).appendingPathComponent(safe(asset.name)) : place
  }

  static func safe(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let plain = String(last.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "_" : Character($0) })
    return plain.isEmpty || plain == "." || plain == ".." ? "asset" : plain
  }
}

enum AssetText {
  static func line(_ asset: Asset) -> String {
    let size = ByteCountFormatter.string(fromByteCount: asset.sizeBytes, countStyle: .binary)
    return "\(asset.id)  \(asset.type.rawValue)  v\(asset.version)  \(size)  \(asset.name)"
  }

  static func full(_ asset: Asset) -> [String] {
    [
      asset.name, "version \(asset.version), \(asset.type.rawValue), \(asset.sizeBytes) bytes, \(asset.contentType)",
      "sha-256 \(asset.checksumSha256)",
      "pipeline \(asset.pipelineId)\(asset.stageName.map { ", \($0.rawValue)" } ?? "")",
      "by \(asset.generatorType.rawValue) \(asset.generatedBy), \(asset.createdAt)",
    ]
  }
}
