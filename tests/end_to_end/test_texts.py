"""The city's texts as staff see them, known answers by the day they were checked; several cases made one in the inbox."""
import os
import shutil
import subprocess
import unittest

from harness import SOURCE, Console, Place, wait_for

PASSWORD = "a long enough password"
HOLE = "@Denver311 huge pothole at {} Bannock St, please fix it"
OTHERS = {"bluesky": ("did:plc:denver311aaaaaaaaaaaaaaa", "denver311.test", 'identifier = "denver311.test"\napp_password = "demo-app-password"\n'),
          "mastodon": ("109311000000000311", "denver311", 'access_token = "demo-mastodon-token"\n')}
UNCHECKED = '''
[[answer]]
id = "long_unchecked"
question_en = "Is this true?"
question_es = "¿Es cierto?"
asked = ["is this true"]
answer_en = "Nobody has looked for years."
answer_es = "Nadie lo ha visto en años."
checked_on = "2020-01-31"
'''


class Texts(Place):
    def setUp(self):
        super().setUp()
        self.start_simulator()
        more = ""
        for network, (account, handle, credentials) in OTHERS.items():
            self.write_secret(network + ".toml", credentials)
            more += (f'[[account]]\nnetwork = "{network}"\nid = "{account}"\nhandle = "{handle}"\n'
                     f'base_url = "{self.network}"\ncredentials_file = "{network}.toml"\nreply = "approve"\n')
        self.write_config(reply="approve", rules=self.rules(), more=more)
        self.write_secret("password", PASSWORD + "\n")
        self.start_service()
        for name, role in (("ana", "agent"), ("vera", "viewer")):
            self.run_command("agent", "add", name, "--role", role, "--password-file", self.path("password"))
        self.agent = Console(self.url, "ana", PASSWORD)

    def rules(self):
        """The sample city's rules with a receipt for graffiti that fits nowhere on X, and an answer nobody checked for years."""
        folder = self.path("rules")
        shutil.copytree(os.path.join(SOURCE, "samples", "denver", "rules"), folder)
        with open(os.path.join(folder, "answers.toml"), "a") as out:
            out.write(UNCHECKED)
        for name in ("receipt.graffiti.en.txt", "receipt.graffiti.short.en.txt"):
            with open(os.path.join(folder, "templates", name), "w") as out:
                out.write("{{case}} {{#question}}{{question}} {{/question}}" + "We thank you very much. " * 14 + "\n")
        return folder

    def case_for(self, text, **more):
        post = self.post(text, **more)
        return wait_for("a case", lambda: self.case_of(post))["number"]

    def test_every_text_on_every_network(self):
        page = self.agent.call("GET", "/templates?kind=receipt&topic=pothole_street&language=es")
        self.assertEqual({one["network"] for one in page["previews"]}, {"twitter", "bluesky", "mastodon"})
        names = {one["name"] for one in page["texts"]}
        for one in page["previews"]:
            self.assertTrue(one["fits"], one)
            self.assertIsNone(one["wrong"])
            self.assertIn(one["template"], names)
            self.assertTrue(one["template"].startswith("receipt") and one["template"].endswith(".es"), one)
        # Every variant has a mark, and the mark leads to it.
        self.assertGreater(len(page["marks"]), 1)
        made = set()
        for mark in page["marks"]:
            shown = self.agent.call("GET", f"/templates?kind=receipt&topic=pothole_street&language=es&mark={mark}")
            self.assertTrue(all(mark in one["text"] for one in shown["previews"]), shown["previews"])
            made.add(tuple(one["template"] for one in shown["previews"]))
        self.assertEqual(len(made), len(page["marks"]))
        # What is wrong is said, and the others are not hidden by it.
        wrong = {one["network"]: one for one in self.agent.call("GET", "/templates?kind=receipt&topic=graffiti")["previews"]}
        self.assertFalse(wrong["twitter"]["fits"])
        self.assertIn("does not fit", wrong["twitter"]["wrong"])
        self.assertIsNone(wrong["twitter"]["template"])
        self.assertTrue(wrong["mastodon"]["fits"])

    def test_the_hour_and_the_question_show(self):
        ask = "/templates?kind=receipt&topic=water_sewer_flood&language=en"
        text = lambda more: next(one["text"] for one in self.agent.call("GET", ask + more)["previews"] if one["network"] == "mastodon")
        self.assertNotEqual(text("&desk=open"), text("&desk=closed"))
        self.assertGreater(len(text("&desk=open&question=yes")), len(text("&desk=open&question=no")))
        self.assertEqual(self.agent.refused("GET", ask + "&desk=maybe")[1]["field"], "desk")
        self.assertEqual(self.agent.refused("GET", ask + "&question=perhaps")[1]["field"], "question")

    def test_known_answers_the_longest_unchecked_first(self):
        answers = self.agent.call("GET", "/answers")
        self.assertEqual((answers[0]["article"], answers[0]["checked_on"]), ("long_unchecked", "2020-01-31"))
        days = [one["checked_on"] for one in answers[1:]]
        self.assertEqual(days, sorted(days))
        pickup = next(one for one in answers if one["article"] == "pickup_day")
        self.assertEqual(pickup["topic"], "trash_recycling")
        self.assertTrue(pickup["question_en"] and pickup["answer_es"] and "trash day" in pickup["asked"])

    def test_the_pages(self):
        calm = [self.case_for(HOLE.format(number), author=str(number), handle=f"resident{number}") for number in (1437, 1439, 1441)]
        danger = self.case_for("@Denver311 gas leak, strong smell of gas at 1437 Bannock St, help!", author="9", handle="resident9")
        done = subprocess.run(["node", os.path.join(SOURCE, "console/test/texts.mjs")], cwd=os.path.join(SOURCE, "console"),
                              capture_output=True, text=True, timeout=400,
                              env={**os.environ, "SOCIAL311_URL": self.url, "SOCIAL311_PASSWORD": PASSWORD,
                                   "SOCIAL311_SHOTS": os.environ.get("SOCIAL311_SHOTS", self.path("shots")),
                                   "SOCIAL311_CALM": " ".join(calm), "SOCIAL311_DANGER": danger})
        print(done.stdout, done.stderr)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
