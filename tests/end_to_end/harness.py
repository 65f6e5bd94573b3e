"""What the end-to-end tests share: the real program, a real database, the simulated network as its own process.

Everything is found by the environment: SOCIAL311_BINARY, SOCIAL311_SOURCE, optionally SOCIAL311_SHARED.
Nothing here waits for a fixed time: wait_for() asks until a condition holds, with a generous end.
"""
import http.cookiejar
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

BINARY = os.environ["SOCIAL311_BINARY"]
SOURCE = os.environ["SOCIAL311_SOURCE"]
SHARED = os.environ.get("SOCIAL311_SHARED", os.path.join(SOURCE, "..", "shared"))
CITY = "2244994945"


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f"after {seconds} s still not: {what}")


def http_json(url, body=None, method=None, headers=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method or ("POST" if data else "GET"))
    request.add_header("Content-Type", "application/json")
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    with urllib.request.urlopen(request, timeout=20) as answer:
        text = answer.read().decode()
        return json.loads(text) if text else None


class Running:
    """A child whose output is kept, line by line readable while it runs."""

    def __init__(self, folder, name, command, env=None):
        self.log = os.path.join(folder, name + ".log")
        with open(self.log, "ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                            env={**os.environ, **(env or {})}, start_new_session=True)

    def text(self):
        with open(self.log, errors="replace") as lines:
            return lines.read()

    def find(self, pattern):
        found = re.findall(pattern, self.text(), re.M)
        return found[-1] if found else None

    def wait_line(self, pattern, seconds=60):
        def look():
            if self.process.poll() is not None and not self.find(pattern):
                raise AssertionError(f"{self.log} ended with {self.process.returncode}:\n{self.text()[-3000:]}")
            return self.find(pattern)
        return wait_for(f"{pattern} in {self.log}", look, seconds)

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        return self.process.wait(30)

    def stop(self, seconds=15):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        finally:
            if self.process.poll() is None:
                self.process.kill()


class Place(unittest.TestCase):
    """A folder of its own, a simulator and a service on it; all gone afterwards."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="social311-e2e-", dir="/tmp")
        os.chmod(self.folder, 0o755)  # as root PostgreSQL runs as another user, who must be able to enter
        self.children = []

    def tearDown(self):
        for child in reversed(self.children):
            child.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- starting --
    def start(self, name, command, env=None):
        child = Running(self.folder, f"{name}{len(self.children)}", command, env)
        self.children.append(child)
        return child

    def start_simulator(self, port=0, scenario=None, faults=None, names="post", extra=()):
        with open(self.path("token"), "w") as out:
            out.write("a-token-for-tests\n")
        command = [BINARY, "simulator", "--port", str(port), "--token-file", self.path("token"), "--account-id", CITY,
                   "--state", self.path("simulator.journal"), "--api-names", names, *extra]
        if scenario:
            command += ["--scenario", scenario]
        if faults:
            command += ["--faults", faults]
        self.simulator = self.start("simulator", command)
        self.network = self.simulator.wait_line(r"^simulator (http://127\.0\.0\.1:\d+)/")
        return self.network

    def write_config(self, reply="acknowledge", port=0, poll=1, base_url=None, more="", settle=2, undo=0, names="post",
                     listen='["mentions"]', rules=None):
        self.write_secret("twitter.toml", 'access_token = "a-token-for-tests"\n')
        text = f'[database]\ndata_dir = "data"\n[web]\nlisten = "127.0.0.1:{port}"\n'
        text += f"[sender]\nsettle_s = {settle}\nundo_s = {undo}\n"
        if rules:
            text += f'[rules]\ndirectory = "{rules}"\n'
        text += f'[[account]]\nnetwork = "twitter"\nid = "{CITY}"\nhandle = "Denver311"\n'
        text += f'base_url = "{base_url or self.network}"\ncredentials_file = "twitter.toml"\n'
        text += f'poll_every_s = {poll}\nlisten = {listen}\nreply = "{reply}"\napi_names = "{names}"\n' + more
        with open(self.path("social311.toml"), "w") as out:
            out.write(text)
        return self.path("social311.toml")

    def write_secret(self, name, text):
        with open(os.open(self.path(name), os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as out:
            out.write(text)
        os.chmod(self.path(name), 0o600)

    def start_service(self, seconds=60):
        self.service = self.start("service", [BINARY, "--config", self.path("social311.toml"), "serve"])
        self.url = self.service.wait_line(r"^ready (http://\S+)/$", seconds)
        return self.url

    def path(self, name):
        return os.path.join(self.folder, name)

    # -- asking --
    def run_command(self, *words, ok=True, text=None):
        done = subprocess.run([BINARY, "--config", self.path("social311.toml"), *words], capture_output=True, text=True,
                              input=text, timeout=120)
        if ok:
            self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def export(self, what):
        return [json.loads(line) for line in self.run_command("export", what).stdout.splitlines()]

    def post(self, text, author="9001", handle="resident_demo", **more):
        body = {"author": {"id": author, "handle": handle, "name": handle}, "text": text, **more}
        return http_json(self.network + "/_control/posts", body)["id"]

    def thread(self, post_id):
        return http_json(f"{self.network}/_control/threads/{post_id}")

    def city_replies(self, post_id=None):
        mine = http_json(self.network + "/_control/posts?by=city&limit=1000000")["posts"]
        return [p for p in mine if post_id is None or p.get("in_reply_to") == post_id]

    def case_of(self, post_id):
        return next((c for c in self.export("cases") if post_id in c["post_ids"]), None)


class Console:
    """A signed-in agent, by the API."""

    def __init__(self, url, name, password):
        self.url = url + "/api/v1"
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        self.call("POST", "/session", {"name": name, "password": password})

    def call(self, method, path, body=None):
        data = None if body is None and method == "GET" else json.dumps(body or {}).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        request.add_header("X-Social311", "1")
        with self.opener.open(request, timeout=20) as answer:
            text = answer.read().decode()
            return json.loads(text) if text else None

    def refused(self, method, path, body=None):
        try:
            self.call(method, path, body)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read().decode() or "{}")
        raise AssertionError(f"{method} {path} was not refused")


if __name__ == "__main__":
    unittest.main()
