// How much of Meta's budgets is spent: what the usage headers say and when calls are throttled. Not
// thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/clock.h"
#include "simulator/simulator.h"
#include "simulator/wire.h"

namespace social311::simulator {

enum class UseCase { app, pages, messenger, instagram };
const char* name_of(UseCase use);
std::optional<UseCase> use_case_of(std::string_view name);

class GraphUsage {
 public:
  explicit GraphUsage(MetaBudgets budgets) : budgets_(budgets) {}

  // Counts one call. False: it is one too many.
  bool take(UseCase use, Instant now);
  void exhaust(UseCase use, Instant now);
  // For drills: this much is spent, and it takes `regain` to get it back.
  void set(UseCase use, int percent, std::chrono::minutes regain, Instant now);
  void reset() { spent_.clear(); }

  int percent(UseCase use, Instant now) const;
  std::int64_t regain_minutes(UseCase use, Instant now) const;  // 0 below 100 %
  // X-App-Usage and X-Business-Use-Case-Usage under the id of the Page or the Instagram account.
  Pairs headers(UseCase use, const std::string& id, Instant now) const;

 private:
  struct Spent {
    Instant since{};
    Milliseconds window{};
    int calls = 0;
  };
  int budget(UseCase use) const;
  Spent& open(UseCase use, Instant now);

  MetaBudgets budgets_;
  std::map<UseCase, Spent> spent_;
};

}  // namespace social311::simulator
