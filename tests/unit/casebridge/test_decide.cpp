#include <doctest/doctest.h>

#include "casebridge/bridge.h"
#include "sample_city.h"

using namespace social311;
using namespace social311::casebridge;

namespace {

Location place(const std::string& kind, const std::string& text = "1437 Bannock St") {
  Location out;
  out.kind = kind;
  out.text = text;
  return out;
}

// A request about a pothole at an address, on an account that acknowledges, at noon of a Monday.
DecideAsk request() {
  DecideAsk ask;
  ask.post.network = "twitter";
  ask.post.id = "1";
  ask.post.text = "Huge pothole at 1437 Bannock St";
  ask.post.author = {"5", "demo_rider", "Demo Rider"};
  ask.finding.decision = Decision::open_case;
  ask.finding.intent = Intent::request;
  ask.finding.topics = {{"pothole_street", {}, "POTHOLE", 0.9, {}}};
  ask.finding.language = "en";
  ask.finding.addressed = true;
  ask.finding.locations = {place("address")};
  ask.reply = ReplyMode::acknowledge;
  ask.now = at("2026-03-02T19:00:00Z");
  return ask;
}

Case known_case(CaseStatus status) {
  Case out;
  out.number = "26-000007";
  out.status = status;
  out.topic = "pothole_street";
  out.resident = {"twitter", "5", "demo_rider"};
  out.location = place("address");
  if (status == CaseStatus::closed) out.closed_at = at("2026-03-01T19:00:00Z");
  return out;
}

// A word of the same resident in the thread of a case.
DecideAsk word(CaseStatus status, const std::string& text) {
  DecideAsk ask = request();
  ask.post.text = text;
  ask.post.in_reply_to = "900";
  ask.finding = {};
  ask.finding.language = "en";
  ask.history.conversation_case = known_case(status);
  ask.history.answers_us = true;
  return ask;
}

Decided decided(const DecideAsk& ask) {
  return decide(sample_city(), ask);
}

}  // namespace

TEST_CASE("a request becomes a case with code, division, deadline, place and one receipt") {
  const Decided got = decided(request());
  CHECK(got.outcome == Outcome::new_case);
  CHECK(got.topic == "pothole_street");
  CHECK(got.service_code == "POTHOLE");
  CHECK(got.division == "street_maintenance");
  CHECK(got.priority == Priority::normal);
  CHECK(got.status == CaseStatus::fresh);
  REQUIRE(got.due_at.has_value());
  CHECK(to_iso8601(*got.due_at) == "2026-03-05T19:00:00Z");  // 36 open hours: three days
  REQUIRE(got.location.has_value());
  CHECK(got.location->text == "1437 Bannock St");
  REQUIRE(got.intent.has_value());
  CHECK(got.intent->kind == ReplyKind::receipt);
  CHECK(got.intent->state == ReplyState::queued);
  CHECK_FALSE(got.reason.empty());
}

TEST_CASE("our own posts and reposts are never cases, whatever they say") {
  for (const bool emergency : {false, true}) {
    DecideAsk own = request();
    own.history.own = true;
    if (emergency) own.finding.urgency = Urgency::emergency;
    CHECK(decided(own).outcome == Outcome::own);
    CHECK_FALSE(decided(own).intent.has_value());
    DecideAsk repost = request();
    repost.post.kind = PostKind::repost;
    if (emergency) repost.finding.urgency = Urgency::emergency;
    CHECK(decided(repost).outcome == Outcome::ignored);
    CHECK_FALSE(decided(repost).intent.has_value());
  }
}

TEST_CASE("the finding's decision leads where there is no history") {
  DecideAsk ask = request();
  ask.finding.decision = Decision::review;
  CHECK(decided(ask).outcome == Outcome::review);
  ask.finding.decision = Decision::ignore;
  CHECK(decided(ask).outcome == Outcome::ignored);
  CHECK_FALSE(decided(ask).intent.has_value());
}

TEST_CASE("a receipt leaves by itself only where everything allows it") {
  struct Row {
    ReplyMode mode;
    bool can_reply;
    bool already;
    bool queued;
  };
  for (const ReplyMode mode : {ReplyMode::off, ReplyMode::approve, ReplyMode::acknowledge}) {
    for (const bool can_reply : {false, true}) {
      for (const bool already : {false, true}) {
        CAPTURE(name_of(mode));
        CAPTURE(can_reply);
        CAPTURE(already);
        DecideAsk ask = request();
        ask.reply = mode;
        ask.can_reply = can_reply;
        ask.history.automatic_reply_in_conversation = already;
        const Decided got = decided(ask);
        REQUIRE(got.intent.has_value());  // a draft is made even where nothing is sent
        const bool free = mode == ReplyMode::acknowledge && can_reply && !already;
        CHECK((got.intent->state == ReplyState::queued) == free);
        CHECK((got.intent->state == ReplyState::draft) == !free);
        CHECK(got.intent->slots_note.empty() == free);
      }
    }
  }
}

TEST_CASE("the reason why a post cannot be answered stands on the draft") {
  DecideAsk ask = request();
  ask.can_reply = false;
  ask.post.repliable_reason = "not summoned";
  CHECK(decided(ask).intent->slots_note.find("not summoned") != std::string::npos);
}

TEST_CASE("a service that needs a place asks when none is exact enough") {
  struct Row {
    const char* kind;
    CaseStatus status;
  };
  for (const Row& row : {Row{"address", CaseStatus::fresh}, Row{"intersection", CaseStatus::fresh},
                         Row{"block", CaseStatus::fresh}, Row{"landmark", CaseStatus::fresh},
                         Row{"point", CaseStatus::fresh}, Row{"street", CaseStatus::needs_info},
                         Row{"area", CaseStatus::needs_info}}) {
    CAPTURE(row.kind);
    DecideAsk ask = request();
    ask.finding.locations = {place(row.kind)};
    CHECK(decided(ask).status == row.status);
    CHECK(decided(ask).location.has_value());  // a vague place is kept
  }
  DecideAsk nowhere = request();
  nowhere.finding.locations.clear();
  CHECK(decided(nowhere).status == CaseStatus::needs_info);
  nowhere.finding.topics = {{"dmv", {}, "DMV", 0.9, {}}};
  CHECK(decided(nowhere).status == CaseStatus::fresh);  // nobody drives to a question
}

TEST_CASE("of several places the most exact one is the case's") {
  DecideAsk ask = request();
  ask.finding.locations = {place("area", "Capitol Hill"), place("street", "Colfax"),
                           place("intersection", "Colfax and Grant")};
  CHECK(decided(ask).location->text == "Colfax and Grant");
}

TEST_CASE("an emergency is a case of its own with the fixed text and an hour by the wall clock") {
  DecideAsk ask = request();
  ask.finding.urgency = Urgency::emergency;
  ask.finding.locations.clear();
  ask.now = at("2026-03-08T08:30:00Z");  // a Sunday night
  for (const auto decision : {Decision::open_case, Decision::review}) {
    ask.finding.decision = decision;
    const Decided got = decided(ask);
    CHECK(got.outcome == Outcome::new_case);
    CHECK(got.priority == Priority::emergency);
    CHECK(got.status == CaseStatus::fresh);
    CHECK(got.due_at == ask.now + std::chrono::hours{1});
    REQUIRE(got.intent.has_value());
    CHECK(got.intent->kind == ReplyKind::emergency);
    CHECK(got.intent->state == ReplyState::queued);
  }
  ask.finding.decision = Decision::ignore;
  CHECK(decided(ask).outcome == Outcome::review);  // a person looks
  ask.finding.addressed = false;
  CHECK(decided(ask).outcome == Outcome::ignored);
}

TEST_CASE("an emergency never joins a case that is none, and joins the one that is") {
  DecideAsk ask = word(CaseStatus::open, "there is a live wire down now");
  ask.finding.decision = Decision::open_case;
  ask.finding.urgency = Urgency::emergency;
  CHECK(decided(ask).outcome == Outcome::new_case);
  ask.history.conversation_case->priority = Priority::emergency;
  CHECK(decided(ask).outcome == Outcome::joins_case);
  ask.history.conversation_case->status = CaseStatus::closed;
  CHECK(decided(ask).outcome == Outcome::new_case);
}

TEST_CASE("urgency and partners set the priority, urgency first") {
  DecideAsk ask = request();
  ask.post.author.id = "77";
  CHECK(decided(ask).priority == Priority::partner);
  ask.finding.urgency = Urgency::urgent;
  CHECK(decided(ask).priority == Priority::urgent);
  ask.finding.urgency = Urgency::normal;
  ask.post.network = "bluesky";  // the same number on another network is somebody else
  CHECK(decided(ask).priority == Priority::normal);
}

TEST_CASE("an unknown topic and no topic become the service of other matters") {
  DecideAsk ask = request();
  ask.finding.topics.clear();
  CHECK(decided(ask).topic == "other");
  CHECK(decided(ask).service_code == "OTHER");
  CHECK(decided(ask).division == "");  // 311 decides
  ask.finding.topics = {{"moon_dust", {}, "X", 0.9, {}}};
  CHECK(decided(ask).service_code == "OTHER");
}

TEST_CASE("the reply's language is the resident's where the city speaks it") {
  DecideAsk ask = request();
  ask.finding.language = "es";
  CHECK(decided(ask).language == "es");
  ask.finding.language = "und";
  CHECK(decided(ask).language == "en");
  ask.finding.language = "fr";
  CHECK(decided(ask).language == "en");
}

TEST_CASE("thanks in a case's thread join it and reopen nothing") {
  for (const auto status : {CaseStatus::open, CaseStatus::needs_info, CaseStatus::closed}) {
    for (const auto intent : {Intent::thanks, Intent::praise}) {
      DecideAsk ask = word(status, "thank you, great work!");
      ask.finding.intent = intent;
      const Decided got = decided(ask);
      CHECK(got.outcome == Outcome::joins_case);
      CHECK(got.joins == "26-000007");
      CHECK(got.gratitude);
      CHECK_FALSE(got.reopens);
      CHECK_FALSE(got.intent.has_value());
    }
  }
}

TEST_CASE("thanks outside any case are nothing to do") {
  DecideAsk ask = request();
  ask.finding.decision = Decision::ignore;
  ask.finding.intent = Intent::thanks;
  CHECK(decided(ask).outcome == Outcome::ignored);
}

TEST_CASE("words that say it is not fixed reopen a closed case, in both languages") {
  for (const char* text :
       {"It's not fixed", "this ISN\u2019T really fixed", "hole is still there",
        "thanks but nobody came", "nothing was done", "Sigue igual", "todav\u00eda no lo arreglan",
        "el bache sigue ah\u00ed", "no lo arreglaron!!", "the pothole came back"}) {
    CAPTURE(text);
    DecideAsk ask = word(CaseStatus::closed, text);
    ask.finding.intent = Intent::thanks;  // even where the classifier only heard the thanks
    const Decided got = decided(ask);
    CHECK(got.outcome == Outcome::joins_case);
    CHECK(got.reopens);
    CHECK_FALSE(got.gratitude);
  }
}

TEST_CASE("other words after closing join without reopening") {
  for (const char* text : {"ok", "so it was fixed after all", "see you there", "bien", "not bad"}) {
    CAPTURE(text);
    const Decided got = decided(word(CaseStatus::closed, text));
    CHECK(got.outcome == Outcome::joins_case);
    CHECK_FALSE(got.reopens);
    CHECK_FALSE(got.intent.has_value());
  }
}

TEST_CASE("not fixed is about a closed case, in an open one it is a word like others") {
  const Decided got = decided(word(CaseStatus::open, "it is not fixed"));
  CHECK(got.outcome == Outcome::joins_case);
  CHECK_FALSE(got.reopens);
}

TEST_CASE("a city's own phrases replace the built-in ones") {
  City city = sample_city();
  city.not_fixed = {"chưa sửa"};
  CHECK(decide(city, word(CaseStatus::closed, "vẫn CHƯA SỬA")).reopens);
  CHECK_FALSE(decide(city, word(CaseStatus::closed, "not fixed")).reopens);
}

TEST_CASE("the same request in a closed thread reopens within its window and is new later") {
  DecideAsk ask = word(CaseStatus::closed, "please come and fill it");
  ask.finding.decision = Decision::open_case;
  ask.finding.topics = {{"pothole_street", {}, "POTHOLE", 0.9, {}}};
  CHECK(decided(ask).reopens);
  ask.history.conversation_case->closed_at = at("2026-01-01T19:00:00Z");
  CHECK(decided(ask).outcome == Outcome::new_case);
}

TEST_CASE("who did not speak to us is never answered by a machine") {
  DecideAsk ask = request();
  ask.reply = ReplyMode::acknowledge;
  ask.spoken_to_us = false;
  const Decided got = decided(ask);
  REQUIRE(got.intent.has_value());
  CHECK(got.intent->state == ReplyState::draft);
  CHECK(got.intent->slots_note.find("did not speak to us") != std::string::npos);
}

TEST_CASE("a dispute long after closing begins a case that goes on from the old one") {
  DecideAsk ask = word(CaseStatus::closed, "it is still there");
  ask.history.conversation_case->closed_at = at("2026-01-01T19:00:00Z");
  ask.history.conversation_case->location = place("address");
  ask.finding.topics.clear();
  const Decided got = decided(ask);
  CHECK(got.outcome == Outcome::new_case);
  CHECK(got.continues == ask.history.conversation_case->number);
  CHECK(got.topic == ask.history.conversation_case->topic);
  REQUIRE(got.location.has_value());
  CHECK(got.location->text == "1437 Bannock St");
}

TEST_CASE("the resident's answer with the place ends the question") {
  DecideAsk ask = word(CaseStatus::needs_info, "1437 Bannock St, thanks!");
  ask.finding.locations = {place("address")};
  ask.finding.intent = Intent::thanks;
  const Decided got = decided(ask);
  CHECK(got.outcome == Outcome::joins_case);
  CHECK(got.answers_question);
  CHECK_FALSE(got.gratitude);
  REQUIRE(got.location.has_value());
  CHECK(got.location->text == "1437 Bannock St");
}

TEST_CASE("a vague answer, another person's answer, or an open case end no question") {
  DecideAsk vague = word(CaseStatus::needs_info, "on Colfax");
  vague.finding.locations = {place("street")};
  CHECK_FALSE(decided(vague).answers_question);
  DecideAsk stranger = word(CaseStatus::needs_info, "1437 Bannock St");
  stranger.finding.locations = {place("address")};
  stranger.post.author.id = "6";
  CHECK_FALSE(decided(stranger).answers_question);
  DecideAsk open = word(CaseStatus::open, "1437 Bannock St");
  open.finding.locations = {place("address")};
  CHECK_FALSE(decided(open).answers_question);
}

TEST_CASE("the answer may say the matter again and is still the answer") {
  DecideAsk ask = word(CaseStatus::needs_info, "the pothole is at 1437 Bannock St");
  ask.finding = request().finding;
  const Decided got = decided(ask);
  CHECK(got.outcome == Outcome::joins_case);
  CHECK(got.answers_question);
}

TEST_CASE("another person's own request in a long thread is a case of its own") {
  DecideAsk ask = word(CaseStatus::open, "and we have one at 700 Lincoln St");
  ask.post.author.id = "6";
  ask.finding = request().finding;
  ask.finding.locations = {place("address", "700 Lincoln St")};
  CHECK(decided(ask).outcome == Outcome::new_case);
  ask.finding.locations.clear();  // "same here": a voice of the same matter
  CHECK(decided(ask).outcome == Outcome::joins_case);
  ask.finding.topics = {{"graffiti", {}, "GRAFFITI", 0.9, {}}};
  CHECK(decided(ask).outcome == Outcome::new_case);
}

TEST_CASE("the resident's second matter needs another topic and a place to be a case of its own") {
  DecideAsk ask = word(CaseStatus::open, "also graffiti at 700 Lincoln St");
  ask.finding = request().finding;
  ask.finding.topics = {{"graffiti", {}, "GRAFFITI", 0.9, {}}};
  ask.finding.locations = {place("address", "700 Lincoln St")};
  CHECK(decided(ask).outcome == Outcome::new_case);
  ask.finding.locations.clear();
  CHECK(decided(ask).outcome == Outcome::joins_case);
}

TEST_CASE("a second case within a day gets a draft, never a second automatic reply") {
  DecideAsk ask = word(CaseStatus::open, "also graffiti at 700 Lincoln St");
  ask.finding = request().finding;
  ask.finding.topics = {{"graffiti", {}, "GRAFFITI", 0.9, {}}};
  ask.history.automatic_reply_in_conversation = true;
  const Decided got = decided(ask);
  REQUIRE(got.outcome == Outcome::new_case);
  CHECK(got.intent->state == ReplyState::draft);
}

TEST_CASE("a city without services or languages still decides") {
  City bare;
  bare.languages.clear();
  const Decided got = decide(bare, request());
  CHECK(got.outcome == Outcome::new_case);
  CHECK(got.service_code == "OTHER");
  CHECK(got.language == "en");
  CHECK_FALSE(got.due_at.has_value());
}

TEST_CASE("the same ask always gives the same decision") {
  const Decided one = decided(request());
  const Decided two = decided(request());
  CHECK(one.reason == two.reason);
  CHECK(one.due_at == two.due_at);
  CHECK(name_of(one.outcome) == std::string("new_case"));
}
