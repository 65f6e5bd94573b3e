#include "classifier/sought_words.h"

#include <algorithm>
#include <map>
#include <set>

namespace social311::classifier {
namespace {

// Beyond this many, nearly every sentence has one, and looking twice only costs.
constexpr std::size_t most_sought = 150;

bool is_short(const std::string& word) {
  return word.size() < sieving::beginning_letters;
}

WordTable<char> table_of(const std::vector<std::string>& words) {
  std::map<std::string, std::vector<char>> lists;
  for (const std::string& word : words) lists[word] = {'\1'};
  return WordTable<char>(lists);
}

}  // namespace

void SoughtWords::Beginnings::add(std::string_view word) {
  const std::string padded = std::string(word) + std::string(4, '\0');
  const std::size_t bit =
      (sieving::beginning_of(padded.data(), word.size()) * 0x9E3779B1u) >> (32 - bit_count);
  bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

bool SoughtWords::are_few(const Sought& sought) {
  return !sought.anything && sought.words.size() + sought.openings.size() <= most_sought &&
         std::none_of(sought.openings.begin(), sought.openings.end(), is_short);
}

SoughtWords::SoughtWords(const Sought& sought)
    : names_(sought.names), words_(table_of(sought.words)), openings_(table_of(sought.openings)) {
  std::set<std::size_t> sizes;
  for (const std::string& opening : sought.openings) sizes.insert(opening.size());
  open_sizes_.assign(sizes.begin(), sizes.end());
  for (const std::string& word : sought.words) beginnings_.add(word);
  for (const std::string& opening : sought.openings) beginnings_.add(opening);
  for (const std::string& word : sought.followers) followers_.add(word);
}

bool SoughtWords::is_sought(const char* padded, std::size_t size) const {
  const auto known = [&](const WordTable<char>& table, std::size_t letters) {
    return !table.find(hash_of_padded(padded, letters), {padded, letters}).empty();
  };
  if (known(words_, size)) return true;
  return std::any_of(open_sizes_.begin(), open_sizes_.end(), [&](std::size_t letters) {
    return letters <= size && known(openings_, letters);
  });
}

}  // namespace social311::classifier
