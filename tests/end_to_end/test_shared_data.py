"""Real public texts through the real program. Skipped where the data does not lie beside the checkout."""
import json
import os
import subprocess
import sys
import unittest

from harness import BINARY, SHARED, Place

EVALUATION = os.path.join(SHARED, "evaluation")


def converted(path):
    return subprocess.run([sys.executable, os.path.join(EVALUATION, "convert.py"), path], capture_output=True, text=True,
                          timeout=120, check=True).stdout


class SharedData(Place):
    def setUp(self):
        if not os.path.isdir(EVALUATION):
            print("skipped: the evaluation data does not lie beside the checkout")
            self.skipTest("no data")
        super().setUp()

    def test_every_text_gets_a_finding(self):
        for name in sorted(os.listdir(os.path.join(EVALUATION, "data"))):
            for file in sorted(os.listdir(os.path.join(EVALUATION, "data", name))):
                if not file.endswith(".jsonl") or name in ("location", "crisislex_t6_streams"):
                    continue
                posts = converted(os.path.join(EVALUATION, "data", name, file))
                done = subprocess.run([BINARY, "classify", "--now", "2026-03-02T15:00:00Z"], input=posts,
                                      capture_output=True, text=True, timeout=300)
                self.assertEqual((done.returncode, done.stderr), (0, ""), name)
                wanted = [json.loads(line)["id"] for line in posts.splitlines()]
                got = [json.loads(line)["id"] for line in done.stdout.splitlines()]
                self.assertEqual(got, wanted, name)
                print(f"{name}: {len(got)} findings")

    def test_reports_become_cases_with_topic_and_agency(self):
        self.network = "http://127.0.0.1:9"
        self.write_config()
        path = os.path.join(EVALUATION, "data", "scf_us", "dev.jsonl")
        with open(self.path("posts.ndjson"), "w") as out:
            out.write(converted(path))
        self.run_command("import", "posts", self.path("posts.ndjson"))
        cases = self.export("cases")
        posts = self.export("posts")
        with_agency = [c for c in cases if c["division"]]
        seen = [p for p in posts if p["state"] in ("case", "review")]
        print(f"{len(posts)} reports: {len(cases)} cases, {len(with_agency)} of them with an agency, "
              f"{len(seen) - len(cases)} for a person to look at, {len(posts) - len(seen)} passed over")
        self.assertFalse([p for p in posts if p["state"] == "new"])
        self.assertGreater(len(seen), 0.8 * len(posts))
        self.assertGreater(len(cases), 0.5 * len(posts))
        self.assertGreater(len(with_agency), 0.5 * len(cases))
        again = self.run_command("import", "posts", self.path("posts.ndjson"))
        self.assertIn("imported 0 new posts", again.stdout)
        self.assertEqual(len(self.export("cases")), len(cases))


if __name__ == "__main__":
    unittest.main()
