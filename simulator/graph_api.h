// The Graph API over the commons: Facebook Pages, Instagram and their messages. Versioned paths,
// appsecret_proof, fields and edges by Meta's descriptions, batch requests, usage headers. Not
// thread-safe: the simulator's lock covers it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "simulator/commons.h"
#include "simulator/faults.h"
#include "simulator/graph_error.h"
#include "simulator/graph_fields.h"
#include "simulator/graph_nodes.h"
#include "simulator/graph_usage.h"
#include "simulator/twist.h"
#include "simulator/wire.h"

namespace social311::simulator {

enum class GraphHost { facebook, instagram };
enum class TokenKind { page, user };

// What a person of the city's staff did to the token, seen from Meta.
enum class TokenState { valid, expired, password_changed, role_lost, scope_missing, app_removed };
std::optional<TokenState> token_state_of(std::string_view name);

class GraphApi {
 public:
  struct Parts {  // borrowed
    Commons& commons;
    Clock& clock;
    const SimulatorOptions& options;
  };
  explicit GraphApi(Parts parts) : parts_(parts), usage_(parts.options.meta_budgets) {}

  // `request.path` is without the host's prefix.
  WireReply handle(const WireRequest& request, GraphHost host, const Twist& twist);
  WireReply fail(const WireRequest& request, Outcome outcome);

  GraphUsage& usage() { return usage_; }
  void set_token(TokenState state) { token_state_ = state; }
  void set_blocked(Outcome outcome) { blocked_ = outcome == Outcome::blocked; }
  // Tokens that came in an address: a client must not do that.
  std::uint64_t tokens_in_addresses() const { return tokens_in_addresses_; }

 private:
  using Params = std::map<std::string, std::string>;
  struct Call {
    GraphHost host = GraphHost::facebook;
    Verb verb = Verb::get;
    std::string version{};
    std::string path{};  // without version, no slash at either end
    Params params{};
    std::string address{};  // "http://127.0.0.1:1234/facebook", what next-links begin with
    TokenKind token = TokenKind::page;
    std::string token_text{};
    Twist twist{};
    Instant now{};
    std::string param(const std::string& name) const;
  };
  struct Node {
    NodeKind kind = NodeKind::page;
    std::string id{};
    const SimItem* item = nullptr;
  };
  using Nodes = std::vector<Node>;
  using Refusal = std::optional<WireReply>;

  // graph_api.cpp
  Call read_call(const WireRequest& request, GraphHost host, const Twist& twist);
  Refusal refuse_caller(Call& call, const WireRequest& request);
  Refusal refuse_token(const Call& call) const;
  Refusal refuse_parameters(const Call& call, const std::vector<std::string_view>& known) const;
  WireReply one(Call& call);
  WireReply answer(Call& call);
  WireReply by_ids(Call& call);
  WireReply special(Call& call, bool& known);
  WireReply node_call(Call& call, const Node& node);
  WireReply edge_call(Call& call, const Node& node, const EdgeRule& rule);
  WireReply batch(const Call& outer);
  std::string batch_item(const Call& outer, const JsonValue& item);
  UseCase use_case(const Call& call) const;
  std::string use_id(UseCase use) const;
  std::optional<Node> resolve(const std::string& id, const Call& call) const;
  std::optional<Node> resolve_item(const std::string& id) const;
  Refusal refuse_missing(const Call& call, const std::string& id) const;

  // graph_render.cpp
  Refusal check_fields(NodeKind kind, const std::vector<FieldAsk>& fields, const Call& call) const;
  std::vector<FieldAsk> asked_fields(NodeKind kind, const Call& call, Refusal& refusal) const;
  void write_node(JsonWriter& out, const Node& node, const std::vector<FieldAsk>& fields,
                  const Call& call);
  void write_field(JsonWriter& out, const Node& node, const FieldAsk& field, const Call& call);
  void write_id(JsonWriter& out, const char* name, const std::string& id, const Call& call) const;
  void write_page_field(JsonWriter& out, const Node& node, const FieldAsk& field, const Call& call);
  void write_post_field(JsonWriter& out, const Node& node, const FieldAsk& field, const Call& call);
  void write_comment_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                           const Call& call);
  void write_media_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                         const Call& call);
  void write_thread_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                          const Call& call);
  void write_message_field(JsonWriter& out, const Node& node, const FieldAsk& field,
                           const Call& call);
  void write_from(JsonWriter& out, const char* name, const std::string& person, Site site,
                  const Call& call) const;
  void write_tags(JsonWriter& out, const std::string& text) const;
  void write_attachments(JsonWriter& out, const Node& node) const;
  void write_hashtag(JsonWriter& out, const Node& node, const std::vector<FieldAsk>& fields) const;
  void write_account(JsonWriter& out, const Node& node, const std::vector<FieldAsk>& fields) const;
  std::string link_of(const SimItem& item) const;

  // graph_lists.cpp
  Refusal check_edge(const EdgeRule& rule, const Params& args) const;
  WireReply list(Call& call, const Node& node, const EdgeRule& rule);
  void write_list(JsonWriter& out, const Node& node, const EdgeRule& rule, const Params& args,
                  const std::vector<FieldAsk>& fields, const Call& call);
  Nodes items_of(const Node& node, const EdgeRule& rule, const Params& args, const Call& call);
  Nodes feed_of(const Params& args, const Call& call) const;
  Nodes tagged_posts(const Call& call) const;
  Nodes comments_of(const Node& node, const Params& args, const Call& call) const;
  Nodes threads_of(const Params& args, const Call& call) const;
  Nodes messages_of(const Node& node, const Call& call) const;
  Nodes media_of(const Params& args, const Call& call) const;
  Nodes tagged_media(const Call& call) const;
  Nodes ig_comments_of(const Node& node, const Call& call) const;
  Nodes recent_media(const std::string& tag, const Call& call) const;
  bool shown(const SimItem& item, const Call& call) const;
  bool names_page(const SimItem& item) const;
  std::string next_link(const Call& call, const Node& node, const EdgeRule& rule,
                        const Params& args, const std::string& after) const;
  std::string cursor_of(const Node& node, const EdgeRule& rule) const;
  void write_summary(JsonWriter& out, const Node& node, const Params& args,
                     std::size_t count) const;

  // graph_write.cpp
  WireReply post_edge(Call& call, const Node& node, const EdgeRule& rule);
  WireReply add_comment(const Call& call, const Node& node, Site site);
  WireReply add_mention(const Call& call);
  WireReply change_node(const Call& call, const Node& node);
  WireReply remove_node(const Node& node);
  WireReply like(const Call& call, const Node& node);
  WireReply add_page_post(const Call& call);
  WireReply subscribe(const Call& call);
  bool repeats(const NewItem& item) const;

  // graph_messages.cpp
  WireReply send_message(const Call& call, const Node& node);
  WireReply private_reply(const Call& call, const JsonValue& recipient, const std::string& text,
                          Site site);
  WireReply reply_to_person(const Call& call, const std::string& person, const std::string& text,
                            Site site);
  std::string deliver(Site site, const std::string& person, const std::string& text);
  std::optional<Instant> last_word_of(Site site, const std::string& person) const;

  // graph_special.cpp
  WireReply debug_token(const Call& call) const;
  WireReply exchange_token(const Call& call) const;
  WireReply refresh_instagram(const Call& call) const;
  WireReply search_hashtag(Call& call);
  WireReply subscribed_list(const Call& call) const;
  WireReply mentioned(Call& call, const FieldAsk& field);
  std::string city_of(Site site) const;

  Parts parts_;
  GraphUsage usage_;
  TokenState token_state_ = TokenState::valid;
  bool blocked_ = false;
  std::uint64_t tokens_in_addresses_ = 0;
  std::vector<std::string> subscribed_{};
  struct Searched {
    Instant first{};
    std::string tag{};
  };
  std::map<std::string, Searched> searched_{};  // id of the tag → when
  std::map<std::string, std::size_t> walks_{};  // of recent_media: one cursor that advances
  std::map<std::int64_t, int> thread_calls_{};  // second → calls of /conversations
};

// "1234567890123" of "98765_1234567890123".
std::string last_part(const std::string& id);
// "2026-03-02T15:04:05+0000"
std::string graph_time(Instant instant);
std::string hashtag_id(const std::string& tag);
std::string conversation_id(Site site, const std::string& person);

}  // namespace social311::simulator
