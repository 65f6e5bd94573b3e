"""Many posts, many kill -9, nothing lost and nothing doubled; and a control that saves its cursor first must lose.

Here the two-minute cut; scripts/test-endurance runs the long one, in as many runs as it takes.
Posts come as bursts that a walk cannot read in one go, so that most kills fall into an open gap. The rate windows of the
simulated network are reset again and again: time is scaled, the pages are not larger.
"""
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from harness import Place, http_json, wait_for

SEED = int(os.environ.get("SOCIAL311_SEED", "311"))
KILLS = int(os.environ.get("SOCIAL311_KILLS", "12"))
POSTS = int(os.environ.get("SOCIAL311_POSTS", "15000"))
REQUESTS = int(os.environ.get("SOCIAL311_REQUESTS", "10"))
CATCH_UP_S = int(os.environ.get("SOCIAL311_CATCH_UP_S", "420"))
RESULT = os.environ.get("SOCIAL311_RESULT", "")
QUERY = "report"
KILLS_A_LIFE = 2  # of one child: the third crash in five minutes pauses it, as it should


# -- the control: a poller as many are written, which saves its cursor before what it points to --
def naive_poller(network, folder):
    def get(**parameters):
        url = network + "/2/tweets/search/recent?" + urllib.parse.urlencode(
            {"query": QUERY, "max_results": 100, **parameters})
        request = urllib.request.Request(url, headers={"Authorization": "Bearer a-token-for-tests"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read().decode())

    cursor = os.path.join(folder, "naive.cursor")
    with open(os.path.join(folder, "naive.ids"), "a") as kept:
        while True:
            try:
                since = open(cursor).read().strip() if os.path.exists(cursor) else ""
                bounds = {"since_id": since} if since else {}
                page = get(**bounds)
                if page["meta"].get("newest_id"):
                    with open(cursor + ".new", "w") as out:
                        out.write(page["meta"]["newest_id"])
                    os.replace(cursor + ".new", cursor)
                walk = page.get("data", [])
                if page["meta"].get("next_token"):
                    print("walking", flush=True)
                while page["meta"].get("next_token"):
                    time.sleep(0.05)  # polite, as pollers are
                    page = get(next_token=page["meta"]["next_token"], **bounds)
                    walk += page.get("data", [])
                kept.writelines(post["id"] + "\n" for post in walk)
                kept.flush()
                print("kept", flush=True)
            except (urllib.error.URLError, OSError, ValueError):
                pass
            time.sleep(0.2)


def role_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as line:
            words = line.read().split("\0")
        return words[words.index("--role") + 1]
    except (OSError, ValueError, IndexError):
        return ""


def roles_below(pid):
    found = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as stat:
                parent = int(stat.read().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        if parent == pid and role_of(entry) in ("poll", "work", "send"):
            found[int(entry)] = role_of(entry)
    return found


class Endurance(Place):
    def metric(self, name):
        with urllib.request.urlopen(self.url + "/metrics", timeout=20) as answer:
            text = answer.read().decode()
        return sum(float(value) for value in re.findall(rf"^social311_{name}(?:{{[^}}]*}})? (\S+)$", text, re.M))

    def reset_windows(self):
        while not self.over.is_set():
            try:
                http_json(self.network + "/_control/account", {"reset_windows": True})
            except OSError:
                pass
            self.over.wait(0.5)

    def start_control(self):
        return self.start("control", [sys.executable, os.path.abspath(__file__), "--naive", self.network, self.folder])

    def kill_one(self, chance, kills):
        """One role of the service, or the whole of it when its children have had enough; and the control."""
        roles = roles_below(self.service.process.pid)
        ready = [pid for pid, role in roles.items() if kills.get(role, 0) < KILLS_A_LIFE]
        if ready and chance.random() < 0.9:
            pid = chance.choice(sorted(ready))
            kills[roles[pid]] = kills.get(roles[pid], 0) + 1
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.killed[roles[pid]] = self.killed.get(roles[pid], 0) + 1
        else:
            self.service.kill(signal.SIGKILL)
            self.killed["whole"] = self.killed.get("whole", 0) + 1
            self.start_service(120)
            kills.clear()
        self.kill_control()

    def kill_control(self):
        """In a walk where there is one: on a busy machine it may spend the whole time starting."""
        end = time.monotonic() + 3
        while time.monotonic() < end and not self.control.text().endswith("walking\n"):
            time.sleep(0.01)
        self.control.kill(signal.SIGKILL)
        self.control = self.start_control()

    def read_everything(self):
        return self.metric("posts") >= POSTS + REQUESTS and self.metric("connector_gap_open") == 0

    def test_posts_and_kills(self):
        chance = random.Random(SEED)
        began = time.monotonic()
        self.killed = {}
        self.over = threading.Event()
        self.start_simulator()
        self.write_config(listen=f'["mentions", "search:{QUERY}"]')
        self.start_service(120)
        # A cursor and a control that have seen the feed before the burst begins.
        first = self.post("an early weather report")
        wait_for("the first post", lambda: self.metric("posts") >= 1, 120)
        self.control = self.start_control()
        threading.Thread(target=self.reset_windows, daemon=True).start()
        self.addCleanup(self.over.set)
        wait_for("the control's cursor", lambda: os.path.exists(self.path("naive.cursor")), 60)

        span = max(10, KILLS)  # seconds over which everything is said
        http_json(self.network + "/_control/burst",
                  {"count": POSTS, "over_s": span, "authors": 2000, "text": f"evening {QUERY} %n"})
        requests, kills, pause = [], {}, 1.6 * span / KILLS
        for kill in range(KILLS):
            time.sleep(chance.uniform(0.2, 2.0) * pause)  # the moment of a kill is the test's own chance
            while len(requests) * KILLS < (kill + 1) * REQUESTS:
                street = chance.randrange(1000, 9999)
                requests.append(self.post(f"@Denver311 huge pothole at {street} Bannock St, please fix it",
                                          author=str(9000 + len(requests)), handle=f"resident{len(requests)}"))
            self.kill_one(chance, kills)
        if kills and max(kills.values()) >= KILLS_A_LIFE:  # a paused child is not what is asked here
            self.service.kill(signal.SIGKILL)
            self.start_service(120)
        wait_for("everything read, no gap open", self.read_everything, CATCH_UP_S)
        wait_for("every request answered",
                 lambda: {r.get("in_reply_to") for r in self.city_replies()} >= set(requests), CATCH_UP_S)
        self.check(first, requests, time.monotonic() - began)

    def check(self, first, requests, seconds):
        posts = self.export("posts")
        ids = [post["id"] for post in posts]
        self.assertEqual(len(ids), len(set(ids)), "a post is there twice")
        numbers = [int(n.group(1)) for n in (re.fullmatch(rf"evening {QUERY} (\d+)", p["text"]) for p in posts) if n]
        lost = POSTS - len(set(numbers))
        doubled = len(numbers) - len(set(numbers))
        missing = ({first} | set(requests)) - set(ids)
        cases = self.export("cases")
        owners = [p for c in cases for p in c["post_ids"]]
        answers = {request: len(self.city_replies(request)) for request in requests}
        burst = {post["id"] for post in posts if post["text"].startswith("evening ")}
        with open(self.path("naive.ids")) as kept:
            control_lost = len(burst - set(kept.read().split()))
        result = {"seed": SEED, "posts": POSTS, "kills": KILLS, "killed": self.killed, "lost": lost + len(missing),
                  "doubled": doubled, "answers": sorted(set(answers.values())), "control_lost": control_lost,
                  "ranges_lost": self.metric("connector_ranges_lost"), "seconds": round(seconds, 1)}
        print(json.dumps(result))
        if RESULT:
            with open(RESULT, "a") as out:
                out.write(json.dumps(result) + "\n")
        self.assertEqual(result["lost"], 0)
        self.assertEqual(result["doubled"], 0)
        self.assertEqual(sorted(owners), sorted(set(owners)), "a post is in two cases")
        self.assertEqual(set(answers.values()), {1}, "a request has none or two answers")
        self.assertEqual(result["ranges_lost"], 0)
        self.assertGreater(control_lost, 0, "the control lost nothing: the kills prove nothing")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--naive"]:
        naive_poller(sys.argv[2], sys.argv[3])
    unittest.main()
