// factory rollback as an operator uses it: what it would go back to, the question in the queue, and what comes of it. The agent is a script that takes
// jobs and says how they ended.
import Foundation
import Testing

@Suite(.serialized) struct RollbackCommandStories {
  /// Works and approves until a pipeline is published; the first version at production is sent back once it is there.
  private static let driver = """
    import json, os, sys, time, urllib.error, urllib.request, uuid
    base, token, pipeline, until = sys.argv[1:]
    def call(method, path, body=None):
        request = urllib.request.Request(base + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", "Bearer " + token)
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", str(uuid.uuid4()))
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text)["data"] if text else None
    kinds = ["ai_builder", "test_runner", "deployer"]
    agents = [call("POST", "/agents", {"name": "script " + kind, "type": kind})["id"] for kind in kinds]
    state = {"build": 0, "held": False}
    def work():
        jobs = (call("POST", "/jobs/claim", {"agentId": agent}) for agent in agents)
        job = next((job for job in jobs if job is not None), None)
        if job is None: return False
        result = {"total": 3, "passed": 3, "failed": 0, "coveragePercent": 90} if job["kind"] == "test" else {}
        if job["kind"] == "build":
            state["build"] += 1
            result = {"version": str(state["build"]) + ".0"}
        if job["kind"] == "health": result = {"version": job["payload"]["version"]}
        call("POST", "/jobs/" + job["id"] + "/complete", {"status": "succeeded", "result": result})
        return True
    def decide():
        for task in call("GET", "/tasks?open=true&pipelineId=" + pipeline):
            if task["title"].startswith("Roll back"): continue
            if task["title"].startswith("Held"):
                state["held"] = True
                call("POST", "/tasks/" + task["id"] + "/complete", {"decision": "rejected", "notes": "once more"})
            elif task["stageName"] == "production" and not state["held"]:
                gate = call("GET", "/approvals?status=pending&pipelineId=" + pipeline)[0]
                call("POST", "/approvals/" + gate["id"] + "/approve", {"conditions": ["tell support"]})
            else:
                call("POST", "/tasks/" + task["id"] + "/complete", {"decision": "approved"})
        if state["held"]:
            for approval in call("GET", "/approvals?status=approved&limit=100&pipelineId=" + pipeline):
                if approval["conditions"] and not approval.get("conditionsMet"):
                    call("POST", "/approvals/" + approval["id"] + "/conditions/0/met", {"note": "told"})
    end = time.time() + 30
    while time.time() < end:
        if until == "idle":
            if not work(): break
            continue
        if call("GET", "/pipelines/" + pipeline)["status"] == until: break
        if not work(): decide()
    else: sys.exit("the pipeline never came to " + until)
    print("done")
    """

  private func drive(_ sandbox: Sandbox, _ pipeline: String, _ until: String) throws {
    try Self.driver.write(toFile: sandbox.folder + "/driver.py", atomically: true, encoding: .utf8)
    let base = "http://127.0.0.1:\(sandbox.serverPort ?? 0)/v1"
    let token = "\"$(cat home/.local/share/goosefactory/owner.token)\""
    #expect(try sandbox.shell("python3 driver.py \(base) \(token) \(pipeline) \(until)").contains("done"))
  }

  @Test func whatIsPublishedGoesBackByADecision() throws {
    let sandbox = try Sandbox()
    let id = try sandbox.factory("pipelines", "create", "shop", "--platform", "x").output
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let early = try sandbox.factory("rollback", "shop")
    #expect(
      early.status == 70 && early.errors.contains("Nothing of shop is known to run at staging"), "\(early.errors)")
    #expect(try sandbox.factory("rollback", "shop", "--target", "moon").status == 64)
    #expect(try sandbox.factory("rollback", "nobody").errors.contains("No pipeline is called"))
    try drive(sandbox, id, "completed")
    let plan = try sandbox.factory("rollback", "shop", "--dry-run")
    #expect(plan.status == 0 && plan.output.contains("production: version now 2.0, version before 1.0"), "\(plan)")
    #expect(plan.output.contains("1. a human decides"))
    #expect(
      try sandbox.factory("rollback", "shop", "--dry-run", "--json").output.contains("\"currentVersion\" : \"2.0\""))
    let unasked = try sandbox.factory("rollback", "shop")
    #expect(unasked.status == 64 && unasked.errors.contains("--yes"), "\(unasked.errors)")
    #expect(try !sandbox.factory("list").output.contains("Roll back"))
    let asked = try sandbox.factory("rollback", "shop", "--yes", "--notes", "Orders are lost.")
    #expect(asked.status == 0 && asked.output.contains("Roll back production to 1.0: shop"), "\(asked)")
    let again = try sandbox.factory("rollback", "shop", "--yes")
    #expect(again.status == 70 && again.errors.contains("waits for a decision already"), "\(again.errors)")
    let line = try sandbox.factory("list").output.split(separator: "\n").first { $0.contains("Roll back") }
    let task = try #require(line?.split(separator: " ").first.map(String.init))
    #expect(try sandbox.factory("show", task).output.contains("from 2.0 to 1.0. Orders are lost."))
    #expect(try sandbox.factory("approve", task).status == 0)
    try drive(sandbox, id, "idle")
    let after = try sandbox.factory("rollback", "shop", "--dry-run")
    #expect(after.status == 70 && after.errors.contains("1.0 is the first version at production"), "\(after.errors)")
    let forth = try sandbox.factory("rollback", "shop", "--version", "2.0", "--dry-run").output
    #expect(forth.contains("version now 1.0, version before 2.0"))
    #expect(try sandbox.factory("pipelines", "list", "--status", "completed").output.contains("published"))
  }
}
