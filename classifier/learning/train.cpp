#include "classifier/learning/train.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "classifier/decide.h"
#include "classifier/learning/folds.h"
#include "classifier/learning/grams.h"
#include "classifier/learning/vocabulary.h"
#include "classifier/learning/weights.h"
#include "core/digest.h"

namespace social311::classifier {
namespace {

constexpr std::size_t fewest_of_kind = 10;  // posts, before yes and no can be told apart
constexpr std::size_t fewest_of_topic = 5;  // posts, before a topic is learned
constexpr double rules_penalty = 1;         // how hard the features' weights stay with the rules'
constexpr double bias_penalty = 0.01;
constexpr double own_matter = 4;  // what a topic's own rules bring it before anything is learned
constexpr double other_bias = 1;
constexpr double review_recall = 0.95;
const std::vector<double> strengths{1, 3, 10, 30};

void add_dense(SparseRow& row, const std::vector<double>& values, std::size_t from) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == 0) continue;
    row.features.push_back(static_cast<std::uint32_t>(from + i));
    row.values.push_back(static_cast<float>(values[i]));
  }
}

std::vector<std::uint32_t> all_of_them(std::size_t count) {
  std::vector<std::uint32_t> use(count);
  std::iota(use.begin(), use.end(), 0u);
  return use;
}

class Trainer {
 public:
  Trainer(const Classifier& rules, const std::vector<LabelledPost>& posts, Instant now)
      : rules_(rules), topics_(rules.topics()), now_(now) {
    for (const LabelledPost& post : posts) posts_.push_back(&post);
    std::sort(posts_.begin(), posts_.end(), [](const LabelledPost* a, const LabelledPost* b) {
      return std::tie(a->post.text, a->post.id) < std::tie(b->post.text, b->post.id);
    });
  }

  Result<Training> run() {
    for (const LabelledPost* post : posts_) {
      read(*post);
      vocabulary_.count(text_, grams_);
    }
    vocabulary_.choose();
    for (std::uint32_t i = 0; i < topics_.size(); ++i) numbers_[topics_[i].id] = i;
    gather();
    file_.rules = rules_.version();
    detection();
    routing();
    if (!out_.detection && !out_.routing) return nothing_learned();
    file_.heading = heading();
    out_.weights = write_weights(file_, topics_);
    return std::move(out_);
  }

 private:
  void read(const LabelledPost& one) {
    read_text(one.post.text, text_);
    grams_of(text_, grams_);
  }

  void gather() {
    for (const LabelledPost* one : posts_) {
      const bool asks = one->label.service_request.value_or(one->label.topic.has_value());
      if (!one->label.service_request && !one->label.topic) continue;
      const Explanation said = rules_.explain(one->post, now_);
      read(*one);
      const int fold = static_cast<int>(hash64(text_.text) % training_folds);
      SparseRow row;
      add_dense(row, said.strengths, 0);
      add_dense(row, said.matters, weighed_count);
      vocabulary_.add_to(row, grams_, weighed_count + topics_.size());
      detect_.rows.push_back(std::move(row));
      detect_.labels.push_back(asks ? 1 : 0);
      detect_.folds.push_back(fold);
      rules_scores_.push_back(said.finding.service_request);
      if (asks) gather_topic(*one, said.matters, fold);
    }
  }

  void gather_topic(const LabelledPost& one, const std::vector<double>& matters, int fold) {
    // Beside posts whose topic is named, "no topic" says: none of those.
    const auto known = numbers_.find(one.label.topic.value_or("other"));
    if (known == numbers_.end()) {
      unknown_topics_.insert(*one.label.topic);
      return;
    }
    SparseRow row;
    row.features.push_back(0);
    row.values.push_back(1);
    add_dense(row, matters, 1);
    vocabulary_.add_to(row, grams_, 1 + topics_.size());
    route_.rows.push_back(std::move(row));
    route_.labels.push_back(static_cast<int>(known->second));
    route_.folds.push_back(fold);
  }

  // ---- a request or not

  Regression detection_form(double strength) const {
    Regression form;
    const std::size_t dense = weighed_count + topics_.size();
    form.features = dense + vocabulary_.size();
    form.penalty.assign(form.features, strength);
    std::fill_n(form.penalty.begin(), dense, rules_penalty);
    form.penalty[index_of(Signal::bias)] = bias_penalty;
    form.prior.assign(form.features, 0);
    const std::vector<double> weights = rules_.weights();
    std::copy(weights.begin(), weights.end(), form.prior.begin());
    return form;
  }

  void detection() {
    const auto yes =
        static_cast<std::size_t>(std::count(detect_.labels.begin(), detect_.labels.end(), 1));
    const std::size_t no = detect_.labels.size() - yes;
    if (yes < fewest_of_kind || no < fewest_of_kind) {
      out_.notes.push_back("detection was left to the rules: " + std::to_string(yes) +
                           " posts are requests and " + std::to_string(no) +
                           " are not; at least 10 of each are needed");
      return;
    }
    const Validated found = validate(detect_, training_folds, strengths,
                                     [this](double strength) { return detection_form(strength); });
    std::vector<double> sums;
    for (const std::vector<double>& one : found.sums) sums.push_back(one[0]);
    const Calibration honest = calibrate(sums, detect_.labels);
    const Regression form = detection_form(found.strength);
    std::vector<double> weights =
        fit(form, detect_.rows, detect_.labels, all_of_them(detect_.rows.size()));
    for (double& weight : weights) weight *= honest.slope;
    weights[index_of(Signal::bias)] += honest.offset;
    keep_detection(weights);
    judge_detection(sums, honest, yes);
  }

  void keep_detection(const std::vector<double>& weights) {
    const auto at = [&](std::size_t place) {
      return weights.begin() + static_cast<std::ptrdiff_t>(place);
    };
    file_.weights.assign(at(0), at(weighed_count));
    file_.learned.matters.assign(at(weighed_count), at(weighed_count + topics_.size()));
    file_.learned.words =
        vocabulary_.worth_keeping(weights.data() + weighed_count + topics_.size());
  }

  void judge_detection(std::vector<double>& sums, const Calibration& honest, std::size_t yes) {
    for (double& sum : sums) sum = probability_of(honest.slope * sum + honest.offset);
    const Threshold best = best_threshold(sums, detect_.labels);
    const double review = threshold_of_recall(sums, detect_.labels, review_recall);
    file_.thresholds = {{"case", best.value}, {"review", std::min(review, best.value)}};
    out_.detection =
        DetectionFigures{sums.size(), yes,        area_under_curve(sums, detect_.labels),
                         best.f1,     best.value, area_under_curve(rules_scores_, detect_.labels)};
  }

  // ---- which topic

  Regression routing_form(double strength) const {
    Regression form;
    form.classes = classes_.size();
    const std::size_t dense = 1 + topics_.size();
    form.features = dense + vocabulary_.size();
    form.penalty.assign(form.features, strength);
    std::fill_n(form.penalty.begin(), dense, rules_penalty);
    form.penalty[0] = bias_penalty;
    form.prior.assign(form.features * form.classes, 0);
    for (std::size_t c = 0; c < classes_.size(); ++c) {
      form.prior[c * form.features + 1 + classes_[c]] = own_matter;
      if (topics_[classes_[c]].id == "other") form.prior[c * form.features] = other_bias;
    }
    return form;
  }

  // Topics with labels enough, and `other` in any case. Posts of the remaining ones are left out.
  bool choose_classes() {
    std::map<int, std::size_t> posts;
    for (const int topic : route_.labels) ++posts[topic];
    std::size_t named = 0;
    for (const auto& [topic, count] : posts) {
      const auto place = static_cast<std::uint32_t>(topic);
      const bool other = topics_[place].id == "other";
      if (count < fewest_of_topic && !other) {
        few_.push_back(topics_[place].id);
        continue;
      }
      classes_.push_back(place);
      named += other ? 0 : 1;
    }
    const auto other = numbers_.find("other");
    if (other != numbers_.end() && posts.count(static_cast<int>(other->second)) == 0)
      classes_.push_back(other->second);
    return named >= 2;
  }

  Examples rows_of_classes() {
    Examples out;
    for (std::size_t i = 0; i < route_.rows.size(); ++i) {
      const auto place =
          std::find(classes_.begin(), classes_.end(), static_cast<std::uint32_t>(route_.labels[i]));
      if (place == classes_.end()) continue;
      out.rows.push_back(std::move(route_.rows[i]));
      out.labels.push_back(static_cast<int>(place - classes_.begin()));
      out.folds.push_back(route_.folds[i]);
    }
    return out;
  }

  void routing() {
    for (const std::string& topic : unknown_topics_)
      out_.notes.push_back("topic `" + topic +
                           "` is none of the rules'; its posts taught no topic");
    if (!choose_classes()) {
      out_.notes.emplace_back(
          "routing was left to the rules: at least two topics need 5 posts each");
      return;
    }
    for (const std::string& topic : few_)
      out_.notes.push_back("topic `" + topic + "` has fewer than 5 posts and keeps its rules");
    const Examples examples = rows_of_classes();
    const Validated found = validate(examples, training_folds, strengths,
                                     [this](double strength) { return routing_form(strength); });
    const Regression form = routing_form(found.strength);
    keep_routing(form,
                 fit(form, examples.rows, examples.labels, all_of_them(examples.rows.size())));
    judge_routing(examples, found);
  }

  void keep_routing(const Regression& form, const std::vector<double>& weights) {
    for (std::size_t c = 0; c < classes_.size(); ++c) {
      const double* own = weights.data() + c * form.features;
      LearnedRoute route;
      route.topic = classes_[c];
      route.bias = own[0];
      route.matters.assign(own + 1, own + 1 + topics_.size());
      route.words = vocabulary_.worth_keeping(own + 1 + topics_.size());
      file_.learned.routes.push_back(std::move(route));
    }
  }

  void judge_routing(const Examples& examples, const Validated& found) {
    struct Count {
      double right = 0;
      double said = 0;
      double labelled = 0;
    };
    std::vector<Count> counts(classes_.size());
    double right = 0;
    for (std::size_t i = 0; i < examples.rows.size(); ++i) {
      const auto said = static_cast<std::size_t>(
          std::max_element(found.sums[i].begin(), found.sums[i].end()) - found.sums[i].begin());
      const auto label = static_cast<std::size_t>(examples.labels[i]);
      counts[said].said += 1;
      counts[label].labelled += 1;
      counts[label].right += said == label ? 1 : 0;
      right += said == label ? 1 : 0;
    }
    RoutingFigures figures{examples.rows.size(), 0,
                           right / static_cast<double>(examples.rows.size()), 0};
    for (const Count& count : counts) {
      if (count.labelled == 0) continue;
      ++figures.topics;
      figures.macro_f1 += 2 * count.right / (count.said + count.labelled);
    }
    figures.macro_f1 /= static_cast<double>(figures.topics);
    out_.routing = figures;
  }

  // ---- words for people

  Fault nothing_learned() const {
    std::string what = "nothing can be learned from these labels";
    for (const std::string& note : out_.notes) what += "; " + note;
    return Fault{FaultKind::rejected, what, {}, Reach::not_sent};
  }

  std::string heading() const {
    std::array<char, 200> line{};
    std::string out =
        "Learned by `social311 rules train`; see docs/rules.md. Read, not written, by "
        "people: train again\nwhen the rules or the labels have changed.";
    if (out_.detection) {
      std::snprintf(line.data(), line.size(),
                    "\nDetection: %zu posts, %zu requests; unseen posts: area %.3f, F1 %.3f.",
                    out_.detection->posts, out_.detection->requests, out_.detection->area,
                    out_.detection->f1);
      out += line.data();
    }
    if (out_.routing) {
      std::snprintf(line.data(), line.size(),
                    "\nRouting: %zu posts, %zu topics; unseen posts: accuracy %.3f, macro F1 %.3f.",
                    out_.routing->posts, out_.routing->topics, out_.routing->accuracy,
                    out_.routing->macro_f1);
      out += line.data();
    }
    return out;
  }

  const Classifier& rules_;
  const std::vector<TopicInfo>& topics_;
  Instant now_;
  std::vector<const LabelledPost*> posts_{};
  MatchText text_{};
  std::vector<Gram> grams_{};
  Vocabulary vocabulary_{};
  std::map<std::string, std::uint32_t> numbers_{};
  std::set<std::string> unknown_topics_{};
  std::vector<std::string> few_{};
  Examples detect_{};
  Examples route_{};  // labels are places in topics_
  std::vector<double> rules_scores_{};
  std::vector<std::uint32_t> classes_{};
  WeightsFile file_{};
  Training out_{};
};

}  // namespace

Result<Training> train(const Classifier& rules, const std::vector<LabelledPost>& posts,
                       Instant now) {
  return Trainer(rules, posts, now).run();
}

}  // namespace social311::classifier
