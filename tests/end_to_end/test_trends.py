"""`social311 trends --series` from outside: strict reading, and the same bytes for a prefix."""
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


if __name__ == "__main__":
    unittest.main()
