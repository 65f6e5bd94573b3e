// The API's form of an incident, and closing with all that are joined.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "service/web/app.h"

namespace social311::service {

void write_same_trouble(JsonWriter& json, const WebParts& parts, const sql::SameTrouble& same);

// What closing one case says to everybody who reported the same trouble, each in their own thread,
// network and language. A refusal is about the leading case; a joined resident who cannot be told
// is closed all the same, and the case's history says why they were not told.
struct ClosingAsk {
  std::string resolution{};
  std::map<std::string, std::string> translations{};  // language → the outcome in it
  std::string photo_url{};                            // "" = none
  bool tell = true;

  // As it is kept with the case.
  std::string outcome() const {
    return photo_url.empty() ? resolution : resolution + " " + photo_url;
  }
};
// The body of a call to close, as far as it is optional.
ClosingAsk closing_ask(const ApiCall& call, std::string resolution);
struct ClosingNotes {
  std::vector<sql::ClosingNote> notes{};  // the leading case first
  std::optional<net::ServerReply> refusal{};
};
ClosingNotes closing_notes(const WebParts& parts, const ApiCall& call,
                           const sql::CaseDetail& detail, const ClosingAsk& ask);

// The survey of a closed case whose closing note leaves only now; empty = they are not asked.
std::optional<sql::NewReply> survey_after(const WebParts& parts, const ApiCall& call,
                                          const sql::CaseDetail& detail);

}  // namespace social311::service
