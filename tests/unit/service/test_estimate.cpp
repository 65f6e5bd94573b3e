// Estimates of what was not read hold within a factor of 2 wherever the pages beside a range say
// enough of it.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/random.h"
#include "service/roles/estimate.h"

using namespace social311;
using namespace std::chrono_literals;

namespace {

const Instant start{std::chrono::seconds(1'772'463'845)};

// Seeded moments of a stream: `rate` posts a second over a span, at random.
std::vector<Instant> moments(double rate, Milliseconds span, Random& random) {
  std::vector<Instant> out;
  const auto count = static_cast<int>(rate * std::chrono::duration<double>(span).count());
  for (int i = 0; i < count; ++i)
    out.push_back(start + Milliseconds(static_cast<std::int64_t>(
                              random.below(static_cast<std::uint64_t>(span.count())))));
  std::sort(out.begin(), out.end());
  return out;
}

connectors::Page page_of(const std::vector<Instant>& at, std::size_t from, std::size_t to) {
  connectors::Page page;
  for (std::size_t i = from; i < to; ++i) {
    Post post;
    post.created_at = at[i];
    page.posts.push_back(post);
  }
  return page;
}

double density_of(const connectors::Page& page) {
  service::Density density;
  density.add(page);
  return density.posts_a_second();
}

bool within_factor_two(std::int64_t estimate, std::int64_t truth) {
  return estimate * 2 >= truth && estimate <= truth * 2;
}

}  // namespace

TEST_CASE("an even stream is estimated within a factor of 2 from the page above it") {
  SeededRandom random(311);
  for (const double rate : {0.05, 0.5, 5.0, 50.0, 833.0}) {
    for (int round = 0; round < 20; ++round) {
      const auto at = moments(rate, Milliseconds(static_cast<std::int64_t>(2e6 / rate)), random);
      const auto page = page_of(at, at.size() - 100, at.size());
      const auto truth = static_cast<std::int64_t>(at.size()) - 100;
      CAPTURE(rate);
      CAPTURE(truth);
      const auto alone = service::posts_between(start, at[at.size() - 100], density_of(page), {});
      CHECK(within_factor_two(alone, truth));
      const auto both = service::posts_between(start, at[at.size() - 100], density_of(page), rate);
      CHECK(within_factor_two(both, truth));
    }
  }
}

TEST_CASE(
    "a burst after silence is estimated within a factor of 2 where it fills a third or more") {
  for (const int share : {35, 50, 75, 100}) {
    CAPTURE(share);
    const std::int64_t truth = 60 * 833 * share / 100;
    CHECK(within_factor_two(service::posts_between(start, start + 60s, 833, 0.001), truth));
  }
}

TEST_CASE("a range that is not read is never called empty, and nonsense is no crash") {
  CHECK(service::posts_between({}, start, 10, {}) == 1);
  CHECK(service::posts_between(start, {}, 10, {}) == 1);
  CHECK(service::posts_between(start, start - 1h, 10, 10) == 1);
  CHECK(service::posts_between(start, start + 1h, 0, 0) == 1);
  CHECK(service::posts_between(start, start + 24h * 365, 1e9, {}) == 1'000'000'000'000);
  CHECK(density_of({}) == 0);
  connectors::Page same;
  same.posts.resize(100);
  CHECK(density_of(same) > 0);
}

TEST_CASE("a burst whose posts tell the second only is as dense as the page's own bounds say") {
  connectors::Page page;
  page.posts.resize(100);
  for (Post& post : page.posts) post.created_at = start;
  page.oldest_at = start + 120ms;
  page.newest_at = start + 240ms;
  CHECK(density_of(page) == doctest::Approx(99 / 0.12));
  service::Density walk;
  walk.add(page);
  page.newest_at = page.oldest_at;
  page.oldest_at = start;
  walk.add(page);
  CHECK(walk.posts_a_second() == doctest::Approx(199 / 0.24));
}
