// The /expressions/ of the rules. One RE2::Set says which of them may match, the single ones say
// where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace social311::classifier {

// Immutable after construction, safe to share between threads.
class ExpressionSet {
 public:
  // The expressions have passed fault_of_regex(). `set_memory`: the Set's budget; when it is too
  // small to compile or to run, each expression is asked singly, so that no match is missed.
  explicit ExpressionSet(const std::vector<std::string>& expressions,
                         std::int64_t set_memory = 16 << 20);
  ~ExpressionSet();
  ExpressionSet(const ExpressionSet&) = delete;
  ExpressionSet& operator=(const ExpressionSet&) = delete;

  // Calls `found(index, begin, end)` for every bounded match, by expression and then from left to
  // right.
  using Found = std::function<void(std::uint32_t, std::size_t, std::size_t)>;
  void find(std::string_view text, const Found& found) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

// `before` stands between the boundary and the span.
std::string with_boundaries(const std::string& expression, const std::string& before = "");

}  // namespace social311::classifier
