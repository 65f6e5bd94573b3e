"""What tests of hot topics share: a quiet history, a burst that is found, somebody who listens to the webhook."""
import datetime
import http.server
import json
import os
import threading
import urllib.request

from harness import Console, Place, wait_for

PASSWORD = "a long enough password"
SECRET = "a secret for the webhook"
PLACES = ["at 14th and Clarkson", "on Clarkson near 13th", "by the school on Clarkson St", "at 13th Ave and Clarkson St"]
WORDS = ["My rim is bent by that awful pothole {}", "Who is going to fill this pothole {}? It swallowed my wheel",
         "I am furious: the third tire this month, blown in a pothole {}", "Pothole {}, right where children cross",
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


class HotPlace(Place):
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

    def start_with_history(self, form="social311", more="", city=""):
        self.start_simulator()
        self.write_config(reply="off", poll=1, more="")
        with open(self.path("social311.toml")) as file:
            config = file.read()
        cut = config.index("[[account]]")
        with open(self.path("social311.toml"), "w") as out:
            out.write(city + config[:cut] + self.write_trends(form) + more + config[cut:])
        self.start_service()
        return self.keep_history()

    def keep_history(self):
        now = datetime.datetime.now(datetime.timezone.utc)
        self.import_posts(self.quiet_days(now))
        wait_for("the history to be followed", self.followed, 120)
        return now

    def hot(self, console):
        return [one for one in console.call("GET", "/trends")["topics"] if one["kind"] == "topic" and one["topic"] == "pothole_street"]

    def console_again(self):
        return Console(self.url, "dana", PASSWORD)
