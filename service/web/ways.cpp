#include "service/web/ways.h"

#include <algorithm>

namespace social311::service {
namespace {

constexpr const char* sample_text = "26-000123-K3";
constexpr const char* sample_link = " https://example.com/";

// What every way of one case is worked out from.
struct Around {
  const WebParts& parts;
  const sql::CaseDetail& detail;
  const connectors::Account& account;
  const connectors::Network& network;
  Instant now;

  const connectors::Capabilities& can() const { return network.capabilities(); }
};

const sql::CasePost* newest(const sql::CaseDetail& detail, PostKind kind) {
  const sql::CasePost* found = nullptr;
  const auto& resident = detail.about.resident;
  for (const auto& one : detail.posts) {
    const bool theirs = one.post.network == resident.network && one.post.author.id == resident.id;
    const bool message = one.post.kind == PostKind::direct_message;
    if (theirs && one.state != "own" && one.state != "deleted" &&
        message == (kind == PostKind::direct_message))
      found = &one;
  }
  return found;
}

void add_costs(Way& way, const Around& around, const sql::CasePost& target) {
  connectors::OutgoingReply reply{.target_id = target.post.id, .text = sample_text};
  reply.private_reply = way.way == sql::ReplyWay::private_reply;
  reply.direct_message = way.way != sql::ReplyWay::as_target;
  reply.conversation = target.post.conversation;
  reply.recipient_id = target.post.author.id;
  way.cost = around.network.cost_of(reply);
  reply.text += sample_link;
  way.cost_with_link = around.network.cost_of(reply);
}

void close_window(Way& way, const std::string& afterwards, Instant now) {
  const auto last = way.until_by_hand ? way.until_by_hand : way.until;
  if (!way.possible || !last || now < *last) return;
  way.possible = false;
  way.reason =
      "The network's window for an answer closed at " + to_iso8601(*last) + ". " + afterwards;
}

Way private_way(const Around& around, const char* name, sql::ReplyWay how,
                const sql::CasePost& target) {
  Way way{.name = name, .way = how, .target_post_id = target.post.id};
  way.possible = around.account.reply != ReplyMode::off;
  way.reason = way.possible ? "Only the resident can read it."
                            : "Replies are switched off for @" + around.account.handle + ".";
  way.length = around.can().message_length.value_or(around.can().length);
  return way;
}

Way public_reply(const Around& around, const sql::CasePost& target) {
  const CanReply can = can_reply_to(around.parts, &target);
  Way way{.name = "public_reply", .target_post_id = target.post.id};
  way.possible = can.possible;
  way.reason = can.reason;
  way.length = around.can().length;
  add_costs(way, around, target);
  return way;
}

// The reply that took the one place there is; null while it is free.
const sql::ReplyRow* private_reply_to(const Around& around, const std::string& target_post_id) {
  const auto& replies = around.detail.replies;
  const auto taken = std::find_if(replies.begin(), replies.end(), [&](const sql::ReplyRow& one) {
    return one.way == sql::ReplyWay::private_reply && one.target_post_id == target_post_id &&
           one.state != ReplyState::withheld;
  });
  return taken == replies.end() ? nullptr : &*taken;
}

Way private_reply(const Around& around, const sql::CasePost& target) {
  Way way = private_way(around, "private_reply", sql::ReplyWay::private_reply, target);
  if (way.possible) way.reason = "One private reply to this comment; only the resident reads it.";
  way.until = target.post.created_at + *around.can().private_reply_window;
  close_window(way, "Answer in public.", around.now);
  if (const auto* taken = private_reply_to(around, target.post.id)) {
    way.possible = false;
    way.reason = taken->state == ReplyState::failed
                     ? "The private reply to this comment was refused. The network takes one only: "
                       "mend and approve that one, or answer in public."
                     : "This comment has its private reply; the network takes one only. Answer in "
                       "public, or in the conversation once the resident writes.";
  }
  add_costs(way, around, target);
  return way;
}

Way answer_to_message(const Around& around, const sql::CasePost& target) {
  Way way = private_way(around, "direct_message", sql::ReplyWay::direct_message, target);
  if (around.can().message_window)
    way.until = target.post.created_at + *around.can().message_window;
  if (around.can().message_window_by_hand)
    way.until_by_hand = target.post.created_at + *around.can().message_window_by_hand;
  close_window(way, "It opens again when the resident writes.", around.now);
  add_costs(way, around, target);
  return way;
}

// To somebody who has written in public only.
Way first_message(const Around& around, const sql::CasePost& target) {
  Way way = private_way(around, "direct_message", sql::ReplyWay::direct_message, target);
  if (!around.can().sends_messages) {
    way.possible = false;
    way.reason = "This account cannot send private messages on this network.";
  } else if (!around.can().messages_anybody) {
    way.possible = false;
    way.reason =
        "The network takes a private message only to somebody who wrote one first; there "
        "is none of this resident here.";
  }
  add_costs(way, around, target);
  return way;
}

}  // namespace

std::vector<Way> ways_of(const WebParts& parts, const sql::CaseDetail& detail, Instant now) {
  const CanReply can = can_reply(parts, detail);
  const auto* network = can.account ? parts.book.network(can.account->key()) : nullptr;
  if (network == nullptr) return {};
  const Around around{parts, detail, *can.account, *network, now};
  const auto* in_public = newest(detail, PostKind::post);
  const auto* message = newest(detail, PostKind::direct_message);
  std::vector<Way> ways;
  if (in_public != nullptr) ways.push_back(public_reply(around, *in_public));
  const bool one_reply = around.can().private_reply_window.has_value();
  if (in_public != nullptr && one_reply) ways.push_back(private_reply(around, *in_public));
  if (message != nullptr)
    ways.push_back(answer_to_message(around, *message));
  else if (in_public != nullptr && !one_reply)
    ways.push_back(first_message(around, *in_public));
  const auto usual = std::find_if(ways.begin(), ways.end(), [&](const Way& way) {
    return way.target_post_id == can.target_post_id;
  });
  if (usual != ways.end()) std::rotate(ways.begin(), usual, usual + 1);
  return ways;
}

const Way* way_named(const std::vector<Way>& ways, std::string_view name) {
  if (name.empty()) return ways.empty() ? nullptr : &ways.front();
  const auto found =
      std::find_if(ways.begin(), ways.end(), [&](const Way& way) { return way.name == name; });
  return found == ways.end() ? nullptr : &*found;
}

void write_way(JsonWriter& json, const Way& way) {
  json.object().member("way", way.name).member("possible", way.possible);
  json.member("reason", way.reason).member("limit", static_cast<std::uint64_t>(way.length.limit));
  json.member("until", way.until).member("until_by_hand", way.until_by_hand);
  json.member("cost_micro_usd", way.cost).member("cost_with_link_micro_usd", way.cost_with_link);
  json.end();
}

}  // namespace social311::service
