"""X's API as X's own OpenAPI documents have it, in both vocabularies (2.166 "tweet", 2.167 "post"): a full run passes
through a validating proxy, requests and the simulator's answers alike, with no violation; and no request names a query
parameter that the document does not have, which the proxy would let pass.
"""
import socket
import unittest
import urllib.error
import urllib.parse
import urllib.request
import json

import harness
import prism

FIELDS = {
    "post": {
        "fields": ("post.fields", "attachments,conversation_id,created_at,edit_controls,entities,geo,id,lang,"
                                  "note_post,public_metrics,source,text"),
        "expansions": "author_id,in_reply_to_user_id,referenced_posts,edit_history_post_ids,attachments.media_keys,"
                      "geo.place_id,entities.mentions.username",
        "dm": {"dm_event.fields": "id,text,event_type,created_at,dm_conversation_id",
               "expansions": "sender_id,participant_ids"},
    },
    "tweet": {
        "fields": ("tweet.fields", "attachments,author_id,conversation_id,created_at,edit_controls,"
                                   "edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,note_tweet,"
                                   "public_metrics,referenced_tweets,source,text"),
        "expansions": "author_id,in_reply_to_user_id,referenced_tweets.id,referenced_tweets.id.author_id,"
                      "attachments.media_keys,geo.place_id,entities.mentions.username",
        "dm": {"dm_event.fields": "id,text,event_type,created_at,dm_conversation_id,sender_id,participant_ids",
               "expansions": "sender_id,participant_ids"},
    },
}
SEARCH = "(pothole OR \\\"street light\\\") -from:Denver311"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@unittest.skipIf(prism.why_not(), f"skipped: {prism.why_not()}")
class ContractX(harness.Place):
    def begin(self, names, faults=None):
        command = [harness.BINARY, "simulator", "--port", "0", "--account-id", harness.CITY, "--handle", "Denver311"]
        self.names = names
        self.simulator = self.start("simulator", command + (["--faults", faults] if faults else []))
        self.network = self.simulator.wait_line(r"^simulator (http://127\.0\.0\.1:\d+)/")
        self.proxy = prism.Proxy(self, names, self.network, free_port())
        tail = "" if names == "post" else "-tweet"
        self.user, self.app = "demo-access" + tail, "demo-app-only" + tail

    def call(self, method, path, query=None, body=None, token=None):
        url = self.proxy.url + path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(url, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Authorization", "Bearer " + (token or self.user))
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"null")

    def expect(self, status, *words, **more):
        seen, body = self.call(*words, **more)
        self.assertEqual(seen, status, f"{words}: {json.dumps(body)[:2000]}")
        self.assertNotIn("stoplight.io", json.dumps(body), f"{words}: prism finds fault")
        return body

    def account(self, **change):
        harness.http_json(self.network + "/_control/account", change)

    def looks(self, **more):
        name, fields = FIELDS[self.names]["fields"]
        return {name: fields, "expansions": FIELDS[self.names]["expansions"],
                "user.fields": "id,name,username,created_at,description,protected,verified,public_metrics",
                "media.fields": "media_key,type,url,alt_text,preview_image_url",
                "place.fields": "id,full_name,geo,place_type,country_code", **more}

    def residents(self):
        """Posts of every kind; ids by name."""
        made = {"plain": self.post("@Denver311 pothole at Colfax & Broadway <again>", "9001", "ana_demo")}
        made["place"] = self.post("@Denver311 pothole here", "9002", "bo_demo", lat=39.74, lon=-104.99)
        made["media"] = self.post("@Denver311 pothole, see photo", "9003", "cy_demo", media=2, media_alt="a hole")
        made["long"] = self.post("@Denver311 pothole " + "word " * 100 + "https://denver.example/a #potholes", "9001", "ana_demo")
        made["reply"] = self.post("still there, @Denver311", "9002", "bo_demo", in_reply_to=made["plain"])
        made["quote"] = self.post("look at this pothole @Denver311", "9003", "cy_demo", quoted=made["plain"])
        made["edited"] = self.post("@Denver311 pothol", "9004", "di_demo")
        request = urllib.request.Request(f"{self.network}/_control/posts/{made['edited']}", method="PUT",
                                         data=b'{"text":"@Denver311 pothole, spelled right"}',
                                         headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=20).read()
        made["gone"] = self.post("@Denver311 soon gone", "9005", "ed_demo")
        urllib.request.urlopen(urllib.request.Request(
            f"{self.network}/_control/posts/{made['gone']}", method="DELETE",
            headers={"Content-Type": "application/json"}), timeout=20).read()
        suspended = {"id": "9006", "handle": "fay_demo", "name": "Fay"}
        made["suspended"] = self.post("@Denver311 pothole by somebody", "9006", "fay_demo")
        harness.http_json(self.network + "/_control/users", {**suspended, "standing": "suspended"})
        made["protected"] = self.post("@Denver311 for friends only", "9007", "gil_demo")
        harness.http_json(self.network + "/_control/users",
                          {"id": "9007", "handle": "gil_demo", "name": "Gil", "standing": "protected"})
        for i in range(12):
            self.post(f"@Denver311 street light {i} is out", str(9100 + i), f"resident_{i}")
        return made

    def read_everything(self, made):
        city = harness.CITY
        page = self.expect(200, "GET", f"/2/users/{city}/mentions", self.looks(max_results=5))
        seen = len(page["data"])
        while "next_token" in page["meta"]:
            page = self.expect(200, "GET", f"/2/users/{city}/mentions",
                               self.looks(max_results=5, pagination_token=page["meta"]["next_token"]))
            seen += page["meta"]["result_count"]
        self.assertEqual(seen, 19)  # seven kinds and twelve lights; neither the gone nor the closed ones
        newest = self.expect(200, "GET", f"/2/users/{city}/mentions", {"max_results": 5})["meta"]["newest_id"]
        empty = self.expect(200, "GET", f"/2/users/{city}/mentions", self.looks(since_id=newest))
        self.assertEqual(empty["meta"], {"result_count": 0})
        self.expect(200, "GET", "/2/tweets/search/recent", self.looks(query="pothole lang:en", max_results=10))
        self.expect(200, "GET", f"/2/users/{city}/tweets", self.looks(max_results=5, exclude="retweets"))
        ids = [made[name] for name in ("plain", "edited", "gone", "suspended", "protected", "long", "media", "place")]
        looked = self.expect(200, "GET", "/2/tweets", self.looks(ids=",".join(ids)))
        self.assertEqual(len(looked["errors"]), 3)
        self.expect(200, "GET", f"/2/tweets/{made['quote']}", self.looks())
        self.expect(200, "GET", f"/2/tweets/{made['gone']}", self.looks())
        users = {"user.fields": "id,name,username,description,created_at"}
        self.expect(200, "GET", "/2/users/me", users)
        self.expect(200, "GET", "/2/users/9001", users)
        self.expect(200, "GET", "/2/users/by/username/ana_demo", users)
        self.assertIn("errors", self.expect(200, "GET", "/2/users/by/username/nobody_here", users))
        self.expect(200, "GET", "/2/usage/tweets", {"days": 7}, token=self.app)

    def write_everything(self, made):
        reply = {"text": "Thank you. Your case is 26-000001-K3.", "reply": {"in_reply_to_tweet_id": made["plain"]}}
        sent = self.expect(201, "POST", "/2/tweets", body=reply)["data"]["id"]
        twice = self.expect(403, "POST", "/2/tweets", body=reply)
        self.assertIn("duplicate content", twice["detail"])
        stranger = self.post("just walking", "9009", "jo_demo")
        self.expect(403, "POST", "/2/tweets", body={"text": "hello", "reply": {"in_reply_to_tweet_id": stranger}})
        self.expect(403, "POST", "/2/tweets", body=reply, token=self.app)
        self.assertEqual(self.expect(200, "DELETE", f"/2/tweets/{sent}"), {"data": {"deleted": True}})

    def talk(self):
        harness.http_json(self.network + "/_control/messages",
                          {"author": {"id": "9001", "handle": "ana_demo", "name": "Ana"}, "text": "my number is private"})
        events = FIELDS[self.names]["dm"]
        listed = self.expect(200, "GET", "/2/dm_events", {**events, "max_results": 10, "event_types": "MessageCreate"})
        self.assertEqual(listed["data"][0]["text"], "my number is private")
        sent = self.expect(201, "POST", "/2/dm_conversations/with/9001/messages", body={"text": "Thank you."})
        self.assertEqual(set(sent["data"]), {"dm_conversation_id", "dm_event_id"})
        both = self.expect(200, "GET", "/2/dm_conversations/with/9001/dm_events", {**events, "max_results": 10})
        self.assertEqual(len(both["data"]), 2)
        self.expect(403, "GET", "/2/dm_events", events, token=self.app)
        self.expect(403, "POST", "/2/dm_conversations/with/9002/messages", body={"text": "unasked"})

    def be_refused(self):
        city = harness.CITY
        self.expect(401, "GET", "/2/users/me", token="nobody")
        self.expect(400, "GET", "/2/tweets/search/recent", {"query": "x" * 513, "max_results": 10})
        self.expect(400, "GET", "/2/tweets/search/recent", {"query": "pothole", "since_id": "1", "max_results": 10})
        self.expect(400, "GET", f"/2/users/{city}/mentions", {"max_results": 5, "pagination_token": "nonsense"})
        for outcome, status in (("too_many", 429), ("usage_capped", 429), ("no_credits", 402), ("unauthorized", 401),
                                ("permission_lost", 403)):
            harness.http_json(self.network + "/_control/faults", {"outcome": outcome})
            self.expect(status, "GET", f"/2/users/{city}/mentions", {"max_results": 5})
        self.account(credits_usd=0)
        self.expect(402, "GET", f"/2/users/{city}/mentions", {"max_results": 5})
        self.account(credits_usd=None, monthly_post_cap=0)
        self.expect(429, "GET", f"/2/users/{city}/mentions", {"max_results": 5})
        self.account(monthly_post_cap=None)

    def names_are_known(self):
        """Query names of all requests that reached the simulator, against the document."""
        known = prism.parameters(self.names)
        seen = 0
        for line in harness.http_json(self.network + "/_control/log")["requests"]:
            address = urllib.parse.urlsplit(line["target"])
            if not address.path.startswith("/2/") or address.path.startswith("/2/oauth2/"):
                continue
            pattern = prism.pattern_of(known, line["method"], address.path)
            self.assertIsNotNone(pattern, line["target"])
            names = {name for name, _ in urllib.parse.parse_qsl(address.query)}
            self.assertLessEqual(names, known[(line["method"], pattern)], line["target"])
            seen += 1
        return seen

    def serve(self):
        """The service through the proxy, until a resident has an answer and a message was read."""
        tail = "" if self.names == "post" else "-tweet"
        self.write_config(base_url=self.proxy.url, names=self.names, 
                          listen='["mentions", "direct_messages", "search:' + SEARCH + '"]')
        self.write_secret("twitter.toml", f'access_token = "demo-access{tail}"\n')
        self.start_service()
        asked = self.post("@Denver311 huge pothole at Colfax and Broadway", "9201", "kim_demo")
        harness.http_json(self.network + "/_control/messages", {
            "author": {"id": "9202", "handle": "lu_demo", "name": "Lu"}, "text": "the pothole at 12th and Elm is still there"})
        harness.wait_for("an answer to the resident", lambda: self.thread(asked)["replies"], 90)
        harness.wait_for("the message", lambda: [p for p in self.export("posts") if p["author"]["id"] == "9202"], 90)

    def check(self, names):
        self.begin(names)
        made = self.residents()
        self.read_everything(made)
        self.write_everything(made)
        self.talk()
        self.be_refused()
        self.assertGreater(self.names_are_known(), 20)
        self.assertEqual(self.proxy.violations(), [])

    def test_answers_are_valid_in_the_words_of_2_167(self):
        self.check("post")

    def test_answers_are_valid_in_the_words_of_2_166(self):
        self.check("tweet")

    def test_the_service_asks_in_the_words_of_2_167(self):
        self.check_service("post")

    def test_the_service_asks_in_the_words_of_2_166(self):
        self.check_service("tweet")

    def check_service(self, names):
        self.begin(names)
        self.serve()
        self.assertGreater(self.names_are_known(), 3)
        self.assertEqual(self.proxy.violations(), [])

    def test_a_wrong_request_is_noticed(self):
        """The proxy is not blind: what breaks the document is refused by it."""
        self.begin("post")
        status, body = self.call("GET", f"/2/users/{harness.CITY}/mentions", {"max_results": 1})
        self.assertIn("stoplight.io", json.dumps(body), status)
        self.assertNotEqual(self.proxy.violations(), [])


if __name__ == "__main__":
    unittest.main()
