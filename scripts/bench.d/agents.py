"""What stands between agents and people: hooks, the MCP server beside the official Python SDK's, jobs. Rows as in measures.py."""
import calendar
import json
import os
import select
import signal
import statistics
import subprocess
import time
import urllib.request

from store import Store

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SDK = os.path.join(ROOT, ".build-python", "bin", "python")


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


# Hooks


def hooks(program, rounds=200):
    """The whole process of a hook whose call a rule allows."""
    store, times = Store(program, 0), []
    call = json.dumps({
        "session_id": "bench", "cwd": store.home, "hook_event_name": "PreToolUse", "tool_name": "Bash",
        "tool_input": {"command": "npm test -- --watch"}, "tool_use_id": "t1"}).encode()
    try:
        subprocess.run([program, "rules", "add", "--tool", "Bash", "--command", "npm test", "--agent", "Claude Code"],
                       env=store.env, cwd=store.home, check=True, capture_output=True)
        for _ in range(rounds):
            start = time.perf_counter()
            done = subprocess.run([program, "hook", "claude-code", "--wait", "1s"], env=store.env, input=call,
                                  capture_output=True)
            times.append((time.perf_counter() - start) * 1000)
            if b"Allowed by rule" not in done.stdout:
                raise RuntimeError(f"hook: {done.stdout} {done.stderr}")
    finally:
        store.close()
    return [("a hook's answer for a call that a rule allows, whole process, p50", percentile(times, 0.5), "ms", "≤ 30"),
            ("a hook's answer for a call that a rule allows, whole process, p99", percentile(times, 0.99), "ms", "")]


# MCP


class Pipe:
    """An MCP server over its pipes, spoken to with raw messages, so that the client's own cost is the same for both."""

    def __init__(self, command, env):
        self.start = time.perf_counter()
        self.process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, bufsize=0)
        self.rest, self.number = b"", 0

    def lines(self, count):
        """That many lines, one by one."""
        while count:
            while b"\n" not in self.rest:
                ready, _, _ = select.select([self.process.stdout], [], [], 60)
                data = os.read(self.process.stdout.fileno(), 1 << 20) if ready else b""
                if not data:
                    raise RuntimeError("the server said nothing")
                self.rest += data
            line, self.rest = self.rest.split(b"\n", 1)
            message = json.loads(line)
            if "id" in message:
                if "error" in message or message["result"].get("isError"):
                    raise RuntimeError(str(message)[:300])
                count -= 1
        return message

    def send(self, method, params):
        self.number += 1
        self.process.stdin.write(json.dumps(
            {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}).encode() + b"\n")

    def initialize(self):
        self.send("initialize", {"protocolVersion": "2025-11-25", "capabilities": {},
                                 "clientInfo": {"name": "bench", "version": "1"}})
        self.lines(1)
        took = (time.perf_counter() - self.start) * 1000
        self.process.stdin.write(b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
        return took

    def resident(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def figures(command, env, tool, arguments, rounds=1000, spawns=10):
    """Spawn to initialized, one call after the other, all at once, memory after that."""
    starts = []
    for _ in range(spawns):
        pipe = Pipe(command, env)
        starts.append(pipe.initialize())
        pipe.end()
    pipe = Pipe(command, env)
    try:
        pipe.initialize()
        call = ("tools/call", {"name": tool, "arguments": arguments})
        for _ in range(20):
            pipe.send(*call)
            pipe.lines(1)
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            pipe.send(*call)
            pipe.lines(1)
            times.append((time.perf_counter() - start) * 1000)
        start = time.perf_counter()
        # In batches that a pipe holds, so that the client never waits for the server to read.
        for _ in range(rounds // 100):
            for _ in range(100):
                pipe.send(*call)
            pipe.lines(100)
        rate = rounds / (time.perf_counter() - start)
        return {"start": statistics.median(starts), "p50": percentile(times, 0.5), "p99": percentile(times, 0.99),
                "rate": rate, "memory": pipe.resident()}
    finally:
        pipe.end()


def mcp(program):
    """The factory's tool reads a store over a socket; the SDK's gives back a constant of the same size."""
    store = Store(program, 20)
    try:
        env = dict(store.env)
        arguments = {"limit": 1, "include_context": False}
        ours = figures([program, "mcp"], env, "factory_get_pending_tasks", arguments)
        if not os.access(SDK, os.X_OK):
            raise RuntimeError(".build-python is missing; scripts/bench makes it")
        peer = figures([SDK, os.path.join(os.path.dirname(os.path.abspath(__file__)), "sdk_server.py")], env,
                       "pending", {"limit": 1}, rounds=500, spawns=5)
    finally:
        store.close()
    return [
        ("MCP: spawn → initialized (median)", ours["start"], "ms", "≤ 90"),
        ("MCP: a call, p50", ours["p50"], "ms", ""),
        ("MCP: a call, p99", ours["p99"], "ms", f"≤ {peer['p99'] / 3:.2f}"),
        ("MCP: pipelined calls", ours["rate"], "/s", f"≥ {peer['rate'] * 5:,.0f}"),
        ("MCP: resident", ours["memory"], "MB", "≤ 40"),
        ("the Python SDK's server: spawn → initialized (median)", peer["start"], "ms", ""),
        ("the Python SDK's server: a call, p50", peer["p50"], "ms", ""),
        ("the Python SDK's server: a call, p99", peer["p99"], "ms", ""),
        ("the Python SDK's server: pipelined calls", peer["rate"], "/s", ""),
        ("the Python SDK's server: resident", peer["memory"], "MB", ""),
    ]


# Jobs


def api(store, path, method="GET"):
    request = urllib.request.Request(
        f"http://127.0.0.1:{store.state['port']}/v1/{path}", headers={"Authorization": f"Bearer {store.token}"},
        method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        text = answer.read()
        return json.loads(text)["data"] if text else None


def stamp(text):
    base, millis = text[:-1].split(".")
    return calendar.timegm(time.strptime(base, "%Y-%m-%dT%H:%M:%S")) * 1000 + int(millis)


def until(what, holds, seconds=60, step=0.01):
    end = time.monotonic() + seconds
    while not (found := holds()):
        if time.monotonic() > end:
            raise RuntimeError(f"never seen: {what}")
        time.sleep(step)
    return found


class Agent:
    def __init__(self, store, *arguments):
        self.log = open(os.path.join(store.home, f"agent-{time.monotonic_ns()}.log"), "w+")
        self.process = subprocess.Popen([store.program, "agent", "run", *arguments], env=store.env, stdout=self.log,
                                        stderr=self.log)
        until("an agent that is ready", lambda: "is ready" in open(self.log.name).read())

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(30)
        self.log.close()


def job(store, pipeline):
    found = api(store, f"pipelines/{pipeline}/jobs?limit=20")
    return next((one for one in found if one["kind"] == "scaffold"), None)


def pipeline(store, name):
    out = store.run("pipelines", "create", name, "--platform", "shopify", "--template", "mcp-server-minimal", "--json")
    return json.loads(out)["id"]


def jobs(program, rounds=10, lease=5):
    """Queued to taken, with an agent that waits; and from the death of an agent to its job at another."""
    store, gaps, agents = Store(program, 0), [], []
    try:
        agents.append(Agent(store, "--type", "ai_builder", "--name", "first"))
        for number in range(rounds):
            identity = pipeline(store, f"pick-{number}")
            taken = until("a job that was taken", lambda: (found := job(store, identity)) and found["startedAt"] and found)
            gaps.append(stamp(taken["startedAt"]) - stamp(taken["createdAt"]))
            until("its end", lambda: job(store, identity)["status"] == "succeeded")
            # Until the agent has nothing to do any more.
            until("a quiet factory", lambda: not any(
                one["status"] in ("queued", "running") and one["kind"] in ("scaffold", "build")
                for one in api(store, f"pipelines/{identity}/jobs?limit=20")))
        agents.pop().end()
        slow = ["--type", "ai_builder", "--lease", str(lease), "--builder-command", "sleep 60"]
        over = []
        for number in range(3):
            victim = Agent(store, *slow, "--name", f"victim-{number}")
            identity = pipeline(store, f"orphan-{number}")
            held = until("a job under way", lambda: (found := running(store, identity)) and found)
            heir = Agent(store, *slow, "--name", f"heir-{number}")
            agents.append(heir)
            died = time.time() * 1000
            victim.end(signal.SIGKILL)
            until("a new holder", lambda: (found := one(store, held["id"])) and found["agentId"] not in (None, held["agentId"]),
                  lease + 30)
            over.append((time.time() * 1000 - died) / 1000)
            # Before its holder gives it back, so that nobody takes it up again.
            api(store, f"pipelines/{identity}?archive=true", "DELETE")
            agents.pop().end()
        return [
            ("a job queued → taken by an agent that waits, p50", percentile(gaps, 0.5), "ms", "≤ 100"),
            ("a job queued → taken by an agent that waits, worst", max(gaps), "ms", "≤ 100"),
            (f"an agent killed → its job at another, lease {lease} s, worst", max(over), "s", f"≤ {lease + 1}"),
        ]
    finally:
        for agent in agents:
            agent.end(signal.SIGKILL)
        store.close()


def running(store, pipeline):
    """The build under way: its coding agent sleeps."""
    return next((job for job in api(store, f"pipelines/{pipeline}/jobs?limit=20") if job["kind"] == "build" and job["status"] == "running"),
                None)


def one(store, identity):
    return api(store, f"jobs/{identity}")
