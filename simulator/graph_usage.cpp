#include "simulator/graph_usage.h"

#include <array>

#include "core/json.h"

namespace social311::simulator {

namespace {

constexpr std::array<const char*, 4> names = {"app", "pages", "messenger", "instagram"};

}  // namespace

const char* name_of(UseCase use) {
  return names[static_cast<std::size_t>(use)];
}

std::optional<UseCase> use_case_of(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (name == names[i]) return static_cast<UseCase>(i);
  }
  return std::nullopt;
}

int GraphUsage::budget(UseCase use) const {
  switch (use) {
    case UseCase::pages:
      return budgets_.pages;
    case UseCase::messenger:
      return budgets_.messenger;
    case UseCase::instagram:
      return budgets_.instagram;
    case UseCase::app:
      break;
  }
  return budgets_.app;
}

GraphUsage::Spent& GraphUsage::open(UseCase use, Instant now) {
  Spent& spent = spent_[use];
  if (spent.window.count() == 0 || now >= spent.since + spent.window) {
    spent = {.since = now, .window = budgets_.window, .calls = 0};
  }
  return spent;
}

bool GraphUsage::take(UseCase use, Instant now) {
  Spent& spent = open(use, now);
  const bool allowed = spent.calls < budget(use);
  ++spent.calls;
  return allowed;
}

void GraphUsage::exhaust(UseCase use, Instant now) {
  open(use, now).calls = budget(use);
}

void GraphUsage::set(UseCase use, int percent, std::chrono::minutes regain, Instant now) {
  spent_[use] = {.since = now,
                 .window = regain,
                 .calls = static_cast<int>(static_cast<std::int64_t>(budget(use)) * percent / 100)};
}

int GraphUsage::percent(UseCase use, Instant now) const {
  const auto found = spent_.find(use);
  if (found == spent_.end() || now >= found->second.since + found->second.window) return 0;
  return static_cast<int>(static_cast<std::int64_t>(found->second.calls) * 100 / budget(use));
}

std::int64_t GraphUsage::regain_minutes(UseCase use, Instant now) const {
  if (percent(use, now) < 100) return 0;
  const Spent& spent = spent_.at(use);
  return std::chrono::ceil<std::chrono::minutes>(spent.since + spent.window - now).count();
}

Pairs GraphUsage::headers(UseCase use, const std::string& id, Instant now) const {
  const int app = percent(UseCase::app, now);
  JsonWriter whole;
  whole.object().member("call_count", app).member("total_cputime", app / 2);
  whole.member("total_time", app / 2);
  Pairs headers = {{"X-App-Usage", whole.str()}};
  if (use == UseCase::app) return headers;
  const int share = percent(use, now);
  JsonWriter by_use;
  by_use.object().key(id).list().object().member("type", name_of(use));
  by_use.member("call_count", share).member("total_cputime", share / 2);
  by_use.member("total_time", share / 2);
  by_use.member("estimated_time_to_regain_access", regain_minutes(use, now));
  headers.emplace_back("X-Business-Use-Case-Usage", by_use.str());
  return headers;
}

}  // namespace social311::simulator
