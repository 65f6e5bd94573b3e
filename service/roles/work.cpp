#include <spdlog/spdlog.h>

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

}  // namespace

void run_work(const RoleParts& parts, std::shared_ptr<const classifier::Classifier> rules,
              std::stop_token stop) {
  StoreKeeper keeper(parts.database, parts.clock);
  RoleIntake intake(parts, *rules, keeper.slot());
  Pause pause(parts.database, parts.clock);
  BatchSize batch;
  while (!stop.stop_requested()) {
    bool more = false;
    keeper.turn("work", stop, [&] {
      const Instant now = parts.clock.now();
      auto& store = keeper.store();
      if (intake.learn(store, now)) store.tell_late(now);  // deadlines and transfers that passed
      const int asked = batch.posts();
      more = decide(intake.parts(), store, batch, parts.clock) >= asked;
      take_changes(intake.parts(), store, now);
      if (!more) compare_moved(intake.parts(), store, changes_a_turn, now);
    });
    if (!more) pause.wait(stop);
  }
}

}  // namespace social311::service
