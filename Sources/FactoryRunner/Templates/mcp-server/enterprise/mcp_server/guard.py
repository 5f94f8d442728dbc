"""What a company asks of a server: a record of every call, a read-only mode, a list of allowed tools, patience with a busy platform."""

import json
import time

from .client import Client, PlatformError

TRIES = 4


def names(text):
    return {name.strip() for name in text.split(",") if name.strip()}


def allowed(catalog, prefix, environment):
    """The tools that the operator lets through."""
    wanted = names(environment.get(prefix + "_TOOLS", ""))
    reads_only = environment.get(prefix + "_READ_ONLY", "") in ("1", "true", "yes")
    return [
        tool for tool in catalog if (not wanted or tool.name in wanted) and (tool.reads or not reads_only)
    ]


def audited(catalog, path, clock=time.time):
    """Each call becomes a line of JSON in the file; arguments are named, their values are not kept."""
    for tool in catalog:
        tool.call = recorder(tool, tool.call, path, clock)
    return catalog


def recorder(tool, call, path, clock):
    def recorded(arguments):
        begun = clock()
        result = call(arguments)
        row = {
            "at": begun, "seconds": round(clock() - begun, 3), "tool": tool.name, "arguments": sorted(arguments),
            "failed": bool(result.get("isError")),
        }
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        return result

    return recorded


class PatientClient(Client):
    """Tries reading again while the platform is busy; what writes is never sent twice."""

    pause = staticmethod(time.sleep)

    def exchange(self, request, data):
        for number in range(1, TRIES + 1):
            try:
                return super().exchange(request, data)
            except PlatformError as error:
                cause = getattr(error.__cause__, "code", None)
                if cause not in (429, 502, 503, 504) or request.get_method() != "GET" or number == TRIES:
                    raise
                self.pause(0.2 * 2 ** number)
