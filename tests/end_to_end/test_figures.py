"""Ready in seconds, small in memory, drained on SIGTERM. The figures are printed with what they were held against."""
import os
import time
import unittest

from harness import Place, wait_for
from test_killed import children_of


def pss_kib(pid):
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def name_of(pid):
    with open(f"/proc/{pid}/comm") as line:
        return line.read().strip()


class Figures(Place):
    def test_memory_and_start(self):
        self.start_simulator()
        self.write_config()
        self.start_service()
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        wait_for("the receipt", lambda: self.city_replies(post))
        ours = [self.service.process.pid] + [p for p in children_of(self.service.process.pid) if name_of(p) == "social311"]
        self.assertGreaterEqual(len(ours), 5)
        total = sum(pss_kib(pid) for pid in ours) / 1024
        print(f"memory of {len(ours)} service processes (PSS): {total:.1f} MB, to stay under 100 MB")
        self.assertLess(total, 100)
        self.assertEqual(self.service.stop(), 0)
        begun = time.monotonic()
        self.start_service()
        print(f"ready after {time.monotonic() - begun:.2f} s with an existing cluster, to stay under 3 s")
        begun = time.monotonic()
        self.assertEqual(self.service.stop(), 0)
        print(f"drained in {time.monotonic() - begun:.2f} s, to stay under 10 s")
        self.assertFalse([pid for pid in ours if os.path.exists(f"/proc/{pid}")])


if __name__ == "__main__":
    unittest.main()
