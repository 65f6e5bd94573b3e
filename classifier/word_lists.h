// Lists of words, written one after another, as a table from a word to the classes it is in.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/word_table.h"
#include "core/text.h"

namespace social311::classifier {

struct WordList {
  std::uint32_t word_class = 0;  // a bit
  std::string_view words{};      // with blanks between them
};

using ClassTable = WordTable<std::uint32_t>;

template <typename Lists>
ClassTable class_table(const Lists& lists) {
  std::map<std::string, std::uint32_t> classes;
  for (const WordList& list : lists) {
    for (const std::string& word : split(list.words, ' ')) classes[word] |= list.word_class;
  }
  std::map<std::string, std::vector<std::uint32_t>> table;
  for (const auto& [word, bits] : classes) table[word] = {bits};
  return ClassTable(table);
}

}  // namespace social311::classifier
