// People and keys as operators use them: a served store made from nothing, accounts over the API, keys in scripts, one's own password.
import Foundation
import Testing

@Suite(.serialized) struct AccessStories {
  @Test func peopleOverTheAPI() throws {
    let served = try Served()
    #expect(try served.login("root@example.org", "first password") == 0)
    #expect(try served.run("whoami").output.contains("by an access token, until "))
    let made = try served.run(
      "users", "create", "ana@example.org", "--role", "viewer", "--password-stdin", input: "anas password\n")
    #expect(made.status == 0, "\(made.errors)")
    #expect(try served.run("users", "role", "ana@example.org", "operator").output.contains("operator  active"))
    #expect(try served.run("users", "list").output.contains("ana@example.org  operator"))
    let here = try served.run("users", "list").output.split(separator: "\n").first { $0.contains("@localhost") }
    let local = try #require(here?.split(separator: " ").first.map(String.init))
    #expect(try served.run("users", "disable", local).errors.contains("whose machine"))
    let passwd = try served.run("users", "passwd", "ana@example.org", "--password-stdin", input: "second password\n")
    #expect(passwd.status == 0, "\(passwd.errors)")
    #expect(try served.login("ana@example.org", "anas password") == 70)
    #expect(try served.login("ana@example.org", "second password") == 0)
    #expect(try served.run("users", "list").status == 70, "an operator administers nobody")
    let own = try served.run("users", "passwd", "--password-stdin", input: "second password\nthird password\n")
    #expect(own.status == 0, "\(own.errors)")
    #expect(try served.login("root@example.org", "first password") == 0)
    #expect(try served.run("users", "disable", "ana@example.org").output.contains("disabled"))
    #expect(try served.login("ana@example.org", "third password") == 70)
    try served.stop()
  }

  /// The screen asks who one is, says what is wrong, and opens; signed out elsewhere it asks again.
  @Test func theScreenAsksWhoOneIs() throws {
    let served = try Served()
    let tmux = try Tmux(served.sandbox, Tmux.program())
    try tmux.waitFor("─ Sign in ─", "E-mail", served.origin)
    try tmux.type("root@example.org")
    try tmux.press("Enter")
    try tmux.type("wrong password")
    try tmux.waitFor("••••••••••••••")
    try tmux.press("Enter")
    try tmux.waitFor("do not match")
    #expect(!tmux.screen.contains("wrong password"))
    try tmux.type("first password")
    try tmux.press("Enter")
    try tmux.waitFor("live", "Nothing waits")
    try tmux.press(":")
    try tmux.type("sign-in")
    try tmux.press("Enter")
    try tmux.waitFor("─ Sign in ─", "root@example.org")
    try tmux.press("Escape")
    try tmux.waitUntilDead()
    #expect(try served.run("whoami").output.contains("root@example.org"))
    try served.stop()
  }

  @Test func keysInScripts() throws {
    let served = try Served()
    #expect(try served.login("root@example.org", "first password") == 0)
    let made = try served.run(
      "keys", "create", "ci", "--scope", "pipelines:write", "--scope", "tasks:read", "--days", "9")
    let key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(made.status == 0 && key.hasPrefix("gfk_") && key.count == 64, "\(made.errors)")
    let listed = try served.run("keys", "list").output
    #expect(listed.contains("  ci\n") && listed.contains(key.prefix(20)) && !listed.contains(key))
    let id = try #require(listed.split(separator: " ").first.map(String.init))
    served.sandbox.extra["FACTORY_API_KEY"] = key
    #expect(try served.run("whoami").output.contains("by API key \(id), until "))
    let asked = try served.run("submit", "--title", "Ship?", "--summary", "by a script")
    let task = asked.output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(asked.status == 0, "\(asked.errors)")
    #expect(try served.run("approve", task).status == 70)
    #expect(try served.run("keys", "list").errors.contains("owner or admin"))
    let second = try served.run("keys", "rotate").output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(second.hasPrefix("gfk_") && second != key)
    #expect(try served.run("whoami").status == 70)
    served.sandbox.extra["FACTORY_API_KEY"] = nil
    // Kept by login, in a file of its owner only: no session bus is here.
    let kept = try served.run("login", "--key-stdin", input: second + "\n")
    #expect(kept.status == 0 && kept.output.contains("root@example.org"), "\(kept.errors)")
    #expect(try served.run("whoami").output.contains("by API key"))
    #expect(try served.login("root@example.org", "first password") == 0)
    let newest = try #require(try served.run("keys", "list").output.split(separator: " ").first.map(String.init))
    #expect(try served.run("keys", "revoke", newest).status == 0)
    #expect(try served.run("login", "--key-stdin", input: second + "\n").status == 70)
    try served.stop()
    // The owner's own rules hold without a server too.
    served.sandbox.extra["FACTORY_API_URL"] = nil
    served.sandbox.extra["DATABASE_URL"] = "sqlite://\(served.sandbox.folder)/served/factory.db"
    #expect(try served.run("audit", "verify").status == 0)
    #expect(try served.run("users", "role", "root@example.org", "nobody").errors.contains("ROLE"))
  }

  @Test(arguments: [
    (["keys", "create", "x"], "--scope"), (["keys", "create", "x", "--scope", "all"], "--scope"),
    (["keys", "create", "x", "--scope", "tasks:read", "--days", "0"], "--days"), (["keys", "revoke", "x"], "KEY"),
    (["keys", "rotate", "--grace", "-1"], "--grace"), (["login"], "--email"), (["users", "create", "x"], "EMAIL"),
    (["users", "create", "a@b.c", "--role", "king"], "--role"),
  ])
  func badInputGetsOneSentenceThatNamesIt(_ arguments: [String], _ name: String) throws {
    let sandbox = try Sandbox()
    let result = try sandbox.start(arguments).finish()
    #expect(result.status == 64)
    #expect(result.errors.contains(name), "\(result.errors)")
  }
}
