#include "simulator/text_build.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "core/digest.h"
#include "core/text.h"
#include "simulator/code_points.h"

namespace social311::simulator {

namespace {

bool has_known_ending(std::string_view host) {
  static constexpr std::array<std::string_view, 14> endings = {
      ".com", ".org",  ".gov", ".net", ".edu", ".us", ".io",
      ".co",  ".info", ".app", ".dev", ".ly",  ".mx", ".news"};
  const std::string lower = to_lower_ascii(host);
  return std::any_of(endings.begin(), endings.end(),
                     [&lower](std::string_view end) { return lower.ends_with(end); });
}

bool is_host(std::string_view host) {
  if (!has_known_ending(host) || !is_alnum(host.front())) return false;
  return std::all_of(host.begin(), host.end(),
                     [](char c) { return is_alnum(c) || c == '-' || c == '.'; });
}

std::size_t without_tail(std::string_view token) {
  std::size_t end = token.size();
  while (end > 0 &&
         std::string_view(".,;:!?)\"'>]}").find(token[end - 1]) != std::string_view::npos) {
    --end;
  }
  return end;
}

bool is_link(std::string_view token) {
  const std::string lower = to_lower_ascii(token.substr(0, 8));
  if (lower.starts_with("http://") || lower.starts_with("https://")) {
    return token.size() > token.find("//") + 2;
  }
  const std::string_view host = token.substr(0, token.find_first_of("/?#"));
  return !host.empty() && is_host(host);
}

std::string short_link(std::string_view address, std::string_view salt) {
  static constexpr std::string_view digits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::uint64_t value = hash64(std::string(salt) + "\n" + std::string(address));
  std::string code;
  for (int i = 0; i < 10; ++i) {
    code += digits[value % digits.size()];
    value /= digits.size();
  }
  return "https://t.co/" + code;
}

std::string display_of(std::string_view address) {
  const std::size_t scheme = address.find("://");
  std::string_view rest = scheme == std::string_view::npos ? address : address.substr(scheme + 3);
  if (rest.starts_with("www.")) rest.remove_prefix(4);
  while (rest.ends_with('/')) rest.remove_suffix(1);
  const auto offsets = code_point_offsets(rest);
  if (offsets.size() <= 28) return std::string(rest);
  return std::string(rest.substr(0, offsets[27])) + "…";
}

std::string whole_address(std::string_view written) {
  return written.find("://") == std::string_view::npos ? "https://" + std::string(written)
                                                       : std::string(written);
}

// The text with its short links, before escaping; links know their bytes.
struct Draft {
  std::string text{};
  struct Link {
    std::size_t start = 0;
    std::size_t end = 0;
    Entity entity{};
  };
  std::vector<Link> links{};

  void add_link(const std::string& shown, std::string expanded, std::string display,
                std::string media_key) {
    const std::size_t start = text.size();
    text += shown;
    links.push_back({start,
                     text.size(),
                     {.kind = Entity::Kind::link,
                      .value = shown,
                      .expanded = std::move(expanded),
                      .display = std::move(display),
                      .media_key = std::move(media_key)}});
  }
};

Draft with_short_links(const std::string& source, std::string_view salt,
                       const std::vector<AttachedMedia>& media) {
  Draft draft;
  std::size_t at = 0;
  for (const auto& [start, end] : find_links(source)) {
    draft.text.append(source, at, start - at);
    const std::string address = whole_address(source.substr(start, end - start));
    draft.add_link(short_link(address, salt), address, display_of(address), "");
    at = end;
  }
  draft.text.append(source, at, std::string::npos);
  if (!media.empty()) {
    if (!draft.text.empty()) draft.text += ' ';
    const std::string shown = short_link(media.front().page, salt);
    for (const AttachedMedia& one : media) {  // X repeats the one link for each picture
      if (&one == &media.front()) {
        draft.add_link(shown, one.page, "pic.x.com/" + shown.substr(13), one.key);
      } else {
        draft.links.push_back(draft.links.back());
        draft.links.back().entity.media_key = one.key;
      }
    }
  }
  return draft;
}

struct Mark {
  std::size_t start = 0;  // bytes of the draft
  std::size_t end = 0;
  Entity entity{};
};

bool follows_word(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  const char before = text[at - 1];
  return is_word(before) || before == '@' || before == '#' || before == '$' || before == '&' ||
         before == '/' || static_cast<unsigned char>(before) >= 0x80;
}

std::size_t end_of_hashtag(std::string_view text, std::size_t at) {
  const auto offsets = code_point_offsets(text.substr(at + 1));
  bool letters = false;
  std::size_t length = 0;
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    const auto one = text.substr(at + 1 + offsets[i], offsets[i + 1] - offsets[i]);
    const char32_t c = decode(one);
    if (c != '_' && !is_letter(c)) break;
    letters = letters || c > '9';
    length = offsets[i + 1];
  }
  return letters ? at + 1 + length : at;
}

std::size_t end_of_cashtag(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && is_alnum(text[end]) && !(text[end] >= '0' && text[end] <= '9')) ++end;
  const bool good =
      end > at + 1 && end - at - 1 <= 6 && (end == text.size() || !is_word(text[end]));
  return good ? end : at;
}

std::optional<Mark> mark_at(std::string_view text, std::size_t at) {
  if (follows_word(text, at)) return std::nullopt;
  std::size_t end = at;
  Entity::Kind kind = Entity::Kind::mention;
  if (text[at] == '@') {
    end = end_of_handle(text, at);
  } else if (text[at] == '#') {
    kind = Entity::Kind::hashtag;
    end = end_of_hashtag(text, at);
  } else if (text[at] == '$') {
    kind = Entity::Kind::cashtag;
    end = end_of_cashtag(text, at);
  }
  if (end == at) return std::nullopt;
  return Mark{at, end, {.kind = kind, .value = std::string(text.substr(at + 1, end - at - 1))}};
}

std::vector<Mark> marks_of(const Draft& draft) {
  std::vector<Mark> marks;
  for (const auto& link : draft.links) marks.push_back({link.start, link.end, link.entity});
  const auto inside_link = [&draft](std::size_t at) {
    return std::any_of(draft.links.begin(), draft.links.end(),
                       [at](const auto& link) { return at >= link.start && at < link.end; });
  };
  for (std::size_t at = 0; at < draft.text.size(); ++at) {
    if (inside_link(at)) continue;
    if (auto mark = mark_at(draft.text, at)) {
      at = mark->end - 1;
      marks.push_back(std::move(*mark));
    }
  }
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.start < b.start; });
  return marks;
}

const char* escape_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    default:
      return nullptr;
  }
}

// Escapes, and says at which code point of the result each byte of the draft begins.
std::string escaped(std::string_view text, std::vector<std::size_t>& position) {
  std::string out;
  std::size_t points = 0;
  for (const char c : text) {
    position.push_back(points);
    if (const char* escape = escape_of(c)) {
      out += escape;
      points += std::string_view(escape).size();
    } else {
      out += c;
      // The next byte begins a code point unless it continues this one; counted where one begins.
      if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) ++points;
    }
  }
  position.push_back(points);
  return out;
}

BuiltText finish(const Draft& draft) {
  BuiltText built;
  std::vector<std::size_t> position;
  built.text = escaped(draft.text, position);
  for (Mark& mark : marks_of(draft)) {
    mark.entity.start = position[mark.start];
    mark.entity.end = position[mark.end];
    built.entities.push_back(std::move(mark.entity));
  }
  return built;
}

}  // namespace

std::vector<std::string> BuiltText::values(Entity::Kind kind) const {
  std::vector<std::string> found;
  for (const Entity& entity : entities) {
    if (entity.kind == kind) found.push_back(entity.value);
  }
  return found;
}

BuiltText build_text(std::string_view source, std::string_view salt,
                     const std::vector<AttachedMedia>& media) {
  return finish(with_short_links(repair_utf8(source), salt, media));
}

BuiltText build_shortened(std::string_view source, std::string_view salt,
                          std::string_view address) {
  const std::string whole = repair_utf8(source);
  const auto offsets = code_point_offsets(whole);
  std::size_t keep = std::min<std::size_t>(offsets.size() - 1, 250);
  for (const auto& [start, end] : find_links(whole)) {  // never through a link
    while (keep > 0 && offsets[keep] > start && offsets[keep] < end) --keep;
  }
  Draft draft = with_short_links(whole.substr(0, offsets[keep]) + "… ", salt, {});
  draft.add_link(short_link(address, salt), std::string(address), display_of(address), "");
  return finish(draft);
}

std::vector<std::pair<std::size_t, std::size_t>> find_links(std::string_view source) {
  std::vector<std::pair<std::size_t, std::size_t>> links;
  std::size_t at = 0;
  while (at < source.size()) {
    if (is_space(source[at]) ||
        std::string_view("(\"'<[{").find(source[at]) != std::string_view::npos) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < source.size() && !is_space(source[end])) ++end;
    const std::size_t length = without_tail(source.substr(at, end - at));
    if (is_link(source.substr(at, length))) links.emplace_back(at, at + length);
    at = end;
  }
  return links;
}

std::size_t end_of_handle(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && is_word(text[end])) ++end;
  const bool good = end > at + 1 && end - at - 1 <= 15 && (end == text.size() || text[end] != '@');
  return good ? end : at;
}

}  // namespace social311::simulator
