// Hot topics in words for those who do not look at the console: JSON for a webhook, blocks for
// Slack, mail. Pure. Texts of residents are hostile: escaped for each sink, personal data that the
// rules found is blacked out.
#pragma once

#include <string>
#include <vector>

#include "core/secret.h"
#include "service/config_trends.h"
#include "sql/store.h"

namespace social311::service {

struct TrendMessage {
  std::string id{};    // "episode/…", "digest/…": the same for every try
  std::string city{};  // its name
  std::string link{};  // to the console's page
  std::string zone{};  // of the city's wall clock
  Instant at{};
  std::vector<sql::HotEpisode> episodes{};  // one; of a digest any number, hottest first
  std::vector<sql::CasePost> samples{};     // of the one
  std::string coverage{};                   // of a digest: a sentence; "" = none
  // Of cases instead of hot topics ("deadlines/…", "deadline/…", "emergency/…"): what for, and a
  // line a case.
  std::string subject{};
  std::vector<std::string> lines{};

  bool of_cases() const { return !subject.empty(); }
  bool digest() const { return id.starts_with("digest/"); }
};

std::string webhook_body(const TrendMessage& message, WebhookForm form);
// "t=1772463845,v1=<hex>": HMAC-SHA256 of "<t>.<body>", so that an old call cannot be sent again as
// a new one.
std::string webhook_signature(const Secret& secret, Instant at, std::string_view body);

// A whole mail with its headers, lines ended by LF as sendmail wants them.
std::string mail_text(const TrendMessage& message, const TrendsConfig& trends);

// What one line says: "pothole street in Capitol Hill: 12 people since 14:02 (usually 0.4)".
std::string headline(const sql::HotEpisode& episode, const std::string& zone);
// & < > become entities: nothing a resident writes becomes a link, a mention or a call to a
// channel.
std::string slack_escape(std::string_view text);
// Line breaks and other control characters become blanks; not ASCII: RFC 2047.
std::string header_value(std::string_view text);
// The text with the spans of the finding's `pii` blacked out.
std::string without_personal_data(const sql::CasePost& sample);

}  // namespace social311::service
