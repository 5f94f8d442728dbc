// Notifications: one's own, whoever one is (contract §1.5, ruling R18). Reading one is no event, so pages are not kept.
import FactoryContracts
import FactoryEngine
import Foundation

extension RouteBuilder {
  mutating func addNotifications() {
    page(Endpoints.listNotifications, sortFields: NotificationQuery.sortFields, kept: false) { query, caller in
      var filter = NotificationQuery(userId: caller.actor.id)
      filter.unread = query.flag("unread")
      filter.type = query.named("type")
      return { [filter] reader, paging in try reader.notifications(filter, paging) }
    }
    change(Endpoints.readNotification, on: .notification) { useCases, change in
      try useCases.readNotification(change.id)
      return .nothing
    }
    change(Endpoints.readAllNotifications) { useCases, _ in
      try useCases.readAllNotifications()
      return .nothing
    }
  }
}
