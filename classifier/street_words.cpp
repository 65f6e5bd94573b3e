#include "classifier/street_words.h"

#include <algorithm>
#include <array>
#include <string>

#include "classifier/letters.h"
#include "classifier/word_lists.h"

namespace social311::classifier {
namespace {

constexpr std::array<WordList, 15> lists{{
    {word_classes::direction,
     "n s e w ne nw se sw north south east west northeast northwest southeast southwest norte "
     "sur este oeste northbound southbound eastbound westbound nb sb eb wb"},
    {word_classes::strong_suffix,
     "st str street streets ave av aves avenue avenues avn blvd blvds boulevard bvd boul rd "
     "rds road dr drv drive ln lane ct cir circle pkwy pky parkway hwy highway pl ter terr "
     "terrace trl tpke turnpike expy expressway fwy freeway aly plz sq xing cv cove crt cres "
     "crescent causeway byp bypass"},
    {word_classes::weak_suffix,
     "way wy place court park run point pt row square view trail path alley loop pass crossing "
     "plaza walk mall bend ridge arch landing creek hill hl hills hollow grove glen heights "
     "hts estates commons close mews gardens ramp route rte spur trace vista knoll chase mill "
     "lake lk island is bluff canyon valley vly meadow meadows mdws forest ford ferry fork key "
     "lodge manor oval parade promenade quay shore shores spring springs station summit track "
     "trafficway union viaduct villa village ville esplanade broadway extension ext green gate "
     "circus garth croft"},
    {word_classes::spanish_street,
     "calle avenida avda avd paseo bulevar camino carretera callejon calzada ronda glorieta "
     "travesia autopista plaza c"},
    {word_classes::highway,
     "hwy highway route rte interstate i us sr cr sh fm autopista carretera county ush co"},
    {word_classes::spelled_ordinal,
     "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"},
    {word_classes::no_name,
     "a an the this that these those my your his her its our their some any every each all no "
     "not one two three four another other same which what whole entire many most few several "
     "both and or but nor so if then than because while on in at of off by for from to into "
     "onto with without near around along across over under up down out between behind before "
     "after beside next about through toward towards against past until since where when who "
     "why how is are was were be been being has have had do does did can could will would "
     "should may might must get gets got go goes going gone come comes came crossing block "
     "blocks blocking fix repair clean clear please plz pls need needs want see saw there here "
     "it i im we you he she they me us them very too just only also again still now today "
     "right left turn bike bus parking fast slow side back dirt gravel paved private "
     "residential busy narrow local access frontage service one-way dead end corner "
     "intersection street streets road roads avenue lanes drive driving way sidewalk sidewalks "
     "curb pothole potholes hole holes lights lamp signal signals sign signs stop tree trees "
     "trash garbage snow ice car cars truck trucks vehicle vehicles house houses home building "
     "apartment apartments people person kids dog dogs broken dangerous huge large small bad "
     "good terrible awful dark dirty entrance exit like as am pm feet foot yards miles mile "
     "minutes hours days weeks months years times hard long first-class memory closed blocked "
     "flooded whose via per ever never always well away take make put keep let use used using "
     "speed traffic cycle half test disk usb flash food el la los las un una unos unas lo mi "
     "mis tu tus su sus nuestra nuestro esta este esa ese esto y o u e de del al en con sin "
     "por para sobre entre desde hasta hacia que quien donde cuando como es son hay si se ya "
     "muy mas toda todas todo cada misma mismo otra esquina frente rota rotas roto oscura "
     "oscuras llena llenas sucia principal cerrada inundada peligrosa tapada damaged flooding "
     "ahead opposite opp"},
    {word_classes::place_cue,
     "on at near off along by from corner of across in between down up to toward over around "
     "behind onto past en sobre entre esquina por frente cerca de desde hasta con the address "
     "under"},
    {word_classes::landmark,
     "park library school elementary hospital church station mall plaza center centre museum "
     "zoo stadium bridge tunnel cemetery college university airport reservoir lake creek "
     "playground trail market theater theatre garden gardens golf pool tower apartments hotel "
     "square field academy viaduct monument"},
    {word_classes::spanish_landmark,
     "parque escuela biblioteca hospital iglesia estacion plaza mercado museo colegio "
     "universidad puente"},
    {word_classes::weak_name,
     "main high front water state county city old new middle cross light park market big public"},
    {word_classes::block, "block blk blck cuadra bloque blocks"},
    {word_classes::joins, "and y at con e x"},
    {word_classes::compass, "north south east west n s e w norte sur este oeste"},
    {word_classes::town_cue, "in en near from neighborhood barrio around"},
}};

bool is_numeric_ordinal(std::string_view word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  const std::string_view ending = word.substr(digits);
  return digits <= 3 && (ending == "st" || ending == "nd" || ending == "rd" || ending == "th");
}

// 1437, 1437b, 12400: a house number, or the number of a highway.
bool is_house_number(std::string_view word) {
  const std::size_t digits = std::min(word.find_first_not_of("0123456789"), word.size());
  return digits <= 6 &&
         (digits == word.size() || (digits + 1 == word.size() && !is_digit(word.back())));
}

}  // namespace

std::uint32_t classes_of(std::string_view word) {
  return classes_of(word, hash_of(word));
}

std::uint32_t classes_of(std::string_view word, std::uint64_t hash) {
  static const ClassTable table = class_table(lists);
  if (word.empty()) return 0;
  if (is_digit(word[0])) {
    if (is_numeric_ordinal(word)) return word_classes::ordinal;
    return is_house_number(word) ? word_classes::number : word_classes::other_number;
  }
  const ClassTable::Span found = table.find(hash, word);
  return found.empty() ? 0 : *found.begin();
}

bool is_direction(std::string_view word) {
  return (classes_of(word) & word_classes::direction) != 0;
}
bool is_suffix(std::string_view word) {
  return (classes_of(word) & word_classes::suffix) != 0;
}

}  // namespace social311::classifier
