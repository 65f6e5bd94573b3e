#include "connectors/meta/ids.h"

#include <algorithm>

namespace social311::connectors::meta {
namespace {

constexpr std::size_t longest_number = 30;
constexpr std::size_t longest_message_id = 500;
constexpr std::size_t most_parts = 3;

bool is_message_character(char c) {
  return c > ' ' && c < 0x7f && std::string_view("/?#&%\"'<>\\").find(c) == std::string_view::npos;
}

std::string joined(std::string_view first, std::string_view last) {
  return std::string(first) + "_" + std::string(last);
}

// Of three parts the last two: the first is the page.
std::string last_two(std::string_view id) {
  const std::size_t last = id.rfind('_');
  const std::size_t before = last == 0 ? std::string_view::npos : id.rfind('_', last - 1);
  return std::string(before == std::string_view::npos ? id : id.substr(before + 1));
}

}  // namespace

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= longest_number && text.front() != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_object_id(std::string_view text) {
  std::size_t parts = 0;
  while (true) {
    const std::size_t end = std::min(text.find('_'), text.size());
    if (!is_number(text.substr(0, end)) || ++parts > most_parts) return false;
    if (end == text.size()) return true;
    text.remove_prefix(end + 1);
  }
}

bool is_message_id(std::string_view text) {
  return text.size() <= longest_message_id &&
         std::all_of(text.begin(), text.end(), is_message_character) &&
         std::any_of(text.begin(), text.end(), [](char c) { return c != '.'; });
}

std::string_view last_part(std::string_view id) {
  const std::size_t mark = id.rfind('_');
  return mark == std::string_view::npos ? id : id.substr(mark + 1);
}

std::string_view first_part(std::string_view id) {
  const std::size_t mark = id.find('_');
  return mark == std::string_view::npos ? std::string_view() : id.substr(0, mark);
}

bool same_object(std::string_view a, std::string_view b) {
  return is_object_id(a) && is_object_id(b) && last_part(a) == last_part(b);
}

std::string post_id(std::string_view given, std::string_view page) {
  if (!is_object_id(given)) return {};
  if (is_number(given)) return is_number(page) ? joined(page, given) : std::string();
  return joined(first_part(given), last_part(given));
}

std::string comment_id(std::string_view given, std::string_view post) {
  if (!is_object_id(given)) return {};
  if (!is_number(given)) return last_two(given);
  return is_object_id(post) ? joined(last_part(post), given) : std::string();
}

}  // namespace social311::connectors::meta
