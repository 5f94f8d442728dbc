"""A @@PLATFORM@@ on loopback that behaves as tests/platform_facts.json says; the server is tested against it."""

import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FACTS = json.loads(Path(__file__).with_name("platform_facts.json").read_text(encoding="utf-8"))
TOKEN = "token-of-the-tests"
COUNT = 7


class FakePlatform:
    """In a `with`; `environment` is what the server needs to find it."""

    def __init__(self):
        self.items = {
            resource["path"]: [sample(resource, number) for number in range(1, COUNT + 1)]
            for resource in FACTS["resources"]
        }
        self.failures = []
        self.requests = []

    def __enter__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.platform = self
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        prefix = FACTS["environmentPrefix"]
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.environment = {prefix + "_BASE_URL": base, prefix + "_TOKEN": TOKEN}
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def sample(resource, number):
    item = {field: f"{resource['name']} {number} {field}" for field in resource["fields"]}
    item[resource["identity"]] = f"{resource['name']}-{number}"
    return item


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_GET(self):
        self.work(self.read)

    def do_POST(self):
        self.work(self.create)

    def do_PATCH(self):
        self.work(self.update)

    def work(self, action):
        length = int(self.headers.get("Content-Length", 0))
        self.body = json.loads(self.rfile.read(length)) if length else None
        parts = urllib.parse.urlsplit(self.path)
        self.parameters = dict(urllib.parse.parse_qsl(parts.query))
        platform = self.server.platform
        platform.requests.append((self.command, self.path))
        auth = FACTS["auth"]
        if self.headers.get(auth["header"]) != auth["prefix"] + TOKEN:
            return self.reply(401, {"error": "token"})
        if platform.failures:
            return self.reply(platform.failures.pop(0), {"error": "try later"})
        for resource in FACTS["resources"]:
            path = resource["path"].rstrip("/")
            if parts.path.rstrip("/") == path:
                return action(resource, platform.items[resource["path"]], None)
            if parts.path.startswith(path + "/"):
                identity = urllib.parse.unquote(parts.path[len(path) + 1:])
                return action(resource, platform.items[resource["path"]], identity)
        return self.reply(404, {"error": "no such place"})

    def read(self, resource, items, identity):
        if identity is not None:
            found = [item for item in items if item[resource["identity"]] == identity]
            return self.reply(200, found[0]) if found else self.reply(404, {"error": "none"})
        wanted = self.parameters.get(FACTS["conventions"]["search"])
        if wanted:
            items = [item for item in items if any(wanted in str(value) for value in item.values())]
        return self.page(resource, items)

    def page(self, resource, items):
        paging = FACTS["conventions"]["paging"]
        size = int(self.parameters.get(paging["size"], 3))
        given = self.parameters.get(paging["parameter"])
        if paging["style"] == "page":
            start = (int(given if given is not None else paging["first"]) - paging["first"]) * size
            if start < 0:
                return self.reply(422, {"error": f"pages begin at {paging['first']}"})
        elif paging["style"] == "offset":
            start = int(given or 0)
        else:
            identities = [item[resource["identity"]] for item in items]
            start = identities.index(given) + 1 if given in identities else 0
        shown = items[start:start + size]
        return self.reply(200, self.envelope(resource, shown, start + size < len(items)))

    def envelope(self, resource, shown, more):
        key = FACTS["conventions"]["items"]
        if key is None:
            return shown
        answer = {resource["plural"] if key == "$plural" else key: shown}
        paging = FACTS["conventions"]["paging"]
        if paging["style"] == "cursor":
            if paging["next"] == "$last":
                answer["has_more"] = more
            elif more:
                place = answer
                *outer, last = paging["next"].split(".")
                for part in outer:
                    place = place.setdefault(part, {})
                place[last] = shown[-1][resource["identity"]]
        return answer

    def unwrapped(self):
        wrapper = FACTS["conventions"].get("wrapper")
        return self.body if not wrapper else (self.body or {}).get(wrapper)

    def create(self, resource, items, _):
        fields = self.unwrapped()
        if not isinstance(fields, dict) or not set(fields) & set(resource["fields"]):
            return self.reply(422, {"error": "none of the members is known here"})
        made = dict(fields, **{resource["identity"]: f"{resource['name']}-{len(items) + 1}"})
        items.append(made)
        return self.reply(201, made)

    def update(self, resource, items, identity):
        for item in items:
            if item[resource["identity"]] == identity:
                item.update(self.unwrapped() or {})
                return self.reply(200, item)
        return self.reply(404, {"error": "none"})

    def reply(self, status, value):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if status == 429:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(data)
