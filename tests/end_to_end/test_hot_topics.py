"""Hot topics in the running service: a burst is found, shown, told once to the webhook and by mail, and judged by staff."""
import datetime
import email
import email.policy
import hashlib
import hmac
import http.server
import json
import os
import threading
import time
import unittest
import urllib.request

from harness import Console, Place, wait_for

PASSWORD = "a long enough password"
SECRET = "a secret for the webhook"
PLACES = ["at 14th and Clarkson", "on Clarkson near 13th", "by the school on Clarkson St", "at 13th Ave and Clarkson St"]
WORDS = ["My rim is bent, there is a huge pothole {}", "Who is going to fill this pothole {}? It swallowed my wheel",
         "Third time this month that I blow a tire in a pothole {}", "Pothole {}, right where children cross",
         "Please send a crew, cars swerve around the pothole {}", "The patch from last winter is gone, big pothole {} again",
         "I nearly fell off my scooter, awful pothole {}", "Deep pothole {} beside the library",
         "Bus 15 hits the pothole {} every morning", "Somebody put a cone into the pothole {}, that is no repair",
         "Got towed after my axle cracked in a pothole {}", "You can see gravel at the bottom of the pothole {}",
         "Water stands in the pothole {}, nobody can tell how deep it is"]


class Receiver(http.server.BaseHTTPRequestHandler):
    calls = []
    refuse = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Receiver.calls.append((dict(self.headers), body))
        self.send_response(503 if len(Receiver.calls) <= Receiver.refuse else 204)
        self.end_headers()

    def log_message(self, *words):
        pass


def iso(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class HotTopics(Place):
    def setUp(self):
        super().setUp()
        Receiver.calls, Receiver.refuse = [], 0
        self.receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=self.receiver.serve_forever, daemon=True).start()
        self.addCleanup(self.receiver.server_close)
        self.addCleanup(self.receiver.shutdown)

    def write_trends(self, form="social311"):
        self.write_secret("webhook", SECRET + "\n")
        with open(self.path("sendmail"), "w") as out:
            out.write(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {self.path("arguments")}\ncat >> {self.path("mail")}\n')
        os.chmod(self.path("sendmail"), 0o755)
        more = "[trends]\n" + f'webhook_url = "http://127.0.0.1:{self.receiver.server_port}/hook"\n'
        more += f'webhook_secret_file = "webhook"\nwebhook_form = "{form}"\n'
        more += 'email_to = ["team@city.example"]\nemail_from = "social311@city.example"\n'
        more += f'sendmail = "{self.path("sendmail")} -t -i"\n'
        return more

    def import_posts(self, posts):
        lines = "".join(json.dumps(post) + "\n" for post in posts)
        with open(self.path("posts.ndjson"), "w") as out:
            out.write(lines)
        self.run_command("import", "posts", self.path("posts.ndjson"))

    def quiet_days(self, now):
        """A post every two hours for six days, about one thing and another."""
        what = ["Graffiti on the wall of the underpass at Federal and 29th", "When is the library open on Sunday?",
                "A street light is out on Downing near 17th", "Thanks for the new bike lane!",
                "Trash was not picked up on Vine Street", "A pothole on Colfax near York"]
        return [{"id": f"old{n}", "network": "import", "text": f"{what[n % 6]} ({n})",
                 "author": {"id": f"o{n}", "handle": f"resident{n * 37}", "name": "R"},
                 "created_at": iso(now - datetime.timedelta(hours=146 - 2 * n))} for n in range(72)]

    def burst(self, now, start="new"):
        names = ["marta", "oldoak", "qrs_tuv", "hannahb", "zz9", "thebaker", "ivok", "nightbus", "lulu", "pfeif", "cobalt77",
                 "wren", "dustyrose"]
        return [{"id": f"{start}{n}", "network": "import", "text": WORDS[n].format(PLACES[n % 4]),
                 "author": {"id": f"{start}{n}", "handle": names[n], "name": names[n]},
                 "created_at": iso(now - datetime.timedelta(seconds=840 - 60 * n))} for n in range(13)]

    def undecided(self):
        return [post for post in self.export("posts") if post["state"] == "new"]

    def console(self):
        self.write_secret("password", PASSWORD + "\n")
        self.run_command("agent", "add", "dana", "--role", "supervisor", "--password-file", self.path("password"))
        return Console(self.url, "dana", PASSWORD)

    def metrics(self):
        with urllib.request.urlopen(self.url + "/metrics", timeout=20) as answer:
            return answer.read().decode()

    def followed(self):
        """The detector has begun and seen all that was decided."""
        return not self.undecided() and "social311_trends_events_behind 0" in self.metrics()

    def start_with_history(self, form="social311"):
        self.start_simulator()
        self.write_config(reply="off", poll=1, more="")
        with open(self.path("social311.toml")) as file:
            config = file.read()
        cut = config.index("[[account]]")
        with open(self.path("social311.toml"), "w") as out:
            out.write(config[:cut] + self.write_trends(form) + config[cut:])
        self.start_service()
        now = datetime.datetime.now(datetime.timezone.utc)
        self.import_posts(self.quiet_days(now))
        wait_for("the history to be followed", self.followed, 120)
        return now

    def hot(self, console):
        return [one for one in console.call("GET", "/trends")["topics"] if one["kind"] == "topic" and one["topic"] == "pothole_street"]

    def test_a_burst_is_shown_and_told_once_and_staff_have_the_last_word(self):
        now = self.start_with_history()
        console = self.console()
        self.assertEqual(console.call("GET", "/trends")["topics"], [], "nothing is hot before")
        Receiver.refuse = 0
        self.import_posts(self.burst(now))
        found = wait_for("the burst on the page", lambda: self.hot(console), 120)[0]
        self.assertGreaterEqual(found["authors"], 6)
        self.assertGreaterEqual(found["score"], 0.5)
        self.assertFalse(found["late"])
        wait_for("the webhook's call", lambda: Receiver.calls, 60)
        wait_for("the mail", lambda: os.path.exists(self.path("mail")) and os.path.getsize(self.path("mail")), 60)
        self.judge_webhook(found)
        self.judge_mail(found)
        # The same posts again, and a service that was killed: nothing is told twice.
        self.import_posts(self.burst(now))
        self.service.kill()
        self.start_service()
        console = self.console_again()
        self.import_posts([dict(post, id="late" + post["id"]) for post in self.burst(now)[:2]])
        wait_for("all to be followed", self.followed, 120)
        time.sleep(5)  # long enough for a wrong second message: the messenger looks every two seconds
        told = {(one["what"], one["channel"]) for one in console.call("GET", "/trends")["deliveries"]}
        self.assertEqual(len(Receiver.calls), len({what for what, channel in told if channel == "webhook"}))
        ids = [json.loads(body)["id"] for _, body in Receiver.calls]
        self.assertEqual(len(ids), len(set(ids)), "one call an episode")
        with open(self.path("arguments")) as lines:
            self.assertEqual(len(lines.readlines()), len([1 for _, channel in told if channel == "email"]))
        self.staff(console, found["episode"])

    def console_again(self):
        return Console(self.url, "dana", PASSWORD)

    def judge_webhook(self, found):
        headers, body = next((h, b) for h, b in Receiver.calls if found["episode"] in json.loads(b)["id"])
        signature = dict(part.split("=", 1) for part in headers["X-Social311-Signature"].split(","))
        mine = hmac.new(SECRET.encode(), signature["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
        self.assertEqual(signature["v1"], mine)
        self.assertLess(abs(time.time() - int(signature["t"])), 120)
        told = json.loads(body)
        self.assertEqual(told["event"], "hot_topic")
        self.assertEqual(told["topics"][0]["topic"], "pothole_street")
        self.assertTrue(told["samples"])
        self.assertEqual(headers["X-Social311-Delivery"], "episode/" + found["episode"])

    def judge_mail(self, found):
        with open(self.path("mail"), "rb") as file:
            mail = email.message_from_binary_file(file, policy=email.policy.default)
        self.assertEqual(mail["To"], "team@city.example")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertIn("pothole", mail["Subject"])
        with open(self.path("arguments")) as lines:
            self.assertEqual(lines.readline(), "-t -i\n")

    def staff(self, console, episode):
        detail = console.call("GET", f"/trends/{episode}")
        self.assertGreaterEqual(len(detail["samples"]), 3)
        self.assertTrue(detail["people"])
        self.assertIn("pothole", " ".join(detail["topic"]["terms"]) + " " + detail["topic"]["topic"])
        series = wait_for("the series", lambda: console.call("GET", f"/trends/{episode}")["series"], 90)
        self.assertGreaterEqual(max(point["posts"] for point in series), 6)
        self.assertTrue(all(point["usual"]["low"] <= point["usual"]["high"] for point in series))
        state = console.call("POST", f"/trends/{episode}/acknowledge", {})["topic"]["state"]
        self.assertEqual(state, "acknowledged")
        self.assertEqual(console.refused("POST", f"/trends/{episode}/acknowledge")[0], 409)
        number = next(case["number"] for case in self.export("cases"))
        cases = console.call("POST", f"/trends/{episode}/link", {"case": number})["cases"]
        self.assertTrue(any(one["linked"] and one["number"] == number for one in cases))
        drafted = console.call("POST", f"/trends/{episode}/notice", {"account": "twitter/2244994945", "text": "A crew is on its way."})
        self.assertEqual([(one["state"], one["can_be_sent"]) for one in drafted["notices"]], [("draft", False)])
        notices = [reply for reply in self.export("replies") if reply["kind"] == "notice"]
        self.assertEqual([(one["in_reply_to"], one["state"]) for one in notices], [(None, "draft")])
        muted = console.call("POST", f"/trends/{episode}/mute", {"hours": 2, "where": "here", "why": "road works"})
        self.assertEqual(muted["topic"]["state"], "muted")
        self.assertEqual(console.refused("POST", f"/trends/{episode}/mute", {"hours": 0, "where": "here", "why": "x"})[0], 422)
        mute = console.call("GET", "/trends")["mutes"][0]
        self.assertEqual(console.call("POST", f"/trends/mutes/{mute['id']}/end", {})["mutes"], [])
        console.call("POST", f"/trends/{episode}/label", {"verdict": "false_alarm", "note": "a film crew"})
        labels = console.call("GET", "/trends/labels")["labels"]
        self.assertEqual([(one["episode"], one["verdict"], one["by"]) for one in labels], [(episode, "false_alarm", "dana")])
        self.assertIn("social311_hot_false_alarms 1", self.metrics())
        self.assertEqual(console.refused("GET", "/trends/0000000000000000")[0], 404)

    def test_a_webhook_that_refuses_is_tried_again_and_shown(self):
        now = self.start_with_history("slack")
        console = self.console()
        Receiver.refuse = 1
        self.import_posts(self.burst(now))
        refused = wait_for("a message that waits", lambda: [one for one in console.call("GET", "/trends")["deliveries"]
                                                            if (one["channel"], one["state"], one["tries"]) == ("webhook", "waiting", 1)], 120)[0]
        self.assertIn("503", refused["error"])
        self.assertIn('social311_trends_messages{channel="webhook",state="waiting"} 1', self.metrics())
        sent = wait_for("the second try", lambda: [one for one in console.call("GET", "/trends")["deliveries"]
                                                   if one["channel"] == "webhook" and one["state"] == "sent"], 90)[0]
        self.assertEqual(sent["tries"], 2)
        told = json.loads(Receiver.calls[-1][1])
        self.assertIn("pothole", told["text"])
        self.assertTrue(told["blocks"])


if __name__ == "__main__":
    unittest.main()
