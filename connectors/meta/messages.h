// Direct messages of Messenger and Instagram: the same conversations edge, the same rules of when
// one may still write.
//
// Post::conversation of a message is "messages:" and the other person's id: webhooks know no
// thread, only people. Meta shows the newest twenty messages of a thread; older ids answer as if
// they were deleted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/meta/graph.h"
#include "connectors/meta/walk.h"
#include "connectors/network.h"

namespace social311::connectors::meta {

inline constexpr int shown_messages = 20;
inline constexpr std::string_view conversation_prefix = "messages:";
inline constexpr std::chrono::hours answer_window{24};
inline constexpr std::chrono::hours window_by_hand{7 * 24};
inline constexpr std::chrono::hours private_reply_window{7 * 24};

// Whose messages, and where they hang.
struct Mailbox {
  std::string network{};   // of the posts
  std::string platform{};  // "messenger" or "instagram"
  std::string node{};      // the Page, or the Instagram account (its own login)
  std::vector<std::string> own_ids{};

  bool is_own(std::string_view id) const;
};

// `person` = the other side, "" = take it from the message.
std::optional<Post> read_message(const JsonValue& item, const Mailbox& box,
                                 const std::string& person, Instant now, std::string& why);

struct Thread {
  std::string id{};
  std::string person{};
  Instant updated_at{};
  std::int64_t message_count = 0;
  std::vector<Post> messages{};
  std::vector<std::string> unreadable{};
};
Thread read_thread(const JsonValue& item, const Mailbox& box, Instant now);
std::vector<Thread> list_threads(const JsonValue& body, const Mailbox& box, Instant now);

// Conversations, newest first, down to the first whole page that is older than the watermark.
class MessagesWalk final : public Walk {
 public:
  MessagesWalk(Graph& graph, Mailbox box, const PageAsk& ask);
  Result<Page> step(Instant now) override;
  bool done() const override { return edge_.done(); }

 private:
  Graph& graph_;
  Mailbox box_;
  Instant since_;
  EdgeReader edge_;
  std::string clipped_{};
};

// The person's id of a message's conversation; "" when it is none.
std::string person_of(std::string_view conversation);

// May a message go out now, and under which heading?
struct Permit {
  enum class Kind { response, human_agent, closed };
  Kind kind = Kind::closed;
  std::string why{};  // of closed: with what is left to do
};
enum class HumanAgent { granted, not_granted };
Permit permit_of(Instant last_from_person, const OutgoingReply& reply, HumanAgent granted,
                 Instant now);

// Bodies of POST /{node}/messages.
std::string message_body(const std::string& person, const std::string& text, Permit::Kind kind);
enum class PrivateTo { comment, post };
std::string private_reply_body(const std::string& target, PrivateTo kind, const std::string& text);

// Reads the thread with one person. Empty: there is none.
Result<std::optional<Thread>> read_thread_with(Graph& graph, const Mailbox& box,
                                               const std::string& person, Instant now);

// One message out: within the window by the clock, found again instead of repeated.
PublishOutcome send_message(Graph& graph, const Mailbox& box, const OutgoingReply& reply,
                            HumanAgent granted, Instant now);
// A private reply to a public comment or post. The caller has looked whether one is there already.
PublishOutcome send_private_reply(Graph& graph, const Mailbox& box, const OutgoingReply& reply,
                                  PrivateTo kind, Instant now);

// Own messages in a thread, as read_own wants them. `complete` as in OwnRead.
void add_own_messages(const Thread& thread, const Mailbox& box, Instant since, OwnRead& read);

// After this long a repeat looks first whether the text is there already.
inline constexpr std::chrono::seconds look_first_after{30};
// The same reply: its marker stands in it, or it is the same text.
bool is_same_text(std::string_view theirs, const OutgoingReply& reply);

}  // namespace social311::connectors::meta
