#include "simulator/search_query.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "core/text.h"

namespace social311::simulator {

namespace {

using Kind = SearchNode::Kind;

struct Operator {
  std::string_view name;
  Kind kind;
  bool stands_alone;
};

constexpr std::array<Operator, 22> operators = {{
    {"from", Kind::from, true},
    {"to", Kind::to, true},
    {"url", Kind::link, true},
    {"conversation_id", Kind::conversation, true},
    {"in_reply_to_tweet_id", Kind::reply_to_post, true},
    {"retweets_of_tweet_id", Kind::repost_of_post, true},
    {"quotes_of_tweet_id", Kind::quote_of_post, true},
    {"place", Kind::place, true},
    {"place_country", Kind::country, true},
    {"point_radius", Kind::radius, true},
    {"bounding_box", Kind::box, true},
    {"min_likes", Kind::least, true},
    {"min_replies", Kind::least, true},
    {"min_reposts", Kind::least, true},
    {"context", Kind::nothing, true},
    {"entity", Kind::nothing, true},
    {"list", Kind::nothing, true},
    {"retweets_of", Kind::nothing, true},
    {"is", Kind::is, false},
    {"has", Kind::has, false},
    {"lang", Kind::language, false},
    {"followers_count", Kind::nothing, false},
}};

constexpr std::array<std::string_view, 5> is_values = {"retweet", "reply", "quote", "verified",
                                                       "nullcast"};
constexpr std::array<std::string_view, 8> has_values = {
    "hashtags", "links", "mentions", "media", "images", "videos", "geo", "cashtags"};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n';
}

Fault invalid(std::string why) {
  return Fault{.kind = FaultKind::rejected, .message = std::move(why)};
}

std::optional<double> real(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// point_radius:[lon lat 16km] gives lon, lat, kilometres; bounding_box four numbers.
Result<std::vector<double>> area(Kind kind, std::string_view value) {
  const Fault wrong = invalid("the area '" + std::string(value) + "' is not valid");
  if (!value.starts_with('[') || !value.ends_with(']')) return wrong;
  std::vector<double> numbers;
  double scale = 1;
  for (std::string word : split(value.substr(1, value.size() - 2), ' ')) {
    if (word.empty()) continue;
    if (kind == Kind::radius && numbers.size() == 2) {
      if (!word.ends_with("km") && !word.ends_with("mi")) return wrong;
      scale = word.ends_with("mi") ? 1.609344 : 1;
      word.resize(word.size() - 2);
    }
    const auto number = real(word);
    if (!number) return wrong;
    numbers.push_back(*number * scale);
  }
  if (numbers.size() != (kind == Kind::radius ? 3U : 4U)) return wrong;
  if (kind == Kind::box && (numbers[0] >= numbers[2] || numbers[1] >= numbers[3])) {
    return invalid("a bounding_box is [west south east north]");
  }
  if (kind == Kind::radius && numbers[2] > 40.2336) return invalid("a radius is at most 25mi");
  return numbers;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<SearchNode> parse() {
    auto node = alternatives();
    if (!node) return node;
    if (at_ < text_.size()) return invalid("unexpected ')' at position " + std::to_string(at_ + 1));
    return node;
  }

 private:
  void skip() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool takes_or() {
    skip();
    const std::string_view rest = text_.substr(at_);
    if (!rest.starts_with("OR") || (rest.size() > 2 && !is_space(rest[2]) && rest[2] != '(')) {
      return false;
    }
    at_ += 2;
    return true;
  }

  Result<SearchNode> alternatives() {
    SearchNode any{.kind = Kind::any};
    do {
      auto one = sequence();
      if (!one) return one;
      any.parts.push_back(std::move(*one));
    } while (takes_or());
    if (any.parts.size() == 1) return std::move(any.parts.front());
    return any;
  }

  Result<SearchNode> sequence() {
    SearchNode all{.kind = Kind::all};
    for (;;) {
      skip();
      if (at_ >= text_.size() || text_[at_] == ')') break;
      const std::size_t before = at_;
      if (takes_or()) {
        at_ = before;
        break;
      }
      auto one = unary();
      if (!one) return one;
      all.parts.push_back(std::move(*one));
    }
    if (all.parts.empty())
      return invalid("a clause is empty at position " + std::to_string(at_ + 1));
    return all;
  }

  Result<SearchNode> unary() {
    const bool negated = text_[at_] == '-' && at_ + 1 < text_.size() && !is_space(text_[at_ + 1]);
    if (negated) ++at_;
    if (text_[at_] == '(') {
      if (negated) return invalid("a group cannot be negated");
      return group();
    }
    auto node = leaf();
    if (node) node->negated = negated;
    return node;
  }

  Result<SearchNode> group() {
    if (++depth_ > 32) return invalid("groups are nested too deep");
    ++at_;
    auto node = alternatives();
    if (!node) return node;
    if (at_ >= text_.size() || text_[at_] != ')') return invalid("a ')' is missing");
    ++at_;
    --depth_;
    return node;
  }

  Result<SearchNode> leaf() {
    if (text_[at_] == '"') return phrase();
    const std::size_t start = at_;
    std::size_t colon = start;
    while (colon < text_.size() &&
           (std::isalpha(static_cast<unsigned char>(text_[colon])) != 0 || text_[colon] == '_')) {
      ++colon;
    }
    if (colon > start && colon < text_.size() && text_[colon] == ':') {
      at_ = colon + 1;
      return operation(text_.substr(start, colon - start));
    }
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '(' && text_[at_] != ')')
      ++at_;
    return term(text_.substr(start, at_ - start));
  }

  Result<SearchNode> phrase() {
    const std::size_t end = text_.find('"', at_ + 1);
    if (end == std::string_view::npos) return invalid("a closing quotation mark is missing");
    SearchNode node{.kind = Kind::words};
    node.words = search_words(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    if (node.words.empty()) return invalid("a phrase holds no word");
    return node;
  }

  static Result<SearchNode> term(std::string_view word) {
    static constexpr std::array<std::pair<char, Kind>, 3> signs = {
        {{'@', Kind::mention}, {'#', Kind::hashtag}, {'$', Kind::cashtag}}};
    for (const auto& [sign, kind] : signs) {
      if (word.size() > 1 && word.front() == sign) {
        return SearchNode{.kind = kind, .value = strip_accents(fold(word.substr(1)))};
      }
    }
    SearchNode node{.kind = Kind::words, .value = std::string(word)};
    node.words = search_words(word);
    if (node.words.empty()) node.kind = Kind::symbol;
    if (word == "AND") return invalid("AND is not an operator; a blank means AND");
    return node;
  }

  std::string operand() {
    const std::size_t start = at_;
    const bool list = at_ < text_.size() && text_[at_] == '[';
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (list || quoted) {
      const std::size_t end = text_.find(list ? ']' : '"', at_ + 1);
      at_ = end == std::string_view::npos ? text_.size() : end + 1;
      if (quoted) return std::string(text_.substr(start + 1, at_ - start - 2));
    } else {
      while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ')') ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }

  Result<SearchNode> operation(std::string_view name) {
    const auto* known = std::find_if(operators.begin(), operators.end(),
                                     [name](const Operator& one) { return one.name == name; });
    if (known == operators.end()) {
      return invalid("Reference to invalid operator '" + std::string(name) +
                     "'. Operator is not available in current product or product packaging.");
    }
    SearchNode node{.kind = known->kind, .value = operand()};
    if (node.value.empty()) return invalid("the operator '" + std::string(name) + "' has no value");
    return checked(std::move(node), name);
  }

  static Result<SearchNode> checked(SearchNode node, std::string_view name) {
    const auto among = [&node](const auto& values) {
      return std::find(values.begin(), values.end(), node.value) != values.end();
    };
    if ((node.kind == Kind::is && !among(is_values)) ||
        (node.kind == Kind::has && !among(has_values))) {
      return invalid("Reference to invalid value '" + node.value + "' of '" + std::string(name) +
                     "'");
    }
    if (node.kind == Kind::box || node.kind == Kind::radius) {
      auto numbers = area(node.kind, node.value);
      if (!numbers) return numbers.fault();
      node.numbers = *numbers;
    }
    if (node.kind == Kind::least) node.words = {std::string(name)};
    if (node.kind == Kind::link) node.words = search_words(node.value);
    if (node.kind == Kind::from || node.kind == Kind::to) {
      if (node.value.starts_with('@')) node.value.erase(0, 1);
    }
    return node;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

bool stands_alone(const SearchNode& node) {
  if (node.kind == Kind::any) {
    return std::all_of(node.parts.begin(), node.parts.end(), stands_alone);
  }
  if (node.kind == Kind::all) {
    return std::any_of(node.parts.begin(), node.parts.end(), stands_alone);
  }
  return !node.negated && node.kind != Kind::is && node.kind != Kind::has &&
         node.kind != Kind::language;
}

}  // namespace

Result<SearchNode> parse_search(std::string_view query) {
  auto node = Parser(query).parse();
  if (node && !stands_alone(*node)) {
    return invalid("The query needs at least one operator that can stand alone, not negated");
  }
  return node;
}

const SimPlace& denver_place() {
  static const SimPlace place;
  return place;
}

}  // namespace social311::simulator
