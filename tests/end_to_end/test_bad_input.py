"""Each fault is one clear line that names the place and what to do; nothing is lost."""
import http.server
import json
import os
import shutil
import socket
import subprocess
import threading
import unittest

from harness import BINARY, CITY, SOURCE, Place, wait_for


class BadInput(Place):
    def refused(self, *words, code=2):
        done = self.run_command(*words, ok=False)
        self.assertEqual(done.returncode, code, done.stderr)
        lines = [line for line in done.stderr.splitlines() if line]
        self.assertEqual(len(lines), 1, done.stderr)
        return lines[0]

    def config(self, **more):
        self.network = "http://127.0.0.1:9"
        return self.write_config(**more)

    def test_an_unknown_key_is_named_with_the_nearest_one(self):
        self.config(more="pol_every_s = 5\n")
        line = self.refused("config", "check")
        self.assertRegex(line, r"social311\.toml:\d+:\d+: .*pol_every_s.*poll_every_s")

    def test_a_secret_that_others_may_read_is_refused(self):
        self.config()
        os.chmod(self.path("twitter.toml"), 0o644)
        line = self.refused("serve")
        self.assertIn("twitter.toml", line)
        self.assertIn("600", line)

    def test_a_missing_secret_is_named(self):
        self.config()
        os.remove(self.path("twitter.toml"))
        self.assertIn("twitter.toml", self.refused("serve"))

    def test_a_bad_rule_has_its_position(self):
        rules = self.path("rules")
        shutil.copytree(os.path.join(SOURCE, "samples/denver/rules"), rules)
        with open(os.path.join(rules, "topics", "graffiti.rules"), "a") as out:
            out.write("\n[en]\n2 : (graffiti AND   # never closed\n")
        done = self.run_command("rules", "check", rules, ok=False)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"graffiti\.rules:\d+:\d+: ")
        self.config(rules=rules)
        self.assertRegex(self.refused("serve"), r"graffiti\.rules:\d+:\d+: ")

    def rules_copy(self):
        rules = self.path("rules")
        shutil.rmtree(rules, ignore_errors=True)
        shutil.copytree(os.path.join(SOURCE, "samples/denver/rules"), rules)
        return rules

    def test_rules_that_contradict_themselves_are_refused_at_their_place(self):
        """Each fault by `rules check` and by `config check`, with file, line and column."""
        def change(name, old, new):
            def do(rules):
                path = os.path.join(rules, name)
                with open(path) as file:
                    text = file.read()
                self.assertIn(old, text)
                with open(path, "w") as out:
                    out.write(text.replace(old, new, 1))
            return do

        def append(name, text):
            def do(rules):
                with open(os.path.join(rules, name), "a") as out:
                    out.write(text)
            return do

        def hours(text):
            def do(rules):
                with open(os.path.join(rules, "hours.toml"), "w") as out:
                    out.write(text)
            return do

        again = ('\n[[service]]\ntopic = "graffiti"\ncode = "PAINT"\nname_en = "Paint"\nname_es = "Pintura"\n'
                 "needs_location = false\n")
        faults = {
            "a topic with two services": (append("services.toml", again), r"services\.toml:\d+:\d+: .*graffiti.*twice"),
            "a code that differs between the two readers": (
                change("services.toml", 'code = "GRAFFITI"', 'code = "PAINT"'),
                r"topics/graffiti\.rules:3:15: service_code is .*GRAFFITI.* here and .*PAINT.* in services\.toml"),
            "a division that differs": (
                change("topics/graffiti.rules", "division: solid_waste", "division: treasury"),
                r"topics/graffiti\.rules:4:11: division is .*treasury.*solid_waste"),
            "a term both required and forbidden": (
                append("topics/graffiti.rules", "\n[en]\n2 : graffitti AND NOT (grafitti OR graffitti)\n"),
                r"topics/graffiti\.rules:\d+:24: .*can never match"),
            "the same words with two weights": (
                append("topics/graffiti.rules", "\n[en]\n2 : scrawls\n-1 : scrawls\n"),
                r"topics/graffiti\.rules:\d+:1: .*another weight"),
            "an unknown slot": (append("templates/answer.en.txt", "{{adress}}"),
                                r"templates/answer\.en\.txt:\d+:\d+: unknown slot .*adress"),
            "an agency without hours": (change("agencies.toml", 'hours = "desk"\n', ""),
                                        r"agencies\.toml:\d+:\d+: .*hours are missing"),
            "a desk that never opens": (hours("[week]\nmonday = []\n"), r"hours\.toml:\d+:\d+: .*never opens"),
            "a calendar that never opens": (append("hours.toml", '\n[[calendar]]\nname = "night"\n[calendar.week]\n'),
                                            r"hours\.toml:\d+:\d+: .*never opens"),
            "a menu entry of no topic": (change("menu.toml", 'topic = "dmv"', 'topic = "dmw"'),
                                         r"menu\.toml:\d+:\d+: no service with topic .*dmw"),
            "two menu entries of one name": (change("menu.toml", '"tax", ', '"dmv", '),
                                             r"menu\.toml:\d+:\d+: another entry"),
            "a menu that fits no receipt": (change("menu.toml", "What is it about?", "What is it about? " * 5),
                                            r"menu\.toml:\d+:\d+: the menu has \d+ characters"),
            "an answer of no topic": (change("answers.toml", 'topic = "dmv"', 'topic = "dmw"'),
                                      r"answers\.toml:\d+:\d+: no service with topic .*dmw"),
        }
        for name, (spoil, complaint) in faults.items():
            with self.subTest(name):
                rules = self.rules_copy()
                spoil(rules)
                done = self.run_command("rules", "check", rules, ok=False)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assertRegex(done.stderr, complaint)
                self.config(rules=rules)
                done = self.run_command("config", "check", ok=False)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertRegex(done.stderr, complaint)
        self.assertEqual(self.run_command("rules", "check", self.rules_copy()).returncode, 0)

    def test_a_broken_line_is_skipped_with_its_number(self):
        posts = '{"id":"1","text":"huge pothole at 1437 Bannock St"}\n{"id": oops}\n{"id":"3","text":"graffiti on Colfax"}\n'
        done = subprocess.run([BINARY, "classify"], input=posts, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertEqual([json.loads(l)["id"] for l in done.stdout.splitlines()], ["1", "3"])
        self.assertRegex(done.stderr, r":2: ")
        self.config()
        with open(self.path("posts.ndjson"), "w") as out:
            out.write(posts)
        imported = self.run_command("import", "posts", self.path("posts.ndjson"), ok=False)
        self.assertEqual(imported.returncode, 1)
        self.assertEqual(sorted(p["id"] for p in self.export("posts")), ["1", "3"])

    def test_a_database_that_is_down_is_named(self):
        self.config()
        with open(self.path("social311.toml")) as lines:
            text = lines.read().replace("[database]\n", '[database]\nurl = "postgresql:///nothing?host=/nonexistent/socket"\n')
        with open(self.path("social311.toml"), "w") as out:
            out.write(text)
        line = self.refused("migrate", code=1)
        self.assertIn("/nonexistent/socket", line)

    def test_a_database_address_that_others_may_read_is_refused(self):
        self.config()
        with open(self.path("url"), "w") as out:
            out.write("postgresql://social311:hush@127.0.0.1:9/social311\n")
        os.chmod(self.path("url"), 0o644)
        with open(self.path("social311.toml")) as lines:
            text = lines.read().replace("[database]\n", '[database]\nurl_file = "url"\n')
        with open(self.path("social311.toml"), "w") as out:
            out.write(text)
        done = self.run_command("migrate", ok=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("600", done.stderr)
        self.assertNotIn("hush", done.stderr)
        os.chmod(self.path("url"), 0o600)
        again = self.run_command("migrate", ok=False)
        self.assertNotEqual(again.returncode, 0)
        self.assertNotIn("hush", again.stderr)

    def test_a_division_nobody_knows_is_refused_with_those_there_are(self):
        self.config()
        self.write_secret("password", "a long enough password\n")
        add = lambda division: self.refused("agent", "add", "walt", "--role", "agent", "--division", division, "--password-file", self.path("password"))
        line = add("solid_wast")
        self.assertIn("solid_wast", line)
        for known in ("solid_waste", "street_maintenance"):
            self.assertIn(known, line)
        # A body outside the city signs nobody in.
        self.assertNotIn("xcel", line)
        self.assertIn("is none of the city's divisions", add("xcel_energy"))
        self.run_command("agent", "add", "walt", "--role", "agent", "--division", "solid_waste", "--password-file", self.path("password"))

    def test_a_port_in_use_is_named(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            self.config(port=port)
            self.assertIn(str(port), self.refused("serve", code=1))

    def test_a_network_that_answers_html_loses_nothing(self):
        page = b"<html><body>502 Bad Gateway</body></html>"

        class Html(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(502)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Html)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        self.write_config(base_url=f"http://127.0.0.1:{port}")
        self.start_service()
        wait_for("the failure in the log", lambda: self.service.find(r"poll_failed .*why=.*502"))
        server.shutdown()
        server.server_close()
        self.start_simulator(port=port)
        post = self.post("@Denver311 huge pothole at 1437 Bannock St, please fix it")
        wait_for("the post once the network is back", lambda: self.case_of(post), 90)
        self.assertNotIn("a-token-for-tests", self.service.text())

    def test_the_example_configuration_is_good(self):
        done = subprocess.run([BINARY, "config", "example"], capture_output=True, text=True, timeout=30)
        self.assertEqual(done.returncode, 0)
        self.assertIn("[[account]]", done.stdout)
        with open(self.path("social311.toml"), "w") as out:
            out.write(done.stdout)
        self.assertIn("no faults", self.run_command("config", "check").stdout)

    def test_help_and_wrong_words(self):
        for words in ([], ["serve"], ["rules"], ["rules", "check"], ["export"], ["agent", "add"]):
            done = subprocess.run([BINARY, *words, "--help"], capture_output=True, text=True, timeout=30)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
        for words in (["fly"], ["serve", "--role", "king"], ["export", "nothing"], []):
            done = subprocess.run([BINARY, *words], capture_output=True, text=True, timeout=30)
            self.assertEqual(done.returncode, 2, words)


if __name__ == "__main__":
    unittest.main()
