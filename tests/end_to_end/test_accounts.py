"""Accounts: authorised by the network's page, parked with a reason that stands everywhere, let go on, stopped."""
import base64
import hashlib
import hmac
import json
import re
import subprocess
import unittest
import urllib.error
import urllib.parse
import urllib.request

from harness import BINARY, CITY, Console, Place, wait_for

PASSWORD = "a long enough password"


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Accounts(Place):
    def console(self, name="dana", role="supervisor"):
        self.write_secret("password", PASSWORD + "\n")
        self.run_command("agent", "add", name, "--role", role, "--password-file", self.path("password"))
        return Console(self.url, name, PASSWORD)

    def metric(self, name):
        text = get(self.url + "/metrics")[1]
        return {labels: float(value) for labels, value in re.findall(rf"^social311_{name}\{{(.*)\}} (\S+)$", text, re.M)}

    def account(self, console, key="twitter/" + CITY):
        return next(a for a in console.call("GET", "/accounts")["accounts"] if a["account"] == key)

    def test_a_parked_account_says_why_and_a_person_lets_it_go_on(self):
        self.start_simulator()
        other = ('[[account]]\nnetwork = "twitter"\nid = "77"\nhandle = "Poisoned"\nbase_url = "%s"\n'
                 'credentials_file = "wrong.toml"\npoll_every_s = 1\nlisten = ["mentions"]\n') % self.network
        self.write_secret("wrong.toml", 'access_token = "no such token"\n')
        self.write_config(more=other)
        self.start_service()
        console = self.console()
        parked = wait_for("the account is parked",
                          lambda: (a := self.account(console, "twitter/77"))["state"] == "parked" and a)
        self.assertTrue(parked["parked"]["why"])
        self.assertEqual(parked["reason"], parked["parked"]["why"])
        self.assertIsNotNone(parked["parked"]["since"])
        self.assertEqual([e["kind"] for e in parked["events"]], ["parked"])
        # The same reason in the log, a metric, and for doctor.
        self.assertRegex(self.service.text(), r"account_parked account=twitter/77 why=")
        values = self.metric("account_parked")
        self.assertEqual({k: v for k, v in values.items() if '"77"' in k}.popitem()[1], 1)
        self.assertEqual({k: v for k, v in values.items() if CITY in k}.popitem()[1], 0)
        doctor = self.run_command("doctor", ok=False)
        self.assertEqual(doctor.returncode, 1)
        self.assertRegex(doctor.stdout, r"FAIL account twitter/77 @Poisoned is parked: .* - run `social311 account authorise twitter/77`")
        # The good one never noticed.
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        wait_for("the receipt", lambda: self.city_replies(post))
        good = wait_for("read to its end", lambda: (a := self.account(console))["last_success_at"] and a)
        self.assertEqual(good["state"], "ok")
        self.assertGreater(good["feeds"][0]["coverage"]["to"], good["feeds"][0]["coverage"]["from"])
        self.assertIn("protected_accounts", good["blind_spots"])
        # Who may not, may not; who may, lets it go on; where the cause stands it is parked again.
        agent = self.console("alex", "agent")
        self.assertEqual(agent.refused("POST", "/accounts/twitter/77/unpark")[0], 403)
        self.assertEqual(console.refused("POST", "/accounts/twitter/99/unpark")[0], 404)
        console.call("POST", "/accounts/twitter/77/unpark")
        again = wait_for("parked again", lambda: (a := self.account(console, "twitter/77"))["parked"] and a)
        self.assertEqual([e["kind"] for e in again["events"]][:3], ["parked", "unparked", "parked"])
        self.assertEqual(again["events"][1]["actor"], "dana")
        self.assertEqual(console.refused("POST", f"/accounts/twitter/{CITY}/unpark")[0], 409)

    def test_a_new_credentials_file_lets_a_parked_account_catch_up(self):
        self.start_simulator()
        self.write_config()
        self.write_secret("twitter.toml", 'access_token = "revoked"\n')
        self.start_service()
        console = self.console()
        wait_for("the account is parked", lambda: self.account(console)["state"] == "parked")
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        done = self.run_command("account", "authorise", CITY, ok=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("do not work", done.stderr)
        self.assertIn("twitter.toml", done.stderr)
        self.write_secret("twitter.toml", 'access_token = "a-token-for-tests"\n')
        done = self.run_command("account", "authorise", CITY)
        self.assertIn("authorised twitter/" + CITY, done.stdout)
        self.assertIn("catches up", done.stdout)
        wait_for("the post that came meanwhile is answered", lambda: self.city_replies(post))
        self.assertEqual(self.account(console)["state"], "ok")
        self.assertIn("authorised", [e["kind"] for e in self.account(console)["events"]])

    def test_the_network_s_sign_in_page(self):
        self.simulator = self.start("simulator", [BINARY, "simulator", "--account-id", CITY])
        self.network = self.simulator.wait_line(r"^simulator (http://127\.0\.0\.1:\d+)/")
        self.write_config()
        self.write_secret("twitter.toml", 'client_id = "demo-client"\nclient_secret = "demo-client-secret"\n'
                          'access_token = "revoked"\nrefresh_token = "revoked"\n')
        denied = self.authorise(lambda page, redirect, state: redirect + "?" + urllib.parse.urlencode(
            {"error": "access_denied", "state": state}))
        self.assertEqual(denied[0], 1, denied)
        self.assertIn("declined", denied[2])
        expired = self.authorise(lambda page, redirect, state: redirect + "?" + urllib.parse.urlencode(
            {"code": "never given out", "state": state}))
        self.assertEqual(expired[0], 1, expired)
        self.assertIn("works once", expired[2])
        done = self.authorise(lambda page, redirect, state: page)
        self.assertEqual(done[0], 0, done)
        self.assertIn("authorised twitter/" + CITY, done[1])
        # The tokens are the database's now: the service works with them, and they stand nowhere in plain.
        self.start_service()
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        wait_for("the receipt", lambda: self.city_replies(post))

    def authorise(self, answer):
        """Runs the command and opens what `answer` makes of its page; code, stdout, stderr."""
        command = subprocess.Popen([BINARY, "--config", self.path("social311.toml"), "account", "authorise", CITY],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        lines = []
        while not lines or "callback address" not in lines[-1]:
            line = command.stdout.readline()
            if not line:
                self.fail(command.stderr.read())
            lines.append(line)
        page = re.search(r"open: (\S+)", "".join(lines)).group(1)
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page).query))
        redirect, state = query["redirect_uri"], query["state"]
        self.assertEqual(query["code_challenge_method"], "S256")
        self.assertEqual(get(redirect + "?code=stolen&state=wrong")[0], 403)
        get(answer(page, redirect, state))
        out, err = command.communicate(timeout=60)
        return command.returncode, "".join(lines) + out, err

    def test_ids_that_fit_no_account_or_several(self):
        self.start_simulator()
        more = ('[[account]]\nnetwork = "mastodon"\nid = "%s"\nhandle = "denver"\nbase_url = "%s"\n'
                'credentials_file = "mastodon.toml"\n') % (CITY, self.network)
        self.write_secret("mastodon.toml", 'access_token = "x"\n')
        self.write_config(more=more)
        for words, needle in (((CITY,), "several accounts"), (("nobody",), "no account")):
            done = self.run_command("account", "authorise", *words, ok=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(needle, done.stderr)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1)

    def test_a_stop_of_sending_holds_what_is_queued(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        console = self.console()
        for stop, resume in (("/sending/stop", "/sending/resume"),
                             (f"/accounts/twitter/{CITY}/stop", f"/accounts/twitter/{CITY}/resume")):
            self.assertEqual(console.refused("POST", stop, {"why": " "})[0], 422)
            after = console.call("POST", stop, {"why": "a wrong text is going out"})
            stopped = after["sending_stopped"] or after["accounts"][0]["sending"]["stopped"]
            self.assertEqual((stopped["by"], stopped["why"]), ("dana", "a wrong text is going out"))
            self.assertEqual(console.refused("POST", stop, {"why": "again"})[0], 409)
            before = len(self.city_replies())
            post = self.post(f"@Denver311 huge pothole at 1437 Bannock St, please fix it {stop}", author=str(len(stop)), handle="r%d" % len(stop))
            wait_for("a queued receipt", lambda: [r for r in self.export("replies") if r["in_reply_to"] == post and r["state"] == "queued"])
            self.assertEqual(len(self.city_replies()), before)
            console.call("POST", resume)
            wait_for("the receipt", lambda: self.city_replies(post))

    def test_an_approved_reply_must_fit_and_be_possible(self):
        self.start_simulator()
        self.write_config(reply="approve")
        self.start_service()
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        wait_for("a draft", lambda: [r["state"] for r in self.export("replies")] == ["draft"])
        console = self.console()
        number = self.export("cases")[0]["number"]
        draft = console.call("GET", "/cases/" + number)["replies"][0]
        status, said = console.refused("POST", f"/replies/{draft['id']}/approve", {"text": "ñ" * 281})
        self.assertEqual((status, said["type"].split("/")[-1]), (422, "too-long"))
        self.assertIn("281 of 280", said["detail"])
        self.assertEqual(console.refused("POST", "/replies/999999/approve", {"text": "x"})[0], 404)
        self.assertEqual(self.city_replies(post), [])
        console.call("POST", f"/replies/{draft['id']}/approve", {"text": draft["text"]})
        wait_for("the approved reply", lambda: len(self.city_replies(post)) == 1)


class Webhooks(Place):
    SECRET = "the app's own secret"

    def push(self, body, signature=None, network="twitter"):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        name, value = self.signature(raw) if signature is None else signature
        request = urllib.request.Request(f"{self.url}/webhooks/{network}", data=raw, method="POST")
        request.add_header("Content-Type", "application/json")
        request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def signature(self, raw):
        digest = hmac.new(self.SECRET.encode(), raw, hashlib.sha256).digest()
        return "x-twitter-webhooks-signature", "sha256=" + base64.b64encode(digest).decode()

    def test_nothing_is_taken_where_no_account_can_check_it(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        for network in ("twitter", "mastodon", "nowhere", "../api/v1/session"):
            self.assertIn(self.push({"data": {}}, network=network), (400, 404))
        self.assertEqual(get(self.url + "/webhooks/twitter?crc_token=x")[0], 404)
        request = urllib.request.Request(self.url + "/webhooks/twitter", data=b"x" * (1 << 20) + b"x", method="POST")
        with self.assertRaises((urllib.error.HTTPError, urllib.error.URLError)) as refused:
            urllib.request.urlopen(request, timeout=20)
        if isinstance(refused.exception, urllib.error.HTTPError):
            self.assertEqual(refused.exception.code, 413)

    def start_with_push(self):
        self.start_simulator()
        self.write_config()
        self.write_secret("twitter.toml", f'access_token = "a-token-for-tests"\nconsumer_secret = "{self.SECRET}"\n')
        self.start_service()

    def told(self, *ids, of=CITY):
        return {"for_user_id": of, "tweet_create_events": [{"id_str": one} for one in ids]}

    def test_signed_events_come_in_once_and_unsigned_ones_never(self):
        self.start_with_push()
        token = "a challenge"
        status, answer = get(self.url + "/webhooks/twitter?" + urllib.parse.urlencode({"crc_token": token}))
        expected = "sha256=" + base64.b64encode(hmac.new(self.SECRET.encode(), token.encode(), hashlib.sha256).digest()).decode()
        self.assertEqual((status, json.loads(answer)["response_token"]), (200, expected))
        # Nobody mentions the city here: polling never finds it, push tells of it.
        post = self.post("huge pothole at 1437 Bannock St, please fix it, with an accent: \u00e4")
        event = self.told(post)
        raw = json.dumps(event).encode()
        name, good = self.signature(raw)
        for wrong in ("", "sha256=", good[:-2] + ("A=" if good[-2] != "A" else "B="), good[7:]):
            self.assertIn(self.push(raw, (name, wrong)), (401, 403))
        self.assertIn(self.push(raw + b" ", (name, good)), (401, 403))
        self.assertEqual([p["id"] for p in self.export("posts")], [])
        for _ in range(3):  # networks deliver at least once
            self.assertEqual(self.push(raw), 200)
        wait_for("the post is read", lambda: [p["id"] for p in self.export("posts")] == [post])
        self.assertEqual(self.push(self.told("1", of="999")), 200)  # another account of the app
        self.write_secret("password", PASSWORD + "\n")
        self.run_command("agent", "add", "dana", "--role", "viewer", "--password-file", self.path("password"))
        console = Console(self.url, "dana", PASSWORD)
        push = wait_for("push is measured", lambda: (p := console.call("GET", "/accounts")["accounts"][0]["push"]) and p["posts"] == 1 and p)
        self.assertEqual((push["polled_first"], push["missed_share"], push["waiting"]), (0, 0, 0))
        found = self.post("@Denver311 graffiti on the wall at 1437 Bannock St")  # push stays silent about it
        wait_for("polling found it", lambda: found in [p["id"] for p in self.export("posts")])
        push = console.call("GET", "/accounts")["accounts"][0]["push"]
        self.assertEqual((push["posts"], push["polled_first"], push["missed_share"]), (2, 1, 0.5))
        self.assertEqual(self.push({"for_user_id": CITY, "tweet_delete_events": [{"status": {"id": post}}]}), 200)
        wait_for("the post is gone", lambda: next(p for p in self.export("posts") if p["id"] == post)["state"] == "deleted")

    def test_events_that_cannot_be_read_are_kept_and_end_nothing(self):
        self.start_with_push()
        for raw in (b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"for_user_id": 7}', b"null"):
            self.assertIn(self.push(raw), (200, 400))
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        wait_for("polling goes on", lambda: self.city_replies(post))
        self.assertIn("social311_dead_letters", get(self.url + "/metrics")[1])

    def test_a_flood_of_unsigned_requests_is_turned_away(self):
        self.start_with_push()
        answers = [self.push({"n": n}, ("x-twitter-webhooks-signature", "sha256=no")) for n in range(140)]
        self.assertEqual(set(answers[:100]), {401})
        self.assertEqual(answers[-1], 429)


if __name__ == "__main__":
    unittest.main()
