// What X's refusals mean: for a read a Fault, for a write the end of the attempt. Only answers that
// were recorded or documented count as "refused before any effect"; the rest of a write is unknown.
// Sources: X docs, recorded bodies, issue threads; reliability rules of the reply protocol.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connectors/network.h"
#include "core/http.h"
#include "core/result.h"

namespace social311::connectors::twitter {

// An error body in any of its forms; `readable` is false for HTML, nothing, or foreign JSON.
struct Problem {
  bool readable = false;
  std::string kind{};  // last path segment of `type`, whatever the host; "" for about:blank
  std::string title{};
  std::string detail{};
  int code = 0;  // of the old form {"errors":[{"code":88,…}]}
};
Problem read_problem(std::string_view body);

// A response whose status is not 2xx. 401 is `denied` here: renewing comes before this.
// A window that is used up is `retry_later` until its reset; a used-up cap of the plan is `denied`
// with retry_after (the park ends by itself); used-up credits are `denied` without (a person pays).
Fault fault_of(const HttpResponse& response, Instant now);
// Of an answer to POST /2/tweets or a POST of a direct message, 401 and 2xx included.
PublishOutcome outcome_of(const HttpResponse& response, Instant now);
// Of an answer to DELETE /2/tweets/{id}: `sent` = it is gone.
PublishOutcome outcome_of_removal(const HttpResponse& response, Instant now);

// "Please use a 'since_id' that is larger than N": N, when this is that refusal.
std::optional<std::string> oldest_since_id(const HttpResponse& response);

}  // namespace social311::connectors::twitter
