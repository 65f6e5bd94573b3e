#include "classifier/trends/words.h"

#include <algorithm>
#include <bitset>
#include <utility>

#include "classifier/letters.h"
#include "classifier/trends/mood_words.h"
#include "classifier/word_table.h"
#include "core/text.h"

namespace social311::classifier::trends {
namespace {

// What is said every day about anything. It matters in the first hours, before the background is
// known; later the background knows better.
constexpr std::string_view everyday_words =
    // English
    "a able about above across actually after again against ago ah ain all almost alone along "
    "already also always am amazing an and another any anybody anymore anyone anything anyway are "
    "aren around as ask asked at away awesome awful baby back bad be beautiful because bed been "
    "before behind being believe best bet better between big bit bless body both boy boyfriend "
    "bring bro brother but buy by call called came can cannot cant car care cause change check "
    "class "
    "close come coming could couldnt couple crazy cry cute dad damn day days dead dear did didnt "
    "die "
    "different do does doesnt dog doing done dont door down dream during each early earth eat "
    "else end enjoy enough even ever every everybody everyone everything excited eye face fact "
    "family "
    "fan far fast favorite feel feeling few finally find fine first follow follower following food "
    "for "
    "forget forever forward found free friend from full fun funny game gave get getting "
    "ghetto girl girlfriend give gives glad go god goes going gone gonna good goodnight got gotta "
    "great "
    "guess guy ha had haha hahaha hair half hand hang happen happened happy hard has hate have "
    "havent "
    "having he head hear heard heart hell hello help her here hers hes hey hi high him his hit "
    "hold "
    "home hope hot hour house how however http https hurt i idea idk if ill im in inside instead "
    "into "
    "is isnt it its ive job join just keep kid kind kinda knew know lady lame last late later "
    "laugh learn least leave left less let lets life lil like line list listen literally little "
    "live "
    "lmao lol long look looking lost lot love loved lovely loving low luck lucky mad made make "
    "making man many married matter may maybe me mean meant meet men might mind mine minute miss "
    "mom "
    "moment money month mood more most mother move movie much music must my myself name near need "
    "needs never new news next nice no nobody none nope not nothing now of off oh ok okay old omg "
    "on once one only onto open or other our out outside over own part party pass past pay people "
    "perfect person phone photo pic picture place play please plus pm point post ppl pretty "
    "probably "
    "problem proud put question quite quote rather read reading ready real really reason remember "
    "rest "
    "right rt run sad said same saw say saying says school see seem seen send serious seriously "
    "shall "
    "she shes should shouldnt show shut sick side since sister sit sleep smh so some somebody "
    "someone something sometimes song soon sorry sound special start started state stay still stop "
    "story street stuff stupid such suck super sure sweet take taken taking talk talking tell than "
    "thank thanks that thats the their them then there theres these they theyre thing think "
    "thinking "
    "this those though thought through til till time tired to together told too took top total "
    "town "
    "tried trip true try trying turn tweet twitter two u ugh under until up ur us use used usually "
    "very via video visit voice wait waiting wake walk wanna want wanted was wasnt watch watching "
    "way we wear well went were werent what whatever whats when where whether which while who "
    "whole "
    "whos why wife will win wish with without woman women won wont word work working world worst "
    "worth "
    "would wouldnt wow wrong xx ya yall yay yea yeah year yep yes yet yo you young your youre "
    "yours "
    "yourself yup "
    // Spanish
    "a ademas ahi ahora al algo alguien algun alguna algunas alguno algunos alla alli amigo amor "
    "ano "
    "antes aqui asi aun aunque ayer bastante bien bueno buena buenas buenos cada casa casi caso "
    "cada "
    "como con contra cosa cosas creo cual cuando cuanto da dar de decir dejar del desde despues "
    "dia "
    "dias dice dicen dijo dinero donde dos el ella ellas ellos en entonces entre era eran eres es "
    "esa "
    "esas ese eso esos esta estaba estado estamos estan estar estas este esto estos estoy favor "
    "feliz "
    "fin forma fue fueron fui gente gracias gran gusta ha haber habia hace hacen hacer hacia hago "
    "han "
    "hasta hay he hecho hola hombre hora hoy igual ir jaja jajaja jamas la las le les lo los luego "
    "mal mas me mejor menos mi mientras mio mis misma mismo momento muchas mucho mucha muchos "
    "mujer "
    "mundo muy nada nadie ni ninguno no nos nosotros nuestra nuestro nueva nuevo nunca o os otra "
    "otras "
    "otro otros para parece parte pero persona poco poder por porque primero pues puede pueden "
    "puedo "
    "que quien quiere quiero sabe se sea ser si sido siempre sin sino sobre solo somos son soy su "
    "sus "
    "tal tambien tan tanto te tener tengo ti tiempo tiene tienen toda todas todavia todo todos tu "
    "tus "
    "un una unas uno unos usted va vamos van veces ver vez vida vivir voy y ya yo "
    // Times of the day and of the week: they come round by themselves.
    "afternoon april august breakfast century christmas daily december dinner easter evening eve "
    "february friday halloween holiday hourly january july june lunch march midnight monday "
    "morning "
    "night november october saturday september spring summer sunday thursday today tomorrow "
    "tonight "
    "tuesday wednesday week weekend weekly winter yesterday "
    "abril agosto almuerzo cena diciembre domingo enero febrero fiesta jueves julio junio lunes "
    "madrugada manana martes marzo mediodia mes miercoles navidad noche noviembre octubre sabado "
    "semana septiembre tarde verano viernes "
    // Every address has them.
    "alley ave avenue block blvd boulevard corner court drive highway intersection lane parkway "
    "road square avenida barrio bulevar calle callejon carretera esquina "
    // What posts are made of.
    "app facebook foursquare instagram retweet tweetmyjobs amp job jobs hiring nowplaying np ff "
    "tbt";

// Words for what endangers many at once. One of them is no topic; much more of them than usual is.
constexpr std::string_view danger_words =
    "aftershock ambulance avalanche blackout blast blaze blizzard bomb bombing burning casualty "
    "collapse collapsed crash damage damaged danger debris derail derailed derailment destroyed "
    "destruction disaster earthquake emergency evacuate evacuated evacuating evacuation explode "
    "exploded exploding explosion fatality fire fireman firefighter flame flood flooded flooding "
    "gunman gunshot hail hailstorm hazmat hurricane injured injury landslide lightning looting "
    "mudslide outage overflow quake rescue rescued rescuer sandbag shelter shooter shooting "
    "sinkhole "
    "siren smoke storm stormy tornado twister victim warning wildfire wreck wreckage "
    "alerta ambulancia apagon bombero bomba ceniza choque ciclon derrumbe desaparecido desastre "
    "deslave destruccion emergencia evacuacion evacuar evacuan explosion granizo herido humo "
    "huracan "
    "incendio inundacion inundada inundado inundan peligro rescate refugio relampago sirena sismo "
    "temblor terremoto tiroteo tormenta torbellino victima viento";

enum class Known : std::uint8_t { nothing, everyday, danger };
struct KnownWord {
  Known what = Known::nothing;
  std::int8_t mood = 0;
  bool negates = false;
  bool greets = false;
};

// A flat table of hashes: it is asked for every word of every post.
class KnownWords {
 public:
  KnownWords() {
    add_all(danger_words, {.what = Known::danger});
    add_all(everyday_words, {.what = Known::everyday});
    for (const auto& [words, mood] :
         {std::pair(very_negative_words, -2), std::pair(negative_words, -1),
          std::pair(very_positive_words, 2), std::pair(positive_words, 1)})
      add_all(words, {.mood = static_cast<std::int8_t>(mood)});
    add_all(negators, {.negates = true});
    add_all(greeting_ends, {.greets = true});
  }
  const KnownWord& find(std::uint64_t hash) const {
    static constexpr KnownWord unknown{};
    if (!maybe_[bit(hash)]) return unknown;  // most words of most posts: 8 KiB that stay near
    std::size_t at = place(hash);
    while (slots_[at].used && slots_[at].hash != hash) at = (at + 1) % size;
    return slots_[at].word;
  }

 private:
  static constexpr std::size_t size = 8'192;  // about 2,300 words
  struct Slot {
    std::uint64_t hash = 0;
    bool used = false;
    KnownWord word{};
  };
  static std::size_t place(std::uint64_t hash) { return (hash ^ (hash >> 32)) % size; }
  // A word may stand in several lists; of each kind the first one counts.
  void add(std::uint64_t hash, const KnownWord& more) {
    std::size_t at = place(hash);
    while (slots_[at].used && slots_[at].hash != hash) at = (at + 1) % size;
    KnownWord& word = slots_[at].word;
    slots_[at].hash = hash;
    slots_[at].used = true;
    maybe_[bit(hash)] = true;
    if (word.what == Known::nothing) word.what = more.what;
    if (word.mood == 0) word.mood = more.mood;
    word.negates = word.negates || more.negates;
    word.greets = word.greets || more.greets;
  }
  void add_all(std::string_view list, const KnownWord& what) {
    while (!list.empty()) {
      const auto end = std::min(list.find(' '), list.size());
      add(hash_of(list.substr(0, end)), what);
      add(hash_of(without_plural(list.substr(0, end))), what);
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  }
  static std::size_t bit(std::uint64_t hash) { return (hash ^ (hash >> 23)) % bits; }
  static constexpr std::size_t bits = 65'536;
  std::vector<Slot> slots_ = std::vector<Slot>(size);
  std::bitset<bits> maybe_{};
};

const KnownWord& known(std::uint64_t hash) {
  static const KnownWords words;
  return words.find(hash);
}

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), is_digit);
}

bool is_only_digits(std::string_view word) {
  return std::all_of(word.begin(), word.end(), is_digit);
}

// "16th" and "1st" name streets; other words with digits are codes and sizes.
bool may_name(std::string_view word) {
  if (word.size() < 3 || word.size() > 32 || is_only_digits(word)) return false;
  if (!has_digit(word)) return true;
  const std::string_view end = word.substr(word.size() - 2);
  return end == "st" || end == "nd" || end == "rd" || end == "th";
}

bool ends_with(std::string_view word, std::string_view end) {
  return word.size() >= end.size() && word.substr(word.size() - end.size()) == end;
}

std::size_t plural_ending(std::string_view word) {
  if (word.size() < 5 || !ends_with(word, "s")) return 0;
  for (const auto* end : {"ss", "us", "is"})
    if (ends_with(word, end)) return 0;
  for (const auto* end : {"oes", "xes", "ches", "shes", "sses"})
    if (ends_with(word, end)) return 2;
  return 1;
}

// As without_plural, in place.
std::string_view cut_plural(MatchText& text, std::string_view word) {
  if (word.size() <= 5 || !ends_with(word, "ies")) {
    word.remove_suffix(plural_ending(word));
    return word;
  }
  const auto at = static_cast<std::size_t>(word.data() - text.text.data());
  text.text[at + word.size() - 3] = 'y';
  return word.substr(0, word.size() - 2);
}

TrendWord trend_word(MatchText& text, const Token& token, std::string_view word) {
  TrendWord one;
  one.begin = text.source[token.begin];
  const bool whole = word.size() == token.end - token.begin;
  const std::uint64_t spelt = whole ? token.hash : hash_of(word);
  const bool plural = plural_ending(word) != 0;
  one.text = plural ? cut_plural(text, word) : word;
  one.hash = plural ? hash_of(one.text) : spelt;
  const KnownWord& word_known = known(one.hash);
  one.danger = word_known.what == Known::danger;
  one.telling = word_known.what != Known::everyday && may_name(one.text) &&
                (!plural || known(spelt).what != Known::everyday);
  one.mood = word_known.mood;
  one.negates = word_known.negates;
  one.greets = word_known.greets;
  return one;
}

}  // namespace

std::string without_plural(std::string_view word) {
  if (word.size() > 5 && ends_with(word, "ies"))
    return std::string(word.substr(0, word.size() - 3)) + "y";
  return std::string(word.substr(0, word.size() - plural_ending(word)));
}

void trend_words(MatchText& text, std::vector<TrendWord>& into) {
  into.clear();
  for (const Token& token : text.tokens) {
    if (token.part != Part::main) break;
    if (token.kind == TokenKind::mention || token.kind == TokenKind::link) continue;
    std::string_view word = text.view(token);
    if (!word.empty() && word.front() == '#') word.remove_prefix(1);
    if (word.empty() || word.front() == masked) continue;
    into.push_back(trend_word(text, token, word));
  }
}

bool says_repost(std::string_view text) {
  return text.substr(0, 4) == "RT @" || text.substr(0, 4) == "rt @";
}

}  // namespace social311::classifier::trends
