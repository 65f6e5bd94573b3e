#include "casebridge/city.h"

#include <algorithm>

namespace social311::casebridge {

const Division* City::division(const std::string& id) const {
  const auto found = std::find_if(divisions.begin(), divisions.end(),
                                  [&](const Division& division) { return division.id == id; });
  return found == divisions.end() ? nullptr : &*found;
}

const BusinessHours& City::hours_of(const std::string& division_id) const {
  const Division* known = division(division_id);
  if (known == nullptr) return hours;
  const auto found = calendars.find(known->hours);
  return found == calendars.end() ? hours : found->second;
}

const Service& City::service(const std::string& topic) const {
  auto found = services.find(topic);
  if (found == services.end()) found = services.find("other");
  if (found != services.end()) return found->second;
  // A city built without services (tests, a first start) still has somewhere to put a request.
  static const Service unknown = [] {
    Service service;
    service.topic = "other";
    service.code = "OTHER";
    service.name_en = "Other request";
    service.name_es = "Otra solicitud";
    service.question_en = "Where exactly is it?";
    service.question_es = "¿Dónde está exactamente?";
    return service;
  }();
  return unknown;
}

}  // namespace social311::casebridge
