#include "connectors/meta/messages.h"

#include <algorithm>

#include "connectors/answers.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/items.h"
#include "connectors/meta/times.h"
#include "core/text.h"

namespace social311::connectors::meta {
namespace {

std::string first_other(const JsonValue& people, const Mailbox& box) {
  for (const JsonValue& one : people.items()) {
    const std::string id = one["id"].id().value_or("");
    if (is_number(id) && !box.is_own(id)) return id;
  }
  return {};
}

void read_extras(const JsonValue& item, Post& post) {
  post.media += static_cast<int>(std::min<std::size_t>(item["attachments"]["data"].size(), 100));
  if (item["sticker"].text()) ++post.media;
  for (const JsonValue& share : item["shares"]["data"].items()) {
    ++post.media;
    const std::string words = trim(repair_utf8(share["description"].text_or("")));
    if (!words.empty() && post.media_texts.size() < 20) post.media_texts.push_back(words);
  }
}

Ask conversations_ask(const Mailbox& box) {
  return {.use = Use::conversations, .id = box.node, .parameters = {{"platform", box.platform}}};
}

bool all_older(const std::vector<Thread>& threads, Instant since) {
  return !threads.empty() && std::all_of(threads.begin(), threads.end(),
                                         [since](const Thread& t) { return t.updated_at < since; });
}

bool cut_off(const Thread& thread, Instant since) {
  if (thread.messages.size() < static_cast<std::size_t>(shown_messages)) return false;
  return thread.message_count > shown_messages &&
         std::all_of(thread.messages.begin(), thread.messages.end(),
                     [since](const Post& post) { return post.created_at >= since; });
}

}  // namespace

bool Mailbox::is_own(std::string_view id) const {
  return std::find(own_ids.begin(), own_ids.end(), id) != own_ids.end();
}

std::string person_of(std::string_view conversation) {
  if (!conversation.starts_with(conversation_prefix)) return {};
  const std::string_view id = conversation.substr(conversation_prefix.size());
  return is_number(id) ? std::string(id) : std::string();
}

std::optional<Post> read_message(const JsonValue& item, const Mailbox& box,
                                 const std::string& person, Instant now, std::string& why) {
  Post post;
  post.network = box.network;
  post.kind = PostKind::direct_message;
  post.id = item["id"].id().value_or("");
  if (!is_message_id(post.id)) return why = "it has no id", std::nullopt;
  const auto created = time_of(item["created_time"]);
  if (!created) return why = "it has no time", std::nullopt;
  post.created_at = std::min(*created, now);
  post.author = author_of(item["from"]);
  const bool own = box.is_own(post.author.id);
  std::string other = own ? first_other(item["to"]["data"], box) : post.author.id;
  if (other.empty()) other = person;
  if (!other.empty()) post.conversation = std::string(conversation_prefix) + other;
  post.text = repair_utf8(item["message"].text_or(""));
  read_extras(item, post);
  post.version = text_version(post.text);
  post.repliable = own || other.empty() ? Repliable::closed : Repliable::yes;
  post.repliable_reason = own ? "own post" : "written to us";
  if (!own && other.empty()) post.repliable_reason = "Meta does not name the person";
  post.raw = item.dump();
  return post;
}

Thread read_thread(const JsonValue& item, const Mailbox& box, Instant now) {
  Thread thread;
  thread.id = item["id"].id().value_or("");
  thread.person = first_other(item["participants"]["data"], box);
  thread.updated_at = time_of(item["updated_time"]).value_or(now);
  thread.message_count = item["message_count"].number(0, 1'000'000'000).value_or(0);
  for (const JsonValue& message : item["messages"]["data"].items()) {
    std::string why;
    auto post = read_message(message, box, thread.person, now, why);
    if (post) thread.messages.push_back(std::move(*post));
    if (!post) thread.unreadable.push_back(message.dump());
  }
  return thread;
}

std::vector<Thread> list_threads(const JsonValue& body, const Mailbox& box, Instant now) {
  std::vector<Thread> out;
  for (const JsonValue& item : body["data"].items()) out.push_back(read_thread(item, box, now));
  return out;
}

MessagesWalk::MessagesWalk(Graph& graph, Mailbox box, const PageAsk& ask)
    : graph_(graph),
      box_(std::move(box)),
      since_(lower_bound(ask)),
      edge_(conversations_ask(box_)) {}

Result<Page> MessagesWalk::step(Instant now) {
  const auto reply = graph_.read(edge_.ask(), now);
  if (!reply) return reply.fault();
  if (const auto wrong = edge_.take(reply->body, graph_.base())) return *wrong;
  Page page;
  const auto threads = list_threads(reply->body, box_, now);
  for (const Thread& thread : threads) {
    page.posts.insert(page.posts.end(), thread.messages.begin(), thread.messages.end());
    for (const std::string& raw : thread.unreadable) {
      page.unreadable.push_back(raw);
      page.problems.emplace_back("a message cannot be read");
    }
    if (cut_off(thread, since_))
      clipped_ = "a conversation had more new messages than the twenty that Meta shows";
  }
  if (all_older(threads, since_)) edge_.finish();
  if (!edge_.capped().empty()) clipped_ = "not all conversations could be read: " + edge_.capped();
  frame(page, since_);
  add_pace(graph_, Budget::messenger, page);
  if ((!page.posts.empty() || done()) && !clipped_.empty())
    page.clipped = std::exchange(clipped_, "");
  return page;
}

Permit permit_of(Instant last_from_person, const OutgoingReply& reply, HumanAgent granted,
                 Instant now) {
  const auto past = now - last_from_person;
  if (past < answer_window) return {Permit::Kind::response, {}};
  const char* left =
      "; answer in public instead, or by a private reply to a comment of theirs, or "
      "wait until the person writes again";
  if (past >= window_by_hand)
    return {Permit::Kind::closed,
            std::string("the person's last message is older than 7 days: Meta takes no message "
                        "any more") +
                left};
  if (!reply.written_by_person)
    return {Permit::Kind::closed,
            std::string("the person's last message is older than 24 hours: only a person may "
                        "still answer, by hand") +
                left};
  if (granted == HumanAgent::not_granted)
    return {Permit::Kind::closed,
            std::string("the person's last message is older than 24 hours, and Meta has not "
                        "granted this app the Human Agent feature (human_agent = \"yes\" in the "
                        "credentials says that it has)") +
                left};
  return {Permit::Kind::human_agent, {}};
}

std::string message_body(const std::string& person, const std::string& text, Permit::Kind kind) {
  JsonWriter json;
  json.object().key("recipient").object().member("id", person).end();
  if (kind == Permit::Kind::human_agent)
    json.member("messaging_type", "MESSAGE_TAG").member("tag", "HUMAN_AGENT");
  else
    json.member("messaging_type", "RESPONSE");
  json.key("message").object().member("text", text).end();
  return json.str();
}

std::string private_reply_body(const std::string& target, PrivateTo kind, const std::string& text) {
  JsonWriter json;
  json.object().key("recipient").object();
  json.member(kind == PrivateTo::comment ? "comment_id" : "post_id", target).end();
  json.key("message").object().member("text", text).end();
  return json.str();
}

Result<std::optional<Thread>> read_thread_with(Graph& graph, const Mailbox& box,
                                               const std::string& person, Instant now) {
  const auto reply = graph.read({.use = Use::conversation_of,
                                 .id = box.node,
                                 .parameters = {{"platform", box.platform}, {"user_id", person}}},
                                now);
  if (!reply) return reply.fault();
  auto threads = list_threads(reply->body, box, now);
  if (threads.empty()) return std::optional<Thread>();
  return std::optional(std::move(threads.front()));
}

bool is_same_text(std::string_view theirs, const OutgoingReply& reply) {
  if (!reply.marker.empty() && theirs.find(reply.marker) != std::string_view::npos) return true;
  return trim(theirs) == trim(reply.text);
}

void add_own_messages(const Thread& thread, const Mailbox& box, Instant since, OwnRead& read) {
  const auto past = [since](const Post& post) { return post.created_at < since; };
  const bool whole = thread.messages.size() < static_cast<std::size_t>(shown_messages);
  const bool back = std::any_of(thread.messages.begin(), thread.messages.end(), past);
  read.complete = read.complete && thread.unreadable.empty() && (whole || back);
  for (const Post& post : thread.messages) {
    if (!box.is_own(post.author.id) || past(post)) continue;
    read.posts.push_back({post.id, post.conversation, post.text, post.created_at});
  }
}

}  // namespace social311::connectors::meta
