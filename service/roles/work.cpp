#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "core/text.h"
#include "service/roles/batch_size.h"
#include "service/roles/changes.h"
#include "service/roles/incidents.h"
#include "service/roles/intake.h"
#include "service/roles/role_intake.h"
#include "service/roles/roles.h"
#include "service/roles/turn.h"

namespace social311::service {
namespace {

using namespace std::chrono_literals;
constexpr int changes_a_turn = 50;
constexpr unsigned most_workers = 4;

// Sleeps until the database says that something came in, or a second has passed: NOTIFY only wakes.
class Pause {
 public:
  Pause(const sql::StoreOptions& options, Clock& clock) : options_(options), clock_(clock) {}

  void wait(std::stop_token stop) {
    if (!waker_) {
      auto opened = sql::open_waker(options_);
      if (!opened) {
        clock_.sleep_until(clock_.now() + 1s, stop);
        return;
      }
      waker_ = std::move(opened).value();
    }
    try {
      waker_->wait(500ms);
    } catch (const sql::StoreLost&) {
      waker_.reset();
    }
  }

 private:
  const sql::StoreOptions& options_;
  Clock& clock_;
  std::unique_ptr<sql::Waker> waker_{};
};

int decide(const IntakeParts& intake, sql::Store& store, BatchSize& batch, Clock& clock) {
  const Instant now = clock.now();
  const int decided = store.decide_posts(
      batch.posts(), now,
      [&](sql::DecideTurn& turn, const sql::StoredPost& post) { settle(intake, turn, post, now); });
  batch.took(decided, clock.now() - now);
  if (decided > 0) spdlog::info("decided posts={}", decided);
  return decided;
}

void take_changes(const IntakeParts& intake, sql::Store& store, Instant now) {
  const int changed = store.take_changes(
      changes_a_turn, now,
      [&](sql::DecideTurn& turn, const sql::PostChange& change, const sql::StoredPost& post) {
        act_on_change(intake, turn, change, post, now);
      });
  if (changed > 0) spdlog::info("acted_on_changes posts={}", changed);
}

// Decides alone while it can. Only where its batches come full is it behind, and the others help:
// so cases are numbered as their posts came in, all but in a flood.
class Worker {
 public:
  Worker(const RoleParts& parts, const classifier::Classifier& rules, std::atomic<bool>& behind)
      : parts_(parts),
        behind_(behind),
        keeper_(parts.database, parts.clock),
        intake_(parts, rules, keeper_.slot()) {}

  void lead(const std::stop_token& stop) {
    Pause pause(parts_.database, parts_.clock);
    while (!stop.stop_requested()) {
      const bool ended = keeper_.turn("work", stop, [&] {
        behind_ = decide_batch();
        keep_house();
      });
      if (!ended) behind_ = false;
      if (!behind_) pause.wait(stop);
    }
  }

  void help(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      if (behind_)
        keeper_.turn("work", stop, [this] { decide_batch(); });
      else
        parts_.clock.sleep_until(parts_.clock.now() + 50ms, stop);
    }
  }

 private:
  bool decide_batch() {
    half_a_minute_ = intake_.learn(keeper_.store(), parts_.clock.now());
    // Some are left to who is deciding their conversation; they do not end a flood.
    const int many = batch_.posts() / 2;
    return decide(intake_.parts(), keeper_.store(), batch_, parts_.clock) >= many;
  }

  void keep_house() {
    const Instant now = parts_.clock.now();
    auto& store = keeper_.store();
    if (half_a_minute_) store.tell_late(now);  // deadlines and transfers that passed
    take_changes(intake_.parts(), store, now);
    if (!behind_) compare_moved(intake_.parts(), store, changes_a_turn, now);
  }

  const RoleParts& parts_;
  std::atomic<bool>& behind_;
  StoreKeeper keeper_;
  RoleIntake intake_;
  BatchSize batch_{};
  bool half_a_minute_ = false;
};

}  // namespace

// While one worker waits for the database another classifies; more than the cores there are would
// only wait for each other's locks.
void run_work(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
              std::stop_token stop) {
  std::atomic<bool> behind{false};
  const auto workers = std::clamp(std::thread::hardware_concurrency(), 1U, most_workers);
  std::vector<std::jthread> helpers;
  for (unsigned i = 1; i < workers; ++i)
    helpers.emplace_back([&] { Worker(parts, *rules, behind).help(stop); });
  Worker(parts, *rules, behind).lead(stop);
}

}  // namespace social311::service
