#include "service/rules_agree.h"

#include "core/file.h"
#include "core/text.h"

namespace social311::service {
namespace {

constexpr std::size_t largest_file = 16u << 20;

// Of the value of a header line "key: value".
TextPosition header_position(const std::string& file, const std::string& key) {
  const auto text = read_file(file, largest_file);
  int number = 0;
  for (const std::string& line : split(text ? *text : std::string(), '\n')) {
    ++number;
    if (!line.starts_with(key + ":")) continue;
    const auto value = line.find_first_not_of(" \t", key.size() + 1);
    return {file, number, static_cast<int>(value == std::string::npos ? 1 : value + 1)};
  }
  return {file, 1, 1};
}

std::string shown(const std::string& value) {
  return value.empty() ? "none" : quoted(value, 60);
}

}  // namespace

std::vector<Complaint> contradictions(const std::string& rules_folder,
                                      const std::vector<classifier::TopicInfo>& topics,
                                      const casebridge::City& city) {
  std::vector<Complaint> out;
  for (const auto& topic : topics) {
    const auto found = city.services.find(topic.id);
    if (found == city.services.end()) continue;
    const std::string file = rules_folder + "/topics/" + topic.id + ".rules";
    const auto compare = [&](const char* key, const std::string& here, const std::string& there) {
      if (here == there) return;
      out.push_back({header_position(file, key), std::string(key) + " is " + shown(here) +
                                                     " here and " + shown(there) +
                                                     " in services.toml: say the same in both"});
    };
    compare("service_code", topic.service_code, found->second.code);
    compare("division", topic.division.value_or(""), found->second.division.value_or(""));
  }
  return out;
}

}  // namespace social311::service
