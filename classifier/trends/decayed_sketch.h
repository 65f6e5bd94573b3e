// How often each of very many things was seen lately, in fixed memory.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "classifier/trends/large_pages.h"
#include "core/clock.h"

namespace social311::classifier::trends {

// A count-min sketch with conservative update whose counts fade by half in `half_life`: 2^17 lines
// of 16 floats, 8 MiB, whatever comes. A thing has two places in one line, so asking costs one
// visit to memory. A count is never too small; with N weights of the last half-lives in it, it is
// too large by more than N / 2^18 for less than a tenth of the things.
class DecayedSketch {
 public:
  explicit DecayedSketch(Milliseconds half_life) : half_life_(half_life), lines_(line_count) {}

  void prefetch(std::uint64_t thing) const { __builtin_prefetch(lines_.data() + line(thing), 1); }

  void add(std::uint64_t thing, double weight) {
    Line& counts = lines_[line(thing)];
    float& first = counts[first_place(thing)];
    float& second = counts[second_place(thing)];
    const float grown = std::min(first, second) + static_cast<float>(weight * scale_);
    first = std::max(first, grown);
    second = std::max(second, grown);
  }
  // For the things of one post: their total is what shares are taken of.
  void add_post(double weight) { posts_ += weight * scale_; }

  double count(std::uint64_t thing) const {
    const Line& counts = lines_[line(thing)];
    return static_cast<double>(std::min(counts[first_place(thing)], counts[second_place(thing)])) /
           scale_;
  }
  double posts() const { return posts_ / scale_; }

  // New weights count more instead of old ones being touched; now and then all are written anew.
  void advance(Instant to) {
    if (to <= moment_ || moment_ == Instant{}) {
      moment_ = std::max(moment_, to);
      return;
    }
    const double lives =
        static_cast<double>((to - moment_).count()) / static_cast<double>(half_life_.count());
    moment_ = to;
    if (lives > most_lives) return forget();
    scale_ *= std::exp2(lives);
    if (scale_ > largest_scale) rescale(1.0 / scale_);
  }

 private:
  static constexpr std::size_t line_count = std::size_t{1} << 17;
  static constexpr double largest_scale = 65536.0;
  static constexpr double most_lives = 64.0;
  struct alignas(64) Line : std::array<float, 16> {};

  static std::uint64_t mixed(std::uint64_t thing) { return thing * 0x9E3779B97F4A7C15u; }
  static std::size_t line(std::uint64_t thing) { return mixed(thing) >> 47; }
  static std::size_t first_place(std::uint64_t thing) { return (mixed(thing) >> 43) & 15u; }
  static std::size_t second_place(std::uint64_t thing) {
    const std::size_t step = 1 + ((mixed(thing) >> 38) & 15u) % 15;
    return (first_place(thing) + step) & 15u;
  }
  void forget() {
    lines_.assign(line_count, Line{});
    posts_ = 0.0;
    scale_ = 1.0;
  }
  void rescale(double share) {
    for (Line& line : lines_)
      for (float& value : line) value *= static_cast<float>(share);
    posts_ *= share;
    scale_ = 1.0;
  }

  Milliseconds half_life_;
  LargeVector<Line> lines_;
  Instant moment_{};
  double scale_ = 1.0;
  double posts_ = 0.0;
};

}  // namespace social311::classifier::trends
