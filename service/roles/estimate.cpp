#include "service/roles/estimate.h"

#include <algorithm>
#include <cmath>

namespace social311::service {
namespace {

constexpr double upper_weight = 0.6;
constexpr double shortest_s = 0.001;  // moments are milliseconds
constexpr double most_posts = 1e12;

double seconds_between(Instant from, Instant to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

// The page's own bounds where it has them: a network may tell the moment of a post to the second
// only (X), and know it better by its id.
void Density::add(const connectors::Page& page) {
  posts_ += page.posts.size();
  const auto widen = [this](Instant at) {
    first_at_ = std::min(first_at_.value_or(at), at);
    last_at_ = std::max(last_at_.value_or(at), at);
  };
  if (page.oldest_at) widen(*page.oldest_at);
  if (page.newest_at) widen(*page.newest_at);
  if (page.oldest_at && page.newest_at) return;
  for (const Post& post : page.posts) widen(post.created_at);
}

double Density::posts_a_second() const {
  if (posts_ < 2 || !first_at_) return 0;
  return static_cast<double>(posts_ - 1) /
         std::max(shortest_s, seconds_between(*first_at_, *last_at_));
}

std::int64_t posts_between(std::optional<Instant> from, std::optional<Instant> to, double above,
                           std::optional<double> below) {
  if (!from || !to || *to <= *from) return 1;
  const double density = below ? upper_weight * above + (1 - upper_weight) * *below : above;
  const double posts = std::round(density * seconds_between(*from, *to));
  return static_cast<std::int64_t>(std::clamp(posts, 1.0, most_posts));
}

}  // namespace social311::service
