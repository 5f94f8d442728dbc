"""factory_permission_prompt as a coding agent's program uses it, with the official SDK's client: python permission_client.py PROGRAM MODE [URL [quick]]

With a URL the client talks to that address, with FACTORY_TEST_TOKEN as its bearer token, and says in a header where it works.
Decisions come from other processes, as an operator's would. Prints "passed N checks"; anything else is a failure.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from urllib.parse import quote

import anyio
from mcp import StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client

program, mode, *urls = sys.argv[1:]
checks = 0
here = os.path.realpath(os.getcwd())


def check(holds, what):
    global checks
    assert holds, what
    checks += 1


def factory(*words):
    done = subprocess.run([program, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{words}: {done.stderr}"
    return done.stdout


def waiting():
    return json.loads(factory("list", "--json"))


async def eventually(what, holds):
    with anyio.fail_after(20):
        while not (found := await anyio.to_thread.run_sync(holds)):
            await anyio.sleep(0.02)
    return found


async def question(title):
    return await eventually(title, lambda: next((task for task in waiting() if title in task["title"]), None))


def over_http(**more):
    headers = {"Authorization": "Bearer " + os.environ["FACTORY_TEST_TOKEN"], **more}
    if urls[0].endswith("/sse"):
        from mcp.client.sse import sse_client

        return Client(sse_client(urls[0], headers=headers), mode=mode)
    import httpx2
    from mcp.client.streamable_http import streamable_http_client

    return Client(streamable_http_client(urls[0], http_client=httpx2.AsyncClient(headers=headers, timeout=60)), mode=mode)


def session(*arguments, **environment):
    if urls:
        return over_http(**{"X-Factory-Folder": quote(here)})
    return Client(stdio_client(StdioServerParameters(
        command=program, args=["mcp", *arguments], env=dict(os.environ, **environment), cwd=here)), mode=mode)


async def ask(client, tool, given, call_id, **more):
    answer = await client.call_tool(
        "factory_permission_prompt", {"tool_name": tool, "input": given, "tool_use_id": call_id}, **more)
    check(not answer.is_error and len(answer.content) == 1 and answer.structured_content is None, answer)
    return json.loads(answer.content[0].text)


async def decided(client, tool, given, call_id, title, *words):
    """The answer to a call that the operator decides meanwhile, and the task."""
    found, told = {}, []

    async def run():
        async def progress(value, total, words):
            told.append(words)
        found["answer"] = await ask(client, tool, given, call_id, progress_callback=progress)

    with anyio.fail_after(40):
        async with anyio.create_task_group() as group:
            group.start_soon(run)
            task = await question(title)
            await eventually("progress", lambda: told)
            check("answer" not in found and "Waiting for a human" in told[0], "it waits, and says so")
            await anyio.to_thread.run_sync(lambda: factory(words[0], task["id"], *words[1:]))
    return found["answer"], task


async def deciding(client):
    given = {"command": "make deploy", "description": "x", "timeout": 1000, "more": [1, 2.5, None, {"a": "\u00e4"}]}
    answer, task = await decided(client, "Bash", given, "toolu_1", "make deploy", "approve", "--notes", "go")
    check(answer == {"behavior": "allow", "updatedInput": given}, answer)
    call = json.loads(factory("show", task["id"], "--json"))["context"]["call"]
    check(call["folder"] == here and call["tool"] == "Bash" and call["command"] == "make deploy", call)
    answer, _ = await decided(client, "Bash", {"command": "rm -rf x"}, "toolu_2", "rm -rf x", "reject", "--reason", "no, never")
    check(answer["behavior"] == "deny" and "no, never" in answer["message"] and "updatedInput" not in answer, answer)
    answer, task = await decided(client, "Read", {"file_path": "/etc/passwd"}, "toolu_3", "passwd", "defer")
    check(answer["behavior"] == "deny" and "Put off" in answer["message"], answer)
    factory("withdraw", task["id"])


async def rules(client):
    answer, _ = await decided(client, "Bash", {"command": "npm test"}, "toolu_4", "npm test", "approve", "--allow", "kind")
    check(answer["behavior"] == "allow", answer)
    with anyio.fail_after(10):
        answer = await ask(client, "Bash", {"command": "npm test -- --watch"}, "toolu_5")
    check(answer["behavior"] == "allow" and not waiting(), "a rule lets it go on")
    answer, _ = await decided(
        client, "Bash", {"command": "npm test; rm x"}, "toolu_6", "npm test; rm x", "reject", "--reason", "wider")
    check(answer["behavior"] == "deny", answer)
    # What was allowed for longer is asked again by the next run.
    for rule in json.loads(factory("rules", "list", "--json")):
        factory("rules", "revoke", str(rule["number"]))


async def givenUp(client):
    """A call that is given up asks nobody any more; the same id with another input is another question."""
    with anyio.move_on_after(3):
        await client.call_tool("factory_permission_prompt", {"tool_name": "Bash", "input": {"command": "make slow"}})
    await eventually("withdrawn", lambda: not waiting())
    async with anyio.create_task_group() as group:
        for command in ("make one", "make two"):
            group.start_soon(ask, client, "Bash", {"command": command}, "toolu_7")
        first, second = await question("make one"), await question("make two")
        check(first["id"] != second["id"], "two questions")
        for task in (first, second):
            await anyio.to_thread.run_sync(lambda: factory("approve", task["id"]))


async def without():
    async with session("--permission-wait", "1s") as client:
        answer = await ask(client, "Bash", {"command": "make late"}, "toolu_8")
        check(answer["behavior"] == "deny" and "Nobody decided within 1 s" in answer["message"], answer)
        check(not waiting(), "the question is withdrawn")
        answer = await ask(client, "Write", {"file_path": "x", "content": "y" * 300_000}, "toolu_9")
        check(answer["behavior"] == "deny" and "KiB" in answer["message"], answer)
        check((await client.call_tool("factory_permission_prompt", {"tool_name": "Bash"})).is_error, "no input, no answer")
    async with session(FACTORY_API_URL="http://127.0.0.1:9/v1") as client:
        answer = await ask(client, "Bash", {"command": "make"}, "toolu_10")
        check(answer["behavior"] == "deny" and "reached" in answer["message"], answer)


async def elsewhere():
    """Who does not say where it works, or says nonsense, learns what to say; the argument is as good as the header, which counts more."""
    for more, given in ((dict(), {}), (dict(), {"folder": "src"}), ({"X-Factory-Folder": "src"}, {"folder": here})):
        async with over_http(**more) as client:
            answer = await client.call_tool(
                "factory_permission_prompt", {"tool_name": "Bash", "input": {"command": "make"}, **given})
            verdict = json.loads(answer.content[0].text)
            check(verdict["behavior"] == "deny" and "X-Factory-Folder" in verdict["message"], verdict)
            check(not waiting(), "nobody was asked")
    async with over_http() as one, over_http() as other:
        async with anyio.create_task_group() as group:
            for number, client in enumerate((one, other)):
                group.start_soon(client.call_tool, "factory_permission_prompt", {
                    "tool_name": "Bash", "input": {"command": f"make session{number}"}, "folder": here,
                    "session": f"argument-{number}"})
            calls = []
            for number in range(2):
                task = await question(f"make session{number}")
                calls.append(json.loads(factory("show", task["id"], "--json"))["context"]["call"])
                await anyio.to_thread.run_sync(lambda: factory("approve", task["id"]))
        check(calls[0]["session"] != calls[1]["session"] and {call["folder"] for call in calls} == {here}, calls)


def gone(how):
    """The agent ends in the middle: its question goes too."""
    process = subprocess.Popen([program, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=here)
    for message in (
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "claude-code", "version": "2"}}},
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
            "name": "factory_permission_prompt", "arguments": {"tool_name": "Bash", "input": {"command": "make gone"}}}},
    ):
        process.stdin.write(json.dumps(message).encode() + b"\n")
        process.stdin.flush()
    end = time.time() + 20
    while not (found := [task for task in waiting() if "make gone" in task["title"]]):
        assert time.time() < end, "no question"
    check("Claude Code asks in" in found[0]["context"]["summary"], found[0]["context"])
    process.terminate() if how == "asked" else process.stdin.close()
    process.wait(20)
    check(not waiting(), how)


async def main():
    async with session() as client:
        await deciding(client)
        if urls[1:] != ["quick"]:
            await rules(client)
            await givenUp(client)
    if urls:
        await elsewhere()
    else:
        await without()
        for how in ("asked", "input"):
            gone(how)
    print(f"passed {checks} checks")


asyncio.run(main())
