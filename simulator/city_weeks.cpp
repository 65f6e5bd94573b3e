#include "simulator/city_weeks.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace social311::simulator {
namespace {

using namespace std::chrono_literals;

// Posts by the hour of a day in the city's own time, which is taken to be seven hours behind UTC.
constexpr std::array<double, 24> working_day = {3,  2,  1,  1,  1,  3,  12, 30, 48, 56, 58, 58,
                                                56, 54, 52, 52, 54, 56, 48, 40, 32, 24, 14, 7};
constexpr std::array<double, 24> weekend = {4,  3,  2,  1,  1,  2,  5,  12, 20, 28, 32, 32,
                                            30, 28, 28, 28, 28, 28, 26, 24, 22, 18, 12, 7};
constexpr auto behind_utc = 7h;
constexpr double small_talk = 0.2;
constexpr double with_point = 0.6;
constexpr double with_name = 0.25;  // the rest does not say where
constexpr double echoed = 0.04;     // share of posts after which neighbours join in
constexpr std::size_t residents = 60'000;
constexpr int burst_people = 8;
constexpr int brigade_accounts = 30;
constexpr int flood_posts = 25;
constexpr double pi = 3.14159265358979;

constexpr std::array<const char*, 165> street_names = {
    "Acoma",     "Adams",    "Alameda",   "Albion",   "Alcott",    "Ames",      "Arapahoe",
    "Ash",       "Bannock",  "Bellaire",  "Benton",   "Birch",     "Blake",     "Broadway",
    "Bryant",    "Canosa",   "Champa",    "Cherokee", "Cherry",    "Clarkson",  "Clayton",
    "Clermont",  "Colfax",   "Cook",      "Curtis",   "Dahlia",    "Decatur",   "Delaware",
    "Depew",     "Dexter",   "Downing",   "Elati",    "Eliot",     "Elizabeth", "Elm",
    "Emerson",   "Eudora",   "Evans",     "Fairfax",  "Federal",   "Fenton",    "Fillmore",
    "Florence",  "Forest",   "Fox",       "Franklin", "Galapago",  "Gaylord",   "Geneva",
    "Gilpin",    "Glencoe",  "Grant",     "Grape",    "Grove",     "Hampden",   "Harlan",
    "Harrison",  "Havana",   "Hazel",     "Holly",    "Hooker",    "Hudson",    "Humboldt",
    "Inca",      "Irving",   "Ivanhoe",   "Ivy",      "Jackson",   "Jason",     "Jasmine",
    "Jay",       "Jersey",   "Josephine", "Julian",   "Kalamath",  "Kearney",   "King",
    "Knox",      "Krameria", "Lamar",     "Larimer",  "Lawrence",  "Leyden",    "Lima",
    "Lincoln",   "Lipan",    "Locust",    "Logan",    "Lowell",    "Madison",   "Magnolia",
    "Mariposa",  "Market",   "Marion",    "Meade",    "Milwaukee", "Monaco",    "Monroe",
    "Moline",    "Navajo",   "Newport",   "Newton",   "Niagara",   "Olive",     "Oneida",
    "Oneonta",   "Ogden",    "Osage",     "Osceola",  "Otis",      "Pearl",     "Pecos",
    "Penn",      "Peoria",   "Perry",     "Pontiac",  "Poplar",    "Quebec",    "Quari",
    "Quince",    "Quitman",  "Race",      "Raleigh",  "Raritan",   "Rosemary",  "Roslyn",
    "Saulsbury", "Shoshone", "Sheridan",  "Speer",    "Spruce",    "Steele",    "Stout",
    "Stuart",    "Syracuse", "Tamarac",   "Tejon",    "Tennyson",  "Tremont",   "Trenton",
    "Uinta",     "Ulster",   "Umatilla",  "Utica",    "Vallejo",   "Verbena",   "Vine",
    "Vrain",     "Wabash",   "Wazee",     "Welton",   "Williams",  "Winona",    "Wolff",
    "Wyandot",   "Wynkoop",  "Xanthia",   "Xavier",   "Xenia",     "Yates",     "Yosemite",
    "York",      "Yuma",     "Zenobia",   "Zuni"};

std::string replaced(std::string text, std::string_view mark, const std::string& value) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
    text.replace(at, mark.size(), value);
  return text;
}

bool inside(const std::vector<CityPoint>& ring, const CityPoint& point) {
  bool in = false;
  for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
    const CityPoint& a = ring[i];
    const CityPoint& b = ring[j];
    if ((a.lat > point.lat) == (b.lat > point.lat)) continue;
    if (point.lon < (b.lon - a.lon) * (point.lat - a.lat) / (b.lat - a.lat) + a.lon) in = !in;
  }
  return in;
}

std::vector<double> cumulative(std::vector<double> weights) {
  double sum = 0.0;
  for (double& weight : weights) sum += std::exchange(weight, sum + weight);
  for (double& weight : weights) weight /= sum;
  return weights;
}

double share_of_day(Instant hour) {
  const Instant local = hour - behind_utc;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const auto of_day = static_cast<std::size_t>((local - day) / 1h);
  const bool free = std::chrono::weekday(day).iso_encoding() >= 6;
  double week = 0.0;
  for (std::size_t i = 0; i < 24; ++i) week += 5.0 * working_day[i] + 2.0 * weekend[i];
  return 7.0 * (free ? weekend[of_day] : working_day[of_day]) / week;
}

}  // namespace

const char* name_of(CityEventKind kind) {
  switch (kind) {
    case CityEventKind::burst:
      return "burst";
    case CityEventKind::brigade:
      return "brigade";
    case CityEventKind::flood:
      return "flood";
  }
  return "";
}

bool CityWeeks::Planned::operator<(const Planned& other) const {
  return std::tie(post.post.created_at, post.post.id) <
         std::tie(other.post.post.created_at, other.post.post.id);
}

CityWeeks::CityWeeks(const CityWeeksSettings& settings, std::vector<CityPlace> places)
    : settings_(settings),
      places_(std::move(places)),
      random_(settings.seed),
      now_(settings.start),
      end_(settings.start + std::chrono::days(7 * settings.weeks)) {
  draw_city();
  plan_events();
}

double CityWeeks::uniform() {
  return (static_cast<double>(random_.next() >> 11) + 0.5) / 9007199254740992.0;
}

double CityWeeks::normal() {
  return std::sqrt(-2.0 * std::log(uniform())) * std::cos(2.0 * pi * uniform());
}

// Good enough for shapes of 4 and more (Wilson and Hilferty).
double CityWeeks::gamma(double shape) {
  const double root = 1.0 - 1.0 / (9.0 * shape) + normal() / (3.0 * std::sqrt(shape));
  return std::max(0.05, root * root * root);
}

int CityWeeks::poisson(double mean) {
  if (mean > 50.0)
    return std::max(0, static_cast<int>(std::lround(mean + std::sqrt(mean) * normal())));
  int events = 0;
  for (double waited = -std::log(uniform()); waited < mean; ++events) waited -= std::log(uniform());
  return events;
}

std::size_t CityWeeks::pick(const std::vector<double>& cumulative) {
  const auto at = std::lower_bound(cumulative.begin(), cumulative.end(), uniform());
  return std::min(static_cast<std::size_t>(at - cumulative.begin()), cumulative.size() - 1);
}

std::string_view CityWeeks::pick_from(std::string_view list) {
  auto which =
      random_.below(1 + static_cast<std::uint64_t>(std::count(list.begin(), list.end(), '|')));
  for (; which > 0; --which) list.remove_prefix(list.find('|') + 1);
  return list.substr(0, list.find('|'));
}

// Some neighbourhoods write much more than others, and each has matters of its own.
void CityWeeks::draw_city() {
  std::vector<double> topics;
  for (const auto& one : city_topic_texts()) topics.push_back(one.share);
  topics_ = cumulative(topics);
  std::vector<double> sizes;
  for (std::size_t i = 0; i < places_.size(); ++i) sizes.push_back(std::exp(0.7 * normal()));
  for (std::size_t topic = 0; topic < topics.size(); ++topic) {
    std::vector<double> weights = sizes;
    for (double& weight : weights) weight *= std::exp(0.5 * normal());
    places_of_topic_.push_back(cumulative(weights));
  }
}

std::string CityWeeks::street_of(std::size_t place, std::size_t number) const {
  const std::size_t at = place * 11 + number * 13;
  const std::string name = street_names[at % street_names.size()];
  const std::size_t kind = (place + number) % 3;
  return name + (kind == 0 ? " St" : kind == 1 ? " Ave" : " Blvd");
}

CityWeeks::Spot CityWeeks::spot_in(std::size_t place) {
  const auto& ring = places_[place].ring;
  const auto by_lat = [](const CityPoint& a, const CityPoint& b) { return a.lat < b.lat; };
  const auto by_lon = [](const CityPoint& a, const CityPoint& b) { return a.lon < b.lon; };
  const auto [south, north] = std::minmax_element(ring.begin(), ring.end(), by_lat);
  const auto [west, east] = std::minmax_element(ring.begin(), ring.end(), by_lon);
  CityPoint point{ring.front()};
  for (int tries = 0; tries < 500; ++tries) {
    const double up = uniform();
    const double right = uniform();
    point = {south->lat + up * (north->lat - south->lat),
             west->lon + right * (east->lon - west->lon)};
    if (inside(ring, point)) break;
  }
  const std::size_t street = random_.below(12);
  const std::size_t cross = random_.below(12);
  return {point, street_of(place, street), street_of(place, cross + 12)};
}

std::string CityWeeks::text_of(std::size_t topic, const Spot& spot) {
  std::string text(pick_from(city_openers));
  text += pick_from(city_topic_texts()[topic].texts);
  text += pick_from(city_closers);
  return replaced(replaced(text, "{s}", spot.street), "{c}", spot.cross);
}

Author CityWeeks::resident() {
  // Few write often, most hardly ever.
  const double rank = std::pow(uniform(), 1.7) * static_cast<double>(residents);
  const auto number = static_cast<std::uint64_t>(rank);
  const std::uint64_t mixed = number * 0x9E3779B97F4A7C15u;
  std::string handle;
  for (int i = 0; i < 5; ++i) handle += static_cast<char>('a' + (mixed >> (8 * i + 16)) % 26);
  if (number % 3 == 0) handle += std::to_string(number % 97);
  if (number % 5 == 0) handle += "_co";
  return {"resident-" + std::to_string(number), handle, handle};
}

Author CityWeeks::alike_account(std::uint64_t brigade, int number) {
  const std::string name = brigade % 2 == 0 ? "realvoter" : "proud_local_";
  const auto digits = 10'000 + random_.below(90'000);
  return {"new-" + std::to_string(brigade) + "-" + std::to_string(number),
          name + std::to_string(digits), name};
}

void CityWeeks::locate(CityPost& post, std::size_t place, const Spot& spot) {
  const double how = uniform();
  post.neighborhood = places_[place].name;
  post.says_where = how < with_point + with_name;
  if (how < with_point) {
    post.post.lat = spot.point.lat;
    post.post.lon = spot.point.lon;
  } else if (post.says_where) {
    post.post.text += " In " + places_[place].name + ".";
  }
}

void CityWeeks::add_event_post(CityEvent& event, Instant at, const Author& author,
                               const std::string& text, const Spot& spot, std::size_t place) {
  Planned planned;
  Post& post = planned.post.post;
  post.network = "twitter";
  post.id = "event-" + std::to_string(events_.size()) + "-" + std::to_string(event.ids.size());
  post.text = text;
  post.author = author;
  post.created_at = at;
  planned.post.topic = event.topic;
  planned.post.neighborhood = event.neighborhood;
  planned.post.says_where = true;
  if (uniform() < 0.7) {
    // People stand around what they write about.
    post.lat = spot.point.lat + 0.0004 * normal();
    post.lon = spot.point.lon + 0.0004 * normal();
    if (!inside(places_[place].ring, {*post.lat, *post.lon})) {
      post.lat = spot.point.lat;
      post.lon = spot.point.lon;
    }
  } else {
    post.text += " In " + places_[place].name + ".";
  }
  event.ids.push_back(post.id);
  event_posts_.push_back(std::move(planned));
}

CityEvent CityWeeks::plan(CityEventKind kind, std::uint64_t number) {
  CityEvent event;
  event.kind = kind;
  const std::size_t topic = random_.below(city_topic_texts().size());
  const std::size_t place = random_.below(places_.size());
  const Spot spot = spot_in(place);
  event.topic = city_topic_texts()[topic].topic;
  event.neighborhood = places_[place].name;
  const Instant from = settings_.start + 24h;
  const auto room = static_cast<std::uint64_t>((end_ - from - 1h).count());
  const Instant begin = from + Milliseconds(random_.below(room));
  const int posts = kind == CityEventKind::burst     ? burst_people
                    : kind == CityEventKind::brigade ? brigade_accounts
                                                     : flood_posts;
  const Milliseconds span =
      kind == CityEventKind::brigade ? Milliseconds(40min) : Milliseconds(30min);
  std::vector<Instant> times;
  for (int i = 0; i < posts; ++i)
    times.push_back(begin + Milliseconds(random_.below(static_cast<std::uint64_t>(span.count()))));
  std::sort(times.begin(), times.end());
  const std::string slogan = text_of(topic, spot);
  const Author one = resident();
  for (int i = 0; i < posts; ++i) {
    const Author who = kind == CityEventKind::flood ? one
                       : kind == CityEventKind::brigade
                           ? alike_account(number, i)
                           : Author{"witness-" + std::to_string(number) + "-" + std::to_string(i),
                                    resident().handle, ""};
    const bool own_words = kind != CityEventKind::brigade;
    const std::string text =
        own_words ? text_of(topic, spot) : slogan + (i % 4 == 1 ? " Share!" : "");
    add_event_post(event, times[static_cast<std::size_t>(i)], who, text, spot, place);
  }
  event.first = times.front();
  event.last = times.back();
  return event;
}

void CityWeeks::plan_events() {
  const auto add = [this](CityEventKind kind, double a_week) {
    const auto all = static_cast<int>(std::lround(a_week * settings_.weeks));
    for (int i = 0; i < all; ++i) events_.push_back(plan(kind, events_.size()));
  };
  add(CityEventKind::burst, settings_.bursts_a_week);
  add(CityEventKind::brigade, settings_.brigades_a_week);
  add(CityEventKind::flood, settings_.floods_a_week);
  std::sort(events_.begin(), events_.end(),
            [](const CityEvent& a, const CityEvent& b) { return a.first < b.first; });
  std::sort(event_posts_.begin(), event_posts_.end());
}

double CityWeeks::posts_in(Instant hour) {
  if (hour == std::chrono::floor<std::chrono::days>(hour)) {
    day_ = gamma(60.0);
    drift_ = std::clamp(drift_ * std::exp(0.02 * normal()), 0.7, 1.4);
  }
  return settings_.posts_a_day * settings_.volume * share_of_day(hour) * day_ * drift_ *
         gamma(100.0);
}

// Two or three neighbours see the same thing: real life comes in clumps, and that is no burst.
void CityWeeks::add_echoes(const CityPost& first, std::size_t topic, std::size_t place,
                           const Spot& spot) {
  const int neighbors = 1 + poisson(0.5);
  for (int i = 0; i < neighbors; ++i) {
    Planned echo;
    echo.post.topic = first.topic;
    Post& post = echo.post.post;
    post.network = "twitter";
    post.id = "p" + std::to_string(++posts_);
    post.text = text_of(topic, spot);
    post.author = resident();
    post.created_at = first.post.created_at + Milliseconds(random_.below(7'200'000));
    locate(echo.post, place, spot);
    later_.push_back(std::move(echo));
  }
}

void CityWeeks::add_ordinary(Instant hour) {
  Planned planned;
  Post& post = planned.post.post;
  post.network = "twitter";
  post.id = "p" + std::to_string(++posts_);
  post.created_at = hour + Milliseconds(random_.below(3'600'000));
  post.author = resident();
  const std::size_t topic = pick(topics_);
  const std::size_t place = pick(places_of_topic_[topic]);
  const Spot spot = spot_in(place);
  const bool talk = uniform() < small_talk;
  post.text = talk ? replaced(std::string(pick_from(city_small_talk)), "{s}", spot.street)
                   : text_of(topic, spot);
  if (!talk) planned.post.topic = city_topic_texts()[topic].topic;
  locate(planned.post, place, spot);
  if (!talk && uniform() < echoed) add_echoes(planned.post, topic, place, spot);
  hour_.push_back(std::move(planned));
}

void CityWeeks::fill_hour() {
  const Instant until = now_ + 1h;
  const int posts = poisson(posts_in(now_));
  for (int i = 0; i < posts; ++i) add_ordinary(now_);
  for (auto& echo : later_)
    if (echo.post.post.created_at < until) hour_.push_back(std::move(echo));
  std::erase_if(later_, [](const Planned& echo) { return echo.post.post.id.empty(); });
  while (next_event_post_ < event_posts_.size() &&
         event_posts_[next_event_post_].post.post.created_at < until)
    hour_.push_back(event_posts_[next_event_post_++]);
  std::sort(hour_.begin(), hour_.end());
  now_ = until;
}

bool CityWeeks::next(CityPost& into) {
  while (hour_.empty()) {
    if (now_ >= end_) return false;
    fill_hour();
  }
  into = std::move(hour_.front().post);
  hour_.pop_front();
  return true;
}

}  // namespace social311::simulator
