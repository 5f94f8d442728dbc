"""A thin line to a port on this machine: so many bytes a second each way, so long until they are there. `relay.py PORT BYTES_PER_SECOND DELAY`
prints its own port. As on a line with a small buffer, the sender is held up: at most QUEUE bytes wait here, the rest stays with who sent it."""
import collections
import socket
import sys
import threading
import time

QUEUE = 16_384
PIECE = 256


class Way:
    """One direction. The reader fills, the writer empties; each piece leaves the bottleneck at the line's rate and arrives `delay` later."""

    def __init__(self, source, sink, rate, delay):
        self.source, self.sink, self.rate, self.delay = source, sink, rate, delay
        self.pieces, self.waiting, self.free_at = collections.deque(), 0, 0.0
        self.changed = threading.Condition()
        for step in (self.fill, self.empty):
            threading.Thread(target=step, daemon=True).start()

    def fill(self):
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.waiting < QUEUE)
            try:
                data = self.source.recv(PIECE)
            except OSError:
                data = b""
            with self.changed:
                self.free_at = max(time.monotonic(), self.free_at) + len(data) / self.rate
                self.pieces.append((self.free_at, data))
                self.waiting += len(data)
                self.changed.notify_all()
            if not data:
                return

    def empty(self):
        flying = collections.deque()
        while True:
            with self.changed:
                if not flying:
                    self.changed.wait_for(lambda: self.pieces)
                leaves, data = self.pieces[0] if self.pieces else (None, b"")
            # What has left the bottleneck is on the line and no longer in the buffer.
            now = time.monotonic()
            if leaves is not None and leaves <= now:
                with self.changed:
                    self.pieces.popleft()
                    self.waiting -= len(data)
                    self.changed.notify_all()
                flying.append((leaves + self.delay, data))
                continue
            if flying and flying[0][0] <= now:
                if not self.send(flying.popleft()[1]):
                    return
                continue
            with self.changed:
                nearest = min([moment for moment in (leaves, flying[0][0] if flying else None) if moment is not None])
                self.changed.wait(max(0, nearest - now) if leaves is not None else min(0.002, max(0, nearest - now)))

    def send(self, data):
        try:
            if data:
                self.sink.sendall(data)
                return True
            self.sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return False


def main():
    port, rate, delay = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    door = socket.create_server(("127.0.0.1", 0))
    print(door.getsockname()[1], flush=True)
    while True:
        near, _ = door.accept()
        far = socket.socket()
        # Before it connects, so that no large window is offered: the kernel would be the long queue that a thin line does not have.
        far.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        far.connect(("127.0.0.1", port))
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        Way(near, far, rate, delay), Way(far, near, rate, delay)


main()
