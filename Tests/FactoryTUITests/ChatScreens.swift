// The chat and the lent terminal, as they look and as keys move through them. Goldens are recorded with FACTORY_RECORD=1.
import FactoryContracts
import FactoryState
import FactoryTUI
import TerminalKit
import TestSupport
import Testing

@Suite struct ChatScreens {
  private static func stage(_ columns: Int, _ rows: Int) -> Stage {
    Stage(columns: columns, rows: rows, world: Scenes.world()) { options in
      options.console = { words in
        if words == "what now" {
          return ("That is not clear, and nothing was done. These are understood:\n  queue", false)
        }
        return (
          text:
            "2 things block, most urgent first:\n1. shop [high]: waits for review\n2. crm [low]: failed\nNext: decide.",
          isGood: true
        )
      }
    }
  }

  @Test(arguments: [(120, 40), (80, 24), (40, 10)]) func questionsAndAnswers(_ columns: Int, _ rows: Int) {
    let stage = Self.stage(columns, rows)
    WatchingScreens.run("chat what's stuck", stage)
    #expect(stage.app.screen == .chat)
    stage.press("<Enter>")
    stage.type("what now")
    stage.press("<Enter>")
    expectGolden(ScreenText.plain(stage.terminal.frame), named: "chat-\(columns)x\(rows)")
    stage.press("g")
    #expect(stage.text.contains("› what's stuck"))
    stage.press("<Esc>")
    #expect(stage.app.screen == .queue)
  }

  @Test func whatToolsWroteDrivesNothing() {
    let stage = Stage(columns: 80, rows: 24, world: Scenes.world()) { options in
      options.console = { _ in ("\u{1b}[2Jx\u{9b}31m\u{202e}y\u{7}", true) }
    }
    WatchingScreens.run("chat queue", stage)
    #expect(
      !stage.text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202e || $0.value == 0x9b })
  }

  @Test func gooseGetsTheTerminalAndGivesItBack() {
    let stage = Self.stage(80, 24)
    WatchingScreens.run("goose", stage)
    #expect(stage.text.contains("goose is not installed") && stage.programs.ran.isEmpty)
    stage.programs.installed = ["goose"]
    WatchingScreens.run("goose", stage)
    #expect(stage.programs.ran.map(\.line) == ["exec goose session"])
    #expect(stage.app.screen == .queue && stage.text.contains("waiting"))
    stage.programs.outcome = .ended(3)
    WatchingScreens.run("goose", stage)
    #expect(stage.text.contains("goose ended with code 3"))
  }
}

@Suite struct LoadOnTheScreen {
  @Test func theSelectedAgentSaysHowBusyItsMachineIs() {
    var world = WatchingScreens.world()
    for index in world.agents.indices {
      world.agents[index].health.load1 = 0.4217
      world.agents[index].health.memoryMB = 41.4
    }
    let stage = WatchingScreens.stage("agents", world: world)
    #expect(stage.text.contains("Now load 0.4 on its machine, 41 MB"), "\(stage.text)")
  }
}

/// Tests and deploys from the screen.
@Suite struct TestAndDeployKeys {
  @Test func tRunsTheTestsOfTheItemsPipeline() {
    let stage = Stage(world: WatchingScreens.world())
    let pipeline = stage.app.selectedRow?.pipelineId
    stage.press("t")
    #expect(pipeline != nil)
    #expect(stage.text.contains("are queued; an agent runs them"), "\(stage.text)")
  }

  @Test func aDeployAsksForItsSecondKeyAndSaysWhatItMeans() {
    var world = WatchingScreens.world()
    world.plan = DeployPlan(
      pipelineId: AssetScreens.pipeline, target: .production, version: "1.2.0", currentVersion: "1.3.0",
      currentStage: .production, requiresApproval: true, steps: [], blockers: [])
    let stage = Stage(world: world)
    stage.press("b")
    for wrong in ["deploy", "deploy moon", "deploy staging 1 2"] {
      WatchingScreens.run(wrong, stage)
      #expect(stage.text.contains("staging or production was expected"), "\(wrong)")
    }
    WatchingScreens.run("deploy production 1.2.0", stage)
    #expect(stage.text.contains("Deploys 1.2.0 to production"))
    #expect(stage.text.contains("takes back") && stage.text.contains("Someone else is asked first"))
    stage.press("<Esc>")
    #expect(stage.app.dialogs.isEmpty && !stage.text.contains("is asked for"))
    WatchingScreens.run("deploy staging", stage)
    stage.press("y")
    #expect(stage.text.contains("to staging is asked for"), "\(stage.text)")
  }
}
