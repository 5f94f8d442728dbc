// Notifications in the state: order, count, what an answer and live events make of each other.
import FactoryContracts
import FactoryState
import TestSupport
import Testing

@Suite struct InboxTests {
  private static func told(_ number: Int, read: Bool = false, task: Int = 1) -> FactoryNotification {
    FactoryNotification(
      id: Sample.id(7000 + number), userId: Sample.decider, type: .approvalPending, title: "n\(number)", read: read,
      entityType: "task", entityId: Sample.id(task), createdAt: Sample.start.adding(seconds: Double(number)))
  }

  private func screen(_ list: [FactoryNotification], unread: Int? = nil) -> TestScreen {
    let screen = TestScreen([Sample.task(1), Sample.task(2)])
    screen.run(.viewport(.notifications(rows: 3)))
    let count = unread ?? list.count { !$0.read }
    screen.run(.fetched(.notifications(list, unread: count), now: screen.now))
    screen.run(.show(.notifications, now: screen.now))
    return screen
  }

  @Test func unreadComeFirstNewestFirst() {
    let screen = screen([4, 3, 2, 1].map { Self.told($0, read: $0 % 2 == 0) })
    #expect(screen.state.inboxRows.map(\.title) == ["n3", "n1", "n4", "n2"])
    #expect(screen.state.selectedNotification?.title == "n3")
    #expect(screen.state.factory.unreadCount == 2)
  }

  @Test func theServersCountHoldsAlsoForThoseThatAreNotHere() {
    let screen = screen([Self.told(1)], unread: 40)
    screen.run(screen.event(.notificationCreated(.init(notification: Self.told(2))), seq: 2))
    #expect(screen.state.factory.unreadCount == 41)
    // A batch that was in the list before it went out counts once.
    screen.run(screen.event(.notificationCreated(.init(notification: Self.told(1))), seq: 3))
    #expect(screen.state.factory.unreadCount == 41)
    screen.run(.fetched(.notificationRead(Sample.id(7001)), now: screen.now))
    screen.run(.fetched(.notificationRead(Sample.id(7001)), now: screen.now))
    #expect(screen.state.factory.unreadCount == 40)
    screen.run(.fetched(.allNotificationsRead, now: screen.now))
    #expect(screen.state.factory.unreadCount == 0 && screen.state.factory.notifications.allSatisfy(\.read))
  }

  @Test func whatCameLiveOutlivesAnOlderAnswer() {
    let screen = screen([])
    screen.run(screen.event(.notificationCreated(.init(notification: Self.told(5))), seq: 2))
    screen.run(.fetched(.notifications([Self.told(3), Self.told(2, read: true)], unread: 1), now: screen.now))
    #expect(screen.state.inboxRows.map(\.title) == ["n5", "n3", "n2"])
    #expect(screen.state.factory.unreadCount == 2)
  }

  /// Task 9 waits nowhere; task 1 does. What counts more than it names is left alone.
  @Test func questionsThatWereAnsweredAreMarkedOnTheServer() {
    func told(_ number: Int, _ tasks: [Int], count: Int? = nil) -> FactoryNotification {
      var one = Self.told(number, task: tasks[0])
      let ids = tasks.map { JSONValue.string(Sample.id($0).description) }
      one.data = ["count": .integer(Int64(count ?? tasks.count)), "entityIds": .array(ids)]
      return one
    }
    let screen = screen([])
    let list = [told(1, [9]), told(2, [9, 1]), told(3, [9, 8]), told(4, [9], count: 120), told(5, [1])]
    #expect(
      screen.run(.fetched(.notifications(list, unread: 5), now: screen.now))
        == [.readNotification(Sample.id(7001)), .readNotification(Sample.id(7003))])
  }

  @Test func movingStaysInsideAndScrolls() {
    let screen = screen((1...10).reversed().map { Self.told($0) })
    let steps: [(Move, String, Int)] = [
      (.by(1), "n9", 0), (.by(2), "n7", 1), (.last, "n1", 7), (.by(5), "n1", 7), (.page(-1), "n3", 7),
      (.first, "n10", 0),
      (.by(-1), "n10", 0), (.toRow(4), "n7", 1), (.halfPage(1), "n6", 2), (.oldestUnseen, "n1", 7),
    ]
    for (move, title, top) in steps {
      #expect(screen.run(.move(move, now: screen.now)) == [])
      #expect(screen.state.selectedNotification?.title == title && screen.state.inbox.top == top, "\(move)")
    }
  }

  @Test func aNewOneNeverMovesTheCursor() {
    let screen = screen([2, 1].map { Self.told($0) })
    screen.run(.move(.last, now: screen.now))
    screen.run(screen.event(.notificationCreated(.init(notification: Self.told(3))), seq: 2))
    #expect(screen.state.selectedNotification?.title == "n1")
  }

  @Test func effectsAreAskedForOnce() {
    let screen = screen([Self.told(1, read: true)])
    #expect(screen.run(.readNotification(now: screen.now)) == [])
    #expect(screen.run(.readAllNotifications(now: screen.now)) == [])
    #expect(screen.run(.show(.queue, now: screen.now)).contains(.fetchNotifications) == false)
    #expect(screen.run(.show(.notifications, now: screen.now)) == [.fetchNotifications])
    screen.run(screen.event(.notificationCreated(.init(notification: Self.told(2))), seq: 2))
    screen.run(.move(.first, now: screen.now))
    #expect(screen.run(.readNotification(now: screen.now)) == [.readNotification(Sample.id(7002))])
    #expect(screen.run(.readAllNotifications(now: screen.now)) == [.readAllNotifications])
  }

  @Test func whatIsDecidedIsSaidSo() {
    let screen = screen([Self.told(1, task: 77)])
    #expect(screen.run(.open(now: screen.now)) == [.readNotification(Sample.id(7001))])
    #expect(screen.state.screen == .notifications)
    #expect(screen.state.toasts.last?.text.contains("decided") == true)
  }
}
