#include "core/toml.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <toml++/toml.h>

#include "core/file.h"
#include "core/text.h"

namespace social311 {
namespace {

// What all tables of one document share.
struct Source {
  std::string file{};
  toml::table root{};
  bool broken = false;
  std::vector<Complaint> complaints{};

  TextPosition at(const toml::source_region& region) const {
    return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
  }

  // In the file's order, whatever order the reader asked in.
  void complain(Complaint complaint) {
    if (broken) return;  // the syntax error has said it all
    const auto later = [](const Complaint& a, const Complaint& b) {
      return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    };
    complaints.insert(std::upper_bound(complaints.begin(), complaints.end(), complaint, later),
                      std::move(complaint));
  }
};

// A key as it is shown in a complaint; whoever wrote the file may have written anything.
std::string ticked(std::string_view key) {
  const std::string shown = quoted(key, 80);
  return '`' + shown.substr(1, shown.size() - 2) + '`';
}

const char* words_for(toml::node_type type) {
  switch (type) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time:
      return "a date or time";
    case toml::node_type::none:
      break;
  }
  return "nothing";
}

// The known key that the writer most likely meant; empty when none is near.
std::string nearest(std::string_view key, const std::set<std::string, std::less<>>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, key.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(key, candidate);
    if (distance < best_distance && distance < candidate.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace

struct TomlTable::Impl {
  std::shared_ptr<Source> source;
  const toml::table* table = nullptr;
  std::set<std::string, std::less<>> known{};

  const toml::node* find(std::string_view key) {
    known.emplace(key);
    return table->get(key);
  }

  void wrong_type(std::string_view key, const toml::node& node, const std::string& wanted) {
    source->complain({source->at(node.source()),
                      ticked(key) + " must be " + wanted + ", not " + words_for(node.type())});
  }

  // The value of `key` where it has the right type; a complaint where it has another.
  template <typename T>
  std::optional<T> get(std::string_view key, const char* wanted) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* value = node->as<T>()) return value->get();
    wrong_type(key, *node, wanted);
    return std::nullopt;
  }

  TomlTable child(const toml::table& inner) const {
    return TomlTable(std::make_shared<Impl>(Impl{source, &inner}));
  }
};

struct TomlDocument::Impl {
  std::shared_ptr<Source> source = std::make_shared<Source>();
};

std::string to_string(const TextPosition& position) {
  if (position.line == 0) return position.file;
  return position.file + ':' + std::to_string(position.line) + ':' +
         std::to_string(position.column);
}

std::string to_string(const Complaint& complaint) {
  return to_string(complaint.where) + ": " + complaint.what;
}

std::optional<std::string> TomlTable::text(std::string_view key) {
  return impl_->get<std::string>(key, "a string");
}

std::optional<std::int64_t> TomlTable::number(std::string_view key, std::int64_t min,
                                              std::int64_t max) {
  const std::string wanted =
      "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
  const auto value = impl_->get<std::int64_t>(key, wanted.c_str());
  if (!value || (*value >= min && *value <= max)) return value;
  complain(key, ticked(key) + " must be " + wanted + ", not " + std::to_string(*value));
  return std::nullopt;
}

std::optional<double> TomlTable::real(std::string_view key) {
  const toml::node* node = impl_->find(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_number()) return node->value<double>();
  impl_->wrong_type(key, *node, "a number");
  return std::nullopt;
}

std::optional<bool> TomlTable::flag(std::string_view key) {
  return impl_->get<bool>(key, "true or false");
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
  std::vector<std::string> out;
  const toml::node* node = impl_->find(key);
  if (node == nullptr) return out;
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    impl_->wrong_type(key, *node, "a list of strings");
    return out;
  }
  for (const toml::node& item : *list) {
    if (const auto* text = item.as_string()) {
      out.push_back(text->get());
    } else {
      impl_->wrong_type(key, item, "a list of strings");
    }
  }
  return out;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const toml::node* node = impl_->find(key);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* inner = node->as_table()) return impl_->child(*inner);
  impl_->wrong_type(key, *node, "a table");
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> out;
  const toml::node* node = impl_->find(key);
  if (node == nullptr) return out;
  const toml::array* list = node->as_array();
  if (list == nullptr) {
    impl_->wrong_type(key, *node, "a list of tables ([[" + std::string(key) + "]])");
    return out;
  }
  for (const toml::node& item : *list) {
    if (const toml::table* inner = item.as_table()) {
      out.push_back(impl_->child(*inner));
    } else {
      impl_->wrong_type(key, item, "a list of tables ([[" + std::string(key) + "]])");
    }
  }
  return out;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::tuple<toml::source_index, toml::source_index, std::string>> placed;
  for (const auto& [key, node] : *impl_->table) {
    const auto& begin = key.source().begin;
    placed.emplace_back(begin.line, begin.column, std::string(key.str()));
  }
  std::sort(placed.begin(), placed.end());
  std::vector<std::string> out;
  out.reserve(placed.size());
  for (auto& [line, column, key] : placed) out.push_back(std::move(key));
  return out;
}

bool TomlTable::has(std::string_view key) const {
  return impl_->find(key) != nullptr;
}

bool TomlTable::is_list(std::string_view key) const {
  const toml::node* node = impl_->find(key);
  return node != nullptr && node->is_array();
}

TextPosition TomlTable::position(std::string_view key) const {
  const toml::node* node = impl_->table->get(key);
  return impl_->source->at(node != nullptr ? node->source() : impl_->table->source());
}

TextPosition TomlTable::position(std::string_view key, std::size_t index) const {
  const toml::node* node = impl_->table->get(key);
  const toml::array* list = node != nullptr ? node->as_array() : nullptr;
  if (list == nullptr || index >= list->size()) return position(key);
  return impl_->source->at((*list)[index].source());
}

void TomlTable::complain_at(TextPosition where, std::string what) {
  impl_->source->complain({std::move(where), std::move(what)});
}

void TomlTable::complain(std::string_view key, std::string what) {
  impl_->source->complain({position(key), std::move(what)});
}

void TomlTable::finish() {
  for (const auto& [key, node] : *impl_->table) {
    if (impl_->known.contains(key.str())) continue;
    const std::string meant = nearest(key.str(), impl_->known);
    std::string what = "unknown key " + ticked(key.str());
    if (!meant.empty()) what += ", did you mean " + ticked(meant) + "?";
    impl_->source->complain({impl_->source->at(key.source()), std::move(what)});
  }
}

TomlDocument TomlDocument::parse(std::string_view text, std::string file) {
  TomlDocument document;
  document.impl_ = std::make_shared<Impl>();
  Source& source = *document.impl_->source;
  source.file = std::move(file);
  try {
    source.root = toml::parse(text, std::string_view(source.file));
  } catch (const toml::parse_error& error) {
    source.complain({source.at(error.source()), std::string(error.description())});
    source.broken = true;
  }
  return document;
}

Result<TomlDocument> TomlDocument::read(const std::string& path) {
  auto text = read_file(path);
  if (!text) return text.fault();
  return parse(*text, path);
}

TomlTable TomlDocument::root() {
  auto impl = std::make_shared<TomlTable::Impl>();
  impl->source = impl_->source;
  impl->table = &impl_->source->root;
  return TomlTable(std::move(impl));
}

const std::vector<Complaint>& TomlDocument::complaints() const {
  return impl_->source->complaints;
}

}  // namespace social311
