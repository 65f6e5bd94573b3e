// Four eyes: what waits for a second person, who that may be, and that the sender never has it.
#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

#include "tests/postgres/world.h"

using namespace social311;
using namespace social311::tests;
using namespace std::chrono_literals;

namespace {

using What = sql::ApprovalEnd::What;
using Verdict = sql::ApprovalAnswer::Verdict;
using View = sql::ApprovalsAsk::View;

const sql::NeedsApproval two_eyes{"two eyes", "Policy \"two eyes\" wants a second person."};

// A case for post "1", and an answer of dana's that waits for a second person.
struct Waiting : World {
  Waiting() : number(one_case("1")), intent(hold()) {}

  std::int64_t hold(int seq = 1, const std::string& by = "dana") {
    auto wanted = reply(number, "1", seq);
    wanted.state = ReplyState::draft;
    wanted.by = by;
    wanted.approval = two_eyes;
    REQUIRE(store->answer_case(number, detail(number).version, wanted).done);
    return detail(number).replies.back().intent_id;
  }
  sql::Approval approval(std::int64_t id) {
    const auto held = store->approval_of(id);
    REQUIRE(held.has_value());
    return *held->reply.approval;
  }
  sql::ApprovalEnd decide(const std::string& by, Verdict verdict, std::int64_t ask,
                          const std::optional<sql::NewReply>& survey = {}) {
    return decide_with(*store, by, verdict, ask, survey);
  }
  sql::ApprovalEnd decide_with(sql::Store& by_store, const std::string& by, Verdict verdict,
                               std::int64_t ask,
                               const std::optional<sql::NewReply>& survey = {}) const {
    return by_store.answer_approval({.intent_id = intent,
                                     .ask_id = ask,
                                     .verdict = verdict,
                                     .why = verdict == Verdict::send_back ? "name the street" : "",
                                     .by = by,
                                     .not_before = after(1h + 10s),
                                     .now = after(1h)},
                                    survey);
  }
  sql::ApprovalEnd approve(const std::string& by) {
    return decide(by, Verdict::approve, approval(intent).ask_id);
  }
  sql::Changed ask_again(const std::string& text, const std::string& by = "dana") {
    return store->ask_approval({intent, text, two_eyes, by, after(2h)});
  }
  std::optional<sql::ClaimedReply> claim(Instant now) {
    return store->claim_reply(account, "life-1", now, same_text);
  }
  std::vector<std::int64_t> listed(View view, const std::string& agent) {
    std::vector<std::int64_t> ids;
    for (const auto& one : store->approvals({.view = view, .agent = agent}).replies)
      ids.push_back(one.reply.intent_id);
    return ids;
  }
  std::vector<std::string> history() {
    std::vector<std::string> lines;
    for (const auto& event : detail(number).events)
      if (event.kind == "approval") lines.push_back(event.actor + ": " + event.text);
    return lines;
  }

  std::string number;
  std::int64_t intent;
};

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("a reply that waits for a second person is a draft that the sender never claims") {
  Waiting world;
  CHECK(world.state_of(world.intent) == "draft");
  CHECK(!world.claim(after(1000h)));
  CHECK(!world.store->next_send_at(account));
  const auto row = world.detail(world.number).replies.at(0);
  REQUIRE(row.approval.has_value());
  CHECK(row.approval->state == "waiting");
  CHECK(row.approval->asked_by == "dana");
  CHECK(row.approval->asked_at == noon);
  CHECK(row.approval->policy == "two eyes");
  CHECK(row.by == "dana");
  CHECK(world.history() ==
        std::vector<std::string>{"dana: answer waits for approval: " + two_eyes.why});
}

TEST_CASE("no statement queues a reply that waits or was sent back, not even by hand") {
  Waiting world;
  const auto by_hand = [&] {
    return world.sql("update reply_intent set state = 'queued' where intent_id = " +
                     std::to_string(world.intent));
  };
  CHECK(!world.store->approve_reply(world.intent, "", "lee", noon, noon).done);
  CHECK_THROWS(by_hand());
  REQUIRE(world.decide("lee", Verdict::send_back, world.approval(world.intent).ask_id).what ==
          What::done);
  CHECK(!world.store->approve_reply(world.intent, "", "lee", noon, noon).done);
  CHECK_THROWS(by_hand());
  CHECK(world.state_of(world.intent) == "draft");
}

TEST_CASE("its author does not approve it, somebody else does, and the undo window begins then") {
  Waiting world;
  CHECK(world.approve("dana").what == What::own);
  CHECK(world.decide("dana", Verdict::send_back, world.approval(world.intent).ask_id).what ==
        What::own);
  CHECK(!world.claim(after(1000h)));
  CHECK(world.approve("lee").what == What::done);
  CHECK(world.state_of(world.intent) == "queued");
  CHECK(!world.claim(after(1h + 9s)));
  const auto row = world.detail(world.number).replies.at(0);
  CHECK(row.by == "dana");
  CHECK(row.approval->state == "approved");
  CHECK(row.approval->answered_by == "lee");
  CHECK(world.sql("select approved_by from reply_intent") == "lee");
  CHECK(world.history().back() == "lee: answer approved");
  const auto claimed = world.claim(after(1h + 10s));
  REQUIRE(claimed.has_value());
  CHECK(claimed->intent_id == world.intent);
  std::string exported;
  world.store->export_replies({}, [&](const ExportedReply& reply) { exported = reply.by; });
  CHECK(exported == "dana");
}

TEST_CASE("a text is approved once, and the second click is told who was first") {
  Waiting world;
  const auto ask = world.approval(world.intent).ask_id;
  CHECK(world.decide("lee", Verdict::approve, ask).what == What::done);
  const auto again = world.decide("sue", Verdict::approve, ask);
  CHECK(again.what == What::answered);
  CHECK(again.by == "lee");
  CHECK(again.state == "approved");
  CHECK(world.sql("select count(*) from case_event where kind = 'approval'") == "2");
}

TEST_CASE("an approval is for the text that was read: a changed one needs another look") {
  Waiting world;
  const auto ask = world.approval(world.intent).ask_id;
  CHECK(!world.ask_again(world.reply(world.number, "1").body).done);  // the same once more
  REQUIRE(world.ask_again("A crew comes today.").done);
  const auto late = world.decide("lee", Verdict::approve, ask);
  CHECK(late.what == What::changed);
  CHECK(late.by == "dana");
  CHECK(world.state_of(world.intent) == "draft");
  CHECK(world.sql("select state from reply_approval order by ask_id") == "replaced\nwaiting");
  CHECK(world.approve("lee").what == What::done);
  CHECK(world.claim(after(3h))->reply.body == "A crew comes today.");
}

TEST_CASE("a text that was changed past everything is not the one that was read") {
  Waiting world;
  world.sql("update reply_intent set body = 'something else'");
  CHECK(world.approve("lee").what == What::changed);
}

TEST_CASE("who changes a text that waits is its author from then on") {
  Waiting world;
  REQUIRE(world.ask_again("A crew comes today.", "lee").done);
  CHECK(world.approve("lee").what == What::own);
  CHECK(world.approve("dana").what == What::own);  // it is still her reply
  CHECK(world.approve("sue").what == What::done);
  CHECK(world.detail(world.number).replies.at(0).by == "lee");
}

TEST_CASE("what is sent back shows why to its author, who changes it and asks again") {
  Waiting world;
  const auto ask = world.approval(world.intent).ask_id;
  REQUIRE(world.decide("lee", Verdict::send_back, ask).what == What::done);
  CHECK(world.listed(View::waiting, "sue").empty());
  CHECK(world.listed(View::mine, "dana") == Ids{world.intent});
  CHECK(world.listed(View::mine, "lee").empty());
  const auto back = world.approval(world.intent);
  CHECK(back.state == "sent_back");
  CHECK(back.answer == "name the street");
  CHECK(world.store->approvals({.agent = "dana"}).counts.sent_back == 1);
  CHECK(world.decide("sue", Verdict::approve, ask).what == What::answered);
  CHECK(!world.claim(after(1000h)));
  REQUIRE(world.ask_again("A crew comes to Bannock St today.").done);
  CHECK(world.store->approvals({.agent = "dana"}).counts.sent_back == 0);
  CHECK(world.listed(View::waiting, "sue") == Ids{world.intent});
  CHECK(world.approve("lee").what == What::done);
  CHECK(world.history().size() == 4);
}

TEST_CASE("its author withdraws it, and then nobody can approve it") {
  Waiting world;
  const auto ask = world.approval(world.intent).ask_id;
  REQUIRE(world.store->withhold_reply(world.intent, "not needed", "dana", after(1h)).done);
  CHECK(world.state_of(world.intent) == "withheld");
  CHECK(world.approval(world.intent).state == "withdrawn");
  CHECK(world.approval(world.intent).answered_by == "dana");
  CHECK(world.decide("lee", Verdict::approve, ask).what == What::answered);
  CHECK(!world.ask_again("once more").done);
  CHECK(world.listed(View::waiting, "lee").empty());
}

TEST_CASE("of two approvers at the same moment one approves and the other is told") {
  for (int round = 0; round < 5; ++round) {
    Waiting world;
    const auto ask = world.approval(world.intent).ask_id;
    sql::ApprovalEnd ends[2];
    const char* names[2] = {"lee", "sue"};
    std::vector<std::thread> both;
    for (int i = 0; i < 2; ++i)
      both.emplace_back([&, i] {
        const auto store = world.another();
        ends[i] = world.decide_with(*store, names[i],
                                    i == 0 ? Verdict::approve : Verdict::send_back, ask);
      });
    for (auto& one : both) one.join();
    const bool first = ends[0].what == What::done;
    CHECK(first != (ends[1].what == What::done));
    const auto& loser = ends[first ? 1 : 0];
    CHECK(loser.what == What::answered);
    CHECK(loser.by == names[first ? 0 : 1]);
    CHECK(world.state_of(world.intent) == (first ? "queued" : "draft"));
  }
}

TEST_CASE("what waits is listed oldest first, a page at a time, with all its approver must see") {
  Waiting world;
  const auto second = world.hold(2, "carl");
  const auto third = world.hold(3);
  const auto page = world.store->approvals({.agent = "carl", .limit = 2});
  REQUIRE(page.replies.size() == 2);
  CHECK(page.replies[0].reply.intent_id == world.intent);
  CHECK(page.replies[1].reply.intent_id == second);
  CHECK(page.counts.waiting == 3);
  CHECK(page.counts.for_me == 2);
  const auto& one = page.replies[0];
  CHECK(one.number == world.number);
  CHECK(one.target_text == make_post("1").text);
  CHECK(one.resident_handle == "resident");
  CHECK(one.written_by == "dana");
  const auto rest = world.store->approvals({.agent = "carl", .cursor = page.next, .limit = 2});
  REQUIRE(rest.replies.size() == 1);
  CHECK(rest.replies[0].reply.intent_id == third);
  CHECK(rest.next.empty());
  CHECK(world.store->overview(noon).replies_wait_approval == 3);
  CHECK(world.store->overview(noon).oldest_wait_approval_at == noon);
}

TEST_CASE("a machine's draft that a person releases waits too, and is theirs when it is exported") {
  Waiting world;
  auto receipt = world.reply(world.number, "1", 1);
  receipt.kind = ReplyKind::receipt;
  receipt.marker = "receipt-marker";
  receipt.state = ReplyState::draft;
  receipt.by = "auto";
  REQUIRE(world.store->answer_case(world.number, world.detail(world.number).version, receipt).done);
  const auto id = world.detail(world.number).replies.back().intent_id;
  CHECK(!world.detail(world.number).replies.back().approval);
  REQUIRE(world.store->ask_approval({id, "Thank you.", two_eyes, "dana", noon}).done);
  CHECK(world.detail(world.number).replies.back().by == "dana");
  const auto ask = world.approval(id).ask_id;
  CHECK(world.store->answer_approval({.intent_id = id, .ask_id = ask, .by = "dana"}, {}).what ==
        What::own);
  CHECK(world.store
            ->answer_approval(
                {.intent_id = id, .ask_id = ask, .by = "lee", .not_before = noon, .now = noon}, {})
            .what == What::done);
  CHECK(world.claim(noon)->reply.body == "Thank you.");
  CHECK(world.detail(world.number).replies.back().by == "dana");
}

TEST_CASE(
    "a failed reply stays failed while it waits, and the same text is not asked about twice") {
  Waiting world;
  REQUIRE(world.approve("lee").what == What::done);
  const auto claimed = world.claim(after(2h));
  REQUIRE(claimed.has_value());
  REQUIRE(world.store->end_attempt({.intent_id = claimed->intent_id,
                                    .attempt_id = claimed->attempt_id,
                                    .outcome = "rejected",
                                    .state = ReplyState::failed,
                                    .message = "too long",
                                    .at = after(2h)}));
  CHECK(world.store->approved_before(world.intent, world.reply(world.number, "1").body));
  CHECK(!world.store->approved_before(world.intent, "A crew comes."));
  REQUIRE(world.ask_again("A crew comes.").done);
  CHECK(world.state_of(world.intent) == "failed");
  CHECK(!world.claim(after(1000h)));
  CHECK(world.approve("lee").what == What::done);
  CHECK(world.claim(after(3h))->reply.body == "A crew comes.");
}

namespace {

// The case closed by dana with a note that waits.
struct ClosedWaiting : Waiting {
  ClosedWaiting() {
    auto note = reply(number, "1");
    note.kind = ReplyKind::closing;
    note.marker = "closing-marker";
    note.state = ReplyState::draft;
    note.approval = two_eyes;
    REQUIRE(
        store->close_case(number, detail(number).version, "filled", "dana", after(1h), note).done);
    intent = detail(number).replies.back().intent_id;
  }
  sql::NewReply survey() const {
    auto asks = reply(number, "1");
    asks.kind = ReplyKind::survey;
    asks.marker = "survey-marker";
    asks.not_before = after(25h);
    return asks;
  }
};

}  // namespace

TEST_CASE(
    "a closing note waits while its case is closed, and takes the survey along when approved") {
  ClosedWaiting world;
  CHECK(world.detail(world.number).about.status == CaseStatus::closed);
  // The answer that waited already is a person's word: closing does not throw it away.
  CHECK(world.listed(View::waiting, "lee").size() == 2);
  const auto ask = world.approval(world.intent).ask_id;
  CHECK(world.decide("lee", Verdict::approve, ask, world.survey()).what == What::done);
  const auto replies = world.detail(world.number).replies;
  REQUIRE(replies.size() == 3);
  CHECK(replies[1].state == ReplyState::queued);
  CHECK(replies[2].kind == ReplyKind::survey);
  CHECK(replies[2].state == ReplyState::queued);
  CHECK(world.sql("select count(*) from survey where withdrawn_at is null") == "1");
}

TEST_CASE("an approved closing note that is taken back takes its survey along") {
  ClosedWaiting world;
  const auto ask = world.approval(world.intent).ask_id;
  REQUIRE(world.decide("lee", Verdict::approve, ask, world.survey()).what == What::done);
  REQUIRE(world.store->withhold_reply(world.intent, "not yet", "lee", after(1h)).done);
  CHECK(world.sql("select state from reply_intent where kind = 'survey'") == "withheld");
  CHECK(world.sql("select count(*) from survey where withdrawn_at is null") == "0");
  CHECK(!world.claim(after(1000h)));
}

TEST_CASE("a resident who was asked meanwhile is told without a second survey") {
  ClosedWaiting world;
  world.sql(
      "insert into survey (case_id, leads, network, resident_id, intent_id, made_at) select "
      "case_id, case_id, network, resident_id, " +
      std::to_string(world.intent) + ", now() from case_file");
  const auto ask = world.approval(world.intent).ask_id;
  CHECK(world.decide("lee", Verdict::approve, ask, world.survey()).what == What::done);
  CHECK(world.state_of(world.intent) == "queued");
  CHECK(world.sql("select count(*) from reply_intent where kind = 'survey'") == "0");
}

TEST_CASE("a case that is open again takes its unapproved closing note back, and says so") {
  ClosedWaiting world;
  const auto ask = world.approval(world.intent).ask_id;
  REQUIRE(
      world.store->reopen_case(world.number, world.detail(world.number).version, "dana", after(2h))
          .done);
  CHECK(world.state_of(world.intent) == "withheld");
  CHECK(world.approval(world.intent).state == "withdrawn");
  CHECK(world.decide("lee", Verdict::approve, ask).what == What::answered);
  CHECK(world.history().back() == "auto: closing withheld: the case was reopened");
}

TEST_CASE("closing a case still withholds a machine's draft, also one that waits for approval") {
  Waiting world;
  auto receipt = world.reply(world.number, "1", 1);
  receipt.kind = ReplyKind::receipt;
  receipt.marker = "receipt-marker";
  receipt.state = ReplyState::draft;
  receipt.by = "auto";
  REQUIRE(world.store->answer_case(world.number, world.detail(world.number).version, receipt).done);
  const auto id = world.detail(world.number).replies.back().intent_id;
  REQUIRE(world.store->ask_approval({id, "Thank you.", two_eyes, "dana", noon}).done);
  const auto version = world.detail(world.number).version;
  REQUIRE(world.store->close_case(world.number, version, "filled", "sue", after(1h), {}).done);
  CHECK(world.state_of(id) == "withheld");
  CHECK(world.approval(id).state == "withdrawn");
  CHECK(world.state_of(world.intent) == "draft");
  CHECK(world.listed(View::waiting, "lee") == Ids{world.intent});
}

TEST_CASE("what waits for a second person is not among the drafts that wait for the desk") {
  Waiting world;
  const auto drafts = [&] { return world.store->inbox({.view = "drafts", .agent = "lee"}, noon); };
  CHECK(drafts().cases.empty());
  CHECK(drafts().counts.at("drafts") == 0);
  REQUIRE(world.decide("lee", Verdict::send_back, world.approval(world.intent).ask_id).what ==
          What::done);
  CHECK(drafts().cases.size() == 1);
  CHECK(drafts().cases.at(0).draft_waits);
  CHECK(drafts().counts.at("drafts") == 1);
}

TEST_CASE("a reply that nobody asked about is no approval, and neither is one that is not there") {
  Waiting world;
  const auto free = world.queue(world.number, "1", 2, ReplyState::draft);
  CHECK(!world.store->approval_of(free));
  CHECK(!world.store->approval_of(999'999));
  CHECK(world.store->answer_approval({.intent_id = free, .ask_id = 1, .by = "lee"}, {}).what ==
        What::unknown);
  CHECK(world.store->answer_approval({.intent_id = 999'999, .ask_id = 1, .by = "lee"}, {}).what ==
        What::unknown);
  CHECK(world.store->approve_reply(free, "", "dana", noon, noon).done);
}

TEST_CASE("an approver's list is told of every step of a text that waits") {
  Waiting world;
  auto last = world.store->newest_event();
  const auto told = [&] {
    const auto events = world.store->events_after(last, 100);
    last = world.store->newest_event();
    return std::any_of(events.begin(), events.end(), [&](const auto& event) {
      return event.kind == "reply" && event.object == world.number;
    });
  };
  CHECK(!told());
  REQUIRE(world.ask_again("A crew comes today.").done);
  CHECK(told());
  REQUIRE(world.decide("lee", Verdict::send_back, world.approval(world.intent).ask_id).what ==
          What::done);
  CHECK(told());
  REQUIRE(world.ask_again("A crew comes tomorrow.").done);
  REQUIRE(world.approve("lee").what == What::done);
  CHECK(told());
}
