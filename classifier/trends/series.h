// Bursts in one series of counts (posts about one matter, a row every five minutes), found while
// the rows arrive. How it works and what was measured: docs/trends.md. Pure: no clock, no chance.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

#include "core/clock.h"

namespace social311::classifier::trends {

// How rare a reading is for this series: learns the largest reading of each day (UTC), which is
// what a Gumbel law describes, and answers in the logarithm of the days until such a day comes
// again. That unit means the same on every series. Small and copyable; memory does not grow.
class ReturnPeriod {
 public:
  // ln(days); empty until two whole days are known. Learns `reading` for later days only.
  std::optional<double> judge(Instant at, double reading);

 private:
  double spread() const;
  void close_day();

  double days_ = 0.0;
  double mean_ = 0.0;
  double variance_ = 0.0;
  std::chrono::sys_days day_{};
  Instant first_{};
  Instant last_{};
  double largest_ = 0.0;
  bool open_ = false;
};

// The last N values, oldest first out, with their sorted order beside them.
template <std::size_t N>
class LastValues {
 public:
  void push(double value);
  void clear() { size_ = 0, next_ = 0; }
  bool full() const { return size_ == N; }
  double lower_median() const { return sorted_[(size_ - 1) / 2]; }
  double mean() const;

 private:
  std::array<double, N> ring_{};
  std::array<double, N> sorted_{};
  std::size_t size_ = 0;
  std::size_t next_ = 0;
};

// What is usual at this hour of a working day or of a weekend (UTC). Bursts count only as far as
// three times the usual, so that one of them does not become usual.
class UsualCount {
 public:
  double at(Instant when) const;
  void learn(Instant when, double value);

 private:
  struct Share {
    double sum = 0.0;
    double rows = 0.0;
    void add(double value, double memory_rows);
    double mean() const { return rows > 0.0 ? sum / rows : 0.0; }
  };
  std::array<Share, 48> hours_{};  // of a working day, then of a weekend
  Share all_{};
};

// One high score where an episode begins, then quiet for a day unless it becomes four times rarer.
class Episodes {
 public:
  // `rarity` in ln(days); 0 or the rarity that is told.
  double told(Instant at, double rarity);
  // The clock was put back by this much.
  void shift(Milliseconds back) { last_ -= back; }

 private:
  Instant last_{};
  double rarity_ = 0.0;
  bool any_ = false;
};

// About 3 KB a series. Not thread-safe; copyable, and a copy goes on by itself.
class Series {
 public:
  // The score of this row in [0,1]: 0 = nothing new; otherwise T / (T + 7), where such a row comes
  // about once in T days, a year at most: 0.5 is once a week, 0.81 once a month. It depends on this
  // and earlier rows only. Rows that go back in time, repeat a time, or whose value is negative or
  // not finite score 0 and teach nothing; after an hour of rows (12) on a clock that was put back,
  // that clock is believed.
  double score(Instant at, double value);

 private:
  bool in_order(Instant at);
  void forget_recent();
  double rarity(Instant at, double value);
  // The four readings of a row, each as rare as it is; empty until its window is full.
  std::optional<double> odd_hour(Instant at, double value);
  std::optional<double> swell(Instant at, double value);
  std::optional<double> volley(Instant at, double logarithm_now);

  std::optional<Instant> last_{};
  std::optional<Instant> stale_last_{};
  int stale_rows_ = 0;

  std::optional<double> previous_{};  // ln of the row before
  LastValues<72> six_hours_{};        // values
  LastValues<12> one_hour_{};         // steps from row to row
  LastValues<6> half_hour_{};         // values
  LastValues<6> half_hour_usual_{};   // what was usual at each of these
  UsualCount usual_{};
  ReturnPeriod burst_{};
  ReturnPeriod odd_hour_{};
  ReturnPeriod swell_{};
  ReturnPeriod volley_{};
  Episodes episodes_{};
};

}  // namespace social311::classifier::trends
