"""More than one way to a resident: in public, by Meta's one private reply to a comment, by a private message; chosen by
a person, sent once, found again after a doubt, and never a second private reply to one comment."""
import os
import subprocess
import unittest

from harness import CITY, SOURCE, Console, Place, http_json, wait_for

PASSWORD = "a long enough password"
PAGE, INSTAGRAM, DID, MASTODON = "112233445566778", "17841400311031103", "did:plc:denver311aaaaaaaaaaaaaaa", "109311000000000311"
SECRETS = {"facebook": 'page_access_token = "demo-page-token"\napp_secret = "demo-app-secret"\n',
           "instagram": 'page_access_token = "demo-page-token"\napp_secret = "demo-app-secret"\n',
           "bluesky": 'identifier = "denver311.test"\napp_password = "demo-app-password"\n',
           "mastodon": 'access_token = "demo-mastodon-token"\n'}
ACCOUNTS = {"facebook": PAGE, "instagram": INSTAGRAM, "bluesky": DID, "mastodon": MASTODON}
CITIES = {CITY, PAGE, INSTAGRAM, DID, MASTODON}


class Ways(Place):
    def setUp(self):
        super().setUp()
        self.start_simulator()
        more = ""
        for network, account in ACCOUNTS.items():
            self.write_secret(network + ".toml", SECRETS[network])
            handle = "denver311.test" if network == "bluesky" else "denver311"
            more += (f'[[account]]\nnetwork = "{network}"\nid = "{account}"\nhandle = "{handle}"\nbase_url = "{self.network}"\n'
                     f'credentials_file = "{network}.toml"\npoll_every_s = 1\nreply = "approve"\n')
        self.write_config(reply="approve", listen='["mentions", "direct_messages"]', more=more)
        self.write_secret("password", PASSWORD + "\n")
        self.start_service()
        self.run_command("agent", "add", "ana", "--role", "agent", "--password-file", self.path("password"))
        self.ana = Console(self.url, "ana", PASSWORD)

    # -- asking --
    def tell(self, network, text, who="7001", **more):
        author = {"id": f"did:plc:resident{who:a>16}" if network == "bluesky" else "10000" + who,
                  "handle": f"resident{who}.test" if network == "bluesky" else "resident" + who, "name": "Resident " + who}
        return http_json(self.network + "/_control/posts", {"network": network, "author": author, "text": text, **more})["id"]

    def case_for(self, post):
        return wait_for(f"a case of {post}", lambda: self.case_of(post))["number"]

    def ways(self, number):
        return {one["way"]: one for one in self.ana.call("GET", f"/cases/{number}/eligibility")["ways"]}

    def body(self, number, text, way):
        version = self.ana.call("GET", "/cases/" + number)["version"]
        return {"version": version, "kind": "answer", "text": text, **({"way": way} if way else {})}

    def answer(self, number, text, way=None):
        before = {one["id"] for one in self.replies(number)}
        self.ana.call("POST", f"/cases/{number}/replies", self.body(number, text, way))
        return next(one for one in self.replies(number) if one["id"] not in before)

    def replies(self, number):
        return self.ana.call("GET", "/cases/" + number)["replies"]

    def reply(self, number, made):
        return next(one for one in self.replies(number) if one["id"] == made["id"])

    def until(self, number, made, state):
        return wait_for(f"it is {state}", lambda: self.reply(number, made)["state"] == state and self.reply(number, made))

    def said(self, text):
        """What the city said with these words, by the networks themselves."""
        posts = http_json(self.network + "/_control/posts?network=all&limit=1000")["posts"]
        return [one for one in posts if one["author"]["id"] in CITIES and text in one["text"]]

    # -- Meta: one private reply a comment --
    def test_one_private_reply_to_a_comment(self):
        for network in ("facebook", "instagram"):
            with self.subTest(network):
                self.one_private_reply(network)

    def one_private_reply(self, network):
        if network == "facebook":
            self.tell(network, "The fountain is lovely today", who="7002")
        post = self.tell(network, "There is a huge pothole at 1437 Bannock St, please fix it", kind="comment")
        number = self.case_for(post)
        ways = self.ways(number)
        self.assertEqual(list(ways), ["public_reply", "private_reply"])
        self.assertTrue(all(one["possible"] for one in ways.values()), ways)
        self.assertIsNotNone(ways["private_reply"]["until"])
        self.assertIsNone(ways["public_reply"]["until"])

        text = f"Which house is it? Only you read this, {network}."
        preview = self.ana.call("POST", f"/cases/{number}/preview", {"kind": "answer", "text": text, "way": "private_reply"})
        self.assertEqual((preview["limit"], preview["repliable"]), (ways["private_reply"]["limit"], True))
        made = self.answer(number, text, "private_reply")
        self.assertEqual(made["way"], "private_reply")
        self.until(number, made, "sent")
        found = self.said(text)
        self.assertEqual([one["message"] for one in found], [True], found)

        # The place is taken: said before writing, refused on writing, and nothing is sent.
        taken = self.ways(number)["private_reply"]
        self.assertFalse(taken["possible"])
        self.assertIn("one only", taken["reason"])
        status, problem = self.ana.refused("POST", f"/cases/{number}/replies", self.body(number, "Once more in private.", "private_reply"))
        self.assertEqual((status, problem["type"]), (422, "/problems/not-repliable"))
        self.assertEqual(self.said("Once more in private."), [])
        # In public it goes on.
        public = self.answer(number, f"A crew is on its way, {network}.", "public_reply")
        self.assertIsNone(public["way"])
        self.until(number, public, "sent")
        self.assertEqual([one["message"] for one in self.said(f"A crew is on its way, {network}.")], [False])

    def test_a_private_reply_in_doubt_is_found_and_not_said_twice(self):
        post = self.tell("facebook", "There is a huge pothole at 1437 Bannock St, please fix it")
        number = self.case_for(post)
        http_json(self.network + "/_control/faults", {"method": "POST", "path": f"/v26.0/{PAGE}/messages", "outcomes": ["posted_reset"]})
        made = self.answer(number, "Which house is it, please?", "private_reply")
        done = self.until(number, made, "sent")
        self.assertTrue(done["remote_id"])
        self.assertEqual([one["message"] for one in self.said("Which house is it, please?")], [True])
        events = [one["text"] for one in self.ana.call("GET", "/cases/" + number)["events"]]
        self.assertTrue(any("was seen on the network" in one for one in events), events)
        self.assertEqual(http_json(self.network + "/_control/stats")["sites"]["facebook"]["doubled_replies"], 0)

    def test_a_withheld_private_reply_leaves_its_place(self):
        self.run_command("agent", "add", "sue", "--role", "supervisor", "--password-file", self.path("password"))
        lead = Console(self.url, "sue", PASSWORD)
        lead.call("POST", "/sending/stop", {"why": "a test"})
        number = self.case_for(self.tell("facebook", "There is a huge pothole at 1437 Bannock St, please fix it"))
        made = self.answer(number, "The first words.", "private_reply")
        self.assertFalse(self.ways(number)["private_reply"]["possible"])
        self.ana.call("POST", f"/replies/{made['id']}/withhold", {"why": "taken back"})
        self.assertTrue(self.ways(number)["private_reply"]["possible"])
        again = self.answer(number, "The better words.", "private_reply")
        lead.call("POST", "/sending/resume", {})
        self.until(number, again, "sent")
        self.assertEqual((len(self.said("The first words.")), len(self.said("The better words."))), (0, 1))

    def test_the_page(self):
        number = self.case_for(self.tell("facebook", "There is a huge pothole at 1437 Bannock St, please fix it"))
        done = subprocess.run(["node", os.path.join(SOURCE, "console/test/ways.mjs")], cwd=os.path.join(SOURCE, "console"),
                              capture_output=True, text=True, timeout=300,
                              env={**os.environ, "SOCIAL311_URL": self.url, "SOCIAL311_PASSWORD": PASSWORD, "SOCIAL311_CASE": number,
                                   "SOCIAL311_SHOTS": os.environ.get("SOCIAL311_SHOTS", self.path("shots"))})
        print(done.stdout, done.stderr)
        self.assertEqual(done.returncode, 0)

    # -- the other networks --
    def test_a_public_post_is_answered_privately_where_the_network_allows(self):
        number = self.case_for(self.tell("mastodon", "@denver311 there is a huge pothole at 1437 Bannock St, please fix it"))
        ways = self.ways(number)
        self.assertEqual(list(ways), ["public_reply", "direct_message"])
        self.assertTrue(ways["direct_message"]["possible"])
        made = self.answer(number, "Which house is it, for you alone?", "direct_message")
        self.until(number, made, "sent")
        self.assertEqual([one["message"] for one in self.said("Which house is it, for you alone?")], [True])

        number = self.case_for(self.tell("bluesky", "@denver311.test there is a huge pothole at 1437 Bannock St, please fix it"))
        refused = self.ways(number)["direct_message"]
        self.assertFalse(refused["possible"])
        self.assertIn("cannot send private messages", refused["reason"])

        number = self.case_for(self.post("@Denver311 there is a huge pothole at 1437 Bannock St, please fix it"))
        refused = self.ways(number)["direct_message"]
        self.assertFalse(refused["possible"])
        self.assertIn("only to somebody who wrote one first", refused["reason"])
        status, problem = self.ana.refused("POST", f"/cases/{number}/replies", self.body(number, "Hello?", "direct_message"))
        self.assertEqual((status, problem["detail"]), (422, refused["reason"]))
        status, _ = self.ana.refused("POST", f"/cases/{number}/replies", self.body(number, "Hello?", "private_reply"))
        self.assertEqual(status, 422)


if __name__ == "__main__":
    unittest.main()
