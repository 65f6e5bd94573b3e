// A 311 case and the replies that belong to it: the words that the bridge, the store and the console share.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/finding.h"
#include "core/post.h"

namespace social311 {

enum class CaseStatus { fresh, needs_info, open, with_agency, closed };  // "new" is a keyword
enum class Priority { normal, partner, urgent, emergency };
enum class ReplyKind { receipt, question, emergency, answer, closing, survey, handover, notice };
enum class ReplyState { draft, queued, sending, sent, in_doubt, failed, withheld };
enum class ReplyMode { off, approve, acknowledge };  // the account's `reply` key
// What may be done when a reply's fate is settled as absent (see casebridge/reply_protocol.h).
enum class ReplyPolicy { human, retry_if_deduped, retry_keyed };

const char* name_of(CaseStatus value);  // "new" "needs_info" "open" "with_agency" "closed"
const char* name_of(Priority value);
const char* name_of(ReplyKind value);
const char* name_of(ReplyState value);
const char* name_of(ReplyMode value);
const char* name_of(ReplyPolicy value);
// Empty for an unknown name.
std::optional<CaseStatus> case_status(std::string_view name);
std::optional<Priority> priority(std::string_view name);
std::optional<ReplyKind> reply_kind(std::string_view name);
std::optional<ReplyState> reply_state(std::string_view name);
std::optional<ReplyMode> reply_mode(std::string_view name);
std::optional<ReplyPolicy> reply_policy(std::string_view name);
std::optional<Decision> decision(std::string_view name);
std::optional<Intent> intent(std::string_view name);
std::optional<Urgency> urgency(std::string_view name);

struct Resident {
  std::string network{};
  std::string id{};
  std::string handle{};

  bool operator==(const Resident&) const = default;
};

struct Case {
  std::string number{};  // "26-000123"
  CaseStatus status = CaseStatus::fresh;
  std::string topic{};
  std::string service_code{};
  std::string division{};
  Priority priority = Priority::normal;
  Instant opened_at{};
  std::optional<Instant> due_at{};
  std::optional<Instant> closed_at{};
  std::string network{};
  std::vector<std::string> post_ids{};
  std::optional<std::string> incident{};  // number of the case that leads the incident
  std::optional<Location> location{};
  Resident resident{};
  std::string language{};                 // of the replies: the resident's
  std::optional<Instant> first_response_at{};
  int contacts = 0;                       // posts of the resident and answers of the city
  std::optional<std::string> resolution{};

  bool operator==(const Case&) const = default;
};

}  // namespace social311
