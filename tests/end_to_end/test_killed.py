"""kill -9 at any moment and a restart: no post lost, no case or reply twice."""
import os
import random
import signal
import unittest

from harness import Place, wait_for

SEED = int(os.environ.get("SOCIAL311_SEED", "311"))
KILLS = int(os.environ.get("SOCIAL311_KILLS", "6"))
POSTS = int(os.environ.get("SOCIAL311_POSTS", "40"))


def children_of(pid):
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat:
                    if int(stat.read().rsplit(")", 1)[1].split()[1]) == pid:
                        found.append(int(entry))
            except (FileNotFoundError, ProcessLookupError):
                pass
    return found


class Killed(Place):
    def check(self, posts):
        cases = self.export("cases")
        owners = [p for c in cases for p in c["post_ids"]]
        self.assertEqual(sorted(owners), sorted(set(owners)), "a post in two cases")
        self.assertEqual(len({c["number"] for c in cases}), len(cases))
        self.assertEqual(set(posts) - {p["id"] for p in self.export("posts")}, set(), "a post was lost")
        for post in posts:
            self.assertEqual(len(self.city_replies(post)), 1, f"replies under {post}")

    def test_the_whole_service_and_single_roles(self):
        chance = random.Random(SEED)
        print(f"seed {SEED}")
        self.start_simulator()
        self.write_config()
        self.start_service()
        posts = []
        for kill in range(KILLS):
            for _ in range(POSTS // KILLS):
                street = chance.randrange(1000, 9999)
                posts.append(self.post(f"@Denver311 huge pothole at {street} Bannock St, please fix it",
                                       author=str(9000 + len(posts)), handle=f"resident{len(posts)}"))
            reached = chance.randrange(0, len(posts) + 1)
            wait_for(f"{reached} replies before the kill",
                     lambda: len(self.city_replies()) >= min(reached, len(posts)), 90)
            if kill % 2 == 0:
                self.service.kill(signal.SIGKILL)
                self.start_service()
            else:
                roles = children_of(self.service.process.pid)
                os.kill(chance.choice(roles), signal.SIGKILL)
        wait_for("every post answered", lambda: len({r.get("in_reply_to") for r in self.city_replies()}) == len(posts), 180)
        wait_for("nothing under way", lambda: {r["state"] for r in self.export("replies")} == {"sent"}, 120)
        self.check(posts)


if __name__ == "__main__":
    unittest.main()
