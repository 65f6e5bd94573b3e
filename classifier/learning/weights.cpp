#include "classifier/learning/weights.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/text.h"

namespace social311::classifier {
namespace {

std::vector<double> read_matters(TomlTable& parent, const std::vector<TopicInfo>& topics) {
  std::optional<TomlTable> table = parent.table("matters");
  if (!table) return {};
  std::vector<double> out(topics.size(), 0);
  for (std::size_t i = 0; i < topics.size(); ++i) out[i] = table->real(topics[i].id).value_or(0);
  table->finish();
  return out;
}

std::vector<NamedWeight> read_words(TomlTable& parent) {
  std::optional<TomlTable> table = parent.table("words");
  if (!table) return {};
  std::vector<NamedWeight> out;
  for (const std::string& name : table->keys())
    if (const std::optional<double> weight = table->real(name)) out.push_back({name, *weight});
  return out;
}

std::string number(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                 std::chars_format::general, 4);
  std::string out(digits.data(), end.ptr);
  // TOML tells 1 from 1.0.
  return out.find_first_of(".e") == std::string::npos ? out + ".0" : out;
}

class Writer {
 public:
  explicit Writer(const std::vector<TopicInfo>& topics) : topics_(topics) {}

  std::string run(const WeightsFile& file) {
    for (const std::string& line : split(file.heading, '\n')) out_ += "# " + line + "\n";
    out_ += "format = " + std::to_string(weights_format) + "\nrules = \"" + file.rules + "\"\n";
    out_ += "\n[thresholds]\n";
    for (const auto& [name, value] : file.thresholds) line(name, value);
    if (!file.weights.empty()) out_ += "\n[weights]\n";
    for (std::size_t i = 0; i < file.weights.size(); ++i)
      line(std::string(weighed_names()[i].name), file.weights[i]);
    matters("", file.learned.matters);
    words("", file.learned.words);
    for (const LearnedRoute& route : file.learned.routes) this->route(route);
    return std::move(out_);
  }

 private:
  void line(const std::string& name, double value) { out_ += name + " = " + number(value) + "\n"; }

  void matters(const std::string& above, const std::vector<double>& weights) {
    if (weights.empty()) return;
    out_ += "\n[" + above + "matters]\n";
    for (std::size_t i = 0; i < weights.size(); ++i) line(topics_[i].id, weights[i]);
  }

  void words(const std::string& above, const std::vector<NamedWeight>& words) {
    if (words.empty()) return;
    out_ += "\n[" + above + "words]\n";
    for (const NamedWeight& word : words) line("\"" + word.name + "\"", word.weight);
  }

  void route(const LearnedRoute& route) {
    const std::string above = "topics." + topics_[route.topic].id;
    out_ += "\n[" + above + "]\n";
    line("bias", route.bias);
    matters(above + ".", route.matters);
    words(above + ".", route.words);
  }

  const std::vector<TopicInfo>& topics_;
  std::string out_{};
};

}  // namespace

LearnedWeights read_learned(TomlTable& root, const std::vector<TopicInfo>& topics) {
  LearnedWeights out;
  out.matters = read_matters(root, topics);
  out.words = read_words(root);
  std::optional<TomlTable> routes = root.table("topics");
  if (!routes) return out;
  for (std::uint32_t i = 0; i < topics.size(); ++i) {
    std::optional<TomlTable> table = routes->table(topics[i].id);
    if (!table) continue;
    LearnedRoute route;
    route.topic = i;
    route.bias = table->real("bias").value_or(0);
    route.matters = read_matters(*table, topics);
    route.words = read_words(*table);
    table->finish();
    out.routes.push_back(std::move(route));
  }
  routes->finish();
  return out;
}

std::string write_weights(const WeightsFile& file, const std::vector<TopicInfo>& topics) {
  return Writer(topics).run(file);
}

}  // namespace social311::classifier
