// The live log of the selected agent: which job it works on is asked when the cursor rests on it and when agents were read again; the log
// goes on every two seconds while that job runs. What it did last stays while the cursor does.
import FactoryContracts

extension AppState {
  /// - Parameter milliseconds: how long the cursor must rest first; where another agent's job was shown, that is forgotten at once.
  mutating func watchAgent(after milliseconds: Int64 = WatchedJob.restMilliseconds) {
    guard let agent = selectedAgent else {
      agents.watched = nil
      return
    }
    let isOther = agents.watched?.agentId != agent.id
    if isOther { agents.watched = WatchedJob(agentId: agent.id) }
    if isOther || milliseconds == 0 { agents.watched?.askAt = Timestamp(milliseconds: now.milliseconds + milliseconds) }
  }

  mutating func readWatchedIfDue() -> [Effect] {
    guard let watched = agents.watched else { return [] }
    if let at = watched.askAt, at <= now {
      agents.watched?.askAt = nil
      let pipeline = factory.agents[watched.agentId]?.currentPipelineId ?? watched.job?.pipelineId
      return pipeline.map { [.fetchAgentJob(watched.agentId, pipeline: $0)] } ?? []
    }
    guard let at = watched.logAt, at <= now, let job = watched.job else { return [] }
    return [readWatchedLog(job)]
  }

  private mutating func readWatchedLog(_ job: Job) -> Effect {
    agents.watched?.logAt = nil
    return .fetchLog(job.pipelineId, job: job.id, after: agents.watched?.log.next ?? 0)
  }

  mutating func takeAgentJob(_ agent: EntityID, _ job: Job?) -> [Effect] {
    guard agents.watched?.agentId == agent, let job else { return [] }
    if agents.watched?.log.jobId != job.id { agents.watched?.log = JobLog(jobId: job.id) }
    agents.watched?.job = job
    return [readWatchedLog(job)]
  }

  mutating func takeWatchedLog(_ job: EntityID, after: Int64, _ text: String, _ next: Int64) {
    guard agents.watched?.log.jobId == job, agents.watched?.log.next == after else { return }
    agents.watched?.log.append(text)
    agents.watched?.log.next = max(after, next)
    agents.watched?.log.failure = nil
    followWatched(PipelineDetail.logMilliseconds)
  }

  mutating func noteWatchedLogFailure(_ job: EntityID, _ reason: String) {
    guard agents.watched?.log.jobId == job else { return }
    agents.watched?.log.failure = reason
    followWatched(PipelineDetail.logMilliseconds * 2)
  }

  private mutating func followWatched(_ milliseconds: Int64) {
    guard screen == .agents, agents.watched?.job?.status == .running else { return }
    agents.watched?.logAt = Timestamp(milliseconds: now.milliseconds + milliseconds)
  }
}
