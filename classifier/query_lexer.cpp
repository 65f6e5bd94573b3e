#include "classifier/query_lexer.h"

#include <algorithm>

#include "classifier/letters.h"

namespace social311::classifier {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

class Lexer {
 public:
  Lexer(std::string_view line, std::size_t offset) : line_(line), at_(offset) {}

  std::vector<Lexeme> run() {
    while (out_.empty() ||
           (out_.back().kind != LexKind::end && out_.back().kind != LexKind::fault)) {
      step();
    }
    return std::move(out_);
  }

 private:
  void step() {
    while (at_ < line_.size() && is_blank(line_[at_])) ++at_;
    if (at_ >= line_.size() || at_comment()) return add(LexKind::end, "", at_);
    switch (line_[at_]) {
      case '(':
        return add(LexKind::open, "(", at_ + 1);
      case ')':
        return add(LexKind::close, ")", at_ + 1);
      case '"':
        return phrase();
      case '/':
        return regex();
      case '#':
        return tagged(LexKind::hashtag);
      case '@':
        return tagged(LexKind::mention);
      default:
        return plain();
    }
  }

  bool at_comment() const {
    return line_[at_] == '#' && (at_ + 1 >= line_.size() || is_blank(line_[at_ + 1]));
  }

  void phrase() {
    const std::size_t close = line_.find('"', at_ + 1);
    if (close == std::string_view::npos) return fault("this quotation mark is never closed");
    add(LexKind::phrase, line_.substr(at_ + 1, close - at_ - 1), close + 1);
  }

  void regex() {
    std::string expression;
    std::size_t at = at_ + 1;
    while (at < line_.size() && line_[at] != '/') {
      const bool escape = line_[at] == '\\' && at + 1 < line_.size();
      if (!escape || line_[at + 1] != '/') expression.push_back(line_[at]);
      if (escape) expression.push_back(line_[++at]);
      ++at;
    }
    if (at >= line_.size()) return fault("this expression is never closed by /");
    add(LexKind::regex, expression, at + 1);
  }

  void tagged(LexKind kind) {
    const std::size_t end = run_end(at_ + 1);
    if (end == at_ + 1) return fault("a name must follow directly");
    add(kind, line_.substr(at_ + 1, end - at_ - 1), end);
  }

  std::size_t run_end(std::size_t at) const {
    while (at < line_.size() && !is_blank(line_[at]) && line_[at] != '(' && line_[at] != ')' &&
           line_[at] != '"') {
      ++at;
    }
    return at;
  }

  void plain() {
    const std::size_t end = run_end(at_);
    const std::string_view run = line_.substr(at_, end - at_);
    if (run == "AND") return add(LexKind::both, run, end);
    if (run == "OR") return add(LexKind::either, run, end);
    if (run == "NOT") return add(LexKind::negation, run, end);
    if (run == "NEAR" || run == "ONEAR") return fault("write the distance, as in NEAR/5");
    if (run.starts_with("NEAR/")) return near(LexKind::near, run.substr(5), end);
    if (run.starts_with("ONEAR/")) return near(LexKind::ordered_near, run.substr(6), end);
    if (run == "stem" && end < line_.size() && line_[end] == '(') return stem(end);
    if (run.find(':') != std::string_view::npos) return add(LexKind::sign, run, end);
    add(LexKind::word, run, end);
  }

  void near(LexKind kind, std::string_view digits, std::size_t end) {
    const bool number = !digits.empty() && digits.size() <= 2 &&
                        std::all_of(digits.begin(), digits.end(), is_digit);
    const int distance = number ? std::stoi(std::string(digits)) : 0;
    if (distance < 1 || distance > 30) return fault("the distance is a number from 1 to 30");
    add(kind, digits, end);
    out_.back().distance = static_cast<std::uint32_t>(distance);
  }

  void stem(std::size_t open) {
    const std::size_t close = line_.find(')', open);
    if (close == std::string_view::npos) return fault("stem( is never closed");
    add(LexKind::stem, line_.substr(open + 1, close - open - 1), close + 1);
  }

  void add(LexKind kind, std::string_view text, std::size_t end) {
    out_.push_back({kind, std::string(text), std::string(line_.substr(at_, end - at_)), at_, 0});
    at_ = end;
  }

  void fault(std::string_view what) { add(LexKind::fault, what, at_); }

  std::string_view line_;
  std::size_t at_;
  std::vector<Lexeme> out_;
};

}  // namespace

std::vector<Lexeme> lex_query(std::string_view line, std::size_t offset) {
  return Lexer(line, offset).run();
}

}  // namespace social311::classifier
