"""The Numenta Anomaly Benchmark's tweet counts, dev part: the score must stay clearly above a floor. Skipped without the data."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

from harness import BINARY, SHARED

EVALUATION = os.path.join(SHARED, "evaluation")
SERIES = os.path.join(EVALUATION, "data", "nab_realtweets", "realTweets")


class Benchmark(unittest.TestCase):
    def test_the_score_stays_above_its_floor(self):
        if not os.path.isdir(SERIES):
            print("skipped: the benchmark's series do not lie beside the checkout")
            self.skipTest("no data")
        folder = tempfile.TemporaryDirectory(prefix="social311-benchmark-")
        self.addCleanup(folder.cleanup)
        for name in sorted(os.listdir(SERIES)):
            done = subprocess.run([BINARY, "trends", "--series", os.path.join(SERIES, name)], capture_output=True,
                                  text=True, timeout=120)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            with open(os.path.join(folder.name, name), "w") as out:
                out.write(done.stdout)
        scorer = [sys.executable, os.path.join(EVALUATION, "nab_score.py"), "--results", folder.name, "--windows",
                  os.path.join(EVALUATION, "data", "nab_realtweets", "windows_dev.json"), "--leave-one-out", "--json"]
        figures = json.loads(subprocess.run(scorer, capture_output=True, text=True, timeout=120, check=True).stdout)
        floors = {"standard": (75, 70), "reward_low_FP_rate": (68, 60), "reward_low_FN_rate": (80, 75)}
        for profile, (floor, left_out_floor) in floors.items():
            got = figures[profile]
            print(f"{profile}: {got['score']:.1f}, leave-one-out {got['leave_one_out']:.1f}, windows {got['caught']} of "
                  f"{got['windows']}, false episodes a series-month {got['false_episodes_per_series_month']}")
            self.assertGreaterEqual(got["score"], floor, profile)
            self.assertGreaterEqual(got["leave_one_out"], left_out_floor, profile)


if __name__ == "__main__":
    unittest.main()
