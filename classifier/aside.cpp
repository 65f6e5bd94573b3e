#include "classifier/aside.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "classifier/word_lists.h"

namespace social311::classifier {
namespace {

// What a word does to the words behind it.
enum : std::uint32_t {
  opens_place = 1u << 0,   // on, near, en: a place follows
  second_word = 1u << 1,   // front, side, lado: opens a place with the word behind it (of, to, de)
  links = 1u << 2,         // of, to, de
  opens_effect = 1u << 3,  // causes, provoca: a consequence follows
  effect_verb = 1u << 4,   // lead, result: opens a consequence with "to" or "in"
  effect_link = 1u << 5,
  closes_place = 1u << 6,   // is, and, which: no longer the place
  closes_effect = 1u << 7,  // please, but: no longer the consequence
  keeps_agent = 1u << 8,    // "blocked by trash": what stands behind it is the matter
};

constexpr std::array<WordList, 9> lists{{
    {opens_place,
     "on in near at along by beside besides behind across under underneath outside inside around "
     "opposite between onto above below off past toward towards through throughout from "
     "en cerca junto sobre detras delante entre bajo desde hasta"},
    {second_word, "front side end corner middle edge next close adjacent frente lado esquina"},
    {links, "of to a de del al"},
    {opens_effect,
     "cause causes causing caused creating creates affects affecting disturbs disturbing prevents "
     "preventing causa causan causando provoca provocan provocando ocasiona ocasionan genera "
     "generan"},
    {effect_verb, "lead leads leading led result results resulting"},
    {effect_link, "to in into"},
    {closes_place,
     "is are was were has have had needs need and or which that because please not when if so but "
     "to who where will can cannot been be being there it they we this these i causing blocking "
     "blocks blocked leaking overflowing missing broken es esta estan son hay y o que porque no "
     "cuando si pero se lleva tiene tienen"},
    {keeps_agent,
     "blocked obstructed covered clogged hidden obscured surrounded overgrown caused infested "
     "filled"},
    {closes_effect, "please kindly but request requesting pls por pero"},
}};

constexpr std::size_t longest_place = 4;   // "on the other sidewalk"
constexpr std::size_t longest_effect = 8;  // "causes many accidents for people who cross"

bool breaks(std::string_view gap) {
  return gap.find_first_of(",;:.!?()/") != std::string_view::npos;
}

// Walks the words of the text itself, hashtags and @names left out.
class Reader {
 public:
  explicit Reader(const MatchText& text) : text_(text) {}

  void into(std::vector<Range>& ranges) const {
    for (std::size_t at = 0; at + 1 < text_.tokens.size(); ++at) {
      if (const std::size_t first = place_behind(at); first > 0) {
        keep(first, longest_place, closes_place | opens_place, ranges);
      } else if (const std::size_t effect = effect_behind(at); effect > 0) {
        keep(effect, longest_effect, closes_effect, ranges);
      }
    }
  }

 private:
  std::uint32_t classes(std::size_t at) const {
    static const ClassTable table = class_table(lists);
    if (at >= text_.tokens.size()) return 0;
    const Token& token = text_.tokens[at];
    if (token.kind != TokenKind::word || token.part != Part::main) return 0;
    const ClassTable::Span found = table.find(token.hash, text_.view(token));
    return found.empty() ? 0 : *found.begin();
  }

  bool joined(std::size_t at) const {  // to the next word, within one clause
    if (at + 1 >= text_.tokens.size()) return false;
    const Token& here = text_.tokens[at];
    const Token& next = text_.tokens[at + 1];
    if (here.sentence != next.sentence || here.part != Part::main || next.part != Part::main)
      return false;
    return !breaks(std::string_view(text_.text).substr(here.end, next.begin - here.end));
  }

  // First word of a place that word `at` opens; 0: it opens none.
  std::size_t place_behind(std::size_t at) const {
    const std::uint32_t here = classes(at);
    if (!joined(at)) return 0;
    if ((here & second_word) != 0 && (classes(at + 1) & links) != 0) return at + 2;
    const bool agent = at > 0 && (classes(at - 1) & keeps_agent) != 0;
    return (here & opens_place) != 0 && !agent ? at + 1 : 0;
  }

  std::size_t effect_behind(std::size_t at) const {
    const std::uint32_t here = classes(at);
    if (!joined(at)) return 0;
    if ((here & effect_verb) != 0 && (classes(at + 1) & effect_link) != 0) return at + 2;
    return (here & opens_effect) != 0 ? at + 1 : 0;
  }

  void keep(std::size_t first, std::size_t longest, std::uint32_t ends,
            std::vector<Range>& ranges) const {
    std::size_t last = first;
    for (; last < text_.tokens.size() && last - first < longest; ++last) {
      if (last > first && (!joined(last - 1) || (classes(last) & ends) != 0)) break;
    }
    if (last == first) return;
    ranges.push_back({text_.tokens[first].begin, text_.tokens[last - 1].end});
  }

  const MatchText& text_;
};

}  // namespace

void Asides::read(const MatchText& text) {
  ranges_.clear();
  Reader(text).into(ranges_);
}

bool Asides::holds(std::uint32_t begin) const {
  return std::any_of(ranges_.begin(), ranges_.end(), [begin](const Range& range) {
    return range.begin <= begin && begin < range.end;
  });
}

bool Asides::hold_all(const std::vector<FoundTerm>& found) const {
  return !found.empty() && std::all_of(found.begin(), found.end(),
                                       [this](const FoundTerm& term) { return holds(term.begin); });
}

}  // namespace social311::classifier
