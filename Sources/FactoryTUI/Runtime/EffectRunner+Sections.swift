// Sections of the person's own, kept in their configuration. Worker thread: a file is read and written.
import FactoryContracts
import FactoryState

extension EffectRunner {
  package func saveSection(_ name: String, _ query: String?, _ save: SaveSection?) {
    run(.disk) { runner in
      guard let save else {
        return runner.tell(.notice(.warning, "This screen has no configuration to keep it in.", now: runner.clock()))
      }
      switch save(name, query) {
      case .success(let sections):
        let words = query == nil ? "“\(name)” is no section any more." : "“\(name)” is a section now; Tab goes there."
        runner.tell(.action(.savedSections(sections)), .action(.notice(.info, words, now: runner.clock())))
      case .failure(let problems):
        runner.tell(.notice(.warning, problems.sentences.joined(separator: " "), now: runner.clock()))
      }
    }
  }
}
