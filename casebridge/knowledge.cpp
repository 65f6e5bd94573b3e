#include "casebridge/knowledge.h"

#include <algorithm>
#include <set>

#include "casebridge/load_service.h"
#include "casebridge/phrases.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

constexpr std::size_t most_suggestions = 3;
constexpr double least_score = 0.5;

// The share of a phrase's words that stand in the text; whole only where they stand together.
double phrase_score(const Words& text, const Words& phrase) {
  if (phrase.empty()) return 0;
  if (contains(text, phrase)) return 1;
  const auto found = std::count_if(phrase.begin(), phrase.end(), [&](const std::string& word) {
    return std::find(text.begin(), text.end(), word) != text.end();
  });
  return 0.8 * static_cast<double>(found) / static_cast<double>(phrase.size());
}

// One word alone proves little, however well it matches.
double weight_of(const Words& phrase) {
  return phrase.size() < 2 ? 0.6 : 1.0;
}

double score_of(const Article& article, const Finding& finding, const Words& text) {
  double best = 0;
  for (const std::string& asked : article.asked) {
    const Words phrase = words_of(asked);
    best = std::max(best, phrase_score(text, phrase) * weight_of(phrase));
  }
  if (article.topic.empty() || finding.topics.empty()) return best;
  const bool same = finding.topics.front().topic == article.topic;
  return same ? std::min(1.0, best * 1.2) : best * 0.7;
}

SuggestedAnswer suggestion(const Article& article, double score, const std::string& language) {
  const bool spanish = language == "es";
  return {article.id, spanish ? article.question_es : article.question_en,
          spanish ? article.answer_es : article.answer_en, score, article.checked_on};
}

Article read_article(TomlTable& table, const std::vector<std::string>& topics) {
  Article article;
  article.id = required(table, "id");
  article.topic = table.text("topic").value_or("");
  if (!article.topic.empty() &&
      std::find(topics.begin(), topics.end(), article.topic) == topics.end())
    table.complain("topic", "no service with topic " + quoted(article.topic, 60));
  article.question_en = required(table, "question_en");
  article.question_es = required(table, "question_es");
  article.asked = table.texts("asked");
  if (article.asked.empty()) table.complain("asked", "an article needs phrases of who asks it");
  article.answer_en = required(table, "answer_en");
  article.answer_es = required(table, "answer_es");
  article.checked_on = required(table, "checked_on");
  table.finish();
  return article;
}

}  // namespace

std::vector<SuggestedAnswer> suggest_answers(const std::vector<Article>& articles,
                                             const Finding& finding, std::string_view text,
                                             const std::string& language) {
  const Words words = words_of(text);
  std::vector<SuggestedAnswer> out;
  for (const Article& article : articles) {
    const double score = score_of(article, finding, words);
    if (score >= least_score) out.push_back(suggestion(article, score, language));
  }
  std::stable_sort(out.begin(), out.end(), [](const SuggestedAnswer& a, const SuggestedAnswer& b) {
    return a.score > b.score;
  });
  if (out.size() > most_suggestions) out.resize(most_suggestions);
  return out;
}

std::vector<Article> read_articles(TomlTable root, const std::vector<std::string>& topics) {
  std::vector<Article> out;
  std::set<std::string> ids;
  for (TomlTable& table : root.tables("answer")) {
    Article article = read_article(table, topics);
    if (!ids.insert(article.id).second)
      table.complain("id", "answer " + quoted(article.id, 60) + " twice");
    out.push_back(std::move(article));
  }
  root.finish();
  return out;
}

}  // namespace social311::casebridge
