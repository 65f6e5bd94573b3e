// Reads twitter-text's conformance suite where it lies; nothing of it is copied here. Its YAML is
// regular: `text:` and `expected:` with double-quoted strings, one a line.
#pragma once

#include <cctype>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/utf8.h"

namespace social311::connectors::test {

struct ConformanceCase {
  std::string description{};
  std::string text{};
  std::vector<std::string> expected{};  // of a list
  std::size_t weighted_length = 0;
};

// Reads one double-quoted string that begins at text[at]; `at` moves behind it.
inline std::string read_quoted(std::string_view text, std::size_t& at) {
  std::string out;
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] != '\\') {
      out += text[at];
      continue;
    }
    const char kind = text[++at];
    const std::size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits > 0) {
      const std::string number(text.substr(at + 1, digits));
      append_utf8(out, static_cast<char32_t>(std::stoul(number, nullptr, 16)));
      at += digits;
    } else {
      out += kind == 'n' ? '\n' : kind;
    }
  }
  ++at;
  return out;
}

inline std::vector<std::string> read_all_quoted(std::string_view line) {
  std::vector<std::string> out;
  for (std::size_t at = line.find('"'); at != std::string_view::npos && at < line.size();
       at = line.find('"', at))
    out.push_back(read_quoted(line, at));
  return out;
}

inline std::vector<ConformanceCase> read_group(const std::string& file, const std::string& group) {
  std::vector<ConformanceCase> cases;
  std::ifstream in(file);
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    const bool heading = line.size() > 2 && line.rfind("  ", 0) == 0 && std::isalpha(line[2]) != 0;
    if (heading) inside = line == "  " + group + ":";
    if (!inside) continue;
    const std::size_t start = line.find_first_not_of(" -");
    if (start == std::string::npos) continue;
    const std::string_view rest = std::string_view(line).substr(start);
    if (rest.rfind("description:", 0) == 0)
      cases.push_back({.description = std::string(rest.substr(13))});
    if (cases.empty()) continue;
    std::size_t quote = rest.find('"');
    if (rest.rfind("text:", 0) == 0) cases.back().text = read_quoted(rest, quote);
    if (rest.rfind("expected: [", 0) == 0) cases.back().expected = read_all_quoted(rest);
    if (rest.rfind("weightedLength:", 0) == 0)
      cases.back().weighted_length = std::stoul(std::string(rest.substr(15)));
  }
  return cases;
}

// A group whose expectations are spans: `- screen_name:` or `- hashtag:`, `list_slug:`, `indices:
// [a, b]`.
struct SpanCase {
  struct Span {
    std::string name{};
    std::string list_slug{};
    std::size_t start = 0;
    std::size_t end = 0;

    bool operator==(const Span&) const = default;
  };
  std::string description{};
  std::string text{};
  std::vector<Span> expected{};
};

inline void read_span_line(std::string_view rest, SpanCase& one) {
  std::size_t quote = rest.find('"');
  if (rest.rfind("text:", 0) == 0) one.text = read_quoted(rest, quote);
  if (rest.rfind("screen_name:", 0) == 0 || rest.rfind("hashtag:", 0) == 0)
    one.expected.push_back({.name = read_quoted(rest, quote)});
  if (one.expected.empty()) return;
  if (rest.rfind("list_slug:", 0) == 0) one.expected.back().list_slug = read_quoted(rest, quote);
  if (rest.rfind("indices:", 0) != 0) return;
  const std::string numbers(rest.substr(rest.find('[') + 1));
  one.expected.back().start = std::stoul(numbers);
  one.expected.back().end = std::stoul(numbers.substr(numbers.find(',') + 1));
}

inline std::vector<SpanCase> read_span_group(const std::string& file, const std::string& group) {
  std::vector<SpanCase> cases;
  std::ifstream in(file);
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    const bool heading = line.size() > 2 && line.rfind("  ", 0) == 0 && std::isalpha(line[2]) != 0;
    if (heading) inside = line == "  " + group + ":";
    const std::size_t start = line.find_first_not_of(" -");
    if (!inside || start == std::string::npos) continue;
    const std::string_view rest = std::string_view(line).substr(start);
    if (rest.rfind("description:", 0) == 0)
      cases.push_back({.description = std::string(rest.substr(13))});
    if (!cases.empty()) read_span_line(rest, cases.back());
  }
  return cases;
}

}  // namespace social311::connectors::test
