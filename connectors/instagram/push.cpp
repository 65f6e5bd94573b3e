// What Meta pushes for an Instagram account. It is the only way to learn of @mentions by others.
#include <algorithm>
#include <array>

#include "connectors/instagram/instagram.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/push.h"

namespace social311::connectors::instagram {
namespace {

using meta::PushEvent;

constexpr std::array<std::string_view, 4> silent_fields{"story_insights", "message_reactions",
                                                        "messaging_seen", "messaging_postbacks"};

bool is_silent(std::string_view field) {
  return std::find(silent_fields.begin(), silent_fields.end(), field) != silent_fields.end();
}

std::string number_in(const JsonValue& value) {
  std::string id = value.id().value_or("");
  return meta::is_number(id) ? id : std::string();
}

}  // namespace

void Instagram::take_change(const std::string& field, const JsonValue& value, Instant at,
                            Instant now, Pushed& out) {
  if (field == "mentions") {
    const std::string medium = number_in(value["media_id"]);
    const std::string comment = number_in(value["comment_id"]);
    if (medium.empty()) return out.unreadable.push_back(value.dump());
    const std::string& id = comment.empty() ? medium : comment;
    seen_.note_mention(id, medium);
    return out.touched.push_back(id);
  }
  const std::string id = number_in(value["id"]);
  const bool comment = field == "comments" || field == "live_comments";
  if (!comment || id.empty()) return out.unreadable.push_back(value.dump());
  const bool complete =
      value["text"].text() && value["from"]["id"].id() && !number_in(value["media"]["id"]).empty();
  if (!complete) return out.touched.push_back(id);
  JsonWriter timed;  // the event's time is the comment's
  timed.object().member("timestamp", to_iso8601(at));
  for (const std::string& key : value.keys()) timed.key(key).raw(value[key].dump());
  const auto item = JsonValue::parse(timed.str());
  std::string why;
  auto post = item ? read_comment(*item, {}, self_, now, why) : std::nullopt;
  if (!post) return out.touched.push_back(id);
  post->raw = value.dump();
  out.posts.push_back(std::move(*post));
}

Pushed Instagram::take_push(const Push& push, Instant now) {
  if (auto early = meta::answer_at_once(push, {app_secret_, verify_token_})) return *early;
  Pushed out;
  out.status = 200;
  for (const PushEvent& event :
       meta::events_of(push.body, "instagram", mailbox_.own_ids, now, out)) {
    const bool change = event.kind == PushEvent::Kind::change;
    if (!change || event.field == "messages")
      meta::take_messaging(event, mailbox_, now, out);
    else if (!is_silent(event.field))
      take_change(event.field, event.value, event.at, now, out);
  }
  return out;
}

}  // namespace social311::connectors::instagram
