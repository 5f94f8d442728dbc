"""Beside our server, in the same run: nginx with the bytes of our list, FastAPI over SQLite, and what the disk itself gives."""
import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

import measures
from store import Store

HERE = os.path.dirname(os.path.abspath(__file__))
NGINX = os.path.join(HERE, "..", "..", ".build-bench", "nginx", "usr", "sbin", "nginx")
# By clients: as many tasks as cannot all be approved while it is measured.
COUNTS, LIST = {1: 10_000, 16: 40_000}, "/v1/tasks?limit=20&open=true"

# The ratios of the issue's goals to the yardsticks as they were seen when the goals were set.
GOALS = {("lists", "FastAPI"): (6.0, 6.0), ("lists", "nginx"): (0.28, 0.29), ("approvals", "FastAPI"): (1.55, 4.7)}

CONFIG = """
daemon off; master_process off; pid %(folder)s/pid; error_log %(folder)s/error.log;
events { worker_connections 256; }
http {
  access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on; default_type application/json; open_file_cache max=8;
  client_body_temp_path %(folder)s/b; proxy_temp_path %(folder)s/p; fastcgi_temp_path %(folder)s/f; uwsgi_temp_path %(folder)s/u; scgi_temp_path %(folder)s/s;
  server { listen 127.0.0.1:%(port)d; location / { root %(folder)s; } }
}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def started(command, port, **options):
    """Runs from when the port answers to the end of the block; ended by its id."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        end = time.monotonic() + 20
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} does not answer on port {port}.")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def approving(folder, ids, token):
    """A script for wrk that approves one after the other."""
    paths = [os.path.join(folder, name) for name in ("ids", "approve.lua")]
    for path, text in zip(paths, ("\n".join(ids), measures.APPROVE % (os.path.join(folder, "ids"), token))):
        with open(path, "w") as out:
            out.write(text)
    return paths[1]


def ours(program):
    """Rates by (what, clients), and the bytes of one list."""
    rates, answer = {}, b""
    for clients, count in COUNTS.items():
        store = Store(program, count, calm=True)
        try:
            base = f"http://127.0.0.1:{store.state['port']}"
            measures.settle(store, base)
            asked = urllib.request.Request(base + LIST, headers={"Authorization": f"Bearer {store.token}"})
            answer = urllib.request.urlopen(asked).read()
            rates["lists", clients] = measures.wrk(base + LIST, store.token, clients)
            script = approving(store.home, measures.identities(store), store.token)
            rates["approvals", clients] = measures.wrk(base + "/", store.token, clients, script, 4)
        finally:
            store.close()
    return rates, answer


def nginx(answer):
    rates = {}
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        for name, text in (("list", answer), ("nginx.conf", (CONFIG % {"folder": folder, "port": port}).encode())):
            with open(os.path.join(folder, name), "wb") as out:
                out.write(text)
        # As root it would read files as another user, who cannot look into this folder.
        user = ["-g", "user root;"] if os.geteuid() == 0 else []
        with started([NGINX, "-p", folder, "-c", os.path.join(folder, "nginx.conf"), *user], port) as base:
            for clients in COUNTS:
                rates["lists", clients] = measures.wrk(base + "/list", "none", clients)
    return rates


def fill(path, rows, count):
    """As many tasks as we have, of the same size: the rows of our list again and again. Returns their ids."""
    db = sqlite3.connect(path)
    db.executescript("""
      PRAGMA journal_mode = WAL;
      CREATE TABLE task (n INTEGER PRIMARY KEY, id TEXT UNIQUE, open INTEGER, json TEXT);
      CREATE INDEX task_open ON task (open, n);
      CREATE TABLE event (n INTEGER PRIMARY KEY, id TEXT, at REAL, type TEXT, json TEXT);
      CREATE TABLE total (count INTEGER);
    """)
    ids = [str(uuid.uuid4()) for _ in range(count)]
    db.executemany("INSERT INTO task (id, open, json) VALUES (?, 1, ?)",
                   ((identity, json.dumps({**rows[at % len(rows)], "id": identity})) for at, identity in enumerate(ids)))
    db.execute("INSERT INTO total VALUES (?)", (count,))
    db.commit()
    db.close()
    return ids


def fastapi(answer):
    rates = {}
    for clients, count in COUNTS.items():
        with tempfile.TemporaryDirectory() as folder:
            path, port = os.path.join(folder, "tasks.db"), free_port()
            script = approving(folder, fill(path, json.loads(answer)["data"], count), "none")
            command = [sys.executable, "-m", "uvicorn", "yardstick:app", "--port", str(port), "--log-level", "error", "--no-access-log"]
            with started(command, port, cwd=HERE, env={**os.environ, "YARDSTICK_DB": path, "PYTHONDONTWRITEBYTECODE": "1"}) as base:
                rates["lists", clients] = measures.wrk(base + "/v1/tasks?limit=20", "none", clients)
                rates["approvals", clients] = measures.wrk(base + "/", "none", clients, script, 4)
    return rates


def rate(step, seconds=3):
    count, begun = 0, time.monotonic()
    while (taken := time.monotonic() - begun) < seconds:
        step()
        count += 1
    return count / taken


def floor():
    """What one writer gets from the disk: a commit of one row, and the sync alone."""
    with tempfile.TemporaryDirectory() as folder:
        db = sqlite3.connect(os.path.join(folder, "floor.db"), isolation_level=None)
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (n INTEGER PRIMARY KEY, text TEXT)")
        commits = rate(lambda: db.execute("INSERT INTO row (text) VALUES ('one')"))
        db.close()
        with open(os.path.join(folder, "sync"), "wb", buffering=0) as out:
            syncs = rate(lambda: (os.pwrite(out.fileno(), b"x" * 4096, 0), os.fdatasync(out.fileno())))
    return [("floor: SQLite FULL from Python, commits of one row", commits, "/s", ""),
            ("floor: 4 KiB written over and fdatasync", syncs, "/s", "")]


def measure(program):
    mine, answer = ours(program)
    rows = [("one answer of a list of 20", len(answer), "bytes", "")] + floor()
    for name, theirs in (("nginx", nginx(answer)), ("FastAPI", fastapi(answer))):
        for (what, clients), value in theirs.items():
            said = f"{what}, {clients} client(s)"
            rows.append((f"{said}: {name}{' static' if name == 'nginx' else ' + SQLite FULL'}", value, "/s", ""))
            rows.append((f"{said}: ours", mine[what, clients], "/s", ""))
            goal = GOALS[what, name][list(COUNTS).index(clients)]
            rows.append((f"{said}: ours ÷ {name}", mine[what, clients] / value, "×", f"≥ {goal}"))
    return rows
