// The small words that addresses are made of, in English and Spanish. All in normal form.
#pragma once

#include <cstdint>
#include <string_view>

namespace social311::classifier {

namespace word_classes {
inline constexpr std::uint32_t direction = 1u << 0;  // n, north, norte, westbound
inline constexpr std::uint32_t strong_suffix = 1u
                                               << 1;  // st, avenue: a name before it is a street's
inline constexpr std::uint32_t weak_suffix =
    1u << 2;  // way, park: everyday words that need better company
inline constexpr std::uint32_t spanish_street = 1u << 3;    // calle, avenida: stand before the name
inline constexpr std::uint32_t highway = 1u << 4;           // hwy, route, i, us: a number follows
inline constexpr std::uint32_t spelled_ordinal = 1u << 5;   // fifth
inline constexpr std::uint32_t no_name = 1u << 6;           // never (part of) a street's name
inline constexpr std::uint32_t place_cue = 1u << 7;         // on, near, sobre: a place follows
inline constexpr std::uint32_t landmark = 1u << 8;          // park, library: ends a landmark's name
inline constexpr std::uint32_t spanish_landmark = 1u << 9;  // parque: begins one
inline constexpr std::uint32_t block = 1u << 10;
inline constexpr std::uint32_t joins = 1u << 11;    // and, y, at: between the streets of a crossing
inline constexpr std::uint32_t compass = 1u << 12;  // before "of": "just south of"
inline constexpr std::uint32_t town_cue = 1u << 13;
inline constexpr std::uint32_t ordinal = 1u << 14;       // 38th
inline constexpr std::uint32_t number = 1u << 15;        // 1437, 1437b
inline constexpr std::uint32_t other_number = 1u << 16;  // begins with a digit
// Names that are everyday words in front of "road": main, high, old. Capitals or "street" make them
// names.
inline constexpr std::uint32_t weak_name = 1u << 17;
inline constexpr std::uint32_t suffix = strong_suffix | weak_suffix;
inline constexpr std::uint32_t any_number = number | other_number;
}  // namespace word_classes

// A set of word_classes.
std::uint32_t classes_of(std::string_view word);
std::uint32_t classes_of(std::string_view word, std::uint64_t hash);  // hash_of(word) is known
bool is_direction(std::string_view word);
bool is_suffix(std::string_view word);

}  // namespace social311::classifier
