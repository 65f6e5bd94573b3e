// The lexicon of mood.h: lower case, without accents and apostrophes, one blank between two.
#pragma once

#include <string_view>

namespace social311::classifier::trends {

inline constexpr std::string_view very_negative_words =
    "abysmal appalled appalling atrocious awful bullshit crap crappy despicable disgrace "
    "disgraceful disgusted disgusting enraged fucked fucking furious hate hated hates "
    "hating hell horrendous horrible horrific horrified inexcusable livid nightmare outrage "
    "outraged outrageous pathetic pissed shameful shit shitty terrible terrified unacceptable "
    "unbearable worst wtf "
    "asco asquerosa asqueroso desastroso espantosa espantoso fatal furiosa furioso hartas hartos "
    "harta harto horrible horroroso inaceptable indignada indignado indignante insoportable "
    "lamentable maldita maldito mierda nefasto odiamos odiar odio pesadilla pesima pesimo terrible "
    "verguenza vergonzosa vergonzoso";
inline constexpr std::string_view negative_words =
    "absurd afraid alarming angry annoyed annoying anxious bad blame careless clueless complain "
    "complained complaining complaint concerned concerning corrupt corruption crying dangerous "
    "depressing disappointed disappointing disappointment dismissive disrespect disrespectful "
    "dumb embarrassed embarrassing embarrassment fail failed failing failure fear fed frightened "
    "frustrated frustrating frustration gross heartbreaking heartbroken helpless hopeless hurts "
    "idiot idiotic ignored ignoring impossible incompetence incompetent inconvenience "
    "inconvenient infuriating insane insulting irresponsible joke lazy liar lied lies lousy lying "
    "mad mess miserable nasty neglect neglected neglectful negligence negligent nonsense painful "
    "poor poorly regret ridiculous rude sad sadly scam scared scary shame sick smh stinks stupid "
    "suck sucks suffer suffering tired trouble troubling ugh unfair unfortunate unfortunately "
    "unhappy unhelpful unreasonable unsafe upset upsetting useless waste wasted wasting worried "
    "worries worrying worse worsening worthless wrong "
    "absurda absurdo abusivo angustia asustada asustado basta cansada cansadas cansado cansados "
    "caos colmo corrupcion corrupto corruptos decepcion decepcionada decepcionado decepcionante "
    "desesperada desesperado desesperante desgracia descuido dolor enfadada enfadado enojada "
    "enojado enojados enojo estupida estupidez estupido fracaso frustracion frustrada frustrado "
    "frustrante grosera grosero idiota imposible incompetente incumplen indignacion ineptos "
    "injusta injusticia injusto inseguro insegura inutil inutiles irresponsable llorar mala malas "
    "malisimo malo malos mal mentira mentirosos miedo molesta molestan molesto molestos "
    "negligencia "
    "negligente pena peligrosa peligroso peor peores preocupa preocupada preocupado preocupados "
    "preocupacion preocupante queja ridicula ridiculo sufren sufriendo sufrimos sufrir triste "
    "tristeza";
inline constexpr std::string_view very_positive_words =
    "amazing awesome beautiful brilliant delighted excellent fabulous fantastic grateful "
    "incredible love loved loves loving outstanding perfect superb terrific thrilled wonderful "
    "adoro amo encanta encantan encantado estupendo estupenda excelente fantastica fantastico "
    "felicidades felicitaciones felicito genial geniales hermosa hermoso maravilla maravillosa "
    "maravilloso perfecta perfecto";
inline constexpr std::string_view positive_words =
    "appreciate appreciated appreciates appreciation best better blessed bravo calm congrats "
    "congratulations cool courteous cute delightful enjoy enjoyed enjoying favorite fixed friendly "
    "fun glad good gratitude great happy helpful hero hooray impressed impressive improved "
    "improvement improving kind kudos lovely lucky nice pleasant pleased polite prompt promptly "
    "proud recommend relief relieved resolved respectful responsive safe safer satisfied smile "
    "smooth solved successful sweet thank thankful thanks thx ty tysm welcome win woohoo worked "
    "working works yay yummy "
    "agradecemos agradecida agradecido agradecidos agradezco alegra alegre alegria amable amables "
    "aplauso arreglada arreglado arreglaron bendiciones bien bonita bonito bravo buen buena buenas "
    "bueno buenos contenta contento contentos exito feliz felices funciona funcionan gracias gusta "
    "gustan linda lindo mejor mejores mejoro orgullo orgullosa orgulloso recomiendo resolvieron "
    "resuelto satisfecha satisfecho sirve sirven solucionado solucionaron tranquila tranquilo util "
    "utiles";
inline constexpr std::string_view negators =
    "aint arent barely cannot cant couldnt didnt doesnt dont hadnt hardly hasnt havent isnt "
    "neither never no nobody none nor not nothing shouldnt wasnt werent without wont wouldnt "
    "jamas nadie ni ningun ninguna nunca sin tampoco";
// "Good morning" and "buenas tardes" are greetings: kind words before one of these say nothing.
inline constexpr std::string_view greeting_ends =
    "afternoon day evening morning night dia dias noche noches tarde tardes";

inline constexpr const char* kind_emoji[] = {"😀", "😃", "😄",    "😁", "😊", "🙂", "😍", "🥰",
                                             "😘", "🙏", "👍",    "👏", "🎉", "🥳", "💪", "💙",
                                             "💚", "❤", "🤩", "😎", "🙌", "💯"};
inline constexpr const char* angry_emoji[] = {
    "😠", "😡", "🤬", "😤",    "😢", "😭", "😞", "😔", "😟",    "🙁", "☹",
    "👎", "💔", "🤮", "🤢", "😱", "😨", "😩", "😫", "🤦", "🙄", "😒"};

}  // namespace social311::classifier::trends
