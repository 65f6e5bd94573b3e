// The posts of the last two hours, and how often each of their terms stands in them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/trends/large_pages.h"
#include "classifier/trends/rates.h"
#include "core/clock.h"

namespace social311::classifier::trends {

enum class TermKind : std::uint8_t {
  word,
  danger_word,  // a word that is one of the danger words
  pair,         // two telling words next to each other
  danger,       // any of the danger words
  text,         // the post's whole text
  near_text,    // the texts that are nearly the same
  author,
  look,  // what the letters of a handle look like
};

// Weights are counted in 64ths, so that taking away leaves exactly what was there.
inline constexpr int whole_post = 64;

struct Term {
  std::uint64_t hash = 0;
  int in_short = 0;         // 64ths of posts in the last half hour
  int in_long = 0;          // in the last two hours
  std::uint32_t posts = 0;  // that hold it, whatever they weigh
  std::uint32_t next = 0;
  std::uint32_t episode = 0;
  std::uint32_t looked = 0;  // posts that held it when they were last gone through
  TermKind kind = TermKind::word;
};

// How a term is written, cut to 47 bytes.
struct TermLetters {
  std::array<char, 47> letters{};
  std::uint8_t length = 0;

  void add(std::string_view text) {
    const std::size_t fits = std::min(text.size(), letters.size() - length);
    std::copy_n(text.begin(), fits, letters.begin() + length);
    length = static_cast<std::uint8_t>(length + fits);
  }
};

struct KeptPost {
  static constexpr std::size_t most_terms = 24;
  static constexpr std::size_t most_local = 18;

  std::string id{};
  Instant at{};
  Instant arrived{};
  std::uint64_t author = 0;
  int weight = whole_post;
  int as_copy = whole_post;   // what it adds to its text's term
  float taught = 1;           // what it adds to what is usual
  std::uint32_t episode = 0;  // the one that claims it
  TopicNumber topic = 0;
  PlaceNumber place = 0;
  std::uint8_t network = 0;
  std::array<char, 3> language{};
  bool late = false;
  bool shown = true;  // not a direct message
  bool young = false;
  std::int8_t mood = 0;  // a Mood
  std::uint8_t term_count = 0;
  std::uint8_t local_count = 0;
  std::array<std::uint32_t, most_terms> terms{};  // as the window numbers them
  // What is said or where it is, together with its topic and neighbourhood (hot_local.cpp).
  std::array<std::uint64_t, most_local> local{};
};

// At most 16,384 posts of 24 terms: under 48 MiB whatever comes; a very busy stream has a shorter
// window.
class PostWindow {
 public:
  using Leaving = std::function<void(const KeptPost&)>;
  static constexpr std::size_t most_posts = 16'384;
  static constexpr auto short_span = std::chrono::minutes(30);
  static constexpr auto long_span = std::chrono::hours(2);

  // `leaving` is called for each post that leaves, while its terms are still known.
  explicit PostWindow(Leaving leaving);

  // Room for the next post: fill it, add its terms, then `enter`. It stays valid until it leaves.
  KeptPost& next(Instant clock);
  // Gives the term's number, 0 when the post has no room. `text` is asked for a new term only.
  template <typename Text>
  std::uint32_t add_term_with(KeptPost& post, TermKind kind, std::uint64_t hash, const Text& text) {
    if (post.term_count == KeptPost::most_terms) return 0;
    std::uint32_t number = number_of(hash);
    if (number == 0) {
      number = make_term(kind, hash);
      letters_[number].length = 0;
      text(letters_[number]);
    }
    hold(post, number);
    return number;
  }
  std::uint32_t add_term(KeptPost& post, TermKind kind, std::uint64_t hash, std::string_view text) {
    return add_term_with(post, kind, hash, [&](TermLetters& letters) { letters.add(text); });
  }
  void enter();
  void clear();  // all leave

  std::uint64_t begin() const { return begin_; }
  std::uint64_t end() const { return end_; }
  std::uint64_t begin_short() const { return short_begin_; }
  bool holds(std::uint64_t number) const { return number >= begin_ && number < end_; }
  KeptPost& post(std::uint64_t number) { return posts_[number % most_posts]; }
  const KeptPost& post(std::uint64_t number) const { return posts_[number % most_posts]; }
  Term& term(std::uint32_t number) { return terms_[number]; }
  const Term& term(std::uint32_t number) const { return terms_[number]; }
  std::string_view text_of(std::uint32_t number) const {
    return {letters_[number].letters.data(), letters_[number].length};
  }
  const Term* find(std::uint64_t hash) const;
  std::uint32_t episode_of(std::uint64_t number) const { return episodes_[number % most_posts]; }
  // False when the post surely does not hold the term.
  bool may_hold(std::uint64_t number, std::uint32_t term) const {
    return (bits_[number % most_posts] & bit_of(term)) != 0;
  }
  Instant left() const { return left_; }  // when the last post that left had arrived
  // A bit of each of what is local in the post: without a common bit nothing is common.
  std::uint64_t& local_bits(std::uint64_t number) { return local_bits_[number % most_posts]; }
  void mark(std::uint64_t number, std::uint32_t episode) {  // the episode claims the post
    post(number).episode = episodes_[number % most_posts] = episode;
  }

  // Memory that is wanted soon, in two steps: where a term is looked up, then the term.
  void fetch_place(std::uint64_t hash) const { __builtin_prefetch(&heads_[bucket(hash)], 1); }
  void fetch_term(std::uint64_t hash) const {
    __builtin_prefetch(&terms_[heads_[bucket(hash)]], 1);
  }
  void fetch_post(std::uint64_t number) const;
  void fetch_terms(std::uint64_t number) const;

  double short_posts() const { return static_cast<double>(short_weight_) / whole_post; }
  double long_posts() const { return static_cast<double>(long_weight_) / whole_post; }

 private:
  void advance(Instant clock);
  void leave_short();
  void leave();
  void release(std::uint32_t number);
  std::uint32_t number_of(std::uint64_t hash) const;  // 0 = nobody's
  std::uint32_t make_term(TermKind kind, std::uint64_t hash);
  void hold(KeptPost& post, std::uint32_t number);
  static std::uint64_t bit_of(std::uint32_t term) { return std::uint64_t{1} << (term % 64); }
  static std::size_t bucket(std::uint64_t hash) { return (hash ^ (hash >> 31)) % buckets; }

  static constexpr std::size_t buckets = std::size_t{1} << 17;
  Leaving leaving_;
  LargeVector<KeptPost> posts_{};
  std::vector<std::uint32_t> episodes_ = std::vector<std::uint32_t>(most_posts);  // of posts_
  std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(most_posts);      // of their terms
  std::vector<std::uint64_t> local_bits_ = std::vector<std::uint64_t>(most_posts);
  Instant left_{};
  std::uint64_t begin_ = 0;
  std::uint64_t short_begin_ = 0;
  std::uint64_t end_ = 0;
  std::int64_t short_weight_ = 0;
  std::int64_t long_weight_ = 0;
  LargeVector<Term> terms_{};  // 0 is nobody
  LargeVector<TermLetters> letters_{};
  std::vector<std::uint32_t> free_{};
  std::vector<std::uint32_t> heads_{};
};

}  // namespace social311::classifier::trends
