"""Record, read-only mode, allowed tools and patience."""

import json
import tempfile
import unittest
from pathlib import Path

from mcp_server.client import PlatformError
from mcp_server.guard import PatientClient, allowed, audited
from mcp_server.platform import PLATFORM
from mcp_server.tools import tools
from tests.fake_platform import FakePlatform

PREFIX = PLATFORM["environmentPrefix"]


class GuardTests(unittest.TestCase):
    def setUp(self):
        self.platform = self.enterContext(FakePlatform())
        self.client = PatientClient(PLATFORM, self.platform.environment)
        self.client.pause = lambda seconds: None
        self.resource = PLATFORM["resources"][0]

    def test_read_only_leaves_out_what_writes(self):
        left = allowed(tools(self.client), PREFIX, {PREFIX + "_READ_ONLY": "1"})
        self.assertTrue(left)
        self.assertTrue(all(tool.reads for tool in left))

    def test_only_allowed_tools_are_there(self):
        name = f"get_{self.resource['name']}"
        left = allowed(tools(self.client), PREFIX, {PREFIX + "_TOOLS": f" {name} , "})
        self.assertEqual([tool.name for tool in left], [name])

    def test_each_call_leaves_a_line_without_values(self):
        path = Path(self.enterContext(tempfile.TemporaryDirectory())) / "audit.jsonl"
        catalog = {tool.name: tool for tool in audited(tools(self.client), path)}
        catalog[f"get_{self.resource['name']}"].call({"id": "secret-9"})
        row = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual((row["tool"], row["failed"]), (f"get_{self.resource['name']}", True))
        self.assertNotIn("secret-9", path.read_text(encoding="utf-8"))

    def test_a_busy_platform_is_asked_again_for_reading_only(self):
        self.platform.failures = [429, 503]
        self.assertEqual(len(self.client.list(self.resource, 1)), 1)
        self.platform.failures = [429]
        with self.assertRaises(PlatformError):
            self.client.create(self.resource, {self.resource["fields"][0]: "x"})
        self.platform.failures = [503] * 4
        with self.assertRaisesRegex(PlatformError, "503"):
            self.client.list(self.resource, 1)
