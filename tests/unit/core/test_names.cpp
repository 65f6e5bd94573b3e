#include <doctest/doctest.h>

#include <set>
#include <string>

#include "core/case.h"
#include "core/finding.h"
#include "core/result.h"
#include "core/secret.h"

using namespace social311;

namespace {

// Every value from 0 to `last` has a name of its own that leads back to it.
template <typename E, typename Find>
std::set<std::string> names_up_to(E last, Find find) {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(last); ++i) {
    const auto value = static_cast<E>(i);
    CAPTURE(i);
    CHECK(find(name_of(value)) == value);
    names.insert(name_of(value));
  }
  CHECK_FALSE(find("no such name").has_value());
  CHECK_FALSE(find("").has_value());
  return names;
}

using Names = std::set<std::string>;

}  // namespace

TEST_CASE("names of enumerations are those of the contract and lead back") {
  CHECK(names_up_to(CaseStatus::closed, case_status) ==
        Names{"new", "needs_info", "open", "with_agency", "closed"});
  CHECK(names_up_to(Priority::emergency, priority) ==
        Names{"normal", "partner", "urgent", "emergency"});
  CHECK(names_up_to(ReplyKind::notice, reply_kind) == Names{"receipt", "question", "emergency",
                                                            "answer", "closing", "survey",
                                                            "handover", "notice"});
  CHECK(names_up_to(ReplyState::withheld, reply_state) ==
        Names{"draft", "queued", "sending", "sent", "in_doubt", "failed", "withheld"});
  CHECK(names_up_to(ReplyMode::acknowledge, reply_mode) == Names{"off", "approve", "acknowledge"});
  CHECK(names_up_to(ReplyPolicy::retry_keyed, reply_policy) ==
        Names{"human", "retry_if_deduped", "retry_keyed"});
  CHECK(names_up_to(Decision::open_case, decision) == Names{"ignore", "review", "case"});
  CHECK(names_up_to(Intent::other, intent) ==
        Names{"request", "question", "complaint", "praise", "thanks", "other"});
  CHECK(names_up_to(Urgency::emergency, urgency) == Names{"normal", "urgent", "emergency"});
}

TEST_CASE("kinds of faults print the caller's duty") {
  CHECK(std::string(name_of(FaultKind::retry_later)) == "retry_later");
  CHECK(std::string(name_of(FaultKind::denied)) == "denied");
  CHECK(std::string(name_of(FaultKind::rejected)) == "rejected");
  CHECK(std::string(name_of(FaultKind::garbled)) == "garbled");
}

TEST_CASE("a result is a value or a fault, never both") {
  const Result<int> good = 7;
  CHECK(good.ok());
  CHECK(*good == 7);
  CHECK(good.value_or(1) == 7);
  const Result<int> bad = Fault{FaultKind::denied, "no", {}, Reach::not_sent};
  CHECK_FALSE(bad.ok());
  CHECK(bad.fault().kind == FaultKind::denied);
  CHECK(bad.value_or(1) == 1);
  CHECK_THROWS_AS(bad.value(), std::bad_variant_access);
}

TEST_CASE("a secret prints as stars") {
  std::ostringstream out;
  out << Secret("hunter2");
  CHECK(out.str() == "***");
}
