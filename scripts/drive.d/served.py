"""A real `factory serve` over a store of its own, and requests to it. Loopback; ended by its process id."""
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import uuid


class Unanswered(Exception):
    """Whether the request took effect is not known."""


class Served:
    def __init__(self, program, **settings):
        self.program = program
        self.home = tempfile.mkdtemp(prefix="factory-drive-")
        self.store = os.path.join(self.home, "store")
        os.mkdir(self.store, 0o700)
        self.env = {
            "HOME": self.home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TMPDIR": self.home,
            "DATABASE_URL": f"sqlite://{self.store}/factory.db", "FACTORY_API_PORT": "0", "FACTORY_RATE_LIMIT": "0",
            # Who submits here also decides.
            "FACTORY_SELF_DECISION": "on", "LOG_LEVEL": "info", "SWIFT_BACKTRACE": "enable=no", **settings}
        self.process, self.port, self.starts = None, 0, []
        self.ready = threading.Event()

    def start(self):
        """Until it answers; keeps how long that took, in seconds."""
        begun = time.monotonic()
        self.log = open(os.path.join(self.home, "log"), "a+b")
        at = self.log.seek(0, os.SEEK_END)
        self.process = subprocess.Popen([self.program, "serve"], env=self.env, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=self.log)
        while True:
            with open(self.log.name, "rb") as lines:
                lines.seek(at)
                text = lines.read().decode(errors="replace")
            found = re.search(r'"Listening".*?"port":(\d+)|"port":(\d+).*?"Listening"', text)
            if found:
                self.port = int(found.group(1) or found.group(2))
                break
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}: {text[-600:]}")
            if time.monotonic() - begun > 60:
                raise RuntimeError(f"the server did not listen within 60 s: {text[-600:]}")
            time.sleep(0.002)
        self.env_client = {**self.env, "FACTORY_API_URL": f"http://127.0.0.1:{self.port}/v1", "FACTORY_TOKEN": self.token}
        self.env_client.pop("DATABASE_URL")
        self.client().call("GET", "/v1/users/me")
        self.starts.append(time.monotonic() - begun)
        self.ready.set()
        return self

    def kill(self):
        """Without a chance to do anything."""
        self.ready.clear()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def close(self):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def token(self):
        return open(os.path.join(self.store, "owner.token")).read().strip()

    def client(self):
        return Client(self.port, self.token)

    def run(self, *arguments, store=False):
        """A command of the program: a client of this server, or on the files of its store."""
        return subprocess.run([self.program, *arguments], env=self.env if store else self.env_client, cwd=self.home,
                              capture_output=True, text=True)

    def memory(self, name="VmRSS"):
        """MiB: resident now, or VmHWM, the most since `forget_peak`."""
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith(name + ":"):
                return int(line.split()[1]) / 1024

    def forget_peak(self):
        with open(f"/proc/{self.process.pid}/clear_refs", "w") as out:
            out.write("5")


class Client:
    """One connection that is kept."""

    def __init__(self, port, token, seconds=30):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def send(self, method, path, body=None, key=None):
        """Status and bytes. Raises Unanswered when the connection broke."""
        headers = dict(self.headers)
        if key:
            headers["Idempotency-Key"] = key
        try:
            self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as fault:
            self.connection.close()
            raise Unanswered(str(fault)) from fault

    def call(self, method, path, body=None, key=None):
        """The data of a 2xx answer."""
        status, data = self.send(method, path, body, key)
        if not 200 <= status < 300:
            raise RuntimeError(f"{method} {path} was answered with {status}: {data[:300].decode(errors='replace')}")
        return json.loads(data)["data"] if data else None


def fresh():
    return str(uuid.uuid4())


def task(title):
    return {"type": "review", "title": title, "context": {"summary": "A change waits for somebody."}, "priority": "medium"}


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")
