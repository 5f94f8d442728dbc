// One entry over the wire, and what its answer means for it. Blocking; the sender's thread.
// Invariants: only an answer in the form of this API ends an entry (a captive portal's page does not), and every try of an
// entry carries the same key.
import FactoryContracts
import Foundation

enum DeliveryVerdict {
  case confirmed(task: FactoryTask?, bulk: BulkTaskReply?)
  case refused(APIError, current: FactoryTask?)
  /// Stays in the box.
  case waiting(reason: String, reach: Reach)
  case cancelled

  enum Reach {
    /// The request surely did not arrive.
    case none
    /// It may have arrived.
    case unknown
    /// The server answered; others may get through.
    case answered
  }
}

struct OutboxDelivery: Sendable {
  let api: any FactoryAPI
  /// Who decides here, for recognising one's own decision.
  let me: EntityID?
  /// Seconds one try may take.
  let timeout: Double

  func deliver(_ entry: OutboxEntry) -> DeliveryVerdict {
    var call = Call(method: entry.method, path: entry.path, body: entry.body.map { Data($0.utf8) })
    call.ifMatch = entry.ifMatch
    call.idempotencyKey = entry.key
    call.timeoutSeconds = timeout
    call.maxRetries = 0
    do throws(APIFailure) {
      return Self.verdict(on: try api.send(call))
    } catch {
      return verdict(on: error, entry)
    }
  }

  private struct Mark: Decodable { var ok: Bool }

  private static func verdict(on answer: Answer) -> DeliveryVerdict {
    guard answer.status == 204 || (try? FactoryJSON.decode(Mark.self, from: answer.body))?.ok == true else {
      return .waiting(reason: "what answers there is not this API", reach: .answered)
    }
    let task = try? FactoryJSON.decode(APIResponse<FactoryTask>.self, from: answer.body).data
    let bulk = try? FactoryJSON.decode(APIResponse<BulkTaskReply>.self, from: answer.body).data
    return .confirmed(task: task, bulk: bulk)
  }

  private func verdict(on failure: APIFailure, _ entry: OutboxEntry) -> DeliveryVerdict {
    switch failure {
    case .cancelled: return .cancelled
    case .unreachable(let reason, let sent): return .waiting(reason: reason, reach: sent ? .unknown : .none)
    case .garbled: return .waiting(reason: FailureWords.sentence(failure), reach: .answered)
    case .refused(let error):
      // 401: a new sign-in may still send it. An unknown code is a newer server's; its status is not known to be final.
      if error.code == .unauthorized || error.code.isRetryable {
        return .waiting(reason: error.message, reach: .answered)
      }
      return error.code == .conflict
        ? verdict(onConflict: error, entry) : .refused(error, current: current(entry)?.task)
    }
  }

  /// One's own identical decision, made already, is the wish fulfilled (design §4.1).
  private func verdict(onConflict error: APIError, _ entry: OutboxEntry) -> DeliveryVerdict {
    guard let (task, reached) = current(entry) else { return .refused(error, current: nil) }
    guard reached else {
      return .waiting(reason: "it was refused, and the task could not be read back", reach: .answered)
    }
    if let task, Self.holds(task, entry.decision, by: me) { return .confirmed(task: task, bulk: nil) }
    return .refused(error, current: task)
  }

  /// Whether a task already carries this decision of this person.
  static func holds(_ task: FactoryTask, _ decision: TaskDecision?, by me: EntityID?) -> Bool {
    guard let decision, let me else { return false }
    if let pending = task.pendingDecision { return pending.by == me && pending.decision == decision }
    return task.decidedBy == me && task.decision == decision
  }

  /// The task as it is now; nil for entries about several. `reached` is false when nothing answered.
  private func current(_ entry: OutboxEntry) -> (task: FactoryTask?, reached: Bool)? {
    guard entry.taskIds.count == 1, let id = entry.taskIds.first else { return nil }
    do throws(APIFailure) {
      let reply = try api.request(Endpoints.getTask, Empty(), path: [id.description], timeoutSeconds: timeout)
      return (reply.data, true)
    } catch {
      if case .refused(let refusal) = error, !refusal.code.isRetryable { return (nil, true) }
      return (nil, false)
    }
  }
}
