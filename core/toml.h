// TOML with positions. A missing key is a default; a wrong type, an unknown key or a bad unit is an
// error with file:line:column and the nearest known key. The one home of toml++.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace social311 {

struct TextPosition {
  std::string file{};
  int line = 0;
  int column = 0;
};
// "rules/x.toml:12:3"; line 0 means the file as a whole (or a variable): its name alone.
std::string to_string(const TextPosition& position);

struct Complaint {  // one fault in a file that a person wrote
  TextPosition where{};
  std::string what{};
};
std::string to_string(const Complaint& complaint);  // "file:line:column: what"

// A table being read. Every getter marks its key as known; finish() complains about the others.
// Complaints are gathered in the document, so one run shows them all.
class TomlTable {
 public:
  std::optional<std::string> text(std::string_view key);
  std::optional<std::int64_t> number(std::string_view key, std::int64_t min, std::int64_t max);
  std::optional<double> real(std::string_view key);
  std::optional<bool> flag(std::string_view key);
  std::vector<std::string> texts(std::string_view key);  // a list of strings; absent = empty
  std::optional<TomlTable> table(std::string_view key);
  std::vector<TomlTable> tables(std::string_view key);  // [[key]]
  std::vector<std::string> keys() const;                // in the file's order where it is known
  bool has(std::string_view key) const;                 // marks the key as known, too
  bool is_list(std::string_view key) const;
  TextPosition position(std::string_view key) const;  // of the key's value, or of the table
  TextPosition position(std::string_view key, std::size_t index) const;  // of one element of a list
  void complain(std::string_view key, std::string what);                 // at the key's position
  void complain_at(TextPosition where, std::string what);
  void finish();  // unknown keys become complaints

 private:
  friend class TomlDocument;
  struct Impl;
  explicit TomlTable(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<Impl> impl_;
};

class TomlDocument {
 public:
  // A syntax error is the only complaint of a document that could not be parsed.
  static TomlDocument parse(std::string_view text, std::string file);
  static Result<TomlDocument> read(const std::string& path);  // Fault: cannot be opened or read

  TomlTable root();
  const std::vector<Complaint>& complaints() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace social311
