"""Four eyes: a reply that a policy names waits for a second person, who approves it or sends it back; nothing leaves before.
Answers, a machine's draft, a closing note with its survey, a public notice, metrics, and the page in a browser."""
import os
import shutil
import subprocess
import unittest
import urllib.request

from harness import CITY, SOURCE, Console, Place, wait_for
from hot import HotPlace

PASSWORD = "a long enough password"
ACCOUNT = f"twitter/{CITY}"
POLICIES = f"""
[[approval]]
name = "agents"
accounts = ["{ACCOUNT}"]
kinds = ["answer", "closing", "receipt"]
authors = ["agent"]
[[approval]]
name = "notices"
kinds = ["notice"]
"""


class FourEyes:
    def sign_in(self, name, role):
        self.run_command("agent", "add", name, "--role", role, "--password-file", self.path("password"))
        return Console(self.url, name, PASSWORD)

    def people(self):
        self.agent = self.sign_in("dana", "agent")
        self.approver = self.sign_in("lee", "approver")
        self.lead = self.sign_in("sue", "supervisor")
        self.viewer = self.sign_in("vera", "viewer")

    def waiting(self, console=None, view="waiting"):
        return (console or self.approver).call("GET", f"/approvals?view={view}")["approvals"]

    def metric(self, name):
        with urllib.request.urlopen(self.url + "/metrics", timeout=20) as answer:
            return next(float(line.split()[1]) for line in answer.read().decode().splitlines() if line.startswith(f"social311_{name} "))


class Desk(FourEyes, Place):
    def setUp(self):
        super().setUp()
        self.start_simulator()
        self.write_config(reply="approve", undo=2, more=POLICIES, rules=self.own_rules())
        self.write_secret("password", PASSWORD + "\n")
        self.start_service()
        self.people()

    def own_rules(self):
        return None

    def case_for(self, text="@Denver311 Huge pothole at 1437 Bannock St, please fix it", **more):
        post = self.post(text, **more)
        return wait_for("a case", lambda: self.case_of(post))["number"], post

    def case(self, number, console=None):
        return (console or self.agent).call("GET", f"/cases/{number}")

    def answer(self, number, text, console=None, kind="answer"):
        console = console or self.agent
        case = console.call("POST", f"/cases/{number}/replies", {"version": self.case(number)["version"], "kind": kind, "text": text})
        return [one for one in case["replies"] if one["kind"] == kind][-1]

    def reply(self, number, reply_id):
        return next(one for one in self.case(number)["replies"] if one["id"] == reply_id)

    def texts(self, post):
        return [one["text"] for one in self.city_replies(post)]


class Approval(Desk):
    def test_an_answer_waits_is_sent_back_changed_and_approved(self):
        number, post = self.case_for()
        # Before writing: it is said whose texts wait.
        needed = self.agent.call("GET", f"/cases/{number}/eligibility")["approval"]
        self.assertEqual([(one["kind"], one["policy"]) for one in needed], [("answer", "agents"), ("closing", "agents")])
        self.assertIn("second person", needed[0]["why"])
        self.assertEqual(self.lead.call("GET", f"/cases/{number}/eligibility")["approval"], [])

        reply = self.answer(number, "A crew is on its way.")
        self.assertEqual((reply["state"], reply["not_before"], reply["by"]), ("draft", None, "dana"))
        self.assertEqual((reply["approval"]["state"], reply["approval"]["policy"], reply["approval"]["asked_by"]), ("waiting", "agents", "dana"))
        self.assertEqual(self.metric("reply_waits_approval"), 1)
        self.assertGreaterEqual(self.metric("reply_waits_approval_age_seconds"), 0)

        held, = self.waiting()
        self.assertEqual((held["case"], held["by"], held["may_approve"], held["resident"]), (number, "dana", True, "resident_demo"))
        self.assertIn("Huge pothole", held["target_text"])
        version = {"version": held["version"]}
        path = f"/approvals/{reply['id']}"
        # Who may not: by role, and the author by being it.
        self.assertEqual(self.agent.refused("POST", f"{path}/approve", version)[0], 403)
        self.assertEqual(self.viewer.refused("POST", f"{path}/send-back", {**version, "why": "x"})[0], 403)
        self.assertEqual(self.approver.refused("POST", f"{path}/send-back", {**version, "why": " "})[0], 422)
        self.assertEqual(self.approver.refused("POST", f"{path}/approve", {"version": "x"})[0], 422)
        self.assertEqual(self.approver.refused("POST", "/approvals/999999/approve", version)[0], 404)

        back = self.approver.call("POST", f"{path}/send-back", {**version, "why": "say which street"})
        self.assertEqual((back["approval"]["state"], back["approval"]["answer"]), ("sent_back", "say which street"))
        self.assertEqual(self.waiting(), [])
        self.assertEqual(self.agent.call("GET", "/approvals")["counts"]["sent_back"], 1)
        self.assertEqual([one["id"] for one in self.waiting(self.agent, "mine")], [reply["id"]])
        self.assertEqual(self.approver.refused("POST", f"{path}/approve", version)[0], 409)
        # Also who needs no approval for own texts cannot slip one past it that was sent back.
        self.lead.call("POST", f"/replies/{reply['id']}/approve", {"text": "A crew is on its way to Bannock."})
        self.assertEqual(self.reply(number, reply["id"])["approval"]["asked_by"], "sue")
        lead_version = {"version": self.waiting()[0]["version"]}
        code, problem = self.lead.refused("POST", f"{path}/approve", lead_version)
        self.assertEqual(code, 409)
        self.assertIn("another person", problem["detail"])

        # The author changes it and asks again: what was read meanwhile is another text.
        self.agent.call("POST", f"/replies/{reply['id']}/approve", {"text": "A crew is on its way to Bannock St."})
        code, problem = self.approver.refused("POST", f"{path}/approve", lead_version)
        self.assertEqual((code, "changed the text" in problem["detail"]), (409, True))
        self.assertEqual(self.city_replies(), [], "nothing has left")
        approved = self.approver.call("POST", f"{path}/approve", {"version": self.waiting()[0]["version"]})
        self.assertEqual((approved["state"], approved["approval"]["answered_by"]), ("queued", "lee"))
        self.assertIsNotNone(approved["not_before"])
        code, problem = self.lead.refused("POST", f"{path}/approve", {"version": approved["version"]})
        self.assertEqual((code, problem["detail"][:20]), (409, "lee approved it alre"))
        wait_for("the answer is on the network", lambda: self.city_replies(post))
        self.assertIn("A crew is on its way to Bannock St.", self.texts(post)[0])
        wait_for("it is sent", lambda: self.reply(number, reply["id"])["state"] == "sent")
        row, = [one for one in self.export("replies") if one["kind"] == "answer"]
        self.assertEqual((row["state"], row["by"]), ("sent", "dana"))
        lines = [(one["actor"], one["text"].split(":")[0]) for one in self.case(number)["events"] if one["kind"] == "approval"]
        self.assertEqual(lines, [("dana", "answer waits for approval"), ("lee", "answer sent back"), ("sue", "answer waits for approval"),
                                 ("dana", "answer waits for approval"), ("lee", "answer approved")])
        self.assertEqual(self.metric("reply_waits_approval"), 0)

    def test_what_no_policy_names_leaves_at_once_and_what_waits_can_be_withdrawn(self):
        number, post = self.case_for()
        self.assertEqual(self.answer(number, "Which lane?", kind="question")["state"], "queued")
        self.assertEqual(self.answer(number, "We know of it.", console=self.lead)["state"], "queued")
        held = self.answer(number, "Never mind.")
        self.agent.call("POST", f"/replies/{held['id']}/withhold", {"why": "not needed"})
        self.assertEqual(self.reply(number, held["id"])["approval"]["state"], "withdrawn")
        code, problem = self.approver.refused("POST", f"/approvals/{held['id']}/approve", {"version": held["approval"]["version"]})
        self.assertEqual((code, problem["detail"]), (409, "dana took it back already: there is nothing left to decide."))
        wait_for("the two others left", lambda: len(self.city_replies(post)) == 2)
        # A machine's draft: who releases it is the first pair of eyes.
        receipt = next(one for one in self.case(number)["replies"] if one["kind"] == "receipt")
        self.agent.call("POST", f"/replies/{receipt['id']}/approve", {"text": receipt["text"]})
        held, = self.waiting()
        self.assertEqual((held["id"], held["by"], held["written_by"], held["state"]), (receipt["id"], "dana", "auto", "draft"))
        # The page may have been read by somebody who needs nobody: stopped sending goes on working behind an approval.
        self.lead.call("POST", "/sending/stop", {"why": "a drill"})
        self.assertEqual(self.lead.call("POST", f"/approvals/{held['id']}/approve", {"version": held["version"]})["state"], "queued")
        self.lead.call("POST", "/sending/resume", {})
        wait_for("the receipt left", lambda: len(self.city_replies(post)) == 3)

    def test_a_post_that_is_gone_is_not_approved(self):
        number, post = self.case_for()
        held = self.answer(number, "A crew is on its way.")
        self.lead.call("POST", f"/replies/{held['id']}/withhold", {"why": "not needed"})
        held = self.answer(number, "A crew is here. " + "x" * 150)
        self.agent.call("POST", f"/replies/{held['id']}/approve", {"text": "A crew is here."})
        self.assertEqual(self.agent.refused("POST", f"/replies/{held['id']}/approve", {"text": "A crew is here."})[0], 409)
        self.assertEqual(self.agent.refused("POST", f"/replies/{held['id']}/approve", {"text": "x" * 400})[0], 422)
        self.assertEqual(len(self.waiting()), 1)

    def test_config_check_says_what_is_wrong_with_a_policy(self):
        with open(self.path("social311.toml"), "a") as out:
            out.write('[[approval]]\nname = "wrong"\nkinds = ["emergency"]\ntopics = ["unicorns"]\n')
        done = self.run_command("config", "check", ok=False)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"social311\.toml:\d+:10: `kinds` cannot hold \"emergency\"")
        self.assertRegex(done.stderr, r"social311\.toml:\d+:11: `topics` \"unicorns\" is no topic")

    def test_the_page_by_two_people(self):
        number, _ = self.case_for()
        other, _ = self.case_for("@Denver311 Graffiti on the wall at 1701 Wynkoop St", author="9002", handle="ann")
        shots = os.environ.get("SOCIAL311_SHOTS", self.path("shots"))
        done = subprocess.run(["node", os.path.join(SOURCE, "console/test/approval.mjs")], cwd=os.path.join(SOURCE, "console"),
                              capture_output=True, text=True, timeout=400,
                              env={**os.environ, "SOCIAL311_URL": self.url, "SOCIAL311_PASSWORD": PASSWORD, "SOCIAL311_SHOTS": shots,
                                   "SOCIAL311_CASE": number, "SOCIAL311_OTHER": other})
        print(done.stdout, done.stderr)
        self.assertEqual(done.returncode, 0)


class ClosingNote(Desk):
    def own_rules(self):
        rules = self.path("rules")
        shutil.copytree(os.path.join(SOURCE, "samples/denver/rules"), rules)
        with open(os.path.join(rules, "closing.toml")) as old:
            text = old.read()
        self.assertIn("ask = false", text)
        with open(os.path.join(rules, "closing.toml"), "w") as out:
            out.write(text.replace("ask = false", "ask = true", 1))
        return rules

    def test_a_closing_note_waits_while_its_case_is_closed(self):
        number, post = self.case_for()
        version = self.case(number)["version"]
        closed = self.agent.call("POST", f"/cases/{number}/close", {"version": version, "resolution": "The hole is filled.", "tell_resident": True})
        self.assertEqual(closed["case"]["status"], "closed")
        self.assertEqual([one["kind"] for one in closed["replies"] if one["state"] != "withheld"], ["closing"])
        held, = self.waiting()
        self.assertEqual((held["kind"], held["state"]), ("closing", "draft"))
        # Open again: it would not be true any more.
        self.agent.call("POST", f"/cases/{number}/reopen", {"version": closed["version"]})
        self.assertEqual(self.waiting(), [])
        self.assertEqual(self.reply(number, held["id"])["state"], "withheld")
        version = self.case(number)["version"]
        self.agent.call("POST", f"/cases/{number}/close", {"version": version, "resolution": "The hole is filled now.", "tell_resident": True})
        held, = self.waiting()
        self.assertEqual(self.approver.call("POST", f"/approvals/{held['id']}/approve", {"version": held["version"]})["state"], "queued")
        replies = {one["kind"]: one for one in self.case(number)["replies"] if one["state"] != "withheld"}
        self.assertEqual(replies["survey"]["state"], "queued")
        self.assertGreater(replies["survey"]["not_before"], replies["closing"]["not_before"])
        wait_for("the resident is told", lambda: any("The hole is filled now." in text for text in self.texts(post)))
        self.assertEqual(len(self.city_replies(post)), 1)


class PublicNotice(FourEyes, HotPlace):
    def test_a_notice_waits_for_a_second_person(self):
        self.start_simulator()
        self.write_config(reply="approve", undo=1, more=POLICIES)
        self.write_secret("password", PASSWORD + "\n")
        self.start_service()
        self.people()
        now = self.keep_history()
        self.import_posts(self.burst(now))
        episode = wait_for("the burst on the page", lambda: self.hot(self.agent), 180)[0]["episode"]
        page = self.lead.call("GET", f"/trends/{episode}")
        self.assertEqual(page["senders"][0]["approval"], "notices")
        text = "Crews are on their way to Clarkson St."
        notice = self.lead.call("POST", f"/trends/{episode}/notice", {"account": ACCOUNT, "text": text})["notices"][0]
        path = f"/trends/{episode}/notices/{notice['id']}/send"
        notice = self.lead.call("POST", path, {})["notices"][0]
        self.assertEqual((notice["state"], notice["approval"]["state"], notice["can_be_sent"]), ("draft", "waiting", False))
        held, = self.waiting()
        self.assertEqual((held["kind"], held["case"], held["episode"]), ("notice", None, episode))
        self.assertEqual(self.lead.refused("POST", path, {})[0], 409)
        self.assertEqual(self.lead.refused("POST", f"/approvals/{held['id']}/approve", {"version": held["version"]})[0], 409)
        self.assertEqual(self.city_replies(), [])
        self.approver.call("POST", f"/approvals/{held['id']}/approve", {"version": held["version"]})
        wait_for("it stands on the network", lambda: any(text in one["text"] for one in self.city_replies()))
        kinds = [(one["actor"], one["text"].split(":")[0]) for one in self.lead.call("GET", f"/trends/{episode}")["events"] if one["kind"] == "notice_step"]
        self.assertIn(("lee", "approved"), kinds)
        self.assertEqual(next(one["by"] for one in self.export("replies") if one["kind"] == "notice"), "sue")


if __name__ == "__main__":
    unittest.main()
