"""What an agent sees before writing: the way to the resident and why not, known answers, the city's texts; undo."""
import os
import subprocess
import unittest
import urllib.request

from harness import BINARY, CITY, SOURCE, Console, Place, http_json, wait_for

PASSWORD = "a long enough password"


class Answers(Place):
    def setUp(self):
        super().setUp()
        self.start_simulator()
        self.write_config(reply="approve", undo=60, listen='["mentions", "search:pothole"]')
        self.write_secret("password", PASSWORD + "\n")
        self.start_service()
        for name, role in (("dana", "agent"), ("sue", "supervisor")):
            self.run_command("agent", "add", name, "--role", role, "--password-file", self.path("password"))
        self.agent = Console(self.url, "dana", PASSWORD)

    def case_for(self, text, **more):
        post = self.post(text, **more)
        return wait_for("a case", lambda: self.case_of(post))["number"]

    def test_before_writing(self):
        number = self.case_for("@Denver311 My trash was not picked up at 1437 Bannock St. What day is trash?")
        known = self.agent.call("GET", f"/cases/{number}/eligibility")
        self.assertTrue(known["possible"], known)
        self.assertEqual((known["network"], known["handle"], known["undo_s"]), ("twitter", "Denver311", 60))
        way = known["ways"][0]
        self.assertEqual((way["way"], way["limit"], way["until"]), ("public_reply", 280, None))
        self.assertGreater(way["cost_with_link_micro_usd"], way["cost_micro_usd"])
        self.assertIsNone(known["stopped"])

        answers = self.agent.call("GET", f"/cases/{number}/suggestions")
        self.assertIn("pickup_day", [one["article"] for one in answers])
        self.assertTrue(all(one["checked_on"] and one["answer"] for one in answers))

        # Stopped by a supervisor: the agent sees it before writing, and nothing leaves.
        lead = Console(self.url, "sue", PASSWORD)
        lead.call("POST", "/sending/stop", {"why": "a drill"})
        self.assertEqual(self.agent.call("GET", f"/cases/{number}/eligibility")["stopped"], {"why": "a drill", "by": "sue"})
        lead.call("POST", "/sending/resume", {})
        self.assertIsNone(self.agent.call("GET", f"/cases/{number}/eligibility")["stopped"])

    def test_a_reply_is_taken_back_in_time(self):
        number = self.case_for("@Denver311 Huge pothole at 1437 Bannock St, please fix it")
        case = self.agent.call("GET", f"/cases/{number}")
        case = self.agent.call("POST", f"/cases/{number}/replies",
                               {"version": case["version"], "kind": "answer", "text": "A crew is on its way."})
        reply = next(one for one in case["replies"] if one["kind"] == "answer")
        self.assertEqual(reply["state"], "queued")
        self.assertIsNotNone(reply["not_before"])
        self.agent.call("POST", f"/replies/{reply['id']}/withhold", {"why": "taken back"})
        case = self.agent.call("GET", f"/cases/{number}")
        self.assertEqual([one["state"] for one in case["replies"] if one["id"] == reply["id"]], ["withheld"])
        self.assertEqual(self.city_replies(), [])

    def test_texts_as_they_would_stand(self):
        page = self.agent.call("GET", "/templates?kind=receipt&topic=pothole_street&language=es")
        self.assertIn("receipt.en", [one["name"] for one in page["texts"]])
        preview = page["previews"][0]
        self.assertEqual((preview["network"], preview["fits"]), ("twitter", True))
        self.assertIn("26-000123-K3", preview["text"])
        self.assertLessEqual(preview["length"], preview["limit"])
        self.assertEqual(self.agent.refused("GET", "/templates?kind=poem")[0], 422)
        self.assertEqual(self.agent.refused("GET", "/templates?topic=nothing")[0], 422)
        self.assertEqual(self.agent.refused("GET", "/cases/26-999999/eligibility")[0], 404)


class FirstContact(Answers):
    """A known question: seen in review with its article, answered by a person, closed with the answer."""

    def known_question(self, text="@Denver311 what are your hours?"):
        self.post(text)

        def look():
            return next((p for p in self.agent.call("GET", "/review")["posts"] if p["text"] == text), None)
        return wait_for("the question in review", look)

    def test_a_known_question_is_answered_and_closed(self):
        post = self.known_question()
        self.assertEqual(post["article"], "desk_hours")
        self.assertEqual(post["reason"], "a question with a known answer: When is 311 open?")
        self.assertEqual(self.city_replies(), [])
        known = self.agent.call("GET", f"/posts/{post['id']}/suggestions")[0]
        self.assertEqual(known["article"], "desk_hours")
        path = f"/posts/{post['id']}/answer"
        self.assertEqual(self.agent.refused("POST", path, {"text": "  "})[0], 422)
        self.assertEqual(self.agent.refused("POST", path, {"text": "x", "article": "nothing"})[0], 422)
        self.assertEqual(self.agent.refused("POST", path, {"text": "x", "topic": "nothing"})[0], 422)
        self.assertEqual(self.agent.refused("POST", "/posts/999999/answer", {"text": "x"})[0], 404)
        self.assertEqual(self.export("cases"), [])

        number = self.agent.call("POST", path, {"text": known["answer"], "article": known["article"]})["number"]
        case = self.agent.call("GET", f"/cases/{number}")
        self.assertEqual((case["case"]["status"], case["case"]["resolution"]), ("closed", known["answer"]))
        self.assertEqual([(r["kind"], r["state"], r["by"]) for r in case["replies"]], [("answer", "queued", "dana")])
        code, refusal = self.agent.refused("POST", path, {"text": known["answer"]})
        self.assertEqual((code, refusal["type"]), (409, "/problems/changed"))

        # Taken back in time: nobody was answered, so the case is open again.
        self.agent.call("POST", f"/replies/{case['replies'][0]['id']}/withhold", {"why": "the wrong hours"})
        case = self.agent.call("GET", f"/cases/{number}")
        self.assertEqual(case["case"]["status"], "open")
        self.assertIn("reopened", [e["kind"] for e in case["events"]])
        self.assertEqual(self.city_replies(), [])

    def test_the_page_suggests_and_sends(self):
        self.known_question()
        self.known_question("@Denver311 so when are you open?")
        done = subprocess.run(["node", os.path.join(SOURCE, "console/test/answers.mjs")], cwd=os.path.join(SOURCE, "console"),
                              capture_output=True, text=True, timeout=300,
                              env={**os.environ, "SOCIAL311_URL": self.url, "SOCIAL311_PASSWORD": PASSWORD})
        print(done.stdout, done.stderr)
        self.assertEqual(done.returncode, 0)
        case = self.export("cases")[0]
        self.assertEqual(case["status"], "closed")
        self.assertTrue(case["resolution"].endswith(" Welcome!"), case)

    def test_who_may_only_look_sends_nothing(self):
        self.known_question("@Denver311 what number do i call?")
        viewer = self.run_command("agent", "add", "vera", "--role", "viewer", "--password-file", self.path("password"))
        self.assertEqual(viewer.returncode, 0)
        post = self.agent.call("GET", "/review")["posts"][0]
        eyes = Console(self.url, "vera", PASSWORD)
        self.assertEqual(eyes.refused("POST", f"/posts/{post['id']}/answer", {"text": "Dial 311."})[0], 403)

    # of the base class: once is enough
    test_before_writing = test_a_reply_is_taken_back_in_time = test_texts_as_they_would_stand = None


class AnsweredAtOnce(Place):
    def test_the_answer_leaves_and_nothing_after_it(self):
        self.start_simulator()
        self.write_config(reply="acknowledge")
        self.write_secret("password", PASSWORD + "\n")
        self.start_service()
        self.run_command("agent", "add", "dana", "--role", "agent", "--password-file", self.path("password"))
        agent = Console(self.url, "dana", PASSWORD)
        asked = self.post("@Denver311 what are your hours?")
        post = wait_for("the question in review", lambda: agent.call("GET", "/review")["posts"])[0]
        number = agent.call("POST", f"/posts/{post['id']}/answer", {"text": "Monday to Friday, 7 to 7."})["number"]
        said = wait_for("the answer", lambda: self.city_replies(asked))
        wait_for("it is known to have left",
                 lambda: [r["state"] for r in agent.call("GET", f"/cases/{number}")["replies"]] == ["sent"])
        case = self.case_of(asked)
        self.assertEqual((case["status"], case["contacts"]), ("closed", 2))
        self.assertIsNotNone(case["first_response_at"])
        self.assertEqual(len(said), 1)
        self.assertIn("Monday to Friday", said[0]["text"])
        self.assertIn(number, said[0]["text"])
        self.assertEqual([r["kind"] for r in self.export("replies")], ["answer"])
        resident = agent.call("GET", f"/cases/{number}/resident")
        self.assertEqual((resident["closed"], resident["first_contact"]), (1, 1))


class PersonAlarm(Place):
    """A reply whose fate only a person can decide ages past the configured threshold: everything says so."""

    def start_facebook(self):
        """Where nothing tells two replies apart a person says whether one stands there."""
        page = "112233445566778"
        self.simulator = self.start("simulator", [BINARY, "simulator", "--port", "0", "--account-id", CITY])
        self.network = self.simulator.wait_line(r"^simulator (http://127\.0\.0\.1:\d+)/")
        self.write_secret("facebook.toml", 'page_access_token = "demo-page-token"\napp_secret = "demo-app-secret"\n')
        with open(self.path("social311.toml"), "w") as out:
            out.write('[database]\ndata_dir = "data"\n[web]\nlisten = "127.0.0.1:0"\n[sender]\nsettle_s = 2\nundo_s = 0\n'
                      f'[[account]]\nnetwork = "facebook"\nid = "{page}"\nhandle = "denver311"\nbase_url = "{self.network}"\n'
                      'credentials_file = "facebook.toml"\npoll_every_s = 1\nreply = "acknowledge"\n')

    def ready(self):
        with urllib.request.urlopen(self.url + "/readyz", timeout=20) as answer:
            return answer.read().decode()

    def test_replies_that_wait_for_a_person_raise_an_alarm_until_they_are_decided(self):
        os.environ["SOCIAL311_SENDER_NEEDS_PERSON_ALARM_S"] = "1"
        self.addCleanup(os.environ.pop, "SOCIAL311_SENDER_NEEDS_PERSON_ALARM_S")
        self.start_facebook()
        self.write_secret("password", PASSWORD + "\n")
        self.start_service()
        self.run_command("agent", "add", "dana", "--role", "agent", "--password-file", self.path("password"))
        agent = Console(self.url, "dana", PASSWORD)
        self.assertFalse(agent.call("GET", "/health")["needs_person_alarm"])
        self.assertEqual(self.ready(), "ready\n")
        http_json(self.network + "/_control/faults", {"method": "POST", "outcomes": ["reset"]})
        http_json(self.network + "/_control/posts", {"network": "facebook", "text": "@Denver311 huge pothole at 1437 Bannock St",
                                                     "author": {"id": "900100", "handle": "rae_demo", "name": "Rae"}})
        wait_for("the alarm", lambda: agent.call("GET", "/health")["needs_person_alarm"], 120)
        self.assertRegex(self.ready(), r"^ready\nalarm: 1 reply waits for a person since \S+\n$")
        done = self.run_command("doctor", ok=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stdout, r"FAIL 1 reply waits for a person since \S+, longer than 1 s - open the view")
        wait_for("the log", lambda: self.service.find(r"replies_need_person longer_than_s=1"))

        number = self.export("cases")[0]["number"]
        reply = agent.call("GET", f"/cases/{number}")["replies"][0]
        self.assertTrue(reply["needs_person"])
        agent.call("POST", f"/replies/{reply['id']}/settle", {"verdict": "queue"})
        wait_for("the receipt", lambda: [r["state"] for r in self.export("replies")] == ["sent"])
        self.assertFalse(agent.call("GET", "/health")["needs_person_alarm"])
        self.assertEqual(self.ready(), "ready\n")
        wait_for("the end in the log", lambda: self.service.find(r"replies_need_person ended"))


class TopicMenu(Place):
    def message(self, text):
        author = {"id": "9400", "handle": "ida_demo", "name": "Ida"}
        http_json(self.network + "/_control/messages", {"author": author, "text": text})

    def test_a_greeting_is_asked_once_what_it_is_about(self):
        self.start_simulator()
        self.write_config(reply="acknowledge", listen='["mentions", "direct_messages"]')
        self.start_service()
        self.message("hello")
        case = wait_for("a case", lambda: self.export("cases"))[0]
        self.assertEqual((case["topic"], case["status"]), ("other", "needs_info"))
        sent = wait_for("the menu has left", lambda: [r for r in self.export("replies") if r["state"] == "sent"])
        self.assertEqual([r["kind"] for r in sent], ["receipt"])
        self.assertIn("2 Trash and recycling", sent[0]["text"])
        self.message("the second one, trash")
        wait_for("the topic", lambda: self.export("cases")[0]["topic"] == "trash_recycling")
        case = self.export("cases")[0]
        self.assertEqual((case["service_code"], case["division"], len(case["post_ids"])), ("TRASH", "solid_waste", 2))
        self.assertEqual(len(self.export("cases")), 1)
        # The next missing fact waits for a person: one automatic reply, not two.
        kinds = sorted((r["kind"], r["state"]) for r in self.export("replies"))
        self.assertEqual(kinds, [("question", "draft"), ("receipt", "sent")])


class AuthorBrake(Place):
    def test_a_machine_that_answers_each_receipt_is_not_answered_for_ever(self):
        os.environ["SOCIAL311_SENDER_AUTOMATIC_PER_AUTHOR_PER_DAY"] = "3"
        self.addCleanup(os.environ.pop, "SOCIAL311_SENDER_AUTOMATIC_PER_AUTHOR_PER_DAY")
        self.start_simulator()
        self.write_config(reply="acknowledge")
        self.start_service()
        posts = []
        for i in range(5):  # each an interaction of its own, as a bot makes them
            posts.append(self.post(f"@Denver311 Huge pothole at {1400 + 40 * i} Bannock St, please fix it", author="9300",
                                   handle="a_machine"))
        wait_for("five cases", lambda: len(self.export("cases")) == 5)
        wait_for("three receipts", lambda: len([p for p in posts if self.city_replies(p)]) == 3)
        states = [reply["state"] for reply in self.export("replies")]
        self.assertEqual(states.count("draft"), 2, states)
        self.assertIsNotNone(self.service.find(r"author_brake network=twitter author=.*9300"))


class FloodBrake(Place):
    def test_beyond_the_hours_measure_replies_are_drafts(self):
        os.environ["SOCIAL311_SENDER_AUTOMATIC_PER_HOUR"] = "2"
        self.addCleanup(os.environ.pop, "SOCIAL311_SENDER_AUTOMATIC_PER_HOUR")
        self.start_simulator()
        self.write_config(reply="acknowledge")
        self.start_service()
        posts = [self.post(f"@Denver311 Huge pothole at {1400 + i} Bannock St, please fix it", author=str(9100 + i),
                           handle=f"resident{i}") for i in range(4)]
        wait_for("four cases", lambda: len(self.export("cases")) == 4)
        danger = self.post("@Denver311 gas leak and fire at 1437 Bannock St, people are trapped, help!", author="9200",
                           handle="in_danger")
        wait_for("the word to who is in danger", lambda: self.city_replies(danger))
        wait_for("what may leave has left", lambda: len([p for p in posts if self.city_replies(p)]) == 2)
        states = [reply["state"] for reply in self.export("replies") if reply["in_reply_to"] in posts]
        self.assertEqual(states.count("draft"), 2, states)
        self.assertIsNotNone(self.service.find(r"flood_brake"))


if __name__ == "__main__":
    unittest.main()
