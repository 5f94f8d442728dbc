"""Mixed work at a steady rate for minutes: latency and memory at the end against the beginning."""
import random
import threading
import time

import socket_client as ws
from served import Served, percentile, task


class Soak:
    def __init__(self, server, seconds):
        self.server, self.end = server, time.monotonic() + seconds
        self.begun = time.monotonic()
        self.lock, self.seen, self.faults, self.delivered = threading.Lock(), {}, [], 0
        self.decided = 0

    def measured(self, client, what, *request):
        begun = time.monotonic()
        answer = client.call(*request)
        now = time.monotonic()
        with self.lock:
            self.seen.setdefault(what, []).append((begun - self.begun, (now - begun) * 1000))
        return answer

    def paced(self, rate, step):
        """Calls `step` so often a second until the end; what is late is not made up for."""
        client, chance, due = self.server.client(), random.Random(rate), time.monotonic()
        try:
            while time.monotonic() < self.end:
                step(client, chance)
                due = max(due + 1 / rate, time.monotonic() - 1)
                time.sleep(max(0, due - time.monotonic()))
        except Exception as fault:
            self.faults.append(f"{step.__name__}: {fault}")

    def listing(self, client, chance):
        self.measured(client, "list of 20", "GET", "/v1/tasks?limit=20&open=true")

    def deciding(self, client, chance):
        made = self.measured(client, "create a task", "POST", "/v1/tasks", task(f"soak {chance.random()}"))
        self.measured(client, "approve", "POST", f"/v1/tasks/{made['id']}/complete", {"decision": "approved"})
        self.decided += 1

    def searching(self, client, chance):
        self.measured(client, "search", "GET", "/v1/search?query=soak&limit=10")

    def auditing(self, client, chance):
        self.measured(client, "audit, newest 50", "GET", "/v1/audit?limit=50")

    def board(self, client, chance):
        self.measured(client, "dashboard", "GET", "/v1/dashboard/summary")

    def yardstick(self, client, chance):
        """The same sum each time: when it takes longer, the machine had less for us, and the server's figures say less."""
        begun = time.monotonic()
        sum(number * number for number in range(20_000))
        with self.lock:
            self.seen.setdefault("yardstick (a fixed sum in this script)", []).append(
                (begun - self.begun, (time.monotonic() - begun) * 1000))

    def subscribe(self):
        """Comes and goes: ten seconds each, as terminals do."""
        try:
            while time.monotonic() < self.end:
                link, rest = ws.connect(self.server.port, self.server.token, seconds=1)
                with link:
                    ws.subscribe(link, ["tasks:*"])
                    frames, leave = ws.Frames(rest), min(self.end, time.monotonic() + 10)
                    while time.monotonic() < leave:
                        try:
                            data = link.recv(1 << 16)
                        except TimeoutError:
                            continue
                        if not data:
                            raise OSError("the socket was closed")
                        found = len(frames.messages(data))
                        with self.lock:
                            self.delivered += found
        except Exception as fault:
            self.faults.append(f"subscriber: {fault}")


def drive(program, minutes):
    server = Served(program)
    try:
        server.start()
        client = server.client()
        for number in range(500):
            client.call("POST", "/v1/tasks", task(f"soak waits {number}"))
        soak = Soak(server, minutes * 60)
        plan = [(soak.listing, 20)] * 2 + [(soak.deciding, 10)] * 2 + [(soak.searching, 2), (soak.auditing, 2), (soak.yardstick, 2), (soak.board, 5)]
        threads = [threading.Thread(target=soak.paced, args=(rate, step)) for step, rate in plan]
        threads += [threading.Thread(target=soak.subscribe) for _ in range(5)]
        for thread in threads:
            thread.start()
        memory = []
        while time.monotonic() < soak.end:
            memory.append((time.monotonic() - soak.begun, server.memory()))
            time.sleep(0.5)
        for thread in threads:
            thread.join(30)
        return report(soak, memory, minutes * 60)
    finally:
        server.close()


def report(soak, memory, seconds):
    """The second tenth, after everything has been done once, against the last."""
    def part(values, number):
        return [value for at, value in values if seconds * number / 10 <= at < seconds * (number + 1) / 10]

    rows = [("minutes", seconds / 60, "", ""), ("requests", sum(len(v) for k, v in soak.seen.items() if not k.startswith("yardstick")), "", ""),
            ("tasks created and approved meanwhile", soak.decided, "", ""), ("events delivered", soak.delivered, "", ""),
            ("requests or sockets that failed" + (f" ({soak.faults[0]})" if soak.faults else ""), len(soak.faults), "", "≤ 0")]
    for what, values in sorted(soak.seen.items()):
        first, last = part(values, 1), part(values, 9)
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            rows.append((f"{what}, {name}: first", percentile(first, share), "ms", ""))
            rows.append((f"{what}, {name}: last", percentile(last, share), "ms", ""))
    first, last = part(memory, 1), part(memory, 9)
    rows += [("server, resident: first", sum(first) / len(first), "MiB", ""), ("server, resident: last", sum(last) / len(last), "MiB", "≤ 80")]
    return rows
