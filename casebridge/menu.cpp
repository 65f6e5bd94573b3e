#include "casebridge/menu.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "casebridge/load_service.h"
#include "casebridge/phrases.h"
#include "core/text.h"

namespace social311::casebridge {
namespace {

constexpr std::size_t most_entries = 12;          // as many as numbers are known in words
constexpr std::size_t most_menu_graphemes = 170;  // it has to fit beside the case number
// A number in a longer answer is a house or a date, not a choice.
constexpr std::size_t most_words_of_a_number = 4;

bool names(const MenuEntry& entry, const Words& text) {
  if (contains_exactly(text, words_of(entry.name_en))) return true;
  if (contains_exactly(text, words_of(entry.name_es))) return true;
  return std::any_of(entry.words.begin(), entry.words.end(), [&](const std::string& phrase) {
    return contains_exactly(text, words_of(phrase));
  });
}

std::optional<int> number_in(const std::string& word) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error == std::errc() && end == word.data() + word.size()) return value;
  return spelled_number(word);
}

// The one number of a short answer.
std::optional<int> chosen_number(const Words& text) {
  if (text.size() > most_words_of_a_number) return std::nullopt;
  std::optional<int> chosen;
  for (const std::string& word : text) {
    const auto number = number_in(word);
    if (!number) continue;
    if (chosen) return std::nullopt;
    chosen = number;
  }
  return chosen;
}

MenuEntry read_entry(TomlTable& table, const std::vector<std::string>& topics) {
  MenuEntry entry;
  entry.topic = required(table, "topic");
  if (!entry.topic.empty() && std::find(topics.begin(), topics.end(), entry.topic) == topics.end())
    table.complain("topic", "no service with topic " + quoted(entry.topic, 60));
  entry.name_en = required(table, "name_en");
  entry.name_es = required(table, "name_es");
  entry.words = table.texts("words");
  table.finish();
  return entry;
}

// Two entries that are named by the same phrase could never be told apart by it.
void check_words(TomlTable& table, const MenuEntry& entry, std::set<Words>& taken) {
  std::set<Words> own;
  own.insert(words_of(entry.name_en));
  own.insert(words_of(entry.name_es));
  for (const std::string& phrase : entry.words) own.insert(words_of(phrase));
  for (const Words& phrase : own)
    if (!taken.insert(phrase).second)
      table.complain("words", "another entry of the menu is named by the same words");
}

void check_length(TomlTable& root, const Menu& menu) {
  for (const char* language : {"en", "es"}) {
    const std::size_t length = grapheme_count(menu_text(menu, language));
    if (length > most_menu_graphemes)
      root.complain(std::string("lead_") + language,
                    "the menu has " + std::to_string(length) + " characters; at most " +
                        std::to_string(most_menu_graphemes) + " fit beside the case number");
  }
}

}  // namespace

std::string menu_text(const Menu& menu, const std::string& language) {
  const bool spanish = language == "es";
  std::string out = spanish ? menu.lead_es : menu.lead_en;
  for (std::size_t i = 0; i < menu.entries.size(); ++i) {
    const MenuEntry& entry = menu.entries[i];
    out += (i == 0 ? " " : ", ") + std::to_string(i + 1) + " ";
    out += spanish ? entry.name_es : entry.name_en;
  }
  return out + ".";
}

std::optional<std::string> read_choice(const Menu& menu, std::string_view text) {
  const Words words = words_of(text);
  const MenuEntry* chosen = nullptr;
  for (const MenuEntry& entry : menu.entries) {
    if (!names(entry, words)) continue;
    if (chosen != nullptr) return std::nullopt;
    chosen = &entry;
  }
  if (chosen != nullptr) return chosen->topic;
  const auto number = chosen_number(words);
  const bool known =
      number && *number >= 1 && static_cast<std::size_t>(*number) <= menu.entries.size();
  if (!known) return std::nullopt;
  return menu.entries[static_cast<std::size_t>(*number - 1)].topic;
}

Menu read_menu(TomlTable root, const std::vector<std::string>& topics) {
  Menu menu;
  menu.lead_en = required(root, "lead_en");
  menu.lead_es = required(root, "lead_es");
  std::set<Words> taken;
  for (TomlTable& table : root.tables("entry")) {
    MenuEntry entry = read_entry(table, topics);
    check_words(table, entry, taken);
    menu.entries.push_back(std::move(entry));
  }
  if (menu.entries.size() < 2 || menu.entries.size() > most_entries)
    root.complain("entry", "a menu has 2 to " + std::to_string(most_entries) + " [[entry]]");
  check_length(root, menu);
  root.finish();
  return menu;
}

}  // namespace social311::casebridge
