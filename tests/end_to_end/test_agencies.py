"""Two divisions and one case: sent, refused, sent back, flagged, decided; a watcher is told; a resident's two accounts."""
import os
import shutil
import subprocess
import unittest
import urllib.request

from harness import SOURCE, Console, Place, wait_for

PASSWORD = "a long enough password"


class Agencies(Place):
    def sign_in(self, name, role, division=""):
        words = ["agent", "add", name, "--role", role, "--password-file", self.path("password")]
        self.run_command(*words, *(["--division", division] if division else []))
        return Console(self.url, name, PASSWORD)

    def setUp(self):
        super().setUp()
        self.start_simulator()
        self.write_config(reply="off")
        self.write_secret("password", PASSWORD + "\n")
        self.start_service()
        self.waste = self.sign_in("walt", "agent", "solid_waste")
        self.streets = self.sign_in("stella", "agent", "street_maintenance")
        self.lead = self.sign_in("sue", "supervisor")
        self.desk = self.sign_in("dora", "agent")
        self.viewer = self.sign_in("vera", "viewer")

    def case_for(self, text, **more):
        post = self.post(text, **more)
        return wait_for("a case", lambda: self.case_of(post))["number"], post

    # -- what the page does --
    def agency(self, console, number):
        return console.call("GET", f"/cases/{number}/agency")

    def send(self, console, number, division, why="not ours"):
        version = self.agency(console, number)["version"]
        return console.call("POST", f"/cases/{number}/transfer", {"version": version, "division": division, "why": why})

    def answer(self, console, number, answer, why="because"):
        version = self.agency(console, number)["version"]
        return console.call("POST", f"/cases/{number}/transfer/answer", {"version": version, "answer": answer, "why": why})

    def refused(self, console, number, path, body):
        version = self.agency(self.lead, number)["version"]
        return console.refused("POST", f"/cases/{number}/{path}", {"version": version, **body})

    def agency_clocks(self, number):
        return [one for one in self.lead.call("GET", f"/cases/{number}/clock")["clocks"] if one["name"] == "agency"]

    def told(self, console):
        return [(one["kind"], one["by"]) for one in console.call("GET", "/notices")["notices"]]

    def inbox(self, console, view):
        return [row["case"]["number"] for row in console.call("GET", f"/cases?view={view}")["cases"]]

    def test_a_case_between_divisions(self):
        number, _ = self.case_for("@Denver311 Huge pothole at 1437 Bannock St, please fix it")
        self.assertEqual(self.agency(self.streets, number)["division"], "street_maintenance")
        self.assertEqual(self.agency(self.streets, number)["transfers"], [])
        names = {one["id"]: one for one in self.lead.call("GET", "/divisions")}
        self.assertEqual(sum(not one["outside"] for one in names.values()), 14)
        self.assertTrue(names["xcel_energy"]["outside"])

        # Who may not, and what is not complete.
        self.assertEqual(self.refused(self.waste, number, "transfer", {"division": "solid_waste", "why": "x"})[0], 403)
        self.assertEqual(self.refused(self.viewer, number, "transfer", {"division": "solid_waste", "why": "x"})[0], 403)
        self.assertEqual(self.refused(self.streets, number, "transfer", {"division": "solid_waste", "why": " "})[0], 422)
        self.assertEqual(self.refused(self.streets, number, "transfer", {"division": "nobody", "why": "x"})[0], 422)
        self.assertEqual(self.refused(self.streets, number, "transfer", {"division": "street_maintenance", "why": "x"})[0], 422)
        self.assertEqual(self.refused(self.streets, number, "transfer/answer", {"answer": "accept"})[0], 409)

        # A watcher, told of moves and of the end.
        watch = self.desk.call("PUT", f"/cases/{number}/watch", {"wants": ["transferred", "closed"]})
        self.assertEqual((watch["watching"], watch["watchers"]), (True, ["dora"]))
        self.assertEqual(self.inbox(self.desk, "watched"), [number])

        # Sent: it stays where it is, with a clock, until the others speak.
        self.send(self.streets, number, "solid_waste", "it is full of trash")
        view = self.agency(self.waste, number)
        one = view["transfers"][0]
        self.assertEqual((view["division"], one["state"], one["from"], one["to"]), ("street_maintenance", "waiting", "street_maintenance", "solid_waste"))
        self.assertEqual((one["target_minutes"], one["late"], one["flag"]), (240, False, None))
        self.assertEqual(one["left_s"] <= 240 * 60, True)
        self.assertIsNotNone(one["due_at"])
        self.assertTrue(view["may_answer"])
        self.assertFalse(self.agency(self.streets, number)["may_answer"])
        self.assertEqual(self.inbox(self.waste, "incoming"), [number])
        self.assertEqual(self.inbox(self.streets, "incoming"), [])
        self.assertEqual(self.told(self.waste), [("transfer_in", "stella")])
        self.assertEqual(self.told(self.desk), [("transferred", "stella")])
        self.assertEqual(self.refused(self.streets, number, "transfer", {"division": "dmv", "why": "x"})[0], 409)
        self.assertEqual(self.refused(self.streets, number, "transfer/answer", {"answer": "accept"})[0], 403)
        self.assertEqual(self.refused(self.waste, number, "transfer/answer", {"answer": "refuse", "why": ""})[0], 422)

        # Among the case's clocks it is the agency's part, and stops with the answer.
        part = self.agency_clocks(number)
        self.assertEqual([(one["target_minutes"], one["stopped_at"]) for one in part], [(240, None)])

        # Refused: it goes back.
        self.answer(self.waste, number, "refuse", "there is no trash")
        view = self.agency(self.streets, number)
        self.assertEqual((view["division"], view["transfers"][0]["state"], view["transfers"][0]["answer"]), ("street_maintenance", "refused", "there is no trash"))
        self.assertEqual(self.told(self.streets), [("transfer_refused", "walt")])
        self.assertIsNotNone(self.agency_clocks(number)[0]["stopped_at"])
        self.assertFalse(view["waits_for_supervisor"])
        self.assertEqual(self.told(self.lead), [])

        # To the same division again: that is to and fro, and a supervisor is told.
        self.send(self.streets, number, "solid_waste", "look again")
        view = self.agency(self.waste, number)
        self.assertEqual(view["transfers"][1]["flag"], "came_back")
        self.assertTrue(view["waits_for_supervisor"])
        self.assertEqual(self.told(self.lead), [("ping_pong", "stella")])
        self.assertEqual(self.inbox(self.lead, "incoming"), [number])
        self.answer(self.waste, number, "refuse", "still no trash")
        view = self.agency(self.streets, number)
        self.assertEqual(view["division"], None)  # the desk
        self.assertFalse(view["may_send"])
        self.assertEqual(self.refused(self.desk, number, "transfer", {"division": "dmv", "why": "x"})[0], 403)
        self.assertEqual(self.refused(self.streets, number, "transfer/decide", {"division": "street_maintenance", "why": "x"})[0], 403)

        # The supervisor decides, and another transfer is accepted.
        version = self.agency(self.lead, number)["version"]
        self.lead.call("POST", f"/cases/{number}/transfer/decide", {"version": version, "division": "street_maintenance", "why": "a hole is a hole"})
        self.assertFalse(self.agency(self.streets, number)["waits_for_supervisor"])
        self.send(self.streets, number, "right_of_way", "it is the curb")
        self.answer(self.lead, number, "accept", "")
        view = self.agency(self.lead, number)
        self.assertEqual((view["number"], view["division"]), (number, "right_of_way"))
        self.assertEqual([one["state"] for one in view["transfers"]], ["refused", "refused", "decided", "accepted"])

        # The resident's page says no more than that it went to another agency.
        detail = self.lead.call("GET", f"/cases/{number}")
        self.assertEqual(detail["case"]["number"], number)
        page = self.page(detail["public_url"])
        self.assertIn("Passed to another agency", page)
        for word in ("trash", "curb", "stella", "walt", "Solid Waste"):
            self.assertNotIn(word, page)

        # The watcher is told of the end; reading makes it old.
        self.lead.call("POST", f"/cases/{number}/close", {"version": detail["version"], "resolution": "filled", "tell_resident": False})
        self.assertEqual(self.told(self.desk)[0], ("closed", "sue"))
        self.assertEqual(self.desk.call("GET", "/notices")["unread_cases"], [number])
        self.desk.call("POST", "/notices/read", {"case": number})
        self.assertEqual(self.desk.call("GET", "/notices")["unread"], 0)
        self.desk.call("DELETE", f"/cases/{number}/watch")
        self.assertEqual(self.inbox(self.desk, "watched"), [])
        self.figures(number)

    def figures(self, number):
        figures = self.viewer.call("GET", "/analytics")
        self.assertEqual((figures["all"]["opened"], figures["all"]["closed"], figures["all"]["transfers"]), (1, 1, 4))
        row = next(one for one in figures["divisions"] if one["division"] == "right_of_way")
        self.assertEqual((row["closed"], row["first_contact"], row["first_contact_share"], row["due_kept_share"]), (1, 0, 0, 1))
        self.assertEqual(row["contacts_per_case"], 1)
        self.assertEqual([one["topic"] for one in figures["topics"]], ["pothole_street"])
        self.assertEqual(self.viewer.refused("GET", "/analytics?from=yesterday")[0], 422)
        self.assertEqual(self.viewer.refused("GET", "/analytics?from=2020-01-01T00:00:00Z")[0], 422)

    def page(self, url):
        with urllib.request.urlopen(self.url + url[url.index("/case/"):], timeout=20) as answer:
            return answer.read().decode()

    def test_two_accounts_of_one_resident(self):
        number, post = self.case_for("@Denver311 Huge pothole at 1437 Bannock St, please fix it", author="9001", handle="ann")
        other, _ = self.case_for("@Denver311 Graffiti on the wall at 1701 Wynkoop St", author="9002", handle="ann_at_work")
        third, stranger = self.case_for("@Denver311 The street light is out at 2000 Larimer St", author="9003", handle="bob")
        self.assertEqual([one["case"]["number"] for one in self.desk.call("GET", f"/cases/{number}/resident")["cases"]], [number])

        path = f"/cases/{number}/resident"
        self.assertEqual(self.desk.refused("POST", path, {"case": other, "said": "", "post": None})[0], 422)
        self.assertEqual(self.desk.refused("POST", path, {"case": other, "said": "me too", "post": stranger})[0], 422)
        self.assertEqual(self.desk.refused("POST", path, {"case": number, "said": "me too", "post": None})[0], 422)
        self.assertEqual(self.viewer.refused("POST", path, {"case": other, "said": "me too", "post": post})[0], 403)
        view = self.desk.call("POST", path, {"case": other, "said": "that is my account at work", "post": post})
        self.assertEqual({one["handle"] for one in view["personas"]}, {"ann", "ann_at_work"})
        self.assertEqual({one["case"]["number"] for one in view["cases"]}, {number, other})
        link = view["links"][0]
        self.assertEqual((link["by"], link["post"], link["revoked_at"]), ("dora", post, None))
        self.assertEqual(self.desk.refused("POST", path, {"case": other, "said": "again", "post": None})[0], 409)

        self.desk.call("POST", f"/residents/links/{link['id']}/revoke", {"why": "they asked us to"})
        view = self.desk.call("GET", path)
        self.assertEqual([one["case"]["number"] for one in view["cases"]], [number])
        self.assertEqual((view["links"][0]["revoked_by"], view["links"][0]["revoked_why"]), ("dora", "they asked us to"))
        self.assertEqual(self.desk.refused("POST", f"/residents/links/{link['id']}/revoke", {"why": "again"})[0], 404)

    def test_a_case_closed_after_one_post_is_a_first_contact(self):
        number, _ = self.case_for("@Denver311 Huge pothole at 1437 Bannock St, please fix it")
        version = self.desk.call("GET", f"/cases/{number}")["version"]
        self.desk.call("POST", f"/cases/{number}/close", {"version": version, "resolution": "filled", "tell_resident": False})
        view = self.desk.call("GET", f"/cases/{number}/resident")
        self.assertEqual((view["closed"], view["first_contact"], view["conversations"]), (1, 1, 1))
        self.assertTrue(view["cases"][0]["first_contact"])
        self.assertEqual(self.desk.call("GET", "/analytics")["all"]["first_contact_share"], 1)

    def test_the_pages_by_two_people(self):
        number, _ = self.case_for("@Denver311 Huge pothole at 1437 Bannock St, please fix it", author="9001", handle="ann")
        other, _ = self.case_for("@Denver311 Graffiti on the wall at 1701 Wynkoop St", author="9002", handle="ann_at_work")
        shots = os.environ.get("SOCIAL311_SHOTS", self.path("shots"))
        done = subprocess.run(["node", os.path.join(SOURCE, "console/test/agencies.mjs")], cwd=os.path.join(SOURCE, "console"),
                              capture_output=True, text=True, timeout=400,
                              env={**os.environ, "SOCIAL311_URL": self.url, "SOCIAL311_PASSWORD": PASSWORD, "SOCIAL311_SHOTS": shots,
                                   "SOCIAL311_CASE": number, "SOCIAL311_OTHER": other})
        print(done.stdout, done.stderr)
        self.assertEqual(done.returncode, 0)

    def test_rules_check_names_a_division_without_hours(self):
        rules = self.path("rules")
        shutil.copytree(os.path.join(SOURCE, "samples/denver/rules"), rules)
        file = os.path.join(rules, "agencies.toml")
        with open(file) as old:
            text = old.read()
        cut = text.replace('hours = "desk"\n', "", 1)
        line = cut[:cut.index("[[division]]")].count("\n") + 1
        with open(file, "w") as out:
            out.write(cut)
        done = self.run_command("rules", "check", rules, ok=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"agencies.toml:{line}:1: the division's hours are missing", done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
