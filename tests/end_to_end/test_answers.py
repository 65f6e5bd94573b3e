"""What an agent sees before writing: the way to the resident and why not, known answers, the city's texts; undo."""
import os
import unittest

from harness import Console, Place, wait_for

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
