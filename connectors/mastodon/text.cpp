#include "connectors/mastodon/text.h"

#include <algorithm>

#include "core/text.h"

namespace social311::connectors::mastodon {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(char c) {
  return (is_word(c) && static_cast<unsigned char>(c) < 0x80) || c == '.' || c == '-';
}

// "https://host.tld/…" up to white space or a letter beyond ASCII, less what ends a sentence.
std::size_t address_end(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  const std::size_t scheme = rest.starts_with("https://") ? 8 : rest.starts_with("http://") ? 7 : 0;
  if (scheme == 0) return at;
  std::size_t end = at + scheme;
  while (end < text.size() && text[end] > ' ' && text[end] < 0x7f) ++end;
  constexpr std::string_view closing = ".,;:!?)'\"]>";
  while (end > at && closing.find(text[end - 1]) != std::string_view::npos) --end;
  const std::string_view host = text.substr(at + scheme, end > at + scheme ? end - at - scheme : 0);
  const bool named = host.substr(0, host.find('/')).find('.') != std::string_view::npos;
  return named ? end : at;
}

std::size_t name_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name(text[at])) ++at;
  return at;
}

std::string without_end(std::string_view name) {
  while (!name.empty() && (name.back() == '.' || name.back() == '-')) name.remove_suffix(1);
  return to_lower_ascii(name);
}

std::string folded(std::string_view text) {
  std::string out;
  for (const char c : trim(nfc(text))) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  return out;
}

}  // namespace

std::size_t measured_length(std::string_view text, std::size_t address_characters) {
  std::string plain;
  std::size_t addresses = 0;
  for (std::size_t at = 0; at < text.size();) {
    const bool may_begin = text[at] == 'h' && (at == 0 || !is_word(text[at - 1]));
    const std::size_t end = may_begin ? address_end(text, at) : at;
    if (end == at) {
      plain += text[at++];
      continue;
    }
    plain += '\x01';  // keeps what stands around it apart; taken off again below
    ++addresses;
    at = end;
  }
  return grapheme_count(plain) - addresses + addresses * address_characters;
}

LengthRule length_rule(const Limits& limits) {
  return {limits.characters, 0, [reserved = limits.address_characters](std::string_view text) {
            return measured_length(text, reserved);
          }};
}

std::vector<std::string> named_in(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (is_word(before) || before == '/' || before == '=') continue;
    std::size_t end = name_end(text, at + 1);
    if (end == at + 1) continue;
    if (end < text.size() && text[end] == '@') end = std::max(end, name_end(text, end + 1));
    names.push_back(without_end(text.substr(at + 1, end - at - 1)));
    at = end - 1;
  }
  return names;
}

std::string addressed(const std::string& text, const std::string& acct) {
  const auto names = named_in(text);
  const bool named = std::find(names.begin(), names.end(), to_lower_ascii(acct)) != names.end();
  return named ? text : "@" + acct + " " + text;
}

bool is_same_reply(std::string_view seen, std::string_view text, std::string_view marker) {
  if (marker.empty()) return folded(seen) == folded(text);
  const auto part_of_word = [](char c) { return is_word(c) || c == '-'; };
  for (std::size_t at = seen.find(marker); at != std::string_view::npos;
       at = seen.find(marker, at + 1)) {
    const std::size_t end = at + marker.size();
    const bool open_left = at == 0 || !part_of_word(seen[at - 1]);
    if (open_left && (end == seen.size() || !part_of_word(seen[end]))) return true;
  }
  return false;
}

}  // namespace social311::connectors::mastodon
