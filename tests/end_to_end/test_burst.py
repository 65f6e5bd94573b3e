"""A burst of 50,000 posts within a minute, on search (everything must arrive) and on mentions (the network keeps the newest
800: what is beyond is recorded as lost, with its estimate). Page sizes and rate limits are the network's; time is scaled by
resetting its windows, SOCIAL311_BURST makes the burst smaller or larger.
"""
import json
import os
import re
import threading
import time
import unittest
import urllib.request

from harness import Place, http_json, wait_for

BURST = int(os.environ.get("SOCIAL311_BURST", "50000"))
SPAN_S = int(os.environ.get("SOCIAL311_BURST_S", "60"))
REACH = 800
CATCH_UP_S = int(os.environ.get("SOCIAL311_CATCH_UP_S", "480"))


class Burst(Place):
    def metrics(self):
        with urllib.request.urlopen(self.url + "/metrics", timeout=20) as answer:
            return answer.read().decode()

    def metric(self, name, text=None):
        text = text or self.metrics()
        return sum(float(value) for value in re.findall(rf"^social311_{name}(?:{{[^}}]*}})? (\S+)$", text, re.M))

    def begin(self, listen, text, poll=1):
        self.over = threading.Event()
        self.addCleanup(self.over.set)
        self.start_simulator()
        self.write_config(listen=listen, poll=poll, reply="off")
        self.start_service(120)
        self.post("@Denver311 an early report")
        wait_for("the early post", lambda: self.metric("posts") >= 1, 120)
        threading.Thread(target=self.reset_windows, daemon=True).start()
        http_json(self.network + "/_control/burst", {"count": BURST, "over_s": SPAN_S, "authors": 2000, "text": text})

    def reset_windows(self):
        while not self.over.wait(3):  # a quarter of an hour, scaled
            try:
                http_json(self.network + "/_control/account", {"reset_windows": True})
            except OSError:
                pass

    def numbers(self):
        found = [re.search(r"report (\d+)$", post["text"]) for post in self.export("posts")]
        return [int(number.group(1)) for number in found if number]

    def test_search_reads_all_of_it_and_tells_the_truth_meanwhile(self):
        self.begin('["search:report"]', "evening report %n")
        behind, gaps = 0, 0
        began = time.monotonic()
        while time.monotonic() - began < CATCH_UP_S:
            text = self.metrics()  # one answer, one moment
            open_gaps, stored = self.metric("connector_gap_open", text), self.metric("posts", text)
            estimated = self.metric("connector_gap_posts_estimate", text)
            if stored > BURST and open_gaps == 0:
                break
            gaps, behind = max(gaps, open_gaps), max(behind, estimated)
            if open_gaps:  # never "all read" while something is not
                self.assertGreater(estimated, 0)
                self.assertLess(self.metric("connector_coverage_24h_ratio", text), 1)
            time.sleep(0.2)
        seconds = time.monotonic() - began
        numbers = self.numbers()
        result = {"burst": BURST, "over_s": SPAN_S, "lost": BURST - len(set(numbers)),
                  "doubled": len(numbers) - len(set(numbers)), "most_gaps": gaps, "most_behind_estimated": behind,
                  "ranges_lost": self.metric("connector_ranges_lost"), "seconds": round(seconds, 1)}
        print(json.dumps(result))
        self.assertEqual(result["lost"], 0)
        self.assertEqual(result["doubled"], 0)
        self.assertEqual(result["ranges_lost"], 0)
        self.assertGreater(behind, 0, "the burst never left a gap: it proves nothing")

    def test_mentions_beyond_the_newest_800_are_lost_and_said_to_be(self):
        self.begin('["mentions"]', "@Denver311 evening report %n", poll=max(2, SPAN_S // 3))
        wait_for("the burst is over", lambda: self.said() >= BURST, SPAN_S + 240)
        end = wait_for("the last post is read", lambda: BURST - 1 in self.numbers(), 180)
        wait_for("no gap is open", lambda: self.metric("connector_gap_open") == 0, 180)
        self.assertTrue(end)
        numbers = self.numbers()
        unread = BURST - len(set(numbers))
        estimated = self.lost_posts()
        result = {"burst": BURST, "over_s": SPAN_S, "read": len(numbers), "unread": unread,
                  "doubled": len(numbers) - len(set(numbers)), "lost_estimated": estimated,
                  "ranges_lost": self.metric("connector_ranges_lost")}
        print(json.dumps(result))
        self.assertEqual(result["doubled"], 0)
        self.assertGreaterEqual(len(numbers), REACH)
        self.assertGreater(unread, 0, "everything was within reach: the burst proves nothing")
        self.assertGreaterEqual(result["ranges_lost"], 1)
        self.assertGreaterEqual(estimated, unread / 2)
        self.assertLessEqual(estimated, unread * 2)

    def said(self):
        return http_json(self.network + "/_control/stats").get("posts", 0)

    def lost_posts(self):
        found = re.findall(r"range_lost .*posts_estimated=(\d+)", self.service.text())
        return sum(int(number) for number in found)


if __name__ == "__main__":
    unittest.main()
