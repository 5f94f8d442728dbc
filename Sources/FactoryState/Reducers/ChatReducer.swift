// The chat: asking, taking the answer, scrolling.
import FactoryContracts

extension AppState {
  mutating func ask(_ text: String, _ moment: Timestamp) -> [Effect] {
    advanceClock(to: moment)
    let words = text.trimmed
    let shown: [Effect] = screen == .chat ? [] : show(.chat, moment)
    guard !words.isEmpty else { return shown }
    chat.entries.append(ChatEntry(asked: words))
    if chat.entries.count > ChatState.kept { chat.entries.removeFirst(chat.entries.count - ChatState.kept) }
    chat.back = 0
    return shown + [.askConsole(words)]
  }

  mutating func takeSaid(_ text: String, isGood: Bool) {
    guard let index = chat.entries.firstIndex(where: { $0.answer == nil }) else { return }
    chat.entries[index].answer = text
    chat.entries[index].isGood = isGood
    chat.back = 0
  }

  /// The view holds the beginning; here only the end is known.
  mutating func moveInChat(_ move: Move) -> [Effect] {
    let lines = chat.entries.reduce(0) {
      $0 + 4 + ($1.answer?.count ?? 0) / 20 + ($1.answer?.count { $0 == "\n" } ?? 0)
    }
    let target =
      switch move {
      case .by(let count): chat.back - count
      case .halfPage(let count): chat.back - count * 10
      case .page(let count): chat.back - count * 20
      case .first, .toRow: lines
      case .last, .oldestUnseen: 0
      }
    chat.back = min(max(0, target), lines)
    return []
  }
}
