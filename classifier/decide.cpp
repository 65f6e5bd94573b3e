#include "classifier/decide.h"

#include <algorithm>
#include <cmath>

namespace social311::classifier {
namespace {

double of(const Strengths& strengths, Feature feature) {
  return strengths[index_of(feature)];
}
double of(const Strengths& strengths, Signal signal) {
  return strengths[index_of(signal)];
}

double asked(const Strengths& strengths) {
  return std::max({of(strengths, Feature::request), of(strengths, Feature::report),
                   of(strengths, Feature::not_fixed), of(strengths, Feature::emergency)});
}

}  // namespace

void temper_gratitude(Strengths& strengths) {
  const double wish = std::max(
      {asked(strengths), of(strengths, Feature::question), of(strengths, Feature::complaint)});
  for (const Feature kind : {Feature::thanks, Feature::praise}) {
    strengths[index_of(kind)] = std::max(0.0, strengths[index_of(kind)] - wish);
  }
}

double weighed_sum(const Strengths& strengths, const Weights& weights) {
  double sum = 0;
  for (std::size_t i = 0; i < weighed_count; ++i) sum += strengths[i] * weights[i];
  return sum;
}

double probability_of(double sum) {
  return 1 / (1 + std::exp(-sum));
}

Intent intent_of(const Strengths& strengths, double probability, const Thresholds& thresholds) {
  const double asks =
      std::max({of(strengths, Feature::request), of(strengths, Feature::report),
                of(strengths, Feature::not_fixed), of(strengths, Feature::emergency)});
  const double question = of(strengths, Feature::question);
  const double complaint = of(strengths, Feature::complaint);
  const double thanks = of(strengths, Feature::thanks);
  const double praise = of(strengths, Feature::praise);
  const double least = thresholds.intent;
  const double kind = std::max(thanks, praise);
  // "Thanks for fixing it" is no request, "thanks, but please fix the other one" is.
  if (kind >= least && kind > std::max({asks, question, complaint})) {
    return thanks >= praise ? Intent::thanks : Intent::praise;
  }
  if (asks >= least && asks >= question) return Intent::request;
  if (question >= least) return Intent::question;
  if (asks >= least) return Intent::request;
  if (complaint >= least) return Intent::complaint;
  const bool spoken_to = of(strengths, Signal::to_city) > 0 || of(strengths, Signal::topic) > 0;
  if (of(strengths, Signal::question_mark) > 0 && spoken_to) return Intent::question;
  return probability >= thresholds.open_case ? Intent::request : Intent::other;
}

Urgency urgency_of(const Strengths& strengths, const Thresholds& thresholds) {
  if (of(strengths, Feature::emergency) >= thresholds.intent) return Urgency::emergency;
  return of(strengths, Feature::urgent) >= thresholds.intent ? Urgency::urgent : Urgency::normal;
}

Decision decision_of(double probability, Urgency urgency, const Circumstances& known,
                     const Thresholds& thresholds) {
  const bool emergency = urgency == Urgency::emergency;
  if (emergency && (known.addressed || known.has_place)) return Decision::open_case;
  if (probability >= thresholds.open_case) return Decision::open_case;
  return emergency || probability >= thresholds.review ? Decision::review : Decision::ignore;
}

}  // namespace social311::classifier
