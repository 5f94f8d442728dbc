"""A day of use in minutes: one command center, as many events as the server makes durable, keys without a pause; the last quarter against the first.

The queue keeps its length and its content keeps changing, as in a long sitting, so that whatever grows is not the work that waits."""
import os
import random
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "bench.d"))
import flood
from terminal import Screen

from served import Served, percentile

SEEDED_QUEUE, ROWS = 60, 200


class Day:
    def __init__(self, server, screen, events, keys, seconds):
        self.server, self.screen, self.hand = server, screen, flood.Hand(screen)
        self.wanted = (events, keys)
        self.begun = time.monotonic()
        self.end = self.begun + seconds
        self.taken, self.memory, self.pressed, self.events, self.ended = [], [], 0, 0, False

    def at(self):
        return time.monotonic() - self.begun

    def watch(self):
        """Memory of both, the events so far, and how fast a fixed sum is: when that slows down, the machine had less for us."""
        client = self.server.client()
        while not self.ended:
            begun = time.monotonic()
            sum(number * number for number in range(20_000))
            fixed = (time.monotonic() - begun) * 1000
            self.memory.append((self.at(), self.screen.resident(), self.server.memory(), fixed))
            self.events = flood.last_event(lambda after: client.call("GET", f"/v1/events?after={after}&limit=1"))
            time.sleep(1)

    def step(self, chance):
        """Two hundred rows down and up, which are measured, and what else a hand does between, which is not."""
        for number in range(ROWS):
            self.taken.append((self.at(), self.hand.press(b"jk"[number % 2:number % 2 + 1]) * 1000))
        other = chance.choice([b"\x06\x02", b"Gg", b"\r\x1b", b"/change\r", b"2\x1b", b"au", b"? ", b"\x0c"])
        for number in range(len(other)):
            os.write(self.screen.fd, other[number:number + 1])
            self.hand.idle(0.15 if other[number] == 0x1B else 0.02)
        # Whatever that opened is closed, the filter too, and a row in the middle is selected again. A key right behind Esc would be Alt and that key.
        for key in (b"\x1b", b"\x1b", b"g", b"jjj"):
            os.write(self.screen.fd, key)
            self.hand.idle(0.15 if key == b"\x1b" else 0.03)
        self.pressed += ROWS + len(other) + 6

    def run(self):
        chance, watcher = random.Random(7), threading.Thread(target=self.watch)
        watcher.start()
        try:
            while time.monotonic() < self.end and (self.pressed < self.wanted[1] or self.events < self.wanted[0]):
                self.step(chance)
        finally:
            self.ended = True
            watcher.join()


def quarter(values, seconds, number, column=1):
    return [value[column] for value in values if seconds * number / 4 <= value[0] < seconds * (number + 1) / 4]


def report(day, seconds):
    rows = [("seconds", seconds, "s", ""), ("events through the socket", day.events, "", ""), ("keys", day.pressed, "", ""),
            ("keys without an answer within 5 s", day.hand.lost, "", "≤ 0")]
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        first, last = (percentile(quarter(day.taken, seconds, number), share) for number in (0, 3))
        rows += [(f"a key, {name}: first quarter", first, "ms", ""), (f"a key, {name}: last quarter", last, "ms", ""),
                 (f"a key, {name}: last ÷ first", round(last / first, 2), "", "≤ 1.1")]
    for name, column in (("command center, resident", 1), ("server, resident", 2)):
        values = [quarter(day.memory, seconds, number, column) for number in range(4)]
        means = [sum(value) / len(value) for value in values]
        rows += [(f"{name}: quarter {number + 1}", mean, "MiB", "") for number, mean in enumerate(means)]
        rows.append((f"{name}: last ÷ first", round(means[3] / means[0], 2), "", "≤ 1.1"))
    sums = [percentile(quarter(day.memory, seconds, number, 3), 0.5) for number in (0, 3)]
    return rows + [("yardstick (a fixed sum in this script), p50: first quarter", sums[0], "ms", ""),
                   ("yardstick (a fixed sum in this script), p50: last quarter", sums[1], "ms", "")]


def drive(program, events, keys, seconds):
    """Ends when both are reached, and after so many seconds in any case."""
    server = Served(program).start()
    try:
        call = server.client().call
        flood.submit(call, SEEDED_QUEUE, "critical", "A change that stays")
        ids = flood.submit(call, flood.CHANGING, "medium", "A change that moves")
        screen = Screen([program], server.env_client)
        screen.wait("A change that stays")
        screen.settle(0.5)
        os.write(screen.fd, b"jjj")
        screen.settle(0.5)
        load = flood.Flood(server.home, server.port, server.token, ids, int(seconds) + 60)
        day = Day(server, screen, events, keys, seconds)
        try:
            day.run()
        finally:
            load.end()
            screen.end()
        return report(day, day.taken[-1][0])
    finally:
        server.close()
