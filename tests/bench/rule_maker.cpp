#include "rule_maker.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

#include "classifier/match_text.h"
#include "classifier/rules_folder.h"
#include "core/random.h"

namespace social311::bench {
namespace {

constexpr std::uint32_t city_owners = 51;  // topics and features, as the sample city has them
using classifier::MatchText;
using classifier::Query;
using classifier::Term;
using classifier::TermKind;
using classifier::Token;
using classifier::TokenKind;

bool is_simple(const Query& query, const std::vector<Term>& terms) {
  if (query.op == Query::Op::term) {
    const TermKind kind = terms[query.term].kind;
    return kind != TermKind::stem && kind != TermKind::mention;
  }
  return query.op == Query::Op::any &&
         std::all_of(query.children.begin(), query.children.end(),
                     [&](const Query& child) { return is_simple(child, terms); });
}

bool is_ascii_word(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// Words and neighbouring words of texts, with how many texts have them.
struct Vocabulary {
  std::vector<std::string> words{};
  std::map<std::string, std::vector<std::string>> after{};  // what follows a word

  explicit Vocabulary(const std::vector<std::string>& texts) {
    std::map<std::string, std::size_t> posts;
    MatchText read;
    for (const std::string& text : texts) {
      classifier::read_text(text, read);
      std::set<std::string> seen;
      for (std::size_t i = 0; i < read.tokens.size(); ++i) add(read, i, seen);
      for (const std::string& word : seen) ++posts[word];
    }
    // The rarer half of the frequent words and all of the rare ones: rules name matters, not "the".
    for (const auto& [word, count] : posts)
      if (count >= 2 && count <= texts.size() / 300) words.push_back(word);
  }

 private:
  void add(const MatchText& read, std::size_t i, std::set<std::string>& seen) {
    const Token& token = read.tokens[i];
    const std::string word(read.view(token));
    if (token.kind != TokenKind::word || word.size() < 3 || !is_ascii_word(word)) return;
    seen.insert(word);
    if (i + 1 >= read.tokens.size()) return;
    const Token& next = read.tokens[i + 1];
    const std::string follower(read.view(next));
    const bool joined =
        next.kind == TokenKind::word && next.begin == token.end + 1 && read.text[token.end] == ' ';
    if (joined && is_ascii_word(follower) && after[word].size() < 20)
      after[word].push_back(follower);
  }
};

class Generator {
 public:
  Generator(const Vocabulary& vocabulary, std::uint64_t seed)
      : vocabulary_(vocabulary), random_(seed) {}

  std::string rule() {
    std::string out;
    for (std::uint64_t i = 2 + random_.below(5); i > 0; --i)
      out += (out.empty() ? "" : " OR ") + alternative();
    return out;
  }

 private:
  std::string alternative() {
    const std::string& word = vocabulary_.words[random_.below(vocabulary_.words.size())];
    const auto follows = vocabulary_.after.find(word);
    const std::uint64_t kind = random_.below(20);
    if (kind < 8 && follows != vocabulary_.after.end())
      return "\"" + word + " " + follows->second[random_.below(follows->second.size())] + "\"";
    if (kind < 11 && word.size() >= 6) return word.substr(0, word.size() - 2) + "*";
    if (kind < 12) return "#" + word;
    return quoted_word(word);
  }

  // Keywords and signs of the language are words too.
  static std::string quoted_word(const std::string& word) { return "\"" + word + "\""; }

  const Vocabulary& vocabulary_;
  SeededRandom random_;
};

MadeRule parsed(const std::string& line) {
  classifier::ParsedQuery query = classifier::parse_query(line, 0, classifier::RuleLanguage::any);
  if (!query.query) {
    std::cerr << "the generator wrote a rule that is none: " << line << ": " << query.fault.what
              << "\n";
    std::exit(1);
  }
  return {line, std::move(query.terms)};
}

}  // namespace

std::vector<MadeRule> own_rules(const std::string& folder) {
  classifier::RulesFolder read = classifier::read_rules_folder(folder, "");
  std::vector<MadeRule> out;
  for (classifier::RawRule& raw : read.rules) {
    if (!is_simple(raw.rule.query, raw.terms)) continue;
    MadeRule made;
    const auto show = [&](const auto& self, const Query& query) -> void {
      if (query.op == Query::Op::term) made.line += (made.line.empty() ? "" : " OR ") + query.shown;
      for (const Query& child : query.children) self(self, child);
    };
    show(show, raw.rule.query);
    made.terms = std::move(raw.terms);
    out.push_back(std::move(made));
  }
  return out;
}

std::vector<MadeRule> make_rules(std::size_t count, const std::vector<MadeRule>& own,
                                 const std::vector<std::string>& texts, std::uint64_t seed) {
  std::vector<MadeRule> out;
  const std::size_t owned = std::min(own.size(), count / 2);
  for (std::size_t i = 0; i < owned; ++i) out.push_back(own[i * own.size() / owned]);
  const Vocabulary vocabulary(texts);
  Generator generator(vocabulary, seed);
  while (out.size() < count) out.push_back(parsed(generator.rule()));
  return out;
}

classifier::RuleSet rule_set_of(const std::vector<MadeRule>& rules) {
  std::vector<classifier::RawRule> raw;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    classifier::RawRule one;
    one.rule.owner = i % city_owners;
    one.rule.weight = 1;
    one.rule.query.op = Query::Op::any;
    one.terms = rules[i].terms;
    for (std::uint32_t term = 0; term < one.terms.size(); ++term) {
      Query leaf;
      leaf.term = term;
      one.rule.query.children.push_back(std::move(leaf));
    }
    raw.push_back(std::move(one));
  }
  return classifier::RuleSet(std::move(raw), city_owners);
}

}  // namespace social311::bench
