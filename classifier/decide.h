// From the strengths of features and signals to a probability, an intent, an urgency and a
// decision. Pure.
#pragma once

#include "classifier/features.h"
#include "classifier/rules_folder.h"
#include "core/finding.h"

namespace social311::classifier {

// What is known of the post besides strengths.
struct Circumstances {
  bool addressed = false;
  bool has_place = false;
};

// Gratitude counts only as far as it goes beyond what is asked: "please fix it, thanks" is a
// request.
void temper_gratitude(Strengths& strengths);
double weighed_sum(const Strengths& strengths, const Weights& weights);
double probability_of(double sum);
Intent intent_of(const Strengths& strengths, double probability, const Thresholds& thresholds);
Urgency urgency_of(const Strengths& strengths, const Thresholds& thresholds);
// An emergency is at least seen by a person; spoken to the city or with a place it is a case.
Decision decision_of(double probability, Urgency urgency, const Circumstances& known,
                     const Thresholds& thresholds);

}  // namespace social311::classifier
