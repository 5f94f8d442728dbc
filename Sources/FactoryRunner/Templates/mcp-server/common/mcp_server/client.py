"""Talks to @@PLATFORM@@ over HTTPS. Every failure is a PlatformError with a sentence that says what to do."""

import json
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT = 30


class PlatformError(Exception):
    pass


class Client:
    def __init__(self, platform, environment):
        self.platform = platform
        self.environment = environment
        prefix = platform["environmentPrefix"]
        self.token_name = prefix + "_TOKEN"
        self.base = environment.get(prefix + "_BASE_URL", platform["baseURL"]).rstrip("/")

    def list(self, resource, limit, query=None):
        """The first `limit` items, over as many pages as it takes."""
        paging = self.platform["conventions"]["paging"]
        found, position = [], paging.get("first", 0)
        while True:
            parameters = {paging["size"]: min(limit - len(found), paging.get("largest", 100))}
            if position is not None:
                parameters[paging["parameter"]] = position
            if query:
                parameters[self.platform["conventions"]["search"]] = query
            answer = self.send("GET", resource["path"], parameters)
            items = self.items(answer, resource)
            found += items
            position = self.next(paging, position, items, answer, resource)
            if len(found) >= limit or not items or position is None:
                return found[:limit]

    def items(self, answer, resource):
        key = self.platform["conventions"]["items"]
        if key is None:
            return answer
        return dig(answer, resource["plural"] if key == "$plural" else key) or []

    @staticmethod
    def next(paging, position, items, answer, resource):
        style = paging["style"]
        if style == "page":
            return position + 1
        if style == "offset":
            return position + len(items)
        if paging["next"] == "$last":
            more = answer.get("has_more", False)
            return items[-1][resource["identity"]] if items and more else None
        return dig(answer, paging["next"])

    def get(self, resource, identity):
        return self.send("GET", self.place(resource, identity))

    def create(self, resource, fields):
        return self.send("POST", resource["path"], body=self.wrapped(fields))

    def update(self, resource, identity, fields):
        return self.send("PATCH", self.place(resource, identity), body=self.wrapped(fields))

    def wrapped(self, fields):
        wrapper = self.platform["conventions"].get("wrapper")
        return {wrapper: fields} if wrapper else fields

    @staticmethod
    def place(resource, identity):
        return resource["path"].rstrip("/") + "/" + urllib.parse.quote(str(identity), safe="")

    def send(self, method, path, parameters=None, body=None):
        token = self.environment.get(self.token_name, "")
        if not token:
            raise PlatformError(f"{self.token_name} is not set; it must hold a token for {self.platform['title']}.")
        address = self.base + path + ("?" + urllib.parse.urlencode(parameters) if parameters else "")
        request = urllib.request.Request(address, method=method)
        request.add_header(self.platform["auth"]["header"], self.platform["auth"]["prefix"] + token)
        request.add_header("Accept", "application/json")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        return self.exchange(request, data)

    def exchange(self, request, data):
        try:
            with urllib.request.urlopen(request, data=data, timeout=TIMEOUT) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                detail = error.read(300).decode(errors="replace")
            raise PlatformError(self.words(error.code, request, detail)) from error
        except (OSError, ValueError) as error:
            raise PlatformError(f"{self.platform['title']} cannot be reached at {self.base}: {error}") from error

    def words(self, status, request, detail):
        if status in (401, 403):
            return f"{self.platform['title']} refuses the token in {self.token_name} ({status})."
        if status == 404:
            return f"{self.platform['title']} knows nothing at {urllib.parse.urlsplit(request.full_url).path}."
        return f"{self.platform['title']} answered {status} to {request.get_method()}: {detail}"


def dig(value, path):
    """`paging.next.after` in nested objects; None where it ends early."""
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value or None
