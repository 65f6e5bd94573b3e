// One section of the configuration being read: the variable SOCIAL311_<SECTION>_<KEY> first, then
// the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/toml.h"
#include "service/config.h"

namespace social311::service {

// What all sections share while one configuration is read.
struct ConfigReading {
  const ConfigSources& sources;
  std::string file{};    // as it stands in complaints
  std::string folder{};  // absolute; relative paths start here
  std::vector<Complaint>
      complaints{};  // about variables and other files; the document keeps its own
  std::vector<ConfigLine> lines{};

  std::string absolute(const std::string& path) const;
};

class ConfigSection {
 public:
  enum class Overrides { allowed, none };
  // `table` is empty when the file has no such section.
  ConfigSection(ConfigReading& reading, std::optional<TomlTable> table, std::string name,
                Overrides overrides);

  // Empty when absent or wrong; what is wrong has been complained about.
  std::optional<std::string> text(std::string_view key);
  std::optional<std::string> required(std::string_view key);  // absent or "" is a complaint
  std::optional<int> number(std::string_view key, int min, int max);
  // Empty when absent or wrong; a list that holds nothing has a value.
  std::optional<std::vector<std::string>> texts(std::string_view key);
  // An absolute path to a folder that is there.
  std::optional<std::string> folder(std::string_view key);
  // A value for each of the words, in their order; another word is a complaint that lists them.
  std::optional<std::size_t> one_of(std::string_view key, const std::vector<std::string>& words);

  void complain(std::string_view key, const std::string& what);  // "`key` " + what
  void complain_item(std::string_view key, std::size_t index, const std::string& what);
  // Remembers the value in force for `config check`.
  void show(std::string_view key, const std::string& value);
  void rename(std::string name) { name_ = std::move(name); }
  bool has(std::string_view key) const;
  void finish();  // unknown keys become complaints

 private:
  std::string variable_name(std::string_view key) const;
  std::optional<std::string> variable(std::string_view key) const;
  bool is_clean(std::string_view key, const std::string& value);
  TextPosition position(std::string_view key) const;

  ConfigReading& reading_;
  std::optional<TomlTable> table_;
  std::string name_;
  Overrides overrides_;
};

std::string joined(const std::vector<std::string>& parts, std::string_view between);

}  // namespace social311::service
