// Weeks of a made-up city, for judging hot topics: residents write about 26 matters in 78
// neighbourhoods with seasons of the day and the week, and now and then something really happens.
// The same seed and settings give the same posts on every machine; memory does not grow.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/post.h"
#include "core/random.h"
#include "core/result.h"

namespace social311::simulator {

struct CityPoint {
  double lat = 0.0;
  double lon = 0.0;
};
struct CityPlace {
  std::string name{};
  std::vector<CityPoint> ring{};  // of its polygon
};
// 78 invented neighbourhoods, a grid over Denver's box.
std::vector<CityPlace> made_up_places();
// Property `name` and the outer rings of a GeoJSON file of polygons. Fault (rejected): what is
// wrong.
Result<std::vector<CityPlace>> read_places(std::string_view geojson);
std::string write_places(const std::vector<CityPlace>& places);  // GeoJSON

struct CityWeeksSettings {
  std::uint64_t seed = 311;
  Instant start = std::chrono::sys_days{std::chrono::year{2026} / 3 / 2};  // a Monday
  int weeks = 4;
  // All that Denver's 311 hears in a year on all channels (463,864 in 2021), a day, times `volume`.
  double posts_a_day = 1271.0;
  double volume = 1.0;
  double bursts_a_week = 20.0;  // none on the first day
  double brigades_a_week = 1.0;
  double floods_a_week = 1.0;
};

enum class CityEventKind {
  burst,    // 8 people within 30 minutes, about one thing at one spot
  brigade,  // 30 alike accounts within 40 minutes, one text with a word changed here and there
  flood,    // one person, 25 posts within 30 minutes
};
const char* name_of(CityEventKind kind);

struct CityEvent {
  CityEventKind kind = CityEventKind::burst;
  std::string topic{};
  std::string neighborhood{};
  Instant first{};
  Instant last{};  // of a burst: the eighth person's post
  std::vector<std::string> ids{};
};

struct CityPost {
  Post post{};
  std::string topic{};         // what it is about, "" = small talk
  std::string neighborhood{};  // where it is, even where the post does not say so
  bool says_where = false;     // by coordinates or by name
};

// Not thread-safe.
class CityWeeks {
 public:
  CityWeeks(const CityWeeksSettings& settings, std::vector<CityPlace> places);
  // In order of time; false at the end.
  bool next(CityPost& into);
  // What happens in all weeks, in order of time. Ids are known from the start.
  const std::vector<CityEvent>& events() const { return events_; }

 private:
  struct Spot {
    CityPoint point{};
    std::string street{};
    std::string cross{};
  };
  struct Planned {
    CityPost post{};
    bool operator<(const Planned& other) const;
  };

  double uniform();
  double normal();
  double gamma(double shape);  // mean 1
  int poisson(double mean);
  std::size_t pick(const std::vector<double>& cumulative);
  std::string_view pick_from(std::string_view list);  // of parts between |

  void draw_city();
  void plan_events();
  CityEvent plan(CityEventKind kind, std::uint64_t number);
  void add_event_post(CityEvent& event, Instant at, const Author& author, const std::string& text,
                      const Spot& spot, std::size_t place);
  Spot spot_in(std::size_t place);
  std::string street_of(std::size_t place, std::size_t number) const;
  std::string text_of(std::size_t topic, const Spot& spot);
  Author resident();
  Author alike_account(std::uint64_t brigade, int number);
  void locate(CityPost& post, std::size_t place, const Spot& spot);
  void add_ordinary(Instant hour);
  void add_echoes(const CityPost& first, std::size_t topic, std::size_t place, const Spot& spot);
  void fill_hour();
  double posts_in(Instant hour);

  CityWeeksSettings settings_;
  std::vector<CityPlace> places_;
  SeededRandom random_;
  std::vector<double> topics_{};  // cumulative
  std::vector<std::vector<double>> places_of_topic_{};
  std::vector<CityEvent> events_{};
  std::vector<Planned> event_posts_{};  // by time
  std::size_t next_event_post_ = 0;
  std::deque<Planned> hour_{};    // this hour's, by time
  std::vector<Planned> later_{};  // echoes of the next hours
  Instant now_{};
  Instant end_{};
  double day_ = 1.0;    // how busy today is
  double drift_ = 1.0;  // how busy these weeks are
  std::uint64_t posts_ = 0;
};

// The 26 topics and how residents put them: parts between |; "{s}" one street, "{c}" another.
struct TopicTexts {
  const char* topic = "";
  double share = 0.0;  // of what residents ask
  const char* texts = "";
};
const std::vector<TopicTexts>& city_topic_texts();
extern const char* const city_openers;
extern const char* const city_closers;
extern const char* const city_small_talk;

}  // namespace social311::simulator
