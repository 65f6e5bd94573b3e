#include "service/config.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <system_error>

#include "core/http.h"
#include "core/text.h"
#include "service/config_account.h"
#include "service/config_approval.h"
#include "service/config_section.h"
#include "service/private_file.h"

namespace social311::service {
namespace {

namespace fs = std::filesystem;
using Overrides = ConfigSection::Overrides;

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  return ::inet_pton(AF_INET, host.c_str(), parsed.data()) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), parsed.data()) == 1;
}

bool is_time_zone(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("/_+-").find(c) != std::string_view::npos;
  });
  std::error_code ignored;
  return plain && !name.empty() && name.front() != '/' &&
         fs::is_regular_file(fs::path("/usr/share/zoneinfo") / name, ignored);
}

bool is_language(const std::string& code) {
  return code.size() == 2 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// libpq takes a password from "postgresql://user:password@host", from "?password=" and from
// "password=".
bool holds_password(const std::string& url) {
  const std::string plain = to_lower_ascii(percent_decode(url).value_or(url));
  if (plain.find("password") != std::string::npos) return true;
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return false;
  const std::string_view authority =
      std::string_view(url).substr(scheme + 3, url.find_first_of("/?", scheme + 3) - scheme - 3);
  const auto at = authority.rfind('@');
  return at != std::string_view::npos &&
         authority.substr(0, at).find(':') != std::string_view::npos;
}

struct Endpoint {
  std::string host{};
  int port = 0;
};

// "127.0.0.1:8311", "[::1]:8311", "localhost:0".
std::optional<Endpoint> parse_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  Endpoint out{text.substr(0, colon), 0};
  const bool bracketed = out.host.starts_with('[') && out.host.ends_with(']');
  if (bracketed) out.host = out.host.substr(1, out.host.size() - 2);
  const std::string digits = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
  const bool number = error == std::errc() && end == digits.data() + digits.size() &&
                      !digits.starts_with('-') && out.port <= 65535;
  const bool v6 = out.host.find(':') != std::string::npos;
  const bool host = out.host == "localhost" || (is_address(out.host) && v6 == bracketed);
  return number && host ? std::optional(out) : std::nullopt;
}

void read_city(ConfigSection section, const std::string& sample, CityConfig& city) {
  if (const auto name = section.has("name") ? section.required("name") : std::nullopt)
    city.name = *name;
  if (const auto zone = section.text("timezone")) {
    city.timezone = *zone;
    if (!is_time_zone(*zone))
      section.complain("timezone", "is no time zone of this system's tzdata: " + quoted(*zone, 60));
  }
  if (auto languages = section.texts("languages")) city.languages = std::move(*languages);
  if (city.languages.empty()) section.complain("languages", "must name at least one language");
  for (std::size_t i = 0; i < city.languages.size(); ++i) {
    if (is_language(city.languages[i])) continue;
    section.complain_item(
        "languages", i,
        "must hold two-letter codes (ISO 639-1), not " + quoted(city.languages[i], 20));
  }
  if (!section.has("geography") && sample.empty())
    section.complain("geography", "is missing, and no sample city is installed");
  city.geography = section.folder("geography").value_or(sample + "/geography");
  section.show("name", city.name);
  section.show("timezone", city.timezone);
  section.show("languages", joined(city.languages, ", "));
  section.show("geography", city.geography);
  section.finish();
}

void check_database_url(ConfigSection& section, const std::string& url) {
  const bool form = url.starts_with("postgresql://") || url.starts_with("postgres://") ||
                    (url.find("://") == std::string::npos && url.find('=') != std::string::npos);
  if (!form) section.complain("url", "must begin with postgresql:// or be libpq's key=value form");
  if (holds_password(url)) {
    section.complain("url",
                     "must not hold a password: put the whole url into a file of mode 0600 and "
                     "name it in `url_file`");
  }
}

void read_url_file(ConfigReading& reading, ConfigSection& section, DatabaseConfig& database) {
  if (!section.has("url_file")) return;
  const auto file = section.required("url_file");
  if (!file) return;
  database.url_file = reading.absolute(*file);
  const auto text = read_private_file(database.url_file);
  if (!text) {
    section.complain("url_file", quoted(database.url_file) + ' ' + text.fault().message);
  } else if (trim(*text).empty()) {
    section.complain("url_file", quoted(database.url_file) + " holds no database url");
  }
  if (!database.url.empty()) section.complain("url_file", "and `url` exclude each other");
}

void read_database(ConfigReading& reading, ConfigSection section, DatabaseConfig& database) {
  database.url = trim(section.text("url").value_or(""));
  if (!database.url.empty()) check_database_url(section, database.url);
  read_url_file(reading, section, database);
  const auto folder = section.has("data_dir") ? section.required("data_dir") : std::nullopt;
  database.data_dir = reading.absolute(folder.value_or("var"));
  const bool secret = holds_password(database.url);
  section.show("url", secret ? "***" : database.url);
  section.show("url_file", database.url_file);
  section.show("data_dir", database.data_dir);
  section.finish();
}

void read_listening(ConfigSection& section, WebConfig& web) {
  const auto listen = section.has("listen") ? section.required("listen") : std::nullopt;
  if (!listen) return;
  const auto endpoint = parse_endpoint(*listen);
  if (!endpoint)
    return section.complain("listen", "must be ADDRESS:PORT like 127.0.0.1:8311 or [::1]:8311");
  web.host = endpoint->host;
  web.port = endpoint->port;
}

// As long as the port is open to choice, so is the port of the address.
std::string local_url(const WebConfig& web) {
  const bool everywhere = web.host == "0.0.0.0" || web.host == "::";
  const std::string host = everywhere ? "127.0.0.1" : web.host;
  const bool v6 = host.find(':') != std::string::npos;
  return "http://" + (v6 ? '[' + host + ']' : host) + ':' + std::to_string(web.port);
}

void read_web(ConfigSection section, WebConfig& web) {
  read_listening(section, web);
  web.public_url = local_url(web);
  const bool open_port = web.port == 0 && section.text("public_url").value_or("").ends_with(":0");
  if (section.has("public_url") && !open_port)
    web.public_url = read_address(section, "public_url").value_or("");
  web.trusted_proxies = section.texts("trusted_proxies").value_or(web.trusted_proxies);
  for (std::size_t i = 0; i < web.trusted_proxies.size(); ++i) {
    if (is_address(web.trusted_proxies[i])) continue;
    section.complain_item("trusted_proxies", i,
                          "must hold IP addresses, not " + quoted(web.trusted_proxies[i], 60));
  }
  const bool v6 = web.host.find(':') != std::string::npos;
  section.show("listen", (v6 ? '[' + web.host + ']' : web.host) + ':' + std::to_string(web.port));
  section.show("public_url", web.public_url);
  section.show("trusted_proxies", joined(web.trusted_proxies, ", "));
  section.finish();
}

void read_weights(ConfigReading& reading, ConfigSection& section, Config& config) {
  const auto file = section.text("weights");
  if (!file || trim(*file).empty()) return;
  config.weights = reading.absolute(*file);
  std::error_code ignored;
  if (!fs::is_regular_file(config.weights, ignored))
    section.complain("weights", "is not a file: " + quoted(config.weights));
}

void read_rules(ConfigReading& reading, ConfigSection section, const std::string& sample,
                Config& config) {
  if (!section.has("directory") && sample.empty())
    section.complain("directory", "is missing, and no sample city is installed");
  config.rules = section.folder("directory").value_or(sample + "/rules");
  read_weights(reading, section, config);
  section.show("directory", config.rules);
  section.show("weights", config.weights);
  section.finish();
}

void read_sender(ConfigSection section, SenderConfig& sender) {
  constexpr int day_s = 86'400;
  constexpr int hour_s = 3'600;
  constexpr int most_an_hour = 1'000'000;
  sender.settle_s = section.number("settle_s", 1, day_s).value_or(sender.settle_s);
  sender.undo_s = section.number("undo_s", 0, hour_s).value_or(sender.undo_s);
  sender.automatic_per_hour =
      section.number("automatic_per_hour", 0, most_an_hour).value_or(sender.automatic_per_hour);
  sender.automatic_per_author_per_day =
      section.number("automatic_per_author_per_day", 1, most_an_hour)
          .value_or(sender.automatic_per_author_per_day);
  sender.needs_person_alarm_s =
      section.number("needs_person_alarm_s", 1, 7 * day_s).value_or(sender.needs_person_alarm_s);
  section.show("settle_s", std::to_string(sender.settle_s));
  section.show("undo_s", std::to_string(sender.undo_s));
  section.show("automatic_per_hour", std::to_string(sender.automatic_per_hour));
  section.show("automatic_per_author_per_day", std::to_string(sender.automatic_per_author_per_day));
  section.show("needs_person_alarm_s", std::to_string(sender.needs_person_alarm_s));
  section.finish();
}

void read_accounts(ConfigReading& reading, TomlTable& root, Config& config) {
  std::map<std::string, TextPosition> seen;
  for (TomlTable& table : root.tables("account")) {
    const TextPosition where = table.position("id");
    TomlTable again = table;
    auto read = read_account(reading, std::move(table));
    if (!read) continue;
    const std::string key = read->account.key();
    const auto [first, fresh] = seen.emplace(key, where);
    if (!fresh) {
      again.complain("id",
                     key + " is an account already, at line " + std::to_string(first->second.line));
    }
    config.accounts.push_back(std::move(read->account));
    if (read->ceilings != Ceilings{}) config.ceilings[key] = read->ceilings;
  }
}

Config read_config(ConfigReading& reading, TomlTable root) {
  Config config;
  config.file = reading.sources.file.empty()
                    ? ""
                    : fs::absolute(reading.sources.file).lexically_normal().string();
  const std::string sample = reading.sources.sample.value_or(sample_city());
  const auto section = [&](const char* name) {
    return ConfigSection(reading, root.table(name), name, Overrides::allowed);
  };
  read_city(section("city"), sample, config.city);
  read_database(reading, section("database"), config.database);
  read_web(section("web"), config.web);
  read_rules(reading, section("rules"), sample, config);
  read_sender(section("sender"), config.sender);
  read_trends(reading, section("trends"), config.trends);
  read_geocoder(section("geocoder"), config.geocoder);
  read_accounts(reading, root, config);
  KnownToApproval known{.rules = config.rules};
  for (const auto& account : config.accounts) known.accounts.push_back(account.key());
  config.approvals = read_approvals(reading, root, known);
  root.finish();
  return config;
}

Result<TomlDocument> open_document(const ConfigSources& sources) {
  if (sources.file.empty()) return TomlDocument::parse("", "built-in defaults");
  return TomlDocument::read(sources.file);
}

}  // namespace

LoadedConfig load_config(const ConfigSources& sources) {
  LoadedConfig loaded;
  auto document = open_document(sources);
  if (!document) {
    loaded.complaints.push_back(
        {{document.fault().message, 0, 0}, "give another file with --config"});
    return loaded;
  }
  loaded.complaints = document->complaints();
  if (!loaded.complaints.empty()) return loaded;  // what cannot be parsed cannot be judged
  ConfigReading reading{sources};
  reading.file = sources.file.empty() ? "built-in defaults" : sources.file;
  reading.folder = fs::absolute(sources.file.empty() ? fs::path("x") : fs::path(sources.file))
                       .parent_path()
                       .string();
  Config config = read_config(reading, document->root());
  loaded.complaints = document->complaints();
  loaded.complaints.insert(loaded.complaints.end(), reading.complaints.begin(),
                           reading.complaints.end());
  loaded.lines = std::move(reading.lines);
  if (loaded.complaints.empty()) loaded.config = std::move(config);
  return loaded;
}

}  // namespace social311::service
