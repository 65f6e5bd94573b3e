"""`social311 trends` from outside: strict reading, the same bytes for a prefix, and weeks of a made-up city."""
import datetime
import json
import os
import random
import subprocess
import tempfile
import unittest

from harness import BINARY


def made_up(days, seed=311):
    chance = random.Random(seed)
    rows = ["timestamp,value"]
    for i in range(days * 288):
        burst = 300 if 1800 <= i < 1806 else 0
        rows.append(f"2026-03-{2 + i // 288:02d} {i // 12 % 24:02d}:{i % 12 * 5:02d}:53,{int(chance.expovariate(0.1)) + burst}")
    return rows


class Trends(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="social311-trends-")
        self.addCleanup(self.folder.cleanup)

    def scored(self, lines, end="\n"):
        path = os.path.join(self.folder.name, "series.csv")
        with open(path, "w", newline="") as out:
            out.write("".join(line + end for line in lines))
        return self.scored_file(path)

    def scored_file(self, path):
        return subprocess.run([BINARY, "trends", "--series", path], capture_output=True, text=True, timeout=120)

    def test_a_prefix_gives_the_same_bytes(self):
        rows = made_up(9)
        whole = self.scored(rows)
        self.assertEqual((whole.returncode, whole.stderr), (0, ""))
        lines = whole.stdout.splitlines(keepends=True)
        self.assertEqual(lines[0], "timestamp,value,anomaly_score\n")
        self.assertEqual(len(lines), len(rows))
        self.assertEqual([line.rsplit(",", 1)[0] for line in lines[1:]], rows[1:])
        self.assertGreater(float(lines[1801].rsplit(",", 1)[1]), 0.9, "the burst")
        for length in (1, 2, 600, 1801, 1802, 2000):
            self.assertEqual(self.scored(rows[:length]).stdout, "".join(lines[:length]))
        self.assertEqual(self.scored(rows, end="\r\n").stdout, whole.stdout)

    def test_bad_lines_are_told_by_number_and_skipped(self):
        rows = made_up(3)
        bad = ["2026-03-02 00:00:53,-1", "2026-03-02 00:00:53,nan", "2026-03-02 00:00:53,inf", "2026-03-02 00:00:53,",
               "2026-03-02 00:00:53,12 ", "2026-03-02 00:00:53,0x1f", "2026-02-30 00:00:53,1", "yesterday,1", "1,2,3",
               "no comma", "2026-03-02 00:00:53," + "1" * 5000]
        clean = self.scored(rows)
        mixed = self.scored(rows[:10] + bad + rows[10:])
        self.assertEqual(mixed.returncode, 1)
        self.assertEqual(mixed.stdout, clean.stdout)
        told = mixed.stderr.splitlines()
        self.assertEqual(len(told), len(bad), mixed.stderr)
        for number, line in enumerate(told, 11):
            self.assertIn(f"series.csv:{number}: ", line)

    def test_what_is_no_series_fails_in_one_line(self):
        for lines in ([], ["a,b", "1,2"], ["2026-03-02 00:00:53,1"]):
            done = self.scored(lines)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for path in (self.folder.name, os.path.join(self.folder.name, "missing.csv")):
            done = self.scored_file(path)
            self.assertEqual((done.returncode, len(done.stderr.splitlines())), (1, 1), done.stderr)
        self.assertEqual(subprocess.run([BINARY, "trends"], capture_output=True, timeout=60).returncode, 2)

    def test_out_of_order_and_doubled_rows_score_nothing(self):
        rows = made_up(8)
        clean = self.scored(rows).stdout.splitlines()
        doubled = self.scored(rows[:1500] + ["2026-03-02 00:00:53,99999", rows[1499]] + rows[1500:])
        self.assertEqual((doubled.returncode, doubled.stderr), (0, ""))
        lines = doubled.stdout.splitlines()
        self.assertEqual([line.endswith(",0.000000") for line in lines[1500:1502]], [True, True])
        self.assertEqual(lines[:1500] + lines[1502:], clean)


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class CityWeeks(unittest.TestCase):
    """Four weeks at the volume of all that Denver's 311 hears; the whole way from text to hot topic."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="social311-city-")
        cls.addClassCleanup(cls.folder.cleanup)
        done = subprocess.run([BINARY, "city-weeks", "--out", cls.folder.name, "--seed", "7"], capture_output=True, text=True,
                              timeout=300)
        if done.returncode:
            raise AssertionError(done.stderr)
        cls.posts = os.path.join(cls.folder.name, "posts.ndjson")
        cls.told = cls.run_posts(cls.posts)
        with open(os.path.join(cls.folder.name, "events.ndjson")) as events:
            cls.events = [json.loads(line) for line in events]

    @classmethod
    def run_posts(cls, path, code=0):
        done = subprocess.run([BINARY, "trends", "--posts", "--geography", os.path.join(cls.folder.name, "geography"), path],
                              capture_output=True, text=True, timeout=600)
        if done.returncode != code:
            raise AssertionError(done.stderr)
        return done.stdout.splitlines()

    def found(self, event):
        return [hot for hot in map(json.loads, self.told) if set(hot["samples"]) & set(event["ids"])]

    def test_bursts_are_found_in_time_and_little_else_is_told(self):
        bursts = [event for event in self.events if event["kind"] == "burst"]
        in_time = sum(any(hot["kind"] == "topic" and hot["topic"] == burst["topic"]
                          and hot["neighborhood"] == burst["neighborhood"]
                          and moment(hot["at"]) <= moment(burst["last"]) + datetime.timedelta(minutes=10)
                          for hot in self.found(burst)) for burst in bursts)
        true = {line for event in self.events for line in self.told if set(json.loads(line)["samples"]) & set(event["ids"])}
        false_a_week = (len(self.told) - len(true)) / 4
        print(f"bursts found in time {in_time} of {len(bursts)}, false alarms a week {false_a_week}")
        self.assertEqual(len(bursts), 80)
        self.assertGreaterEqual(in_time / len(bursts), 0.9)
        self.assertLessEqual(false_a_week, 1.0)

    def test_a_brigade_and_a_flood_are_never_a_hot_topic(self):
        for event in self.events:
            if event["kind"] != "burst":
                self.assertEqual([hot["kind"] for hot in self.found(event) if hot["kind"] != "brigade"], [], event["kind"])
        self.assertTrue(any(self.found(event) for event in self.events if event["kind"] == "brigade"))

    def test_every_line_has_the_promised_form(self):
        last = ""
        for line in self.told:
            hot = json.loads(line)
            self.assertIn(hot["kind"], ("topic", "phrase", "brigade"))
            self.assertIn("topic" if hot["kind"] == "topic" else "phrase", hot)
            self.assertTrue(0 <= hot["score"] <= 1 and hot["authors"] <= hot["posts"] and hot["since"] <= hot["at"], line)
            self.assertGreaterEqual(hot["at"], last)
            last = hot["at"]

    def test_a_prefix_tells_the_same_and_a_bad_line_is_told(self):
        with open(self.posts) as whole:
            lines = whole.readlines()[:12000]
        part = os.path.join(self.folder.name, "part.ndjson")
        with open(part, "w") as out:
            out.writelines(lines[:6000] + ["{no post\n", '{"id":"x","text":"no time"}\n'] + lines[6000:])
        told = self.run_posts(part, code=1)
        self.assertTrue(told)
        self.assertEqual(told, self.told[:len(told)])


if __name__ == "__main__":
    unittest.main()
