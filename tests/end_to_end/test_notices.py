"""A post to everybody about a hot topic: drafted, published by a second click on four networks, exactly once under faults,
taken back while it waits, refused with a reason where the network takes none."""
import unittest

from harness import BINARY, CITY, http_json, wait_for
from hot import HotPlace

PAGE, INSTAGRAM, DID, MASTODON = "112233445566778", "17841400311031103", "did:plc:denver311aaaaaaaaaaaaaaa", "109311000000000311"
SENDERS = {"twitter": CITY, "facebook": PAGE, "bluesky": DID, "mastodon": MASTODON}
WRITES = {"twitter": "/2/tweets", "facebook": f"/v26.0/{PAGE}/feed", "bluesky": "/xrpc/com.atproto.repo.putRecord",
          "mastodon": "/api/v1/statuses"}


class Notices(HotPlace):
    def start_networks(self):
        self.simulator = self.start("simulator", [BINARY, "simulator", "--port", "0", "--account-id", CITY])
        self.network = self.simulator.wait_line(r"^simulator (http://127\.0\.0\.1:\d+)/")

    def write_accounts(self, undo):
        secrets = {"twitter": 'access_token = "demo-access"\n',
                   "facebook": 'page_access_token = "demo-page-token"\napp_secret = "demo-app-secret"\n',
                   "instagram": 'page_access_token = "demo-page-token"\napp_secret = "demo-app-secret"\n',
                   "bluesky": 'identifier = "denver311.test"\napp_password = "demo-app-password"\n',
                   "mastodon": 'access_token = "demo-mastodon-token"\n'}
        text = f'[database]\ndata_dir = "data"\n[web]\nlisten = "127.0.0.1:0"\n[sender]\nsettle_s = 2\nundo_s = {undo}\n'
        for network, account in {**SENDERS, "instagram": INSTAGRAM}.items():
            self.write_secret(network + ".toml", secrets[network])
            handle = "denver311.test" if network == "bluesky" else "denver311"
            text += (f'[[account]]\nnetwork = "{network}"\nid = "{account}"\nhandle = "{handle}"\nbase_url = "{self.network}"\n'
                     f'credentials_file = "{network}.toml"\npoll_every_s = 2\nreply = "approve"\n')
        with open(self.path("social311.toml"), "w") as out:
            out.write(text)

    def hot_episode(self, undo=0):
        self.start_networks()
        self.write_accounts(undo)
        self.start_service()
        console = self.console()
        now = self.keep_history()
        self.import_posts(self.burst(now))
        return console, wait_for("the burst on the page", lambda: self.hot(console), 180)[0]["episode"]

    def published(self, text):
        """Every post of the city's with this text, on any network, that answers nothing."""
        posts = http_json(self.network + "/_control/posts?network=all&limit=1000")["posts"]
        return [p for p in posts if text in p["text"] and not p.get("in_reply_to")]

    def notice(self, console, episode, number):
        return next(n for n in console.call("GET", f"/trends/{episode}")["notices"] if n["id"] == number)

    def send(self, console, episode, network, text):
        before = {n["id"] for n in console.call("GET", f"/trends/{episode}")["notices"]}
        drafted = console.call("POST", f"/trends/{episode}/notice", {"account": f"{network}/{SENDERS[network]}", "text": text})
        number = next(n["id"] for n in drafted["notices"] if n["id"] not in before)
        self.assertEqual(self.notice(console, episode, number)["state"], "draft")
        console.call("POST", f"/trends/{episode}/notices/{number}/send", {})
        return number

    def settle(self, console, episode, number):
        """Waits for its end; a notice whose absence only a person may judge is judged by looking at the network."""
        def ended():
            one = self.notice(console, episode, number)
            if one["needs_person"]:
                found = self.published(one["text"])
                verdict = {"verdict": "sent", "remote_id": found[0]["id"]} if found else {"verdict": "queue"}
                console.call("POST", f"/replies/{number}/settle", verdict)
            return one["state"] == "sent" and one
        return wait_for(f"notice {number} is sent: {self.notice(console, episode, number)}", ended, 300)

    def test_a_notice_stands_once_on_every_network_whatever_went_wrong(self):
        console, episode = self.hot_episode()
        faults = ("posted_hang", "posted_500", "reset")
        sent = []
        for network, path in WRITES.items():
            http_json(self.network + "/_control/faults", {"method": "POST", "path": path, "outcomes": list(faults)})
            for fault in faults:
                text = f"Crews are on their way to Clarkson, {network} hears {fault}."
                sent.append((self.send(console, episode, network, text), text))
                self.assertEqual(console.refused("POST", f"/trends/{episode}/notices/{sent[-1][0]}/send")[0], 409,
                                 "a second click sends nothing")
        for number, text in sent:
            self.assertTrue(self.settle(console, episode, number)["remote_id"], text)
        for _, text in sent:
            self.assertEqual(len(self.published(text)), 1, text)
        rows = [r for r in self.export("replies") if r["kind"] == "notice"]
        self.assertEqual(len(rows), 12)
        self.assertEqual({(r["in_reply_to"], r["state"], r["case"]) for r in rows}, {(None, "sent", None)})
        steps = [e["text"] for e in console.call("GET", f"/trends/{episode}")["events"] if e["kind"] == "notice_step"]
        self.assertIn("approved", steps)
        self.assertIn("was sent", steps + [s.replace("was seen on the network", "was sent") for s in steps])
        self.assertNotRegex(self.metrics(), r"(?m)^social311_reply_double\S* [1-9]")

    def test_a_notice_is_taken_back_while_it_waits_and_refused_where_it_cannot_stand(self):
        console, episode = self.hot_episode(undo=600)
        number = self.send(console, episode, "twitter", "This one is taken back.")
        waiting = self.notice(console, episode, number)
        self.assertEqual(waiting["state"], "queued")
        self.assertIsNotNone(waiting["not_before"])
        console.call("POST", f"/replies/{number}/withhold", {"why": "taken back by dana"})
        self.assertEqual(self.notice(console, episode, number)["state"], "withheld")
        self.assertEqual(console.refused("POST", f"/trends/{episode}/notices/{number}/send")[0], 409)
        drafted = console.call("POST", f"/trends/{episode}/notice", {"account": f"instagram/{INSTAGRAM}", "text": "For Instagram."})
        picture = next(n for n in drafted["notices"] if n["account"].startswith("instagram/"))
        self.assertFalse(picture["can_be_sent"])
        self.assertIn("picture", picture["why_not"])
        code, problem = console.refused("POST", f"/trends/{episode}/notices/{picture['id']}/send")
        self.assertEqual(code, 422)
        self.assertIn("picture", problem["detail"])
        account = f"twitter/{CITY}"
        self.assertEqual(console.refused("POST", f"/trends/{episode}/notice", {"account": account, "text": "x" * 281})[0], 422)
        draft = console.call("POST", f"/trends/{episode}/notice", {"account": account, "text": "A draft"})["notices"][-1]
        self.assertEqual(draft["cost_micro_usd"], 15_000)
        self.assertEqual(console.refused("POST", f"/trends/{episode}/notices/{draft['id']}/send", {"text": "x" * 281})[0], 422)
        self.assertEqual(console.refused("POST", f"/trends/{episode}/notices/999999/send")[0], 404)
        self.assertEqual(self.published("This one is taken back."), [])


if __name__ == "__main__":
    unittest.main()
