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
