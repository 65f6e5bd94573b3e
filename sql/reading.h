// What reading costs and what it owes afterwards: the meter of an account, what a server said of
// its limits, posts looked at again (edited, gone, back), and the tries of a gap. Part of the
// Store.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/post.h"

namespace social311::sql {

// Of one account. Money is the most the network may take.
struct Spent {
  std::int64_t calls = 0;
  std::int64_t reads = 0;      // resources that were returned
  std::int64_t micro_usd = 0;  // millionths of a US dollar

  Spent& operator+=(const Spent& more) {
    calls += more.calls;
    reads += more.reads;
    micro_usd += more.micro_usd;
    return *this;
  }
  bool operator==(const Spent&) const = default;
};

// Days and months are UTC's: so do the networks bill.
struct SpentSoFar {
  Spent today{};
  Spent month{};  // today included
};

struct AccountSpend {
  std::string account_key{};
  SpentSoFar spent{};
};

struct GonePost {
  std::string id{};   // the network's
  std::string why{};  // deleted | hidden | withheld
};

// What a second look at known posts brought. What is in neither list was asked for in vain.
struct SeenAgain {
  std::string account_key{};
  std::vector<std::string> asked{};
  std::vector<Post> posts{};  // their newest forms; posts that are not known yet are passed over
  std::vector<GonePost> gone{};
  Spent spent{};
  Instant now{};
};

struct KeptAgain {
  int changed = 0;  // a new text beside the old one; the post is decided again
  int gone = 0;     // became a tombstone: the text is no longer stored
  int back = 0;     // a tombstone whose text was read again
};

// How often a post is looked at again: by its age, where a case, a reply in flight or a person's
// decision hangs on it.
struct CheckPace {
  std::chrono::seconds fresh{600};       // younger than `fresh_for`
  std::chrono::seconds usual{3'600};     // the default
  std::chrono::seconds old{20 * 3'600};  // older than `usual_for`: still within a day
  std::chrono::hours fresh_for{2};
  std::chrono::hours usual_for{72};
};

// Something that happened to a post after it had been decided and became part of a case.
struct PostChange {
  std::int64_t change_id = 0;
  std::string kind{};  // edited | gone | back
  Instant at{};
  std::string why{};          // of a post that is gone: deleted | hidden | withheld
  std::string case_number{};  // "" when it belongs to none
};

}  // namespace social311::sql
