// How surprising a count is. Pure.
#pragma once

namespace social311::classifier::trends {

// A count that is expected, and how sure that is: the count follows a negative binomial law with
// this mean and variance mean + mean * mean / shape. It is what a Poisson count becomes when its
// rate was learned from about `shape` events, so a small shape is honest about small numbers.
struct ExpectedCount {
  double mean = 0.0;
  double shape = 1.0;
};

// P(count >= at_least), never NaN; 1 when the mean already reaches it, or when a value makes no
// sense.
double tail(double at_least, const ExpectedCount& expected);
// Whether tail() is surely more than `probability`: a quick no for what is not rare, from the
// first term of the sum. False says nothing.
bool tail_is_above(double probability, double at_least, const ExpectedCount& expected);

// The smallest count c with P(count > c) <= `share`: the upper edge of an expected band.
double upper_edge(const ExpectedCount& expected, double share);

}  // namespace social311::classifier::trends
