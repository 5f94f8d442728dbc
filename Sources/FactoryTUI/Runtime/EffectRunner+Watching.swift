// Activity, search and agents over the network. Worker threads, in the lane of items.
import FactoryContracts
import FactoryState

extension EffectRunner {
  /// A hundred rows, newest first; `cursor`: where older ones go on.
  package func fetchActivity(_ cursor: String?) {
    run(.item) { runner in
      let query = [("limit", "100")] + (cursor.map { [("cursor", $0)] } ?? [])
      do throws(APIFailure) {
        let (rows, meta) = try runner.api.request(Endpoints.listAudit, query: query)
        runner.tell(
          .fetched(.activity(rows, next: meta?.nextCursor, isNewest: cursor == nil), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.activityFailed(reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  package func search(_ words: String) {
    run(.item) { runner in
      do throws(APIFailure) {
        let found = try runner.api.request(Endpoints.search, query: [("query", words), ("limit", "100")]).data
        runner.tell(.fetched(.found(words, found.results), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.searchFailed(words, reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  /// Beside everything else: a tool may take its time.
  func ask(_ words: String, _ console: Console?) {
    run(.own) { runner in
      let answer = console?(words) ?? (text: "This screen has no chat.", isGood: false)
      runner.tell(.fetched(.said(answer.text, isGood: answer.isGood), now: runner.clock()))
    }
  }

  /// Pages of decisions that are read for the last day; a day with more shows its latest.
  private static let decisionPages = 10

  package func fetchDashboard() {
    run(.item) { runner in
      do throws(APIFailure) {
        let summary = try runner.api.request(Endpoints.dashboardSummary).data
        let decisions = try runner.decisions(since: runner.clock().adding(seconds: -86_400))
        runner.tell(.fetched(.dashboard(summary, decisions: decisions), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.dashboardFailed(reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  /// Empty for those who may not read the audit log.
  private func decisions(since: Timestamp) throws(APIFailure) -> [Timestamp] {
    var (moments, cursor): ([Timestamp], String?) = ([], nil)
    for _ in 0..<Self.decisionPages where !stopped {
      let query = [("action", "task.decision_made"), ("since", since.description), ("limit", "100")]
      do throws(APIFailure) {
        let (rows, meta) = try api.request(Endpoints.listAudit, query: query + (cursor.map { [("cursor", $0)] } ?? []))
        moments += rows.map(\.createdAt)
        cursor = meta?.nextCursor
      } catch {
        if case .refused(let refusal) = error, refusal.code == .forbidden { return [] }
        throw error
      }
      if cursor == nil { break }
    }
    return moments
  }

  /// Jobs do not say where they are but at their pipeline; the newest fifty of it are looked through.
  package func fetchAgentJob(_ agent: EntityID, pipeline: EntityID) {
    run(.item) { runner in
      do throws(APIFailure) {
        let query = [("limit", "50")]
        let jobs = try runner.api.request(Endpoints.listJobs, path: [pipeline.description], query: query).data
        let own = jobs.filter { $0.agentId == agent && $0.startedAt != nil }
        let job = own.first { $0.status == .running } ?? own.max { $0.startedAt! < $1.startedAt! }
        runner.tell(.fetched(.agentJob(agent, job), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.agentsFailed(reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }

  package func fetchAgents() {
    run(.item) { runner in
      do throws(APIFailure) {
        let list = try runner.api.request(Endpoints.listAgents).data
        runner.tell(.fetched(.agents(list), now: runner.clock()))
      } catch {
        runner.tell(.fetched(.agentsFailed(reason: FailureWords.sentence(error)), now: runner.clock()))
      }
    }
  }
}
