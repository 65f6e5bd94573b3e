#include "classifier/rules_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "classifier/rule_file.h"
#include "core/digest.h"
#include "core/file.h"
#include "core/text.h"

namespace social311::classifier {
namespace {

constexpr std::size_t largest_file = 16u << 20;
constexpr std::size_t digest_letters = 12;
constexpr std::array<const char*, 5> networks{"twitter", "facebook", "instagram", "bluesky",
                                              "mastodon"};

bool is_topic_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string nearest_feature(std::string_view wrong) {
  std::string_view best = weighed_names()[0].name;
  for (std::size_t i = 0; i < feature_count; ++i) {
    const std::string_view name = weighed_names()[i].name;
    if (edit_distance(wrong, name) < edit_distance(wrong, best)) best = name;
  }
  return std::string(best);
}

class FolderReader {
 public:
  FolderReader(std::string folder, std::string weights_file)
      : folder_(std::move(folder)), weights_file_(std::move(weights_file)) {}

  RulesFolder run() {
    if (!std::filesystem::is_directory(folder_)) {
      complain(folder_, "no such rules folder");
      return std::move(out_);
    }
    read_settings(path_of("rules.toml"));
    read_divisions();
    read_topics();
    read_features();
    out_.digest = sha256_hex(digested_).substr(0, digest_letters);
    if (!weights_file_.empty()) read_weights(weights_file_);
    return std::move(out_);
  }

 private:
  std::string path_of(const std::string& name) const {
    return (std::filesystem::path(folder_) / name).string();
  }

  // Adds the file to the digest. A file that cannot be read is a complaint.
  std::optional<std::string> read(const std::string& path, const std::string& name) {
    Result<std::string> bytes = read_file(path, largest_file);
    if (!bytes) {
      complain(path, bytes.fault().message);
      return std::nullopt;
    }
    digested_ += name + '\0' + std::to_string(bytes->size()) + '\0' + *bytes;
    return std::move(*bytes);
  }

  void read_settings(const std::string& path) {
    const std::optional<std::string> bytes = read(path, "rules.toml");
    if (!bytes) return;
    TomlDocument document = TomlDocument::parse(*bytes, path);
    TomlTable root = document.root();
    out_.name = root.text("name").value_or("");
    out_.label = root.text("version").value_or("");
    if (std::optional<TomlTable> city = root.table("city")) read_city(*city);
    read_numbers(root);
    root.finish();
    take(document.complaints());
  }

  void read_weights(const std::string& path) {
    const std::optional<std::string> bytes = read(path, "weights");
    if (!bytes) return;
    TomlDocument document = TomlDocument::parse(*bytes, path);
    TomlTable root = document.root();
    if (fits(root)) {
      read_numbers(root);
      out_.learned = read_learned(root, out_.topics);
      root.finish();
    }
    take(document.complaints());
    out_.digest = sha256_hex(digested_).substr(0, digest_letters);
  }

  // Weights mean nothing beside other rules than those they were learned for.
  bool fits(TomlTable& root) const {
    const std::int64_t format =
        root.number("format", 0, std::numeric_limits<std::int32_t>::max()).value_or(weights_format);
    if (format != weights_format) {
      root.complain("format", "weights of format " + std::to_string(format) +
                                  " are not known here; learn them again: " + train_again());
      return false;
    }
    const std::string rules = root.text("rules").value_or(out_.digest);
    if (rules == out_.digest || !out_.complaints.empty()) return true;
    root.complain("rules", "these weights were learned for rules " + rules + ", but " + folder_ +
                               " is " + out_.digest + "; learn them again: " + train_again());
    return false;
  }

  std::string train_again() const {
    return "social311 rules train --rules " + folder_ + " --labels FILE --out " + weights_file_;
  }

  void read_city(TomlTable& city) {
    if (std::optional<TomlTable> handles = city.table("handles")) {
      for (const char* network : networks) {
        for (const std::string& handle : handles->texts(network)) {
          const std::string name =
              to_lower_ascii(handle.starts_with("@") ? handle.substr(1) : handle);
          if (name.empty()) handles->complain(network, "a handle is empty");
          out_.handles[network].push_back(name);
        }
      }
      handles->finish();
    }
    city.texts("partner_ids");  // the case bridge's, as are the next ones
    for (const char* key : {"phone", "url", "signature"}) city.text(key);
    city.finish();
  }

  void read_numbers(TomlTable& root) {
    if (std::optional<TomlTable> table = root.table("thresholds")) {
      read_threshold(*table, "case", out_.thresholds.open_case);
      read_threshold(*table, "review", out_.thresholds.review);
      read_threshold(*table, "topic", out_.thresholds.topic);
      read_threshold(*table, "intent", out_.thresholds.intent);
      if (out_.thresholds.review > out_.thresholds.open_case) {
        table->complain("review", "`review` must not be above `case`");
      }
      table->finish();
    }
    std::optional<TomlTable> weights = root.table("weights");
    if (!weights) return;
    for (std::size_t i = 0; i < weighed_count; ++i) {
      const std::string name(weighed_names()[i].name);
      if (const std::optional<double> value = weights->real(name)) out_.weights[i] = *value;
    }
    weights->finish();
  }

  static void read_threshold(TomlTable& table, const char* key, double& threshold) {
    const std::optional<double> value = table.real(key);
    if (!value) return;
    if (*value < 0 || *value > 1) return table.complain(key, "a threshold lies between 0 and 1");
    threshold = *value;
  }

  // Only the ids: the case bridge reads and checks the rest of agencies.toml.
  void read_divisions() {
    const std::string path = path_of("agencies.toml");
    if (!std::filesystem::exists(path)) return;
    const std::optional<std::string> bytes = read(path, "agencies.toml");
    if (!bytes) return;
    TomlDocument document = TomlDocument::parse(*bytes, path);
    for (TomlTable& division : document.root().tables("division")) {
      if (const std::optional<std::string> id = division.text("id")) divisions_.insert(*id);
    }
    take(document.complaints());
  }

  std::vector<std::filesystem::path> files_of(const std::string& name) {
    std::vector<std::filesystem::path> files;
    const std::string folder = path_of(name);
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      files.push_back(entry.path());
    }
    if (error) complain(folder, "this folder is missing or cannot be read");
    std::sort(files.begin(), files.end());
    return files;
  }

  void read_topics() {
    std::vector<std::pair<std::uint32_t, RuleFile>> files;
    for (const auto& path : files_of("topics")) {
      const std::string id = path.stem().string();
      if (path.extension() != ".rules" || !is_topic_id(id)) {
        complain(path.string(), "a topic's file is named <topic_id>.rules: a-z, 0-9 and _");
        continue;
      }
      const std::optional<std::string> bytes = read(path.string(), "topics/" + id);
      if (!bytes) continue;
      RuleFile file = parse_rule_file(*bytes, path.string(), HeaderLines::expected);
      check_topic(id, path.string(), file);
      files.emplace_back(static_cast<std::uint32_t>(out_.topics.size() - 1), std::move(file));
    }
    for (auto& [owner, file] : files) add_rules(owner, file, false);
    const bool has_other = std::any_of(out_.topics.begin(), out_.topics.end(),
                                       [](const TopicInfo& topic) { return topic.id == "other"; });
    if (!has_other)
      complain(path_of("topics/other.rules"),
               "this file is missing: `other` is where unknown matters go");
  }

  void check_topic(const std::string& id, const std::string& path, const RuleFile& file) {
    TopicInfo topic;
    topic.id = id;
    topic.name_en = header(path, file, "name.en");
    topic.name_es = header(path, file, "name.es");
    topic.service_code = header(path, file, "service_code");
    const std::string division = header(path, file, "division");
    if (!division.empty() && division != "none") {
      topic.division = division;
      if (divisions_.count(division) == 0) {
        out_.complaints.push_back({file.header.at("division").where,
                                   "division `" + division + "` is not in agencies.toml"});
      }
    }
    if (file.rules.empty() && file.complaints.empty() && id != "other")
      complain(path, "this topic has no rule");
    out_.topics.push_back(std::move(topic));
  }

  std::string header(const std::string& path, const RuleFile& file, const std::string& key) {
    const auto found = file.header.find(key);
    if (found != file.header.end()) return found->second.value;
    out_.complaints.push_back({{path, 1, 1}, "the header line `" + key + ":` is missing"});
    return "";
  }

  void read_features() {
    for (const auto& path : files_of("features")) {
      const std::string name = path.stem().string();
      const std::optional<Feature> feature = feature_named(name);
      if (path.extension() != ".rules" || !feature) {
        complain(path.string(),
                 "unknown feature; did you mean " + nearest_feature(name) + ".rules?");
        continue;
      }
      const std::optional<std::string> bytes = read(path.string(), "features/" + name);
      if (!bytes) continue;
      RuleFile file = parse_rule_file(*bytes, path.string(), HeaderLines::none);
      add_rules(out_.owner_of(*feature), file, *feature == Feature::public_body);
    }
  }

  void add_rules(std::uint32_t owner, RuleFile& file, bool reads_names) {
    take(file.complaints);
    for (RuleLine& line : file.rules) {
      Rule rule{owner, line.weight, std::move(line.query), std::move(line.where), reads_names};
      out_.rules.push_back({std::move(rule), std::move(line.terms)});
    }
  }

  void take(const std::vector<Complaint>& more) {
    out_.complaints.insert(out_.complaints.end(), more.begin(), more.end());
  }

  void complain(const std::string& file, std::string what) {
    out_.complaints.push_back({{file, 1, 1}, std::move(what)});
  }

  std::string folder_;
  std::string weights_file_;
  std::string digested_;
  std::set<std::string> divisions_;
  RulesFolder out_;
};

}  // namespace

RulesFolder read_rules_folder(const std::string& folder, const std::string& weights_file) {
  return FolderReader(folder, weights_file).run();
}

}  // namespace social311::classifier
