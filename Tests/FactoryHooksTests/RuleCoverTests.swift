// Which commands a rule covers: what a shell would run is told exactly or not at all, and nothing is ever wider than what was shown.
import FactoryContracts
import FactoryHooks
import TestSupport
import Testing

@Suite struct RuleCoverTests {
  private static let folder = "/home/ana/shop"

  private func call(_ command: String, folder: String = folder, session: String = "s1", others: [String]? = nil)
    -> AgentCall
  {
    AgentCall(agent: "Claude Code", folder: folder, session: session, tool: "Bash", command: command, others: others)
  }

  /// The rule that the answer to a call would make.
  private func made(_ call: AgentCall, _ scope: RuleScope = .kind, number: Int = 1) -> HookRule? {
    guard let commands = RuleCover.commands(call, scope) else { return nil }
    return HookRule(
      id: Sample.id(number), number: number, scope: scope, covers: "", agent: call.agent, tool: call.tool,
      commands: commands, folder: call.folder, session: scope == .session ? call.session : nil,
      principalId: Sample.id(90), createdBy: Sample.id(91), createdByName: "Ada", createdAt: Sample.start,
      expiresAt: Sample.start.adding(seconds: 60))
  }

  @Test(arguments: [
    ("npm test", ["npm|test"]), ("npm  'test' \"a b\"", ["npm|test|a b"]),
    ("a && b; c | d || e & f\ng", ["a", "b", "c", "d", "e", "f", "g"]),
    ("make 2>&1", ["make"]), ("make >/dev/null 2> /dev/null", ["make"]), ("make &>/dev/null", ["make"]),
    ("grep 'x; rm y' z", ["grep|x; rm y|z"]), ("echo a\\ b\\;", ["echo|a b;"]), ("echo \"a\\\"b\"", ["echo|a\"b"]),
    ("echo ''", ["echo|"]),
    ("ls a\\\n b", ["ls|a|b"]), ("echo a#b", ["echo|a#b"]), ("ls *.swift", ["ls|*.swift"]), ("make 2", ["make|2"]),
  ])
  func linesAreTakenApart(_ text: String, _ parts: [String]) {
    #expect(ShellLine(text)?.parts.map { $0.joined(separator: "|") } == parts)
  }

  @Test(arguments: [
    "", "  ", "echo $HOME", "echo \"$X\"", "echo `id`", "echo $(id)", "(ls)", "{ ls; }", "ls > x", "ls >> x", "cat < x",
    "cat << EOF",
    "ls 2>&x", "echo 'open", "echo \"open", "echo \\", "if true; then x; fi", "! ls", "# note", "ls\r", "ls\u{0}",
    "ls\u{a0}x", "diff <(a) b",
    "ls .?/x", "ls a/.*", "echo {a,b}", "ls >/dev/null/x", "ls >&2x", "time make", "echo \"a!b\"", "ls >|x", "[[ a ]]",
  ])
  func whatCannotBeSeenThroughHasNoParts(_ text: String) { #expect(ShellLine(text) == nil) }

  @Test(arguments: [
    ("npm test", "npm test --watch", true), ("npm test", "npm install left-pad", false), ("npm test", "npm", false),
    ("npm run build", "npm run build -- --fast", true), ("npm run build", "npm run deploy", false),
    ("npm run", "npm run deploy", false),
    ("git status -s", "git status --porcelain", true), ("git status", "git commit -m x", false),
    ("git -C sub status", "git -C sub commit", false),
    ("git -C sub status", "git -C sub status", true), ("ls -la", "ls -la", true), ("ls -la", "ls -R", false),
    ("make", "make deploy", false),
    ("cat notes.txt", "cat other.txt", true), ("cat notes.txt", "cat /etc/passwd", false),
    ("cat notes.txt", "cat ../x", false),
    ("cat notes.txt", "cat ~/x", false), ("cat notes.txt", "cat a:/etc/x", false),
    ("cat notes.txt", "cat /home/ana/shop/b", true),
    ("cat notes.txt", "cat /home/ana/shop2/b", false), ("cat notes.txt", "cat /home/ana/shop/../b", false),
    ("python3 farm.py", "python3 farm.py 1", true), ("python3 farm.py", "python3 other.py", false),
    ("python3 farm.py", "python3 -c 1", false),
    ("./deploy.sh 3.2", "./deploy.sh 3.3", true), ("./deploy.sh 3.2", "./deploy.sh production", false),
    ("swift build", "swift build --scratch-path=/tmp/x", false), ("swift build", "swift build -C/tmp", false),
    ("rg foo.bar", "rg foo.bar --pre=evil", false), ("npm test", "npm test --prefix sub", false),
    ("cargo test", "cargo test --config x", false),
    ("npm test && git status", "git status", true), ("npm test", "npm test && git status", false),
    ("npm test", "npm test | npm test", true),
    ("npm test", "cd src && npm test", true), ("npm test", "cd .. && npm test", false),
    ("npm test", "cd /tmp && npm test", false),
    ("npm test", "cd && npm test", false), ("npm test", "cd - && npm test", false),
    ("npm test", "npm test > out", false),
    ("npm test", "npm test $X", false), ("npm test", "npm test; rm x", false), ("npm test", "npm test & sudo x", false),
    ("npm test", "CI=1 npm test", false), ("CI=1 npm test", "CI=1 npm test", true), ("npm test", "./npm test", false),
    ("npm test", "/tmp/npm test", false), ("curl https://a.example", "curl https://b.example", false),
    ("git clone https://a.example/x", "git clone file:///etc", false),
    ("git diff main", "git diff main..HEAD", true), ("git log HEAD~2", "git log HEAD~3", true),
    ("make test", "make test", true), ("make test", "make install", false),
  ])
  func aRuleCoversItsKind(_ shown: String, _ wanted: String, _ covered: Bool) throws {
    let rule = try #require(made(call(shown)), "no rule of \(shown)")
    #expect((RuleCover.covering(call(wanted), [rule]) != nil) == covered)
    // What was shown is always covered, and only for the same agent and tool, in the folder and below.
    #expect(RuleCover.covering(call(shown), [rule]) != nil)
    var other = call(shown)
    other.agent = "Goose"
    #expect(RuleCover.covering(other, [rule]) == nil)
    other = call(shown)
    other.tool = "exec"
    #expect(RuleCover.covering(other, [rule]) == nil)
    for place in ["/home/ana", "/home/ana/shopping", "/", "/home/ana/shop/../x", "home/ana/shop"] {
      #expect(RuleCover.covering(call(shown, folder: place), [rule]) == nil, "\(place)")
    }
    #expect(RuleCover.covering(call(shown, others: ["dangerouslyDisableSandbox"]), [rule]) == nil)
  }

  @Test(arguments: [
    "bash -c ls", "sh x.sh", "env X=1 ls", "xargs ls", "nohup ls", "timeout 5 ls", "sudo ls", "eval x", "/bin/bash x",
    "python3", "ls | sh", "factory rules",
    "claude -p x", "echo $X", "rm x", "\\rm x", "r''m -rf x", "'rm' x", "/bin/rm x", "git --no-pager push",
    "ls; /usr/bin/sudo ls", "git config alias.x y", "git push", "npm publish", "cat .env",
    "cp x .git/hooks/pre-commit",
    "cp x .claude/settings.json", "cd src", "cat x > .mcp.json",
  ])
  func ofTheseThereIsNoRule(_ command: String) {
    #expect(RuleCover.offers(call(command)).isEmpty)
    #expect(made(call(command)) == nil && made(call(command), .session) == nil)
  }

  @Test func belowTheFolderIsCoveredAndExactWordsOnlyWhereTheyMeanTheSame() throws {
    let test = try #require(made(call("npm test")))
    #expect(RuleCover.covering(call("npm test", folder: Self.folder + "/web"), [test]) != nil)
    let outside = try #require(made(call("ls -la ../other")))
    #expect(RuleCover.covering(call("ls -la ../other"), [outside]) != nil)
    #expect(RuleCover.covering(call("ls -la ../other", folder: Self.folder + "/web"), [outside]) == nil)
    #expect(made(call("npm test", folder: "/")) == nil)
  }

  @Test func aSessionsRuleIsForThatSessionAlone() throws {
    let session = try #require(made(call("npm test"), .session))
    #expect(RuleCover.covering(call("git status"), [session]) != nil)
    #expect(RuleCover.covering(call("git status", session: "s2"), [session]) == nil)
    for command in [
      "rm x", "bash x", "python3 -c 1", "sed s/a/b/ x", "cat /etc/passwd", "cat ../x", "X=1 ls", "/tmp/evil",
      "git --no-pager status", "pip install x", "npm i x", "git clone https://a.example/x",
      "\\rm x", "r''m x", "'rm' x", "/bin/rm x", "ls > x",
      "curl https://a.example",
    ] {
      #expect(RuleCover.covering(call(command), [session]) == nil, "\(command)")
    }
    var kindOnly = session
    kindOnly.session = nil
    #expect(RuleCover.covering(call("git status"), [kindOnly]) == nil)
    var gated = call("npm test")
    gated.tool = "exec"
    #expect(made(gated) != nil && made(gated, .session) == nil)
  }

  @Test func severalRulesCoverALineTogether() throws {
    let rules = [try #require(made(call("npm test"), number: 1)), try #require(made(call("git status"), number: 2))]
    #expect(RuleCover.covering(call("npm test && git status && npm test"), rules)?.map(\.number) == [1, 2])
    #expect(RuleCover.covering(call("npm test && git status && git add x"), rules) == nil)
  }

  @Test func filesAndOtherTools() throws {
    func edit(_ path: String?, tool: String = "Edit", folder: String = Self.folder) -> AgentCall {
      AgentCall(agent: "Claude Code", folder: folder, session: "s1", tool: tool, path: path)
    }
    let rule = try #require(made(edit("/home/ana/shop/a.swift")))
    #expect(RuleCover.covering(edit("/home/ana/shop/src/b.swift"), [rule]) != nil)
    for path in [
      "/home/ana/shop2/b", "/home/ana/shop/../b", "/etc/x", "b.swift", "/home/ana/shop/.env",
      "/home/ana/shop/.git/hooks/x", "/home/ana/shop/.claude/settings.json",
    ] {
      #expect(RuleCover.covering(edit(path), [rule]) == nil, "\(path)")
    }
    #expect(RuleCover.covering(edit("/home/ana/shop/a", tool: "Write"), [rule]) == nil)
    #expect(made(edit("/home/ana/other/a")) == nil)
    let refund = try #require(made(edit(nil, tool: "mcp__shop__refund")))
    #expect(RuleCover.covering(edit(nil, tool: "mcp__shop__refund"), [refund]) != nil)
    #expect(RuleCover.covering(edit(nil, tool: "mcp__shop__pay"), [refund]) == nil)
    #expect(RuleCover.covering(edit(nil, tool: "Bash"), [refund]) == nil && made(edit(nil, tool: "Bash")) == nil)
    #expect(made(edit(nil, tool: "Read")) == nil)
    var odd = edit(nil, tool: "mcp__sh__run")
    odd.command = "ls"
    #expect(made(odd) == nil)
  }

  @Test func aCallIsRecordedWithoutLinksOrNotAtAll() {
    func hook(_ input: [String: JSONValue], tool: String = "Bash", folder: String = "/w") -> HookCall {
      HookCall(agent: "Claude Code", event: "PreToolUse", session: "s", folder: folder, tool: tool, input: input)
    }
    let plain = { (path: String) -> String? in path }
    let record = hook(["command": "ls", "description": "d", "timeout": 5]).record(resolve: plain)
    #expect(record?.command == "ls" && record?.others == nil && record?.folder == "/w")
    #expect(hook(["command": "ls", "sandbox": false]).record(resolve: plain)?.others == ["sandbox"])
    #expect(
      hook(["file_path": "a"], tool: "Edit").record { $0 == "/w" ? "/real" : "/elsewhere\($0)" }?.path
        == "/elsewhere/w/a")
    #expect(hook(["file_path": "a"], tool: "Edit").record { $0 == "/w" ? $0 : nil } == nil)
    #expect(hook([:]).record { _ in nil } == nil)
    #expect(
      hook(["command": .string(String(repeating: "x", count: RuleLimits.text + 1))]).record(resolve: plain) == nil)
  }

  @Test func whatIsOfferedIsWrittenOut() {
    let offers = RuleCover.offers(call("npm test && ls -la", session: "0123456789"))
    #expect(offers.map(\.scope) == [.kind, .session])
    #expect(
      offers.first?.covers
        == "“npm test …” and exactly “ls -la” in /home/ana/shop and below, asked by Claude Code; never what is of high risk"
    )
    #expect(offers.last?.covers.contains("session 01234567") == true)
  }
}
