#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "core/random.h"
#include "core/text.h"
#include "service/commands/commands.h"

namespace social311::service {
namespace {

std::optional<std::string> environment(const std::string& name) {
  const char* value =
      std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): before any thread
  return value ? std::optional<std::string>(value) : std::nullopt;
}

std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : trim(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

}  // namespace

std::string find_config(const std::string& given) {
  if (!given.empty()) return given;
  std::error_code ignored;
  for (const char* place : {"./social311.toml", "/etc/social311/social311.toml"})
    if (std::filesystem::exists(place, ignored)) return place;
  return "";
}

std::optional<Config> load_or_complain(const std::string& given) {
  const std::string file = find_config(given);
  if (file.empty()) {
    complain(
        "no configuration: give --config FILE, or put one at ./social311.toml or "
        "/etc/social311/social311.toml "
        "(`social311 config example` prints one)");
    return {};
  }
  auto loaded = load_config({file, environment, connectors::check_listen});
  if (!loaded.config) {
    complain(loaded.complaints);
    return {};
  }
  for (auto& account : loaded.config->accounts)
    if (account.listen.empty()) account.listen = connectors::default_listen(account.network);
  return loaded.config;
}

std::vector<ConfigLine> config_lines(const std::string& file) {
  return load_config({file, environment, connectors::check_listen}).lines;
}

// One line, whatever a library's message holds.
int complain(const std::string& what) {
  std::cerr << "social311: " << one_line(what) << '\n';
  return failed;
}

int complain(const std::vector<Complaint>& all) {
  for (const auto& one : all) std::cerr << to_string(one) << '\n';
  return bad_usage;
}

std::string own_executable() {
  std::error_code problem;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", problem);
  return problem ? "social311" : path.string();
}

std::string make_password() {
  static constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
  SystemRandom random;
  std::string password;
  for (int i = 0; i < 12; ++i) password += letters[random.below(letters.size())];
  return password;
}

}  // namespace social311::service
