"""What is measured; each function returns rows of (what, value, unit, goal)."""
import json
import os
import re
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request

from store import Store
from terminal import Screen


def median(values):
    return statistics.median(values)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


READY = r"Review change \d+"


def open_screen(store):
    screen = Screen([store.program], store.env)
    return screen, screen.wait(READY)


def screens(program, sizes):
    rows = []
    for size in sizes:
        store = Store(program, size)
        try:
            starts = []
            for _ in range(5):
                screen, seconds = open_screen(store)
                starts.append(seconds * 1000)
                screen.settle(0.3)
                screen.end()
            goal = 60 if size >= 100_000 else 50
            rows.append((f"start to a usable list, {size:,} tasks (median of 5)", median(starts), "ms", f"≤ {goal}"))
            if size == 10_000:
                rows += keys(store)
            screen, _ = open_screen(store)
            end = time.monotonic() + 60
            # Everything has streamed in, and what brought it is given back a second later, when the memory stands still.
            last = 0
            while time.monotonic() < end:
                screen.rest(1.5)
                now = screen.resident()
                if abs(now - last) < 0.5:
                    break
                last = now
            goal = 100 if size >= 100_000 else 45
            rows.append((f"command center, resident, {size:,} tasks", screen.resident(), "MB", f"≤ {goal}"))
            rows.append((f"server, resident after that, {size:,} tasks", store.resident(), "MB", "≤ 80"))
            screen.end()
        finally:
            store.close()
    return rows


def keys(store):
    screen, _ = open_screen(store)
    screen.settle(1.0)
    down = [screen.press(b"j", 0.03) for _ in range(60)]
    page = [screen.press(b"\x06", 0.05) for _ in range(20)]
    burst = screen.press(b"j" * 100, 0.15, columns=40)
    screen.end()
    return [
        ("`j` with preview, whole frame, p50", percentile([d[0] for d in down], 0.5) * 1000, "ms", "≤ 1.5"),
        ("`j` with preview, whole frame, p99", percentile([d[0] for d in down], 0.99) * 1000, "ms", ""),
        ("`j` with preview, mean", statistics.mean(d[1] for d in down), "bytes", "≤ 1,200"),
        ("page down, mean", statistics.mean(p[1] for p in page), "bytes", "≤ 2,500"),
        ("100 `j` in one write, until the list stands there", burst[0] * 1000, "ms", "≤ 5"),
        ("100 `j` in one write, bytes", burst[1], "bytes", "≤ 6,000"),
    ]


def idle(program):
    """Ten seconds in which nothing happens: no deadline comes near, and the list is empty, so that no minute changes on it."""
    store = Store(program, 1000, quiet=True)
    try:
        screen, _ = open_screen(store)
        screen.press(b"/nothing-has-this-title\r", 0.5)
        screen.settle(2)
        # The clock in the first line changes with the minute: that is no idle moment.
        if time.time() % 60 > 45:
            screen.pump(61 - time.time() % 60)
        switches, size, start = screen.switches(), screen.bytes, time.monotonic()
        while time.monotonic() - start < 10:
            screen.pump(1)
        counted = (screen.switches_since(switches), screen.bytes - size)
        screen.end()
    finally:
        store.close()
    return [("idle 10 s, wakeups", counted[0], "", "≤ 10"), ("idle 10 s, bytes", counted[1], "bytes", "≤ 0")]


def wrk(url, token, connections, script=None, seconds=5):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Authorization: Bearer {token}"]
    if script:
        command += ["-s", script]
    out = subprocess.run(command + [url], capture_output=True, text=True, check=True).stdout
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    total = int(re.search(r"(\d+) requests in", out).group(1))
    return float(re.search(r"Requests/sec:\s*([\d.]+)", out).group(1)) * (1 - (int(bad.group(1)) / total if bad else 0))


APPROVE = """
local ids = {}
for line in io.lines("%s") do ids[#ids + 1] = line end
local at = 0
request = function()
  at = at + 1
  return wrk.format("POST", "/v1/tasks/" .. (ids[at] or ids[#ids]) .. "/complete",
    {["Content-Type"] = "application/json", ["Authorization"] = "Bearer %s"}, '{"decision":"approved"}')
end
"""


def identities(store):
    """Every task's."""
    return [json.loads(line)["task"]["id"] for line in store.run("export", "--entities", "tasks").splitlines()]


def settle(store, base, patience=180):
    """The server's own writes, such as SLA steps to catch up with, are over when their number stands still."""
    asked = urllib.request.Request(base + "/metrics", headers={"Authorization": f"Bearer {store.token}"})
    last, end = None, time.monotonic() + patience
    while time.monotonic() < end:
        text = urllib.request.urlopen(asked, timeout=30).read().decode()
        now = re.search(r"^factory_store_writes_total (\S+)", text, re.M).group(1)
        if now == last:
            return
        last = now
        time.sleep(1)
    raise RuntimeError(f"The server still writes by itself after {patience} s.")


def requests(program):
    rows = []
    for connections, list_goal, write_goal in ((1, "≥ 6,300", "≥ 1,500"), (16, "≥ 8,000", "≥ 6,000")):
        store = Store(program, 40_000 if connections == 16 else 10_000, calm=True)
        try:
            base = f"http://127.0.0.1:{store.state['port']}"
            settle(store, base)
            rate = wrk(base + "/v1/tasks?limit=20&open=true", store.token, connections)
            rows.append((f"lists of 20, {connections} client(s)", rate, "/s", list_goal))
            ids = os.path.join(store.home, "ids")
            with open(ids, "w") as out:
                out.write("\n".join(identities(store)))
            script = os.path.join(store.home, "approve.lua")
            with open(script, "w") as out:
                out.write(APPROVE % (ids, store.token))
            rate = wrk(base + "/", store.token, connections, script, 4)
            rows.append((f"approvals, {connections} client(s)", rate, "/s", write_goal))
        finally:
            store.close()
    return rows


def waiting(program, rounds=20):
    """From `factory approve` having ended to the waiting script having ended; and from one screen to another."""
    store, gaps = Store(program, 0), []
    try:
        for number in range(rounds):
            identity = store.run("submit", "--title", f"Gate {number}", "--summary", "x").strip()
            waiter = subprocess.Popen([program, "wait", identity], env=store.env, stdout=subprocess.PIPE)
            time.sleep(0.5)
            ended = []
            thread = threading.Thread(target=lambda: (waiter.wait(), ended.append(time.monotonic())))
            thread.start()
            store.run("approve", identity)
            done = time.monotonic()
            thread.join(10)
            gaps.append(max(0, ended[0] - done) * 1000)
    finally:
        store.close()
    return [("decision made → waiting script goes on, p50", median(gaps), "ms", "≤ 30"),
            ("decision made → waiting script goes on, p99", percentile(gaps, 0.99), "ms", "")]


def two_screens(program, rounds=20):
    """From the key on one screen to the changed count on the other."""
    total = rounds + 12
    # Production would ask for a second key.
    store, gaps = Store(program, total, stages=["review"]), []
    try:
        first, _ = open_screen(store)
        second, _ = open_screen(store)
        for number in range(rounds):
            # A terminal that answers all the while: a decision hits only what it has shown.
            for _ in range(4):
                first.settle(0.1), second.settle(0.1)
            shown = f" {total - number - 1} waiting"
            start = time.monotonic()
            os.write(first.fd, b"a")
            while shown not in second.text() and time.monotonic() - start < 5:
                second.pump(0.002)
                first.pump(0)
            gaps.append((time.monotonic() - start) * 1000)
        first.end(), second.end()
    finally:
        store.close()
    return [("decided on one screen → seen on another, p50", median(gaps), "ms", ""),
            ("decided on one screen → seen on another, p99", percentile(gaps, 0.99), "ms", "≤ 50")]


def mailbox(folder, count=10_000):
    """That many messages of the size of a small change, and settings that show the list above the opened one."""
    with open(os.path.join(folder, "mbox"), "w") as out:
        for n in range(count):
            body = "".join(f"line {line} of change {n}\n" for line in range(36))
            out.write(f"From bench@example.com Mon Jan  1 00:00:00 2024\nFrom: Bench <bench@example.com>\nTo: operator@example.com\n"
                      f"Subject: Review change {n}: retry on {400 + n % 200}\nMessage-ID: <{n}@example.com>\n"
                      f"Date: Mon, 01 Jan 2024 {n // 3600:02d}:{n // 60 % 60:02d}:{n % 60:02d} +0000\n\n{body}\n")
    with open(os.path.join(folder, "rc"), "w") as out:
        out.write(f'set folder={folder}\nset sort=mailbox-order\nset pager_index_lines=17\nset mark_old=no\n'
                  "bind pager j next-entry\nbind pager k previous-entry\n")


def peers():
    """fzf, tig and neomutt on this machine in this run: what the same keys cost there."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        items = os.path.join(folder, "items")
        with open(items, "w") as out:
            out.writelines(f"{n:06d} Review change {n}: retry on {400 + n % 200}\n" for n in range(10_000))
        env = {"PATH": os.environ["PATH"], "HOME": folder}
        mailbox(folder)
        mail = ["neomutt", "-n", "-R", "-F", os.path.join(folder, "rc"), "-f", os.path.join(folder, "mbox")]
        for name, command, ready, open_first, down in (
            ("fzf, 10,000 items, preview", ["sh", "-c", f"fzf --preview 'cat {__file__}' < {items}"], "10000/10000", b"", b"\x10"),
            ("tig log of this repository", ["tig"], r"\[main\]", b"", b"j"),
            ("neomutt, 10,000 messages, preview", mail, READY, b"\r", b"j"),
        ):
            screen = Screen(command, env)
            try:
                seconds = screen.wait(ready)
                screen.settle(0.5)
                if open_first:
                    screen.press(open_first, 0.5)
                pressed = [screen.press(down, 0.05) for _ in range(20)]
                rows.append((f"{name}: start", seconds * 1000, "ms", ""))
                rows.append((f"{name}: one row, p50", median([p[0] for p in pressed]) * 1000, "ms", ""))
                rows.append((f"{name}: one row, mean", statistics.mean(p[1] for p in pressed), "bytes", ""))
                rows.append((f"{name}: resident", screen.resident(), "MB", ""))
            finally:
                screen.end()
    return rows
