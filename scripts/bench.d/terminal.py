"""A program under a pseudo terminal, with an emulator of what a person sees and a clock on every byte."""
import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

import pyte


class Screen:
    """Runs a command on a terminal of that size; `wait` reads until the screen shows something."""

    def __init__(self, command, env, width=120, height=40):
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.Stream(self.screen)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.tail = b""
        self.bytes = 0
        self.last_byte = self.first_byte = None
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            # Before the program looks: a size that comes later would make it draw twice.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
            os.execvpe(command[0], command, dict(env, TERM="xterm-256color", LC_ALL="C.UTF-8"))

    def receive(self, seconds):
        """The bytes that arrive within `seconds`, their queries answered; empty when none do."""
        ready, _, _ = select.select([self.fd], [], [], max(0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return b""
        now = time.monotonic()
        self.bytes += len(data)
        self.last_byte = now
        self.first_byte = self.first_byte or now
        # What a terminal answers at once: where the cursor is, what it is. A question may be cut in two by the pipe.
        seen = self.tail + data
        for question in re.finditer(rb"(?:\x1b\[1;(\d+)H)?\x1b\[6n", seen):
            if question.end() > len(self.tail):
                os.write(self.fd, b"\x1b[1;%sR" % (question.group(1) or b"1"))
        self.tail = seen[-16:]
        if b"\x1b[c" in data:
            os.write(self.fd, b"\x1b[?62;22c")
        return data

    def draw(self, data):
        # pyte does not know these private forms and would print their letters.
        self.stream.feed(re.sub(r"\x1b\[[>=?][0-9;]*[a-zA-Z]", self._private, self.decoder.decode(data)))

    def pump(self, seconds):
        """Reads and draws what arrives within `seconds`; true when something did."""
        data = self.receive(seconds)
        self.draw(data)
        return bool(data)

    @staticmethod
    def _private(match):
        return match.group(0) if match.group(0)[2] == "?" and match.group(0)[-1] in "hl" else ""

    def text(self):
        return "\n".join(self.screen.display)

    def wait(self, pattern, seconds=20):
        """Seconds from the start of the program until the text that matches had arrived. The emulator draws afterwards: it is
        slower than the programs, and would be measured with them."""
        end, text, held = time.monotonic() + seconds, "", []
        while not re.search(pattern, text):
            if time.monotonic() > end:
                self.draw(b"".join(held))
                raise TimeoutError(f"{pattern!r} never shown; the screen was:\n{self.text()}")
            held.append(self.receive(0.2))
            text = re.sub(r"\x1b\[[<=>?]?[0-9;]*[a-zA-Z]", "", b"".join(held).decode("utf-8", "replace"))
        arrived = self.last_byte - self.started
        self.draw(b"".join(held))
        return arrived

    def settle(self, quiet=0.15):
        """Reads until nothing came for so long."""
        while self.pump(quiet):
            pass

    def rest(self, seconds):
        """Reads for so long, whatever comes."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.pump(left)

    def press(self, keys, quiet=0.05, columns=None):
        """Writes keys; returns (seconds, bytes of the answer): until its last byte or, with `columns`, until the text in the
        first so many columns stood as it stayed, which is when the list is where the keys took it."""
        before, start = self.bytes, time.monotonic()
        self.last_byte = None
        shown, settled = None, start
        os.write(self.fd, keys)
        wait = 0.5
        while self.pump(wait):
            wait = quiet
            if columns:
                now = [line[:columns] for line in self.screen.display[1:]]
                if now != shown:
                    shown, settled = now, self.last_byte
        return ((settled if columns else self.last_byte or start) - start, self.bytes - before)

    def resident(self):
        for line in open(f"/proc/{self.pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0

    def switches(self):
        """Voluntary context switches of each thread: how often it woke up."""
        counts = {}
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            for line in open(f"/proc/{self.pid}/task/{thread}/status"):
                if line.startswith("voluntary"):
                    counts[thread] = int(line.split()[1])
        return counts

    def switches_since(self, before):
        """Of the threads that are there now: one that ended takes its count along."""
        return sum(count - before.get(thread, 0) for thread, count in self.switches().items())

    def end(self, keys=b"q"):
        try:
            os.write(self.fd, keys)
            self.settle(0.3)
        except OSError:
            pass
        for name in (signal.SIGTERM, signal.SIGKILL):
            for _ in range(100):
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self.fd)
                    return
                self.pump(0.02)
            os.kill(self.pid, name)
        os.waitpid(self.pid, 0)
        os.close(self.fd)
