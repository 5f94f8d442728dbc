"""One large asset up and down: time, and the most memory of the server and of the client beside what they had before."""
import hashlib
import os
import random
import shutil
import subprocess
import time

from served import Served


def fill(path, size):
    """Bytes that do not repeat; their SHA-256."""
    digest, chance, left = hashlib.sha256(), random.Random(7), size
    with open(path, "wb") as out:
        while left:
            piece = chance.randbytes(min(1 << 20, left))
            out.write(piece)
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


def digest_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def timed(server, *arguments):
    """Seconds, the server's peak and the client's peak in MiB while a command ran."""
    server.forget_peak()
    before, begun = server.memory(), time.monotonic()
    process = subprocess.Popen([server.program, *arguments], env=server.env_client, cwd=server.home,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    if process.returncode:
        raise RuntimeError(f"factory {' '.join(arguments[:2])} ended with {process.returncode}: {text[-400:]}")
    return text.strip(), seconds, server.memory("VmHWM") - before, usage.ru_maxrss / 1024


def drive(program, size):
    server = Served(program)
    try:
        if shutil.disk_usage(server.home).free < size * 3.5:
            raise RuntimeError(f"{server.home}: {size * 3.5 / 2**30:.1f} GiB of free disk were expected, less was found.")
        server.start()
        pipeline = server.client().call("POST", "/v1/pipelines", {"name": "drive", "template": "mcp-server-minimal", "platform": "generic"})
        path = os.path.join(server.home, "large.bin")
        wanted = fill(path, size)
        # What a first request costs is no matter of the size.
        small = os.path.join(server.home, "small.bin")
        fill(small, 1 << 16)
        warm, *_ = timed(server, "assets", "upload", pipeline["id"], small)
        timed(server, "assets", "download", warm, "--output", small + ".back")
        idle = server.memory()
        identity, up, up_extra, up_client = timed(server, "assets", "upload", pipeline["id"], path)
        back = path + ".back"
        os.remove(path)
        _, down, down_extra, down_client = timed(server, "assets", "download", identity, "--output", back)
        mib = size / 2**20
        return [
            ("size", mib, "MiB", ""), ("server, resident before", idle, "MiB", ""),
            ("upload", mib / up, "MiB/s", ""), ("upload: server's peak above that", up_extra, "MiB", "≤ 64"),
            ("upload: client's peak, whole", up_client, "MiB", ""),
            ("download", mib / down, "MiB/s", ""), ("download: server's peak above that", down_extra, "MiB", "≤ 64"),
            ("download: client's peak, whole", down_client, "MiB", ""),
            ("what came back, by SHA-256", "the same" if digest_of(back) == wanted else "other bytes", "", "the same"),
        ]
    finally:
        server.close()
