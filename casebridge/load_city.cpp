// Reads a rules folder's hours.toml, agencies.toml, services.toml, answers.toml, menu.toml,
// templates/ and the partners named in rules.toml. Every fault of every file is gathered, so one
// run shows them all.
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>

#include "casebridge/city.h"
#include "casebridge/load_agencies.h"
#include "casebridge/load_service.h"
#include "casebridge/local_time.h"
#include "casebridge/template_name.h"
#include "casebridge/templates.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

namespace fs = std::filesystem;
using Complaints = std::vector<Complaint>;

constexpr int minutes_of_day = 24 * 60;
constexpr std::uintmax_t most_template_bytes = 16 << 10;

// Two digits at `at`, or -1.
int two_digits(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return -1;
  const auto digit = [&](std::size_t i) {
    return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -1;
  };
  const int tens = digit(at);
  const int ones = digit(at + 1);
  return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
}

// "07:00" … "24:00" as minutes, or -1.
int minute_of(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  const int hour = two_digits(text, 0);
  const int minute = two_digits(text, 3);
  if (hour < 0 || minute < 0 || minute > 59) return -1;
  const int out = hour * 60 + minute;
  return out <= minutes_of_day ? out : -1;
}

std::optional<OpenInterval> interval_of(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const OpenInterval out{minute_of(text.substr(0, dash)), minute_of(text.substr(dash + 1))};
  if (out.from_min < 0 || out.to_min < 0 || out.from_min >= out.to_min) return std::nullopt;
  return out;
}

std::optional<std::chrono::year_month_day> date_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int century = two_digits(text, 0);
  const int year = two_digits(text, 2);
  const int month = two_digits(text, 5);
  const int day = two_digits(text, 8);
  if (century < 0 || year < 0 || month < 0 || day < 0) return std::nullopt;
  const std::chrono::year_month_day out{std::chrono::year{century * 100 + year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!out.ok()) return std::nullopt;
  return out;
}

bool overlap(const std::vector<OpenInterval>& sorted) {
  return std::adjacent_find(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
           return b.from_min < a.to_min;
         }) != sorted.end();
}

// How many intervals the day names, right or wrong.
std::size_t read_day(TomlTable& week, std::string_view day, int iso, BusinessHours& hours) {
  std::vector<OpenInterval> open;
  const std::vector<std::string> named = week.texts(day);
  for (const std::string& text : named) {
    if (const auto interval = interval_of(text)) {
      open.push_back(*interval);
    } else {
      week.complain(day, quoted(text, 40) + " is no interval like \"07:00-19:00\"");
    }
  }
  std::sort(open.begin(), open.end(),
            [](const auto& a, const auto& b) { return a.from_min < b.from_min; });
  if (overlap(open)) week.complain(day, "two intervals of one day overlap");
  if (!open.empty()) hours.week[iso] = std::move(open);
  return named.size();
}

constexpr std::array days{"monday", "tuesday",  "wednesday", "thursday",
                          "friday", "saturday", "sunday"};

// A misspelt day is told as such: it may have been the one that opens.
bool only_days(const TomlTable& week) {
  const auto keys = week.keys();
  return std::all_of(keys.begin(), keys.end(), [](const std::string& key) {
    return std::find(days.begin(), days.end(), key) != days.end();
  });
}

void read_week(TomlTable& root, BusinessHours& hours) {
  auto week = root.table("week");
  if (!week) {
    root.complain("week", "[week] with the opening hours is missing");
    return;
  }
  int iso = 1;
  std::size_t named = 0;
  for (const char* day : days) named += read_day(*week, day, iso++, hours);
  // Deadlines count open time: a desk that never opens would never be late.
  if (named == 0 && only_days(*week))
    root.complain("week", "the desk never opens: name one day with an interval at least");
  week->finish();
}

void read_holidays(TomlTable& table, BusinessHours& hours) {
  for (const std::string& text : table.texts("holidays")) {
    if (const auto date = date_of(text)) {
      hours.holidays.push_back(*date);
    } else {
      table.complain("holidays", quoted(text, 40) + " is no date like \"2026-12-25\"");
    }
  }
}

// Of agencies that do not work by the desk's hours. Without holidays of its own it has the desk's.
void read_calendars(TomlTable& root, City& city) {
  for (TomlTable& table : root.tables("calendar")) {
    const std::string name = required(table, "name");
    BusinessHours hours{city.hours.timezone, {}, city.hours.holidays};
    read_week(table, hours);
    if (table.has("holidays")) hours.holidays.clear();
    read_holidays(table, hours);
    if (name == "desk" || !city.calendars.emplace(name, std::move(hours)).second)
      table.complain("name", "calendar " + quoted(name, 60) + " twice");
    table.finish();
  }
}

void read_hours(TomlTable root, City& city) {
  read_week(root, city.hours);
  read_holidays(root, city.hours);
  read_calendars(root, city);
  root.finish();
}

void read_deadlines(TomlTable& root, City& city) {
  auto deadlines = root.table("deadlines");
  if (!deadlines) return;
  if (const auto hours = deadlines->number("answer_hours", 1, 8'760))
    city.answer_hours = static_cast<int>(*hours);
  city.warn_share = deadlines->real("warn_share").value_or(city.warn_share);
  if (city.warn_share <= 0 || city.warn_share >= 1)
    deadlines->complain("warn_share", "is a share of the target between 0 and 1");
  deadlines->finish();
}

void read_services(TomlTable root, City& city) {
  for (TomlTable& table : root.tables("service")) {
    Service service = read_service(table, city);
    const std::string topic = service.topic;
    if (!city.services.emplace(topic, std::move(service)).second) {
      table.complain("topic", "topic " + quoted(topic, 60) + " twice");
    }
  }
  if (!city.services.contains("other")) {
    root.complain("service",
                  "a [[service]] with topic = \"other\" is required: what no topic fits");
  }
  read_deadlines(root, city);
  if (auto conversation = root.table("conversation")) {
    city.not_fixed = conversation->texts("not_fixed");
    conversation->finish();
  }
  root.finish();
}

// The rest of rules.toml is the classifier's, which complains about what it does not know.
void read_partners(TomlTable root, City& city) {
  auto own = root.table("city");
  if (!own) return;
  city.partner_ids = own->texts("partner_ids");
  for (const std::string& id : city.partner_ids) {
    const std::size_t slash = id.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == id.size()) {
      own->complain("partner_ids", quoted(id, 80) + " is no \"network/id\"");
    }
  }
}

void read_answers(TomlTable root, City& city) {
  std::vector<std::string> topics;
  for (const auto& [topic, service] : city.services) topics.push_back(topic);
  city.articles = read_articles(std::move(root), topics);
}

void read_menu_of(TomlTable root, City& city) {
  std::vector<std::string> topics;
  for (const auto& [topic, service] : city.services) topics.push_back(topic);
  city.menu = read_menu(std::move(root), topics);
}

void read_closing_of(TomlTable root, City& city) {
  std::vector<std::string> topics;
  for (const auto& [topic, service] : city.services) topics.push_back(topic);
  city.closing = read_closing(std::move(root), topics);
}

template <typename Reader>
void read_file(const fs::path& path, City& city, Complaints& complaints, Reader reader) {
  const auto document = TomlDocument::read(path.string());
  if (!document) {
    complaints.push_back({{path.string(), 1, 1}, document.fault().message});
    return;
  }
  TomlDocument parsed = *document;
  if (parsed.complaints().empty()) reader(parsed.root(), city);
  complaints.insert(complaints.end(), parsed.complaints().begin(), parsed.complaints().end());
}

const std::vector<std::string>& template_kinds() {
  static const std::vector<std::string> kinds{"receipt", "question", "emergency", "answer",
                                              "closing", "survey",   "handover",  "notice"};
  return kinds;
}

// Slots without which a reply of that kind would not say what it is for.
std::vector<std::string> slots_needed(const std::string& kind) {
  if (kind == "receipt" || kind == "question") return {"case", "question"};
  if (kind == "answer" || kind == "closing") return {"case", "text"};
  return {"case"};
}

std::optional<std::string> read_text(const fs::path& path) {
  std::error_code failed;
  if (fs::file_size(path, failed) > most_template_bytes || failed) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad() || !in.is_open()) return std::nullopt;
  return text;
}

void check_slots_needed(const std::string& stem, const std::string& text, const std::string& file,
                        Complaints& complaints) {
  for (const std::string& slot : slots_needed(stem.substr(0, stem.find('.')))) {
    if (!names_slot(text, slot)) {
      complaints.push_back({{file, 1, 1}, "{{" + slot + "}} is missing"});
    }
  }
}

void read_template(const fs::path& path, City& city, Complaints& complaints) {
  const std::string file = path.string();
  const std::string stem = path.stem().string();
  const auto name = template_name(stem, city);
  if (path.extension() != ".txt" || !name || to_string(*name) != stem) {
    complaints.push_back({{file, 1, 1},
                          "is no <kind>.<language>.txt, where between the two may stand in this "
                          "order: a topic, a network, \"short\", \"v2\" to \"v9\""});
    return;
  }
  const auto text = read_text(path);
  if (!text) {
    complaints.push_back({{file, 1, 1}, "cannot be read, or is longer than 16 KiB"});
    return;
  }
  const Complaints found = check_template(*text, file);
  complaints.insert(complaints.end(), found.begin(), found.end());
  if (found.empty()) check_slots_needed(stem, *text, file, complaints);
  city.templates[stem] = *text;
}

void read_templates(const fs::path& folder, City& city, Complaints& complaints) {
  std::error_code failed;
  std::set<fs::path> paths;  // in order, so that complaints come in order
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->path().filename().string().front() != '.') paths.insert(at->path());
  }
  for (const fs::path& path : paths) read_template(path, city, complaints);
  for (const std::string& kind : template_kinds()) {
    for (const std::string& language : city.languages) {
      std::string stem = kind;
      stem.append(".").append(language);
      if (city.templates.contains(stem)) continue;
      complaints.push_back(
          {{(folder / (stem + ".txt")).string(), 1, 1}, "this template is missing"});
    }
  }
}

}  // namespace

LoadedHours load_hours(const std::string& text, const std::string& file,
                       const std::string& timezone) {
  LoadedHours out;
  TomlDocument parsed = TomlDocument::parse(text, file);
  City city;
  city.hours.timezone = timezone;
  if (parsed.complaints().empty()) read_hours(parsed.root(), city);
  out.complaints = parsed.complaints();
  if (out.complaints.empty()) out.hours = std::move(city.hours);
  return out;
}

LoadedCity load_city(const std::string& rules_directory, const std::string& name,
                     const std::string& timezone, const std::vector<std::string>& languages) {
  const fs::path folder(rules_directory);
  LoadedCity out;
  City city;
  city.name = name;
  city.languages = languages.empty() ? std::vector<std::string>{"en"} : languages;
  city.hours.timezone = timezone;
  if (!zone_exists(timezone)) {
    out.complaints.push_back(
        {{(folder / "hours.toml").string(), 1, 1},
         "the configured time zone " + quoted(timezone, 60) + " is not known here"});
  }
  read_file(folder / "hours.toml", city, out.complaints, read_hours);
  read_file(folder / "agencies.toml", city, out.complaints, read_agencies);
  read_file(folder / "services.toml", city, out.complaints, read_services);
  read_file(folder / "rules.toml", city, out.complaints, read_partners);
  if (fs::exists(folder / "answers.toml"))
    read_file(folder / "answers.toml", city, out.complaints, read_answers);
  if (fs::exists(folder / "menu.toml"))
    read_file(folder / "menu.toml", city, out.complaints, read_menu_of);
  if (fs::exists(folder / "closing.toml"))
    read_file(folder / "closing.toml", city, out.complaints, read_closing_of);
  read_templates(folder / "templates", city, out.complaints);
  if (out.complaints.empty()) out.city = std::move(city);
  return out;
}

}  // namespace social311::casebridge
