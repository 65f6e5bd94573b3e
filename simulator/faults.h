// What goes wrong with a request: scripted for tests, drawn from seeded weights for drills. One
// seed gives one sequence of outcomes, for writes and reads apart.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"
#include "core/result.h"
#include "simulator/simulator.h"

namespace social311::simulator {

enum class Outcome {
  ok,
  // Writes: the twelve ends of reliability (with ok).
  posted_500,
  only_500,
  posted_hang,
  hang,  // reads too
  posted_reset,
  reset,  // reads too
  reset_applied_later,
  too_many,  // 429 of the window; reads too
  bad_request,
  duplicate,
  posted_truncated,
  posted_odd_format,  // the write happened, the answer says 20/1772107 (Meta)
  blocked,            // 368: writes of the account are blocked (Meta)
  // Reads.
  unavailable,     // 503 with HTML
  slow,            // the answer comes late
  drip,            // and piece by piece
  truncated,       // half a body
  stale,           // an older state of the network
  shifted,         // begins with items of the page before
  empty_page,      // no data, but a next_token
  looping,         // the next_token leads to the same page again
  missing_author,  // includes.users lacks the first author
  rate_exhausted,  // 429, and the window really is used up
  token_expired,   // 401, and only a refresh helps
  date_skew,       // the Date header is an hour off
  reordered,       // a page's items stand the other way round
  integer_ids,     // ids as numbers instead of texts (Meta)
  batch_nulls,     // the first item of a batch is null (Meta)
  batch_failures,  // the first item of a batch fails inside the 200 (Meta)
  reduce_data,     // "reduce the amount of data you're asking for" (Meta)
  older_version,   // served by the oldest version (Meta)
  // Both.
  usage_capped,
  no_credits,
  unauthorized,     // 401 once
  error_in_200,     // the refusal comes with status 200 (Meta)
  permission_lost,  // a permission lapsed; X and the others: 403
};
std::optional<Outcome> outcome_of(std::string_view name);
const char* name_of(Outcome outcome);
bool fits_write(Outcome outcome);
bool fits_read(Outcome outcome);

struct ScriptedFault {
  std::string method{};             // "" = any
  std::string path{};               // exact, or a beginning followed by `*`; "" = any
  std::vector<Outcome> outcomes{};  // one a request, in order
};

// Not thread-safe.
class FaultBox {
 public:
  FaultBox(std::uint64_t seed, FaultWeights weights);
  void script(ScriptedFault fault);
  void clear();  // the scripted ones
  void weigh(FaultWeights weights) { weights_ = std::move(weights); }
  std::size_t waiting() const;

  enum class Drawn { yes, no };  // whether the seeded weights apply to this request
  Outcome next(std::string_view method, std::string_view path, Drawn drawn);

 private:
  std::optional<Outcome> scripted(std::string_view method, std::string_view path);
  Outcome draw(SeededRandom& random, const std::map<std::string, double>& weights);

  FaultWeights weights_;
  SeededRandom writes_;
  SeededRandom reads_;
  std::list<ScriptedFault> scripts_;
};

}  // namespace social311::simulator
