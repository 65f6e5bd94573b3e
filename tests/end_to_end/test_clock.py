"""The time of a case: the one question holds the clock, people hold it with a reason, other hours are tried out."""
import http.server
import json
import os
import shutil
import subprocess
import threading
import unittest

from harness import SOURCE, Console, Place, wait_for

ALWAYS = "".join(f'{day} = ["00:00-24:00"]\n'
                 for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
HOLE = "@Denver311 huge pothole at 1437 Bannock St, please fix it"
LAMP = "@Denver311 the street light on our block has been out for two weeks, can you fix it?"
DANGER = "@Denver311 a power line is down and sparking at 1437 Bannock St, please help"


class Receiver(http.server.BaseHTTPRequestHandler):
    calls = []

    def do_POST(self):
        Receiver.calls.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words):
        pass


class Clock(Place):
    def begin(self, more=""):
        self.start_simulator()
        self.write_config(more=more)
        self.start_service()
        self.write_secret("password", "a long enough password\n")
        for name, role in [("ana", "agent"), ("vera", "viewer")]:
            self.run_command("agent", "add", name, "--role", role, "--password-file", self.path("password"))
        self.ana = Console(self.url, "ana", "a long enough password")
        self.vera = Console(self.url, "vera", "a long enough password")

    def case_for(self, text):
        post = self.post(text)
        return wait_for("a case", lambda: self.case_of(post))["number"], post

    def time(self, number, ready=lambda time: time["clocks"]):
        return wait_for("the clocks of " + number,
                        lambda: (t := self.ana.call("GET", f"/cases/{number}/clock")) and ready(t) and t)

    def clock(self, number, name="resolution", ready=lambda clock: True):
        def find():
            clocks = [c for c in self.ana.call("GET", f"/cases/{number}/clock")["clocks"] if c["name"] == name]
            return clocks and ready(clocks[-1]) and clocks[-1]
        return wait_for(f"{name} of {number}", find)

    def test_the_question_holds_the_clock_and_its_answer_lets_it_go(self):
        self.begin()
        number, post = self.case_for(LAMP)
        receipt = wait_for("the receipt", lambda: self.city_replies(post))[0]
        held = self.clock(number, ready=lambda clock: clock["due_at"] is None)
        self.assertEqual(held["target_minutes"], 120 * 60)
        case = self.ana.call("GET", f"/cases/{number}")
        self.assertEqual((case["case"]["status"], case["paused"]["kind"]), ("needs_info", "resident"))
        self.assertEqual((case["question"]["state"], case["question"]["times"]), ("open", 1))
        self.assertIsNotNone(case["case"]["due_at"])
        self.post("@Denver311 it is at 1437 Bannock St", in_reply_to=receipt["id"])
        runs = self.clock(number, ready=lambda clock: clock["due_at"] is not None)
        time = self.time(number)
        self.assertFalse(time["paused"])
        self.assertEqual(time["questions"][0]["state"], "answered")
        self.assertEqual(len(time["pauses"]), 1)
        # The stretches lie end to end, and their sums are all of the time.
        ends = [runs["started_at"]]
        for one in runs["stretches"]:
            self.assertEqual(one["from"], ends[-1])
            ends.append(one["to"])
        self.assertIn("paused", [one["kind"] for one in runs["stretches"]])
        self.assertEqual(wait_for("the moved deadline", lambda: self.export("cases")[0]["due_at"] == runs["due_at"]), True)
        # Nothing else went out by itself.
        self.assertEqual(len(self.city_replies(post)), 1)

    def test_people_hold_the_clock_and_fill_in_facts(self):
        self.begin()
        number, _ = self.case_for(HOLE)
        due = self.clock(number)["due_at"]
        self.assertEqual(self.clock(number, "response")["target_minutes"], 12 * 60)
        self.assertEqual(self.vera.refused("POST", f"/cases/{number}/pause", {"why": "x"})[0], 403)
        self.assertEqual(self.ana.refused("POST", f"/cases/{number}/pause", {"why": " "})[0], 422)
        self.assertEqual(self.ana.refused("POST", f"/cases/{number}/resume", {"why": "x"})[0], 409)
        self.assertEqual(self.ana.refused("POST", "/cases/26-999999/pause", {"why": "x"})[0], 404)
        paused = self.ana.call("POST", f"/cases/{number}/pause", {"why": "the street is closed"})
        self.assertEqual(paused["paused"]["why"], "the street is closed")
        self.assertEqual(paused["paused"]["by"], "ana")
        self.clock(number, ready=lambda clock: clock["due_at"] is None)
        self.assertIsNone(self.ana.call("POST", f"/cases/{number}/resume", {"why": "open again"})["paused"])
        self.assertGreaterEqual(self.clock(number, ready=lambda clock: clock["due_at"])["due_at"], due)

        case = self.ana.call("GET", f"/cases/{number}")
        self.assertEqual([fact["code"] for fact in case["facts"]], ["WHEREIST"])
        ask = {"version": case["version"], "facts": {"WHEREIST": "BIKE"}}
        self.assertEqual(self.ana.refused("PUT", f"/cases/{number}/facts", {**ask, "facts": {"WHEREIST": "MOON"}})[0], 422)
        self.assertEqual(self.ana.refused("PUT", f"/cases/{number}/facts", {**ask, "facts": {"COLOR": "RED"}})[0], 422)
        self.assertEqual(self.ana.refused("PUT", f"/cases/{number}/facts", {**ask, "version": 0})[0], 409)
        known = self.ana.call("PUT", f"/cases/{number}/facts", ask)["facts"][0]
        self.assertEqual((known["value"], known["source"], known["by"]), ("BIKE", "person", "ana"))

    def test_other_hours_are_tried_out(self):
        self.begin()
        number, _ = self.case_for(HOLE)
        self.clock(number)
        answer = self.ana.call("POST", "/calendar/what-if", {"hours": "[week]\n" + ALWAYS})
        self.assertEqual((answer["clocks"], answer["earlier"], answer["later"]), (2, 2, 0))
        self.assertEqual({one["number"] for one in answer["moved"]}, {number})
        code, problem = self.ana.refused("POST", "/calendar/what-if", {"hours": "[week]\nmonday = []\n"})
        self.assertEqual(code, 422)
        self.assertIn("hours.toml:1:1: the desk never opens", problem["detail"])
        with open(self.path("new-hours.toml"), "w") as out:
            out.write("[week]\n" + ALWAYS)
        said = self.run_command("calendar", "what-if", self.path("new-hours.toml")).stdout
        self.assertIn("2 clocks run: 2 would be due earlier, 0 later, 0 never", said)
        self.assertIn(number + " resolution ", said)

    def test_danger_to_life_is_told_at_once(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        Receiver.calls = []
        self.addCleanup(server.server_close)
        self.write_secret("webhook", "a secret for the webhook\n")
        self.begin(f'[trends]\nwebhook_url = "http://127.0.0.1:{server.server_port}/hook"\n'
                   'webhook_secret_file = "webhook"\nquiet_hours = "00:00-23:59"\n')
        number, post = self.case_for(DANGER)
        call = wait_for("the page", lambda: [c for c in Receiver.calls if c["event"] == "emergency"])[0]
        self.assertIn(number, call["title"])
        self.assertNotIn("sparking", json.dumps(call))
        wait_for("the fixed answer", lambda: "911" in (self.city_replies(post) or [{"text": ""}])[0]["text"])
        clock = self.clock(number)
        self.assertEqual((clock["basis"], clock["target_minutes"]), ("wall_time", 60))
        self.assertEqual(len([c for c in Receiver.calls if c["event"] == "emergency"]), 1)

    def test_the_page_explains_the_deadline(self):
        self.begin()
        number, post = self.case_for(LAMP)
        wait_for("the receipt", lambda: self.city_replies(post))
        self.clock(number, ready=lambda clock: clock["due_at"] is None)
        done = subprocess.run(["node", os.path.join(SOURCE, "console/test/clock.mjs")], cwd=os.path.join(SOURCE, "console"),
                              capture_output=True, text=True, timeout=300,
                              env={**os.environ, "SOCIAL311_URL": self.url, "SOCIAL311_PASSWORD": "a long enough password",
                                   "SOCIAL311_CASE": number})
        print(done.stdout, done.stderr)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(self.ana.call("GET", f"/cases/{number}")["facts"][0]["value"], "BLINK")

    def test_bad_hours_are_refused_with_their_place(self):
        rules = self.path("rules")
        shutil.copytree(os.path.join(SOURCE, "samples/denver/rules"), rules)
        self.network = "http://127.0.0.1:1"
        self.write_config(rules=rules)
        for file, before, after, where in [
                ("hours.toml", 'monday = ["07:00-19:00"]', 'monday = ["19:00-07:00"]', "hours.toml:"),
                ("agencies.toml", 'hours = "desk"', 'hours = "moonlight"', "agencies.toml:"),
                ("agencies.toml", 'hours = "desk"\n', "", "agencies.toml:"),
                ("services.toml", "warn_share = 0.75", "warn_share = 7.5", "services.toml:"),
                ("templates/answer.en.txt", "{{text}}", "{{text}} {{nobody}}", "answer.en.txt:1:")]:
            path = os.path.join(rules, file)
            with open(path) as old:
                good = old.read()
            self.assertIn(before, good)
            with open(path, "w") as out:
                out.write(good.replace(before, after, 1))
            for words in (["rules", "check", rules], ["config", "check"]):
                done = self.run_command(*words, ok=False)
                self.assertNotEqual(done.returncode, 0, (file, words))
                self.assertRegex(done.stdout + done.stderr, where.replace(".", r"\.") + r"\d+(:\d+)?: ", (file, words))
            with open(path, "w") as out:
                out.write(good)
        self.run_command("rules", "check", rules)


if __name__ == "__main__":
    unittest.main()
