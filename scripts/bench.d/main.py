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
import measures

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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--no-write", action="store_true")
    arguments = parser.parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    parts = [
        ("The terminal, 120×40", lambda: measures.screens(arguments.program, sizes) + measures.idle(arguments.program)),
        ("The server", lambda: measures.requests(arguments.program)),
        ("From one to the other", lambda: measures.waiting(arguments.program) + measures.two_screens(arguments.program)),
        ("Agents", lambda: agents.hooks(arguments.program) + agents.jobs(arguments.program)),
        ("MCP, beside the official Python SDK's server", lambda: agents.mcp(arguments.program)),
    ]
    if arguments.peers:
        parts.append(("Peers in the same run", measures.peers))
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
        notes = open(PAGE).read().split("<!-- notes -->", 1)[1] if os.path.exists(PAGE) and "<!-- notes -->" in open(PAGE).read() else "\n"
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
        with open(PAGE, "w") as out:
            out.write(f"# Performance\n\nWritten by `scripts/bench{' --peers' if arguments.peers else ''}` on "
                      f"{datetime.date.today()} at {commit}: {os.cpu_count()} cores, {platform.machine()}. "
                      "Absolute times scatter between machines and runs; run it yourself.\n\n" + "\n".join(text)
                      + "\n<!-- notes -->" + notes)
    sys.exit(1 if failed else 0)


main()
