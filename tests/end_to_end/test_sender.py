"""The sender's proof: every reply stands on its network once, whatever becomes of a request and wherever it is killed.

Here the two-minute cut: each outcome of a write at each crash point, some seeds of weather with kill -9 and PostgreSQL
restarts, and the naive control, which must double more than a fifth of its replies: else the world is too kind and a
zero proves nothing. scripts/test-sender runs the long one. The drill itself is tests/crash/test_sender_crashes.cpp.
"""
import json
import os
import subprocess
import tempfile
import unittest

DRILL = os.environ["SOCIAL311_DRILL"]
SEEDS = os.environ.get("SOCIAL311_SEEDS", "1-4")
NAIVE_SEEDS = os.environ.get("SOCIAL311_NAIVE_SEEDS", "1,3")
AT_ONCE = os.environ.get("SOCIAL311_AT_ONCE", "8")
POINTS, OUTCOMES = 10, 14


def drill(case, seconds, **environment):
    """The result lines of one run of the drill; an exception where it did not come to its end."""
    with tempfile.NamedTemporaryFile("r", prefix="social311-drill-", suffix=".ndjson") as lines:
        done = subprocess.run([DRILL, "--no-skip", f"-tc={case}"], capture_output=True, text=True, timeout=seconds,
                              env={**os.environ, "SOCIAL311_AT_ONCE": AT_ONCE, "SOCIAL311_RESULT": lines.name,
                                   **environment})
        if done.returncode != 0:
            raise AssertionError(f"{case} ended with {done.returncode}:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
        return [json.loads(line) for line in lines]


def total(rows):
    names = ("replies", "doubled", "lost", "hidden", "by_person", "kills_at_points", "kills_from_outside", "restarts")
    return {"runs": len(rows), **{name: sum(row[name] for row in rows) for name in names}}


class SenderProof(unittest.TestCase):
    def assert_true_to_the_network(self, rows):
        for row in rows:
            wrong = (row["doubled"], row["lost"], row["hidden"])
            self.assertEqual(wrong, (0, 0, 0), f'{row["name"]}: {row["detail"]}')

    def test_every_outcome_at_every_crash_point(self):
        rows = drill("drill: every outcome at every crash point of the sender", 400)
        print(json.dumps(total(rows)))
        self.assertEqual(len(rows), POINTS * OUTCOMES)
        self.assert_true_to_the_network(rows)
        dead_at = {row["name"].split()[0] for row in rows if row["kills_at_points"]}
        self.assertEqual(len(dead_at), POINTS, "a crash point was never reached")

    def test_seeds_and_the_naive_control(self):
        rows = drill("drill: seeds of the sender", 400, SOCIAL311_SEEDS=SEEDS)
        print(json.dumps(total(rows)))
        self.assert_true_to_the_network(rows)
        self.assertGreater(sum(row["restarts"] for row in rows), 0)
        naive = total(drill("drill: seeds of the sender", 400, SOCIAL311_SEEDS=NAIVE_SEEDS, SOCIAL311_NAIVE="yes"))
        print(json.dumps({"naive": naive}))
        self.assertGreater(naive["doubled"], 0.2 * naive["replies"], "the control hardly doubles: the world is too kind")


if __name__ == "__main__":
    unittest.main()
