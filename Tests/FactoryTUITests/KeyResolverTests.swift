// Sequences, counts and scopes, as tables.
import FactoryTUI
import TerminalKit
import Testing

@Suite struct KeyResolverTests {
  /// Keys in, what the last one gives.
  private func last(_ keys: String, in scope: KeyScope) throws -> KeyResolver.Result? {
    var resolver = KeyResolver(CommandTable.all)
    return try KeyNotation.parse(keys).map { resolver.feed($0, in: scope) }.last
  }

  @Test(arguments: [
    ("j", KeyScope.queue, "down", nil as Int?), ("12j", .queue, "down", 12), ("120G", .queue, "last", 120),
    ("<Down>", .kanban, "down", nil), ("2", .context, "diff", nil), ("zw", .context, "wrap", nil),
    ("3<Esc>k", .queue, "up", nil), ("<C-a>", .context, "approve-selected", nil),
    ("<Tab>", .queue, "next-section", nil),
    ("<Tab>", .context, "next-tab", nil), ("?", .help, "dialog-close", nil),
    ("99999999999999999999j", .queue, "down", 9_999_999),
    ("Zj", .queue, "down", nil), ("zz", .queue, "zoom", nil), ("zz", .context, "zoom", nil),
  ]) func keysMeanCommands(_ keys: String, _ scope: KeyScope, _ command: String, _ count: Int?) throws {
    #expect(try last(keys, in: scope) == .command(CommandID(rawValue: command), count: count))
  }

  @Test func aSequenceThatNothingContinuesDoesNothing() throws {
    #expect(try last("zj", in: .context) == .pending)
    var resolver = KeyResolver(CommandTable.all)
    for key in try KeyNotation.parse("zx") { _ = resolver.feed(key, in: .context) }
    #expect(resolver.pending.isEmpty)
    #expect(resolver.feed(.character("j"), in: .context) == .command("down", count: nil))
  }

  @Test func whereTextIsTypedLettersAreText() throws {
    for scope in KeyScope.allCases where scope.typesText {
      #expect(try last("a", in: scope) == .unbound(.character("a")))
      #expect(try last("j", in: scope) == .unbound(.character("j")))
      #expect(try last("q", in: scope) == .unbound(.character("q")))
    }
  }

  @Test func dialogsDoNotLetKeysThrough() throws {
    for scope in [KeyScope.confirm, .sheet, .results, .quit, .help] {
      #expect(try last("a", in: scope) == .unbound(.character("a")))
      #expect(try last("r", in: scope) == .unbound(.character("r")))
    }
  }
}
