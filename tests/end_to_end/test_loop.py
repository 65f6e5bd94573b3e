"""A resident's post becomes a case, gets its receipt once, is closed, and the outcome stands in the thread."""
import unittest

from harness import Console, Place, wait_for


class Loop(Place):
    def agent(self):
        self.write_secret("password", "a long enough password\n")
        self.run_command("agent", "add", "ana", "--role", "agent", "--password-file", self.path("password"))
        return Console(self.url, "ana", "a long enough password")

    def test_from_post_to_outcome(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        case = wait_for("a case", lambda: self.case_of(post))
        self.assertEqual(case["topic"], "pothole_street")
        self.assertIsNotNone(case["division"])
        self.assertEqual(case["resident"]["id"], "9001")
        wait_for("the receipt", lambda: self.city_replies(post))
        self.assertIn(case["number"], self.city_replies(post)[0]["text"])

        console = self.agent()
        inbox = console.call("GET", "/cases?view=open")
        self.assertEqual([c["case"]["number"] for c in inbox["cases"]], [case["number"]])
        detail = console.call("GET", "/cases/" + case["number"])
        topic = detail["posts"][0]["finding"]["topics"][0]
        text = detail["posts"][0]["text"].encode()
        self.assertTrue(any(b"pothole" in text[e["start"]:e["end"]] for e in topic["evidence"]))
        closed = console.call("POST", f"/cases/{case['number']}/close",
                              {"version": detail["version"], "resolution": "The hole was filled.", "tell_resident": True})
        self.assertEqual(closed["case"]["status"], "closed")
        wait_for("the outcome", lambda: len(self.city_replies(post)) == 2)
        self.assertTrue(any("The hole was filled." in r["text"] for r in self.city_replies(post)))
        wait_for("both replies sent", lambda: [r["state"] for r in self.export("replies")] == ["sent", "sent"])
        for reply in self.export("replies"):
            self.assertTrue(reply["network_id"])

    def test_the_older_vocabulary_of_the_api(self):
        self.start_simulator(names="tweet")
        self.write_config(names="tweet", listen='["mentions", "search:pothole"]')
        self.start_service()
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        case = wait_for("a case", lambda: self.case_of(post))
        wait_for("the receipt", lambda: self.city_replies(post))
        self.assertIn(case["number"], self.city_replies(post)[0]["text"])

    def test_the_one_question_and_its_answer(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        post = self.post("@Denver311 there is a huge pothole on my way to work, please fix it")
        case = wait_for("a case that waits for the place",
                        lambda: (c := self.case_of(post)) and c["status"] == "needs_info" and c)
        receipt = wait_for("the receipt", lambda: self.city_replies(post))[0]
        self.post("@Denver311 it is at 1437 Bannock St", in_reply_to=receipt["id"])
        known = wait_for("the place", lambda: (c := self.case_of(post)) and c["location"] and c)
        self.assertEqual(known["number"], case["number"])
        self.assertEqual(known["status"], "new")
        self.assertIn("1437 Bannock", known["location"]["text"])
        self.assertEqual(len(self.export("cases")), 1)

    def test_a_person_approves_where_the_account_says_so(self):
        self.start_simulator()
        self.write_config(reply="approve")
        self.start_service()
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        wait_for("a draft", lambda: [r["state"] for r in self.export("replies")] == ["draft"])
        console = self.agent()
        number = self.export("cases")[0]["number"]
        detail = console.call("GET", "/cases/" + number)
        self.assertEqual(self.city_replies(), [])
        draft = detail["replies"][0]
        console.call("POST", f"/replies/{draft['id']}/approve", {"text": draft["text"]})
        wait_for("the approved reply", lambda: len(self.city_replies(post)) == 1)

    def test_two_agents_cannot_both_answer(self):
        self.start_simulator()
        self.write_config(reply="approve")
        self.start_service()
        self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        number = wait_for("a case", lambda: self.export("cases"))[0]["number"]
        console = self.agent()
        version = console.call("GET", "/cases/" + number)["version"]
        answer = {"version": version, "text": "A crew is on its way.", "kind": "answer"}
        console.call("POST", f"/cases/{number}/replies", answer)
        status, problem = console.refused("POST", f"/cases/{number}/replies", answer)
        self.assertEqual(status, 409)
        self.assertTrue(problem["type"].endswith("/changed"))
        self.assertGreater(problem["current"]["version"], version)

    def test_words_that_are_no_request_stay_without_a_case(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        for text in ("@Denver311 thank you so much, you are the best!", "what a beautiful sunset over the mountains @Denver311"):
            self.post(text)
        wait_for("all decided", lambda: len([p for p in self.export("posts") if p["state"] != "new"]) == 2)
        self.assertEqual(self.export("cases"), [])
        self.assertEqual(self.city_replies(), [])


if __name__ == "__main__":
    unittest.main()
