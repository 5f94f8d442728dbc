// The order of stages and urgencies.
import FactoryContracts
import FactoryLearningContracts
import Testing

@Suite struct StageTests {
  @Test func stagesFollowOneAnother() {
    for (index, stage) in PipelineStage.declared.enumerated() {
      #expect(stage.order == index)
      #expect(stage.next?.previous ?? stage == stage)
      #expect(stage.previous?.next ?? stage == stage)
    }
    #expect(PipelineStage.intake.previous == nil && PipelineStage.published.next == nil)
    #expect(
      PipelineStage.unknown.order == -1 && PipelineStage.unknown.next == nil && PipelineStage.unknown.previous == nil)
    #expect(PipelineStage.declared.filter(\.isGate) == [.review, .staging, .production])
  }

  @Test func criticalComesFirstAndTheUnknownLast() {
    #expect(Priority.allCases.sorted { $0.rank < $1.rank } == [.critical, .high, .medium, .low, .unknown])
  }

  @Test func namesAreReadExactly() {
    #expect(Priority.named("high") == .high)
    for text in ["", "High", " high", "unknown", "urgent"] { #expect(Priority.named(text) == nil, "\(text)") }
  }
}
