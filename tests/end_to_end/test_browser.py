"""The console in a real browser against the demo: a case worked to its end, every screen checked."""
import os
import subprocess
import unittest

from harness import BINARY, SOURCE, Place, wait_for


class Browser(Place):
    def test_the_console(self):
        run = os.path.join(SOURCE, "console/test/e2e.mjs")
        demo = self.start("demo", [BINARY, "demo", "--port", "0", "--data-dir", self.path("demo"), "--for", "600"])
        self.network = demo.wait_line(r"^simulator (http://\S+)/$")
        name, password = demo.wait_line(r"^login (\S+) (\S+)$")
        url = demo.wait_line(r"^ready (http://\S+)/$")
        wait_for("receipts", lambda: len(self.city_replies()) >= 2)
        shots = os.environ.get("SOCIAL311_SHOTS", self.path("shots"))
        done = subprocess.run(["node", run], cwd=os.path.join(SOURCE, "console"), capture_output=True, text=True, timeout=500,
                              env={**os.environ, "SOCIAL311_URL": url, "SOCIAL311_SIMULATOR": self.network, "SOCIAL311_NAME": name,
                                   "SOCIAL311_PASSWORD": password, "SOCIAL311_SHOTS": shots})
        print(done.stdout, done.stderr)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
