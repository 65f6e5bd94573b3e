#include "classifier/learning/grams.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "classifier/letters.h"
#include "classifier/word_table.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

constexpr std::size_t most_words = 300;    // of a post; a longer one is an essay
constexpr std::size_t shortest_piece = 3;  // characters
constexpr std::size_t longest_piece = 5;
constexpr double length_damping = 0.4;
constexpr std::size_t longest_word = 40;  // bytes that are cut into pieces

std::uint64_t hash_on(std::uint64_t hash, std::string_view more) {
  for (const char c : more) hash = hash_step(hash, c);
  return hash;
}

// FNV-1a: a name's hash falls out of those of its parts.
constexpr std::uint64_t name_seed = 0xcbf29ce484222325u;

std::uint64_t name_hash(std::string_view name) {
  return hash_on(name_seed, name);
}

bool is_number(std::string_view word) {
  return std::all_of(word.begin(), word.end(), is_digit);
}

bool is_piece(Gram::Kind kind) {
  return kind == Gram::Kind::opening || kind == Gram::Kind::inside || kind == Gram::Kind::ending;
}

class Reader {
 public:
  Reader(const MatchText& text, std::vector<Gram>& into) : text_(text), into_(into) {}

  void run() {
    const std::size_t count = std::min(text_.tokens.size(), most_words);
    for (std::size_t at = 0; at < count; ++at) token(at);
    keep_each_once();
    weigh();
  }

 private:
  void token(std::size_t at) {
    const Token& token = text_.tokens[at];
    if (token.kind == TokenKind::link || token.part == Part::mention) return;
    if (token.kind == TokenKind::mention) return handle(token);
    const std::string_view word = text_.view(token);
    if (is_number(word)) return add(gram_hash("0"), token, token, Gram::Kind::number);
    if (token.kind == TokenKind::hashtag)
      add(hash_on(hash_step(name_seed, '#'), word), token, token, Gram::Kind::tag);
    add(name_hash(word), token, token, Gram::Kind::word);
    pair(at);
    pieces(token, word);
  }

  void handle(const Token& token) {
    const std::string name = "@" + to_lower_ascii(text_.original_of(token));
    add(name_hash(name), token, token, Gram::Kind::handle);
  }

  void pair(std::size_t at) {
    if (at == 0) return;
    const Token& left = text_.tokens[at - 1];
    const Token& right = text_.tokens[at];
    const bool words = left.kind == TokenKind::word || left.kind == TokenKind::hashtag;
    if (!words || left.part != right.part || left.sentence != right.sentence) return;
    add(hash_on(hash_step(name_hash(text_.view(left)), ' '), text_.view(right)), left, right,
        Gram::Kind::pair);
  }

  void pieces(const Token& token, std::string_view word) {
    if (word.size() > longest_word) return;
    starts_.clear();
    for (std::size_t at = 0; at < word.size(); at += decode(word, at).size) starts_.push_back(at);
    const std::size_t letters = starts_.size();
    starts_.push_back(word.size());
    for (std::size_t size = shortest_piece; size <= longest_piece && size < letters; ++size)
      for (std::size_t from = 0; from + size <= letters; ++from)
        piece(token, starts_[from], starts_[from + size]);
  }

  void piece(const Token& token, std::size_t from, std::size_t to) {
    const std::string_view word = text_.view(token);
    const bool opens = from == 0;
    const bool ends = to == word.size();
    std::uint64_t hash = opens ? name_seed : hash_step(name_seed, '*');
    hash = hash_on(hash, word.substr(from, to - from));
    if (!ends) hash = hash_step(hash, '*');
    const Gram::Kind kind =
        opens ? Gram::Kind::opening : (ends ? Gram::Kind::ending : Gram::Kind::inside);
    into_.push_back({hash, token.begin + static_cast<std::uint32_t>(from),
                     token.begin + static_cast<std::uint32_t>(to), 0, kind});
  }

  void add(std::uint64_t hash, const Token& first, const Token& last, Gram::Kind kind) {
    into_.push_back({hash, first.begin, last.end, 0, kind});
  }

  void keep_each_once() {
    std::sort(into_.begin(), into_.end(), [](const Gram& a, const Gram& b) {
      return a.hash != b.hash ? a.hash < b.hash : a.begin < b.begin;
    });
    const auto same = [](const Gram& a, const Gram& b) { return a.hash == b.hash; };
    into_.erase(std::unique(into_.begin(), into_.end(), same), into_.end());
  }

  // A long post shall not outweigh a short one by its length alone.
  void weigh() {
    const auto pieces = static_cast<double>(std::count_if(
        into_.begin(), into_.end(), [](const Gram& gram) { return is_piece(gram.kind); }));
    const double words = static_cast<double>(into_.size()) - pieces;
    for (Gram& gram : into_)
      gram.strength =
          static_cast<float>(std::pow(is_piece(gram.kind) ? pieces : words, -length_damping));
  }

  const MatchText& text_;
  std::vector<Gram>& into_;
  std::vector<std::size_t> starts_{};
};

}  // namespace

void grams_of(const MatchText& text, std::vector<Gram>& into) {
  into.clear();
  Reader(text, into).run();
}

std::string name_of(const MatchText& text, const Gram& gram) {
  const std::string shown = text.text.substr(gram.begin, gram.end - gram.begin);
  switch (gram.kind) {
    case Gram::Kind::word:
      return shown;
    case Gram::Kind::pair: {
      const auto first =
          std::find_if(text.tokens.begin(), text.tokens.end(),
                       [&](const Token& token) { return token.begin == gram.begin; });
      const auto last = std::find_if(first, text.tokens.end(),
                                     [&](const Token& token) { return token.end == gram.end; });
      return std::string(text.view(*first)) + " " + std::string(text.view(*last));
    }
    case Gram::Kind::handle: {
      const Range range = text.original_range(gram.begin, gram.end);
      return "@" + to_lower_ascii(text.original.substr(range.begin, range.end - range.begin));
    }
    case Gram::Kind::tag:
      return "#" + shown;
    case Gram::Kind::number:
      return "0";
    case Gram::Kind::opening:
      return shown + "*";
    case Gram::Kind::inside:
      return "*" + shown + "*";
    case Gram::Kind::ending:
      return "*" + shown;
  }
  return shown;
}

std::uint64_t gram_hash(std::string_view name) {
  return name_hash(name);
}

}  // namespace social311::classifier
