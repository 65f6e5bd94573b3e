#include <doctest/doctest.h>

#include "classifier/query.h"

using namespace social311::classifier;

namespace {

// Writes the tree with its structure, so that precedence can be seen.
std::string tree(const Query& query) {
  switch (query.op) {
    case Query::Op::term:
    case Query::Op::sign:
      return query.shown;
    case Query::Op::negated:
      return "!" + tree(query.children[0]);
    default:
      break;
  }
  std::string op = query.op == Query::Op::all   ? "&"
                   : query.op == Query::Op::any ? "|"
                   : query.ordered              ? ">"
                                                : "~";
  if (query.op == Query::Op::near) op += std::to_string(query.distance);
  std::string out = "(";
  for (const Query& child : query.children) out += (out.size() > 1 ? op : "") + tree(child);
  return out + ")";
}

std::string parsed(const std::string& line) {
  const ParsedQuery result = parse_query(line, 0, RuleLanguage::en);
  if (!result.query) return std::to_string(result.fault.offset) + ": " + result.fault.what;
  return tree(*result.query);
}

}  // namespace

TEST_CASE("AND binds tighter than OR and NEAR tighter than AND") {
  CHECK(parsed("a OR b AND c") == "(a|(b&c))");
  CHECK(parsed("(a OR b) AND NOT c") == "((a|b)&!c)");
  CHECK(parsed("a AND b NEAR/3 c OR d") == "((a&(b~3c))|d)");
  CHECK(parsed("a ONEAR/2 (b OR \"c d\") AND to:city") == "((a>2(b|\"c d\"))&to:city)");
}

TEST_CASE("a comment ends a query and a hashtag does not") {
  CHECK(parsed("a # b AND") == "a");
  CHECK(parsed("a OR #b # c") == "(a|#b)");
  CHECK(parsed("a #") == "a");
}

TEST_CASE("each fault of a query is told at its byte") {
  struct Case {
    const char* line;
    const char* begins;
  };
  const Case cases[] = {
      {"", "0: a term is missing at the end"},
      {"a b", "2: AND, OR or NEAR/n is missing"},
      {"a AND", "5: a term is missing at the end"},
      {"a AND )", "6: a term is missing before this"},
      {"(a OR b", "0: this parenthesis is never closed"},
      {"a)", "1: this parenthesis was never opened"},
      {"a \"b", "2: this quotation mark is never closed"},
      {"a NEAR b", "2: write the distance"},
      {"a NEAR/99 b", "2: the distance is a number from 1 to 30"},
      {"a NEAR/2 (b AND c)", "2: NEAR stands between terms"},
      {"NOT a", "0: a term that must be present is missing"},
      {"has:media", "0: a term that must be present is missing"},
      {"a OR NOT b", "0: a term that must be present is missing"},
      {"po*", "0: at least 3 characters"},
      {"pot*hole", "0: * stands at the end"},
      {"a$b", "0: only letters, digits"},
      {"to:citty AND a", "0: unknown sign; did you mean to:city?"},
      {"stem(two words)", "0: exactly one word"},
      {"stem(flood", "0: stem( is never closed"},
      {"/abc", "0: this expression is never closed"},
      {"# only a comment", "0: a term is missing at the end"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.line);
    CHECK_MESSAGE(parsed(one.line).starts_with(one.begins), parsed(one.line));
  }
}

TEST_CASE("stem needs a section of one language") {
  CHECK_FALSE(parse_query("stem(flood)", 0, RuleLanguage::any).query);
  CHECK(parse_query("stem(flood)", 0, RuleLanguage::es).query);
}

TEST_CASE("expressions that are too large, too hungry or too willing are refused") {
  struct Case {
    std::string expression;
    const char* part;
  };
  const Case cases[] = {
      {"a(b", "not an RE2 expression"},
      {"(?=a)b", "not an RE2 expression"},
      {"(a)\\1", "not an RE2 expression"},
      {"a{1001}", "not an RE2 expression"},
      {"a*", "matches nothing at all"},
      {"a|", "matches nothing at all"},
      {"\\Ca", "cuts characters"},
      {"\\\\\\Ca", "cuts characters"},
      {"Pothole", "capital letters"},
      {std::string(513, 'a'), "at most 512"},
      {"(x{100}){50}y", "RE2|large"},
      {"\\pL{800}", "RE2|large"},
      {"", "missing"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.expression);
    const auto fault = fault_of_regex(one.expression);
    REQUIRE(fault.has_value());
    if (std::string(one.part) != "RE2|large") CHECK(fault->find(one.part) != std::string::npos);
  }
  CHECK_FALSE(fault_of_regex("crater(s)? (in|on) \\pL+ (?P<Where>road|\\S+)"));
  CHECK_FALSE(fault_of_regex("\\\\c[[:alpha:]]\\p{Greek}"));
}

TEST_CASE("deep nesting is a fault and not a crash") {
  const std::string deep = std::string(5000, '(') + "a" + std::string(5000, ')');
  CHECK(parsed(deep).find("nested too deeply") != std::string::npos);
  std::string nots;
  for (int i = 0; i < 5000; ++i) nots += "NOT ";
  CHECK(parsed("a AND " + nots + "b").find("nested too deeply") != std::string::npos);
}

TEST_CASE("words are cut into the normal form of the texts") {
  const ParsedQuery result =
      parse_query("\"ÁRBOL Caído*\" OR can't OR stop-sign", 0, RuleLanguage::es);
  REQUIRE(result.query);
  REQUIRE(result.terms.size() == 3);
  CHECK(result.terms[0].words == std::vector<TermWord>{{"arbol", false}, {"caido", true}});
  CHECK(result.terms[1].words == std::vector<TermWord>{{"cant", false}});
  CHECK(result.terms[2].words == std::vector<TermWord>{{"stop", false}, {"sign", false}});
}
