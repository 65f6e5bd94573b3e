#include "classifier/classifier.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "classifier/aside.h"
#include "classifier/decide.h"
#include "classifier/geography.h"
#include "classifier/language.h"
#include "classifier/learning/learned.h"
#include "classifier/letters.h"
#include "classifier/places.h"
#include "classifier/privacy.h"
#include "classifier/readable.h"
#include "classifier/rules_folder.h"
#include "classifier/title.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

constexpr std::size_t most_topics = 5;
constexpr double unknown_topic_score = 0.1;    // of `other`: a place to go, no evidence
constexpr std::size_t most_learned_words = 5;  // shown as evidence of a topic
constexpr double weak_place = 0.6;             // a street or area says less than an address

// What reading one post needs; kept by each thread from post to post.
struct Desk {
  std::string joined{};  // the text with what its pictures show
  MatchText text{};
  Hits hits{};
  Scores scores{};
  std::vector<Gram> grams{};      // where weights were learned
  std::vector<double> matters{};  // by topic, what its rules say
  Asides asides{};
  std::string language{};
  std::vector<Location> locations{};
};

Desk& own_desk() {
  thread_local Desk desk;
  return desk;
}

std::uint32_t bit(Sign sign) {
  return static_cast<std::uint32_t>(sign);
}

bool has_kind(const MatchText& text, TokenKind kind) {
  return std::any_of(text.tokens.begin(), text.tokens.end(),
                     [kind](const Token& token) { return token.kind == kind; });
}

// "RT @name: …" is a repost that was typed.
bool typed_repost(const MatchText& text) {
  return text.tokens.size() >= 2 && text.view(text.tokens[0]) == "rt" &&
         text.tokens[1].kind == TokenKind::mention && text.tokens[1].begin <= 4;
}

bool asks(const MatchText& text) {
  for (std::size_t at = 0; at < text.main_end; ++at) {
    if (text.text[at] == '?' && (at + 1 >= text.main_end || !is_ascii_word(text.text[at + 1])))
      return true;
  }
  return false;
}

// Coordinates outside of the city are no place of the city.
double place_strength(const std::vector<Location>& places, const Geography& map) {
  double strength = 0;
  for (const Location& place : places) {
    if (place.lat && place.lon && !map.in_city(*place.lat, *place.lon)) continue;
    const bool exact =
        place.kind == "address" || place.kind == "block" || place.kind == "intersection";
    strength = std::max(strength, exact ? 1.0 : weak_place);
  }
  return strength;
}

// A post's own coordinates: one point, on a border one for each neighbourhood.
void add_points(double lat, double lon, const Geography& map, std::vector<Location>& places) {
  Location point;
  point.kind = "point";
  point.lat = lat;
  point.lon = lon;
  point.district = map.district_at(lat, lon);
  std::vector<std::string> names = map.neighborhoods_at(lat, lon);
  if (names.empty()) names.emplace_back();
  for (std::string& name : names) {
    point.neighborhood = std::move(name);
    places.push_back(point);
  }
}

class RuleClassifier final : public Classifier {
 public:
  RuleClassifier(RulesFolder folder, Geography geography)
      : geography_(std::move(geography)),
        thresholds_(folder.thresholds),
        weights_(folder.weights),
        topics_(std::move(folder.topics)),
        learned_(folder.learned, topics_),
        version_(std::move(folder.digest)),
        handles_(std::move(folder.handles)),
        rules_(std::move(folder.rules), topics_.size() + feature_count) {
    std::set<std::string> all;
    for (const auto& [network, names] : handles_) all.insert(names.begin(), names.end());
    all_handles_.assign(all.begin(), all.end());
  }

  Finding classify(const Post& post, Instant now) const override {
    return explain_into(post, now, nullptr);
  }

  Explanation explain(const Post& post, Instant now) const override {
    Explanation out;
    out.finding = explain_into(post, now, &out);
    return out;
  }

  Verdict judge(const Post& post, Instant now) const override;
  Verdict judge_again(const Post& post, Instant now) const override;

  const std::vector<TopicInfo>& topics() const override { return topics_; }
  const std::string& version() const override { return version_; }
  const std::vector<std::string>& own_handles() const override { return all_handles_; }
  std::vector<double> weights() const override { return {weights_.begin(), weights_.end()}; }
  std::vector<std::string> notes() const override;

 private:
  struct Judged {
    Finding finding{};
    Strengths strengths{};
    std::uint32_t signs = 0;
  };
  void read(const Post& post, Desk& desk) const;
  Judged judged(const Post& post, Desk& desk) const;
  std::vector<std::pair<double, std::uint32_t>> ranked_topics(const Desk& desk) const;
  Finding explain_into(const Post& post, Instant now, Explanation* explanation) const;
  bool is_own(const std::string& network, const std::string& handle) const;
  bool addressed(const Post& post, const MatchText& text) const;
  std::uint32_t signs_of(const Post& post, const MatchText& text, const Finding& finding) const;
  std::vector<Location> locations_of(const Post& post, const MatchText& text) const;
  Strengths strengths_of(const Desk& desk, const Finding& finding, std::uint32_t signs) const;
  void read_matters(Desk& desk) const;
  std::vector<TopicFinding> topics_of(const Desk& desk, std::uint32_t signs) const;
  std::vector<Evidence> topic_evidence(const Desk& desk, std::uint32_t signs,
                                       std::uint32_t topic) const;
  TopicFinding unknown_topic() const;
  void explain_sum(const Desk& desk, const Strengths& strengths, std::uint32_t signs,
                   Explanation& out) const;
  void explain_learned(const Desk& desk, Explanation& out) const;
  void explain_routes(const Desk& desk, Explanation& out) const;
  std::uint32_t owner_of(std::size_t feature) const {
    return static_cast<std::uint32_t>(topics_.size() + feature);
  }

  Geography geography_;
  Thresholds thresholds_;
  Weights weights_;
  std::vector<TopicInfo> topics_;
  Learned learned_;
  std::string version_;
  std::map<std::string, std::vector<std::string>> handles_;
  std::vector<std::string> all_handles_;
  RuleSet rules_;
};

bool RuleClassifier::is_own(const std::string& network, const std::string& handle) const {
  const std::string name = to_lower_ascii(handle.starts_with("@") ? handle.substr(1) : handle);
  const auto known = handles_.find(network);
  const std::vector<std::string>& names = known == handles_.end() ? all_handles_ : known->second;
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool RuleClassifier::addressed(const Post& post, const MatchText& text) const {
  if (post.kind == PostKind::direct_message) return true;
  const auto own = [&](const std::string& handle) { return is_own(post.network, handle); };
  if (std::any_of(post.mentions.begin(), post.mentions.end(), own)) return true;
  return std::any_of(text.tokens.begin(), text.tokens.end(), [&](const Token& token) {
    return token.kind == TokenKind::mention && own(std::string(text.original_of(token)));
  });
}

std::uint32_t RuleClassifier::signs_of(const Post& post, const MatchText& text,
                                       const Finding& finding) const {
  std::uint32_t signs = 0;
  const auto set = [&signs](bool holds, Sign sign) { signs |= holds ? bit(sign) : 0u; };
  set(finding.addressed, Sign::to_city);
  set(!post.in_reply_to.empty(), Sign::is_reply);
  set(post.kind == PostKind::repost || typed_repost(text), Sign::is_repost);
  set(post.kind == PostKind::direct_message, Sign::is_message);
  set(post.media > 0, Sign::has_media);
  set(has_kind(text, TokenKind::link), Sign::has_link);
  set(std::any_of(text.text.begin(), text.text.end(), is_digit), Sign::has_number);
  set(finding.language == "en", Sign::lang_en);
  set(finding.language == "es", Sign::lang_es);
  return signs;
}

std::vector<Location> RuleClassifier::locations_of(const Post& post, const MatchText& text) const {
  std::vector<Location> places = places_in(text, geography_);
  if (post.lat && post.lon) add_points(*post.lat, *post.lon, geography_, places);
  return places;
}

Strengths RuleClassifier::strengths_of(const Desk& desk, const Finding& finding,
                                       std::uint32_t signs) const {
  Strengths out{};
  for (std::size_t i = 0; i < feature_count; ++i) out[i] = saturated(desk.scores.sums[owner_of(i)]);
  const auto feature = [&out](Feature f) { return out[index_of(f)]; };
  const auto set = [&out](Signal signal, double strength) { out[index_of(signal)] = strength; };
  const auto sign = [signs](Sign s) { return (signs & bit(s)) != 0 ? 1.0 : 0.0; };
  const auto best =
      std::max_element(desk.scores.sums.begin(),
                       desk.scores.sums.begin() + static_cast<std::ptrdiff_t>(topics_.size()));
  const double topic = topics_.empty() ? 0 : saturated(*best);
  const double says = std::max({feature(Feature::request), feature(Feature::report),
                                feature(Feature::problem), feature(Feature::not_fixed),
                                feature(Feature::complaint), feature(Feature::duration)});
  const auto count = [&](TokenKind kind) {
    return static_cast<double>(std::count_if(desk.text.tokens.begin(), desk.text.tokens.end(),
                                             [kind](const Token& t) { return t.kind == kind; }));
  };
  set(Signal::bias, 1);
  set(Signal::topic, topic);
  set(Signal::topic_request, topic * says);
  set(Signal::place, place_strength(finding.locations, geography_));
  set(Signal::to_city, finding.addressed ? 1 : 0);
  set(Signal::to_others, !finding.addressed && count(TokenKind::mention) > 0 ? 1 : 0);
  set(Signal::reply, sign(Sign::is_reply));
  set(Signal::repost, sign(Sign::is_repost));
  set(Signal::media, sign(Sign::has_media));
  set(Signal::link, sign(Sign::has_link));
  set(Signal::question_mark, asks(desk.text) ? 1 : 0);
  set(Signal::short_text, count(TokenKind::word) < 4 ? 1 : 0);
  set(Signal::hashtags, std::min(1.0, count(TokenKind::hashtag) / 4));
  const bool names_a_matter = topic > 0 || feature(Feature::problem) > 0;
  set(Signal::title, names_a_matter && is_title(desk.text) ? 1 : 0);
  return out;
}

// What rules say of each topic, and the words that learned weights speak of.
void RuleClassifier::read_matters(Desk& desk) const {
  desk.matters.resize(topics_.size());
  for (std::size_t i = 0; i < topics_.size(); ++i) desk.matters[i] = saturated(desk.scores.sums[i]);
  desk.grams.clear();
  if (!learned_.empty()) grams_of(desk.text, desk.grams);
}

// Minus the score, and the place.
std::vector<std::pair<double, std::uint32_t>> RuleClassifier::ranked_topics(
    const Desk& desk) const {
  const std::vector<double> scores =
      learned_.routes() ? learned_.topic_scores(desk.grams, desk.matters) : desk.matters;
  std::vector<std::pair<double, std::uint32_t>> ranked;
  for (std::uint32_t i = 0; i < topics_.size(); ++i)
    if (scores[i] >= thresholds_.topic && scores[i] > 0) ranked.emplace_back(-scores[i], i);
  std::sort(ranked.begin(), ranked.end());  // best first; equal scores in the order of their names
  if (ranked.size() > most_topics) ranked.resize(most_topics);
  return ranked;
}

std::vector<TopicFinding> RuleClassifier::topics_of(const Desk& desk, std::uint32_t signs) const {
  std::vector<TopicFinding> out;
  for (const auto& [negative, i] : ranked_topics(desk)) {
    const TopicInfo& topic = topics_[i];
    out.push_back(
        {topic.id, topic.division, topic.service_code, -negative, topic_evidence(desk, signs, i)});
  }
  return out;
}

Evidence shown(const MatchText& text, const Gram& gram) {
  const Range range = text.original_range(gram.begin, gram.end);
  return {range.begin, range.end, "learned " + name_of(text, gram)};
}

// The rules' words; where they have none, the learned ones that weigh most.
std::vector<Evidence> RuleClassifier::topic_evidence(const Desk& desk, std::uint32_t signs,
                                                     std::uint32_t topic) const {
  std::vector<Evidence> out = rules_.evidence(desk.text, desk.hits, signs, desk.scores, topic);
  if (!out.empty() || !learned_.routes()) return out;
  for (const GramShare& share : learned_.topic_shares(desk.grams, topic))
    if (share.share > 0 && out.size() < most_learned_words)
      out.push_back(shown(desk.text, *share.gram));
  return out;
}

TopicFinding RuleClassifier::unknown_topic() const {
  const auto other = std::find_if(topics_.begin(), topics_.end(),
                                  [](const TopicInfo& t) { return t.id == "other"; });
  if (other == topics_.end()) return {"other", std::nullopt, "", unknown_topic_score, {}};
  return {other->id, other->division, other->service_code, unknown_topic_score, {}};
}

void RuleClassifier::explain_sum(const Desk& desk, const Strengths& strengths, std::uint32_t signs,
                                 Explanation& out) const {
  for (std::size_t i = 0; i < weighed_count; ++i) {
    if (strengths[i] == 0) continue;
    Weighed line{
        std::string(weighed_names()[i].name), strengths[i] * weights_[i], {}, strengths[i]};
    if (i < feature_count)
      line.evidence = rules_.evidence(desk.text, desk.hits, signs, desk.scores, owner_of(i));
    if (i == index_of(Signal::topic) && !out.finding.topics.empty()) {
      line.feature += " " + out.finding.topics.front().topic;
      line.evidence = out.finding.topics.front().evidence;
    }
    out.weighed.push_back(std::move(line));
  }
  explain_learned(desk, out);
  std::stable_sort(out.weighed.begin(), out.weighed.end(), [](const Weighed& a, const Weighed& b) {
    return std::abs(a.weight) > std::abs(b.weight);
  });
  out.score = weighed_sum(strengths, weights_) + learned_.request_sum(desk.grams, desk.matters);
  out.strengths.assign(strengths.begin(), strengths.end());
  out.matters = desk.matters;
  explain_routes(desk, out);
}

void RuleClassifier::explain_learned(const Desk& desk, Explanation& out) const {
  for (std::size_t i = 0; i < topics_.size(); ++i) {
    const double weight = learned_.matter_weight(i) * desk.matters[i];
    if (weight != 0)
      out.weighed.push_back({"matter " + topics_[i].id, weight, {}, desk.matters[i]});
  }
  for (const GramShare& share : learned_.request_shares(desk.grams))
    out.weighed.push_back({"word " + name_of(desk.text, *share.gram),
                           share.share,
                           {shown(desk.text, *share.gram)},
                           static_cast<double>(share.gram->strength)});
}

void RuleClassifier::explain_routes(const Desk& desk, Explanation& out) const {
  if (!learned_.routes()) return;
  for (std::size_t place = 0; place < std::min<std::size_t>(2, out.finding.topics.size());
       ++place) {
    const std::string& topic = out.finding.topics[place].topic;
    const auto known = std::find_if(topics_.begin(), topics_.end(),
                                    [&](const TopicInfo& one) { return one.id == topic; });
    const auto number = static_cast<std::uint32_t>(known - topics_.begin());
    if (known == topics_.end()) continue;
    for (const auto& [name, weight] : learned_.route_lines(number, topics_, desk.matters))
      out.routed.push_back({topic + ": " + name, weight, {}, 1});
    for (const GramShare& share : learned_.topic_shares(desk.grams, number))
      out.routed.push_back({topic + ": word " + name_of(desk.text, *share.gram),
                            share.share,
                            {shown(desk.text, *share.gram)},
                            static_cast<double>(share.gram->strength)});
  }
}

// What does not depend on the rules.
void RuleClassifier::read(const Post& post, Desk& desk) const {
  read_text(readable(post, desk.joined), desk.text);
  // CLD2 reads beyond the end of bytes that are no UTF-8. Posts are repaired at the door; this is
  // for what comes another way.
  desk.language =
      is_valid_utf8(desk.text.original) ? language_of(desk.text, post.lang) : std::string("und");
  desk.locations = locations_of(post, desk.text);
  desk.asides.read(desk.text);  // which matter it is, not whether it is one
}

// Everything but the topics and what is private.
RuleClassifier::Judged RuleClassifier::judged(const Post& post, Desk& desk) const {
  rules_.index().find(desk.text, desk.hits);
  Judged judged;
  Finding& out = judged.finding;
  out.rules = version_;
  out.language = desk.language;
  out.addressed = addressed(post, desk.text);
  out.locations = desk.locations;
  judged.signs = signs_of(post, desk.text, out);
  rules_.score(desk.hits, judged.signs, desk.scores);
  const Strengths said = strengths_of(desk, out, judged.signs);
  rules_.emphasise(desk.asides, desk.hits, judged.signs, static_cast<std::uint32_t>(topics_.size()),
                   desk.scores);
  judged.strengths = said;
  temper_gratitude(judged.strengths);
  read_matters(desk);
  out.service_request = probability_of(weighed_sum(judged.strengths, weights_) +
                                       learned_.request_sum(desk.grams, desk.matters));
  out.intent = intent_of(said, out.service_request, thresholds_);
  out.urgency = urgency_of(judged.strengths, thresholds_);
  out.decision = decision_of(out.service_request, out.urgency,
                             {out.addressed, !out.locations.empty()}, thresholds_);
  return judged;
}

bool wants_something(const Finding& finding) {
  return finding.decision != Decision::ignore ||
         (finding.addressed && finding.intent == Intent::request);
}

Finding RuleClassifier::explain_into(const Post& post, Instant, Explanation* explanation) const {
  Desk& desk = own_desk();
  read(post, desk);
  Judged judged = this->judged(post, desk);
  Finding& out = judged.finding;
  out.topics = topics_of(desk, judged.signs);
  if (out.topics.empty() && wants_something(out)) out.topics.push_back(unknown_topic());
  out.abuse = judged.strengths[index_of(Feature::abuse)];
  out.pii = private_spans(desk.text, out.locations);
  if (explanation != nullptr) {
    explanation->finding = out;
    explain_sum(desk, judged.strengths, judged.signs, *explanation);
    for (Weighed& line : explanation->weighed) keep_within(post.text.size(), line.evidence);
    keep_within(post.text.size(), explanation->finding);
  }
  keep_within(post.text.size(), out);
  return std::move(out);
}

Verdict RuleClassifier::judge(const Post& post, Instant now) const {
  read(post, own_desk());
  return judge_again(post, now);
}

Verdict RuleClassifier::judge_again(const Post& post, Instant) const {
  Desk& desk = own_desk();
  const Judged judged = this->judged(post, desk);
  Verdict out{judged.finding.decision, "", judged.finding.service_request};
  const auto ranked = ranked_topics(desk);
  if (!ranked.empty()) {
    out.topic = topics_[ranked.front().second].id;
  } else if (wants_something(judged.finding)) {
    out.topic = unknown_topic().topic;
  }
  return out;
}

void unanchored_terms(const Query& query, const std::vector<Term>& terms, const TextPosition& where,
                      std::vector<std::string>& notes) {
  if (query.op == Query::Op::term && terms[query.term].kind == TermKind::regex) {
    notes.push_back(to_string(where) + ": " + query.shown +
                    " has no fixed word and is tried on every post");
  }
  for (const Query& child : query.children) unanchored_terms(child, terms, where, notes);
}

std::vector<std::string> RuleClassifier::notes() const {
  std::vector<std::string> notes;
  for (const Rule& rule : rules_.rules())
    unanchored_terms(rule.query, rules_.terms(), rule.where, notes);
  return notes;
}

}  // namespace

LoadedRules load_rules(const std::string& rules, const std::string& geography) {
  return load_rules(rules, geography, "");
}

LoadedRules load_rules(const std::string& rules, const std::string& geography,
                       const std::string& weights_file) {
  return load_rules(rules, geography, weights_file, {});
}

LoadedRules load_rules(const std::string& rules, const std::string& geography,
                       const std::string& weights_file, const Handles& accounts) {
  RulesFolder folder = read_rules_folder(rules, weights_file);
  for (const auto& [network, names] : accounts)
    for (const auto& name : names) folder.handles[network].push_back(to_lower_ascii(name));
  LoadedRules out;
  out.complaints = std::move(folder.complaints);
  Geography map;
  if (!geography.empty()) map = Geography::read(geography, out.complaints);
  if (out.complaints.empty()) {
    out.classifier = std::make_shared<const RuleClassifier>(std::move(folder), std::move(map));
  }
  return out;
}

}  // namespace social311::classifier
