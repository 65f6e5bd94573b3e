// What X makes of a text that somebody posts: links become t.co, `&`, `<` and `>` become HTML
// entities, and mentions, links and tags are marked with offsets in Unicode code points of the
// result.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace social311::simulator {

struct Entity {
  enum class Kind { mention, link, hashtag, cashtag };
  Kind kind = Kind::mention;
  std::size_t start = 0;  // code points of the built text, end exclusive
  std::size_t end = 0;
  std::string value{};  // handle or tag without its sign, or the t.co address
  std::string expanded{};
  std::string display{};
  std::string media_key{};

  bool operator==(const Entity&) const = default;
};

struct BuiltText {
  std::string text{};
  std::vector<Entity> entities{};

  std::vector<std::string> values(Entity::Kind kind) const;  // in order, repeats kept
};

struct AttachedMedia {
  std::string key{};
  std::string page{};  // the address the text's last link stands for
};

// `salt` makes the short links unique (the post's id). Invalid UTF-8 is repaired.
BuiltText build_text(std::string_view source, std::string_view salt,
                     const std::vector<AttachedMedia>& media = {});

// Posts above 280 show their beginning, "…" and a link to the whole.
constexpr std::size_t post_length = 280;
BuiltText build_shortened(std::string_view source, std::string_view salt, std::string_view address);

// Byte ranges of links, with a scheme or without (a few well-known endings).
std::vector<std::pair<std::size_t, std::size_t>> find_links(std::string_view source);

// X's weighted length by our own simple count: links 23, an emoji sequence 2, a character of the
// Latin and neighbouring blocks 1, any other 2. Leading mentions in `unpaid` handles cost nothing.
std::size_t weighted_length(std::string_view source, const std::vector<std::string>& unpaid = {});

// A guess good enough for a demo: "es", "en", or "und" without a word.
std::string guess_language(std::string_view source);

// Words of the text for search: folded, without accents, split at anything but letters and digits.
std::vector<std::string> search_words(std::string_view text);

}  // namespace social311::simulator
