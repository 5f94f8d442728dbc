// KeyResolver: from keys to commands: sequences, counts, scopes. Pure value; the loop's thread owns it.
// Invariants: the innermost scope that knows a key decides; a started sequence that nothing continues is dropped whole
// and does nothing; a conflict between two bindings is found when the table is made, not when a key is pressed.
import TerminalKit

package struct KeyResolver {
  package enum Result: Hashable, Sendable {
    case command(CommandID, count: Int?)
    /// More keys are needed.
    case pending
    /// Not bound here.
    case unbound(KeyPress)
  }

  /// Greatest count; more digits change nothing.
  private static let largestCount = 9_999_999

  private let bindings: [KeyScope: [[KeyPress]: CommandID]]
  /// Beginnings of longer sequences.
  private let beginnings: [KeyScope: Set<[KeyPress]>]
  package private(set) var pending: [KeyPress] = []
  package private(set) var count: Int?

  package init(_ commands: [Command]) {
    var table: [KeyScope: [[KeyPress]: CommandID]] = [:]
    var starts: [KeyScope: Set<[KeyPress]>] = [:]
    for binding in Self.list(commands) {
      table[binding.scope, default: [:]][binding.keys] = binding.command
      for length in 1..<max(1, binding.keys.count) {
        starts[binding.scope, default: []].insert(Array(binding.keys.prefix(length)))
      }
    }
    bindings = table
    beginnings = starts
  }

  /// What a person sees of an unfinished input: `12`, `z`.
  package var shown: String { (count.map(String.init) ?? "") + KeyNotation.print(pending) }

  package mutating func reset() {
    pending = []
    count = nil
  }

  package mutating func feed(_ press: KeyPress, in scope: KeyScope) -> Result {
    if press.key == .escape, pending.isEmpty, count != nil {
      reset()
      return .pending
    }
    let keys = pending + [press]
    for scope in scope.chain {
      if let command = bindings[scope]?[keys] {
        defer { reset() }
        return .command(command, count: count)
      }
      if beginnings[scope]?.contains(keys) == true {
        pending = keys
        return .pending
      }
    }
    if takeDigit(press, in: scope) { return .pending }
    let wasPending = !pending.isEmpty || count != nil
    reset()
    return wasPending && !scope.typesText ? .pending : .unbound(press)
  }

  private mutating func takeDigit(_ press: KeyPress, in scope: KeyScope) -> Bool {
    guard !scope.typesText, pending.isEmpty, let typed = press.typed, typed.isASCII, let digit = typed.wholeNumberValue,
      digit > 0 || count != nil
    else { return false }
    count = min(Self.largestCount, (count ?? 0) * 10 + digit)
    return true
  }

  // MARK: What the table says

  package struct Binding: Hashable {
    package let scope: KeyScope
    package let keys: [KeyPress]
    package let command: CommandID
  }

  package static func list(_ commands: [Command]) -> [Binding] {
    commands.flatMap { command in
      command.keys.flatMap { entry in
        entry.notations.compactMap { notation in
          (try? KeyNotation.parse(notation)).map { Binding(scope: entry.scope, keys: $0, command: command.id) }
        }
      }
    }
  }

  /// Every contradiction in a table, one sentence each: a notation nobody can read, a sequence bound twice in one
  /// scope, a sequence that another one begins with.
  package static func conflicts(_ commands: [Command]) -> [String] {
    var found: [String] = []
    for command in commands {
      for notation in command.keys.flatMap(\.notations) where (try? KeyNotation.parse(notation)) == nil {
        found.append("\(command.id.rawValue): \"\(notation)\" is no key")
      }
    }
    let all = list(commands)
    for (index, binding) in all.enumerated() {
      for other in all[(index + 1)...] where other.scope == binding.scope {
        let (short, long) = binding.keys.count <= other.keys.count ? (binding, other) : (other, binding)
        guard long.keys.starts(with: short.keys) else { continue }
        found.append(
          "\(KeyNotation.print(short.keys)) (\(short.command.rawValue)) and \(KeyNotation.print(long.keys)) "
            + "(\(long.command.rawValue)) collide \(binding.scope.place)")
      }
    }
    return found
  }
}
