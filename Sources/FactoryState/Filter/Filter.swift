// The filter language: `priority:high type:review sla:breached -text "a phrase" fuzzy words`. Fields are one table, from which help and
// completion are made. A term that cannot be understood is left out, with a sentence that says where and why.
import FactoryContracts

package struct Filter: Hashable, Sendable {
  package internal(set) var text = ""
  package internal(set) var terms: [FilterTerm] = []
  package internal(set) var problem: FilterProblem?

  package var isEmpty: Bool { terms.isEmpty }
  package init() {}
}

package struct FilterProblem: Hashable, Sendable {
  /// In characters from the start of the line.
  package var position: Int
  package var message: String
}

package struct FilterTerm: Hashable, Sendable {
  package var isNegated: Bool
  package var test: FilterTest
}

package enum FilterTest: Hashable, Sendable {
  case priority(Set<Priority>)
  case type(Set<TaskType>)
  case status(Set<TaskStatus>)
  case stage(Set<PipelineStage>)
  case sla(Set<SLAWord>)
  case tests(Set<TestsWord>)
  case mark(Bool)
  case assignee(AssigneeWord)
  case pipeline(TextNeedle)
  case asked(TextNeedle)
  /// The start of the session of the agent whose call it is.
  case session(String)
  /// Exactly these words, in this order.
  case phrase(TextNeedle)
  /// These letters: as they stand anywhere, or close together in the title.
  case word(TextNeedle)
}

package enum SLAWord: String, CaseIterable, Hashable, Sendable { case breached, late, warning, soon, ok, none }
package enum TestsWord: String, CaseIterable, Hashable, Sendable { case failed, passed, none }
package enum AssigneeWord: Hashable, Sendable {
  case me, nobody
  case id(String)
}

package enum FilterField: String, CaseIterable, Hashable, Sendable {
  case priority, type, sla, stage, pipeline, assignee, status, mark, tests, asked, session

  /// The values that a closed field takes; empty for free text.
  package var values: [String] {
    switch self {
    case .priority: Priority.declared.map(\.rawValue)
    case .type: TaskType.declared.map(\.rawValue)
    case .status: TaskStatus.declared.map(\.rawValue)
    case .stage: PipelineStage.declared.map(\.rawValue)
    case .sla: SLAWord.allCases.map(\.rawValue)
    case .tests: TestsWord.allCases.map(\.rawValue)
    case .mark: ["on", "off"]
    case .assignee: ["me", "none"]
    case .pipeline, .asked, .session: []
    }
  }

  package var summary: String {
    switch self {
    case .priority: "how urgent it is"
    case .type: "what kind of decision it is"
    case .sla: "how its deadline stands"
    case .stage: "the stage of its pipeline"
    case .pipeline: "part of its pipeline's name"
    case .assignee: "whose it is: me, none, or the start of an id"
    case .status: "how far it is"
    case .mark: "whether it is marked"
    case .tests: "how its tests went"
    case .asked: "part of the name of who asked"
    case .session: "the start of the session of the agent that asks"
    }
  }
}
