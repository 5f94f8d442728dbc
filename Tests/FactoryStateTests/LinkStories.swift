// Links that are opened while the command center runs, or before it has read anything: they lead, and decide nothing.
import FactoryContracts
import FactoryState
import TestSupport
import Testing

@Suite struct LinkStories {
  private func screen() -> TestScreen { TestScreen([Sample.task(1), Sample.task(2), Sample.task(3)]) }

  @Test func aTaskIsSelectedWhateverIsShown() {
    let screen = screen()
    screen.run(.show(.notifications, now: screen.now))
    screen.run(.follow(.task(Sample.id(3)), now: screen.now))
    #expect(screen.state.screen == .queue && screen.state.queue.selectedId == Sample.id(3))
  }

  @Test func whoAsksForADecisionIsToldTheKeyAndNothingIsDecided() {
    for (link, key) in [(DeepLink.approve(Sample.id(2)), "`a`"), (.reject(Sample.id(2)), "`r`")] {
      let screen = screen()
      screen.run(.follow(link, now: screen.now))
      #expect(screen.state.queue.selectedId == Sample.id(2) && screen.state.dialogs.isEmpty)
      #expect(screen.state.toasts.contains { $0.text.contains(key) })
      #expect(screen.state.outbox.items.isEmpty)
    }
  }

  @Test func anOpenDialogIsNotDisturbed() {
    let screen = screen()
    let before = screen.state.queue.selectedId
    screen.run(.requestDialog(.reject, now: screen.now))
    #expect(!screen.state.dialogs.isEmpty)
    screen.run(.follow(.task(Sample.id(3)), now: screen.now))
    #expect(screen.state.queue.selectedId == before && !screen.state.dialogs.isEmpty)
  }

  @Test func whatIsGoneIsSaid() {
    let screen = screen()
    screen.run(.follow(.task(Sample.id(99)), now: screen.now))
    screen.run(.follow(.pipeline(Sample.id(99)), now: screen.now))
    screen.run(.follow(.review(serverName: "none"), now: screen.now))
    #expect(screen.state.toasts.count == 3 && screen.state.screen == .queue)
  }

  @Test func aLinkBeforeTheListIsReadWaitsForIt() {
    let now = Sample.start
    var state = AppState(now: now)
    _ = reduce(&state, .viewport(.list(rows: 10)))
    _ = reduce(&state, .follow(.task(Sample.id(2)), now: now))
    #expect(state.toasts.isEmpty)
    _ = reduce(&state, .snapshot(.began(seq: 1), now: now))
    _ = reduce(
      &state, .snapshot(.chunk(tasks: [Sample.task(1), Sample.task(2)], pipelines: [], agents: []), now: now))
    _ = reduce(&state, .snapshot(.ended, now: now))
    #expect(state.queue.selectedId == Sample.id(2))
  }
}
