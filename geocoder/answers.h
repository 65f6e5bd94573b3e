// What both services' answers go through before a place is believed. Private to the room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "geocoder/geocoder.h"

namespace social311::geocoder {

struct Candidate {
  Place place{};
  double score = 0;  // the service's own measure; higher is surer
};

// The place as it may leave: control characters are blanks, at most 200 bytes, the city behind it.
std::string asked(const std::string& place, const Service& service);
// The surest candidate of the area; nothing when another one that is as sure lies elsewhere.
std::optional<Place> settled(const std::vector<Candidate>& candidates, const Box& area);
// One GET; statuses and bodies that are no answer become faults.
Result<JsonValue> ask(HttpClient& http, const std::string& url, const std::string& user_agent);

}  // namespace social311::geocoder
