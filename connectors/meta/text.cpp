#include "connectors/meta/text.h"

#include <algorithm>

#include "core/text.h"
#include "core/utf8.h"

namespace social311::connectors::meta {
namespace {

constexpr char32_t last_single_unit = 0xffff;

int count_of(std::string_view text, std::string_view part) {
  int found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

bool is_all_capitals(std::string_view text) {
  const auto between = [](char first, char last) {
    return [first, last](char c) { return c >= first && c <= last; };
  };
  return std::any_of(text.begin(), text.end(), between('A', 'Z')) &&
         std::none_of(text.begin(), text.end(), between('a', 'z'));
}

LengthRule units_rule(std::size_t limit) {
  return {.limit = limit, .byte_limit = 0, .measure = utf16_units};
}

}  // namespace

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    units += point.value > last_single_unit ? 2 : 1;
    at += point.bytes;
  }
  return units;
}

LengthRule message_rule() {
  return units_rule(longest_message);
}

LengthRule facebook_comment_rule() {
  return units_rule(longest_facebook_comment);
}

LengthRule instagram_message_rule() {
  return {.limit = longest_instagram_message,
          .byte_limit = longest_instagram_message,
          .measure = [](std::string_view text) { return text.size(); }};
}

LengthRule instagram_comment_rule() {
  return units_rule(longest_instagram_comment);
}

std::optional<std::string> too_long(const LengthRule& rule, std::string_view text,
                                    const char* unit) {
  if (trim(text).empty()) return "the reply is empty";
  if (rule.fits(text)) return std::nullopt;
  return "the reply has " + std::to_string(rule.measure(text)) + " " + unit + ", " +
         std::to_string(rule.limit) + " are allowed: shorten it, or send it in two";
}

std::string instagram_caution(std::string_view text) {
  std::string out;
  const auto add = [&out](const std::string& words) { out += (out.empty() ? "" : ", ") + words; };
  if (utf16_units(text) > cautious_instagram_comment) add("more than 300 characters");
  if (count_of(text, "#") > cautious_hashtags) add("more than 4 hashtags");
  if (count_of(text, "://") > cautious_addresses) add("more than one address");
  if (is_all_capitals(text)) add("all capitals");
  return out.empty() ? out : "Instagram may hide this: " + out;
}

}  // namespace social311::connectors::meta
