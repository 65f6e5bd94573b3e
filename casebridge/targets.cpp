#include "casebridge/targets.h"

#include <algorithm>
#include <cstdio>

#include "core/digest.h"
#include "core/json.h"

namespace social311::casebridge {
namespace {

// Danger to life has no business hours: somebody looks within the hour, by the wall clock.
constexpr std::chrono::hours emergency_due{1};
constexpr std::size_t version_digits = 12;
constexpr int minutes_of_day = 24 * 60;

std::optional<Target> open_hours(std::optional<int> hours) {
  if (!hours) return std::nullopt;
  return Target{std::chrono::hours{*hours}, Basis::open_time};
}

std::optional<int> least(std::optional<int> a, std::optional<int> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

std::string write_date(std::chrono::year_month_day date) {
  char text[32] = {};
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

std::optional<std::chrono::year_month_day> read_date(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (text.size() != 10 || std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3)
    return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day}};
  return date.ok() ? std::optional(date) : std::nullopt;
}

bool read_week(const JsonValue& week, BusinessHours& hours) {
  for (const std::string& day : week.keys()) {
    if (day.size() != 1 || day < "1" || day > "7") return false;
    for (const JsonValue& open : week[day].items()) {
      const auto from = open.at(0).number(0, minutes_of_day);
      const auto to = open.at(1).number(0, minutes_of_day);
      if (!from || !to || *from >= *to) return false;
      hours.week[day.front() - '0'].push_back({static_cast<int>(*from), static_cast<int>(*to)});
    }
  }
  return true;
}

}  // namespace

Targets targets_for(const City& city, const std::string& topic, Priority priority, Line line) {
  if (priority == Priority::emergency) {
    const Target within{emergency_due, Basis::wall_time};
    return {within, within};
  }
  const Service& service = city.service(topic);
  const auto answer = service.answer_hours ? service.answer_hours : city.answer_hours;
  const bool of_partner = priority == Priority::partner || line == Line::partners;
  const auto matter =
      of_partner ? least(service.target_hours, service.partner_hours) : service.target_hours;
  const bool promised = answer || (of_partner && service.partner_hours);
  return {promised ? open_hours(least(answer, matter)) : std::nullopt, open_hours(matter)};
}

bool is_partner(const City& city, const std::string& network, const std::string& author_id) {
  return std::find(city.partner_ids.begin(), city.partner_ids.end(), network + "/" + author_id) !=
         city.partner_ids.end();
}

Line line_of(const City& city, const Resident& resident) {
  return is_partner(city, resident.network, resident.id) ? Line::partners : Line::everybody;
}

std::string write_hours(const BusinessHours& hours) {
  JsonWriter json;
  json.object().member("timezone", hours.timezone).key("week").object();
  for (const auto& [day, intervals] : hours.week) {
    json.key(std::to_string(day)).list();
    for (const OpenInterval& open : intervals)
      json.list().value(open.from_min).value(open.to_min).end();
    json.end();
  }
  json.end().key("holidays").list();
  for (const auto& date : hours.holidays) json.value(write_date(date));
  return json.str();
}

std::optional<BusinessHours> read_hours(std::string_view text) {
  const auto json = JsonValue::parse(text);
  if (!json || !json->is_object()) return std::nullopt;
  BusinessHours hours;
  const auto zone = (*json)["timezone"].text();
  if (!zone || !(*json)["week"].is_object() || !read_week((*json)["week"], hours))
    return std::nullopt;
  hours.timezone = *zone;
  for (const JsonValue& one : (*json)["holidays"].items()) {
    const auto date = read_date(one.text_or(""));
    if (!date) return std::nullopt;
    hours.holidays.push_back(*date);
  }
  return hours;
}

std::string write_targets(const City& city) {
  JsonWriter json;
  json.object().member("answer_hours", city.answer_hours).member("warn_share", city.warn_share);
  json.key("services").object();
  for (const auto& [topic, service] : city.services) {
    json.key(topic).object().member("target_hours", service.target_hours);
    json.member("answer_hours", service.answer_hours);
    json.member("partner_hours", service.partner_hours).end();
  }
  return json.str();
}

std::string version_of(std::string_view text) {
  return sha256_hex(text).substr(0, version_digits);
}

}  // namespace social311::casebridge
