// One trouble, many voices: what is suggested, joined, split and closed together, the survey after
// it, and a seeded city through the whole way of the store.
#include <doctest/doctest.h>

#include <algorithm>

#include "casebridge/place_name.h"
#include "core/exchange.h"
#include "service/roles/incidents.h"
#include "tests/postgres/bridge_world.h"
#include "tests/unit/casebridge/incident_city.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

const std::string hole = "@Denver311 huge pothole at 1437 Bannock St, please fix it";

Post by(const std::string& author, const std::string& id, const std::string& text) {
  Post post = make_post(id, text);
  post.author = {.id = author, .handle = "resident" + author, .name = "Resident " + author};
  post.conversation = id;
  return post;
}

Post pinned(Post post, double lat, double lon) {
  post.lat = lat;
  post.lon = lon;
  return post;
}

Post said(const std::string& author, const std::string& id, const std::string& first,
          const std::string& text) {
  Post post = by(author, id, text);
  post.created_at = after(6h);
  post.in_reply_to = first;
  post.conversation = first;
  return post;
}

struct Street : BridgeWorld {
  using BridgeWorld::BridgeWorld;

  // One pothole, told by three.
  std::string first = hear(by("1", "a", hole), noon);
  std::string second =
      hear(by("2", "b", "@Denver311 deep pothole at 1437 Bannock Street!"), after(1h));
  std::string third = hear(by("3", "c", "@Denver311 hay un bache en 1437 Bannock St"), after(2h));

  sql::SameTrouble same(const std::string& number) { return store->same_trouble(number); }
  std::optional<std::string> leads(const std::string& number) {
    return detail(number).about.incident;
  }
  bool join(const std::string& number, const std::string& into) {
    return store->join_case(number, detail(number).version, into, "dana", after(3h)).done;
  }
  std::vector<std::string> events(const std::string& number) {
    std::vector<std::string> kinds;
    for (const auto& event : detail(number).events) kinds.push_back(event.kind);
    return kinds;
  }
  bool has_event(const std::string& number, const std::string& kind) {
    const auto all = events(number);
    return std::find(all.begin(), all.end(), kind) != all.end();
  }
  sql::ClosingNote told(const std::string& number, const std::string& target, bool survey = false) {
    sql::ClosingNote note{.number = number};
    note.closing = reply(number, target, 1);
    note.closing->kind = ReplyKind::closing;
    note.closing->marker = number + "-closing";
    if (!survey) return note;
    note.survey = reply(number, target, 1);
    note.survey->kind = ReplyKind::survey;
    note.survey->marker = number + "-survey";
    return note;
  }
  sql::Changed close(const std::string& number, const std::vector<sql::ClosingNote>& notes) {
    return store->close_incident(number, detail(number).version, "filled", "dana", after(4h),
                                 notes);
  }
  std::int64_t kind_count(const std::string& kind) {
    return std::stoll(sql("select count(*) from reply_intent where kind = '" + kind + "'"));
  }
};

}  // namespace

TEST_CASE("the same pothole told by three is suggested, and nothing joins without a person") {
  Street street;
  CHECK(street.same(street.first).suggestions.empty());
  const auto second = street.same(street.second).suggestions;
  REQUIRE(second.size() == 1);
  CHECK(second[0].number == street.first);
  CHECK(second[0].advice == "suggest");
  CHECK(second[0].distance_m == 0);
  CHECK(second[0].likelihood > 0.5);
  CHECK(second[0].text == hole);
  CHECK(street.same(street.third).suggestions.size() == 2);
  CHECK(street.same(street.first).others.size() == 2);
  CHECK(!street.leads(street.second));
}

TEST_CASE("another topic, another place, a street alone and a closed case are not suggested") {
  Street street;
  const auto lamp =
      street.hear(by("4", "d", "@Denver311 the street light at 1437 Bannock St is out"), after(3h));
  CHECK(street.same(lamp).suggestions.empty());
  const auto far = street.hear(
      by("5", "e", "@Denver311 huge pothole at 1200 Pearl St, please fix it"), after(3h));
  CHECK(street.same(far).suggestions.empty());
  const auto vague =
      street.hear(by("6", "f", "@Denver311 huge pothole on Bannock St, please fix it"), after(3h));
  CHECK(street.same(vague).suggestions.empty());
  REQUIRE(street.close(street.first, {{.number = street.first}}).done);
  const auto later = street.hear(by("7", "g", hole), after(5h));
  for (const auto& one : street.same(later).suggestions) CHECK(one.number != street.first);
}

TEST_CASE("an emergency is suggested to people and never joined or asked by itself") {
  auto city = sample_city();
  for (auto& [topic, service] : city.services) service.automatic_joins = true;
  Street street(city);
  street.sql("update case_file set priority = 'emergency' where number = '" + street.first + "'");
  street.sql(
      "insert into incident_suggestion (case_id, leads, topic, likelihood, advice, why, state, "
      "by_agent, made_at, changed_at) select a.case_id, b.case_id, 'pothole_street', 0.99, "
      "'suggest', '', 'joined', 'dana', now(), now() from case_file a, case_file b where "
      "a.case_id <> b.case_id on conflict (case_id, leads) do update set state = 'joined', "
      "likelihood = 0.99");
  const auto fresh = street.hear(by("4", "d", hole), after(3h));
  CHECK(!street.leads(fresh));
  CHECK(!street.same(fresh).suggestions.empty());
  for (const auto& one : street.same(fresh).suggestions) CHECK(one.state == "open");
}

TEST_CASE("a service joins by itself only where it may and its own record proves it") {
  auto city = sample_city();
  city.services.at("pothole_street").automatic_joins = true;
  Street street(city);
  const auto record = [&](int joined, int declined) {
    street.sql("delete from incident_suggestion");
    street.sql(
        "insert into post (network, network_id, account_key, author_id, author_handle, "
        "author_name, created_at, seen_at, changed_at, in_reply_to, conversation, kind, "
        "repliable, repliable_reason, version, state) select 'import', 'x' || n, '', '', "
        "'', '', now(), now(), now(), '', '', 'post', 'yes', '', '1', 'case' from "
        "generate_series(1, " +
        std::to_string(joined + declined) + ") n on conflict do nothing");
    street.sql(
        "insert into case_file (number, public_token, status, topic, service_code, "
        "division, priority, opened_at, network, first_post_id, resident_id, "
        "resident_handle, language, reason, opened_by, changed_at) select 'r' || post_id, "
        "'r' || post_id, 'open', 'other', '', '', 'normal', now(), 'import', post_id, '', "
        "'', 'en', '', 'auto', now() from post where network = 'import' on conflict do "
        "nothing");
    street.sql(
        "insert into incident_suggestion (case_id, leads, topic, likelihood, advice, why, "
        "state, by_agent, made_at, changed_at) select c.case_id, (select min(case_id) from "
        "case_file), 'pothole_street', 0.9, 'suggest', '', case when row_number() over "
        "(order by case_id) <= " +
        std::to_string(joined) +
        " then 'joined' else 'declined' end, 'dana', now(), now() from case_file c where "
        "number like 'r%' limit " +
        std::to_string(joined + declined));
  };
  const std::string same_words = "@Denver311 huge pothole at 1437 Bannock St, please fix it!";
  record(20, 0);
  CHECK(!street.leads(street.hear(by("4", "d", same_words), after(2h + 1min))));
  record(80, 20);
  CHECK(!street.leads(street.hear(by("5", "e", same_words), after(2h + 2min))));
  REQUIRE(street.join(street.second, street.first));
  REQUIRE(street.join(street.third, street.first));
  for (const char* post : {"d", "e"}) {
    const auto number = street.sql(
        "select c.number from case_file c join post p on p.post_id = c.first_post_id where "
        "p.network_id = '" +
        std::string(post) + "'");
    REQUIRE(street.join(number, street.first));
  }
  record(100, 0);
  const auto joined = street.hear(by("6", "f", same_words), after(2h + 3min));
  CHECK(street.leads(joined) == street.first);
  CHECK(street.same(street.first).members.back().how == "automatic");
}

TEST_CASE("an automatic join proves something only after its case was closed") {
  Street street;
  street.sql(
      "update incident_suggestion set state = 'joined', by_agent = 'auto', likelihood = "
      "0.95");
  const auto counted = [&] {
    sql::SuggestionCounts counts;
    street.keep({by("9", "z", "hello")});
    street.store->decide_posts(1, noon, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
      counts = turn.suggestion_counts("pothole_street", 0.85);
      turn.settle_post(post, "ignored", {}, "", noon);
      throw std::runtime_error("only looked");
    });
    return counts.joined;
  };
  CHECK(counted() == 0);
  REQUIRE(street.close(street.second, {{.number = street.second}}).done);
  CHECK(counted() == 1);
}

TEST_CASE("joining and splitting keep their history and the service's record") {
  Street street;
  REQUIRE(street.join(street.second, street.first));
  CHECK(street.leads(street.second) == street.first);
  CHECK(street.has_event(street.second, "joined_incident"));
  CHECK(street.has_event(street.first, "joined"));
  const auto members = street.same(street.first).members;
  REQUIRE(members.size() == 1);
  CHECK(members[0].number == street.second);
  CHECK(members[0].handle == "resident2");
  CHECK(members[0].how == "click");
  CHECK(members[0].by == "dana");
  CHECK(street.sql("select state from incident_suggestion where case_id = (select case_id from "
                   "case_file where number = '" +
                   street.second + "')") == "joined");
  REQUIRE(street.store
              ->split_case(street.second, street.detail(street.second).version, "lee", after(4h))
              .done);
  CHECK(!street.leads(street.second));
  CHECK(street.same(street.first).members.empty());
  CHECK(street.sql("select how || ' ' || by_agent || ' ' || ended_by || ' ' || end_kind from "
                   "incident_join") == "click dana lee split");
  CHECK(street.same(street.second).suggestions.at(0).state == "declined");
}

TEST_CASE("a case that moved, closed cases and circles are refused") {
  Street street;
  const auto stale = street.detail(street.second).version;
  REQUIRE(street.store->add_note(street.second, "look", "dana", noon).done);
  REQUIRE(street.store->assign_case(street.second, stale, "dana", "dana", noon).done);
  CHECK(street.store->join_case(street.second, stale, street.first, "dana", noon).why_not ==
        "changed");
  CHECK(!street.join(street.second, street.second));
  CHECK(!street.join(street.second, "26-999999"));
  REQUIRE(street.join(street.second, street.first));
  CHECK(!street.join(street.second, street.first));
  CHECK(!street.join(street.first, street.second));
  REQUIRE(street.close(street.third, {{.number = street.third}}).done);
  CHECK(!street.join(street.first, street.third));
  CHECK(street.store->split_case(street.first, street.detail(street.first).version, "dana", noon)
            .why_not == "not joined");
}

TEST_CASE("who is joined to a case comes along when that case joins another") {
  Street street;
  REQUIRE(street.join(street.third, street.second));
  REQUIRE(street.join(street.second, street.first));
  CHECK(street.leads(street.third) == street.first);
  CHECK(street.same(street.first).members.size() == 2);
  const auto fourth = street.hear(by("4", "d", hole), after(3h));
  REQUIRE(street.join(fourth, street.third));  // the case that leads it is found
  CHECK(street.leads(fourth) == street.first);
}

TEST_CASE("a declined suggestion is not shown as open again") {
  Street street;
  const auto id = street.same(street.second).suggestions.at(0).suggestion_id;
  const auto state = [&] {
    for (const auto& one : street.same(street.second).suggestions)
      if (one.suggestion_id == id) return one.state;
    return std::string("gone");
  };
  REQUIRE(street.store->decline_suggestion(street.second, id, "dana", noon).done);
  CHECK(state() == "declined");
  CHECK(!street.store->decline_suggestion(street.second, id, "dana", noon).done);
  street.sql("insert into incident_moved select case_id from case_file where number = '" +
             street.second + "'");
  CHECK(service::compare_moved(street.parts(), *street.store, 10, after(3h)) == 1);
  CHECK(state() == "declined");
}

TEST_CASE("closing the case that leads closes everybody, each told once in their own thread") {
  Street street;
  REQUIRE(street.join(street.second, street.first));
  REQUIRE(street.join(street.third, street.first));
  CHECK(street.store->open_members(street.first) ==
        std::vector<std::string>{street.second, street.third});
  // Somebody joined after the notes were written: nothing happens at all.
  CHECK(
      street.close(street.first, {street.told(street.first, "a"), street.told(street.second, "b")})
          .why_not == "changed");
  CHECK(street.kind_count("closing") == 0);
  CHECK(street.detail(street.first).about.status != CaseStatus::closed);
  REQUIRE(street
              .close(street.first, {street.told(street.first, "a"), street.told(street.second, "b"),
                                    street.told(street.third, "c")})
              .done);
  for (const auto& number : {street.first, street.second, street.third}) {
    CHECK(street.detail(number).about.status == CaseStatus::closed);
    CHECK(street.detail(number).about.resolution == "filled");
    CHECK(street.sql("select count(*) from reply_intent i join case_file c using (case_id) where "
                     "kind = 'closing' and number = '" +
                     number + "'") == "1");
  }
  CHECK(street.has_event(street.third, "closed_with"));
}

TEST_CASE(
    "a joined resident who says that it is not fixed opens their case and the one that leads") {
  Street street;
  REQUIRE(street.join(street.second, street.first));
  REQUIRE(street.join(street.third, street.first));
  REQUIRE(street
              .close(street.first,
                     {street.told(street.first, "a", true), street.told(street.second, "b", true),
                      street.told(street.third, "c", true)})
              .done);
  street.hear(said("2", "b2", "b", "@Denver311 it is still there, nobody came"), after(5h));
  CHECK(street.detail(street.second).about.status == CaseStatus::open);
  CHECK(street.detail(street.first).about.status == CaseStatus::open);
  CHECK(street.detail(street.third).about.status == CaseStatus::closed);
  CHECK(street.leads(street.second) == street.first);
  CHECK(street.has_event(street.first, "reopened"));
  // Their surveys had not left yet: they do not leave any more, the third one's does.
  CHECK(street.same(street.second).survey->state == "withdrawn");
  CHECK(street.same(street.first).survey->state == "withdrawn");
  CHECK(street.same(street.third).survey->state == "queued");
}

TEST_CASE("a survey is asked once a resident and incident, and its answer reopens nothing") {
  Street street;
  REQUIRE(street.join(street.second, street.first));
  REQUIRE(street
              .close(street.first,
                     {street.told(street.first, "a", true), street.told(street.second, "b", true)})
              .done);
  CHECK(street.store->was_surveyed(street.first, after(0h)));
  CHECK(street.store->was_surveyed(street.first, after(100h)));  // about this incident: ever
  CHECK(!street.store->was_surveyed(street.third, after(0h)));
  street.send(after(5h));
  CHECK(street.same(street.first).survey->state == "sent");
  street.hear(
      said("1", "a2", "a", "@Denver311 5, the pothole on Bannock is gone, please keep it up"),
      after(6h));
  CHECK(street.detail(street.first).about.status == CaseStatus::closed);
  CHECK(street.same(street.first).survey->score == 5);
  CHECK(street.same(street.first).survey->words.find("keep it up") != std::string::npos);
  street.hear(said("2", "b2", "b", "@Denver311 2, it is still there"), after(6h));
  CHECK(street.same(street.second).survey->score == 2);
  CHECK(street.detail(street.second).about.status == CaseStatus::open);
  // A second answer changes nothing; somebody else's number is none.
  street.hear(said("1", "a3", "a", "@Denver311 1"), after(7h));
  CHECK(street.same(street.first).survey->score == 5);
  const auto found = street.store->satisfaction(noon, after(10h));
  CHECK(found.asked == 2);
  CHECK(found.answered == 2);
  CHECK(found.satisfied == 1);
  CHECK(found.mean == 3.5);
  REQUIRE(found.topics.size() == 1);
  CHECK(found.topics[0].name == "pothole_street");
  CHECK(found.answers.size() == 2);
  CHECK(street.store->satisfaction(after(10h), after(20h)).asked == 0);
}

TEST_CASE("words before the survey left, or of another person, are no answer to it") {
  Street street;
  REQUIRE(street.close(street.first, {street.told(street.first, "a", true)}).done);
  street.send(after(5h));
  Post early = said("1", "a2", "a", "@Denver311 4");
  early.created_at = noon;
  street.hear(early, after(6h));
  CHECK(!street.same(street.first).survey->score);
  street.hear(said("8", "o", "a", "@Denver311 1"), after(6h));
  CHECK(!street.same(street.first).survey->score);
}

TEST_CASE("a mass event has one parent, closes at once, and leaves emergencies out") {
  Street street;
  const auto danger = street.hear(
      by("4", "d", "@Denver311 a power line is down and sparking at 1200 Pearl St, help"),
      after(3h));
  REQUIRE(street.detail(danger).about.priority == Priority::emergency);
  const auto parent = street.store->open_parent(
      {.title = "Hail on Monday",
       .numbers = {street.third, street.second, danger, street.first, "26-999999"},
       .agent = "dana",
       .now = after(4h)});
  CHECK(parent.leads == street.first);  // the oldest calm one
  CHECK(parent.joined == std::vector<std::string>{street.third, street.second});
  REQUIRE(parent.left_out.size() == 2);
  CHECK(parent.left_out[0].number == danger);
  CHECK(parent.left_out[0].why == "emergency");
  CHECK(street.same(street.second).title == "Hail on Monday");
  CHECK(street.store
            ->open_parent({.title = "x", .numbers = {danger}, .agent = "dana", .now = after(4h)})
            .leads.empty());
}

TEST_CASE("near enough to ask: the receipt carries the one question, and the answer is taken") {
  BridgeWorld world;
  const auto first = world.hear(
      pinned(by("1", "a", "@Denver311 huge pothole here, please fix it"), 39.7392, -104.9903),
      noon);
  const auto second = world.hear(
      pinned(by("2", "b", "@Denver311 huge pothole here, please fix it"), 39.7402, -104.9903),
      after(1h));  // 111 m
  const auto suggested = world.store->same_trouble(second).suggestions;
  REQUIRE(suggested.size() == 1);
  CHECK(suggested[0].state == "asked");
  const auto receipt = world.detail(second).replies.at(0);
  CHECK(receipt.kind == ReplyKind::receipt);
  CHECK(receipt.body.find("Is yours the same?") != std::string::npos);
  CHECK(world.detail(second).about.status == CaseStatus::fresh);
  world.send(after(2h));
  world.hear(said("9", "x", "b", "@Denver311 yes"), after(2h));  // somebody else's word is none
  CHECK(!world.detail(second).about.incident);
  world.hear(said("2", "b2", "b", "@Denver311 yes, same one"), after(3h));
  CHECK(world.detail(second).about.incident == first);
  CHECK(world.store->same_trouble(first).members.at(0).how == "resident");
}

TEST_CASE("a no to the question declines it, and a case asks one question only") {
  BridgeWorld world;
  world.hear(
      pinned(by("1", "a", "@Denver311 huge pothole here, please fix it"), 39.7392, -104.9903),
      noon);
  const auto second = world.hear(
      pinned(by("2", "b", "@Denver311 huge pothole here, please fix it"), 39.7402, -104.9903),
      after(1h));
  world.send(after(2h));
  world.hear(said("2", "b2", "b", "@Denver311 no, mine is another one"), after(3h));
  CHECK(!world.detail(second).about.incident);
  CHECK(world.store->same_trouble(second).suggestions.at(0).state == "declined");
  CHECK(world.store->same_trouble(second).suggestions.at(0).by == "resident");
}

TEST_CASE("a case whose place is told later is compared then") {
  BridgeWorld world;
  const auto first = world.hear(by("1", "a", hole), noon);
  const auto second =
      world.hear(by("2", "b", "@Denver311 there is a huge pothole on my way, fix it"), after(1h));
  REQUIRE(world.detail(second).about.status == CaseStatus::needs_info);
  CHECK(world.store->same_trouble(second).suggestions.empty());
  world.send(after(1h));
  world.hear(said("2", "b2", "b", "@Denver311 it is at 1437 Bannock St"), after(2h));
  CHECK(service::compare_moved(world.parts(), *world.store, 10, after(2h)) == 1);
  CHECK(service::compare_moved(world.parts(), *world.store, 10, after(2h)) == 0);
  REQUIRE(world.store->same_trouble(second).suggestions.size() == 1);
  CHECK(world.store->same_trouble(second).suggestions[0].number == first);
}

TEST_CASE("an exported case tells what its resident and its reviewers said") {
  Street street;
  const auto exported = [&](const std::string& number, std::optional<Instant> since = {}) {
    std::optional<ExportedCase> found;
    street.store->export_cases(since, [&](const ExportedCase& one) {
      if (one.number == number) found = one;
    });
    return found;
  };
  REQUIRE(exported(street.first));
  CHECK(!exported(street.first)->verdict.survey);
  CHECK(!exported(street.first)->verdict.quality);
  REQUIRE(street.close(street.first, {street.told(street.first, "a", true)}).done);
  REQUIRE(exported(street.first)->verdict.survey);
  CHECK(!exported(street.first)->verdict.survey->asked_at);  // it has not left yet
  street.send(after(5h));
  street.hear(said("1", "a2", "a", "@Denver311 5, the pothole on Bannock is gone"), after(6h));
  const auto answered = exported(street.first)->verdict.survey;
  REQUIRE(answered);
  CHECK(answered->asked_at.has_value());
  CHECK(answered->answered_at == after(6h));
  CHECK(answered->score == 5);
  CHECK(answered->words.find("is gone") != std::string::npos);
  CHECK(!exported(street.third)->verdict.survey);
  // A review is no change of the case, but it is one of what is exported of it.
  CHECK(!exported(street.first, after(9h)));
  for (const auto& [who, score] : {std::pair{"sue", 40}, {"sue", 90}, {"ann", 70}})
    REQUIRE(street.store->add_quality({.number = street.first,
                                       .reviewer = who,
                                       .score = score,
                                       .marks = {{"tone", "yes"}},
                                       .note = "",
                                       .now = after(10h)}));
  REQUIRE(exported(street.first, after(9h)));
  CHECK(exported(street.first)->verdict.quality == 80);
  CHECK(!exported(street.first, after(11h)));
}

TEST_CASE("quality reviews are kept, and the newest of each reviewer counts") {
  Street street;
  const auto review = [&](const std::string& who, int score, const std::string& mark) {
    return street.store->add_quality({.number = street.first,
                                      .reviewer = who,
                                      .score = score,
                                      .marks = {{"tone", mark}},
                                      .note = "fine",
                                      .now = after(1h)});
  };
  CHECK(review("sue", 40, "no"));
  CHECK(review("sue", 90, "yes"));
  CHECK(review("ann", 70, "partly"));
  CHECK(!street.store->add_quality({.number = "26-999999", .reviewer = "sue", .now = noon}));
  CHECK(street.same(street.first).quality.size() == 2);
  const auto found = street.store->satisfaction(noon, after(2h));
  CHECK(found.reviewed == 1);
  CHECK(found.quality == 80);
  REQUIRE(found.criteria.size() == 1);
  CHECK(found.criteria[0].count == 2);
  CHECK(found.criteria[0].good == 1);
  CHECK(found.criteria[0].mean == 75);
}

TEST_CASE("the database and the program make the same key of a place") {
  World world;
  for (const char* place :
       {"14th and Grant", "Grant St & 14th Ave", "1437 N. Bannock Street, Denver, CO",
        "Peña Blvd y 40th", "ESQUINA DE COLFAX CON BROADWAY", "", "  ", "St", "Ñandú 12",
        "Federal Blvd / W 38th Ave", "City Park", "E. Colfax Ave.", "the corner of the street"}) {
    CAPTURE(place);
    CHECK(world.sql("select place_key('" + std::string(place) + "')") ==
          casebridge::place_key(place));
  }
}

TEST_CASE("the way to cases nearby is by index") {
  World world;
  world.sql("set enable_seqscan = off");
  const auto plan = world.sql(
      "set enable_seqscan = off; explain select case_id from case_file where status <> 'closed' "
      "and topic = 'x' and (location ->> 'lat')::float8 between 1 and 2");
  CHECK(plan.find("case_near") != std::string::npos);
}

namespace {

struct CityScore {
  int reports = 0;
  int repeats = 0;
  int candidates = 0;
  int right = 0;
  int suggested = 0;  // of the repeats
  int as_pure = 0;    // reports with the verdict of the pure functions
  int pure_candidates = 0;
  int pure_right = 0;
};

Finding finding_of(const casebridge::TruthfulReport& one) {
  Finding finding;
  TopicFinding topic;
  topic.topic = one.report.topic;
  for (const auto& kind : casebridge::trouble_kinds())
    for (const char* name : kind.names)
      if (kind.topic == one.report.topic)
        if (const auto at = one.report.text.find(name); at != std::string::npos)
          topic.evidence.push_back({at, at + std::string(name).size(), name});
  finding.topics.push_back(topic);
  finding.decision = Decision::open_case;
  return finding;
}

// Which trouble a report would join by itself, by the pure functions; -1 = none.
int pure_verdict(const std::vector<casebridge::TruthfulReport>& reports, std::size_t i) {
  casebridge::IncidentPolicy trusted;
  trusted.automatic = true;
  trusted.record = {500, 2};
  std::vector<casebridge::OpenMatter> open;
  for (std::size_t j = 0; j < i; ++j)
    if (reports[i].report.at - reports[j].report.at <= 14 * 24h)
      open.push_back({std::to_string(reports[j].trouble), reports[j].report, {}, {}});
  const auto matches = match_incidents(trusted, reports[i].report, open);
  const bool joins =
      !matches.empty() && matches.front().advice == casebridge::Advice::join_by_itself;
  return joins ? std::stoi(matches.front().number) : -1;
}

// Each report is opened, compared and stored as the work role does it; then a person who knows the
// truth joins it to the case of its trouble.
class CityOnPaper {
 public:
  CityOnPaper(BridgeWorld& world, std::uint64_t seed, int troubles)
      : world_(world), reports_(casebridge::IncidentCity(seed).reports(troubles)) {}

  CityScore play() {
    for (std::size_t i = 0; i < reports_.size(); ++i) one(i);
    return score_;
  }

 private:
  std::string open(std::size_t i) {
    const auto& one = reports_[i];
    const auto parts = world_.parts();
    std::string number;
    world_.keep({by(std::to_string(i), "p" + std::to_string(i), one.report.text)});
    world_.store->decide_posts(
        10, one.report.at, [&](sql::DecideTurn& turn, const sql::StoredPost& post) {
          number = "26-" + std::to_string(100'000 + turn.next_case_sequence(2026));
          sql::NewCaseRow row;
          row.topic = one.report.topic;
          row.opened_at = one.report.at;
          row.location = one.report.location;
          row.language = "en";
          row.public_token = "token-" + number;
          REQUIRE(turn.open_case(number, row, post));
          const Finding finding = finding_of(one);
          service::look_for_same(parts, turn, *turn.find_case(number), &finding,
                                 service::MayAsk::no, one.report.at);
          turn.settle_post(post, "case", finding, "", one.report.at);
        });
    return number;
  }

  void one(std::size_t i) {
    const auto& report = reports_[i];
    const auto number = open(i);
    const auto known = cases_.find(report.trouble);
    const bool repeats =
        known != cases_.end() && report.report.at - newest_[report.trouble] <= 14 * 24h;
    const std::string truth = known == cases_.end() ? "" : known->second;
    judge(i, number, truth, repeats);
    newest_[report.trouble] = report.report.at;
    if (known == cases_.end())
      cases_[report.trouble] = number;
    else
      world_.store->join_case(number, world_.detail(number).version, truth, "dana",
                              report.report.at);
  }

  void judge(std::size_t i, const std::string& number, const std::string& truth, bool repeats) {
    auto found = world_.store->same_trouble(number).suggestions;
    found.erase(std::remove_if(found.begin(), found.end(),
                               [](const auto& it) { return it.advice == "ask_resident"; }),
                found.end());
    const bool told =
        std::any_of(found.begin(), found.end(), [&](const auto& it) { return it.number == truth; });
    const bool candidate = !found.empty() && found.front().likelihood >= 0.85;
    const int pure = pure_verdict(reports_, i);
    const std::string pure_case = pure < 0 ? "" : cases_[pure];
    score_.reports += 1;
    score_.repeats += repeats ? 1 : 0;
    score_.suggested += repeats && told ? 1 : 0;
    score_.candidates += candidate ? 1 : 0;
    score_.right += candidate && !truth.empty() && found.front().number == truth ? 1 : 0;
    score_.pure_candidates += pure < 0 ? 0 : 1;
    score_.pure_right += pure == reports_[i].trouble ? 1 : 0;
    score_.as_pure += (candidate ? found.front().number : "") == pure_case ? 1 : 0;
  }

  BridgeWorld& world_;
  std::vector<casebridge::TruthfulReport> reports_;
  std::map<int, std::string> cases_{};  // trouble → the case that leads
  std::map<int, Instant> newest_{};
  CityScore score_{};
};

}  // namespace

TEST_CASE("a seeded city through the store: candidates are right and most repeats are found") {
  auto denver = sample_city();
  for (auto& [topic, service] : denver.services) service.incident = {};
  BridgeWorld world(denver);
  const CityScore score = CityOnPaper(world, 1, 1'500).play();
  const double precision = static_cast<double>(score.right) / score.candidates;
  const double recall = static_cast<double>(score.right) / score.repeats;
  MESSAGE("through the store: " << score.reports << " reports, " << score.repeats
                                << " repeats, precision " << precision << ", recall " << recall
                                << ", suggested "
                                << static_cast<double>(score.suggested) / score.repeats
                                << "; the pure functions on the same reports: precision "
                                << static_cast<double>(score.pure_right) / score.pure_candidates
                                << ", recall "
                                << static_cast<double>(score.pure_right) / score.repeats
                                << "; the same verdict " << score.as_pure);
  CHECK(score.as_pure >= score.reports - score.reports / 100);
  CHECK(precision >= 0.95);
  CHECK(recall >= 0.80);
}
