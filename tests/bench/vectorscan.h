// The yardstick: Vectorscan over the same rules. Known to this folder only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rule_maker.h"

namespace social311::bench {

struct RuleSpan {
  std::uint32_t rule = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

class Vectorscan {
 public:
  // Ends the program when the rules do not compile. `cache`: "" or a folder that keeps compiled
  // rules; ten thousand take minutes.
  Vectorscan(const std::vector<MadeRule>& rules, const std::string& cache);
  ~Vectorscan();
  Vectorscan(const Vectorscan&) = delete;
  Vectorscan& operator=(const Vectorscan&) = delete;

  void find(std::string_view text, std::vector<RuleSpan>& spans) const;
  double compile_seconds() const { return compile_seconds_; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  double compile_seconds_ = 0;
};

}  // namespace social311::bench
