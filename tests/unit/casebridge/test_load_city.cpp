#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "casebridge/city.h"

using namespace social311;
using namespace social311::casebridge;
namespace fs = std::filesystem;

namespace {

const char* good_hours = R"(holidays = ["2026-12-25", "2027-01-01"]
[week]
monday = ["07:00-12:00", "13:00-24:00"]
)";
const char* good_agencies = R"([[division]]
id = "street_maintenance"
name = "Street Maintenance"
agency = "Transportation"
phone = "311"
hours = "desk"
)";
const char* good_services = R"([[service]]
topic = "pothole_street"
code = "POTHOLE"
name_en = "Pothole"
name_es = "Bache"
division = "street_maintenance"
target_hours = 36
question_en = "Where?"
question_es = "¿Dónde?"
[[service]]
topic = "other"
code = "OTHER"
name_en = "Other"
name_es = "Otro"
needs_location = false
)";

std::string agency(const std::string& more) {
  return "[[division]]\nid = \"street_maintenance\"\nname = \"Streets\"\nagency = \"Works\"\n" +
         more + "\n";
}
std::string fact(const std::string& more) {
  return std::string(good_services) +
         "[[service.fact]]\nquestion_en = \"What?\"\nquestion_es = \"¿Qué?\"\n" + more +
         (more.starts_with("code") ? "\n" : "\ncode = \"A\"\n");
}
std::string incident(const std::string& more) {
  return std::string(good_services) + "[service.incident]\n" + more + "\n";
}

// A rules folder of its own, gone with the object.
class RulesFolder {
 public:
  RulesFolder() {
    std::string pattern = (fs::temp_directory_path() / "casebridge-test-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
    fs::create_directory(path_ / "templates");
    write("hours.toml", good_hours);
    write("agencies.toml", good_agencies);
    write("services.toml", good_services);
    write("rules.toml", "name = \"Test\"\n[city]\npartner_ids = [\"twitter/7\"]\n");
    for (const char* kind : {"receipt", "question", "emergency", "answer", "closing", "survey",
                             "handover", "notice"}) {
      write("templates/" + std::string(kind) + ".en.txt", "{{case}} {{question}} {{text}}\n");
    }
  }
  ~RulesFolder() { fs::remove_all(path_); }
  RulesFolder(const RulesFolder&) = delete;
  RulesFolder& operator=(const RulesFolder&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  void remove(const std::string& name) const { fs::remove(path_ / name); }
  LoadedCity load(const std::vector<std::string>& languages = {"en"},
                  const std::string& zone = "America/Denver") const {
    return load_city(path_.string(), "Denver", zone, languages);
  }
  // The only complaint, with the folder's own path cut off.
  std::string complaint() const {
    const LoadedCity loaded = load();
    CHECK_FALSE(loaded.city.has_value());
    REQUIRE(loaded.complaints.size() == 1);
    return to_string(loaded.complaints.front()).substr(path_.string().size() + 1);
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("a rules folder becomes a city") {
  const RulesFolder folder;
  const LoadedCity loaded = folder.load();
  for (const Complaint& complaint : loaded.complaints) MESSAGE(to_string(complaint));
  REQUIRE(loaded.city.has_value());
  const City& city = *loaded.city;
  CHECK(city.name == "Denver");
  CHECK(city.hours.timezone == "America/Denver");
  REQUIRE(city.hours.week.count(1) == 1);
  CHECK(city.hours.week.at(1).at(1).to_min == 1440);
  CHECK(city.hours.week.count(2) == 0);
  CHECK(city.hours.holidays.size() == 2);
  REQUIRE(city.division("street_maintenance") != nullptr);
  CHECK(city.division("street_maintenance")->agency == "Transportation");
  CHECK(city.division("nobody") == nullptr);
  CHECK(city.service("pothole_street").target_hours == 36);
  CHECK(city.service("pothole_street").needs_location);
  CHECK(city.service("never heard of").code == "OTHER");
  CHECK(city.service("other").target_hours == std::nullopt);
  CHECK(city.partner_ids == std::vector<std::string>{"twitter/7"});
  CHECK(city.templates.count("receipt.en") == 1);
  CHECK(city.not_fixed.empty());
}

TEST_CASE("a service tells its targets, its incidents and what it wants to know") {
  const RulesFolder folder;
  folder.write("services.toml", std::string(good_services) +
                                    "answer_hours = 4\ntarget_hours = 8\nreopen_days = 30\n" +
                                    "[service.incident]\nradius_m = 25\ndays = 7\n" +
                                    "[[service.fact]]\ncode = \"HOW\"\ntype = \"number\"\n" +
                                    "required = true\nprivate = true\nquestion_en = \"How?\"\n" +
                                    "question_es = \"¿Cómo?\"\n");
  const LoadedCity loaded = folder.load();
  for (const Complaint& complaint : loaded.complaints) MESSAGE(to_string(complaint));
  REQUIRE(loaded.city.has_value());
  const Service& other = loaded.city->service("other");
  CHECK(other.answer_hours == 4);
  CHECK(other.reopen_days == 30);
  CHECK(loaded.city->service("pothole_street").reopen_days == 14);
  CHECK(other.incident.radius_m == 25);
  CHECK(other.incident.ask_radius_m == 250);
  CHECK(other.incident.window == std::chrono::hours{7 * 24});
  REQUIRE(other.facts.size() == 1);
  CHECK(other.facts[0].type == Fact::Type::number);
  CHECK(other.facts[0].is_private);
}

TEST_CASE("texts may be special to a topic, a network, a length, and come in variants") {
  const RulesFolder folder;
  for (const char* name : {"receipt.pothole_street.en", "receipt.twitter.en", "receipt.short.v2.en",
                           "receipt.pothole_street.twitter.short.v9.en"})
    folder.write(std::string("templates/") + name + ".txt", "{{case}} {{question}}");
  CHECK(folder.load().city.has_value());
  for (const char* name : {"receipt.twitter.pothole_street.en", "receipt.v1.en", "receipt.v10.en",
                           "receipt.myspace.en", "receipt.short.short.en", "receipt.en.en.long"}) {
    CAPTURE(name);
    const std::string file = std::string("templates/") + name + ".txt";
    folder.write(file, "{{case}} {{question}}");
    CHECK(folder.complaint().starts_with(file + ":1:1: is no <kind>"));
    folder.remove(file);
  }
}

TEST_CASE("each fault of a file is told with its place") {
  struct Row {
    const char* file;
    std::string text;
    const char* expected;  // begins so
  };
  const std::string services = good_services;
  const std::string twice = services +
                            "[[service]]\ntopic = \"other\"\ncode = \"X\"\nname_en = \"X\"\n"
                            "name_es = \"X\"\nneeds_location = false\n";
  const Row rows[] = {
      {"hours.toml", "[week]\nmonday = [\"7-19\"]\n", "hours.toml:2:10: "},
      {"hours.toml", "[week]\nmonday = [\"19:00-07:00\"]\n", "hours.toml:2:10: "},
      {"hours.toml", "[week]\nmonday = [\"07:00-25:00\"]\n", "hours.toml:2:10: "},
      {"hours.toml", "[week]\nmonday = [\"07:00-12:00\", \"11:00-13:00\"]\n", "hours.toml:2:10: "},
      {"hours.toml", "holidays = [\"2026-02-30\"]\n[week]\nmonday = [\"07:00-19:00\"]\n",
       "hours.toml:1:12: "},
      {"hours.toml", "[week]\n", "hours.toml:1:1: the desk never opens"},
      {"hours.toml", "[week]\nmonday = []\nsunday = []\n", "hours.toml:1:1: the desk never opens"},
      {"hours.toml",
       std::string(good_hours) + "[[calendar]]\nname = \"night\"\n[calendar.week]\nmonday = []\n",
       "hours.toml:6:1: the desk never opens"},
      {"hours.toml", std::string(good_hours) + "[[calendar]]\nname = \"night\"\n",
       "hours.toml:4:1: [week]"},
      {"hours.toml",
       std::string(good_hours) +
           "[[calendar]]\nname = \"desk\"\n[calendar.week]\nmonday = [\"07:00-12:00\"]\n",
       "hours.toml:5:8: calendar"},
      {"services.toml", "[deadlines]\nwarn_share = 1.0\n" + services,
       "services.toml:2:14: is a share"},
      {"services.toml", "[deadlines]\nanswer_hours = 0\n" + services, "services.toml:2:16: "},
      {"hours.toml", "[week]\nmoonday = [\"07:00-12:00\"]\n", "hours.toml:2:"},
      {"hours.toml", "holidays = []\n", "hours.toml:1:1: [week]"},
      {"hours.toml", "[week\n", "hours.toml:1:"},
      {"agencies.toml", "", "services.toml:6:12: no division"},
      {"agencies.toml", agency(""), "agencies.toml:1:1: the division's hours are missing"},
      {"agencies.toml", agency("hours = \"moonlight\""), "agencies.toml:5:9: no calendar"},
      {"agencies.toml", agency("hours = \"desk\"\nkind = \"other\""), "agencies.toml:6:8: kind is"},
      {"agencies.toml", agency("hours = \"desk\"\naccept_hours = 0"), "agencies.toml:6:16: "},
      {"agencies.toml", agency("hours = \"desk\"\nopen = 1"), "agencies.toml:6:"},
      {"agencies.toml", "[transfers]\nflag_from = 1\n" + agency("hours = \"desk\""),
       "agencies.toml:2:13: "},
      {"agencies.toml", "[transfers]\ntell_resident = \"all\"\n" + agency("hours = \"desk\""),
       "agencies.toml:2:17: tell_resident is"},
      {"services.toml", "", "services.toml:1:1: a [[service]] with topic"},
      {"services.toml", fact("type = \"colour\""), "services.toml:19:8: \"colour\" is none of"},
      {"services.toml", fact("type = \"singlevaluelist\""), "services.toml:16:1: a list needs"},
      {"services.toml", fact("code = \"B\"\nquestion_de = \"Wo?\""), "services.toml:"},
      {"services.toml", incident("radius_m = 60\nask_radius_m = 20"),
       "services.toml:18:16: must not be smaller"},
      {"services.toml", incident("same_share = 1.0"), "services.toml:17:14: is a share"},
      {"services.toml", twice, "services.toml:17:9: topic"},
      {"rules.toml", "[city]\npartner_ids = [\"7\"]\n", "rules.toml:2:15: "},
      {"templates/answer.en.txt", "{{case}} {{text}}\n  {{agncy}}",
       "templates/answer.en.txt:2:3: unknown slot"},
      {"templates/answer.en.txt", "{{case}} {{text}} {{#due}}",
       "templates/answer.en.txt:1:19: section"},
      {"templates/answer.en.txt", "{{case}} {{text}} {{/due}}",
       "templates/answer.en.txt:1:19: {{/due}}"},
      {"templates/answer.en.txt", "{{case}} {{text}} {{due", "templates/answer.en.txt:1:19: a tag"},
      {"templates/answer.en.txt", "{{case}} {{text}} {{>x}}",
       "templates/answer.en.txt:1:19: partials"},
      {"templates/answer.en.txt", "{{text}}", "templates/answer.en.txt:1:1: {{case}} is missing"},
      {"templates/receipt.en.txt", "{{case}}",
       "templates/receipt.en.txt:1:1: {{question}} is missing"},
      {"templates/answer.en.txt", "{{case}} {{text}} \xff",
       "templates/answer.en.txt:1:1: the text is not"},
      {"templates/reciept.en.txt", "x", "templates/reciept.en.txt:1:1: is no <kind>"},
      {"templates/notes.md", "x", "templates/notes.md:1:1: is no <kind>"},
  };
  for (const Row& row : rows) {
    const RulesFolder folder;
    folder.write(row.file, row.text);
    const std::string got = folder.complaint();
    CAPTURE(got);
    CAPTURE(row.expected);
    CHECK(got.substr(0, std::string(row.expected).size()) == row.expected);
  }
}

TEST_CASE("a near miss is named") {
  const RulesFolder folder;
  folder.write("templates/answer.en.txt", "{{case}} {{txt}} {{text}}");
  CHECK(folder.complaint().find("did you mean {{text}}") != std::string::npos);
}

TEST_CASE("a missing file and a missing template are complaints") {
  for (const char* name : {"hours.toml", "rules.toml", "templates/survey.en.txt"}) {
    const RulesFolder folder;
    folder.remove(name);
    const std::string got = folder.complaint();
    CHECK(got.substr(0, std::string(name).size()) == name);
  }
}

TEST_CASE("every language of the city needs every template") {
  const RulesFolder folder;
  CHECK(folder.load({"en", "es"}).complaints.size() == 8);
}

TEST_CASE("an unknown time zone is a complaint, not an exception") {
  const RulesFolder folder;
  CHECK(folder.load({"en"}, "Mars/Olympus").complaints.size() == 1);
  CHECK(folder.load({"en"}, "").complaints.size() == 1);
}

TEST_CASE("all faults of all files come in one run") {
  const RulesFolder folder;
  folder.write("hours.toml", "[week]\nmonday = [\"x\"]\n");
  folder.write("services.toml", std::string(good_services) + "surprise = 1\n");
  folder.write("templates/survey.en.txt", "{{nope}} {{neither}}");
  CHECK(folder.load().complaints.size() == 4);
}

TEST_CASE("a city's own words for not fixed are read") {
  const RulesFolder folder;
  folder.write("services.toml",
               std::string(good_services) + "[conversation]\nnot_fixed = [\"noch da\"]\n");
  const LoadedCity loaded = folder.load();
  REQUIRE(loaded.city.has_value());
  CHECK(loaded.city->not_fixed == std::vector<std::string>{"noch da"});
}

TEST_CASE("agencies may have calendars of their own, with the desk's holidays or their own") {
  const RulesFolder folder;
  folder.write("hours.toml",
               std::string(good_hours) +
                   "[[calendar]]\nname = \"night\"\n[calendar.week]\nsaturday = [\"00:00-24:00\"]\n"
                   "[[calendar]]\nname = \"always\"\nholidays = []\n[calendar.week]\n"
                   "sunday = [\"00:00-24:00\"]\n");
  const LoadedCity loaded = folder.load();
  for (const Complaint& complaint : loaded.complaints) MESSAGE(to_string(complaint));
  REQUIRE(loaded.city.has_value());
  REQUIRE(loaded.city->calendars.size() == 2);
  CHECK(loaded.city->calendars.at("night").holidays.size() == 2);
  CHECK(loaded.city->calendars.at("night").timezone == "America/Denver");
  CHECK(loaded.city->calendars.at("always").holidays.empty());
  CHECK(loaded.city->hours_of("nobody").week.size() == 1);
}

TEST_CASE("hours alone are read from their text, faults with their place") {
  const LoadedHours good = load_hours(good_hours, "new.toml", "America/Denver");
  REQUIRE(good.hours.has_value());
  CHECK(good.hours->week.at(1).size() == 2);
  const LoadedHours bad = load_hours("[week]\nmonday = [\"7\"]\n", "new.toml", "America/Denver");
  CHECK_FALSE(bad.hours.has_value());
  REQUIRE(bad.complaints.size() == 1);
  CHECK(to_string(bad.complaints[0]).starts_with("new.toml:2:10: "));
}
