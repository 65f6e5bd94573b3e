"""The validating proxy between a client and the simulator: every request and every answer is held to X's own OpenAPI
document. It is installed into tests/contract/node_modules by the test script (npm ci), never by the build.
"""
import json
import os
import re
import shutil
import urllib.error
import urllib.request

import harness

HERE = os.path.join(harness.SOURCE, "tests", "contract")
PRISM = os.environ.get("SOCIAL311_PRISM", os.path.join(HERE, "node_modules", ".bin", "prism"))
DATA = os.path.join(harness.SHARED, "platforms", "data")
DOCUMENTS = {"post": os.path.join(DATA, "x-openapi.json"),
             "tweet": os.path.join(DATA, "x-openapi-2.166-tweet-names.json")}


def why_not():
    """A sentence when the proxy cannot run here, else None."""
    for name, path in DOCUMENTS.items():
        if not os.path.exists(path):
            return f"the OpenAPI document of the vocabulary '{name}' is not here: {path}"
    if not os.path.exists(PRISM):
        return "prism is not installed: npm --prefix tests/contract ci"
    return None if shutil.which("node") else "node is not installed"


def parameters(names):
    """{(method, path pattern): names of its query parameters} of the document."""
    with open(DOCUMENTS[names], encoding="utf-8") as text:
        document = json.load(text)
    shared = document["components"].get("parameters", {})

    def resolved(parameter):
        return shared[parameter["$ref"].rsplit("/", 1)[1]] if "$ref" in parameter else parameter

    found = {}
    for path, item in document["paths"].items():
        for method in ("get", "post", "put", "delete"):
            if method in item:
                every = [resolved(p) for p in item.get("parameters", []) + item[method].get("parameters", [])]
                found[(method.upper(), path)] = {p["name"] for p in every if p["in"] == "query"}
    return found


def pattern_of(known, method, path):
    """The document's path that a request meets; literal segments win over {…}."""
    def fits(pattern):
        expression = re.sub(r"\{[^}]+\}", "[^/]+", re.escape(pattern).replace(r"\{", "{").replace(r"\}", "}"))
        return re.fullmatch(expression, path)
    met = [pattern for (verb, pattern) in known if verb == method and fits(pattern)]
    return min(met, key=lambda pattern: pattern.count("{")) if met else None


class Proxy:
    """Prism in front of `upstream`. Violations become answers of prism's own, and lines of its log."""

    def __init__(self, place, names, upstream, port):
        self.url = f"http://127.0.0.1:{port}"
        self.running = place.start(f"prism-{names}-", [
            PRISM, "proxy", DOCUMENTS[names], upstream, "--errors", "--port", str(port), "--host", "127.0.0.1"])
        self.running.wait_line(r"(Prism is listening)", 120)

    def violations(self):
        """Lines in which prism finds fault with a request or an answer. A last request of our own, to a path that no
        document has, tells when everything before it is in the log.
        """
        last = "/no-such-path-ends-the-run"
        try:
            urllib.request.urlopen(self.url + last, timeout=20)
        except urllib.error.HTTPError:
            pass
        harness.wait_for("prism's log to catch up", lambda: f"{last} ✖" in self.plain_log(), 30)
        return [line for line in self.plain_log().splitlines() if "✖" in line and last not in line]

    def plain_log(self):
        return re.sub(r"\x1b\[[0-9;]*m", "", self.running.text())
