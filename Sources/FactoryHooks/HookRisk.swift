// How dangerous a call is, and why: what can destroy, publish, or leave the folder is high. Pure; any thread.
// Invariant: whatever is not known is at least medium; only tools that read are low.
import FactoryContracts
import Foundation

package struct HookRisk: Hashable, Sendable {
  package enum Level: Int, Comparable, Sendable {
    case low, medium, high
    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }
  package var level: Level
  /// What makes it so, for people: `deletes files`.
  package var reasons: [String]

  /// Tools of agents that change nothing.
  private static let readers: Set = [
    "Read", "Glob", "Grep", "LS", "NotebookRead", "TodoRead", "TodoWrite", "BashOutput", "ListMcpResources",
  ]

  /// Regular expressions over a command line, and what they mean.
  private static let dangers: [(pattern: String, reason: String)] = [
    (#"(^|[\s;&|(])(rm|rmdir|unlink|shred)\s"#, "deletes files"),
    (#"\bfind\b.*\s-(delete|exec)\b"#, "changes what it finds"),
    (#"(^|[\s;&|(])(sudo|doas|su)\s"#, "acts as another user"),
    (#"\bgit\s+(push|reset\s+--hard|clean|rebase|branch\s+-D|filter-branch)"#, "rewrites or publishes history"),
    (#"(curl|wget)\b.*\|\s*(ba|z|da)?sh\b"#, "runs what it downloads"), (#"\b(eval|source)\s"#, "runs what it reads"),
    (#"\b(npm|pnpm|yarn|cargo|twine|gem)\s+publish\b|\bdocker\s+push\b"#, "publishes"),
    (#"\b(kubectl|helm|terraform|ansible-playbook|systemctl|service)\b"#, "changes running systems"),
    (#"\b(mkfs\S*|dd|fdisk|parted|mount|umount)\s"#, "changes disks"),
    (#"\bgit\s+config\s+(?!-)\S+\s+\S"#, "changes what git runs"),
    (#"\bchmod\s+-R|\bchown\b"#, "changes who may do what"),
    (#"\b(drop|truncate)\s+(table|database|schema)\b|\bdelete\s+from\b"#, "deletes data"),
    (#"\b(ssh|scp|rsync|nc|telnet)\s"#, "reaches other machines"), (#"\b(kill|pkill|killall)\s"#, "ends processes"),
    (#">\s*/(dev|etc|usr|boot|sys|proc)/"#, "writes outside the folder"),
    (
      #"(^|[\s/'"=])(\.(claude|mcp\.json|goosehints|husky|envrc|vscode|cursor)\b|\.git/|\.config/(goose|factory))"#,
      "changes what other programs do by themselves"
    ),
    (
      #"\bfactory\s+(approve|reject|defer|escalate|rules|undo|keys|users|login|import|restore|server|hook)\b"#,
      "decides"
    ),
    (#"(^|[\s/'"=])\.(ssh|env|aws|gnupg|netrc|kube|docker|npmrc|pypirc)\b"#, "touches secrets"),
  ]
  /// Of these, what holds for a path that is written.
  private static let ofPaths = dangers.filter {
    $0.reason == "touches secrets" || $0.reason.hasPrefix("changes what other")
  }

  /// Whether the tool changes nothing; told without looking at anything else.
  package static func isReader(_ tool: String) -> Bool { readers.contains(tool) }

  package static func of(_ call: HookCall) -> HookRisk {
    of(tool: call.tool, command: call.command, path: call.path, folder: call.folder)
  }

  package static func of(_ call: AgentCall) -> HookRisk {
    of(tool: call.tool, command: call.command, path: call.path, folder: call.folder)
  }

  private static func of(tool: String, command: String?, path: String?, folder: String) -> HookRisk {
    if isReader(tool) { return HookRisk(level: .low, reasons: []) }
    var reasons: [String] = []
    if let command {
      let texts = [command] + plain(command)
      reasons += dangers.filter { danger in texts.contains { matches(danger.pattern, $0) } }.map(\.reason)
    }
    if let path {
      if !isInside(path, folder) { reasons.append("writes outside the folder") }
      reasons += ofPaths.filter { matches($0.pattern, path) }.map(\.reason)
    }
    return HookRisk(level: reasons.isEmpty ? .medium : .high, reasons: reasons)
  }

  /// The line as a shell takes it: without quotes, programs without their folders, and once more without options. `\\rm`, `'rm'` and
  /// `/bin/rm` are rm, and `git --no-pager push` is a push.
  private static func plain(_ command: String) -> [String] {
    guard let line = ShellLine(command) else { return [] }
    let parts = line.parts.map { words in
      let name = String(words[0].split(separator: "/").last ?? "")
      // A text with blanks is one argument, unless it is given to what runs it.
      return [name] + words.dropFirst().map { CommandKinds.isCarrier(name) ? $0 : $0.filter { !$0.isWhitespace } }
    }
    return [parts, parts.map { words in words.filter { !$0.hasPrefix("-") } }].map { parts in
      parts.map { $0.joined(separator: " ") }.joined(separator: "\n")
    }
  }

  private static func matches(_ pattern: String, _ text: String) -> Bool {
    text.range(of: pattern, options: [.regularExpression, .caseInsensitive]) != nil
  }

  /// Judged by the name alone, after `..` was taken out.
  private static func isInside(_ path: String, _ folder: String) -> Bool {
    let base = URL(filePath: folder).standardizedFileURL.path
    let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
    let place = URL(filePath: whole).standardizedFileURL.path
    return place == base || place.hasPrefix(base.hasSuffix("/") ? base : base + "/")
  }
}

extension HookCall {
  /// The command line, of a tool that runs one.
  package var command: String? { input["command"]?.string }
  /// The file that a tool writes.
  package var path: String? { (input["file_path"] ?? input["notebook_path"])?.string }
}
