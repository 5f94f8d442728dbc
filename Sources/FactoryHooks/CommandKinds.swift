// What "the same command" means: the program and its sub-command, or, where more cannot be told, every word. Pure; any thread.
// Invariants: a program that runs what it is given (shells, env, xargs) has no kind; what a kind covers names nothing outside the folder.
import FactoryContracts

package enum CommandKinds {
  /// They run other programs, or what they are given as text: nobody can tell by the words what will happen.
  private static let carriers: Set = [
    "sh", "bash", "zsh", "dash", "ksh", "fish", "csh", "tcsh", "pwsh", "eval", "source", ".", "exec", "command",
    "builtin",
    "env", "xargs", "nohup", "time", "timeout", "nice", "ionice", "setsid", "stdbuf", "script", "watch", "parallel",
    "sudo",
    "doas", "su", "ssh", "chroot", "unshare", "nsenter", "busybox", "trap", "alias", "export", "set", "unset", "enable",
    "hash", "shopt", "factory", "claude", "goose", "at", "batch", "crontab", "systemd-run", "expect", "tmux", "screen",
  ]
  /// What they do is in arguments that no rule judges: the same words, or nothing.
  private static let exactOnly: Set = [
    "curl", "wget", "http", "https", "aria2c", "docker", "podman", "npx", "bunx", "pnpx", "uvx", "pipx", "awk", "gawk",
    "mawk",
    "sed", "find", "fd", "vi", "vim", "nvim", "emacs", "ed", "ex", "less", "more", "man", "gdb", "lldb", "sqlite3",
    "psql",
    "mysql", "mongo", "mongosh", "redis-cli", "tar", "zip", "make", "tee", "install", "ln",
  ]
  /// A script, a target or a package names what they do, whatever it looks like.
  private static let interpreters: Set = [
    "python", "python2", "python3", "node", "nodejs", "deno", "bun", "ruby", "perl", "php", "java", "lua", "Rscript",
    "osascript",
  ]
  /// The word behind these says what is done.
  private static let deep: Set = [
    "npm run", "npm run-script", "npm exec", "yarn run", "pnpm run", "pnpm exec", "pnpm dlx", "bun run", "cargo run",
    "go run",
    "go tool", "swift run", "dotnet run", "uv run", "poetry run", "pipenv run", "bundle exec", "git stash",
    "git worktree",
    "git remote", "git config", "git submodule", "gh api", "gh pr", "gh repo",
  ]
  /// Options by which programs run others, or write elsewhere.
  private static let openings = [
    "exec", "pre", "to-command", "compress-program", "use-compress-program", "open-files-in-pager", "shell", "eval",
    "ext-diff",
    "upload-pack", "receive-pack", "config", "prefix", "global", "output", "o", "C", "root", "rootdir",
  ]

  /// Whether a program runs what it is given.
  package static func isCarrier(_ name: String) -> Bool { carriers.contains(name) }

  /// The kind of one simple command; nil: it has none.
  package static func of(_ words: [String]) -> CommandKind? {
    guard let program = words.first, !program.isEmpty else { return nil }
    let name = String(program.split(separator: "/").last ?? "")
    if carriers.contains(name) { return nil }
    let isScripted = interpreters.contains(name) || name.hasPrefix("python3.")
    if isScripted, words.count == 1 { return nil }
    let exact = CommandKind(words: words, exact: true)
    // An assignment in front, an option in front of the sub-command, nothing behind the program.
    guard !program.contains("="), words.count > 1, !words[1].hasPrefix("-"), !exactOnly.contains(name) else {
      return exact
    }
    guard isScripted || isWord(words[1]) else { return CommandKind(words: [program], exact: false) }
    guard deep.contains("\(name) \(words[1])") else { return CommandKind(words: Array(words.prefix(2)), exact: false) }
    guard words.count > 2, !words[2].hasPrefix("-") else { return exact }
    return CommandKind(words: Array(words.prefix(3)), exact: false)
  }

  /// Whether what happens is in a text or a program of its arguments, so that only the very same words can be judged.
  package static func runsText(_ words: [String]) -> Bool {
    let name = String(words[0].split(separator: "/").last ?? "")
    if exactOnly.contains(name), name != "make" { return true }
    return (interpreters.contains(name) || name.hasPrefix("python3."))
      && words.dropFirst().first?.hasPrefix("-") ?? true
  }

  /// Whether it may fetch and run what others wrote, or hides its sub-command behind options.
  package static func installs(_ words: [String]) -> Bool {
    let name = String(words[0].split(separator: "/").last ?? "")
    guard managers.contains(name) else { return false }
    guard words.count > 1 else { return false }
    if name == "git", words[1] == "add" || words[1] == "init" { return false }
    return words[1].hasPrefix("-") || installing.contains(words[1])
  }

  private static let managers: Set = [
    "pip", "pip3", "npm", "pnpm", "yarn", "bun", "cargo", "go", "gem", "bundle", "brew", "apt", "apt-get", "dnf", "yum",
    "pacman",
    "apk", "uv", "poetry", "conda", "git", "gh", "swift", "composer", "nix", "snap", "flatpak",
  ]
  private static let installing: Set = [
    "install", "i", "ci", "add", "get", "update", "upgrade", "exec", "dlx", "x", "create", "init", "clone", "submodule",
    "extension",
  ]

  /// Whether a word can be a sub-command.
  private static func isWord(_ word: String) -> Bool {
    guard let first = word.utf8.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A else { return false }
    return word.utf8.allSatisfy {
      ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x3A) || $0 == 0x2D || $0 == 0x5F
    }
  }

  /// Whether the words behind those of the kind stay in the folder and open no other door.
  /// - Parameter own: how many words the kind names itself.
  package static func staysInside(_ words: [String], own: Int, _ folder: String) -> Bool {
    words.dropFirst(own).allSatisfy { !opens($0) && Folders.staysInside($0, folder) }
  }

  private static func opens(_ word: String) -> Bool {
    guard word.hasPrefix("-") else { return false }
    let name = word.drop { $0 == "-" }.split(separator: "=").first.map(String.init) ?? ""
    if openings.contains(name) { return true }
    // `-C/etc`, `-o/x`: the value of a short option stands right behind it.
    return !word.hasPrefix("--") && ["C", "o"].contains(String(name.prefix(1))) && name.count > 1
  }

  /// A change of the folder that stays inside it runs nothing.
  package static func isHarmlessMove(_ words: [String], _ folder: String) -> Bool {
    words.count == 2 && words[0] == "cd" && !words[1].hasPrefix("-") && !words[1].isEmpty
      && Folders.staysInside(words[1], folder)
  }

  package static func text(_ kind: CommandKind) -> String {
    let words = kind.words.map(quoted).joined(separator: " ")
    return kind.exact ? "exactly “\(words)”" : "“\(words) …”"
  }

  private static func quoted(_ word: String) -> String {
    let plain = !word.isEmpty && !word.contains { " \t\n'\"\\;&|*?".contains($0) }
    return plain
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// Paths, judged by the name alone.
package enum Folders {
  /// Absolute, without `.`, `..` or empty steps, and not the root.
  package static func isClear(_ path: String) -> Bool {
    guard path.hasPrefix("/"), path.count > 1, !path.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      return false
    }
    return path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && $0 != "." && $0 != ".."
    }
  }

  /// Both clear.
  package static func contains(_ folder: String, _ path: String) -> Bool {
    isClear(folder) && isClear(path) && (path == folder || path.hasPrefix(folder + "/"))
  }

  /// Whether an argument names nothing that is surely or possibly outside.
  package static func staysInside(_ word: String, _ folder: String) -> Bool {
    if word.hasPrefix("~") || [":~", "=~"].contains(where: word.contains) || word.lowercased().contains("file:") {
      return false
    }
    let steps = word.split { "/=:, \t\n\"'".contains($0) }
    if steps.contains(where: { $0 == ".." || $0.hasPrefix("-") && $0.hasSuffix("..") }) { return false }
    let scalars = Array(word.unicodeScalars)
    for index in scalars.indices where scalars[index] == "/" {
      guard begins(scalars, index) else { continue }
      let path = String(
        String.UnicodeScalarView(scalars[index...].prefix { !",:; \n\t\"'".unicodeScalars.contains($0) }))
      guard contains(folder, path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path) else {
        return false
      }
    }
    return true
  }

  /// Whether an absolute path begins there: not within a relative one, and not in the `://` of an address.
  private static func begins(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    guard index > 0 else { return true }
    let before = scalars[index - 1]
    if before == "/" { return false }
    if before == ":", index + 1 < scalars.count, scalars[index + 1] == "/", index > 1 { return false }
    if index == 2, scalars[0] == "-" { return true }
    return
      !(before.properties.isAlphabetic || ("0"..."9").contains(before) || "._-+%*?]".unicodeScalars.contains(before))
  }
}
