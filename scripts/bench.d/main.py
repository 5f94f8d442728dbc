"""Runs the measures and writes docs/performance.md. Started by scripts/bench."""
import argparse
import datetime
import os
import platform
import re
import subprocess
import sys
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import agents
import flood
import link
import measures
import servers
import starts

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "performance.md")


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def met(value, goal):
    wanted = re.match(r"(≤|≥)?\s*([\d,.]+)", goal)
    if not wanted:
        return ""
    limit = float(wanted.group(2).replace(",", ""))
    good = value >= limit if wanted.group(1) == "≥" else value <= limit
    return "yes" if good else f"no, × {value / limit:.1f}" if limit else "no"


def table(rows):
    lines = ["| What | Measured | Goal | Met |", "| --- | ---: | ---: | --- |"]
    lines += [f"| {what} | {number(value)} {unit} | {goal} | {met(value, goal)} |" for what, value, unit, goal in rows]
    return "\n".join(lines)


def seen(arguments):
    """When, with which build and where."""
    if os.path.realpath(arguments.program).startswith(os.path.realpath(os.path.join(os.path.dirname(PAGE), "..", ".build")) + os.sep):
        built = "at " + subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    else:
        built = "with a program built elsewhere"
    return f"on {datetime.date.today()} {built}: {os.cpu_count()} cores, {platform.machine()}."


def write_page(text, arguments):
    page = open(PAGE).read() if os.path.exists(PAGE) else ""
    notes = page.split("<!-- notes -->", 1)[1] if "<!-- notes -->" in page else "\n"
    with open(PAGE, "w") as out:
        out.write(f"# Performance\n\nWritten by `scripts/bench{' --peers' if arguments.peers else ''}` {seen(arguments)} "
                  "Absolute times scatter between machines and runs; run it yourself.\n\n" + "\n".join(text) + "\n<!-- notes -->" + notes)


def write_parts(text, arguments):
    """Each part replaces its old self, or goes behind the others, and says itself when it was seen."""
    page, notes = open(PAGE).read().split("<!-- notes -->", 1)
    for part in text:
        title, block = part.split("\n\n", 1)
        part = f"{title}\n\nMeasured by itself {seen(arguments)}\n\n{block}"
        old = re.compile(re.escape(title) + r"\n.*?(?=^## |\Z)", re.S | re.M)
        page = old.sub(lambda _: part + "\n", page) if old.search(page) else page.rstrip("\n") + "\n\n" + part + "\n"
    with open(PAGE, "w") as out:
        out.write(page + "<!-- notes -->" + notes)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--only", help="the parts with this in their title; the others on the page stay as they were seen")
    parser.add_argument("--no-write", action="store_true")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    parts = [
        ("The terminal, 120×40", lambda: measures.screens(arguments.program, sizes) + measures.idle(arguments.program)),
        ("Through sshd: 100 kbit/s, 200 ms there and back", lambda: link.measure(arguments.program, arguments.peers)),
        ("Under a flood", lambda: flood.measure(arguments.program)),
        ("The server", lambda: starts.measure(arguments.program) + measures.requests(arguments.program)),
        ("From one to the other", lambda: measures.waiting(arguments.program) + measures.two_screens(arguments.program)),
        ("Agents", lambda: agents.hooks(arguments.program) + agents.jobs(arguments.program)),
        ("MCP, beside the official Python SDK's server", lambda: agents.mcp(arguments.program)),
    ]
    if arguments.peers:
        parts.append(("Servers beside ours", lambda: servers.measure(arguments.program)))
        parts.append(("Peers in the same run", measures.peers))
    parts = [part for part in parts if not arguments.only or arguments.only.lower() in part[0].lower()]
    text, failed = [], False
    for title, part in parts:
        try:
            block = table(part())
        except Exception:
            failed = True
            block = "not measured\n"
            traceback.print_exc()
        print(f"\n## {title}\n\n{block}", flush=True)
        text.append(f"## {title}\n\n{block}\n")
    if not arguments.no_write and not failed:
        (write_parts if arguments.only else write_page)(text, arguments)
    sys.exit(1 if failed else 0)


main()
