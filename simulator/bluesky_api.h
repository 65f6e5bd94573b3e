// Bluesky's xrpc over the commons: sessions with tokens that end, notifications, search, threads,
// records under keys that the writer chooses. Where the real server would ignore an unknown
// parameter this one refuses it. Not thread-safe: the simulator's lock covers it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/commons.h"
#include "simulator/faults.h"
#include "simulator/rate_box.h"
#include "simulator/twist.h"
#include "simulator/wire.h"

namespace social311::simulator {

class BlueskyApi {
 public:
  struct Parts {  // borrowed
    Commons& commons;
    Clock& clock;
    const SimulatorOptions& options;
  };
  explicit BlueskyApi(Parts parts);

  WireReply handle(const WireRequest& request, const Twist& twist);
  WireReply fail(const WireRequest& request, Outcome outcome);
  void expire_access();  // every access token given out so far is over
  void reset_windows() { rates_.reset(); }
  // The account's "priority notifications" preference: lists come back empty unless asked
  // otherwise.
  enum class Priority { off, on };
  void set_priority(Priority priority) { priority_ = priority; }
  int log_ins() const { return log_ins_; }

 private:
  struct Call {
    std::string method{};
    std::string name{};  // "app.bsky.feed.getPosts"
    Pairs query{};
    JsonValue body{};
    std::string bearer{};
    Twist twist{};
    Instant now{};
    std::string param(std::string_view key) const;
    std::vector<std::string> all(std::string_view key) const;
  };
  using Items = Commons::Items;
  using Refusal = std::optional<WireReply>;
  enum class TokenUse { access, refresh };

  Call read_call(const WireRequest& request, const Twist& twist) const;
  WireReply limited(const Call& call);
  WireReply answer(const Call& call);
  Refusal refuse_unknown(const Call& call, std::initializer_list<std::string_view> known) const;
  Refusal refuse_token(const Call& call, TokenUse use) const;
  bool visible(const SimItem& item, const Call& call) const;

  // Sessions.
  std::string token(TokenUse use, Instant now, Milliseconds life);
  WireReply session(Instant now);
  WireReply log_in(const Call& call);
  WireReply refresh(const Call& call);
  WireReply show_session() const;

  // Reading.
  WireReply notifications(const Call& call);
  WireReply search(const Call& call);
  WireReply posts(const Call& call);
  WireReply thread(const Call& call);
  WireReply feed(const Call& call);
  WireReply resolve(const Call& call) const;
  WireReply profile(const Call& call) const;
  const std::string& reason_of(const SimItem& item);  // "" when it is no notification
  std::string find_reason(const SimItem& item) const;
  Refusal read_limit(const Call& call, std::size_t usual, std::size_t most,
                     std::size_t& limit) const;
  Items page(const Call& call, Items newest_first, std::size_t limit, std::string& cursor) const;
  bool found_by(const SimItem& item, const Call& call) const;

  // Writing.
  WireReply write_record(const Call& call, bool replace);
  Refusal refuse_record(const JsonValue& record) const;
  WireReply delete_record(const Call& call);
  WireReply get_record(const Call& call);
  WireReply upload(const Call& call);
  Refusal refuse_repo(const std::string& repo, const std::string& collection) const;

  void write_author(JsonWriter& out, const std::string& did) const;
  void write_view(JsonWriter& out, const SimItem& item, const Call& call) const;
  std::string record_of(const SimItem& item) const;
  std::string cid_of(const SimItem& item) const;
  void write_facets(JsonWriter& out, const std::string& text) const;
  void write_ref(JsonWriter& out, const char* name, const std::string& uri) const;

  Parts parts_;
  RateBox rates_;
  Priority priority_ = Priority::off;
  Instant access_from_{};
  std::set<std::string> used_refreshes_{};  // accepted once more, as the real server does
  struct Reason {
    std::uint64_t version = 0;
    std::string word{};
  };
  std::map<std::uint64_t, Reason> reasons_{};  // by key: looked for once a version
  std::uint64_t minted_ = 0;
  int log_ins_ = 0;
};

}  // namespace social311::simulator
