"""The command center at the other end of a thin line: a real sshd of our own behind 100 kbit/s and 200 ms there and back."""
import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from measures import READY, median, percentile
from store import Store
from terminal import Screen

RATE, DELAY = 12_500, 0.1
TRIP = 2 * DELAY
HERE = os.path.dirname(os.path.abspath(__file__))


class Line:
    """A relay to that port, in a process of its own."""

    def __init__(self, port):
        self.process = subprocess.Popen([sys.executable, os.path.join(HERE, "relay.py"), str(port), str(RATE), str(DELAY)],
                                        stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def close(self):
        self.process.kill()
        self.process.wait()


class Sshd:
    """A throw-away sshd on the loopback interface: own keys, no password, nobody but who started it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="factory-bench-ssh-")
        for name in ("host", "own"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.path(name)], check=True)
        shutil.copy(self.path("own.pub"), self.path("authorized"))
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
        lines = [f"ListenAddress 127.0.0.1:{self.port}", f"HostKey {self.path('host')}", f"AuthorizedKeysFile {self.path('authorized')}",
                 "PasswordAuthentication no", "KbdInteractiveAuthentication no", "UsePAM no", "StrictModes no", "PidFile none",
                 "PermitRootLogin prohibit-password", f"AllowUsers {getpass.getuser()}", "PrintMotd no", "LogLevel ERROR"]
        with open(self.path("config"), "w") as out:
            out.write("\n".join(lines) + "\n")
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
        program = shutil.which("sshd", path=os.environ["PATH"] + ":/usr/sbin")
        self.process = subprocess.Popen([program, "-D", "-e", "-f", self.path("config")], stderr=open(self.path("log"), "wb"))
        self.await_answer()
        self.line = Line(self.port)

    def path(self, name):
        return os.path.join(self.folder, name)

    def await_answer(self):
        end = time.monotonic() + 10
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"sshd did not answer: {open(self.path('log')).read()[-300:]}")

    def open(self, command, env):
        """A terminal that has signed in over the line and starts the command when a line is typed."""
        setting = " ".join(shlex.quote(f"{name}={value}") for name, value in env.items())
        far = f"stty -echo; echo at the door; read line; exec env -i TERM=xterm-256color {setting} {command}"
        screen = Screen(["ssh", "-tt", "-F", "/dev/null", "-p", str(self.line.port), "-i", self.path("own"), "-o", "IdentitiesOnly=yes",
                         "-o", "LogLevel=ERROR", "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={self.path('known')}",
                         f"{getpass.getuser()}@127.0.0.1", far], {"HOME": self.folder, "PATH": os.environ["PATH"]})
        screen.wait("at the door", 60)
        return screen

    def close(self):
        self.line.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def start(screen, ready):
    """Seconds from the line typed at the far shell until the list could be read here."""
    typed = time.monotonic()
    os.write(screen.fd, b"\n")
    screen.wait(ready, 60)
    return screen.last_byte - typed


def hold(screen, key, count=20, gap=0.033):
    """Presses as a held key does; seconds from the last press until the screen stood as it then stayed, and bytes."""
    screen.settle(1.0)
    before, due = screen.bytes, time.monotonic()
    for _ in range(count):
        os.write(screen.fd, key)
        due += gap
        while time.monotonic() < due:
            screen.pump(max(0, due - time.monotonic()))
    last, shown, stood = due - gap, screen.screen.display[1:], due - gap
    while screen.pump(1.5):
        if screen.screen.display[1:] != shown:
            shown, stood = screen.screen.display[1:], screen.last_byte
    return stood - last, screen.bytes - before


def selected(screen):
    return next(number for number, line in enumerate(screen.screen.display) if line.startswith("▌"))


def center(program, sshd):
    store = Store(program, 10_000, stages=["review"], quiet=True)
    try:
        screen = sshd.open(shlex.quote(program), store.env)
        begun = start(screen, READY)
        screen.settle(1.5)
        whole = [screen.press(b"j", 0.6)[0] for _ in range(15)]
        rows = [screen.press(b"k", 0.6, columns=50)[0] for _ in range(15)]
        os.write(screen.fd, b"g")
        screen.settle(1.0)
        lags = []
        for key, moved in ((b"j", 20), (b"k", -20), (b"j", 20)):
            before = selected(screen)
            lags.append(hold(screen, key))
            if selected(screen) - before != moved:
                raise RuntimeError(f"{abs(moved)} presses moved {selected(screen) - before} rows")
        screen.end()
    finally:
        store.close()
    return [("start to a usable list, 10,000 tasks, signed in before", begun * 1000, "ms", ""),
            ("`j`, key → the row is there, p50", median(rows) * 1000, "ms", ""),
            ("`j`, the same beyond the round trip, p50", (median(rows) - TRIP) * 1000, "ms", ""),
            ("`j` with preview, key → the last byte of row and preview, p50", median(whole) * 1000, "ms", ""),
            *lag_rows("held `j` 0.66 s", lags, "≤ 300")]


def lag_rows(name, lags, goal=""):
    return [(f"{name}: last press → the screen stands, beyond the round trip, median of {len(lags)}",
             median([lag for lag, _ in lags]) * 1000 - TRIP * 1000, "ms", goal),
            (f"{name}: bytes", median([size for _, size in lags]), "bytes", "")]


def decisions(open_center, shown_after, count=100, reading=0.5):
    """Somebody reads each item for half a second, then decides; seconds from each key until the next item was there."""
    waits = []
    screen = open_center()
    screen.settle(2.0)
    for number in range(count):
        end = time.monotonic() + reading
        while time.monotonic() < end:
            screen.pump(max(0, end - time.monotonic()))
        before, pressed = shown_after(screen), time.monotonic()
        os.write(screen.fd, b"a")
        while shown_after(screen) == before:
            if time.monotonic() - pressed > 20:
                raise TimeoutError(f"decision {number} was not taken:\n{screen.text()}")
            screen.pump(0.05)
        waits.append(screen.last_byte - pressed)
    screen.settle(1.0)
    screen.end()
    return waits


def item(screen):
    """What the context pane is about."""
    return screen.screen.display[2].split("│")[-1].split("   ")[0]


def approved(store):
    return sum(1 for line in store.run("export", "--entities", "tasks").splitlines() if '"approved"' in line)


def deciding(program, sshd):
    """100 decisions: the center at the far end over ssh, and the center here with only its server at the far end."""
    rows = []
    for where in ("center beyond ssh", "center here, server beyond the line"):
        store = Store(program, 110, stages=["review"], quiet=True)
        line = Line(store.state["port"])
        away = dict(store.env, HOME=tempfile.mkdtemp(prefix="factory-bench-away-"), FACTORY_TOKEN=store.token,
                    FACTORY_API_URL=f"http://127.0.0.1:{line.port}/v1")

        def over_ssh():
            screen = sshd.open(shlex.quote(program), store.env)
            start(screen, READY)
            return screen

        def here():
            screen = Screen([program], away)
            screen.wait(READY, 120)
            return screen

        try:
            waits = decisions(over_ssh if where.endswith("ssh") else here, item)
            end = time.monotonic() + 30
            while approved(store) < len(waits) and time.monotonic() < end:
                time.sleep(0.5)
            rows += [(f"100 decisions, {where}: beyond reading (0.5 s each), whole", sum(waits), "s", ""),
                     (f"100 decisions, {where}: key → next item, p50", median(waits) * 1000, "ms", ""),
                     (f"100 decisions, {where}: key → next item, p99", percentile(waits, 0.99) * 1000, "ms", ""),
                     (f"100 decisions, {where}: on the server afterwards", approved(store), "", "≥ 100")]
        finally:
            line.close()
            store.close()
            shutil.rmtree(away["HOME"], ignore_errors=True)
    return rows


def peers(sshd):
    """fzf and tig with the same held key over the same line."""
    rows, folder = [], tempfile.mkdtemp(prefix="factory-bench-peers-")
    items = os.path.join(folder, "items")
    with open(items, "w") as out:
        out.writelines(f"{n:06d} Review change {n}: retry on {400 + n % 200}\n" for n in range(10_000))
    preview = shlex.quote("cat " + shlex.quote(os.path.abspath(__file__)))
    fzf = "sh -c " + shlex.quote(f"fzf --preview {preview} < {items}")
    tig = "sh -c " + shlex.quote(f"cd {shlex.quote(os.getcwd())} && tig")
    try:
        for name, command, ready, keys in (("fzf, 10,000 items, preview", fzf, "10000/10000", (b"\x10", b"\x0e", b"\x10")),
                                           ("tig log of this repository, diff open", tig, r"\[main\]", (b"J", b"K", b"J"))):
            screen = sshd.open(command, {"HOME": folder, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
            start(screen, ready)
            if name.startswith("tig"):
                # Its preview: the change below the list; J and K go from one to the next with it.
                os.write(screen.fd, b"\r")
            rows += lag_rows(f"{name}: held key 0.66 s", [hold(screen, key) for key in keys])
            screen.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return rows


def measure(program, with_peers=False):
    sshd = Sshd()
    try:
        others = deciding(program, sshd) + (peers(sshd) if with_peers else [])
        return center(program, sshd) + others
    finally:
        sshd.close()
