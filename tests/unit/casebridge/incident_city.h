// A seeded city whose troubles are known: which reports are of one trouble and which only stand
// near each other. Rates of repeated reports by kind as other cities' open data show them (graffiti
// 35 %, signals 31 %, street lights 20 %, all kinds some 13 %).
#pragma once

#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "casebridge/incident.h"
#include "core/random.h"

namespace social311::casebridge {

struct TruthfulReport {
  Report report{};
  int trouble = 0;  // which one it is about
};

struct TroubleKind {
  const char* topic;
  double repeats;  // share of reports that repeat an open one
  std::array<const char*, 3> names;
  std::array<const char*, 14> details;
};

inline const std::array<TroubleKind, 5>& trouble_kinds() {
  static const std::array<TroubleKind, 5> kinds{{
      {"graffiti",
       0.35,
       {"graffiti", "spray paint", "tags"},
       {"mailbox", "garage door", "fence", "alley", "red", "blue", "silver", "bridge pillar",
        "playground wall", "bus shelter", "stop sign", "dumpster", "church", "school"}},
      {"traffic_signal_sign",
       0.31,
       {"traffic light", "signal", "stoplight"},
       {"flashing", "dark", "left turn arrow", "walk button", "northbound", "southbound", "twisted",
        "stuck on red", "beeping", "hanging", "eastbound", "westbound", "sensor", "too short"}},
      {"streetlight",
       0.20,
       {"street light", "lamp", "streetlight"},
       {"out", "flickering", "leaning pole", "on all day", "humming", "broken glass", "wires",
        "dim", "second from the corner", "bike path", "bus stop", "driveway", "alley", "shade"}},
      {"pothole_street",
       0.12,
       {"pothole", "hole in the road", "crater"},
       {"bike lane", "right lane", "left lane", "crosswalk", "manhole", "deep", "tire", "rim",
        "gravel", "steel plate", "turn lane", "railroad tracks", "parking lane", "patch"}},
      {"illegal_dumping",
       0.08,
       {"dumped stuff", "illegal dumping", "trash pile"},
       {"mattress", "couch", "tires", "paint cans", "fridge", "construction debris", "tv", "bags",
        "alley", "vacant lot", "shopping cart", "carpet", "boxes", "drywall"}},
  }};
  return kinds;
}

class IncidentCity {
 public:
  explicit IncidentCity(std::uint64_t seed) : random_(seed) {}

  // In order of time.
  std::vector<TruthfulReport> reports(int troubles) {
    std::vector<TruthfulReport> out;
    for (int i = 0; i < troubles; ++i) add_trouble(i, out);
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.report.at < b.report.at; });
    return out;
  }

 private:
  struct Trouble {
    int number = 0;
    const TroubleKind* kind = nullptr;
    double lat = 0;
    double lon = 0;
    Instant begins{};
    std::vector<std::string> details{};
    std::string crossing{};
  };

  double uniform() { return static_cast<double>(random_.below(1'000'000)) / 1e6; }
  std::size_t pick(std::size_t size) { return static_cast<std::size_t>(random_.below(size)); }

  double normal() {
    return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(2 * std::numbers::pi * uniform());
  }

  Trouble make(int number) {
    Trouble trouble;
    trouble.number = number;
    trouble.kind = &trouble_kinds()[pick(trouble_kinds().size())];
    const bool beside_another = !last_.empty() && uniform() < 0.12;
    if (beside_another) {
      // Another trouble of the same kind within some 60 m of an earlier one, soon after.
      const Trouble& other = last_[pick(last_.size())];
      trouble.kind = other.kind;
      trouble.lat = other.lat + normal() * 30 / 111'195;
      trouble.lon = other.lon + normal() * 30 / 85'300;
      trouble.begins = other.begins + std::chrono::minutes(random_.below(7 * 24 * 60));
      trouble.crossing = other.crossing;
    } else {
      trouble.lat = 39.61 + uniform() * 0.30;
      trouble.lon = -105.11 + uniform() * 0.30;
      trouble.begins = Instant{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}} +
                       std::chrono::minutes(random_.below(60 * 24 * 60));
      trouble.crossing = std::to_string(1 + random_.below(50)) + "th and " +
                         std::string(1, static_cast<char>('A' + random_.below(26))) + " St";
    }
    for (int i = 0; i < 4; ++i) trouble.details.emplace_back(trouble.kind->details[pick(14)]);
    last_.push_back(trouble);
    return trouble;
  }

  void add_trouble(int number, std::vector<TruthfulReport>& out) {
    const Trouble trouble = make(number);
    Instant at = trouble.begins;
    do {
      out.push_back({report_of(trouble, at), number});
      at += std::chrono::minutes(random_.below(3 * 24 * 60));
    } while (uniform() < trouble.kind->repeats);
  }

  // One in three says a crossing (its point), the others a house number or a pin with a telephone's
  // error.
  Report report_of(const Trouble& trouble, Instant at) {
    Report out;
    out.topic = trouble.kind->topic;
    out.at = at;
    for (const char* name : trouble.kind->names) out.kind_words += std::string(name) + " ";
    Location place;
    const double error = 7;
    place.kind = uniform() < 0.5 ? "point" : "address";
    place.lat = trouble.lat + normal() * error / 111'195;
    place.lon = trouble.lon + normal() * error / 85'300;
    place.text = trouble.crossing;
    out.location = place;
    out.text = words_of(trouble);
    return out;
  }

  std::string words_of(const Trouble& trouble) {
    static constexpr std::array frames{
        "@Denver311 there is a %n at %p, %d and %e", "%n by %p again. %d, %e. please fix",
        "hey @Denver311 the %n near %p is still there (%d, %e)", "%p: %n, %d %e, can someone come?",
        "who do I call about %n at %p? %d ... %e"};
    std::string out;
    const std::string frame = frames[pick(frames.size())];
    for (std::size_t i = 0; i < frame.size(); ++i) {
      if (frame[i] != '%') {
        out += frame[i];
        continue;
      }
      const char slot = frame[++i];
      if (slot == 'n') out += trouble.kind->names[pick(3)];
      if (slot == 'p') out += trouble.crossing;
      if (slot == 'd' || slot == 'e') out += trouble.details[pick(trouble.details.size())];
    }
    return out;
  }

  SeededRandom random_;
  std::vector<Trouble> last_{};
};

}  // namespace social311::casebridge
