"""kill -9 of the server at random moments while writers write: what was acknowledged is there, once, and told once."""
import json
import random
import threading
import time
from collections import Counter

import socket_client as ws
from served import Served, Unanswered, fresh, percentile, task


class Writers:
    """Each creates tasks and decides them; a request without an answer is sent again with its key until it has one."""

    def __init__(self, server, count, seed):
        self.server, self.over = server, threading.Event()
        self.lock = threading.Lock()
        self.created, self.decided, self.open, self.faults = {}, {}, [], []
        self.retried = Counter()
        self.threads = [threading.Thread(target=self.work, args=(n, random.Random(seed + n))) for n in range(count)]

    def ask(self, box, method, path, body):
        key, first = fresh(), True
        while True:
            self.server.ready.wait(60)
            try:
                if box[0] is None:
                    box[0] = self.server.client()
                status, data = box[0].send(method, path, body, key)
                if status != 503:
                    return status, data
            except (Unanswered, FileNotFoundError):
                box[0] = None
            if first:
                first = False
                with self.lock:
                    self.retried["requests without an answer, sent again"] += 1
            time.sleep(0.005)

    def work(self, number, chance):
        box, count = [None], 0
        try:
            while not self.over.is_set():
                count += 1
                title = f"writer {number} task {count}"
                status, data = self.ask(box, "POST", "/v1/tasks", task(title))
                if status != 201:
                    raise RuntimeError(f"a task was answered with {status}: {data[:200]}")
                identity = json.loads(data)["data"]["id"]
                with self.lock:
                    self.created[identity] = title
                    self.open.append(identity)
                    # One in four goes for somebody else's, so that rivals meet.
                    target = chance.choice(self.open[-16:]) if chance.random() < 0.25 else identity
                for one in {target, identity}:
                    self.decide(box, one, chance.choice(["approved", "rejected"]))
        except Exception as fault:
            self.faults.append(f"writer {number}: {fault}")

    def decide(self, box, identity, decision):
        body = {"decision": decision, "notes": "seen"}
        status, data = self.ask(box, "POST", f"/v1/tasks/{identity}/complete", body)
        with self.lock:
            if 200 <= status < 300:
                self.decided.setdefault(identity, []).append(decision)
                if identity in self.open:
                    self.open.remove(identity)
            elif status == 409:
                self.retried["decisions that a rival was first with (409)"] += 1
            else:
                raise RuntimeError(f"a decision was answered with {status}: {data[:200]}")


class Follower(threading.Thread):
    """One subscriber that comes back after each kill and asks for what it missed."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.over, self.seen, self.last, self.again = server, threading.Event(), [], 0, 0

    def run(self):
        while not self.over.is_set():
            if not self.server.ready.wait(0.2):
                continue
            try:
                self.follow()
            except (OSError, FileNotFoundError):
                time.sleep(0.01)

    def follow(self):
        link, rest = ws.connect(self.server.port, self.server.token, seconds=1)
        self.again += 1
        with link:
            ws.subscribe(link, ["tasks:*"], since=self.last)
            frames = ws.Frames(rest)
            while not self.over.is_set():
                try:
                    data = link.recv(1 << 18)
                except TimeoutError:
                    continue
                if not data:
                    return
                for opcode, text in frames.messages(data):
                    if opcode == 9:
                        ws.send(link, text, 10)
                    if opcode == 1:
                        self.note(json.loads(text))

    def note(self, message):
        if "seq" in message and message.get("type") not in ("subscribed", "error", "pong", "presence"):
            self.seen.append((message["seq"], message["type"]))
            self.last = max(self.last, message["seq"])


def everything(client):
    """The whole event log, through its pages."""
    events, after = [], 0
    while True:
        page = client.call("GET", f"/v1/events?after={after}&limit=1000")
        if not page:
            return events
        events += page
        after = page[-1]["seq"]


def snapshot(client):
    status, data = client.send("GET", "/v1/snapshot?entities=tasks")
    lines = [json.loads(line) for line in data.splitlines() if line]
    return [line["task"] for line in lines if line.get("task")]


def drive(program, rounds, writers=16, seed=None):
    seed = int(time.time()) if seed is None else seed
    chance, server = random.Random(seed), Served(program)
    begun = time.monotonic()
    try:
        server.start()
        work, follower = Writers(server, writers, seed), Follower(server)
        follower.start()
        for thread in work.threads:
            thread.start()
        for number in range(rounds):
            time.sleep(chance.uniform(0.02, 0.5))
            server.kill()
            server.start()
            if number % 20 == 19:
                print(f"  {number + 1} kills, {len(work.decided)} decisions acknowledged", flush=True)
            if work.faults:
                break
        time.sleep(0.5)
        work.over.set()
        for thread in work.threads:
            thread.join(60)
        rows = judge(server, work, follower)
        server.stop()
        verified = server.run("audit", "verify", store=True)
        rows.append(("`factory audit verify`: the chain", "whole" if verified.returncode == 0 else verified.stdout + verified.stderr,
                     "", "whole"))
        head = [("kills under " + str(writers) + " writers", rounds, "", ""),
                ("seconds", time.monotonic() - begun, "s", ""), ("seed", str(seed), "", "")]
        return head + rows
    finally:
        server.close()


def judge(server, work, follower):
    client = server.client()
    events = everything(client)
    end = events[-1]["seq"] if events else 0
    waited = time.monotonic()
    while follower.last < max((e["seq"] for e in events if e["type"].startswith("task.")), default=0):
        if time.monotonic() - waited > 20:
            break
        time.sleep(0.05)
    follower.over.set()
    follower.join(5)
    tasks = {one["id"]: one for one in snapshot(client)}
    titles = Counter(one["title"] for one in tasks.values())
    lost = [i for i, made in work.decided.items() if tasks.get(i, {}).get("decision") not in made]
    doubled = [i for i, made in work.decided.items() if len(made) > 1]
    told = Counter(task_of(e) for e in events if e["type"] == "task.completed")
    asked = {e["seq"] for e in events if e["type"].startswith(("task.", "approval."))}
    got = [seq for seq, _ in follower.seen]
    numbers = [e["seq"] for e in events]
    return [
        ("tasks created, acknowledged", len(work.created), "", ""),
        ("decisions acknowledged", len(work.decided), "", ""),
        *[(what, count, "", "") for what, count in sorted(work.retried.items())],
        ("start to the first answer after a kill, p50", percentile(server.starts, 0.5) * 1000, "ms", "≤ 500"),
        ("start to the first answer after a kill, worst", max(server.starts) * 1000, "ms", ""),
        ("writers that gave up" + (f" ({work.faults[0]})" if work.faults else ""), len(work.faults), "", "≤ 0"),
        ("acknowledged tasks missing", sum(i not in tasks for i in work.created), "", "≤ 0"),
        ("tasks made twice", sum(count > 1 for count in titles.values()), "", "≤ 0"),
        ("acknowledged decisions lost or changed", len(lost), "", "≤ 0"),
        ("tasks decided twice", len(doubled), "", "≤ 0"),
        ("decided tasks whose completion was not told exactly once", sum(told[i] != 1 for i in work.decided), "", "≤ 0"),
        ("numbers missing in the event log", end - len(set(numbers)) if numbers else 0, "", "≤ 0"),
        ("events that the subscriber missed after its replays", len(asked - set(got)), "", "≤ 0"),
        ("events that it got twice or out of order", len(got) - len(set(got)) + (got != sorted(got)), "", "≤ 0"),
        ("connections of the subscriber", follower.again, "", ""),
    ]


def task_of(event):
    payload = event.get("data") or event.get("payload") or {}
    return (payload.get("task") or {}).get("id") or payload.get("taskId")
