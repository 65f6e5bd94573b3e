#include "connectors/answers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace social311::connectors {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || stopped != end || value < 0) return std::nullopt;
  return value;
}

std::optional<unsigned> month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<unsigned>(found - names.begin()) + 1;
}

constexpr std::int64_t latest_epoch = 7'258'118'400;  // 2200: what core/clock.h takes

}  // namespace

std::optional<Instant> http_date(std::string_view text) {
  if (text.size() != 29 || text[3] != ',' || text[19] != ':' || text[22] != ':')
    return std::nullopt;
  const std::string_view zone = text.substr(26);
  if (zone != "GMT" && zone != "UTC") return std::nullopt;
  const auto day = whole_number(text.substr(5, 2));
  const auto month = month_number(text.substr(8, 3));
  const auto year = whole_number(text.substr(12, 4));
  const auto hour = whole_number(text.substr(17, 2));
  const auto minute = whole_number(text.substr(20, 2));
  const auto second = whole_number(text.substr(23, 2));
  if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return Instant(std::chrono::sys_days(date)) + std::chrono::hours(*hour) +
         std::chrono::minutes(*minute) + std::chrono::seconds(*second);
}

Milliseconds skew_of(const HttpResponse& response, Instant now) {
  const auto theirs = http_date(response.header("Date"));
  return theirs ? *theirs - now : Milliseconds(0);
}

std::optional<int> count_of(const HttpResponse& response, std::string_view header) {
  const auto value = whole_number(response.header(header));
  if (!value || *value > 1'000'000'000) return std::nullopt;
  return static_cast<int>(*value);
}

std::optional<Instant> epoch_of(const HttpResponse& response, std::string_view header) {
  const auto value = whole_number(response.header(header));
  if (!value || *value > latest_epoch) return std::nullopt;
  return Instant(std::chrono::seconds(*value));
}

Milliseconds wait_after(const HttpResponse& response, std::string_view reset_header, Instant now) {
  Milliseconds wait = unnamed_wait;
  if (const auto seconds = count_of(response, "Retry-After")) {
    wait = std::chrono::seconds(*seconds);
  } else if (const auto reset = epoch_of(response, reset_header)) {
    wait = *reset - now;
  }
  return std::clamp(wait, shortest_wait, longest_wait);
}

Fault fault(FaultKind kind, std::string message, std::optional<Milliseconds> retry_after) {
  Fault out;
  out.kind = kind;
  out.message = std::move(message);
  out.retry_after = retry_after;
  return out;
}

PublishOutcome refused(std::string code, std::string message) {
  PublishOutcome out;
  out.kind = PublishOutcome::Kind::rejected;
  out.platform_code = std::move(code);
  out.message = std::move(message);
  return out;
}

PublishOutcome not_sent(std::string message, std::optional<Milliseconds> retry_after) {
  PublishOutcome out;
  out.kind = PublishOutcome::Kind::not_sent;
  out.message = std::move(message);
  out.retry_after = retry_after;
  return out;
}

PublishOutcome parked(std::string code, std::string message) {
  PublishOutcome out = not_sent(std::move(message));
  out.platform_code = std::move(code);
  out.park_account = true;
  return out;
}

PublishOutcome unknown(std::string message) {
  PublishOutcome out;
  out.message = std::move(message);
  return out;
}

PublishOutcome end_without_answer(const Fault& fault) {
  if (fault.reach == Reach::not_sent) return not_sent(fault.message, fault.retry_after);
  return unknown(fault.message);
}

PublishOutcome end_before_write(const Fault& fault) {
  if (fault.kind == FaultKind::denied) return parked("", fault.message);
  return not_sent(fault.message, fault.retry_after);
}

Reread rest_is_deleted(const std::vector<std::string>& asked, std::vector<Post> posts) {
  Reread out;
  for (const std::string& id : asked) out.gone.emplace(id, Gone::deleted);
  for (const Post& post : posts) out.gone.erase(post.id);
  out.spend.reads = static_cast<int>(posts.size());
  out.posts = std::move(posts);
  return out;
}

std::string base_of(const Account& account) {
  std::string base = account.base_url;
  while (!base.empty() && base.back() == '/') base.pop_back();
  return base;
}

const Secret& credential(const Account& account, const std::string& name) {
  static const Secret none;
  const auto found = account.credentials.find(name);
  return found == account.credentials.end() ? none : found->second;
}

}  // namespace social311::connectors
