#include "connectors/twitter/queries.h"

#include <algorithm>
#include <optional>

#include "connectors/answers.h"
#include "core/text.h"

namespace social311::connectors::twitter {
namespace {

constexpr std::string_view either = " OR ";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Fault wrong_at(std::string_view query, std::size_t byte, const std::string& what) {
  const std::size_t position = query_length(query.substr(0, byte)) + 1;
  return fault(FaultKind::rejected, "at character " + std::to_string(position) + ": " + what);
}

// What stands between blanks, phrases, (groups) and [boxes] in one piece.
std::vector<std::string_view> tokens_of(std::string_view query) {
  std::vector<std::string_view> tokens;
  std::size_t start = std::string_view::npos;
  int depth = 0;
  bool in_phrase = false;
  for (std::size_t at = 0; at <= query.size(); ++at) {
    const char c = at < query.size() ? query[at] : ' ';
    const bool ends = at == query.size() || (is_blank(c) && depth == 0 && !in_phrase);
    if (ends && start != std::string_view::npos) {
      tokens.push_back(query.substr(start, at - start));
      start = std::string_view::npos;
    }
    if (ends) continue;
    if (start == std::string_view::npos) start = at;
    if (c == '"') in_phrase = !in_phrase;
    if (in_phrase) continue;
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
  }
  return tokens;
}

std::optional<Fault> unclosed(std::string_view query) {
  std::vector<std::size_t> open;
  std::optional<std::size_t> phrase;
  for (std::size_t at = 0; at < query.size(); ++at) {
    if (query[at] == '"') phrase = phrase ? std::nullopt : std::optional(at);
    if (phrase) continue;
    if (query[at] == '(' || query[at] == '[') open.push_back(at);
    if (query[at] != ')' && query[at] != ']') continue;
    const char opens = query[at] == ')' ? '(' : '[';
    if (open.empty() || query[open.back()] != opens)
      return wrong_at(query, at, std::string("nothing is open that ") + query[at] + " could close");
    open.pop_back();
  }
  if (phrase) return wrong_at(query, *phrase, "a quotation mark is not closed");
  if (!open.empty()) return wrong_at(query, open.back(), "a parenthesis is not closed");
  return std::nullopt;
}

// From the first byte of `first` to the last one of `last`, both views into one text.
std::string_view span(std::string_view first, std::string_view last) {
  return {first.data(), static_cast<std::size_t>(last.data() - first.data()) + last.size()};
}

std::vector<std::string_view> alternatives_of(std::string_view query) {
  std::vector<std::string_view> out;
  std::string_view first;
  std::string_view last;
  for (const std::string_view token : tokens_of(query)) {
    if (token == "OR") {
      if (!first.empty()) out.push_back(span(first, last));
      first = {};
      continue;
    }
    if (first.empty()) first = token;
    last = token;
  }
  if (!first.empty()) out.push_back(span(first, last));
  return out;
}

// One pair of parentheses around everything: "(a OR b)", not "(a)(b)".
bool is_group(std::string_view token) {
  if (token.size() < 3 || token.front() != '(' || token.back() != ')') return false;
  return !unclosed(token.substr(1, token.size() - 2));
}

class Splitter {
 public:
  Splitter(std::string_view whole, std::size_t longest) : whole_(whole), longest_(longest) {}

  // `origin` is where in the whole query the piece came from, for the position of a refusal.
  void split(const std::string& query, std::size_t origin);
  Result<std::vector<std::string>> end();

 private:
  void split_alternatives(const std::vector<std::string_view>& parts, std::string_view before,
                          std::string_view after, std::size_t origin);
  void split_group(std::string_view query, std::size_t origin);
  void keep(std::string query);

  std::string_view whole_;
  std::size_t longest_;
  std::vector<std::string> out_{};
  std::optional<Fault> trouble_{};
};

void Splitter::keep(std::string query) {
  if (out_.size() == most_queries && !trouble_)
    trouble_ = fault(FaultKind::rejected, "the search would become more than " +
                                              std::to_string(most_queries) + " queries");
  if (!trouble_) out_.push_back(std::move(query));
}

// As many alternatives a query as there is room for, in their order. One that is too long by itself
// is parted further.
void Splitter::split_alternatives(const std::vector<std::string_view>& parts,
                                  std::string_view before, std::string_view after,
                                  std::size_t origin) {
  const bool grouped = !before.empty() || !after.empty();
  const std::string_view open = grouped ? "(" : "";
  const std::string_view close = grouped ? ")" : "";
  const auto whole = [&](const std::string& inside) {
    return std::string(before) + std::string(open) + inside + std::string(close) +
           std::string(after);
  };
  std::string inside;
  for (const std::string_view part : parts) {
    const std::string more =
        inside.empty() ? std::string(part) : inside + std::string(either) + std::string(part);
    if (query_length(whole(more)) <= longest_) {
      inside = more;
      continue;
    }
    if (!inside.empty()) keep(whole(inside));
    const bool fits_alone = query_length(whole(std::string(part))) <= longest_;
    inside = fits_alone ? std::string(part) : std::string();
    const std::size_t offset = static_cast<std::size_t>(part.data() - parts.front().data());
    if (!fits_alone)
      split(std::string(before) + std::string(part) + std::string(after), origin + offset);
  }
  if (!inside.empty()) keep(whole(inside));
}

std::string_view inside_of(std::string_view group) {
  return group.substr(1, group.size() - 2);
}

// Everything must hold at once: the largest group of alternatives among it is parted. A group
// without alternatives of its own needs no parentheses.
void Splitter::split_group(std::string_view query, std::size_t origin) {
  std::string_view largest;
  for (const std::string_view token : tokens_of(query)) {
    if (!is_group(token)) continue;
    if (alternatives_of(inside_of(token)).size() < 2) {
      const auto open = static_cast<std::size_t>(token.data() - query.data());
      return split(std::string(query.substr(0, open)) + std::string(inside_of(token)) +
                       std::string(query.substr(open + token.size())),
                   origin);
    }
    if (token.size() > largest.size()) largest = token;
  }
  if (largest.empty()) {
    trouble_ = wrong_at(whole_, std::min(origin, whole_.size()),
                        "this part has " + std::to_string(query_length(query)) +
                            " characters and no OR at which it could be parted, " +
                            std::to_string(longest_) + " are allowed");
    return;
  }
  const auto at = static_cast<std::size_t>(largest.data() - query.data());
  split_alternatives(alternatives_of(inside_of(largest)), query.substr(0, at),
                     query.substr(at + largest.size()), origin + at + 1);
}

void Splitter::split(const std::string& query, std::size_t origin) {
  if (trouble_) return;
  if (query_length(query) <= longest_) return keep(query);
  const std::vector<std::string_view> parts = alternatives_of(query);
  if (parts.size() > 1) return split_alternatives(parts, {}, {}, origin);
  const std::vector<std::string_view> tokens = tokens_of(query);
  if (tokens.size() == 1 && is_group(tokens[0]))
    return split(std::string(tokens[0].substr(1, tokens[0].size() - 2)), origin + 1);
  split_group(query, origin);
}

Result<std::vector<std::string>> Splitter::end() {
  if (trouble_) return *trouble_;
  return std::move(out_);
}

}  // namespace

std::size_t query_length(std::string_view query) {
  return static_cast<std::size_t>(std::count_if(query.begin(), query.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

bool has_open_or(std::string_view query) {
  const auto tokens = tokens_of(query);
  return std::find(tokens.begin(), tokens.end(), "OR") != tokens.end();
}

Result<std::vector<std::string>> split_query(std::string_view query, std::size_t longest) {
  if (auto wrong = unclosed(query)) return *wrong;
  Splitter splitter(query, longest);
  splitter.split(std::string(query), 0);
  return splitter.end();
}

}  // namespace social311::connectors::twitter
