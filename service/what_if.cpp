#include "service/what_if.h"

#include <algorithm>

#include "casebridge/targets.h"
#include "core/json.h"
#include "service/roles/clock_keeper.h"

namespace social311::service {
namespace {

constexpr int page = 1'000;

Milliseconds moved_by(const MovedDeadline& one) {
  if (!one.due_at || !one.would_be) return Milliseconds::max();
  return *one.would_be > *one.due_at ? *one.would_be - *one.due_at : *one.due_at - *one.would_be;
}

class WhatIf {
 public:
  WhatIf(sql::Store& store, const casebridge::City& city, const casebridge::BusinessHours& then,
         Instant now)
      : store_(store), city_(city), then_(then, now), now_(now) {}

  void ask(const sql::OpenClock& open) {
    if (open.clock.basis != "open_time" || is_foreign(open.clock)) return;
    const auto target = target_of(open.clock);
    const auto clock = case_clock(open.clock, open.pauses);
    const auto as_it_is = casebridge::due_at(kept(open.clock.calendar), target, clock);
    if (!as_it_is) return;
    ++answer_.clocks;
    count({open.number, open.clock.name, as_it_is, casebridge::due_at(then_, target, clock)});
  }

  WhatIfAnswer take() {
    auto& moved = answer_.moved;
    std::stable_sort(moved.begin(), moved.end(),
                     [](const auto& a, const auto& b) { return moved_by(a) > moved_by(b); });
    if (moved.size() > most_shown) moved.resize(most_shown);
    return std::move(answer_);
  }

 private:
  // Started with hours that are an agency's own.
  bool is_foreign(const sql::ClockRow& clock) const {
    return std::any_of(city_.calendars.begin(), city_.calendars.end(), [&](const auto& one) {
      return casebridge::version_of(casebridge::write_hours(one.second)) == clock.calendar;
    });
  }

  const casebridge::Calendar& kept(const std::string& version) {
    auto& body = bodies_[version];
    if (body.empty()) {
      const auto policy = store_.policy(version);
      body = policy ? policy->body : "{}";
    }
    return calendars_.kept(version, body, city_.hours, now_);
  }

  void count(MovedDeadline one) {
    if (one.would_be == one.due_at) return;
    if (!one.would_be) ++answer_.never;
    if (one.would_be) ++(*one.would_be < *one.due_at ? answer_.earlier : answer_.later);
    answer_.moved.push_back(std::move(one));
  }

  sql::Store& store_;
  const casebridge::City& city_;
  casebridge::Calendar then_;
  Instant now_;
  Calendars calendars_{};
  std::map<std::string, std::string> bodies_{};
  WhatIfAnswer answer_{};
};

}  // namespace

WhatIfAnswer what_if_hours(sql::Store& store, const casebridge::City& city,
                           const casebridge::BusinessHours& then, Instant now) {
  WhatIf asked(store, city, then, now);
  std::int64_t after = 0;
  for (bool more = true; more;) {
    const auto clocks = store.open_clocks(after, page);
    for (const auto& clock : clocks) asked.ask(clock);
    if (!clocks.empty()) after = clocks.back().clock.clock_id;
    more = std::ssize(clocks) == page;
  }
  return asked.take();
}

std::string write_what_if(const WhatIfAnswer& answer) {
  JsonWriter json;
  json.object().member("clocks", answer.clocks).member("earlier", answer.earlier);
  json.member("later", answer.later).member("never", answer.never).key("moved").list();
  for (const auto& one : answer.moved) {
    json.object().member("number", one.number).member("clock", one.clock);
    json.member("due_at", one.due_at).member("would_be", one.would_be).end();
  }
  return json.end().str();
}

}  // namespace social311::service
