"""Starts the guarded server on standard input and output; --tools prints TOOLS.md."""

import os
import sys

from . import __version__
from .guard import PatientClient, allowed, audited
from .platform import PLATFORM
from .protocol import Server
from .tools import markdown, tools


def main(arguments, environment, lines, write):
    prefix = PLATFORM["environmentPrefix"]
    catalog = tools(PatientClient(PLATFORM, environment))
    if arguments == ["--tools"]:
        write(markdown(catalog))
        return 0
    catalog = allowed(catalog, prefix, environment)
    if environment.get(prefix + "_AUDIT_FILE"):
        catalog = audited(catalog, environment[prefix + "_AUDIT_FILE"])
    Server("@@SLUG@@", __version__, catalog).serve(lines, write)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, sys.stdin, sys.stdout.write))
