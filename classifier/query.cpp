#include "classifier/query.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "classifier/letters.h"
#include "classifier/match_text.h"
#include "classifier/query_lexer.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

constexpr std::size_t longest_expression = 512;
constexpr int largest_program = 4000;
constexpr std::int64_t expression_memory = 8 << 20;
constexpr int deepest_nesting = 40;
constexpr std::size_t shortest_prefix = 3;  // characters before *

struct SignName {
  std::string_view name;
  Sign sign;
};
constexpr std::array<SignName, 9> sign_names{{{"to:city", Sign::to_city},
                                              {"is:reply", Sign::is_reply},
                                              {"is:repost", Sign::is_repost},
                                              {"is:message", Sign::is_message},
                                              {"has:media", Sign::has_media},
                                              {"has:link", Sign::has_link},
                                              {"has:number", Sign::has_number},
                                              {"lang:en", Sign::lang_en},
                                              {"lang:es", Sign::lang_es}}};

std::string nearest_sign(std::string_view wrong) {
  const SignName* best = &sign_names[0];
  for (const SignName& candidate : sign_names) {
    if (edit_distance(wrong, candidate.name) < edit_distance(wrong, best->name)) best = &candidate;
  }
  return std::string(best->name);
}

// Cuts "can't stop-sign light*" into words in normal form. A fault names what is no part of a word.
struct WordCut {
  std::vector<TermWord> words{};
  std::string fault{};
};

class WordCutter {
 public:
  explicit WordCutter(std::string_view written) : form_(normal_form(written)) {}

  WordCut run() {
    for (std::size_t at = 0; at < form_.size() && out_.fault.empty();) at = step(at);
    if (out_.words.empty() && out_.fault.empty()) out_.fault = "a word is missing here";
    return std::move(out_);
  }

 private:
  std::size_t step(std::size_t at) {
    const Decoded c = decode(form_, at);
    const std::size_t next = at + c.size;
    if (is_word(c.value)) {
      if (!inside_) out_.words.emplace_back();
      inside_ = true;
      out_.words.back().text.append(form_, at, c.size);
      return next;
    }
    if (c.value == U'*') return star(next);
    inside_ = false;
    static constexpr std::string_view separators = " -'/,&.";
    const bool allowed =
        c.value < 0x80 && separators.find(static_cast<char>(c.value)) != std::string_view::npos;
    if (!allowed)
      out_.fault = "only letters, digits, _ ' - and a closing * make a word; use \"…\" or /…/";
    return next;
  }

  std::size_t star(std::size_t next) {
    if (!inside_ || (next < form_.size() && is_word(decode(form_, next).value))) {
      out_.fault = "* stands at the end of a word only";
    } else if (code_point_offsets(out_.words.back().text).size() <= shortest_prefix) {
      out_.fault = "at least 3 characters must stand before *";
    } else if (out_.words.back().text.size() > longest_prefix) {
      out_.fault = "at most 32 bytes stand before *";
    } else {
      out_.words.back().open = true;
    }
    inside_ = false;
    return next;
  }

  std::string form_;
  bool inside_ = false;
  WordCut out_;
};

std::string without_accents(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Decoded c = decode(text, at);
    const char plain = without_accent(c.value);
    if (plain != 0) {
      out.push_back(plain);
    } else {
      out.append(text.substr(at, c.size));
    }
    at += c.size;
  }
  return out;
}

bool is_positional(const Query& query) {
  if (query.op == Query::Op::term) return true;
  if (query.op != Query::Op::any && query.op != Query::Op::near) return false;
  return std::all_of(query.children.begin(), query.children.end(), is_positional);
}

// Recursive descent; the first fault ends it.
class Parser {
 public:
  Parser(std::string_view line, std::size_t offset, RuleLanguage language)
      : lexemes_(lex_query(line, offset)), language_(language) {}

  ParsedQuery run() {
    Query query = either();
    if (!failed_ && look().kind != LexKind::end) fail(look(), after_end());
    if (!failed_ && !needs_a_term(query)) {
      fail(lexemes_.front(),
           "a term that must be present is missing: NOT and signs alone match nothing");
    }
    if (!failed_) out_.query = std::move(query);
    return std::move(out_);
  }

 private:
  const Lexeme& look() const { return lexemes_[at_]; }
  Lexeme take() { return lexemes_[at_ + 1 < lexemes_.size() ? at_++ : at_]; }

  std::string after_end() const {
    if (look().kind == LexKind::fault) return look().text;
    if (look().kind == LexKind::close) return "this parenthesis was never opened";
    return "AND, OR or NEAR/n is missing before this; a phrase stands in quotation marks";
  }

  void fail(const Lexeme& where, std::string what) {
    if (failed_) return;
    failed_ = true;
    out_.fault = {where.offset, std::move(what)};
  }

  Query either() { return chain(Query::Op::any, LexKind::either, &Parser::both); }
  Query both() { return chain(Query::Op::all, LexKind::both, &Parser::near); }

  Query chain(Query::Op op, LexKind word, Query (Parser::*part)()) {
    Query first = (this->*part)();
    if (failed_ || look().kind != word) return first;
    Query out;
    out.op = op;
    out.children.push_back(std::move(first));
    while (!failed_ && look().kind == word) {
      take();
      out.children.push_back((this->*part)());
    }
    return out;
  }

  Query near() {
    Query left = unary();
    while (!failed_ && (look().kind == LexKind::near || look().kind == LexKind::ordered_near)) {
      const Lexeme word = take();
      Query out;
      out.op = Query::Op::near;
      out.distance = word.distance;
      out.ordered = word.kind == LexKind::ordered_near;
      out.children.push_back(std::move(left));
      out.children.push_back(unary());
      if (!failed_ && !is_positional(out)) {
        fail(word, "NEAR stands between terms, or OR-groups of terms in parentheses");
      }
      left = std::move(out);
    }
    return left;
  }

  Query unary() {
    if (look().kind == LexKind::negation) {
      take();
      Query out;
      out.op = Query::Op::negated;
      if (++depth_ > deepest_nesting) fail(look(), "nested too deeply");
      if (!failed_) out.children.push_back(unary());
      --depth_;
      return out;
    }
    if (look().kind == LexKind::open) return group();
    return leaf();
  }

  Query group() {
    const Lexeme open = take();
    if (++depth_ > deepest_nesting) {
      fail(open, "nested too deeply");
      return {};
    }
    Query inside = either();
    if (!failed_ && look().kind == LexKind::fault) fail(look(), look().text);
    if (!failed_ && look().kind == LexKind::end) fail(open, "this parenthesis is never closed");
    if (!failed_ && look().kind != LexKind::close) fail(look(), after_end());
    if (!failed_) take();
    --depth_;
    return inside;
  }

  Query leaf() {
    const Lexeme lexeme = take();
    switch (lexeme.kind) {
      case LexKind::word:
      case LexKind::phrase:
        return words(lexeme);
      case LexKind::hashtag:
        return single(lexeme, TermKind::hashtag);
      case LexKind::mention:
        return mention(lexeme);
      case LexKind::stem:
        return stem(lexeme);
      case LexKind::regex:
        return regex(lexeme);
      case LexKind::sign:
        return sign(lexeme);
      case LexKind::fault:
        fail(lexeme, lexeme.text);
        break;
      case LexKind::end:
        fail(lexeme, "a term is missing at the end");
        break;
      default:
        fail(lexeme, "a term is missing before this");
        break;
    }
    return {};
  }

  Query words(const Lexeme& lexeme) {
    WordCut cut = WordCutter(lexeme.text).run();
    if (!cut.fault.empty()) fail(lexeme, std::move(cut.fault));
    return term(lexeme, Term{.kind = TermKind::words, .words = std::move(cut.words)});
  }

  Query single(const Lexeme& lexeme, TermKind kind) {
    WordCut cut = WordCutter(lexeme.text).run();
    if (cut.fault.empty() && cut.words.size() != 1) cut.fault = "exactly one word stands here";
    if (!cut.fault.empty()) fail(lexeme, std::move(cut.fault));
    return term(lexeme, Term{.kind = kind, .words = std::move(cut.words)});
  }

  Query mention(const Lexeme& lexeme) {
    TermWord name{to_lower_ascii(lexeme.text), false};
    return term(lexeme, Term{.kind = TermKind::mention, .words = {std::move(name)}});
  }

  Query stem(const Lexeme& lexeme) {
    if (language_ == RuleLanguage::any)
      fail(lexeme, "stem() needs a section of one language: [en] or [es]");
    Query out = single(lexeme, TermKind::stem);
    if (failed_) return out;
    if (out_.terms.back().words.front().open) fail(lexeme, "stem() takes a whole word, without *");
    out_.terms.back().language = language_;
    return out;
  }

  Query regex(const Lexeme& lexeme) {
    if (auto fault = fault_of_regex(lexeme.text)) fail(lexeme, std::move(*fault));
    return term(lexeme, Term{.kind = TermKind::regex, .regex = without_accents(lexeme.text)});
  }

  Query sign(const Lexeme& lexeme) {
    const auto found = std::find_if(sign_names.begin(), sign_names.end(),
                                    [&](const SignName& s) { return s.name == lexeme.text; });
    Query out;
    out.op = Query::Op::sign;
    out.shown = lexeme.shown;
    if (found == sign_names.end()) {
      fail(lexeme, "unknown sign; did you mean " + nearest_sign(lexeme.text) + "?");
    } else {
      out.sign = found->sign;
    }
    return out;
  }

  Query term(const Lexeme& lexeme, Term found) {
    Query out;
    out.op = Query::Op::term;
    out.term = static_cast<std::uint32_t>(out_.terms.size());
    out.shown = lexeme.shown;
    out.offset = lexeme.offset;
    out_.terms.push_back(std::move(found));
    return out;
  }

  std::vector<Lexeme> lexemes_;
  std::size_t at_ = 0;
  RuleLanguage language_;
  int depth_ = 0;
  bool failed_ = false;
  ParsedQuery out_;
};

// \C matches single bytes and would cut characters in two.
bool has_byte_escape(std::string_view expression) {
  for (std::size_t at = 0; at + 1 < expression.size(); ++at) {
    if (expression[at] != '\\') continue;
    if (expression[at + 1] == 'C') return true;
    ++at;
  }
  return false;
}

// A capital letter can never match the normalised text. \S, \pL, (?P<NAME> are no letters.
bool has_capital(std::string_view expression) {
  for (std::size_t at = 0; at < expression.size(); ++at) {
    if (expression[at] == '\\' || expression.substr(at, 2) == "(?") {
      const bool property = expression.substr(at, 2) == "\\p" || expression.substr(at, 2) == "\\P";
      const bool named = expression.substr(at, 4) == "(?P<" || expression.substr(at, 3) == "\\p{";
      const std::size_t close =
          named ? expression.find_first_of(">}", at) : at + (property ? 2 : 1);
      at = std::min(close, expression.size());
    } else if (expression[at] >= 'A' && expression[at] <= 'Z') {
      return true;
    }
  }
  return false;
}

}  // namespace

bool needs_a_term(const Query& query) {
  const auto& parts = query.children;
  switch (query.op) {
    case Query::Op::term:
    case Query::Op::near:
      return true;
    case Query::Op::all:
      return std::any_of(parts.begin(), parts.end(), needs_a_term);
    case Query::Op::any:
      return std::all_of(parts.begin(), parts.end(), needs_a_term);
    case Query::Op::sign:
    case Query::Op::negated:
      return false;
  }
  return false;
}

std::optional<std::string> fault_of_regex(const std::string& expression) {
  if (expression.empty()) return "an expression is missing between the slashes";
  if (expression.size() > longest_expression) return "an expression has at most 512 bytes";
  if (!is_valid_utf8(expression)) return "an expression is UTF-8";
  if (has_byte_escape(expression)) return "\\C cuts characters in two and is not allowed";
  if (has_capital(expression)) return "capital letters never match: rules see lower case";
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(expression_memory);
  const RE2 compiled(expression, options);
  if (!compiled.ok()) return "not an RE2 expression: " + compiled.error();
  if (compiled.ProgramSize() > largest_program)
    return "this expression is too large: shorten its repetitions";
  if (RE2::FullMatch("", compiled)) return "this expression also matches nothing at all";
  return std::nullopt;
}

ParsedQuery parse_query(std::string_view line, std::size_t offset, RuleLanguage language) {
  return Parser(line, offset, language).run();
}

}  // namespace social311::classifier
