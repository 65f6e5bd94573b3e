#include "classifier/expression_set.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <numeric>

#include "classifier/letters.h"

namespace social311::classifier {
namespace {

RE2::Options quiet(std::int64_t memory) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory);
  return options;
}

constexpr std::int64_t single_memory = 8 << 20;

}  // namespace

struct ExpressionSet::Impl {
  std::unique_ptr<RE2::Set> set{};  // null when it could not be compiled
  std::vector<std::unique_ptr<RE2>> singles{};

  std::vector<int> candidates(std::string_view text) const {
    std::vector<int> out;
    RE2::Set::ErrorInfo error{RE2::Set::kNoError};
    if (set && (set->Match(text, &out, &error) || error.kind == RE2::Set::kNoError)) {
      std::sort(out.begin(), out.end());
      return out;
    }
    out.resize(singles.size());
    std::iota(out.begin(), out.end(), 0);
    return out;
  }
};

ExpressionSet::ExpressionSet(const std::vector<std::string>& expressions, std::int64_t set_memory) {
  auto impl = std::make_unique<Impl>();
  auto set = std::make_unique<RE2::Set>(quiet(set_memory), RE2::UNANCHORED);
  bool whole = !expressions.empty();
  for (const std::string& expression : expressions) {
    // The Set sees them without boundaries: small, and it only picks candidates.
    whole = set->Add(expression, nullptr) >= 0 && whole;
    impl->singles.push_back(
        std::make_unique<RE2>(with_boundaries(expression), quiet(single_memory)));
  }
  if (whole && set->Compile()) impl->set = std::move(set);
  impl_ = std::move(impl);
}

ExpressionSet::~ExpressionSet() = default;

void ExpressionSet::find(std::string_view text, const Found& found) const {
  if (impl_->singles.empty() || text.empty()) return;
  for (const int index : impl_->candidates(text)) {
    const RE2& single = *impl_->singles[static_cast<std::size_t>(index)];
    re2::StringPiece groups[2];
    std::size_t at = 0;
    while (at <= text.size() && single.Match(text, at, text.size(), RE2::UNANCHORED, groups, 2)) {
      const auto begin = static_cast<std::size_t>(groups[1].data() - text.data());
      const std::size_t end = begin + groups[1].size();
      if (end > begin) found(static_cast<std::uint32_t>(index), begin, end);
      // The character behind a match may be the boundary before the next one.
      at = std::max(end, at + 1);
    }
  }
}

std::string with_boundaries(const std::string& expression, const std::string& before) {
  return std::string("(?:^|") + not_word_class + ")" + before + "(" + expression + ")(?:$|" +
         not_word_class + ")";
}

}  // namespace social311::classifier
