#include <array>

#include "simulator/scenario.h"

namespace social311::simulator {

namespace {

struct Person {
  const char* handle;
  const char* name;
};

// Nobody real: invented names for a made-up network.
constexpr std::array<Person, 12> people = {{{"mesa_walker", "Wanda Mesa"},
                                            {"quietporch", "The Quiet Porch"},
                                            {"lunes_feliz", "Lucía L."},
                                            {"bikelane_ben", "Ben on a Bike"},
                                            {"colfax_cat", "Colfax Cat"},
                                            {"parkbench88", "Park Bench"},
                                            {"snowday_sam", "Sam S."},
                                            {"tamales_y_sol", "Tamales y Sol"},
                                            {"northside_nan", "Nan, Northside"},
                                            {"earlytrain", "Early Train"},
                                            {"jardin_verde", "Jardín Verde"},
                                            {"umbrella_ok", "Umbrella OK"}}};

constexpr std::array<const char*, 8> places = {"Colfax",        "Washington Park", "Federal Blvd",
                                               "City Park",     "Sloan's Lake",    "Montbello",
                                               "Cheesman Park", "Santa Fe Drive"};

// `%c` the city's handle, `%p` a place. Most of it is nothing a city has to act on.
constexpr std::array<const char*, 20> remarks = {
    "Coffee tastes better after a walk around %p.",
    "Sunset over %p tonight was something else 🌄",
    "Anyone else hear the fireworks near %p?",
    "Traffic on %p is moving for once.",
    "Buenos días desde %p ☀️",
    "Qué bonito está el cielo hoy en %p.",
    "Lost a blue glove at %p, it misses its brother.",
    "The food trucks are back at %p!",
    "First snow on my porch. Tea time.",
    "Does somebody know a good bakery near %p?",
    "@%c thank you for fixing the light on my block so fast!",
    "@%c gracias por la ayuda de ayer 🙏",
    "@%c when does the leaf drop season start?",
    "@%c ¿a qué hora abre la oficina los sábados?",
    "@%c the trash truck skipped our alley behind %p again",
    "@%c hay un bache nuevo en %p, cuidado con las bicis",
    "@%c somebody tagged the wall at the corner of %p overnight",
    "@%c the walk signal on %p never changes",
    "Neighbours say the farmers market at %p moves to Saturday.",
    "Dog of the day, seen at %p: small, fluffy, in charge."};

std::string filled(std::string text, const std::string& city, const std::string& place) {
  for (const auto& [mark, value] :
       {std::pair<std::string, std::string>{"%c", city}, {"%p", place}}) {
    const std::size_t at = text.find(mark);
    if (at != std::string::npos) text.replace(at, mark.size(), value);
  }
  return text;
}

template <typename List>
const auto& any_of_these(Random& random, const List& list) {
  return list[random.below(list.size())];
}

}  // namespace

PublicPost make_chatter(Random& random, const std::string& city_handle) {
  const Person& who = any_of_these(random, people);
  PublicPost post;
  post.author.handle = who.handle;
  post.author.name = who.name;
  post.post.text = filled(any_of_these(random, remarks), city_handle, any_of_these(random, places));
  return post;
}

}  // namespace social311::simulator
