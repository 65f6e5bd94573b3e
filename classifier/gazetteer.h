// Names of places that are known: streets without their suffix ("colfax"), landmarks,
// neighbourhoods, other towns.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "classifier/match_text.h"

namespace social311::classifier {

enum class NameKind : std::uint8_t { street = 1, landmark = 2, neighborhood = 4, town = 8 };

struct KnownName {
  std::uint8_t kinds = 0;       // a set of NameKind
  std::optional<double> lat{};  // of a landmark
  std::optional<double> lon{};
  std::string written{};  // a neighbourhood as the map writes it

  bool is(NameKind kind) const { return (kinds & static_cast<std::uint8_t>(kind)) != 0; }
};

class Gazetteer {
 public:
  // `name` in any writing; names without a letter are left out.
  void add(NameKind kind, std::string_view name);
  void add_landmark(std::string_view name, double lat, double lon);
  // "E COLFAX AVE" is kept as "colfax", "00 BLK N GRAPE ST" as "grape"; crossings and highways are
  // left out.
  void add_street(std::string_view name);

  struct Found {
    const KnownName* name = nullptr;
    std::size_t words = 0;
  };
  // The longest known name that begins at token `at`, of one of `kinds`; words of @names and links
  // never match.
  Found find(const MatchText& text, std::size_t at, std::uint8_t kinds) const;
  bool empty() const { return names_.empty(); }

 private:
  void add_words(NameKind kind, const std::vector<std::string>& words, std::string_view written);
  std::uint64_t& filter_of(std::uint64_t hash) { return filter_[hash / 64 % filter_.size()]; }
  bool may_begin(std::uint64_t hash) const {
    return ((filter_[hash / 64 % filter_.size()] >> (hash % 64)) & 1u) != 0;
  }

  std::unordered_map<std::string, KnownName> names_;  // "martin luther king"
  std::unordered_map<std::string, std::size_t>
      first_words_;  // longest name in words, by its first word
  // A bit a hash of a first word: most words begin no name, and need not be looked up to know it.
  std::array<std::uint64_t, 256> filter_{};
};

}  // namespace social311::classifier
