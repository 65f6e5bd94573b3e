// Posts, users and what hangs on them, written as X writes them: only what was asked for, in the
// words of the asked vocabulary.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/json.h"
#include "simulator/ask.h"
#include "simulator/problem.h"
#include "simulator/twist.h"
#include "simulator/world.h"

namespace social311::simulator {

std::string x_time(Instant instant);  // "2026-03-02T15:04:05.000Z"

// Gathers one answer: data first, then what the expansions bring in, then errors.
class Renderer {
 public:
  Renderer(const World& world, const Ask& ask, Authors authors = Authors::all);

  void post(JsonWriter& out, const SimPost& post);  // one entry of data
  void user(JsonWriter& out, const SimUser& user);
  void fail(PartialError error);  // one entry of errors
  void include_user(const std::string& id) { users_.insert(id); }
  // Members "includes" and "errors", where there is something. Call it once, after the data.
  void finish(JsonWriter& out);

 private:
  void write_post(JsonWriter& out, const SimPost& post) const;
  void write_links(JsonWriter& out, const SimPost& post) const;
  void write_extras(JsonWriter& out, const SimPost& post) const;
  void write_entities(JsonWriter& out, const BuiltText& built) const;
  void write_entity(JsonWriter& out, const Entity& entity) const;
  void write_geo(JsonWriter& out, const SimPost& post) const;
  void write_metrics(JsonWriter& out, const SimPost& post) const;
  void write_media(JsonWriter& out, const SimPost& post) const;
  void write_place(JsonWriter& out) const;
  void write_includes(JsonWriter& out);
  void write_errors(JsonWriter& out) const;
  void gather(const SimPost& post);
  void gather_people(const SimPost& post);
  void gather_reference(std::uint64_t id);
  bool wants(const char* field) const { return ask_.wants_field(field); }
  bool user_wants(const char* field) const { return ask_.lists_value("user.fields", field); }

  const World& world_;
  const Ask& ask_;
  const Names& names_;
  Authors authors_;
  std::set<std::string> users_;
  std::vector<std::uint64_t> posts_;     // includes, in order of appearance
  std::vector<std::uint64_t> pictured_;  // posts whose media are included
  bool place_ = false;
  std::string first_author_;
  std::vector<PartialError> errors_;
};

}  // namespace social311::simulator
