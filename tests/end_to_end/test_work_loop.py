"""How fast posts become decisions, with PostgreSQL beside it on the same cores. Prints figures, and fails only where
something is missing: a busy machine is no error.

Throughput: the work role is held while posts are read, then let go; what it decides a second is read from its own log.
Latency: posts come at 50 a second; PostgreSQL's own commit times say when a post and when its decision were durable.
SOCIAL311_WORK_POSTS and SOCIAL311_WORK_S make it longer.
"""
import datetime
import json
import os
import re
import signal
import subprocess
import threading
import time
import unittest
import urllib.request

from harness import Place, http_json, wait_for

POSTS = int(os.environ.get("SOCIAL311_WORK_POSTS", "4000"))
SECONDS = int(os.environ.get("SOCIAL311_WORK_S", "10"))
RATE = 50
# Shares of what a city's listening feeds bring: talk, questions, and one request in fifty.
TALK = ["evening report %n from the ball park, what a game", "traffic report %n: slow on I-25 as every day",
        "reading the annual report %n of my company, so boring", "weather report %n says snow by the weekend, finally"]
ASKED = "does anybody report %n to the trash people when the holiday pick up is?"
REQUEST = "@Denver311 report %n: huge pothole at %n0 Bannock St, please fix it"


def role_pid(parent, role):
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as stat, open(f"/proc/{entry}/cmdline") as line:
                words = line.read().split("\0")
                if int(stat.read().rsplit(")", 1)[1].split()[1]) == parent and role in words:
                    return int(entry)
        except OSError:
            continue
    raise AssertionError(f"no role {role}")


def moment(stamp):
    return datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp()


class WorkLoop(Place):
    def metric(self, name):
        with urllib.request.urlopen(self.url + "/metrics", timeout=20) as answer:
            text = answer.read().decode()
        return {labels: float(value)
                for labels, value in re.findall(rf"^social311_{name}(?:{{([^}}]*)}})? (\S+)$", text, re.M)}

    def posts(self):
        return sum(self.metric("posts").values())

    def undecided(self):
        return self.metric("posts").get('state="new"', 0)

    def reset_windows(self):
        while not self.over.wait(0.5):
            try:
                http_json(self.network + "/_control/account", {"reset_windows": True})
            except OSError:
                pass

    def begin(self):
        self.over = threading.Event()
        self.addCleanup(self.over.set)
        self.start_simulator()
        self.write_config(listen='["search:report"]', reply="approve")
        self.start_service(120)
        self.post("an early weather report")
        wait_for("the first post", lambda: self.posts() >= 1, 120)
        threading.Thread(target=self.reset_windows, daemon=True).start()

    def burst(self, count, text, over_s=1):
        if count:
            http_json(self.network + "/_control/burst",
                      {"count": count, "over_s": over_s, "authors": 2000, "text": text})

    def socket_folder(self):
        for folder, _, names in os.walk(self.path("data")):
            if ".s.PGSQL.5432" in names:
                return folder
        raise AssertionError("no socket of PostgreSQL")

    def psql(self, statement):
        done = subprocess.run(["psql", "-h", self.socket_folder(), "-p", "5432", "-U", "social311", "-d", "social311",
                               "-AtXqc", statement], capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def decided_since(self, mark):
        return [(moment(stamp), int(count)) for stamp, count in re.findall(
            r"^(\S+) info work decided posts=(\d+)", self.service.text()[mark:], re.M)]

    def rate_since(self, mark):
        """Posts a second between the end of the first batch and the end of the last."""
        seen = self.decided_since(mark)
        self.assertGreater(len(seen), 2, "too few batches to tell a rate")
        return sum(count for _, count in seen[1:]) / max(1e-3, seen[-1][0] - seen[0][0])

    def hold(self, pid):
        """Stopped between two transactions: inside one it would hold locks that the reading needs."""
        def held():
            os.kill(pid, signal.SIGSTOP)
            if self.psql("select count(*) from pg_stat_activity where state like 'idle in transaction%'") == "0":
                return True
            os.kill(pid, signal.SIGCONT)
            return False
        wait_for("a moment without a transaction", held, 60)

    def run_throughput(self, name, requests):
        work = role_pid(self.service.process.pid, "work")
        before = self.posts()
        self.hold(work)
        self.addCleanup(lambda: os.path.exists(f"/proc/{work}") and os.kill(work, signal.SIGCONT))
        share = (POSTS - requests) // (len(TALK) + 1)
        for text in TALK:
            self.burst(share, text)
        self.burst(POSTS - requests - share * len(TALK), ASKED)
        self.burst(requests, REQUEST)
        wait_for("all are read", lambda: self.posts() >= before + POSTS, 300)
        mark = len(self.service.text())
        os.kill(work, signal.SIGCONT)
        # By the log: asking for metrics while it works would count every table again and again.
        wait_for("all are decided", lambda: sum(count for _, count in self.decided_since(mark)) >= POSTS, 300)
        rate = self.rate_since(mark)
        print(json.dumps({"what": name, "posts": POSTS, "requests": requests, "posts_a_second": round(rate),
                          "goal": 5000, "cores": os.cpu_count()}))

    def test_throughput(self):
        self.begin()
        self.run_throughput("talk only", 0)
        self.run_throughput("one request in fifty", POSTS // 50)
        self.assertGreaterEqual(len(self.export("cases")), POSTS // 50)

    def test_latency(self):
        self.begin()
        self.psql("alter system set track_commit_timestamp = on")
        self.service.stop()
        self.start_service(120)
        for text in TALK:
            self.burst(RATE * SECONDS // 5, text, SECONDS)
        self.burst(RATE * SECONDS // 10, ASKED, SECONDS)
        self.burst(RATE * SECONDS // 10, REQUEST, SECONDS)
        wait_for("all are read", lambda: self.posts() >= 1 + RATE * SECONDS, SECONDS + 120)
        wait_for("all are decided", lambda: self.undecided() == 0, 60)
        row = self.psql("""
            select count(*), percentile_cont(array[.5, .95, .99, 1]) within group (order by extract(epoch from
                     pg_xact_commit_timestamp(f.xmin) - pg_xact_commit_timestamp(v.xmin)) * 1000)
            from finding f join post_version v using (post_id) where pg_xact_commit_timestamp(v.xmin) is not null""")
        count, shares = row.split("|")
        shares = [round(float(x), 1) for x in shares.strip("{}").split(",")]
        print(json.dumps({"what": "post durable to decision and intents durable, ms", "rate": RATE, "posts": int(count),
                          "p50": shares[0], "p95": shares[1], "p99": shares[2], "most": shares[3], "goal_p99": 250}))
        self.assertGreaterEqual(int(count), RATE * SECONDS)
        self.assertGreaterEqual(shares[0], 0)


if __name__ == "__main__":
    unittest.main()
