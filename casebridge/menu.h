// The menu of topics: the one question to a private message from which no topic can be read, as the
// phone asks it. Data in menu.toml of the rules folder (docs/answers.md). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/toml.h"

namespace social311::casebridge {

struct MenuEntry {  // its number is its place in the list, from 1
  std::string topic{};
  std::string name_en{};
  std::string name_es{};
  std::vector<std::string> words{};  // phrases that mean it, besides its names
};

struct Menu {
  std::string lead_en{};  // what stands before the entries
  std::string lead_es{};
  std::vector<MenuEntry> entries{};
};

// "What is it about? 1 Treasury and taxes, 2 Trash …"
std::string menu_text(const Menu& menu, const std::string& language);
// The topic of the one entry that the answer names: by a phrase, or where the answer is a few words
// long by its number ("2", "option two", "la dos"). Empty: none, or several.
std::optional<std::string> read_choice(const Menu& menu, std::string_view text);

// menu.toml; a missing file is no menu. `topics` are those that entries may name.
Menu read_menu(TomlTable root, const std::vector<std::string>& topics);

}  // namespace social311::casebridge
