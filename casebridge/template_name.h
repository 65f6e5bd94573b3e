// Under which name a city keeps a text: <kind>[.<topic>][.<network>][.short][.v2 … .v9].<language>.
// The most special one that exists is taken; variants keep replies from looking like one text sent
// a thousand times, which networks punish. Internal to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "casebridge/city.h"

namespace social311::casebridge {

inline constexpr int most_variants = 9;

struct TemplateName {
  enum class Size { full, brief };
  std::string kind{};
  std::string topic{};    // "" = of any
  std::string network{};  // "" = on any
  Size size = Size::full;
  int variant = 1;
  std::string language{};
};

std::string to_string(const TemplateName& name);
// Empty for a stem that names a kind, topic, network or language that does not exist.
std::optional<TemplateName> template_name(std::string_view stem, const City& city);

// The text for a reply: special ones before common ones, of the variants the one that `marker`
// falls on (always the same). Null where there is none.
const std::string* find_template(const City& city, TemplateName name, std::string_view marker);

}  // namespace social311::casebridge
