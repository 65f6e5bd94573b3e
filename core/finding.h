// What the classifier says about one post, with the words that made it say so.
// All offsets are UTF-8 bytes into Post::text, end exclusive.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace social311 {

enum class Decision { ignore, review, open_case };
enum class Intent { request, question, complaint, praise, thanks, other };
enum class Urgency { normal, urgent, emergency };

const char* name_of(Decision value);  // "ignore" "review" "case"
const char* name_of(Intent value);
const char* name_of(Urgency value);

struct Evidence {
  std::size_t start = 0;
  std::size_t end = 0;
  std::string term{};  // the term as its author wrote it in the rules

  bool operator==(const Evidence&) const = default;
};

struct TopicFinding {
  std::string topic{};
  std::optional<std::string> division{};
  std::string service_code{};
  double score = 0;
  std::vector<Evidence> evidence{};

  bool operator==(const TopicFinding&) const = default;
};

struct Location {
  std::optional<std::size_t> start{};  // absent for a post's own coordinates
  std::optional<std::size_t> end{};
  std::string text{};
  std::string kind{};  // address | intersection | block | street | landmark | area | point
  std::optional<double> lat{};
  std::optional<double> lon{};
  std::string neighborhood{};  // "" when unknown; an unknown place stays unknown
  std::string district{};      // of the council; "" when unknown or the map has none

  bool operator==(const Location&) const = default;
};

struct PrivateSpan {
  std::size_t start = 0;
  std::size_t end = 0;
  std::string kind{};  // phone | email | ssn | card | plate | address

  bool operator==(const PrivateSpan&) const = default;
};

struct Finding {
  double service_request = 0;  // probability
  Decision decision = Decision::ignore;
  Intent intent = Intent::other;
  std::vector<TopicFinding> topics{};  // best first
  Urgency urgency = Urgency::normal;
  bool addressed = false;      // spoken to the city: a mention of one of its handles, or a message
  std::string language = "und";
  std::vector<Location> locations{};
  double abuse = 0;
  std::vector<PrivateSpan> pii{};
  std::string rules{};         // version of the rule set

  bool operator==(const Finding&) const = default;
};

}  // namespace social311
