#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "classifier/match_text.h"
#include "classifier/trends/bucket_counts.h"
#include "classifier/trends/decayed_sketch.h"
#include "classifier/trends/near_duplicates.h"
#include "classifier/trends/post_window.h"
#include "classifier/trends/tail.h"
#include "classifier/trends/words.h"
#include "classifier/word_table.h"

using namespace social311;
using namespace social311::classifier;
using namespace social311::classifier::trends;
using namespace std::chrono_literals;

namespace {

const Instant start = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2};

TEST_CASE("the tail is Poisson's where the rate is sure, and fatter where it is not") {
  CHECK(tail(1, {0.5, 1e9}) == doctest::Approx(1.0 - std::exp(-0.5)).epsilon(0.001));
  CHECK(tail(3, {1.0, 1e9}) == doctest::Approx(0.0803).epsilon(0.01));
  CHECK(tail(3, {1.0, 1.0}) == doctest::Approx(0.125).epsilon(0.001));  // geometric: (1/2)^3
  CHECK(tail(8, {0.5, 0.5}) > 100 * tail(8, {0.5, 100.0}));
}

TEST_CASE("the tail falls as the count grows and is never outside of 0 to 1") {
  for (const double mean : {0.0, 1e-12, 0.01, 1.0, 50.0, 1e6}) {
    for (const double shape : {0.1, 1.0, 20.0}) {
      double before = 1.0;
      for (double count = 0; count < 200; count += 7) {
        const double now = tail(count, {mean, shape});
        CHECK(now >= 0.0);
        CHECK(now <= before + 1e-12);
        before = now;
      }
    }
  }
  const double none = std::numeric_limits<double>::quiet_NaN();
  CHECK(tail(none, {1.0, 1.0}) == 1.0);
  CHECK(tail(5, {none, 1.0}) == 1.0);
  CHECK(tail(5, {1.0, 0.0}) == 1.0);
}

TEST_CASE("the quick look at a tail never calls rare what is not, and seldom wants the long one") {
  int sure = 0;
  int all = 0;
  for (const double mean : {1e-12, 0.01, 0.3, 1.0, 4.0, 30.0, 200.0})
    for (const double shape : {0.05, 0.3, 0.99, 1.0, 3.0, 12.0, 20.0, 500.0})
      for (double count = 1.0; count < 1'200.0; count = count * 1.3 + 1.0) {
        const double exact = tail(count, {mean, shape});
        if (exact > 1e-290) CHECK_FALSE(tail_is_above(exact, count, {mean, shape}));
        if (count <= mean || exact < 1e-200) continue;
        ++all;
        sure += tail_is_above(exact / 10.0, count, {mean, shape}) ? 1 : 0;
      }
  CHECK(all > 300);
  CHECK(sure > all * 8 / 10);
  for (const double odd : {std::nan(""), HUGE_VAL, -1.0, 0.0, 1e18}) {
    CHECK_FALSE(tail_is_above(0.5, odd, {1.0, 1.0}));
    CHECK_FALSE(tail_is_above(0.5, 3.0, {odd, odd < 0.0 ? odd : 0.0}));
  }
}

TEST_CASE("a count gives its different people whether they are few or many") {
  BucketCounts counts;
  const Instant at = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2};
  const auto write = [&](PlaceNumber place, std::uint64_t people, Instant when) {
    for (std::uint64_t round = 0; round < 3; ++round)
      for (std::uint64_t one = 0; one < people; ++one)
        counts.add({when, 1, place, 1}, (one * 7 + 1) << 32);
  };
  for (PlaceNumber place = 0; place < 500; ++place) write(place, place % 9 + 1, at);
  write(7, 2'500, at + std::chrono::minutes(5));
  write(3, 3, at + std::chrono::minutes(2));  // back in the bucket before
  int buckets = 0;
  counts.take([&](const BucketCounts::Count& count) {
    ++buckets;
    const bool many = count.key.bucket > at;
    const std::size_t people = many ? 2'000 : std::size_t{count.key.place % 9u + 1};
    CHECK(count.authors.size() == people);
    CHECK(count.posts ==
          (many ? 7'500 : static_cast<int>(3 * people) + (count.key.place == 3 ? 9 : 0)));
  });
  CHECK(buckets == 501);
  write(9, 1, at + std::chrono::hours(72));
  write(9, 1, at);  // forgotten long ago
  buckets = 0;
  counts.take([&](const BucketCounts::Count& count) { buckets += count.posts; });
  CHECK(buckets == 3);
}

TEST_CASE("the upper edge of a band leaves the share above it") {
  const ExpectedCount expected{12.0, 20.0};
  const double edge = upper_edge(expected, 0.05);
  CHECK(tail(edge + 1.0, expected) <= 0.05);
  CHECK(tail(edge, expected) > 0.05);
}

TEST_CASE("the sketch never counts too little, fades by half, and forgets") {
  DecayedSketch sketch(24h);
  sketch.advance(start);
  for (std::uint64_t i = 0; i < 50'000; ++i) sketch.add(hash_of(std::to_string(i)), 1.0);
  double over = 0.0;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    const double count = sketch.count(hash_of(std::to_string(i)));
    CHECK_MESSAGE(count >= 0.999, i);
    over += count - 1.0;
  }
  CHECK(over / 50'000 < 0.05);
  sketch.advance(start + 24h);
  CHECK(sketch.count(hash_of("1")) == doctest::Approx(0.5).epsilon(0.01));
  sketch.advance(start + 24h * 30);
  CHECK(sketch.count(hash_of("1")) < 1e-6);
  sketch.advance(start + 24h * 3000);
  CHECK(sketch.count(hash_of("1")) == 0.0);
}

std::vector<std::uint64_t> hashes(const std::string& text) {
  MatchText read;
  std::vector<TrendWord> words;
  read_text(text, read);
  trend_words(read, words);
  std::vector<std::uint64_t> all;
  for (const auto& word : words) all.push_back(word.hash);
  return all;
}

TEST_CASE("nearly the same text is one cluster, another text is not") {
  NearDuplicates duplicates;
  const auto number = [&](const std::string& text) {
    const auto* const found = duplicates.find(signature_of(hashes(text)), start);
    return found == nullptr ? 0 : found->number;
  };
  const auto first = number("Shame on the council, stop the new bridge over the river right now");
  CHECK(first != 0);
  CHECK(number("shame on the council stop the new bridge over the river right now!! Share") ==
        first);
  CHECK(number("The bus on our street never came this morning, we waited an hour") != first);
  CHECK(number("so cold") == 0);
}

TEST_CASE("a text that is said all the time keeps its cluster however many others come") {
  NearDuplicates duplicates;
  const auto text =
      signature_of(hashes("does anyone know a good bakery around the old market hall"));
  const auto first = duplicates.find(text, start)->number;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    std::vector<std::uint64_t> others;
    for (std::uint64_t word = 0; word < 8; ++word)
      others.push_back((i * 8 + word) * 0x9E3779B97F4A7C15u);
    duplicates.find(signature_of(others), start);
    if (i % 1000 == 0) CHECK(duplicates.find(text, start)->number == first);
  }
}

TEST_CASE("plural and hashtag are the same word, stop words tell nothing") {
  MatchText read;
  std::vector<TrendWord> words;
  read_text("The #Tornadoes hit, tornado! @someone https://example.org 42 calles", read);
  trend_words(read, words);
  std::vector<std::string> telling;
  for (const auto& word : words)
    if (word.telling) telling.emplace_back(word.text);
  CHECK(telling == std::vector<std::string>{"tornado", "tornado"});
  CHECK(words[1].danger);
  CHECK(without_plural("boxes") == "box");
  CHECK(without_plural("bus") == "bus");
  CHECK(without_plural("parties") == "party");
}

TEST_CASE("the window forgets what left it, to the last count") {
  std::size_t left = 0;
  PostWindow window([&](const KeptPost&) { ++left; });
  const auto add = [&](Instant at, const std::string& word) {
    KeptPost& post = window.next(at);
    post.at = at;
    post.weight = whole_post;
    window.add_term(post, TermKind::word, hash_of(word), word);
    window.enter();
  };
  for (int i = 0; i < 40'000; ++i) add(start + i * 10ms, "w" + std::to_string(i % 1000));
  CHECK(window.end() - window.begin() <= PostWindow::most_posts);
  add(start + 1h, "last");
  CHECK(window.short_posts() == 1.0);
  add(start + 10h, "last");
  CHECK(window.long_posts() == 1.0);
  CHECK(left == 40'001);
  CHECK(window.find(hash_of("w5")) == nullptr);
  REQUIRE(window.find(hash_of("last")) != nullptr);
  CHECK(window.find(hash_of("last"))->in_long == whole_post);
}

}  // namespace
