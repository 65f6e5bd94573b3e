#include "connectors/meta/paging.h"

#include <algorithm>
#include <array>

#include "connectors/answers.h"
#include "core/http.h"
#include "core/text.h"

namespace social311::connectors::meta {
namespace {

constexpr std::size_t longest_address = 16'000;
constexpr std::size_t longest_value = 4'000;

// What a list uses to go on; everything else of the address is what we asked for ourselves, or the
// token.
constexpr std::array<std::string_view, 6> cursor_names{"after",          "until",  "since",
                                                       "__paging_token", "offset", "page"};

bool is_cursor_name(std::string_view name) {
  return std::find(cursor_names.begin(), cursor_names.end(), name) != cursor_names.end();
}

bool is_cursor_value(std::string_view value) {
  return !value.empty() && value.size() <= longest_value &&
         std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool same_place(const Url& a, const Url& b) {
  return a.scheme == b.scheme && a.port == b.port &&
         to_lower_ascii(a.host) == to_lower_ascii(b.host);
}

Parameters cursors_in(std::string_view target) {
  Parameters out;
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return out;
  for (const std::string& pair : split(target.substr(mark + 1), '&')) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string name = pair.substr(0, equals);
    if (equals == pair.size() || !is_cursor_name(name)) continue;
    const auto value = percent_decode(pair.substr(equals + 1));
    if (value && is_cursor_value(*value)) out.emplace_back(name, *value);
  }
  return out;
}

}  // namespace

Result<Parameters> next_of(const JsonValue& list, std::string_view base) {
  const JsonValue next = list["paging"]["next"];
  if (next.absent() || next.kind() == JsonValue::Kind::null) return Parameters{};
  const std::string address = next.text_or("");
  const auto url = address.size() > longest_address ? std::nullopt : parse_url(address);
  const auto ours = parse_url(base);
  if (!url || !ours) return fault(FaultKind::rejected, "Meta's next page has no readable address");
  if (!same_place(*url, *ours))
    return fault(FaultKind::rejected, "Meta's next page lies on another host, " +
                                          quoted(url->host, 100) +
                                          ": check base_url, or do not trust this server");
  Parameters cursor = cursors_in(url->target);
  const JsonValue after = list["paging"]["cursors"]["after"];
  if (cursor.empty() && is_cursor_value(after.text_or(""))) cursor = {{"after", *after.text()}};
  if (cursor.empty()) return fault(FaultKind::rejected, "Meta's next page names no cursor");
  return cursor;
}

Parameters with_cursor(Parameters parameters, const Parameters& cursor) {
  for (const auto& [name, value] : cursor) {
    const auto same = [&name = name](const auto& pair) { return pair.first == name; };
    parameters.erase(std::remove_if(parameters.begin(), parameters.end(), same), parameters.end());
    parameters.emplace_back(name, value);
  }
  return parameters;
}

}  // namespace social311::connectors::meta
