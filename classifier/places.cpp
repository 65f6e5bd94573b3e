#include "classifier/places.h"

#include <algorithm>
#include <optional>
#include <string>

#include "classifier/letters.h"
#include "classifier/street_reader.h"

namespace social311::classifier {
namespace {

namespace wc = word_classes;
constexpr std::size_t most_places = 10;

struct Found {
  Words words{};
  const char* kind = "";
  const KnownName* known = nullptr;
};

class Finder {
 public:
  Finder(const MatchText& text, const Geography& geography)
      : read_(text, geography.names()), geography_(geography) {}

  std::vector<Location> run() {
    for (std::size_t at = 0; at < read_.size() && out_.size() < most_places;) {
      const std::optional<Found> found = found_at(at);
      if (found) keep(*found);
      at = found ? found->words.last + 1 : at + 1;
    }
    return std::move(out_);
  }

 private:
  std::optional<Found> found_at(std::size_t at) const {
    if (auto found = cued_crossing(at)) return found;
    if (read_.is(at, wc::any_number)) {
      if (auto found = block(at)) return found;
      return address(at);
    }
    if (auto found = block_of(at)) return found;
    if (auto found = landmark(at)) return found;
    if (auto found = street_or_crossing(at)) return found;
    return area(at);
  }

  // The street after "corner of", "and", …: by itself, from the map, or by its capital letter.
  std::optional<Street> other_street(std::size_t at) const {
    if (auto numbered = numbered_with_article(at)) return numbered;
    if (auto street = read_.street_at(at, Company::crossing)) return street;
    const std::size_t opens = read_.is(at, wc::direction) ? at + 1 : at;
    std::optional<Street> bare = read_.capital_name_at(opens);
    if (bare) bare->words.first = at;
    return bare;
  }

  // In explicit company ("corner of maple and elm") one lower-case word is a name too.
  std::optional<Street> named_street(std::size_t at) const {
    if (auto street = other_street(at)) return street;
    const std::size_t opens = read_.is(at, wc::direction) ? at + 1 : at;
    const bool plain = opens < read_.size() && !read_.is(opens, wc::no_name | wc::any_number);
    if (!plain || read_.word(opens).size() < 3) return std::nullopt;
    return Street{{at, opens}, false};
  }

  bool is_article(std::size_t at) const {
    return read_.is_word(at, "la") || read_.is_word(at, "el") || read_.is_word(at, "las") ||
           read_.is_word(at, "los");
  }

  // "y la avenida Juárez", "entre las calles Maple y Oak": the first word of the name.
  std::size_t behind_articles(std::size_t at) const {
    if (is_article(at) && read_.joined(at)) ++at;
    const bool plural = read_.is_word(at, "calles") || read_.is_word(at, "avenidas");
    return plural && read_.joined(at) ? at + 1 : at;
  }

  // "la 38": a numbered street as Spanish says it.
  std::optional<Street> numbered_with_article(std::size_t at) const {
    const bool numbered = at > 0 && is_article(at - 1) && read_.joined(at - 1) &&
                          read_.is(at, wc::number) && read_.word(at).size() <= 3;
    return numbered ? std::optional<Street>(Street{{at, at}, true}) : std::nullopt;
  }

  // Index of the name behind "esquina", "casi esquina con" after a street, 0 when there is none.
  std::size_t behind_corner(std::size_t last) const {
    if (!read_.joined(last)) return 0;
    std::size_t at = last + 1;
    if (read_.is_word(at, "casi") && read_.joined(at)) ++at;
    if ((!read_.is_word(at, "esquina") && !read_.is_word(at, "esq")) || !read_.joined(at)) return 0;
    ++at;
    const bool link = read_.is_word(at, "con") || read_.is_word(at, "de") || read_.is_word(at, "y");
    return behind_articles(link && read_.joined(at) ? at + 1 : at);
  }

  // Index of the word behind "and", "&", "/", "at" … after a street, 0 when there is none.
  std::size_t behind_join(std::size_t last) const {
    const std::string_view gap = read_.gap(last);
    const bool sign = gap.find_first_of("&/@+") != std::string_view::npos && gap.size() <= 3;
    if (sign) return last + 1;
    const bool word = read_.joined(last) && read_.is(last + 1, wc::joins) &&
                      gap.find(',') == std::string_view::npos;
    return word && read_.joined(last + 1) ? behind_articles(last + 2) : 0;
  }

  // "corner of A and B", "intersection of A & B", "between A and B", "esquina de A y B", "entre A y
  // B".
  std::optional<Found> cued_crossing(std::size_t at) const {
    const bool between =
        read_.is_word(at, "between") || read_.is_word(at, "entre") || read_.is_word(at, "btwn");
    const bool crossing = read_.is_word(at, "corner") || read_.is_word(at, "intersection") ||
                          read_.is_word(at, "esquina") || read_.is_word(at, "cruce") ||
                          read_.is_word(at, "junction");
    if ((!between && !crossing) || !read_.joined(at)) return std::nullopt;
    std::size_t name = at + 1;
    if (crossing) {
      if (read_.is_word(name, "of") || read_.is_word(name, "de") || read_.is_word(name, "con"))
        ++name;
    }
    name = behind_articles(name);
    const std::optional<Street> first = named_street(name);
    const std::size_t second_at = first ? behind_join(first->words.last) : 0;
    const std::optional<Street> second = second_at > 0 ? named_street(second_at) : std::nullopt;
    if (!second || !(believable(*first) || believable(*second))) return std::nullopt;
    return Found{{at, second->words.last}, between ? "block" : "intersection"};
  }

  bool believable(const Street& street) const {
    return street.certain || read_.capital(street.words.first) || read_.shouting();
  }

  // "400 block of Hanssler", "1200-1300 blk N Grape St", "12400 Kimberley block".
  std::optional<Found> block(std::size_t at) const {
    std::size_t number_end = at;
    if (read_.gap(at) == "-" && read_.is(at + 1, wc::any_number)) ++number_end;
    if (!read_.joined(number_end) || !read_.is(number_end + 1, wc::block)) return std::nullopt;
    std::size_t name = number_end + 2;
    const bool of = read_.is_word(name, "of") || read_.is_word(name, "de");
    if (of) ++name;
    if (of && (read_.is_word(name, "la") || read_.is_word(name, "the"))) ++name;
    const std::optional<Street> street = of ? named_street(name) : other_street(name);
    if (!street || !read_.joined(number_end + 1)) return std::nullopt;
    return Found{{at, street->words.last}, "block"};
  }

  // "block of Maple St" without a number; with a crossing behind it the crossing is the place.
  std::optional<Found> block_of(std::size_t at) const {
    if (!read_.is(at, wc::block) || !read_.is_word(at + 1, "of")) return std::nullopt;
    const std::optional<Street> street = read_.street_at(at + 2, Company::crossing);
    if (!street || !street->certain || behind_join(street->words.last) > 0) return std::nullopt;
    return Found{{at, street->words.last}, "block"};
  }

  bool opens_number(std::size_t at) const {
    const Token& token = read_.text().tokens[at];
    if (token.kind != TokenKind::word) return false;
    if (token.begin == 0) return true;
    const char before = read_.text().text[token.begin - 1];
    return before != '$' && before != '#' && before != ':' && before != '.' && before != '-' &&
           before != '/';
  }

  std::optional<Found> address(std::size_t at) const {
    if (!opens_number(at)) return std::nullopt;
    std::size_t number_end = at;
    if (read_.gap(at) == "-" && read_.is(at + 1, wc::any_number)) ++number_end;
    if (is_half(number_end)) number_end += 2;
    const std::string_view gap = read_.gap(number_end);
    if (!read_.joined(number_end) || (gap != " " && gap != ", ")) return std::nullopt;
    const std::size_t name = number_end + 1;
    if (auto street = read_.street_at(name, Company::numbered)) return address_of(at, *street);
    if (auto street = bare_street(at, name)) return address_of(at, *street);
    return std::nullopt;
  }

  Found address_of(std::size_t at, const Street& street) const {
    const std::size_t last = street.words.last;
    const bool whole_block =
        read_.joined(last) && read_.is(last + 1, wc::block) && read_.gap(last) == " ";
    return {{at, whole_block ? last + 1 : last}, whole_block ? "block" : "address"};
  }

  // "123 1/2 Main St"
  bool is_half(std::size_t at) const {
    return read_.gap(at) == " " && read_.is_word(at + 1, "1") &&
           read_.gap(at + 1).find('/') != std::string_view::npos && read_.is_word(at + 2, "2");
  }

  // "421 N. Arcadia", "1360 Meadowmere": no suffix, so the direction, the cue or the commas must
  // tell.
  std::optional<Street> bare_street(std::size_t number, std::size_t name) const {
    const bool directed = read_.is(name, wc::direction) && read_.joined(name);
    std::optional<Street> bare = read_.capital_name_at(directed ? name + 1 : name);
    if (bare && directed) return Street{{name, bare->words.last}, true};
    if (!bare || read_.word(number).size() < 3) return whole_text_street(number, name);
    const bool cue =
        number == 0 || !read_.joined(number - 1) || read_.is(number - 1, wc::place_cue);
    return cue ? bare : std::nullopt;
  }

  // A text that is nothing but an address: "1000 Broadway, Denver CO 80203".
  std::optional<Street> whole_text_street(std::size_t number, std::size_t name) const {
    if (number != 0) return std::nullopt;
    std::size_t last = name;
    while (read_.joined(last) && read_.gap(last) == " " && last - name < 3) ++last;
    const bool closed = !read_.joined(last) || read_.gap(last).find(',') != std::string_view::npos;
    const bool few = last - name < 3 && read_.size() <= 12;
    for (std::size_t i = name; i <= last; ++i) {
      if (read_.is(i, wc::no_name)) return std::nullopt;
    }
    return closed && few && has_postcode() ? std::optional<Street>(Street{{name, last}, true})
                                           : std::nullopt;
  }

  bool has_postcode() const {
    for (std::size_t i = 1; i < read_.size(); ++i) {
      if (read_.is(i, wc::number) && read_.word(i).size() == 5) return true;
    }
    return false;
  }

  std::optional<Found> street_or_crossing(std::size_t at) const {
    if (auto street = read_.street_at(at, Company::none)) return crossing_from(*street);
    return bare_crossing(at);
  }

  // A street, and what follows it: a second one, "just south of Y", "between Y and Z".
  Found crossing_from(const Street& street) const {
    const Found alone{street.words, "street"};
    const std::size_t last = street.words.last;
    if (is_numbered_behind(street)) return {{street.words.first, last + 1}, "address"};
    if (const std::size_t corner = behind_corner(last); corner > 0) {
      if (auto other = named_street(corner))
        return {{street.words.first, other->words.last}, "intersection"};
    }
    if (auto block_end = numbers_between(last + 1))
      return {{street.words.first, *block_end}, "block"};
    if (const std::size_t join = behind_join(last); join > 0) {
      const std::optional<Street> other = other_street(join);
      const bool sure = other && (other->certain || read_.gap(last) != " " || read_.capital(join));
      if (sure) return {{street.words.first, other->words.last}, "intersection"};
    }
    if (auto relative = relative_to(last)) return {{street.words.first, *relative}, "intersection"};
    for (std::size_t at = last + 1; at <= last + 2 && read_.joined(at - 1); ++at) {
      const std::optional<Found> between = cued_crossing(at);
      if (between && std::string_view(between->kind) == "block") {
        return {{street.words.first, between->words.last}, "block"};
      }
    }
    return alone;
  }

  // "calle San Juan 123": in Spanish the number stands behind.
  bool is_numbered_behind(const Street& street) const {
    const std::size_t last = street.words.last;
    if (!read_.is(street.words.first, wc::spanish_street) || !read_.joined(last)) return false;
    const std::size_t number = last + 1;
    const std::size_t digits = read_.word(number).size();
    const bool closes = !read_.joined(number) || !read_.gap(number).starts_with(' ');
    return read_.is(number, wc::number) && !read_.is(last, wc::any_number) && digits >= 2 &&
           digits <= 5 && closes;
  }

  // "… entre 13 y 14": the second number.
  std::optional<std::size_t> numbers_between(std::size_t at) const {
    const bool between = read_.is_word(at, "entre") || read_.is_word(at, "between");
    if (!between || !read_.joined(at) || !read_.joined(at - 1)) return std::nullopt;
    const std::size_t first = behind_articles(at + 1);
    const std::size_t second = read_.is(first, wc::number) ? behind_join(first) : 0;
    return second > 0 && read_.is(second, wc::number) ? std::optional<std::size_t>(second)
                                                      : std::nullopt;
  }

  // "… just south of Y", "… north of Y", "… from Y", "… near Y": the last word of Y.
  std::optional<std::size_t> relative_to(std::size_t last) const {
    if (!read_.joined(last)) return std::nullopt;
    std::size_t at = last + 1;
    if (read_.is_word(at, "just") || read_.is_word(at, "right")) ++at;
    const bool compass = read_.is(at, wc::compass) && read_.is_word(at + 1, "of");
    const bool plain = read_.is_word(at, "near") || read_.is_word(at, "from") ||
                       read_.is_word(at, "onto") || read_.is_word(at, "past") ||
                       read_.is_word(at, "cerca");
    if (!compass && !plain) return std::nullopt;
    const std::optional<Street> other = other_street(at + (compass ? 2 : 1));
    const bool sure = other && (other->certain || compass);
    if (!sure) return std::nullopt;
    return other->words.last;
  }

  // The first street without a suffix: "Tribou from Warren ave", "Colfax & Downing", "15th and
  // Blake".
  std::optional<Found> bare_crossing(std::size_t at) const {
    std::optional<Street> first = read_.street_at(at, Company::crossing);
    if (!first) first = read_.capital_name_at(at);
    if (!first) return std::nullopt;
    if (!first->certain && at > 0 && read_.joined(at - 1) && read_.capital(at - 1))
      return std::nullopt;
    if (const std::size_t corner = behind_corner(first->words.last); corner > 0) {
      const std::optional<Street> other = other_street(corner);
      return other ? std::optional<Found>(Found{{at, other->words.last}, "intersection"})
                   : std::nullopt;
    }
    const std::size_t join = behind_join(first->words.last);
    if (join == 0) {
      const std::optional<std::size_t> last = relative_to(first->words.last);
      const bool sure = last && first->certain;
      return sure ? std::optional<Found>(Found{{at, *last}, "intersection"}) : std::nullopt;
    }
    const std::optional<Street> second = first->certain ? other_street(join)
                                         : numbered_with_article(join)
                                             ? numbered_with_article(join)
                                             : read_.street_at(join, Company::none);
    const bool sure = second && (second->certain || (first->certain && cue_before(at)));
    if (!sure) return std::nullopt;
    return Found{{at, second->words.last}, "intersection"};
  }

  bool cue_before(std::size_t at) const {
    return at > 0 && read_.joined(at - 1) && read_.is(at - 1, wc::place_cue);
  }

  std::optional<Found> landmark(std::size_t at) const {
    const auto kind = static_cast<std::uint8_t>(NameKind::landmark);
    const Gazetteer::Found known = read_.names().find(read_.text(), at, kind);
    if (known.name != nullptr && (known.words > 1 || read_.capital(at))) {
      return Found{{at, at + known.words - 1}, "landmark", known.name};
    }
    if (read_.shouting() || !read_.capital(at) || read_.is(at, wc::no_name | wc::direction))
      return std::nullopt;
    if (read_.is(at, wc::spanish_landmark) && read_.joined(at)) {
      if (auto name = read_.capital_name_at(at + 1))
        return Found{{at, name->words.last}, "landmark"};
    }
    return landmark_by_noun(at);
  }

  // "Rincon High School", "Brookside Park", "Ghent Montessori school".
  std::optional<Found> landmark_by_noun(std::size_t at) const {
    std::size_t last = 0;
    for (std::size_t i = at; i < at + 4 && i + 1 < read_.size(); ++i) {
      if (!read_.capital(i) || read_.is(i, wc::no_name) || read_.gap(i) != " ") break;
      if (read_.is(i + 1, wc::landmark)) last = i + 1;
    }
    if (last == 0 || !read_.joined(last - 1)) return std::nullopt;
    const bool street_follows =
        read_.joined(last) && read_.is(last + 1, wc::strong_suffix) && read_.gap(last) == " ";
    return street_follows ? std::nullopt : std::optional<Found>(Found{{at, last}, "landmark"});
  }

  std::optional<Found> area(std::size_t at) const {
    const auto kinds = static_cast<std::uint8_t>(static_cast<std::uint8_t>(NameKind::neighborhood) |
                                                 static_cast<std::uint8_t>(NameKind::town));
    const Gazetteer::Found known = read_.names().find(read_.text(), at, kinds);
    if (known.name == nullptr) return std::nullopt;
    const bool cue = at > 0 && read_.is(at - 1, wc::town_cue);
    const bool named =
        read_.capital(at) && (cue || known.words > 1 || known.name->is(NameKind::neighborhood));
    const bool spelled_small = known.words > 1 && known.name->is(NameKind::neighborhood);
    if (!named && !spelled_small) return std::nullopt;
    return Found{{at, at + known.words - 1}, "area", known.name};
  }

  void keep(const Found& found) {
    const MatchText& text = read_.text();
    const Range range = text.original_range(text.tokens[found.words.first].begin,
                                            text.tokens[found.words.last].end);
    Location place;
    place.start = range.begin;
    place.end = range.end;
    place.text = std::string(text.original.substr(range.begin, range.end - range.begin));
    place.kind = found.kind;
    if (found.known != nullptr) {
      place.lat = found.known->lat;
      place.lon = found.known->lon;
      place.neighborhood = found.known->written;
      if (place.lat) {
        place.neighborhood = geography_.neighborhood_at(*place.lat, *place.lon);
        place.district = geography_.district_at(*place.lat, *place.lon);
      }
    }
    out_.push_back(std::move(place));
  }

  StreetReader read_;
  const Geography& geography_;
  std::vector<Location> out_;
};

}  // namespace

std::vector<Location> places_in(const MatchText& text, const Geography& geography) {
  return Finder(text, geography).run();
}

}  // namespace social311::classifier
