#include "casebridge/templates.h"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <optional>

#include "core/text.h"

namespace social311::casebridge {
namespace {

struct Tag {
  std::size_t at = 0;   // of its first brace
  std::size_t end = 0;  // behind its last brace
  char kind = ' ';      // ' ' a slot, '#' '^' '/' a section, '!' a comment
  std::string name{};
};

TextPosition position_of(std::string_view text, std::size_t at, const std::string& file) {
  TextPosition where{file, 1, 1};
  for (const char c : text.substr(0, at)) {
    where.line += c == '\n';
    where.column = c == '\n' ? 1 : where.column + 1;
  }
  return where;
}

Complaint complaint_at(std::string_view text, std::size_t at, const std::string& file,
                       std::string what) {
  return {position_of(text, at, file), std::move(what)};
}

// The next tag from `from` on; its `end` is npos when it is never closed.
std::optional<Tag> next_tag(std::string_view text, std::size_t from) {
  Tag tag;
  tag.at = text.find("{{", from);
  if (tag.at == std::string_view::npos) return std::nullopt;
  const bool triple = text.substr(tag.at, 3) == "{{{";
  const std::size_t inner = tag.at + (triple ? 3 : 2);
  const std::size_t close = text.find(triple ? "}}}" : "}}", inner);
  if (close == std::string_view::npos) {
    tag.end = close;
    return tag;
  }
  tag.end = close + (triple ? 3 : 2);
  std::string_view name = text.substr(inner, close - inner);
  if (!name.empty() && std::string_view("#^/!&>=").find(name.front()) != std::string_view::npos) {
    tag.kind = name.front() == '&' ? ' ' : name.front();
    name.remove_prefix(1);
  }
  tag.name = trim(name);
  return tag;
}

std::string nearest_slot(const std::string& name) {
  const auto& slots = known_slots();
  const auto best = std::min_element(slots.begin(), slots.end(), [&](const auto& a, const auto& b) {
    return edit_distance(a, name) < edit_distance(b, name);
  });
  return edit_distance(*best, name) <= 2 ? " (did you mean {{" + *best + "}}?)" : "";
}

bool is_known(const std::string& name) {
  const auto& slots = known_slots();
  return std::find(slots.begin(), slots.end(), name) != slots.end();
}

// What is wrong with one whole tag, by itself.
std::string fault_of(const Tag& tag) {
  if (tag.kind == '>' || tag.kind == '=') {
    return "partials {{>…}} and changed delimiters {{=…}} are not supported";
  }
  if (tag.kind == '!' || is_known(tag.name)) return "";
  return "unknown slot " + quoted(tag.name, 60) + nearest_slot(tag.name);
}

// Keeps the sections' nesting; says what is wrong with it.
std::string fault_of_nesting(std::vector<Tag>& open, const Tag& tag) {
  if (tag.kind == '#' || tag.kind == '^') open.push_back(tag);
  if (tag.kind != '/') return "";
  if (open.empty()) return "{{/" + tag.name + "}} closes a section that was never opened";
  const std::string expected = open.back().name;
  open.pop_back();
  if (expected == tag.name) return "";
  return "{{/" + tag.name + "}} stands where {{/" + expected + "}} is expected";
}

// Sections that were not kept leave holes: blanks become one, line ends at most two.
std::string tidy(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    const bool blank = c == ' ' || c == '\t';
    if (blank && (out.empty() || out.back() == ' ' || out.back() == '\n')) continue;
    if (c == '\n') {
      while (!out.empty() && out.back() == ' ') out.pop_back();
      if (out.size() >= 2 && out.substr(out.size() - 2) == "\n\n") continue;
    }
    out += blank ? ' ' : c;
  }
  return trim(out);
}

}  // namespace

const std::vector<std::string>& known_slots() {
  static const std::vector<std::string> slots{"case",     "city", "handle",  "agency",
                                              "service",  "due",  "opening", "after_hours",
                                              "question", "text"};
  return slots;
}

std::vector<Complaint> check_template(std::string_view text, const std::string& file) {
  std::vector<Complaint> out;
  if (!is_valid_utf8(text)) return {complaint_at(text, 0, file, "the text is not valid UTF-8")};
  std::vector<Tag> open;
  std::size_t from = 0;
  while (const auto tag = next_tag(text, from)) {
    if (tag->end == std::string_view::npos) {
      out.push_back(complaint_at(text, tag->at, file, "a tag that is never closed"));
      return out;
    }
    std::string fault = fault_of(*tag);
    if (fault.empty()) fault = fault_of_nesting(open, *tag);
    if (!fault.empty()) out.push_back(complaint_at(text, tag->at, file, std::move(fault)));
    from = tag->end;
  }
  for (const Tag& tag : open) {
    out.push_back(
        complaint_at(text, tag.at, file,
                     "section {{" + std::string(1, tag.kind) + tag.name + "}} is never closed"));
  }
  // The library's own parser has the last word: what it refuses would render as nothing.
  const kainjow::mustache::mustache parsed{std::string(text)};
  if (out.empty() && !parsed.is_valid()) {
    out.push_back(complaint_at(text, 0, file, parsed.error_message()));
  }
  return out;
}

bool names_slot(std::string_view text, std::string_view slot) {
  std::size_t from = 0;
  while (const auto tag = next_tag(text, from)) {
    if (tag->end == std::string_view::npos) return false;
    if (tag->kind == ' ' && tag->name == slot) return true;
    from = tag->end;
  }
  return false;
}

std::string fill(const std::string& text, const Slots& slots) {
  kainjow::mustache::mustache parsed{text};
  parsed.set_custom_escape([](const std::string& value) { return value; });  // posts are not HTML
  kainjow::mustache::data data;
  for (const auto& [name, value] : slots) {
    // An empty string is true in mustache; a section must see "nothing" as false.
    if (value.empty()) {
      data.set(name, kainjow::mustache::data{kainjow::mustache::data::type::bool_false});
    } else {
      data.set(name, value);
    }
  }
  return tidy(parsed.render(data));
}

}  // namespace social311::casebridge
