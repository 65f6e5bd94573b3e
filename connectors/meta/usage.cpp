#include "connectors/meta/usage.h"

#include <algorithm>
#include <array>

#include "core/json.h"

namespace social311::connectors::meta {
namespace {

constexpr std::size_t longest_header = 16'000;
constexpr std::size_t most_entries = 200;
constexpr std::chrono::minutes first_wait{1};
constexpr std::chrono::minutes longest_own_wait{60};

const JsonLimits header_limits{.bytes = longest_header, .depth = 6};

double share_of(const JsonValue& entry) {
  double percent = 0;
  for (const char* name : {"call_count", "total_time", "total_cputime"})
    percent = std::max(percent, entry[name].real().value_or(0));
  return std::clamp(percent, 0.0, 1'000.0) / 100.0;
}

Used used_of(const JsonValue& entry) {
  const auto minutes = entry["estimated_time_to_regain_access"].number(0, 1'000'000).value_or(0);
  return {share_of(entry), std::min(std::chrono::minutes(minutes), longest_regain)};
}

std::string header_of(const HttpHeaders& headers, std::string_view name) {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

void add_one(const HttpHeaders& headers, std::string_view name, const char* type, Usage& usage) {
  const auto parsed = JsonValue::parse(header_of(headers, name), header_limits);
  if (parsed && parsed->is_object()) usage[{"", type}] = used_of(*parsed);
}

void add_cases(const JsonValue& root, Usage& usage) {
  for (const std::string& id : root.keys()) {
    for (const JsonValue& entry : root[id].items()) {
      if (usage.size() >= most_entries) return;
      const auto type = entry["type"].text();
      if (type) usage[{id, *type}] = used_of(entry);
    }
  }
}

const char* type_of(Budget budget) {
  static constexpr std::array<const char*, 4> types{"pages", "messenger", "instagram", "app"};
  return types[static_cast<std::size_t>(budget)];
}

void take_fuller(const Used& used, std::optional<Used>& best) {
  if (!best) {
    best = used;
    return;
  }
  best->share = std::max(best->share, used.share);
  best->regain = std::max(best->regain, used.regain);
}

}  // namespace

Usage read_usage(const HttpHeaders& headers) {
  Usage usage;
  add_one(headers, "X-App-Usage", "app", usage);
  add_one(headers, "X-Page-Usage", "pages", usage);
  const auto cases =
      JsonValue::parse(header_of(headers, "X-Business-Use-Case-Usage"), header_limits);
  if (cases && cases->is_object()) add_cases(*cases, usage);
  return usage;
}

std::optional<Used> fullest(const Usage& usage, Budget budget) {
  std::optional<Used> best;
  for (const auto& [key, used] : usage) {
    if (key.second == type_of(budget)) take_fuller(used, best);
  }
  return best;
}

std::optional<Used> fullest(const Usage& usage) {
  std::optional<Used> best;
  for (const auto& [key, used] : usage) take_fuller(used, best);
  return best;
}

Milliseconds wait_of(const std::optional<Used>& used, int refusals_in_a_row) {
  if (used && used->regain.count() > 0) return used->regain;
  const int doublings = std::clamp(refusals_in_a_row - 1, 0, 10);
  return std::min(first_wait * (1 << doublings), longest_own_wait);
}

}  // namespace social311::connectors::meta
