#include "service/config_section.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "core/text.h"

namespace social311::service {
namespace {

namespace fs = std::filesystem;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

bool has_control(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += between;
    out += part;
  }
  return out;
}

std::string ConfigReading::absolute(const std::string& path) const {
  return (fs::path(folder) / path).lexically_normal().string();
}

ConfigSection::ConfigSection(ConfigReading& reading, std::optional<TomlTable> table,
                             std::string name, Overrides overrides)
    : reading_(reading), table_(std::move(table)), name_(std::move(name)), overrides_(overrides) {}

std::string ConfigSection::variable_name(std::string_view key) const {
  return "SOCIAL311_" + upper(name_) + '_' + upper(key);
}

std::optional<std::string> ConfigSection::variable(std::string_view key) const {
  if (overrides_ == Overrides::none || !reading_.sources.environment) return std::nullopt;
  return reading_.sources.environment(variable_name(key));
}

bool ConfigSection::has(std::string_view key) const {
  return variable(key).has_value() || (table_ && table_->has(key));
}

TextPosition ConfigSection::position(std::string_view key) const {
  if (variable(key)) return {variable_name(key), 0, 0};
  if (table_) return table_->position(key);
  return {reading_.file, 0, 0};
}

void ConfigSection::complain(std::string_view key, const std::string& what) {
  const std::string said = '`' + std::string(key) + "` " + what;
  if (table_ && !variable(key)) {
    table_->complain(key, said);
  } else {
    reading_.complaints.push_back({position(key), said});
  }
}

void ConfigSection::complain_item(std::string_view key, std::size_t index,
                                  const std::string& what) {
  const std::string said = '`' + std::string(key) + "` " + what;
  if (table_ && !variable(key)) {
    table_->complain_at(table_->position(key, index), said);
  } else {
    reading_.complaints.push_back({position(key), said});
  }
}

// A path with a NUL is another path, a name with a line break another header.
bool ConfigSection::is_clean(std::string_view key, const std::string& value) {
  if (!has_control(value) && is_valid_utf8(value)) return true;
  complain(key, "must not hold control characters");
  return false;
}

std::optional<std::string> ConfigSection::text(std::string_view key) {
  auto in_file =
      table_ ? table_->text(key) : std::nullopt;  // also when overridden: its type is told
  auto value = variable(key);
  if (!value) value = std::move(in_file);
  if (value && !is_clean(key, *value)) return std::nullopt;
  return value;
}

std::optional<std::string> ConfigSection::required(std::string_view key) {
  const bool there = has(key);
  auto value = text(key);
  if (!there) complain(key, "is missing");
  if (value && trim(*value).empty()) {
    complain(key, "must not be empty");
    return std::nullopt;
  }
  return value;
}

std::optional<int> ConfigSection::number(std::string_view key, int min, int max) {
  auto value = table_ ? table_->number(key, min, max) : std::nullopt;
  if (const auto written = variable(key)) {
    value = whole_number(*written);
    if (!value || *value < min || *value > max) {
      complain(key, "must be a whole number from " + std::to_string(min) + " to " +
                        std::to_string(max) + ", not " + quoted(*written, 40));
      return std::nullopt;
    }
  }
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

std::optional<std::vector<std::string>> ConfigSection::texts(std::string_view key) {
  auto values = table_ ? table_->texts(key) : std::vector<std::string>();
  bool is_list = table_ && table_->is_list(key);
  if (const auto written = variable(key)) {
    is_list = true;
    values.clear();
    for (const std::string& part : split(*written, ',')) {
      if (std::string word = trim(part); !word.empty()) values.push_back(std::move(word));
    }
  }
  for (const std::string& value : values) {
    if (!is_clean(key, value)) return std::nullopt;
  }
  return is_list ? std::optional(std::move(values)) : std::nullopt;
}

std::optional<std::string> ConfigSection::folder(std::string_view key) {
  if (!has(key)) return std::nullopt;
  const auto path = required(key);
  if (!path) return std::nullopt;
  std::string whole = reading_.absolute(*path);
  std::error_code ignored;
  if (fs::is_directory(whole, ignored)) return whole;
  complain(key, "is not a folder: " + quoted(whole));
  return std::nullopt;
}

std::optional<std::size_t> ConfigSection::one_of(std::string_view key,
                                                 const std::vector<std::string>& words) {
  const auto value = text(key);
  if (!value) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), *value);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  complain(key, "must be one of " + joined(words, ", ") + ", not " + quoted(*value, 40));
  return std::nullopt;
}

void ConfigSection::show(std::string_view key, const std::string& value) {
  std::string origin = "default";
  if (variable(key)) {
    origin = variable_name(key);
  } else if (table_ && table_->has(key)) {
    const TextPosition where = table_->position(key);
    origin = where.file + ':' + std::to_string(where.line);
  }
  reading_.lines.push_back({name_ + '.' + std::string(key), value, std::move(origin)});
}

void ConfigSection::finish() {
  if (table_) table_->finish();
}

}  // namespace social311::service
