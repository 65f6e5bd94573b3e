// The configuration: social311.toml, then SOCIAL311_… variables, then flags. Every fault is told at
// once, each with file:line:column. Read once at start; immutable afterwards.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "casebridge/approval.h"
#include "connectors/network.h"
#include "core/toml.h"
#include "service/config_geocoder.h"
#include "service/config_trends.h"
#include "service/roles/spending.h"

namespace social311::service {

struct CityConfig {
  std::string name = "Denver";
  std::string timezone = "America/Denver";
  std::vector<std::string> languages{"en", "es"};
  std::string geography{};  // absolute folder
};

struct DatabaseConfig {
  std::string url{};       // empty: a private cluster under data_dir; never holds a password
  std::string url_file{};  // a file (0600) with the whole url, password included
  std::string data_dir{};  // absolute
};

struct WebConfig {
  std::string host = "127.0.0.1";
  int port = 8311;
  // Without a closing slash. Where the file has none: http, the listening host and port.
  std::string public_url = "http://127.0.0.1:8311";
  std::vector<std::string> trusted_proxies{};
};

struct SenderConfig {
  int settle_s = 900;
  int undo_s = 10;
  int automatic_per_hour = 600;  // an account; beyond it a person sends each reply
  int automatic_per_author_per_day = 20;  // one author, over all conversations; the same
  int needs_person_alarm_s = 3'600;      // a reply waits for a person as long: duty is told
};

struct Config {
  std::string file{};  // where it was read from, "" = built-in defaults
  CityConfig city{};
  DatabaseConfig database{};
  WebConfig web{};
  std::string rules{};    // absolute folder
  std::string weights{};  // absolute file that `rules train` wrote, "" = none
  SenderConfig sender{};
  TrendsConfig trends{};
  GeocoderConfig geocoder{};
  std::vector<connectors::Account> accounts{};  // credentials read
  std::map<std::string, Ceilings> ceilings{};   // of accounts that have any, by Account::key()
  std::vector<casebridge::ApprovalPolicy> approvals{};  // which replies need a second person
};

// Where a value came from, for `config check`: "web.listen = 127.0.0.1:8311 (social311.toml:12)".
struct ConfigLine {
  std::string key{};
  std::string value{};  // secrets are ***
  std::string origin{};
};

struct LoadedConfig {
  std::optional<Config> config{};  // empty when there are complaints
  std::vector<Complaint> complaints{};
  std::vector<ConfigLine> lines{};
};

struct ConfigSources {
  std::string file{};  // a path that must exist, or "" for built-in defaults, relative to the working folder
  std::function<std::optional<std::string>(const std::string&)>
      environment{};  // "SOCIAL311_WEB_LISTEN" → value
  // Empty = the word is fine; otherwise a sentence (connectors::check_listen).
  std::function<std::optional<std::string>(const std::string& network, const std::string& word)>
      check_listen{};
  // Where a missing `geography` or `directory` points to; empty = sample_city().
  std::optional<std::string> sample{};
};

// Checks what can be checked without network or database: types, ranges, units, folders, the secrecy of
// files with secrets. Every key of [city], [database], [web], [rules], [sender], [trends] and [geocoder] is overridden by the
// variable SOCIAL311_<SECTION>_<KEY>, lists comma-separated. Never throws for what a file holds.
LoadedConfig load_config(const ConfigSources& sources);

// A complete configuration with every key explained; it parses without complaint.
std::string example_config();

// The sample city's folder: samples/denver of the checkout, or the installed share folder. Empty
// when neither is there.
std::string sample_city();

}  // namespace social311::service
