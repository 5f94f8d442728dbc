"""How long `factory serve` takes to its first answer, and what it takes of memory, idle and under requests."""
import http.client
import signal
import socket
import statistics
import subprocess
import time

import measures
from store import Store

SIZE = 10_000


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def memory(pid, field):
    """In MB; `VmRSS` now, `VmHWM` the most so far."""
    for line in open(f"/proc/{pid}/status"):
        if line.startswith(field):
            return int(line.split()[1]) / 1024


def first_answer(port, token, begun, process):
    """Seconds until a list was answered with 200."""
    while time.monotonic() - begun < 30:
        if process.poll() is not None:
            raise RuntimeError(f"factory serve ended with {process.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                pass
        except OSError:
            time.sleep(0.0005)
            continue
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/v1/tasks?limit=20", headers={"Authorization": f"Bearer {token}"})
        status = connection.getresponse().status
        if status != 200:
            raise RuntimeError(f"200 was expected, the answer was {status}")
        return time.monotonic() - begun
    raise RuntimeError("no answer within 30 s")


def measure(program, rounds=7):
    store = Store(program, SIZE, calm=True)
    try:
        token = store.token
        store.run("server", "stop")
        taken, idle = [], 0
        for number in range(rounds):
            port, begun = free_port(), time.monotonic()
            process = subprocess.Popen([program, "serve"], env={**store.env, "FACTORY_API_PORT": str(port)}, stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                taken.append(first_answer(port, token, begun, process))
                if number == rounds - 1:
                    time.sleep(5)
                    idle = memory(process.pid, "VmRSS")
                    base = f"http://127.0.0.1:{port}"
                    measures.wrk(base + "/v1/tasks?limit=20&open=true", token, 16)
                    peak = memory(process.pid, "VmHWM")
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(20)
        store.run("list")
    finally:
        store.close()
    return [(f"`factory serve`, {SIZE:,} tasks: start to the first 200 (median of {rounds})", statistics.median(taken) * 1000, "ms", "≤ 50"),
            ("the same, worst", max(taken) * 1000, "ms", ""), ("server, resident, idle", idle, "MB", "≤ 40"),
            ("server, peak, 16 clients reading lists", peak, "MB", "≤ 80")]
