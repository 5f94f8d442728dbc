"""The factory as the official SDK's client sees it: python sdk_client.py PROGRAM MODE URL...

MODE is what the client negotiates: legacy (the handshake), auto (it probes for the newest revision). Without a URL the program is
started over standard input and output; with one the client talks to that address, with FACTORY_TEST_TOKEN as its bearer token.
Every answer of a tool is judged by the SDK against the tool's own output schema. Prints "passed N checks"; anything else is a failure.
"""

import asyncio
import json
import os
import subprocess
import sys

import anyio
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

program, mode, *urls = sys.argv[1:]
checks = 0


def check(holds, what):
    global checks
    assert holds, what
    checks += 1


def factory(*words):
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{words}: {done.stderr}"
    return done.stdout


def transport():
    if not urls:
        return stdio_client(StdioServerParameters(command=program, args=["mcp"], env=dict(os.environ)))
    if urls[0].endswith("/sse"):
        from mcp.client.sse import sse_client

        return sse_client(urls[0], headers=headers())
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    return streamable_http_client(urls[0], http_client=httpx2.AsyncClient(headers=headers(), timeout=60))


def headers():
    return {"Authorization": "Bearer " + os.environ["FACTORY_TEST_TOKEN"]}


async def refused(call, code, words):
    try:
        await call
    except MCPError as error:
        check(error.code == code and words in str(error), f"{error.code}: {error}")
    else:
        check(False, f"nothing was refused; {words} was expected")


async def lists(client):
    tools = (await client.list_tools()).tools
    check(len(tools) == 12 and all(tool.annotations for tool in tools), "eleven tools, and one to be asked for permission")
    check([tool.name for tool in tools if not tool.output_schema] == ["factory_permission_prompt"], "schemas of answers")
    check({t.name for t in tools if t.annotations.read_only_hint} == {
        "factory_get_pending_tasks", "factory_get_pipeline_status", "factory_get_blockers", "factory_search"}, "hints")
    check(len((await client.list_prompts()).prompts) == 4, "four prompts")
    page = await client.list_resources()
    templates = (await client.list_resource_templates()).resource_templates
    check(len(page.resources) == 2 and len(templates) == 4 and page.next_cursor, "six resources, and pages behind them")


async def call(client, tool, /, **arguments):
    answer = await client.call_tool(tool, arguments)
    check(not answer.is_error, f"{tool}: {answer.content[0].text}")
    check("Next: " in answer.content[0].text, f"{tool} says what comes next")
    return answer.structured_content


async def mistakes(client):
    answer = await client.call_tool("factory_deploy", {"pipeline_id": "7", "target": "moon", "when": 1})
    text = answer.content[0].text
    check(answer.is_error and "“when” is no argument" in text and "target: one of staging, production" in text
          and 'found "7"' in text, text)
    unknown = "01900000-0000-7000-8000-000000000000"
    answer = await client.call_tool("factory_approve_task", {"task_id": unknown})
    check(answer.is_error and "factory_search" in answer.content[0].text, answer.content[0].text)
    await refused(client.read_resource("factory://nowhere"), -32002 if mode == "legacy" else -32602, "factory://nowhere")
    await refused(client.get_prompt("deploy_checklist", {"target": "moon"}), -32602, "pipeline_id is missing")


async def reading(client, pipeline):
    for uri in ("dashboard/summary", "config/templates", f"pipelines/{pipeline}/state", "servers/shop/status",
                f"pipelines/{pipeline}/test-results"):
        json.loads((await client.read_resource("factory://" + uri)).contents[0].text)
    kept = factory("assets", "upload", pipeline, __file__, "--type", "code").strip()
    state = json.loads((await client.read_resource(f"factory://pipelines/{pipeline}/state")).contents[0].text)
    asset = state["recentAssets"][0]
    check(asset["id"] == kept and asset["name"] == "sdk_client.py" and asset["type"] == "code", asset)
    logs = (await client.read_resource(f"factory://pipelines/{pipeline}/build-logs")).contents[0]
    check(logs.mime_type == "text/plain", "logs are text")
    second = await client.list_resources(cursor=(await client.list_resources()).next_cursor)
    check(f"factory://pipelines/{pipeline}/state" in [str(r.uri) for r in second.resources], "the second page")
    for name, arguments in (("review_server", {"server_name": "shop"}), ("whats_needs_attention", {}),
                            ("deploy_checklist", {"pipeline_id": pipeline, "target": "staging"}),
                            ("pipeline_retrospective", {"pipeline_id": pipeline})):
        text = (await client.get_prompt(name, arguments)).messages[0].content.text
        check("shop" in text or name == "whats_needs_attention", text)
    from mcp_types import PromptReference
    found = await client.complete(PromptReference(type="ref/prompt", name="review_server"),
                                  {"name": "server_name", "value": "sh"})
    check("shop" in found.completion.values, found)


async def pipeline_to_staging(client):
    made = await call(client, "factory_create_pipeline", name="shop", platform="shopify")
    pipeline = made["pipeline"]["id"]
    for _ in range(4):
        await call(client, "factory_advance_stage", pipeline_id=pipeline)
    await call(client, "factory_assign_priority", entity_type="pipeline", entity_id=pipeline, priority="high")
    await call(client, "factory_run_tests", pipeline_id=pipeline)
    await call(client, "factory_get_blockers")
    await call(client, "factory_search", query="shop")
    await call(client, "factory_get_pipeline_status", pipeline_id=pipeline, include_details=True)
    waiting = (await call(client, "factory_get_pending_tasks", pipeline_id=pipeline))["tasks"]
    decided = await call(client, "factory_approve_task", task_id=waiting[0]["id"], notes="reads well")
    check(decided["pipeline"]["currentStage"] == "staging", decided)
    return pipeline


async def own_questions(client):
    task = factory("submit", "--title", "Mine", "--summary", "asked by the same account").strip()
    answer = await client.call_tool("factory_approve_task", {"task_id": task})
    check(answer.is_error and "same account" in answer.content[0].text, answer.content[0].text)


def another_session(tool, **arguments):
    """The same account in a process of its own, with raw messages."""
    messages = [
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}},
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}},
    ]
    done = subprocess.run([program, "mcp", "--transport", "stdio"], capture_output=True, text=True, timeout=60,
                          input="".join(json.dumps(message) + "\n" for message in messages))
    return next(answer["result"] for answer in map(json.loads, done.stdout.splitlines()) if answer["id"] == 1)


async def deploying(client, pipeline):
    plan = await call(client, "factory_deploy", pipeline_id=pipeline, target="staging", dry_run=True)
    check(plan["outcome"] == "planned" and plan["plan"]["requiresApproval"], plan)
    first = await call(client, "factory_deploy", pipeline_id=pipeline, target="staging")
    again = await call(client, "factory_deploy", pipeline_id=pipeline, target="staging")
    check(first["outcome"] == "waiting" and first["task"]["id"] == again["task"]["id"], "one question for both calls")
    own = await client.call_tool("factory_approve_task", {"task_id": first["task"]["id"]})
    check(own.is_error, "who asked for a deploy does not decide it")
    other = another_session("factory_approve_task", task_id=first["task"]["id"])
    check(other["isError"] and "session" in other["content"][0]["text"], other)
    check("Checklist" in await details(client, first["task"]["id"]), "the question has the checklist in it")
    told = anyio.Event()

    async def progress(value, total, words):
        if "Waiting for a human" in words:
            told.set()

    async with anyio.create_task_group() as group:
        async def decide():
            await told.wait()
            await anyio.to_thread.run_sync(factory, "approve", first["task"]["id"], "--notes", "go")
        group.start_soon(decide)
        with anyio.fail_after(40):
            answer = await client.call_tool(
                "factory_deploy", {"pipeline_id": pipeline, "target": "staging"}, progress_callback=progress)
    check(not answer.is_error and answer.structured_content["outcome"] == "started", answer.content[0].text)


async def details(client, task):
    tasks = (await call(client, "factory_get_pending_tasks"))["tasks"]
    return next(row["context"].get("details") or "" for row in tasks if row["id"] == task)


async def cancelled(client, pipeline):
    """A call that waits is given up; the connection goes on as before."""
    with anyio.move_on_after(0.05):
        await client.call_tool("factory_get_pending_tasks", {})
    await call(client, "factory_get_pending_tasks")


async def changes(client, pipeline):
    uri = f"factory://pipelines/{pipeline}/state"
    if mode == "legacy":
        await client.subscribe_resource(uri)
        factory("submit", "--title", "Look", "--summary", "s", "--pipeline", pipeline)
        with anyio.fail_after(20):
            await updated.wait()
        await client.unsubscribe_resource(uri)
    else:
        async with client.listen(resource_subscriptions=[uri, "factory://dashboard/summary"]) as stream:
            factory("submit", "--title", "Look", "--summary", "s", "--pipeline", pipeline)
            with anyio.fail_after(20):
                async for event in stream:
                    if event.uri == uri:
                        break
    check(True, "a change was told")


async def asking(client):
    """What a model leaves out is asked of the person at the client, and only where a person would know it."""
    said["answer"] = {"name": "asked", "platform": "shopify", "template": "mcp-server-enterprise"}
    made = await call(client, "factory_create_pipeline", priority="low")
    check(made["pipeline"]["name"] == "asked" and made["pipeline"]["priority"] == "low", made)
    check(made["pipeline"]["template"] == "mcp-server-standard", "only what was asked for is taken")
    check(said["question"] == "New pipeline: name, platform is needed to go on." and said["count"] == 1, said)
    said["answer"] = {"priority": "urgent"}
    answer = await client.call_tool(
        "factory_assign_priority", {"entity_type": "pipeline", "entity_id": made["pipeline"]["id"]})
    check(answer.is_error and 'found "urgent"' in answer.content[0].text, answer.content[0].text)
    said["answer"] = None
    answer = await client.call_tool("factory_create_pipeline", {"name": "nobody-said"})
    check(answer.is_error and "did not say" in answer.content[0].text, answer.content[0].text)
    before = said["count"]
    for tool, arguments in (("factory_deploy", {}), ("factory_approve_task", {}), ("factory_create_pipeline", {"x": 1})):
        check((await client.call_tool(tool, arguments)).is_error and said["count"] == before, f"{tool} asks nobody")


async def permission(client):
    """Over HTTP nobody knows the agent's folder before its connection says so; until then nothing is allowed."""
    if not urls:
        return
    answer = await client.call_tool("factory_permission_prompt", {"tool_name": "Bash", "input": {"command": "make"}})
    verdict = json.loads(answer.content[0].text)
    check(verdict["behavior"] == "deny" and "X-Factory-Folder" in verdict["message"], verdict)


async def many(client):
    answers = await asyncio.gather(*[client.call_tool("factory_get_pending_tasks", {}) for _ in range(60)])
    check(all(not answer.is_error for answer in answers), "sixty calls at once")


updated = anyio.Event()


said = {"count": 0}


async def person(context, params):
    from mcp_types import ElicitResult
    said["count"] += 1
    said["question"] = params.message
    said["schema"] = params.requested_schema
    if said["answer"] is None:
        return ElicitResult(action="decline")
    return ElicitResult(action="accept", content=said["answer"])


async def heard(message):
    if type(message).__name__ == "ResourceUpdatedNotification":
        updated.set()


async def main():
    async with Client(transport(), mode=mode, message_handler=heard, elicitation_callback=person) as client:
        wanted = "2025-11-25" if mode == "legacy" else "2026-07-28"
        check(client.protocol_version == wanted, client.protocol_version)
        await lists(client)
        await mistakes(client)
        pipeline = await pipeline_to_staging(client)
        await reading(client, pipeline)
        await own_questions(client)
        await deploying(client, pipeline)
        await cancelled(client, pipeline)
        await changes(client, pipeline)
        await asking(client)
        await permission(client)
        await many(client)
    print(f"passed {checks} checks")


asyncio.run(main())
