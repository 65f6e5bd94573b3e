#include "casebridge/template_name.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/case.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

constexpr std::array<std::string_view, 6> networks{"twitter", "facebook", "instagram",
                                                   "bluesky", "mastodon", "import"};

// "v2" … "v9", or 0.
int variant_of(std::string_view part) {
  if (part.size() != 2 || part[0] != 'v' || part[1] < '2' || part[1] > '9') return 0;
  return part[1] - '0';
}

bool is_language(const std::string& part, const City& city) {
  return part.size() == 2 ||
         std::find(city.languages.begin(), city.languages.end(), part) != city.languages.end();
}

// The parts between kind and language, each in its place and at most once.
bool read_middle(const std::vector<std::string>& parts, const City& city, TemplateName& name) {
  std::size_t at = 1;
  const std::size_t end = parts.size() - 1;
  if (at < end && city.services.contains(parts[at])) name.topic = parts[at++];
  if (at < end && std::find(networks.begin(), networks.end(), parts[at]) != networks.end())
    name.network = parts[at++];
  if (at < end && parts[at] == "short") {
    name.size = TemplateName::Size::brief;
    ++at;
  }
  if (at < end && variant_of(parts[at]) > 0) name.variant = variant_of(parts[at++]);
  return at == end;
}

// FNV-1a: stable over builds and machines, which std::hash is not.
std::size_t spread(std::string_view text) {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
  return static_cast<std::size_t>(hash >> 16);
}

const std::string* find(const City& city, const TemplateName& name) {
  const auto found = city.templates.find(to_string(name));
  return found == city.templates.end() ? nullptr : &found->second;
}

const std::string* one_of_the_variants(const City& city, TemplateName name,
                                       std::string_view marker) {
  std::vector<const std::string*> texts;
  for (name.variant = 1; name.variant <= most_variants; ++name.variant)
    if (const std::string* text = find(city, name)) texts.push_back(text);
  if (texts.empty()) return nullptr;
  return texts[spread(marker) % texts.size()];
}

}  // namespace

std::string to_string(const TemplateName& name) {
  std::string out = name.kind;
  for (const std::string& part : {name.topic, name.network})
    if (!part.empty()) out += "." + part;
  if (name.size == TemplateName::Size::brief) out += ".short";
  if (name.variant > 1) out += ".v" + std::to_string(name.variant);
  return out + "." + name.language;
}

std::optional<TemplateName> template_name(std::string_view stem, const City& city) {
  const std::vector<std::string> parts = split(stem, '.');
  if (parts.size() < 2 || !reply_kind(parts.front()) || !is_language(parts.back(), city))
    return std::nullopt;
  TemplateName name;
  name.kind = parts.front();
  name.language = parts.back();
  if (!read_middle(parts, city, name)) return std::nullopt;
  return name;
}

const std::string* find_template(const City& city, TemplateName name, std::string_view marker) {
  const std::string topic = name.topic;
  const std::string network = name.network;
  for (const auto& [tried_topic, tried_network] :
       std::array<std::pair<std::string, std::string>, 4>{
           {{topic, network}, {topic, ""}, {"", network}, {"", ""}}}) {
    name.topic = tried_topic;
    name.network = tried_network;
    if (const std::string* text = one_of_the_variants(city, name, marker)) return text;
  }
  return nullptr;
}

}  // namespace social311::casebridge
