#include "classifier/street_words.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "classifier/letters.h"

namespace social311::classifier {
namespace {

using Words = std::unordered_set<std::string_view>;

const Words& directions() {
  static const Words words{
      "n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west", "northeast",
      "northwest", "southeast", "southwest", "norte", "sur", "este", "oeste", "northbound",
      "southbound", "eastbound", "westbound", "nb", "sb", "eb", "wb"};
  return words;
}

const Words& strong_suffixes() {
  static const Words words{
      "st", "str", "street", "streets", "ave", "av", "aves", "avenue", "avenues", "avn", "blvd",
      "blvds", "boulevard", "bvd", "boul", "rd", "rds", "road", "dr", "drv", "drive", "ln",
      "lane", "ct", "cir", "circle", "pkwy", "pky", "parkway", "hwy", "highway", "pl", "ter",
      "terr", "terrace", "trl", "tpke", "turnpike", "expy", "expressway", "fwy", "freeway", "aly",
      "plz", "sq", "xing", "cv", "cove", "crt", "cres", "crescent", "causeway", "byp", "bypass"};
  return words;
}

const Words& weak_suffixes() {
  static const Words words{
      "way", "wy", "place", "court", "park", "run", "point", "pt", "row", "square", "view", "trail",
      "path", "alley", "loop", "pass", "crossing", "plaza", "walk", "mall", "bend", "ridge", "arch",
      "landing", "creek", "hill", "hl", "hills", "hollow", "grove", "glen", "heights", "hts",
      "estates", "commons", "close", "mews", "gardens", "ramp", "route", "rte", "spur", "trace",
      "vista", "knoll", "chase", "mill", "lake", "lk", "island", "is", "bluff", "canyon", "valley",
      "vly", "meadow", "meadows", "mdws", "forest", "ford", "ferry", "fork", "key", "lodge",
      "manor", "oval", "parade", "promenade", "quay", "shore", "shores", "spring", "springs",
      "station", "summit", "track", "trafficway", "union", "viaduct", "villa", "village", "ville",
      "esplanade", "broadway", "extension", "ext", "green", "gate", "circus", "garth", "croft"};
  return words;
}

const Words& spanish_streets() {
  static const Words words{"calle",     "avenida", "avda",      "avd",    "paseo",  "bulevar",
                           "camino",    "carretera", "callejon", "calzada", "ronda", "glorieta",
                           "travesia",  "autopista", "plaza",   "c"};
  return words;
}

const Words& highway_words() {
  static const Words words{"hwy", "highway", "route", "rte", "interstate", "i", "us", "sr", "cr",
                           "sh", "fm", "autopista", "carretera", "county", "ush", "co"};
  return words;
}

const Words& spelled_ordinals() {
  static const Words words{"first",  "second",   "third",   "fourth",     "fifth",      "sixth",
                           "seventh", "eighth",  "ninth",   "tenth",      "eleventh",   "twelfth"};
  return words;
}

const Words& no_names() {
  static const Words words{
      // English
      "a", "an", "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our",
      "their", "some", "any", "every", "each", "all", "no", "not", "one", "two", "three", "four",
      "another", "other", "same", "which", "what", "whole", "entire", "many", "most", "few",
      "several", "both", "and", "or", "but", "nor", "so", "if", "then", "than", "because", "while",
      "on", "in", "at", "of", "off", "by", "for", "from", "to", "into", "onto", "with", "without",
      "near", "around", "along", "across", "over", "under", "up", "down", "out", "between",
      "behind", "before", "after", "beside", "next", "about", "through", "toward", "towards",
      "against", "past", "until", "since", "where", "when", "who", "why", "how", "is", "are", "was",
      "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "can", "could",
      "will", "would", "should", "may", "might", "must", "get", "gets", "got", "go", "goes",
      "going", "gone", "come", "comes", "came", "cross", "crossing", "block", "blocks", "blocking",
      "fix", "repair", "clean", "clear", "please", "plz", "pls", "need", "needs", "want", "see",
      "saw", "there", "here", "it", "i", "im", "we", "you", "he", "she", "they", "me", "us", "them",
      "very", "too", "just", "only", "also", "again", "still", "now", "today", "right", "left",
      "turn", "bike", "bus", "parking", "fast", "slow", "main", "side", "back", "front", "dirt",
      "gravel", "paved", "public", "private", "residential", "busy", "narrow", "city", "county",
      "state", "local", "access", "frontage", "service", "one-way", "dead", "end", "corner",
      "intersection", "street", "streets", "road", "roads", "avenue", "lane", "lanes", "drive",
      "driving", "way", "sidewalk", "sidewalks", "curb", "pothole", "potholes", "hole", "holes",
      "light", "lights", "lamp", "signal", "signals", "sign", "signs", "stop", "tree", "trees",
      "trash", "garbage", "water", "snow", "ice", "car", "cars", "truck", "trucks", "vehicle",
      "vehicles", "house", "houses", "home", "building", "apartment", "apartments", "people",
      "person", "kids", "dog", "dogs", "broken", "dangerous", "huge", "big", "large", "small",
      "new", "old", "bad", "good", "terrible", "awful", "dark", "dirty", "entrance", "exit", "onto",
      "like", "as", "am", "pm", "feet", "foot", "yards", "miles", "mile", "minutes", "hours",
      "days", "weeks", "months", "years", "times", "hard", "long", "first-class", "memory", "lane",
      "closed", "blocked", "flooded", "whose", "via", "per", "ever", "never", "always", "well",
      "away", "take", "make", "put", "keep", "let", "use", "used", "using", "speed", "traffic",
      "cycle", "service", "high", "middle", "half", "test", "disk", "usb", "flash", "food",
      // Spanish
      "el", "la", "los", "las", "un", "una", "unos", "unas", "lo", "mi", "mis", "tu", "tus", "su",
      "sus", "nuestra", "nuestro", "esta", "este", "esa", "ese", "esto", "y", "o", "u", "e", "de",
      "del", "al", "en", "con", "sin", "por", "para", "sobre", "entre", "desde", "hasta", "hacia",
      "que", "quien", "donde", "cuando", "como", "es", "son", "hay", "no", "si", "se", "ya", "muy",
      "mas", "toda", "todas", "todo", "cada", "misma", "mismo", "otra", "esquina", "frente"};
  return words;
}

const Words& place_cues() {
  static const Words words{"on",     "at",     "near",   "off",    "along",   "by",     "from",
                           "corner", "of",     "across", "in",     "between", "down",   "up",
                           "to",     "toward", "over",   "around", "behind",  "onto",   "past",
                           "en",     "sobre",  "entre",  "esquina", "por",    "frente", "cerca",
                           "de",     "desde",  "hasta",  "con",    "the",     "address", "under"};
  return words;
}

const Words& landmark_words() {
  static const Words words{
      "park", "library", "school", "elementary", "hospital", "church", "station", "mall", "plaza",
      "center", "centre", "museum", "zoo", "stadium", "bridge", "tunnel", "cemetery", "college",
      "university", "airport", "reservoir", "lake", "creek", "playground", "trail", "market",
      "theater", "theatre", "garden", "gardens", "golf", "pool", "tower", "apartments", "hotel",
      "square", "field", "academy", "viaduct", "monument"};
  return words;
}

const Words& spanish_landmark_words() {
  static const Words words{"parque", "escuela", "biblioteca", "hospital", "iglesia", "estacion",
                           "plaza", "mercado", "museo", "colegio", "universidad", "puente"};
  return words;
}

bool holds(const Words& words, std::string_view word) { return words.find(word) != words.end(); }

}  // namespace

bool is_direction(std::string_view word) { return holds(directions(), word); }
bool is_strong_suffix(std::string_view word) { return holds(strong_suffixes(), word); }
bool is_weak_suffix(std::string_view word) { return holds(weak_suffixes(), word); }
bool is_suffix(std::string_view word) { return is_strong_suffix(word) || is_weak_suffix(word); }
bool is_spanish_street(std::string_view word) { return holds(spanish_streets(), word); }
bool is_highway_word(std::string_view word) { return holds(highway_words(), word); }
bool is_no_name(std::string_view word) { return holds(no_names(), word); }
bool is_place_cue(std::string_view word) { return holds(place_cues(), word); }
bool is_landmark_word(std::string_view word) {
  return holds(landmark_words(), word) || holds(spanish_landmark_words(), word);
}

bool is_ordinal(std::string_view word) {
  if (word.empty() || !is_digit(word[0])) return holds(spelled_ordinals(), word);
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const std::string_view ending = word.substr(digits);
  return digits <= 3 && (ending == "st" || ending == "nd" || ending == "rd" || ending == "th");
}

bool is_block_word(std::string_view word) {
  static constexpr std::array<std::string_view, 6> words{"block", "blk", "blck", "cuadra", "bloque", "blocks"};
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace social311::classifier
