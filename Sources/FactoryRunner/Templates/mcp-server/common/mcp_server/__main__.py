"""Starts the server on standard input and output; --tools prints TOOLS.md."""

import os
import sys

from . import __version__
from .client import Client
from .platform import PLATFORM
from .protocol import Server
from .tools import markdown, tools


def main(arguments, environment, lines, write):
    catalog = tools(Client(PLATFORM, environment))
    if arguments == ["--tools"]:
        write(markdown(catalog))
        return 0
    Server("@@SLUG@@", __version__, catalog).serve(lines, write)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, sys.stdin, sys.stdout.write))
