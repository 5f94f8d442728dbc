"""Runs the drives, prints their tables and writes docs/drives.md. Started by scripts/drive."""
import argparse
import datetime
import os
import platform
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import assets
import day
import kill
import load
import soak
import typeahead

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PAGE = os.path.join(ROOT, "docs", "drives.md")
HEAD = """# Drives

What a real `factory serve` did when it was driven hard, as `scripts/drive` last saw it. Each part says when, with which build and on what machine it
was run; a debug build is several times slower than a release build, and other work on the machine shows too (the soak's yardstick says how much). `FACTORY_PROGRAM=… scripts/drive kill|soak|load|assets|typeahead|day|all` makes them anew.
"""


def number(value):
    if isinstance(value, str):
        return value.strip()
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.1f}"


def met(value, goal):
    if not goal:
        return ""
    wanted = re.match(r"(≤|≥)\s*([\d,.]+)", goal)
    if not wanted:
        return "yes" if value == goal else "**no**"
    limit = float(wanted.group(2).replace(",", ""))
    return "yes" if (value >= limit if wanted.group(1) == "≥" else value <= limit) else "**no**"


def table(rows):
    lines = ["| What | Seen | Goal | Met |", "| --- | ---: | ---: | --- |"]
    return "\n".join(lines + [f"| {what} | {number(value)} {unit} | {goal} | {met(value, goal)} |".replace("  |", " |")
                              for what, value, unit, goal in rows])


def build(program):
    kind = "release" if "/release/" in os.path.realpath(program) else "debug" if "/debug/" in os.path.realpath(program) else "other"
    if os.path.realpath(program).startswith(os.path.realpath(os.path.join(ROOT, ".build")) + os.sep):
        made = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
        made = f" at {made}" if made else ""
    else:
        # What it was built from is not known here.
        made = " with the program of FACTORY_PROGRAM"
    return f"{datetime.date.today()}{made}, {kind} build, {os.cpu_count()} cores, {platform.machine()}"


def write(name, title, text):
    """Replaces the part of that drive; the others stay as they were seen."""
    page = open(PAGE).read() if os.path.exists(PAGE) else HEAD
    part = f"<!-- {name} -->\n## {title}\n\n{text}\n<!-- end of {name} -->\n"
    old = re.compile(rf"<!-- {name} -->.*?<!-- end of {name} -->\n", re.S)
    page = old.sub(lambda _: part, page) if old.search(page) else page.rstrip("\n") + "\n\n" + part
    with open(PAGE, "w") as out:
        out.write(page)


def main():
    # Whoever ends this ends what it started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    parser = argparse.ArgumentParser(prog="scripts/drive")
    parser.add_argument("drive", choices=["kill", "soak", "load", "assets", "typeahead", "day", "all"])
    parser.add_argument("--program", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, help="kills; default 20, with --full 500")
    parser.add_argument("--minutes", type=float, help="of the soak, default 5, with --full 60; of the day at most, default 1, with --full 40")
    parser.add_argument("--subscribers", type=int, default=1000)
    parser.add_argument("--size", type=int, default=1 << 30, help="bytes of the asset; default 1 GiB")
    parser.add_argument("--keys", type=int, help="typeahead: keys that decide, default 500, with --full 10,000; day: keys, with --full 100,000")
    parser.add_argument("--events", type=int, help="day: with --full 1,000,000; it ends when keys and events are reached")
    parser.add_argument("--centers", type=int, default=3, help="command centers that are typed into")
    parser.add_argument("--seed", type=int, help="of the moments of the kills, or of the keys")
    parser.add_argument("--full", action="store_true", help="the long forms")
    parser.add_argument("--no-write", action="store_true", help="leaves docs/drives.md alone")
    options = parser.parse_args()
    rounds = options.rounds or (500 if options.full else 20)
    minutes = options.minutes or (60 if options.full else 5)
    keys = options.keys or (10_000 if options.full else 500)
    sitting = (options.events or 1_000_000, options.keys or 100_000, 60 * (options.minutes or (40 if options.full else 1)))
    drives = {
        "kill": ("kill -9 under load", lambda: kill.drive(options.program, rounds, seed=options.seed)),
        "soak": ("Soak: first against last", lambda: soak.drive(options.program, minutes)),
        "load": ("Subscribers", lambda: load.drive(options.program, options.subscribers)),
        "typeahead": ("Keys typed without looking", lambda: typeahead.drive(options.program, keys, options.centers, options.seed)),
        "day": ("A day of use, time compressed", lambda: day.drive(options.program, *sitting)),
        "assets": ("A large asset", lambda: assets.drive(options.program, options.size)),
    }
    failed = False
    for name in drives if options.drive == "all" else [options.drive]:
        title, run = drives[name]
        print(f"\n## {title}\n", flush=True)
        rows = run()
        text = f"{build(options.program)}.\n\n{table(rows)}"
        print(text, flush=True)
        failed = failed or "**no**" in text
        if not options.no_write:
            write(name, title, text)
    sys.exit(1 if failed else 0)


main()
