"""`social311 demo`: residents' posts become cases, receipts stand once under the right posts, it ends by itself."""
import collections
import json
import unittest

from harness import BINARY, Place, http_json, wait_for


class Demo(Place):
    def demo(self, seconds):
        command = [BINARY, "demo", "--port", "0", "--data-dir", self.path("demo"), "--for", str(seconds)]
        return self.start("demo", command)

    def test_a_first_and_a_second_start(self):
        first = self.demo(25)
        self.network = first.wait_line(r"^simulator (http://\S+)/$")
        name, password = first.wait_line(r"^login (\S+) (\S+)$")
        first.wait_line(r"^ready http://127\.0\.0\.1:\d+/$")
        wait_for("receipts", lambda: len(self.city_replies()) >= 3)
        targets = collections.Counter(r["in_reply_to"] for r in self.city_replies())
        self.assertEqual(set(targets.values()), {1}, "a post was answered twice")
        posts = {p["id"]: p for p in http_json(self.network + "/_control/posts")["posts"]}
        for reply in self.city_replies():
            self.assertIn(reply["in_reply_to"], posts)
        self.assertEqual(first.process.wait(60), 0, first.text()[-2000:])
        self.assertTrue(name and password)
        second = self.demo(1)
        self.assertEqual(second.wait_line(r"^login (\S+) (\S+)$"), (name, password))
        self.assertEqual(second.process.wait(60), 0, second.text()[-2000:])
        self.assertEqual(json.dumps(second.find(r"^ready (\S+)")).count("http"), 1)


if __name__ == "__main__":
    unittest.main()
