// How many posts are decided in one transaction. Many share the statements of all, but what one of
// them locks, the year's case numbers for one, others wait for until the commit: on a slow day
// batches become small, on a quick one large. One thread.
#pragma once

#include <algorithm>

#include "core/clock.h"

namespace social311::service {

class BatchSize {
 public:
  static constexpr int least = 10;
  static constexpr int most = 200;
  static constexpr Milliseconds long_enough{250};  // half of what a person notices

  int posts() const { return posts_; }
  // After a transaction of that many posts.
  void took(int posts, Milliseconds time) {
    if (time > long_enough) posts_ = std::max(least, posts_ / 2);
    if (posts >= posts_ && time < long_enough / 4) posts_ = std::min(most, posts_ * 2);
  }

 private:
  int posts_ = 50;
};

}  // namespace social311::service
