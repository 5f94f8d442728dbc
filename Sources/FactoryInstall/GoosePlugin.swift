// The plugin by which goose asks our hook before it uses a tool: one file of our own in a folder of our own. Pure; any thread.
import FactoryContracts

package enum GoosePlugin {
  /// Below the home folder or a project.
  package static let path = ".agents/plugins/goosefactory/hooks/hooks.json"
  package static let matcher = "^(developer__)?(shell|write|edit|text_editor)$"

  /// goose goes on when a hook fails, unless the hook says otherwise.
  package static func text(program: String) -> String {
    let hook: JSONValue = [
      "type": "command", "command": .string("\(program) hook goose --wait 9m"), "timeout": 600, "on_failure": "block",
    ]
    let file: JSONValue = ["hooks": ["PreToolUse": [["matcher": .string(matcher), "hooks": [hook]]]]]
    return ((try? FactoryJSON.pretty(file)) ?? "") + "\n"
  }
}
