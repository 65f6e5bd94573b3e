// Many young or alike accounts that push one text.
#include <algorithm>
#include <charconv>

#include "classifier/letters.h"
#include "classifier/trends/hot_memory.h"
#include "classifier/word_table.h"

namespace social311::classifier::trends {
namespace {

using namespace std::chrono_literals;

constexpr double repost_weight = 0.25;
constexpr double copy_weight = 0.6;    // the same words from people who have nothing in common
constexpr int least_brigade = 8;       // accounts, when they are alike or young
constexpr int least_any_brigade = 15;  // whatever they look like
constexpr double least_days = 60.0;    // by chance, for so many copies of one text
constexpr double most_of_them = 0.6;
constexpr double rare_elsewhere = 0.2;
constexpr double least_elsewhere = 20.0;  // other posts, before a look can be called rare
constexpr auto young = std::chrono::hours(24 * 30);
constexpr std::uint64_t least_dated_id = 100'000'000'000'000'000u;  // older X ids were counted up

std::optional<Instant> account_begin(const Post& post) {
  std::uint64_t id = 0;
  const char* const end = post.author.id.data() + post.author.id.size();
  const auto read = std::from_chars(post.author.id.data(), end, id);
  if (read.ec != std::errc() || read.ptr != end || id < least_dated_id) return std::nullopt;
  // X: 22 bits below the milliseconds since its epoch; Mastodon: 16 below those since 1970.
  if (post.network == "twitter")
    return Instant(Milliseconds(static_cast<std::int64_t>(id >> 22) + 1'288'834'974'657));
  if (post.network == "mastodon") return Instant(Milliseconds(static_cast<std::int64_t>(id >> 16)));
  return std::nullopt;
}

// Gathers the posts with the text; true when a brigade pushes it.
bool pushes(Memory& memory, std::uint32_t number) {
  Term& text = memory.window.term(number);
  if (text.in_long < least_brigade * whole_post || text.episode != 0) return false;
  if (text.posts < text.looked + text.looked / 4) return false;
  text.looked = text.posts;
  const Evidence evidence = judge_term(memory, text, least_days);
  if (evidence.days < least_days) return false;
  gather_term(memory, number, evidence.span);
  const auto claimed = std::count_if(memory.members.begin(), memory.members.end(), [&](auto one) {
    return memory.window.post(one).episode != 0;
  });
  if (2 * static_cast<std::size_t>(claimed) > memory.members.size()) return false;
  const bool many = text.kind == TermKind::text && text.in_long >= least_any_brigade * whole_post;
  return many || are_alike(memory, memory.members);
}

void tell(Memory& memory, const KeptPost& post, std::uint32_t number,
          std::vector<HotTopic>& found) {
  Episode& episode = memory.begin_episode(HotKind::brigade, post.at);
  for (std::size_t i = 0; i < post.term_count; ++i) {
    Term& term = memory.window.term(post.terms[i]);
    if (term.kind == TermKind::text || term.kind == TermKind::near_text)
      memory.claim_term(episode, term);
  }
  for (const auto member : memory.members) memory.claim(episode, member);
  HotTopic hot =
      describe(memory, memory.members, judge_term(memory, memory.window.term(number), least_days));
  hot.kind = HotKind::brigade;
  hot.phrase = std::string(memory.window.text_of(number));
  found.push_back(std::move(hot));
}

void add_first_words(const Memory& memory, TermLetters& letters) {
  std::size_t size = 0;
  for (const auto& word : memory.words) {
    if (size + word.text.size() > 60) break;
    if (size > 0) letters.add(" ");
    letters.add(word.text);
    size += word.text.size() + (size > 0 ? 1u : 0u);
  }
}

}  // namespace

std::uint64_t look_of(std::string_view handle) {
  std::uint64_t hash = hash_seed;
  bool in_digits = false;
  for (const char c : handle) {
    const bool digit = is_digit(c);
    if (!digit || !in_digits) hash = hash_step(hash, digit ? '0' : c);
    in_digits = digit;
  }
  return hash;
}

bool is_young(const Post& post) {
  const auto begin = account_begin(post);
  return begin && post.created_at >= *begin && post.created_at - *begin < young;
}

bool are_alike(const Memory& memory, const std::vector<std::uint64_t>& members) {
  if (members.empty()) return false;
  const auto enough = most_of_them * static_cast<double>(members.size());
  double young_ones = 0.0;
  std::unordered_map<std::uint32_t, double> looks;
  for (const auto member : members) {
    const KeptPost& post = memory.window.post(member);
    young_ones += post.young ? 1.0 : 0.0;
    for (std::size_t i = 0; i < post.term_count; ++i)
      if (memory.window.term(post.terms[i]).kind == TermKind::look) looks[post.terms[i]] += 1.0;
  }
  if (young_ones >= enough) return true;
  const auto in_window = static_cast<double>(memory.window.end() - memory.window.begin());
  const double others = memory.background.posts() + in_window - static_cast<double>(members.size());
  return std::any_of(looks.begin(), looks.end(), [&](const auto& look) {
    const Term& term = memory.window.term(look.first);
    const double elsewhere =
        memory.background.count(term.hash) + static_cast<double>(term.posts) - look.second;
    return look.second >= enough && others >= least_elsewhere &&
           elsewhere <= rare_elsewhere * others;
  });
}

double weigh_copy(Memory& memory, const Post& post, KeptPost& kept) {
  const bool repost = post.kind == PostKind::repost || says_repost(post.text);
  kept.as_copy = repost ? 0 : whole_post;
  TextCluster* const cluster =
      memory.duplicates.find(memory.signature, memory.near_places, kept.at);
  if (cluster == nullptr) return repost ? repost_weight : 1.0;
  const auto shown = [&](TermLetters& letters) { add_first_words(memory, letters); };
  static const std::uint64_t near = hash_of("\x01near");
  memory.window.add_term_with(kept, TermKind::near_text, mixed(cluster->number, near), shown);
  const std::uint64_t text = memory.text_hash;
  const std::uint32_t number = memory.window.add_term_with(kept, TermKind::text, text, shown);
  // Some words are said every day: as many copies as usual are no copies.
  const double usual = 1.0 + memory.background.count(text) *
                                 std::max(memory.window.long_posts(), 1.0) /
                                 std::max(memory.background.posts(), 50.0);
  const double copies = static_cast<double>(memory.window.term(number).in_long) / whole_post + 1.0;
  if (repost) return repost_weight / std::max(1.0, copies / usual);
  return copies <= usual ? 1.0 : std::max(copy_weight, usual / copies);
}

void find_brigade(Memory& memory, std::uint64_t number, std::vector<HotTopic>& found) {
  const KeptPost& post = memory.window.post(number);
  for (std::size_t i = 0; i < post.term_count; ++i) {
    const TermKind kind = memory.window.term(post.terms[i]).kind;
    const bool one_text = kind == TermKind::text || kind == TermKind::near_text;
    if (one_text && pushes(memory, post.terms[i])) return tell(memory, post, post.terms[i], found);
  }
}

}  // namespace social311::classifier::trends
