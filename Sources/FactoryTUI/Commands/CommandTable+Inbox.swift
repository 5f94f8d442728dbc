// Commands of the notifications.
import FactoryContracts
import FactoryState

extension CommandTable {
  static let inbox: [Command] = [
    Command(
      "notifications",
      [KeyScope.queue, .context, .kanban, .notifications, .pipeline, .activity, .search, .agents, .chat, .dashboard].map
      {
        ScopedKeys($0, "i")
      }, "Notifications",
      help: "What was told to you, unread first; again goes back to the queue.", .program,
      footer: FooterEntry(33, "inbox")
    ) { situation, _ in
      let target: Screen = situation.app.screen == .notifications ? .queue : .notifications
      return [.app(.show(target, now: situation.now))]
    },
    Command(
      "read", [ScopedKeys(.notifications, "x")], "Mark as read", help: "The notification is read; it goes down.",
      .program, footer: FooterEntry(7, "read"), unless: unread, run: app { .readNotification(now: $0.now) }),
    Command(
      "read-all", [ScopedKeys(.notifications, "X")], "Mark all as read", help: "Every notification is read.", .program,
      footer: FooterEntry(8, "read all"), run: app { .readAllNotifications(now: $0.now) }),
  ]

  private static func unread(_ situation: Situation) -> String? {
    guard situation.app.screen == .notifications, let chosen = situation.app.selectedNotification else {
      return "There is no notification under the cursor."
    }
    return chosen.read ? "It is read already." : nil
  }
}
