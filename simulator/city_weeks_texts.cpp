#include "simulator/city_weeks.h"

namespace social311::simulator {

const char* const city_openers =
    "@Denver311 |@Denver311 hi, |@Denver311 please help: |Hey @Denver311 |@CityofDenver "
    "|@Denver311 "
    "again: |Hello @Denver311, |@Denver311 fyi |@Denver311 who do I tell? |Not great, @Denver311: "
    "|@Denver311 hola, |Reporting to @Denver311: |@CityofDenver @Denver311 |@Denver311 this "
    "morning "
    "|@Denver311 third time I write, |Good day @Denver311, |@Denver311 my neighbor asked me to "
    "post: ";

const char* const city_closers =
    "|| Please fix it.| Thanks!| Can somebody take a look?| It has been days.| Since the weekend.| "
    "Kids walk here.| Gracias.| What can be done?| Is anyone on this?| I pay taxes for this.| It "
    "is "
    "getting worse.| Please send a crew.| How long will this take?| My mother nearly fell.| Same "
    "as "
    "last year.| Nobody answers the phone.| I have photos.| Not the first time.| Who is "
    "responsible?";

const char* const city_small_talk =
    "Coffee on {s} tastes better after a long walk|Sunset over {s} was something else tonight|The "
    "food "
    "trucks are back near {s}|Qué bonito está el cielo hoy por {s}|Does anyone know a good bakery "
    "near "
    "{s}?|Lost a blue glove around {s}, it misses its brother|My dog made three friends near {s}|"
    "Watching the game with the neighbors tonight|Live music at the corner bar, come by {s}|The "
    "farmers market on {s} moves to Saturday|Buenos días desde {s}|New mural on {s}, love the "
    "colors|"
    "Finally moved into our new place off {s}|Yoga class on {s} starts at six|First tomatoes of "
    "the "
    "year from the balcony|Who else is at the show on {s}?|Long line at the taco place on {s}, "
    "worth "
    "it|Reading club meets near {s} on Thursday";

// Shares follow what Denver's 311 is asked most (trash, DMV, treasury, elections), the rest is
// even.
const std::vector<TopicTexts>& city_topic_texts() {
  static const std::vector<TopicTexts> all = {
      {"pothole_street", 6.0,
       "huge pothole on {s} at {c}|the pothole near {s} and {c} ate my tire|street surface on {s} "
       "is "
       "torn up, potholes everywhere by {c}|hay un bache enorme en {s} y {c}|deep pothole in the "
       "right "
       "lane of {s} before {c}|pothole at {s} and {c} is back again|bache peligroso en {s} cerca "
       "de {c}|"
       "please fill the potholes along {s}, worst one by {c}"},
      {"streetlight", 3.5,
       "street light out at {s} and {c}|streetlights on {s} near {c} are dark all night|the street "
       "lamp "
       "by {c} on {s} keeps flickering|no street lights working along {s} around {c}|farola "
       "apagada en "
       "{s} y {c}|streetlight pole at {c} and {s} is not working|se fue la luz del alumbrado "
       "público en "
       "{s} por {c}"},
      {"traffic_signal_sign", 4.0,
       "traffic light out at {s} and {c}|the traffic signal at {s} and {c} is stuck on red|stop "
       "sign "
       "knocked down at {s} and {c}|walk signal on {s} at {c} never changes|semáforo descompuesto "
       "en {s} y "
       "{c}|signal at {c} and {s} is blinking all day|stop sign missing at the corner of {s} and "
       "{c}"},
      {"sidewalk_curb", 3.0,
       "broken sidewalk on {s} near {c}, my stroller got stuck|sidewalk heaved up by roots along "
       "{s} at "
       "{c}|cracked sidewalk at {s} and {c} is a trip hazard|curb ramp missing at {s} and "
       "{c}|banqueta "
       "rota en {s} cerca de {c}|the sidewalk on {s} by {c} is crumbling"},
      {"snow_ice", 3.0,
       "nobody plowed {s} near {c}, snow everywhere|icy sidewalk on {s} by {c} was never "
       "shoveled|snow "
       "plow skipped {s} at {c} again|{s} at {c} is a sheet of ice, please send the salt "
       "truck|nieve sin "
       "quitar en {s} y {c}|unshoveled snow along {s} near {c}"},
      {"water_sewer_flood", 4.0,
       "water main break at {s} and {c}, water all over the street|storm drain clogged at {s} and "
       "{c}, "
       "street is flooding|sewage smell and backup on {s} near {c}|fire hydrant leaking on {s} by "
       "{c}|"
       "fuga de agua en {s} y {c}|flooded underpass on {s} at {c}|manhole overflowing at {c} and "
       "{s}"},
      {"trash_recycling", 9.7,
       "trash was not picked up on {s} near {c}|missed recycling pickup on {s} by {c} again|my "
       "trash cart "
       "on {s} is broken, close to {c}|garbage truck skipped our alley behind {s} at {c}|no "
       "recogieron la "
       "basura en {s} y {c}|compost cart never delivered to {s} near {c}|dumpster behind {s} and "
       "{c} is "
       "overflowing with trash"},
      {"illegal_dumping", 3.5,
       "somebody dumped a mattress in the alley off {s} near {c}|illegal dumping again at {s} and "
       "{c}|pile "
       "of dumped furniture behind {s} by {c}|old tires dumped on the lot at {s} and {c}|tiraron "
       "muebles "
       "viejos en el callejón de {s} y {c}|couch dumped on the sidewalk at {c} and {s}"},
      {"graffiti", 3.5,
       "graffiti on the wall at {s} and {c}|somebody tagged the garage door on {s} near {c}|fresh "
       "graffiti "
       "all over the underpass on {s} by {c}|grafiti en la pared de {s} y {c}|the mural at {c} and "
       "{s} was "
       "vandalized with spray paint|gang graffiti on the fence along {s} at {c}"},
      {"weeds_property_code", 3.0,
       "overgrown weeds at the vacant house on {s} near {c}|weeds five feet tall on the lot at {s} "
       "and {c}|"
       "junk all over the front yard on {s} by {c}, code violation|overgrown lot on {s} close to "
       "{c}|maleza "
       "muy alta en el lote de {s} y {c}|abandoned house on {s} at {c} is overgrown with weeds"},
      {"trees_forestry", 3.0,
       "tree branch down across {s} near {c}|dead tree leaning over the walk on {s} by {c}|big "
       "tree limb "
       "fell at {s} and {c}|city tree on {s} at {c} needs trimming badly|árbol caído en {s} y "
       "{c}|fallen "
       "tree blocking {s} at {c}"},
      {"parks_rec", 3.0,
       "park restroom near {s} and {c} is locked and filthy|broken swing at the playground by {s} "
       "and {c}|"
       "sprinklers running all day in the park off {s} near {c}|playground slide broken in the "
       "park at {s} "
       "and {c}|los baños del parque en {s} y {c} están cerrados|park bench destroyed by {s} and "
       "{c}"},
      {"animals", 3.5,
       "stray dog running loose on {s} near {c}|dead raccoon in the road at {s} and {c}|barking "
       "dog all "
       "night on {s} by {c}|loose aggressive dog at {s} and {c}|perro suelto en {s} cerca de "
       "{c}|injured "
       "coyote by {c} on {s}, who picks up animals?"},
      {"abandoned_vehicle_parking", 4.0,
       "abandoned car on {s} near {c} for weeks|illegally parked truck blocking the driveway on "
       "{s} by {c}|"
       "abandoned van with flat tires at {s} and {c}|cars parked in the bike lane on {s} at "
       "{c}|carro "
       "abandonado en {s} y {c}|car parked in front of the hydrant at {c} and {s}"},
      {"traffic_safety", 3.0,
       "cars speeding down {s} near {c}, we need speed bumps|drivers run through the crosswalk at "
       "{s} and "
       "{c} every day|street racing on {s} by {c} again tonight|dangerous crossing at {s} and {c}, "
       "please "
       "add a crosswalk|exceso de velocidad en {s} y {c}|speeding traffic on {s} by the school at "
       "{c}"},
      {"noise_air", 3.0,
       "loud music from the house on {s} near {c} past midnight|construction noise at five in the "
       "morning "
       "at {s} and {c}|terrible smell of burning plastic around {s} and {c}|noise complaint: loud "
       "party on "
       "{s} by {c}|mucho ruido y música fuerte en {s} y {c}|leaf blowers at dawn on {s} at {c}, so "
       "loud"},
      {"public_health", 2.5,
       "rats all over the alley behind {s} near {c}|used needles on the ground at {s} and "
       "{c}|restaurant on "
       "{s} by {c} is filthy, needs a health inspection|rodent infestation in the building at {s} "
       "and {c}|"
       "plaga de ratas en {s} y {c}|cockroaches in the building on {s} near {c}"},
      {"homeless_encampment", 3.5,
       "large homeless encampment at {s} and {c}|tents blocking the sidewalk on {s} near "
       "{c}|encampment "
       "growing along {s} by {c}|homeless camp with open fires at {s} and {c}|campamento de "
       "personas sin "
       "hogar en {s} y {c}|new tents in the encampment off {s} at {c}"},
      {"building_permits", 2.5,
       "building without a permit on {s} near {c}|how do I get a building permit for a fence on "
       "{s} by {c}?|"
       "construction going on with no permit at {s} and {c}|waiting months for my building permit, "
       "{s} "
       "near {c}|construcción sin permiso en {s} y {c}|is there a construction permit for the work "
       "at {s} "
       "and {c}?"},
      {"licensing", 2.0,
       "how do I renew my business license for the shop on {s} near {c}?|liquor license hearing "
       "for the bar "
       "at {s} and {c}, when?|unlicensed airbnb on {s} by {c}|food vendor without a license at {s} "
       "and {c}|"
       "licencia de negocio para mi tienda en {s} y {c}, ¿dónde?|who checks the business license "
       "of the "
       "store at {s} and {c}?"},
      {"taxes_treasury", 4.8,
       "where do I pay my property tax for {s} near {c}?|property tax bill for {s} by {c} is "
       "wrong|question "
       "about sales tax for the shop at {s} and {c}|my property taxes on {s} doubled, near "
       "{c}|impuesto a "
       "la propiedad de {s} y {c}, ¿dónde se paga?|tax bill never came to {s} at {c}"},
      {"dmv", 5.2,
       "line at the dmv on {s} near {c} is two hours long|dmv office at {s} and {c} is closed, "
       "why?|can I "
       "renew my driver's license at the dmv by {s} and {c}?|dmv appointment at {s} cancelled, I "
       "was at {c} "
       "already|la fila del dmv en {s} y {c} es enorme|lost license plate, is the dmv at {s} and "
       "{c} open?"},
      {"elections", 3.9,
       "my ballot never came to {s} near {c}|is the ballot drop box at {s} and {c} open?|where is "
       "the "
       "polling place for {s} by {c}?|ballot box at {s} and {c} is full|no llegó mi boleta "
       "electoral a {s} "
       "y {c}|how do I update my voter registration, moved to {s} at {c}"},
      {"rental_assistance", 2.5,
       "I need help paying rent, we live on {s} near {c}|facing eviction on {s} by {c}, is there "
       "rental "
       "assistance?|landlord at {s} and {c} is evicting families|applied for rental assistance, no "
       "answer, "
       "{s} at {c}|necesito ayuda con la renta, vivo en {s} y {c}|eviction notice on my door, {s} "
       "near {c}"},
      {"transit", 3.0,
       "bus stop at {s} and {c} has no shelter|the bus on {s} at {c} never came|bus stop bench "
       "broken at {s} "
       "and {c}|rtd train late again at the station by {s} and {c}|la parada de autobús en {s} y "
       "{c} está "
       "sucia|bus driver passed us at the bus stop on {s} near {c}"},
      {"other", 4.3,
       "how do I get a marriage license, office near {s} and {c}?|the 311 app keeps crashing when "
       "I report "
       "{s} at {c}|smell of gas near {s} and {c}|when is the city council meeting about {s} at "
       "{c}?|olor a "
       "gas en {s} y {c}|where do I get a birth certificate, near {s} and {c}?"},
  };
  return all;
}

}  // namespace social311::simulator
