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

double density_of(const connectors::Page& page) {
  if (page.posts.size() < 2) return 0;
  const auto [first, last] =
      std::minmax_element(page.posts.begin(), page.posts.end(),
                          [](const Post& a, const Post& b) { return a.created_at < b.created_at; });
  const double span = std::max(shortest_s, seconds_between(first->created_at, last->created_at));
  return static_cast<double>(page.posts.size() - 1) / span;
}

std::int64_t posts_between(std::optional<Instant> from, std::optional<Instant> to, double above,
                           std::optional<double> below) {
  if (!from || !to || *to <= *from) return 1;
  const double density = below ? upper_weight * above + (1 - upper_weight) * *below : above;
  const double posts = std::round(density * seconds_between(*from, *to));
  return static_cast<std::int64_t>(std::clamp(posts, 1.0, most_posts));
}

}  // namespace social311::service
