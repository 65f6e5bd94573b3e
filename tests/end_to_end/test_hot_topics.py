"""Hot topics in the running service: a burst is found, shown, told once to the webhook and by mail, and judged by staff."""
import datetime
import email
import email.policy
import hashlib
import hmac
import json
import os
import re
import time
import unittest
import zoneinfo

from harness import wait_for
from hot import SECRET, HotPlace, Receiver, iso


class HotTopics(HotPlace):
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
        self.assertTrue(all(point["usual"]["low"] <= point["usual"]["high"] for point in series if point["usual"]))
        self.assertTrue(0 < detail["topic"]["negative"] <= 1, "awful, nobody: some of them sound angry")
        state = console.call("POST", f"/trends/{episode}/acknowledge", {})["topic"]["state"]
        self.assertEqual(state, "acknowledged")
        self.assertEqual(console.refused("POST", f"/trends/{episode}/acknowledge")[0], 409)
        number = next(case["number"] for case in self.export("cases"))
        cases = console.call("POST", f"/trends/{episode}/link", {"case": number})["cases"]
        self.assertTrue(any(one["linked"] and one["number"] == number for one in cases))
        drafted = console.call("POST", f"/trends/{episode}/notice", {"account": "twitter/2244994945", "text": "A crew is on its way."})
        self.assertEqual([(one["state"], one["can_be_sent"]) for one in drafted["notices"]], [("draft", False)])
        self.assertIn("reply = ", drafted["notices"][0]["why_not"], "sending is switched off here, and it says so")
        self.assertEqual(console.refused("POST", f"/trends/{episode}/notices/{drafted['notices'][0]['id']}/send")[0], 422)
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

    def digests(self):
        if not os.path.exists(self.path("mail")):
            return []
        with open(self.path("mail")) as file:
            mails = file.read().split("From: social311@city.example")[1:]
        return [mail for mail in mails if "digest." in mail]

    def test_the_digest_is_one_mail_a_day_at_the_city_s_time(self):
        # Three minutes ago in Denver; in UTC that is hours away, and a digest is sent for two hours only.
        local = datetime.datetime.now(zoneinfo.ZoneInfo("America/Denver")) - datetime.timedelta(minutes=3)
        city = '[city]\nname = "Denver"\ntimezone = "America/Denver"\n'
        now = self.start_with_history(more=f'digest_at = "{local:%H:%M}"\n', city=city)
        wait_for("the digest", self.digests, 60)
        self.import_posts(self.burst(now))
        for _ in range(2):  # neither a killed service nor a stopped one sends it again
            self.service.kill()
            self.start_service()
            wait_for("all to be followed", self.followed, 120)
        time.sleep(5)  # the messenger looks every two seconds
        self.assertEqual(len(self.digests()), 1)
        ids = [json.loads(body)["id"] for _, body in Receiver.calls]
        self.assertEqual([one for one in ids if one.startswith("digest/")], [f"digest/{local:%Y-%m-%d}"])
        mail = email.message_from_string("From: social311@city.example" + self.digests()[0], policy=email.policy.default)
        self.assertIn("hot topics", mail["Subject"])
        self.assertIn("minutes were read", mail.get_content())

    def test_a_spike_that_a_feed_catches_up_with_is_marked_and_alarms_nobody(self):
        now = self.start_with_history()
        console = self.console()
        wait_for("the feed is read", lambda: console.call("GET", "/accounts")["accounts"][0]["last_success_at"], 60)
        self.service.kill()
        # Nobody reads; residents write for a quarter of an hour, three hours ago.
        then = now - datetime.timedelta(hours=3)
        for n, post in enumerate(self.burst(then, "missed")):
            self.post("@Denver311 " + post["text"], author=str(7000 + n), handle=post["author"]["handle"], created_at=post["created_at"])
        self.start_service()
        console = self.console_again()
        found = wait_for("the spike on the page", lambda: self.hot(console), 180)[0]
        self.assertTrue(found["late"], "it came in hours after it was written")
        self.assertIsNone(found["alerted_at"])
        self.assertLess(found["since"], iso(now - datetime.timedelta(hours=2)), "it is where it was written, not where it arrived")
        # What is written now, elsewhere, is alarmed: silence above was no accident.
        fresh = self.burst(datetime.datetime.now(datetime.timezone.utc), "fresh")
        for post in fresh:
            post["text"] = re.sub(r"(at|on|by) [^,?!]*Clarkson( St|)( near 13th|)", "in Washington Park", post["text"])
        self.import_posts(fresh)
        wait_for("the alarm of now", lambda: Receiver.calls, 120)
        told = {json.loads(body)["id"] for _, body in Receiver.calls}
        late = [one["episode"] for one in console.call("GET", "/trends")["topics"] if one["late"]]
        self.assertEqual(told & {"episode/" + one for one in late}, set())

    def test_a_year_that_is_imported_becomes_history_and_again_changes_nothing(self):
        self.start_with_history()
        now = datetime.datetime.now(datetime.timezone.utc)
        year = [{"id": f"y{n}", "network": "import", "text": f"A pothole on Colfax near York, number {n}",
                 "author": {"id": f"y{n % 40}", "handle": f"year{n % 40}", "name": "Y"},
                 "created_at": iso(now - datetime.timedelta(days=360) + datetime.timedelta(hours=36 * n))} for n in range(235)]
        lines = "".join(json.dumps(post) + "\n" for post in year)
        with open(self.path("year.ndjson"), "w") as out:
            out.write(lines)
        began = self.service.text().count("trends_begun")
        # A busy database may refuse; the same command again goes on.
        told = wait_for("the import", lambda: self.run_command("import", "posts", self.path("year.ndjson"), ok=False).stdout, 120)
        self.assertRegex(told, r"counted [23]\d\d posts since ")
        wait_for("all to be decided", lambda: not self.undecided(), 120)  # only then is there the same to count twice
        first = self.run_command("trends", "--count-past", "370d").stdout
        again = self.run_command("trends", "--count-past", "370d").stdout
        self.assertEqual(first.split(" in ")[0], again.split(" in ")[0])
        self.assertEqual(self.run_command("trends", "--count-past", "soon", ok=False).returncode, 2)
        wait_for("the detector learns anew", lambda: self.service.text().count("trends_begun") > began, 120)
        self.assertEqual(self.console().call("GET", "/trends")["topics"], [], "nothing old is told")


if __name__ == "__main__":
    unittest.main()
