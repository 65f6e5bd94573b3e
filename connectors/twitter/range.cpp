#include "connectors/twitter/range.h"

#include <algorithm>

#include "connectors/twitter/ids.h"
#include "core/json.h"

namespace social311::connectors::twitter {
namespace {

// Recent search takes no end closer to now than 10 s; a little more for the way.
constexpr std::chrono::seconds search_lag{30};

// X takes whole seconds: the start is rounded down, the end up. What is read twice is stored once.
Instant whole_second_before(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant);
}

Instant whole_second_after(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant) + std::chrono::seconds(1);
}

std::string gap_sentence(Instant from, Instant to) {
  return "X reaches back 7 days: posts between " + to_iso8601(from) + " and " + to_iso8601(to) +
         " can no longer be read";
}

void bound_by_ids(const PageAsk& ask, Range& range) {
  if (!ask.since_id.empty()) range.since_id = step_back(ask.since_id, overlap);
  range.until_id = ask.until_id;
  range.nothing = !range.since_id.empty() && !range.until_id.empty() &&
                  !newer_id(range.until_id, range.since_id);
}

void bound_by_times(const PageAsk& ask, Instant start, Range& range) {
  range.start = whole_second_before(start);
  const auto until = is_id(ask.until_id) ? instant_of(ask.until_id) : ask.until_at;
  if (until && whole_second_after(*until) < ask.now - search_lag)
    range.end = whole_second_after(*until);
  range.nothing = range.end && *range.end <= *range.start;
}

std::optional<Instant> lower_bound(const PageAsk& ask) {
  const auto made = instant_of(ask.since_id);
  if (made) return *made - overlap;
  return ask.since_at;
}

Range fresh(const PageAsk& ask, Feed feed) {
  Range range;
  const auto low = lower_bound(ask);
  const Instant oldest = whole_second_before(ask.now - search_window);
  if (feed == Feed::search && low && *low < oldest) {
    range.clipped = gap_sentence(*low, oldest);
    bound_by_times(ask, oldest, range);
  } else if (is_id(ask.since_id) || !low) {
    bound_by_ids(ask, range);
  } else {
    bound_by_times(ask, *low, range);
  }
  return range;
}

Range carried(const JsonValue& carried_on) {
  Range range;
  range.since_id = carried_on["since"].text_or("");
  range.until_id = carried_on["until"].text_or("");
  range.start = carried_on["start"].instant();
  range.end = carried_on["end"].instant();
  range.token = carried_on["token"].text_or("");
  range.clipped = carried_on["clipped"].text();
  range.seen = static_cast<int>(carried_on["seen"].number(0, 1'000'000).value_or(0));
  return range;
}

}  // namespace

Parameters Range::parameters(Feed feed) const {
  Parameters out;
  if (!since_id.empty()) out.emplace_back("since_id", since_id);
  if (!until_id.empty()) out.emplace_back("until_id", until_id);
  if (start) out.emplace_back("start_time", to_iso8601(*start));
  if (end) out.emplace_back("end_time", to_iso8601(*end));
  if (!token.empty())
    out.emplace_back(feed == Feed::search ? "next_token" : "pagination_token", token);
  return out;
}

Range range_of(const PageAsk& ask, Feed feed) {
  if (ask.next.empty()) return fresh(ask, feed);
  const auto parsed = JsonValue::parse(ask.next);
  if (!parsed || !parsed->is_object()) return fresh(ask, feed);
  return carried(*parsed);
}

Range reanchored(const PageAsk& ask, const std::string& oldest) {
  Range range;
  const auto low = lower_bound(ask);
  const Instant high = instant_of(oldest).value_or(ask.now - search_window);
  range.clipped = gap_sentence(low.value_or(high), high);
  range.since_id = oldest;
  range.until_id = ask.until_id;
  range.nothing = !range.until_id.empty() && !newer_id(range.until_id, range.since_id);
  return range;
}

std::string carry_on(const Range& range, const std::string& token) {
  if (token.empty()) return {};
  JsonWriter json;
  json.object();
  if (!range.since_id.empty()) json.member("since", range.since_id);
  if (!range.until_id.empty()) json.member("until", range.until_id);
  if (range.start) json.member("start", *range.start);
  if (range.end) json.member("end", *range.end);
  if (range.clipped) json.member("clipped", *range.clipped);
  if (range.seen > 0) json.member("seen", range.seen);
  json.member("token", token);
  return json.str();
}

}  // namespace social311::connectors::twitter
