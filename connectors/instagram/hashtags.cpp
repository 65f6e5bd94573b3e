#include "connectors/instagram/hashtags.h"

#include <algorithm>

#include "connectors/meta/ids.h"
#include "core/json.h"

namespace social311::connectors::instagram {
namespace {

constexpr std::int64_t latest_ms = 7'258'118'400'000;

Instant moment_of(const JsonValue& value) {
  return Instant(Milliseconds(value.number(0, latest_ms).value_or(0)));
}

std::int64_t number_of(Instant at) {
  return at.time_since_epoch().count();
}

}  // namespace

Ledger parse_ledger(std::string_view json) {
  Ledger out;
  const auto root = JsonValue::parse(json);
  if (!root) return out;
  for (const std::string& tag : root->keys()) {
    const JsonValue entry = (*root)[tag];
    LedgerEntry one;
    one.id = entry["id"].text_or("");
    if (!meta::is_number(one.id)) one.id.clear();
    one.asked_at = moment_of(entry["asked_ms"]);
    one.read_at = moment_of(entry["read_ms"]);
    out.emplace(tag, std::move(one));
  }
  return out;
}

std::string write_ledger(const Ledger& ledger) {
  JsonWriter json;
  json.object();
  for (const auto& [tag, entry] : ledger) {
    json.key(tag).object().member("id", entry.id);
    json.member("asked_ms", number_of(entry.asked_at));
    json.member("read_ms", number_of(entry.read_at)).end();
  }
  return json.str();
}

std::optional<Instant> reserve(Ledger& ledger, const std::string& tag, Instant now) {
  std::size_t taken = 0;
  Instant first_free = Instant::max();
  for (const auto& [name, entry] : ledger) {
    if (now - entry.asked_at >= tag_life) continue;
    if (name == tag) return std::nullopt;  // repeats are free
    ++taken;
    first_free = std::min(first_free, entry.asked_at + tag_life);
  }
  if (taken >= most_tags) return first_free;
  ledger[tag].asked_at = now;
  return std::nullopt;
}

}  // namespace social311::connectors::instagram
