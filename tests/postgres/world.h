// The small world of the database's tests: one account, its feed, posts and cases made by hand.
#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/scratch_cluster.h"

namespace social311::tests {

inline const Instant noon{std::chrono::milliseconds(1'772'463'845'678)};
inline const std::string account = "twitter/311311";
inline const std::string own_id = "311311";

inline Instant after(std::chrono::milliseconds span) {
  return noon + span;
}

Post make_post(const std::string& id, const std::string& text = "There is a pothole");

// A Store on a fresh database, with one feed.
struct World {
  World();
  explicit World(const std::string& existing_url);

  std::string url;
  std::unique_ptr<sql::Store> store;
  sql::Feed feed{};

  sql::KeepPage page(const std::vector<Post>& posts) const;
  void keep(const std::vector<Post>& posts) { store->keep_page(page(posts)); }
  std::string sql(const std::string& statement);
  std::unique_ptr<sql::Store> another() const { return open_scratch_store(url); }

  // Decides every undecided post: each becomes a case "26-00000n" of this row.
  std::vector<std::string> open_cases(const sql::NewCaseRow& row = {});
  // One post, one case; returns its number.
  std::string one_case(const std::string& post_id, const sql::NewCaseRow& row = {});
  sql::CaseDetail detail(const std::string& number);
  std::map<std::string, std::string> states();  // post → state
  std::string state_of(std::int64_t intent_id);
  // Queued, for post `target` of the case; its marker is "<number>-<seq>".
  std::int64_t queue(const std::string& number, const std::string& target, int seq = 1,
                     ReplyState state = ReplyState::queued);
  sql::NewReply reply(const std::string& number, const std::string& target, int seq = 1) const;
};

// As casebridge/reply_protocol.h has it, without its normalising.
bool same_text(const std::string& ours, const std::string& marker, const std::string& seen);

}  // namespace social311::tests
