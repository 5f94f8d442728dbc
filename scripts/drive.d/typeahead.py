"""Keys typed without looking, into a list that changes all the time: what was decided must have been in front of somebody's eyes.

The terminal here answers each frame as a terminal does. What counts as seen is judged by what it showed, not by what the program says: when a key
is written, the item seen is the one that the last answered frame was about. A decision of an item that no deciding key was ever written for is wrong."""
import datetime
import json
import os
import random
import re
import select
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bench.d"))
from terminal import Screen

from served import Served, task

FENCE = re.compile(rb"(?:\x1b\[1;(\d+)H)?\x1b\[6n")
KEYS = b"jkjkaaaaaaugG "


class Eyes(Screen):
    """A terminal whose frames are answered in order, and which knows what each of them was about."""

    def __init__(self, command, env):
        self.seen, self.held = None, b""
        super().__init__(command, env)

    def receive(self, seconds):
        """Nothing is answered before it is drawn, so that a key written afterwards is one for what is on the screen."""
        ready, _, _ = select.select([self.fd], [], [], max(0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        self.bytes += len(data)
        self.last_byte = time.monotonic()
        self.first_byte = self.first_byte or self.last_byte
        return data

    def draw(self, data):
        data, start = self.held + data, 0
        for question in FENCE.finditer(data):
            super().draw(data[start:question.end()])
            start = question.end()
            os.write(self.fd, b"\x1b[1;%sR" % (question.group(1) or b"1"))
            self.seen = self.item()
        # The pipe may have cut a question in two; the cursor is kept for nothing else.
        cut = data.find(b"\x1b7", start)
        self.held = data[cut:] if 0 <= cut and len(data) - cut < 16 else b""
        super().draw(data[start:len(data) - len(self.held)])

    def wait(self, pattern, seconds=20):
        end = time.monotonic() + seconds
        while not re.search(pattern, self.text()):
            if time.monotonic() > end:
                raise TimeoutError(f"{pattern!r} never shown; the screen was:\n{self.text()}")
            self.pump(0.2)

    def item(self):
        """The word that names the item of the context pane, when a row of the list is selected and no sheet lies over it."""
        lines = self.screen.display
        title = lines[2].split("│")[-1].split()
        return title[0] if title and title[0].startswith("T-") and any(line.startswith("▌") for line in lines) else None


class Rush:
    def __init__(self, server, seed):
        self.server, self.chance = server, random.Random(seed)
        self.made, self.lock, self.ended, self.faults = [], threading.Lock(), threading.Event(), []
        self.looked_at, self.pressed, self.decided_by_rival = {}, 0, 0

    def submit(self, client, urgent):
        name = f"T-{len(self.made):06d}"
        priority = "critical" if urgent else self.chance.choice(["critical", "high", "medium", "low"])
        self.made.append((client.call("POST", "/v1/tasks", {**task(name + " a change that waits"), "priority": priority})["id"], name))

    def arrivals(self):
        """New urgent items, which push to the top, and enough of the others."""
        client = self.server.client()
        try:
            while not self.ended.is_set():
                self.submit(client, self.chance.random() < 0.5)
                time.sleep(0.05)
        except Exception as fault:
            self.faults.append(f"arrivals: {fault}")

    def rival(self, token):
        """Rejects and moves items all over the list, the newest ones most of all."""
        client, chance = self.server.client(), random.Random(7)
        client.headers["Authorization"] = f"Bearer {token}"
        try:
            while not self.ended.is_set():
                identity, _ = self.made[-1 - int(chance.expovariate(1 / 15)) % len(self.made)]
                if chance.random() < 0.4:
                    status, _ = client.send("POST", f"/v1/tasks/{identity}/complete", {"decision": "rejected", "notes": "the rival was first"})
                    self.decided_by_rival += status == 200
                else:
                    client.send("PATCH", f"/v1/tasks/{identity}", {"priority": chance.choice(["critical", "high", "low"])})
                time.sleep(0.04)
        except Exception as fault:
            self.faults.append(f"rival: {fault}")

    def type(self, env, wanted, seed):
        """Bursts of keys, some in one write, some with a breath between."""
        chance = random.Random(seed)
        eyes = Eyes([self.server.program], env)
        try:
            eyes.wait("T-0")
            while self.pressed < wanted and not self.faults:
                for _ in range(chance.randrange(1, 8)):
                    key = bytes([chance.choice(KEYS)])
                    if chance.random() < 0.4:
                        eyes.pump(chance.random() * 0.03)
                    if key == b"a":
                        with self.lock:
                            self.pressed += 1
                            self.looked_at.setdefault(eyes.seen, []).append(time.time())
                    os.write(eyes.fd, key)
                end = time.monotonic() + chance.choice([0, 0.02, 0.1, 0.2, 0.35])
                while time.monotonic() < end:
                    eyes.pump(max(0, end - time.monotonic()))
                if eyes.item() is None and eyes.seen is None:
                    # A sheet or the empty list: Esc is one step back.
                    os.write(eyes.fd, b"\x1b")
                    eyes.pump(0.1)
        except Exception as fault:
            self.faults.append(f"typing: {fault}")
        finally:
            eyes.end()


def second_user(server):
    client = server.client()
    client.call("POST", "/v1/users", {"email": "rival@example.org", "displayName": "Rival", "role": "operator", "password": "a rival's password"})
    return client.call("POST", "/v1/auth/login", {"email": "rival@example.org", "password": "a rival's password"})["access_token"]


def audited(server, action):
    rows, page = [], "/v1/audit/export?action=" + action
    status, data = server.client().send("GET", page)
    if status != 200:
        raise RuntimeError(f"GET {page} was answered with {status}: {data[:300]}")
    for line in data.splitlines():
        row = json.loads(line)
        rows.append(row.get("audit", row))
    return rows


def drive(program, wanted, centers=2, seed=None):
    seed = seed or int(time.time())
    server = Served(program).start()
    try:
        token, rush = second_user(server), Rush(server, seed)
        client, begun = server.client(), time.monotonic()
        for _ in range(120):
            rush.submit(client, False)
        helpers = [threading.Thread(target=rush.arrivals), threading.Thread(target=rush.rival, args=(token,))]
        hands = [threading.Thread(target=rush.type, args=(server.env_client, wanted, seed + number)) for number in range(centers)]
        for thread in helpers + hands:
            thread.start()
        for thread in hands:
            thread.join()
        rush.ended.set()
        for thread in helpers:
            thread.join(30)
        return report(server, rush, seed, centers, time.monotonic() - begun)
    finally:
        server.close()


def unexplained(taken, looked_at):
    """The decisions (item, seconds) that no key explains: one written while that item was seen, at most two seconds before, each key once."""
    left = {name: sorted(moments) for name, moments in looked_at.items()}
    wrong = []
    for name, at in sorted(taken, key=lambda decision: decision[1]):
        fitting = [moment for moment in left.get(name, []) if at - 2 <= moment <= at + 0.002]
        if fitting:
            left[name].remove(fitting[0])
        else:
            wrong.append(name)
    return wrong


def report(server, rush, seed, centers, seconds):
    names, owner = dict(rush.made), server.client().call("GET", "/v1/users/me")["id"]
    taken = [(names[row["entityId"]], datetime.datetime.fromisoformat(row["createdAt"]).timestamp())
             for row in audited(server, "task.decision_made") if row["actorId"] == owner]
    undone, wrong = len(audited(server, "task.decision_undone")), unexplained(taken, rush.looked_at)
    return [("command centers", centers, "", ""), ("seconds", seconds, "s", ""), ("seed", str(seed), "", ""),
            ("keys that decide, typed without looking", rush.pressed, "", ""),
            ("tasks that came meanwhile", len(rush.made), "", ""), ("decided by the second user", rush.decided_by_rival, "", ""),
            ("decisions that those keys made", len(taken), "", "≥ 1"), ("of those taken back (`u`)", undone, "", ""),
            ("wrong: of an item that was not the one on the answered screen when a key was written"
             + (f" ({wrong[0]})" if wrong else ""), len(wrong), "", "≤ 0"),
            ("faults" + (f" ({rush.faults[0]})" if rush.faults else ""), len(rush.faults), "", "≤ 0")]
