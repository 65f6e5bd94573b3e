// The small words that addresses are made of, in English and Spanish. All in normal form.
#pragma once

#include <string_view>

namespace social311::classifier {

bool is_direction(std::string_view word);        // n, north, norte, sw …
// st, avenue, blvd …: a name before it is a street's.
bool is_strong_suffix(std::string_view word);
// way, place, court, park …: also everyday words, so they need better company.
bool is_weak_suffix(std::string_view word);
bool is_suffix(std::string_view word);
bool is_spanish_street(std::string_view word);   // calle, avenida …: stands before the name
bool is_highway_word(std::string_view word);     // hwy, route, interstate, i, us …
bool is_ordinal(std::string_view word);          // 1st, 23rd, 38th, fifth
bool is_block_word(std::string_view word);       // block, blk, cuadra
// Words that are never (part of) a street's name: articles, prepositions, verbs, things of the street.
bool is_no_name(std::string_view word);
// A place follows: on, at, near, en, sobre …
bool is_place_cue(std::string_view word);
// Ends the name of a landmark: park, library, school, parque …
bool is_landmark_word(std::string_view word);

}  // namespace social311::classifier
