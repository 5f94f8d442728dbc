// Notifications over the network. Worker threads; the lane of commands, so that reading one and then all keeps its order.
import FactoryContracts
import FactoryState

extension EffectRunner {
  /// The newest hundred and how many unread ones there are in all.
  package func fetchNotifications() {
    run(.command) { runner in
      do throws(APIFailure) {
        let rows = try runner.api.request(Endpoints.listNotifications, query: [("limit", "100")]).data
        let unread = try runner.api.request(Endpoints.listNotifications, query: [("unread", "true"), ("limit", "100")])
        // Old unread ones that the newest hundred do not show.
        let known = Set(rows.map(\.id))
        let all = rows + unread.data.filter { !known.contains($0.id) }
        let count = unread.meta?.pagination?.total ?? unread.data.count
        runner.tell(.fetched(.notifications(all, unread: count), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.notificationsFailed(reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  package func readNotification(_ id: EntityID) {
    run(.command) { runner in
      do throws(APIFailure) {
        _ = try runner.api.request(Endpoints.readNotification, path: [id.description])
        runner.tell(.fetched(.notificationRead(id), now: runner.clock()))
      } catch { runner.failed(error) }
    }
  }

  package func readAllNotifications() {
    run(.command) { runner in
      do throws(APIFailure) {
        _ = try runner.api.request(Endpoints.readAllNotifications)
        runner.tell(.fetched(.allNotificationsRead, now: runner.clock()))
      } catch { runner.failed(error) }
    }
  }

  private func failed(_ error: APIFailure) {
    tell(.notice(.warning, "It could not be marked as read: \(FailureWords.sentence(error))", now: clock()))
  }
}
