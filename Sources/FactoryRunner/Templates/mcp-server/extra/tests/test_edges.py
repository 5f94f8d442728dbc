"""What goes wrong: small pages, refused tokens, a platform that is away, arguments that do not fit."""

import json
import unittest

from mcp_server.__main__ import main
from mcp_server.client import Client, PlatformError, dig
from mcp_server.platform import PLATFORM
from mcp_server.protocol import Server
from mcp_server.tools import tools
from tests.fake_platform import COUNT, FakePlatform


class EdgeTests(unittest.TestCase):
    def setUp(self):
        self.platform = self.enterContext(FakePlatform())
        self.client = Client(PLATFORM, self.platform.environment)
        self.resource = PLATFORM["resources"][0]

    def identities(self, items):
        return [item[self.resource["identity"]] for item in items]

    def test_small_pages_are_put_together(self):
        PLATFORM["conventions"]["paging"]["largest"] = 2
        self.addCleanup(PLATFORM["conventions"]["paging"].pop, "largest")
        wanted = [f"{self.resource['name']}-{number}" for number in range(1, COUNT + 1)]
        # An even count: the last page is as full as the others.
        self.assertEqual(self.identities(self.client.list(self.resource, COUNT - 1)), wanted[:COUNT - 1])
        self.assertGreater(len(self.platform.requests), 1)

    def test_a_limit_is_kept(self):
        self.assertEqual(len(self.client.list(self.resource, 2)), 2)

    def test_a_refused_token_is_named(self):
        environment = dict(self.platform.environment)
        environment[PLATFORM["environmentPrefix"] + "_TOKEN"] = "wrong"
        with self.assertRaisesRegex(PlatformError, "refuses the token"):
            Client(PLATFORM, environment).list(self.resource, 1)

    def test_a_platform_that_is_away_is_named(self):
        environment = dict(self.platform.environment)
        environment[PLATFORM["environmentPrefix"] + "_BASE_URL"] = "http://127.0.0.1:9"
        with self.assertRaisesRegex(PlatformError, "cannot be reached"):
            Client(PLATFORM, environment).list(self.resource, 1)

    def test_another_answer_is_told_with_its_status(self):
        self.platform.failures = [418] * 9
        with self.assertRaisesRegex(PlatformError, "answered 418"):
            self.client.get(self.resource, "x")

    def test_arguments_that_do_not_fit_are_named(self):
        tool = {tool.name: tool for tool in tools(self.client)}[f"list_{self.resource['plural']}"]
        self.assertEqual(tool.problems({"limit": 5}), [])
        self.assertIn("limit", tool.problems({"limit": "many"})[0])
        self.assertIn("1 to 500", tool.problems({"limit": 0})[0])
        self.assertIn("no argument", tool.problems({"color": "red"})[0])
        self.assertIn("object", tool.problems([])[0])
        get = {tool.name: tool for tool in tools(self.client)}[f"get_{self.resource['name']}"]
        self.assertEqual(len(get.problems({})), 1)
        self.assertIn("empty", get.problems({"id": ""})[0])

    def test_batches_and_pings(self):
        server = Server("test", "1", tools(self.client))
        batch = [{"jsonrpc": "2.0", "id": n, "method": "ping"} for n in (1, 2)]
        self.assertEqual([reply["id"] for reply in server.line(json.dumps(batch))], [1, 2])
        self.assertEqual(server.line("x" * (4 * 1024 * 1024 + 1))["error"]["code"], -32600)

    def test_the_program_prints_its_tools_and_serves(self):
        written = []
        self.assertEqual(main(["--tools"], {}, [], written.append), 0)
        self.assertIn(f"list_{self.resource['plural']}", written[0])
        lines = ["\n", '{"jsonrpc": "2.0", "id": 7, "method": "ping"}\n']
        self.assertEqual(main([], self.platform.environment, lines, written.append), 0)
        self.assertEqual(json.loads(written[-1])["id"], 7)

    def test_paths_into_answers(self):
        self.assertEqual(dig({"a": {"b": 1}}, "a.b"), 1)
        self.assertIsNone(dig({"a": 1}, "a.b"))
