#include "classifier/title.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/word_table.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

constexpr std::size_t most_words = 12;

// Words of talk: persons, feelings, chat. One of them and it is somebody speaking, not a title.
constexpr std::string_view talk =
    "i im me my mine myself you your yours u ur he him his she her we us they them ya yall am "
    "dont didnt cant couldnt wont isnt doesnt love loved hate hates like likes miss missed want "
    "wants wanna gonna gotta going hope wish think know feel feeling feels got get getting just "
    "lol lmao haha hahaha hehe omg wtf yay ugh aww hmm oh ah wow hey hi hello yes yeah yep nope "
    "ok okay so too really today tonight tomorrow yesterday morning night weekend happy sad "
    "sorry thanks thank good great best nice cool fun funny awesome amazing watching watch "
    "lovely beautiful pretty gorgeous cute perfect what why how who whose lindo linda bonito "
    "bonita que "
    "listening playing work school home bed sleep game movie song music party "
    "yo mi mis me tu tus te ti el ella nos nosotros vosotros os jaja jajaja hola gracias feliz "
    "quiero amo odio creo espero hoy ayer";

using Table = WordTable<std::uint32_t>;

const Table& talk_words() {
  static const Table table = [] {
    std::map<std::string, std::vector<std::uint32_t>> words;
    for (const std::string& word : split(talk, ' ')) words[word] = {1};
    return Table(words);
  }();
  return table;
}

bool exclaims(std::string_view main) {
  return main.find_first_of("!*<>~^=\x01") != std::string_view::npos ||
         main.find("..") != std::string_view::npos;
}

}  // namespace

bool is_title(const MatchText& text) {
  if (text.tokens.empty() || text.tokens.size() > most_words) return false;
  if (exclaims(std::string_view(text.text).substr(0, text.main_end))) return false;
  const Table& table = talk_words();
  return std::all_of(text.tokens.begin(), text.tokens.end(), [&](const Token& token) {
    return token.kind == TokenKind::word && token.part == Part::main &&
           table.find(token.hash, text.view(token)).empty();
  });
}

}  // namespace social311::classifier
