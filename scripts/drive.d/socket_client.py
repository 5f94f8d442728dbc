"""WebSocket clients as small as they can be (RFC 6455): text frames from a server that neither masks nor compresses."""
import base64
import json
import os
import socket
import struct


def connect(port, token, seconds=30):
    """A socket behind the handshake, and what came with its answer."""
    link = socket.create_connection(("127.0.0.1", port), timeout=seconds)
    key = base64.b64encode(os.urandom(16)).decode()
    link.sendall((f"GET /v1/ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                  f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nAuthorization: Bearer {token}\r\n\r\n").encode())
    rest = b""
    while b"\r\n\r\n" not in rest:
        piece = link.recv(65536)
        if not piece:
            raise OSError("the socket was closed during its handshake")
        rest += piece
    head, rest = rest.split(b"\r\n\r\n", 1)
    if b" 101 " not in head.split(b"\r\n", 1)[0]:
        raise OSError(f"the handshake was answered with {head.splitlines()[0].decode()}")
    return link, rest


def send(link, text, opcode=1):
    data = text.encode() if isinstance(text, str) else text
    mask = os.urandom(4)
    size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
    link.sendall(bytes([0x80 | opcode]) + size + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))


def subscribe(link, channels, since=None):
    message = {"type": "subscribe", "channels": channels}
    if since is not None:
        message["since"] = since
    send(link, json.dumps(message))


class Frames:
    """Cuts bytes into frames: (opcode, start, end) of each whole one in `buffer`."""

    def __init__(self, rest=b""):
        self.buffer = bytearray(rest)

    def take(self, data=b""):
        buffer = self.buffer
        buffer += data
        at, size, whole = 0, len(buffer), []
        while size - at >= 2:
            length, body = buffer[at + 1] & 0x7F, at + 2
            if length == 126:
                if size - at < 4:
                    break
                length, body = (buffer[at + 2] << 8) | buffer[at + 3], at + 4
            elif length == 127:
                if size - at < 10:
                    break
                length, body = int.from_bytes(buffer[at + 2:at + 10], "big"), at + 10
            if size - body < length:
                break
            whole.append((buffer[at] & 0x0F, body, body + length))
            at = body + length
        return whole, at

    def drop(self, count):
        del self.buffer[:count]

    def messages(self, data=b""):
        """The frames as (opcode, bytes)."""
        whole, end = self.take(data)
        found = [(opcode, bytes(self.buffer[start:stop])) for opcode, start, stop in whole]
        self.drop(end)
        return found
