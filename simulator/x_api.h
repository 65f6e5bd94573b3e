// X's endpoints over the state of the network: who may call, what a call costs, and the answers.
// Not thread-safe: the simulator's lock covers it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "simulator/apps.h"
#include "simulator/ask.h"
#include "simulator/limits.h"
#include "simulator/render.h"
#include "simulator/twist.h"
#include "simulator/wire.h"
#include "simulator/world.h"

namespace social311::simulator {

struct SearchNode;

class XApi {
 public:
  struct Parts {  // borrowed
    World& world;
    AppRegistry& apps;
    RateWindows& windows;
    Meter& meter;
    Clock& clock;
    const SimulatorOptions& options;
  };
  explicit XApi(Parts parts) : parts_(parts) {}

  WireReply handle(const WireRequest& request, const Twist& twist);

 private:
  struct Call {
    const Ask& ask;
    const Caller& caller;
    const Twist& twist;
    Instant now{};
  };
  using Posts = std::vector<const SimPost*>;

  WireReply admitted(const Routed& routed, const WireRequest& request, const Caller& caller,
                     const Twist& twist);
  WireReply dispatch(const WireRequest& request, const Call& call);
  std::optional<WireReply> refuse_caller(const Routed& routed, const Caller& caller) const;

  // Lists (x_lists.cpp).
  WireReply mentions(const Call& call);
  WireReply user_posts(const Call& call);
  WireReply search(const Call& call);
  std::optional<WireReply> refuse_search_span(const Call& call) const;
  Posts found_posts(const SearchNode& node, const Call& call) const;
  Posts visible(const Posts& posts, const Call& call) const;
  Posts bounded(const Posts& posts, const Call& call) const;
  WireReply page(const Posts& posts, const Call& call, std::int64_t micros);
  std::optional<std::size_t> page_start(const Posts& posts, const Ask& ask) const;
  std::string token_after(const Posts& posts, const Call& call, std::size_t place,
                          std::size_t end) const;
  std::string page_token(const Ask& ask, std::uint64_t before) const;
  std::optional<std::uint64_t> read_token(const Ask& ask) const;

  // Single things (x_single.cpp).
  WireReply posts_by_ids(const Call& call);
  WireReply post_by_id(const Call& call);
  WireReply one_user(const Call& call, const SimUser* user, const std::string& parameter);
  WireReply usage(const Call& call) const;
  const SimPost* look_up(const std::string& id, const std::string& parameter,
                         Renderer& renderer) const;

  // Writes (x_write.cpp).
  WireReply create_post(const WireRequest& request, const Call& call);
  std::optional<WireReply> refuse_post(const JsonValue& body, const NewPost& post) const;
  std::optional<WireReply> refuse_reply(const NewPost& post) const;
  bool summoned(const SimPost& target) const;
  bool repeats(const NewPost& post) const;
  WireReply edit_own(const JsonValue& body);
  WireReply delete_post(const Call& call);

  // Direct messages (x_messages.cpp).
  WireReply dm_events(const Call& call);
  WireReply dm_send(const WireRequest& request, const Call& call);

  Parts parts_;
};

// "$.text: …" of the first fault of a body for POST /2/tweets; empty: it is as the schema says.
std::optional<std::string> fault_in_new_post(const JsonValue& body);
std::optional<std::string> fault_in_new_message(const JsonValue& body);

}  // namespace social311::simulator
