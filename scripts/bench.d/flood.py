"""A thousand events a second, each made durable and told, while somebody presses keys: what a key costs then, against a quiet screen."""
import json
import os
import random
import subprocess
import threading
import time
import urllib.request

from measures import percentile
from store import Store
from terminal import Screen

FENCE, MARK = b"\x1b[6n", "▌".encode()
STEADY, CHANGING = 15, 500
# Each of the connections waits so many milliseconds before its next request: some 1,100 a second in all.
CONNECTIONS, BREATH = 16, 12

# Each request is one event or more: priorities of tasks change, so that their rows move; of twenty, one comes and is decided.
SCRIPT = """
local ids = {}
for line in io.lines("%s") do ids[#ids + 1] = line end
local at, made = 0, {}
local head = {["Content-Type"] = "application/json", ["Authorization"] = "Bearer %s"}
local words = {"low", "medium"}
function delay() return %d end
function request()
  at = at + 1
  if #made > 0 then return wrk.format("POST", "/v1/tasks/" .. table.remove(made) .. "/complete", head, '{"decision":"approved"}') end
  if at %% 20 == 0 then
    return wrk.format("POST", "/v1/tasks", head, '{"type":"review","title":"Came ' .. at .. '","priority":"low","context":{"summary":"x"}}')
  end
  return wrk.format("PATCH", "/v1/tasks/" .. ids[at %% #ids + 1], head, '{"priority":"' .. words[math.floor(at / #ids) %% 2 + 1] .. '"}')
end
function response(status, headers, body)
  if status == 201 then made[#made + 1] = body:match('"id":"([^"]+)"') end
end
"""


def submit(call, count, priority, name):
    """`call` sends one request and returns its data; the new tasks' ids."""
    return [call("POST", "/v1/tasks", {"type": "review", "title": f"{name} {number}", "priority": priority,
                                       "context": {"summary": "A change waits."}})["id"] for number in range(count)]


class Flood:
    """wrk with a script, for so many seconds or until `end`."""

    def __init__(self, folder, port, token, ids, seconds, connections=32, delay=0):
        paths = [os.path.join(folder, name) for name in ("flood-ids", "flood.lua")]
        for path, text in zip(paths, ("\n".join(ids), SCRIPT % (paths[0], token, delay))):
            with open(path, "w") as out:
                out.write(text)
        self.process = subprocess.Popen(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", paths[1], f"http://127.0.0.1:{port}"],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self):
        self.process.terminate()
        self.process.wait()


def last_event(read):
    """The newest sequence number; `read` gives the events after one."""
    low, high = 0, 1
    while read(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if read(middle) else (low, middle)
    return high


class Hand:
    """Presses keys that move the selected row; a key is answered when a frame that shows the mark at its new place has come whole. Nothing is drawn
    here: an emulator would take the time that it is to measure."""

    def __init__(self, screen):
        self.screen, self.frames, self.lost = screen, 0, 0

    def read(self, seconds):
        data = self.screen.receive(seconds)
        self.frames += data.count(FENCE)
        return data

    def press(self, key, patience=5):
        begun, text = time.monotonic(), b""
        os.write(self.screen.fd, key)
        while time.monotonic() - begun < patience:
            text += self.read(0.5)
            mark = text.find(MARK)
            if mark >= 0 and text.find(FENCE, mark) >= 0:
                return time.monotonic() - begun
        self.lost += 1
        return patience

    def idle(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.read(left)

    def series(self, count, chance):
        """`j` and `k` in turn with a breath between: seconds of each."""
        taken = []
        for number in range(count):
            self.idle(chance.random() * 0.06)
            taken.append(self.press(b"jk"[number % 2:number % 2 + 1]))
        return taken


def with_reader(screen, work):
    """Does the work while a thread reads that screen and answers it, as its terminal does."""
    over = threading.Event()

    def read():
        while not over.is_set():
            screen.receive(0.1)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        return work()
    finally:
        over.set()
        thread.join()


def caller(port, token):
    def call(method, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method, data=json.dumps(body).encode() if body else None,
                                         headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())["data"]
    return call


# The least that can answer a key: a shell that prints the mark. What it waits under the flood, everything on this machine waits.
LEAST = "stty raw -echo; printf ready; while IFS= read -rsn1 key; do case $key in [jk]) printf '▌\\e[6n';; esac; done"


def measure(program, presses=900, floor_presses=300):
    store = Store(program, 0)
    try:
        call = caller(store.state["port"], store.token)
        submit(call, STEADY, "critical", "Stays")
        ids = submit(call, CHANGING, "medium", "Changes")
        screen = Screen([program], store.env)
        screen.wait("Stays")
        screen.settle(0.5)
        os.write(screen.fd, b"jjj")
        screen.settle(0.5)
        least = Screen(["bash", "-c", LEAST], store.env)
        least.wait("ready")
        hand, floor, chance = Hand(screen), Hand(least), random.Random(7)
        quiet, floor_quiet = hand.series(presses // 2, chance), floor.series(floor_presses, chance)
        events = lambda: last_event(lambda after: call("GET", f"/v1/events?after={after}&limit=1"))
        before = events()
        flood, begun = Flood(store.home, store.state["port"], store.token, ids, 120, CONNECTIONS, BREATH), time.monotonic()
        hand.idle(1)
        # In turns: the load of the machine is the same for both.
        under, floor_under = [], []
        for _ in range(6):
            under += hand.series(presses // 6, chance)
            floor_under += with_reader(screen, lambda: floor.series(floor_presses // 6, chance))
        hand.frames, still = 0, time.monotonic()
        hand.idle(5)
        frames = hand.frames / (time.monotonic() - still)
        flood.end()
        rate = (events() - before) / (time.monotonic() - begun)
        screen.rest(3)
        quiet += hand.series(presses // 2, chance)
        screen.end()
        least.end()
    finally:
        store.close()
    p99 = percentile(quiet, 0.99), percentile(under, 0.99)
    floor = percentile(floor_quiet, 0.99), percentile(floor_under, 0.99)
    return [("events made durable and told meanwhile", rate, "/s", "≥ 1,000"),
            (f"a key, quiet, p50 of {presses}", percentile(quiet, 0.5) * 1000, "ms", ""), ("a key, quiet, p99", p99[0] * 1000, "ms", ""),
            (f"a key under the flood, p50 of {presses}", percentile(under, 0.5) * 1000, "ms", ""),
            ("a key under the flood, p99", p99[1] * 1000, "ms", ""), ("p99 under the flood ÷ p99 quiet", p99[1] / p99[0], "", "≤ 2"),
            ("beside it, a shell that prints one sign: quiet, p99", floor[0] * 1000, "ms", ""),
            ("the shell under the flood, p99", floor[1] * 1000, "ms", ""), ("the shell's p99 under the flood ÷ quiet", floor[1] / floor[0], "", ""),
            ("frames while no key is pressed", frames, "/s", "≤ 30"), ("keys without an answer within 5 s", hand.lost, "", "≤ 0")]
