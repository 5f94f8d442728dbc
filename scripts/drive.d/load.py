"""Many subscribers of one channel: deliveries a second, and whether each got every event once and in order."""
import json
import multiprocessing
import os
import select
import threading
import time

import socket_client as ws
from served import Client, Served, task

# Events on their way at a time: below what the server holds for a slow reader before it cuts it off.
WINDOW = 64


class Reader:
    """One subscriber."""

    def __init__(self, port, token, checked):
        self.link, rest = ws.connect(port, token)
        self.frames, self.count, self.checked, self.seqs = ws.Frames(rest), 0, checked, []
        ws.subscribe(self.link, ["tasks:*"])
        self.confirmed = False
        while not self.confirmed:
            self.take(self.frames.messages(self.link.recv(1 << 16)))
        self.link.setblocking(False)

    def take(self, messages):
        for opcode, text in messages:
            if opcode == 8:
                raise OSError(f"a subscriber was cut off: {text[2:].decode(errors='replace')}")
            if opcode == 9:
                self.link.setblocking(True)
                ws.send(self.link, text, 10)
                self.link.setblocking(False)
            if opcode != 1:
                continue
            if not self.confirmed:
                self.confirmed = b'"subscribed"' in text
                continue
            self.count += 1
            self.seqs.append(json.loads(text)["seq"])

    def read(self):
        data = self.link.recv(1 << 18)
        if not data:
            raise OSError("a subscriber was cut off")
        if self.checked:
            return self.take(self.frames.messages(data))
        # Most are only counted, so that the measuring costs little beside what is measured.
        whole, end = self.frames.take(data)
        if any(opcode != 1 for opcode, _, _ in whole):
            return self.take(self.frames.messages())
        self.count += len(whole)
        self.frames.drop(end)


def subscribers(port, token, number, ready, over, slowest, total, out):
    """A process with its share of the subscribers; `slowest` is the least that one of them has."""
    try:
        # One in fifty reads every event; the others count.
        readers = {}
        poll = select.epoll()
        for index in range(number):
            reader = Reader(port, token, index % 50 == 0)
            readers[reader.link.fileno()] = reader
            poll.register(reader.link, select.EPOLLIN)
        ready.set()
        while not over.is_set():
            for descriptor, _ in poll.poll(0.05):
                readers[descriptor].read()
            slowest.value = min(reader.count for reader in readers.values())
            total.value = sum(reader.count for reader in readers.values())
        out.put(([reader.count for reader in readers.values()], [r.seqs for r in readers.values() if r.checked], None))
    except Exception as fault:
        out.put(([], [], str(fault)))
        ready.set()
        slowest.value = -1


class Publisher:
    """Writers that stay no more than a window ahead of the slowest subscriber."""

    def __init__(self, server, seconds, least):
        self.server, self.end, self.least = server, time.monotonic() + seconds, least
        self.lock, self.asked, self.faults = threading.Lock(), 0, []

    def work(self):
        client = Client(self.server.port, self.server.token, seconds=120)
        try:
            while time.monotonic() < self.end:
                with self.lock:
                    self.asked += 1
                    number = self.asked
                while number - self.least() > WINDOW:
                    if self.least() < 0:
                        return
                    time.sleep(0.0005)
                client.call("POST", "/v1/tasks", task(f"event {number}"))
        except Exception as fault:
            self.faults.append(str(fault))


def drive(program, count, seconds=15, writers=16):
    server = Served(program)
    workers = []
    try:
        server.start()
        idle = server.memory()
        over, out = multiprocessing.Event(), multiprocessing.Queue()
        processes = min(max(1, (os.cpu_count() or 2)), 4)
        shares = [count // processes + (n < count % processes) for n in range(processes)]
        slowest = [multiprocessing.Value("q", 0, lock=False) for _ in shares]
        totals = [multiprocessing.Value("q", 0, lock=False) for _ in shares]
        readies = [multiprocessing.Event() for _ in shares]
        begun = time.monotonic()
        for share, least, total, ready in zip(shares, slowest, totals, readies):
            one = multiprocessing.Process(target=subscribers, daemon=True, args=(
                server.port, server.token, share, ready, over, least, total, out))
            one.start()
            workers.append(one)
        for ready in readies:
            if not ready.wait(120):
                raise RuntimeError("not every subscriber was let in within 120 s")
        connecting, connected = time.monotonic() - begun, server.memory()
        server.forget_peak()
        least = lambda: min(value.value for value in slowest)
        publisher = Publisher(server, seconds, least)
        threads = [threading.Thread(target=publisher.work) for _ in range(writers)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        rates, last, at = [], 0, begun
        while least() >= 0 and not publisher.faults and time.monotonic() - begun < seconds + 120:
            if least() == publisher.asked and not any(thread.is_alive() for thread in threads):
                break
            time.sleep(0.02)
            now = time.monotonic()
            if now - at >= 1:
                sum_now = sum(total.value for total in totals)
                rates.append((sum_now - last) / (now - at))
                last, at = sum_now, now
        taken, events = time.monotonic() - begun, publisher.asked
        time.sleep(0.3)
        over.set()
        results = [out.get(timeout=30) for _ in workers]
        for thread in threads:
            thread.join(10)
        faults = [fault for _, _, fault in results if fault] + publisher.faults
        counts = [one for part, _, _ in results for one in part]
        checked = [seqs for _, part, _ in results for seqs in part]
        return [
            ("subscribers of tasks:*", count, "", ""), ("all let in and subscribed after", connecting, "s", ""),
            ("events", events, "", ""), ("deliveries", sum(counts), "", ""),
            ("deliveries, over the whole run", sum(counts) / taken, "/s", "≥ 100,000"),
            ("deliveries, the best second", max(rates or [sum(counts) / taken]), "/s", ""),
            ("server, resident without subscribers", idle, "MiB", ""),
            ("server, resident with them", connected, "MiB", ""),
            ("server, peak while delivering", server.memory("VmHWM"), "MiB", ""),
            ("subscribers that got more or fewer than every event", sum(one != events for one in counts) + count - len(counts), "", "≤ 0"),
            ("of those that were read whole, out of order or doubled", sum(s != sorted(set(s)) for s in checked), "", "≤ 0"),
            ("faults" + (f" ({faults[0]})" if faults else ""), len(faults), "", "≤ 0"),
        ]
    finally:
        for one in workers:
            one.terminate()
            one.join(5)
        server.close()
