"""One trouble, many voices: suggested, joined by a click, closed once, every resident told in their own thread, asked once."""
import os
import re
import shutil
import subprocess
import unittest

from harness import CITY, SOURCE, Console, Place, http_json, wait_for

PASSWORD = "a long enough password"
HOLE = "@{} huge pothole at 1437 Bannock St, please fix it"
OTHERS = {"bluesky": ("did:plc:denver311aaaaaaaaaaaaaaa", "denver311.test", 'identifier = "denver311.test"\napp_password = "demo-app-password"\n'),
          "mastodon": ("109311000000000311", "denver311", 'access_token = "demo-mastodon-token"\n')}


class Incidents(Place):
    def networks(self):
        """X, Bluesky and Mastodon of one simulator, each with an account of the city."""
        more = ""
        for network, (account, handle, credentials) in OTHERS.items():
            self.write_secret(network + ".toml", credentials)
            more += (f'[[account]]\nnetwork = "{network}"\nid = "{account}"\nhandle = "{handle}"\n'
                     f'base_url = "{self.network}"\ncredentials_file = "{network}.toml"\npoll_every_s = 1\n'
                     'listen = ["mentions"]\nreply = "acknowledge"\n')
        return more

    def rules(self, **changes):
        """A copy of the sample city's rules, whose closing.toml is changed."""
        folder = self.path("rules")
        shutil.copytree(os.path.join(SOURCE, "samples", "denver", "rules"), folder)
        name = os.path.join(folder, "closing.toml")
        with open(name) as text:
            closing = text.read()
        for key, value in changes.items():
            closing, count = re.subn(rf"(?m)^{key} = [^#\n]*", f"{key} = {value} ", closing)
            self.assertEqual(count, 1, key)
        with open(name, "w") as out:
            out.write(closing)
        return folder

    def agent(self, name="ana", role="agent"):
        self.write_secret("password", PASSWORD + "\n")
        self.run_command("agent", "add", name, "--role", role, "--password-file", self.path("password"))
        return Console(self.url, name, PASSWORD)

    def tell(self, network, author, text, **more):
        """A resident writes on a network; the id there."""
        if network == "twitter":
            return self.post(text, author=author, handle="resident" + author, **more)
        handle = f"resident{author}.test" if network == "bluesky" else "resident" + author
        who = f"did:plc:resident{author:a>16}" if network == "bluesky" else "10000" + author
        body = {"network": network, "author": {"id": who, "handle": handle, "name": handle}, "text": text, **more}
        return http_json(self.network + "/_control/posts", body)["id"]

    def said(self, network, target):
        """What the city said in answer to a post, by the network itself."""
        posts = http_json(self.network + "/_control/posts?network=all")["posts"]
        city = {CITY, *(account for account, _, _ in OTHERS.values())}
        return [p for p in posts if p["author"]["id"] in city and p.get("in_reply_to") == target]

    def one_case(self, post):
        return wait_for(f"a case of {post}", lambda: self.case_of(post))["number"]

    def detail(self, console, number):
        return console.call("GET", "/cases/" + number)

    def act(self, console, number, what, **body):
        return console.call("POST", f"/cases/{number}/{what}", {"version": self.detail(console, number)["version"], **body})

    def closings(self):
        return [r for r in self.export("replies") if r["kind"] == "closing"]

    def test_one_pothole_on_three_networks(self):
        self.start_simulator()
        self.write_config(more=self.networks())
        self.start_service()
        posts = {"twitter": self.tell("twitter", "1", HOLE.format("Denver311"))}
        first = self.one_case(posts["twitter"])
        posts["bluesky"] = self.tell("bluesky", "2", HOLE.format("denver311.test"))
        second = self.one_case(posts["bluesky"])
        posts["mastodon"] = self.tell("mastodon", "3", "@denver311 hay un bache enorme en 1437 Bannock St, por favor arréglenlo")
        third = self.one_case(posts["mastodon"])
        danger = self.one_case(self.tell("twitter", "4", "@Denver311 gas leak, strong smell of gas at 1437 Bannock St, help!"))
        console = self.agent()

        # Suggested, with reasons; nothing joined by itself, the emergency not at all.
        for number in (second, third):
            found = self.detail(console, number)["same_trouble"]["suggestions"]
            self.assertIn(first, [s["number"] for s in found])
            self.assertTrue(all(s["state"] == "open" and s["why"] and 0 < s["likelihood"] <= 1 for s in found))
        self.assertTrue(all(c["incident"] is None for c in self.export("cases")))
        self.assertEqual(self.detail(console, danger)["same_trouble"]["suggestions"], [])

        # Joined by a click; a stale click does nothing.
        version = self.detail(console, second)["version"]
        joined = console.call("POST", f"/cases/{second}/incident", {"version": version, "into": first})
        self.assertEqual(joined["case"]["incident"], first)
        status, problem = console.refused("POST", f"/cases/{second}/incident", {"version": version, "into": third})
        self.assertEqual((status, problem["current"]["case"]["incident"]), (409, first))
        self.act(console, third, "incident", into=second)
        members = self.detail(console, first)["same_trouble"]["members"]
        self.assertEqual(sorted(m["number"] for m in members), sorted([second, third]))
        self.assertEqual({m["how"] for m in members}, {"click"})
        wait_for("three receipts", lambda: all(len(self.said(n, p)) == 1 for n, p in posts.items()))

        # Closed once: each is told once, in their own thread and language, by their own network's account.
        self.act(console, first, "close", resolution="The hole was filled.", tell_resident=True, translations={"es": "Se tapó el bache."})
        wait_for("three notes", lambda: all(len(self.said(n, p)) == 2 for n, p in posts.items()))
        notes = self.closings()
        self.assertEqual(sorted((r["network"], r["in_reply_to"]) for r in notes), sorted(posts.items()))
        by_network = {r["network"]: r["text"] for r in notes}
        self.assertIn("The hole was filled.", by_network["twitter"])
        self.assertIn("The hole was filled.", by_network["bluesky"])
        self.assertIn("Se tapó el bache.", by_network["mastodon"])
        for number, post in ((first, "twitter"), (second, "bluesky"), (third, "mastodon")):
            self.assertIn(number, by_network[post])
        cases = {c["number"]: c for c in self.export("cases")}
        self.assertEqual([cases[n]["status"] for n in (first, second, third)], ["closed"] * 3)
        self.assertEqual([cases[n]["incident"] for n in (first, second, third)], [None, first, first])
        self.assertNotEqual(cases[danger]["status"], "closed")

        # "Not fixed" of one opens theirs and the case that leads; the third stays as it was told.
        self.tell("bluesky", "2", "@denver311.test it is still there, nothing was done", in_reply_to=posts["bluesky"])
        wait_for("both are open", lambda: [self.detail(console, n)["case"]["status"] for n in (first, second)] == ["open", "open"])
        self.assertEqual(self.detail(console, third)["case"]["status"], "closed")
        wait_for("all sent", lambda: {r["state"] for r in self.closings()} == {"sent"})
        self.assertEqual(len(self.closings()), 3)

    def test_split_and_decline(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        numbers = [self.one_case(self.tell("twitter", str(n), HOLE.format("Denver311"))) for n in (1, 2, 3)]
        console = self.agent()
        self.act(console, numbers[1], "incident", into=numbers[0])
        self.assertEqual(self.act(console, numbers[1], "split")["case"]["incident"], None)
        self.assertEqual(self.detail(console, numbers[0])["same_trouble"]["members"], [])
        suggestion = self.detail(console, numbers[2])["same_trouble"]["suggestions"][0]
        declined = console.call("POST", f"/cases/{numbers[2]}/suggestions/{suggestion['id']}/decline", {})
        self.assertIn("declined", [s["state"] for s in declined["same_trouble"]["suggestions"]])
        # Closing the one leaves the others as they are.
        self.act(console, numbers[0], "close", resolution="Done.", tell_resident=True)
        wait_for("one note", lambda: len(self.closings()) == 1)
        self.assertEqual([self.case_of_number(n)["status"] == "closed" for n in numbers], [True, False, False])
        events = [e["text"] for e in self.detail(console, numbers[1])["events"]]
        self.assertTrue(any("no longer with" in text for text in events))

    def case_of_number(self, number):
        return next(c for c in self.export("cases") if c["number"] == number)

    def test_a_mass_event_has_one_parent(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        places = ["1437 Bannock St", "1200 Pearl St", "14th and Grant", "2100 Larimer St"]
        posts = [self.tell("twitter", str(n), f"@Denver311 the street light at {p} is out since the storm") for n, p in enumerate(places, 1)]
        numbers = sorted(self.one_case(p) for p in posts)  # posts of one millisecond stand in either order
        danger = self.one_case(self.tell("twitter", "9", "@Denver311 a power line is down and sparking at 1200 Pearl St, help"))
        console = self.agent()
        made = console.call("POST", "/incidents", {"title": "Storm of Monday", "cases": [*numbers[1:], numbers[0], danger, "26-999999"]})
        self.assertEqual((made["leads"], sorted(made["joined"])), (numbers[0], sorted(numbers[1:])))
        self.assertEqual({x["number"]: x["why"] for x in made["left_out"]}, {danger: "emergency", "26-999999": "unknown case"})
        self.assertEqual(self.detail(console, numbers[2])["same_trouble"]["title"], "Storm of Monday")
        self.act(console, numbers[0], "close", resolution="Power is back.", tell_resident=True)
        wait_for("every note", lambda: sorted(r["in_reply_to"] for r in self.closings() if r["state"] == "sent") == sorted(posts))
        self.assertNotEqual(self.case_of_number(danger)["status"], "closed")
        status, problem = console.refused("POST", "/incidents", {"title": "", "cases": numbers})
        self.assertEqual((status, problem["field"]), (422, "title"))

    def test_the_survey_is_asked_once_and_its_answer_kept(self):
        self.start_simulator()
        self.write_config(rules=self.rules(ask="true", after_hours="0"))
        self.start_service()
        posts = [self.tell("twitter", str(n), HOLE.format("Denver311")) for n in (1, 2)]
        numbers = [self.one_case(p) for p in posts]
        danger_post = self.tell("twitter", "9", "@Denver311 a power line is down and sparking at 1200 Pearl St, help")
        danger = self.one_case(danger_post)
        console = self.agent()
        self.act(console, numbers[1], "incident", into=numbers[0])
        self.act(console, numbers[0], "close", resolution="Filled.", tell_resident=True)
        self.act(console, danger, "close", resolution="The line is safe.", tell_resident=True)
        surveys = lambda: {r["in_reply_to"]: r for r in self.export("replies") if r["kind"] == "survey"}
        wait_for("two surveys", lambda: [r["state"] for r in surveys().values()] == ["sent", "sent"])
        self.assertEqual(sorted(surveys()), sorted(posts))  # none after the emergency

        self.tell("twitter", "1", "@Denver311 5, thanks, the pothole is gone", in_reply_to=surveys()[posts[0]]["network_id"])
        self.tell("twitter", "2", "@Denver311 2 - it is still there!", in_reply_to=surveys()[posts[1]]["network_id"])
        state = lambda n: (self.detail(console, n)["same_trouble"]["survey"] or {}).get("score")
        wait_for("both answers", lambda: [state(n) for n in numbers] == [5, 2])
        # The contented one opened nothing; the other did, and so the case that leads is open again.
        wait_for("not fixed", lambda: self.detail(console, numbers[1])["case"]["status"] == "open")
        found = console.call("GET", "/satisfaction")
        self.assertEqual((found["asked"], found["answered"], found["satisfied"], found["share"]), (2, 2, 1, 0.5))
        self.assertEqual((found["goal"], found["quality"]["goal"]), (0.85, 75))
        self.assertTrue(any("still there" in a["words"] for a in found["answers"]))

        exported = {c["number"]: c for c in self.export("cases")}
        self.assertEqual([exported[n]["survey"]["score"] for n in numbers], [5, 2])
        self.assertIn("still there", exported[numbers[1]]["survey"]["words"])
        self.assertTrue(exported[numbers[0]]["survey"]["asked_at"] < exported[numbers[0]]["survey"]["answered_at"])
        self.assertEqual((exported[danger]["survey"], exported[danger]["quality"]), (None, None))

        # Closed again: nobody is asked a second time about the same incident.
        self.act(console, numbers[0], "close", resolution="Filled again.", tell_resident=True)
        wait_for("told again", lambda: len([r for r in self.closings() if r["state"] == "sent"]) == 5)
        self.assertEqual(len(surveys()), 2)

        # A supervisor reviews; an agent may not.
        criteria = self.detail(console, numbers[0])["same_trouble"]["criteria"]
        marks = {c["id"]: "yes" for c in criteria}
        self.assertEqual(console.refused("POST", f"/cases/{numbers[0]}/quality", {"marks": marks})[0], 403)
        lead = self.agent("sue", "supervisor")
        self.assertEqual(lead.refused("POST", f"/cases/{numbers[0]}/quality", {"marks": {"tone": "yes"}})[0], 422)
        reviewed = lead.call("POST", f"/cases/{numbers[0]}/quality", {"marks": {**marks, "tone": "partly"}, "note": "Well done."})
        weight = sum(c["weight"] for c in criteria)
        expected = round(100 * (weight - next(c["weight"] for c in criteria if c["id"] == "tone") / 2) / weight)
        self.assertEqual(reviewed["same_trouble"]["quality"][0]["score"], expected)
        self.assertEqual(lead.call("GET", "/satisfaction")["quality"]["score"], expected)
        self.assertEqual(self.case_of_number(numbers[0])["quality"], expected)
        table = self.run_command("export", "cases", "--format", "csv").stdout.splitlines()
        self.assertTrue(table[0].endswith(",resolution,survey.asked_at,survey.answered_at,survey.score,survey.words,quality"), table[0])

    def test_a_photograph_is_linked_from_the_citys_host_only(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        post = self.tell("twitter", "1", HOLE.format("Denver311"))
        number = self.one_case(post)
        console = self.agent()
        close = lambda **more: {"version": self.detail(console, number)["version"], "resolution": "Filled.", "tell_resident": True, **more}
        bad = console.refused("POST", f"/cases/{number}/close", close(photo_url="https://evil.example/a.jpg"))
        self.assertEqual((bad[0], bad[1]["field"]), (422, "photo_url"))
        console.call("POST", f"/cases/{number}/close", close(photo_url="https://photos.denvergov.org/a.jpg"))
        wait_for("the note", lambda: any("https://photos.denvergov.org/a.jpg" in r["text"] for r in self.said("twitter", post)))

    def test_the_pages(self):
        self.start_simulator()
        self.write_config(rules=self.rules(ask="true", after_hours="0"))
        self.start_service()
        console = self.agent()
        self.agent("sue", "supervisor")
        post = self.tell("twitter", "9", "@Denver311 huge pothole at 1200 Pearl St, please fix it")
        answered = self.one_case(post)
        self.act(console, answered, "close", resolution="Filled.", tell_resident=True)
        asked = wait_for("the survey", lambda: next((r for r in self.export("replies") if r["kind"] == "survey" and r["state"] == "sent"), None))
        self.tell("twitter", "9", "@Denver311 5, thank you", in_reply_to=asked["network_id"])
        first, second, third = [self.one_case(self.tell("twitter", str(n), HOLE.format("Denver311"))) for n in (1, 2, 3)]
        wait_for("the answer", lambda: (self.detail(console, answered)["same_trouble"]["survey"] or {}).get("score") == 5)
        done = subprocess.run(["node", os.path.join(SOURCE, "console/test/incidents.mjs")], cwd=os.path.join(SOURCE, "console"),
                              capture_output=True, text=True, timeout=400,
                              env={**os.environ, "SOCIAL311_URL": self.url, "SOCIAL311_PASSWORD": PASSWORD,
                                   "SOCIAL311_SHOTS": os.environ.get("SOCIAL311_SHOTS", self.path("shots")),
                                   "SOCIAL311_FIRST": first, "SOCIAL311_SECOND": second, "SOCIAL311_THIRD": third,
                                   "SOCIAL311_ANSWERED": answered})
        print(done.stdout, done.stderr)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
