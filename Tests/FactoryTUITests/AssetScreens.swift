// Assets as they look and as keys move through them: the tab of an item and the third pane of a pipeline. Goldens are recorded with
// FACTORY_RECORD=1.
import FactoryContracts
import FactoryState
import FactoryTUI
import Synchronization
import TerminalKit
import TestSupport
import Testing

@Suite struct AssetScreens {
  static let pipeline = Sample.id(1001)

  static func asset(
    _ number: Int, _ name: String, _ type: AssetType, _ version: Int, _ bytes: Int64, _ minutes: Double
  ) -> Asset {
    Asset(
      id: Sample.id(7000 + number), pipelineId: pipeline, stageName: .testing, type: type, name: name,
      storageKey: "key", sizeBytes: bytes, contentType: "application/xml",
      checksumSha256: String(repeating: "\(number % 10)a4f", count: 16), version: version, generatedBy: Sample.id(4001),
      generatorType: .agent, createdAt: Scenes.before(minutes))
  }

  static func world() -> FakeAPI.World {
    var world = PipelineScreens.world()
    world.assets = [
      asset(5, "ghl-mcp-server.tar.gz", .build, 2, 48_311, 12), asset(4, "junit.xml", .testReport, 3, 9_120, 19),
      asset(3, "junit.xml", .testReport, 2, 8_777, 110), asset(2, "coverage.xml", .testReport, 1, 2_345_678, 112),
      asset(1, "a-very-long-name-of-a-screenshot-that-is-cut-in-every-pane.png", .screenshot, 1, 1 << 30, 4000),
    ]
    world.assetDiff = DiffSummary(filesChanged: 1, insertions: 1, deletions: 1, files: [Sample.diffFile()])
    return world
  }

  private func golden(_ stage: Stage, _ name: String) {
    expectGolden(ScreenText.plain(stage.terminal.frame), named: name)
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func tab(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows, world: Self.world())
    stage.press("<Enter>", "5", "j")
    golden(stage, "assets-\(columns)x\(rows)")
  }

  @Test(arguments: [(120, 40), (40, 10)]) func pane(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows, world: Self.world())
    stage.press("P", "<Tab>", "<Tab>", "j")
    golden(stage, "pipeline-assets-\(columns)x\(rows)")
  }

  @Test(arguments: [(120, 40), (80, 24)]) func comparison(_ columns: Int, _ rows: Int) {
    let stage = Stage(columns: columns, rows: rows, world: Self.world())
    stage.press("<Enter>", "5", "j", "V")
    golden(stage, "assets-compare-\(columns)x\(rows)")
  }

  /// The lane of files on a thread of its own, as in the program: the screen goes on while a file grows.
  @Test(arguments: [(120, 40), (80, 24)]) func savingShowsHowFarItIsAndIsStopped(_ columns: Int, _ rows: Int) throws {
    let steps = Mutex<[@Sendable () -> Void]>([])
    let goes = Mutex<[Bool]>([])
    let stage = Stage(columns: columns, rows: rows, world: Self.world()) { options in
      options.keepAsset = { _, _, goesOn in
        let wanted = goesOn(4_000)
        goes.withLock { $0.append(wanted) }
        return .failure(ProgramProblem(sentence: "ended"))
      }
    } execute: { lane, work in
      if lane == .files { steps.withLock { $0.append(work) } } else { work() }
    }
    stage.press("<Enter>", "5", "j")
    // What opening said goes first.
    for _ in 0..<60 where stage.text.contains("is yours") { stage.settle() }
    stage.press("s", "<Enter>")
    #expect(stage.text.contains("saving junit.xml 0 % of 8.9 KiB, :stop-saving ends it"))
    golden(stage, "assets-saving-\(columns)x\(rows)")
    stage.press(":")
    stage.type("stop-saving")
    stage.press("<Enter>")
    let work = try #require(steps.withLock { $0.popLast() })
    work()
    stage.settle()
    #expect(goes.withLock { $0 } == [false])
    #expect(stage.text.contains("it was stopped") && stage.app.assets.saving.isEmpty)
    // The next one is wanted again, and says how far it is.
    stage.press("s", "<Enter>")
    let next = try #require(steps.withLock { $0.popLast() })
    next()
    #expect(goes.withLock { $0 } == [false, true])
    stage.settle()
    #expect(stage.text.contains("could not be saved: ended"))
  }

  @Test func asksWhereAndSaysWhere() {
    let stage = Stage(columns: 80, rows: 24, world: Self.world())
    stage.press("<Enter>", "5", "j", "s")
    golden(stage, "assets-save-80x24")
    #expect(stage.kept.all.isEmpty)
    stage.press("<Backspace>")
    stage.type("/tmp/reports")
    stage.press("<Enter>")
    #expect(stage.kept.all == ["junit.xml v3 /tmp/reports"])
    #expect(stage.text.contains("is saved: /tmp/reports/it"))
    // The folder is offered again, and nothing is kept for Esc.
    stage.press("<Enter>")
    #expect(stage.text.contains("Where /tmp/reports"))
    stage.press("<Esc>")
    #expect(stage.kept.all.count == 1)
  }

  // MARK: - Stories

  @Test func readOnlyWhenLookedAtAndOnce() {
    let list = "GET /v1/pipelines/\(Self.pipeline)/assets?limit=100"
    let stage = Stage(world: Self.world())
    stage.press("<Enter>", "2", "3", "4")
    #expect(!stage.api.asked.contains(list))
    stage.press("5")
    #expect(stage.text.contains("junit.xml"))
    stage.press("1", "5", "<Esc>", "P", "<Tab>", "<Tab>")
    #expect(stage.text.contains("junit.xml"))
    #expect(stage.api.asked.count { $0 == list } == 1)
    stage.press("<C-r>")
    #expect(stage.api.asked.count { $0 == list } == 2)
  }

  @Test func aComparisonIsOfTheVersionBefore() {
    let stage = Stage(world: Self.world())
    stage.press("<Enter>", "5", "j", "V")
    let id = Self.world().assets[1].id
    #expect(stage.api.asked.last == "GET /v1/assets/\(id)/diff?fromVersion=2&toVersion=3")
    #expect(stage.text.contains("v2 → v3"))
    // Esc leads back to the list, and from there out of the item.
    stage.press("<Esc>")
    #expect(stage.text.contains("coverage.xml") && stage.app.focus == .context)
    stage.press("j", "j", "V")
    #expect(stage.text.contains("no version before"))
    stage.press("<Esc>")
    #expect(stage.app.focus == .list)
  }

  @Test func aComparisonScrollsToItsEndAndNoFurther() {
    var world = Self.world()
    let lines = (1...200).map { "+line \($0)" }.joined(separator: "\n")
    world.assetDiff = DiffSummary(
      filesChanged: 1, insertions: 200, deletions: 0,
      files: [
        DiffFile(path: "big", status: .modified, insertions: 200, deletions: 0, patch: "@@ -0,0 +1,200 @@\n" + lines)
      ])
    let stage = Stage(world: world)
    stage.press("P", "<Tab>", "<Tab>", "V", "G")
    #expect(stage.text.contains("line 200"))
    stage.press("j", "<C-d>")
    #expect(stage.text.contains("line 200") && stage.text.contains("line 190"))
    stage.press("g")
    #expect(stage.text.contains("line 1") && !stage.text.contains("line 200"))
  }

  @Test func whatCannotBeComparedOrKeptSaysWhy() {
    var world = Self.world()
    world.assetDiff = nil
    let stage = Stage(world: world)
    stage.press("<Enter>", "5", "V")
    #expect(stage.text.contains("Not compared: There is no such thing."))
    stage.press("<Esc>", ":")
    stage.type("save /full/disk")
    stage.press("<Enter>")
    #expect(stage.text.contains("could not be saved: the disk is full"))
    let down = Stage(world: Self.world())
    down.api.world.withLock { $0.isDown = true }
    down.press("<Enter>", "5")
    #expect(down.text.contains("Not fetched: The server cannot be reached"))
  }

  @Test func aNewVersionAppearsByItselfAndMovesNothing() {
    let stage = Stage(world: Self.world())
    stage.press("<Enter>", "5", "j")
    let selected = stage.app.selectedAsset?.id
    let fresh = Self.asset(9, "junit.xml", .testReport, 4, 9_200, 0)
    stage.link.post(.event(Sample.event(.assetUpdated(.init(asset: fresh)), seq: 2)))
    stage.settle()
    #expect(stage.text.contains("v4"))
    #expect(stage.app.selectedAsset?.id == selected && selected != nil)
  }

  @Test func onlyAPipelineHasAssets() {
    let stage = Stage(world: Self.world())
    stage.press("G", "<Enter>")
    #expect(stage.app.selectedRow?.pipelineId == nil && !stage.text.contains("assets"))
    stage.press("4", "<Tab>")
    #expect(stage.app.context.tab == .overview)
    // Keys about assets say what is missing.
    stage.press("s")
    #expect(stage.text.contains("No asset is chosen here") && stage.kept.all.isEmpty)
  }

  @Test func namesOfOthersDriveNothing() {
    var world = Self.world()
    world.assets[0].name = Scenes.hostile().tasks[0].title
    for (columns, rows) in [(120, 40), (80, 24), (40, 10), (20, 5)] {
      let stage = Stage(columns: columns, rows: rows, world: world)
      for key in ["<Enter>", "5", "s", "<Esc>", "V", "<Esc>", "<Esc>", "P", "<Tab>", "<Tab>"] {
        stage.press(key)
        #expect(
          !stage.text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202e || $0.value == 0x9b })
        #expect(stage.lines.allSatisfy { SafeText($0).width <= columns })
      }
    }
  }

  @Test func sizesAsPeopleReadThem() {
    let table: [(Int64, String)] = [
      (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (48_311, "47.2 KiB"), (102_400, "100 KiB"),
      (1_048_575, "1 MiB"), (1 << 30, "1 GiB"),
    ]
    for (bytes, words) in table { #expect(Words.size(bytes) == words) }
  }
}
