"""The client against the platform's conventions: paging above all."""

import unittest

from mcp_server.client import Client, PlatformError
from mcp_server.platform import PLATFORM
from tests.fake_platform import COUNT, FakePlatform


class ClientTests(unittest.TestCase):
    def setUp(self):
        self.platform = self.enterContext(FakePlatform())
        self.client = Client(PLATFORM, self.platform.environment)
        self.resource = PLATFORM["resources"][0]

    def identities(self, items):
        return [item[self.resource["identity"]] for item in items]

    def test_a_list_has_every_item_once_and_in_order(self):
        wanted = [f"{self.resource['name']}-{number}" for number in range(1, COUNT + 1)]
        self.assertEqual(self.identities(self.client.list(self.resource, COUNT)), wanted)

    def test_one_item_is_read(self):
        identity = f"{self.resource['name']}-3"
        self.assertEqual(self.client.get(self.resource, identity)[self.resource["identity"]], identity)

    def test_what_is_not_there_is_said_so(self):
        with self.assertRaisesRegex(PlatformError, "knows nothing at"):
            self.client.get(self.resource, "none")
