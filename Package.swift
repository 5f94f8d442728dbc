// swift-tools-version: 6.2
// The manifest of GooseFactory: one executable, one target for each layer and outside technology.
// The arrows between targets are the architecture (docs/architecture.md): imports only go down.
import Foundation
import PackageDescription

/// Swift 6 mode, explicit `any`, explicit imports of members; a warning in our own code stops the build.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  // Folders of what tests read and run, without Swift.
  let data = ["Golden", "Fuzzing", "MCP"].filter {
    FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Tests/\(name)/\($0)")
  }
  return .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: data, swiftSettings: strict)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
func nio(_ product: String) -> Target.Dependency { .product(name: product, package: "swift-nio") }
func nioExtras(_ product: String) -> Target.Dependency { .product(name: product, package: "swift-nio-extras") }

let package = Package(
  name: "GooseFactory",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C shims: macros, variadics and globals of the system's libraries as typed functions.
    .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),
    // Loads libcurl when it is first used, and so does not link it.
    .target(name: "CCurl"),
    .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("crypto")]),
    .target(name: "CTLS", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
    .target(name: "CProcess"),

    // Contract and kit: pure.
    library("FactoryContracts"),
    // Feedback, learning and modals (contract §2.4, §6): apart, so that what does not speak of them does not wait for them.
    library("FactoryLearningContracts", ["FactoryContracts"]),
    library("FactoryCrypto", ["FactoryContracts", "COpenSSL"]),
    library("TerminalKit", [yams]),

    // Logic: no terminal, network, SQL; time and ids are passed in.
    // What coding agents are about to do, as questions, and which rules cover it.
    library("FactoryHooks", ["FactoryContracts", "FactoryCrypto"]),
    library("FactoryEngine", ["FactoryContracts", "FactoryCrypto", "FactoryHooks"]),
    library("FactoryState", ["FactoryContracts"]),

    // Screens.
    library("FactoryTUI", ["FactoryContracts", "FactoryState", "TerminalKit"]),

    // Adapters: one outside technology each.
    library("FactoryStorage", ["FactoryContracts", "FactoryEngine", "FactoryCrypto", grdb]),
    library(
      "FactoryServer",
      [
        "FactoryContracts", "FactoryEngine", "FactoryCrypto", "CTLS", hummingbird, logging, httpTypes,
        nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
        nio("NIOConcurrencyHelpers"), nioExtras("NIOHTTPTypes"), nioExtras("NIOHTTPTypesHTTP1"),
        nioExtras("NIOHTTPCompression"),
      ]),
    library(
      "FactoryClient",
      [
        "FactoryContracts", "FactoryCrypto", "CCurl",
        nio("NIOCore"), nio("NIOEmbedded"), nio("NIOHTTP1"), nio("NIOWebSocket"),
      ]),
    library("FactoryEvidence", ["FactoryContracts"]),
    // The Model Context Protocol and what it offers; it reaches the factory through the ports of the contract only.
    library("FactoryMCP", ["FactoryContracts", "FactoryHooks"]),
    library(
      "FactoryMCPServer",
      ["FactoryContracts", "FactoryMCP", hummingbird, logging, httpTypes, nio("NIOCore"), nio("NIOPosix")]),
    library("NcursesTerminal", ["TerminalKit", "CNcurses"]),
    // Entries in the settings of agents: put in and taken out in place.
    library("FactoryInstall", ["FactoryContracts", yams]),
    // The work of agents: commands under limits, the templates, git, tests, deploys. Talks to the server through the port `FactoryAPI`.
    library("FactoryRunner", ["FactoryContracts", "FactoryEvidence", "CProcess"], exclude: ["Templates"]),

    // Wiring.
    .executableTarget(
      name: "factory",
      dependencies: [
        "FactoryContracts", "FactoryCrypto", "FactoryEngine", "FactoryStorage", "FactoryServer",
        "FactoryClient", "FactoryEvidence", "FactoryHooks", "FactoryInstall", "FactoryMCP", "FactoryMCPServer",
        "FactoryRunner",
        "FactoryState", "FactoryTUI", "TerminalKit", "NcursesTerminal", "CProcess", arguments, logging, yams,
      ],
      swiftSettings: strict),

    // Tests: one folder a target; the pure ones build without Hummingbird and GRDB.
    .target(
      name: "TestSupport", dependencies: ["FactoryContracts"], path: "Tests/Support", swiftSettings: strict),
    tests("FactoryContractsTests", ["FactoryContracts", "FactoryLearningContracts"]),
    tests("FactoryCryptoTests", ["FactoryContracts", "FactoryCrypto"]),
    tests("TerminalKitTests", ["TerminalKit"]),
    tests("NcursesTerminalTests", ["NcursesTerminal", "TerminalKit", "CNcurses"]),
    tests("FactoryEngineTests", ["FactoryContracts", "FactoryEngine", "FactoryCrypto", "FactoryStorage"]),
    tests("FactoryStorageTests", ["FactoryContracts", "FactoryEngine", "FactoryStorage", "FactoryCrypto", grdb]),
    tests(
      "FactoryServerTests",
      [
        "FactoryContracts", "FactoryEngine", "FactoryCrypto", "FactoryServer", "FactoryStorage", "FactoryClient",
        nio("NIOCore"), nio("NIOEmbedded"), nio("NIOWebSocket"),
      ]),
    tests(
      "FactoryClientTests",
      [
        "FactoryContracts", "FactoryCrypto", "FactoryClient", "CCurl",
        nio("NIOCore"), nio("NIOPosix"), nio("NIOEmbedded"), nio("NIOHTTP1"), nio("NIOWebSocket"),
        nio("NIOConcurrencyHelpers"),
      ]),
    tests("FactoryEvidenceTests", ["FactoryContracts", "FactoryEvidence"]),
    tests("FactoryHooksTests", ["FactoryContracts", "FactoryHooks"]),
    tests("FactoryInstallTests", ["FactoryContracts", "FactoryInstall", yams]),
    tests("FactoryRunnerTests", ["FactoryContracts", "FactoryRunner"]),
    tests("FactoryMCPTests", ["FactoryContracts", "FactoryMCP", "FactoryMCPServer"]),
    tests("FactoryStateTests", ["FactoryContracts", "FactoryState"]),
    tests("FactoryTUITests", ["FactoryContracts", "FactoryState", "FactoryTUI", "TerminalKit"]),
    tests("EndToEndTests", ["FactoryContracts"]),
  ]
)
