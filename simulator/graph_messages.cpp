// Messages to people: within the window, under a living tag, or once in answer to a comment.
#include <algorithm>

#include "core/digest.h"
#include "core/text.h"
#include "simulator/graph_api.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

constexpr std::chrono::hours answer_window{24};
constexpr std::chrono::hours human_window{7 * 24};
constexpr std::size_t longest_messenger_text = 2'000;  // characters
constexpr std::size_t longest_instagram_text = 1'000;  // bytes

bool one_of(const std::string& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&word](const char* one) { return word == one; });
}

WireReply outside_window(Site site) {
  return graph_refuse(10, "This message is sent outside of allowed window.",
                      site == Site::facebook ? 2018278 : 2534022);
}

WireReply sent(const std::string& person, const std::string& message) {
  JsonWriter out;
  out.object().member("recipient_id", person).member("message_id", message);
  return json_reply(200, out.str());
}

}  // namespace

std::string conversation_id(Site site, const std::string& person) {
  const std::uint64_t number = hash64(std::string(name_of(site)) + "/thread/" + person);
  return site == Site::facebook
             ? "t_" + std::to_string(number % 1'000'000'000'000'000ULL)
             : "aWdfZAG06" + base64url(sha256(std::to_string(number))).substr(0, 40);
}

std::optional<Instant> GraphApi::last_word_of(Site site, const std::string& person) const {
  std::optional<Instant> last;
  for (const SimItem* item : parts_.commons.thread(site, conversation_id(site, person))) {
    if (item->source.author_id == person) last = item->created_at;
  }
  return last;
}

std::string GraphApi::deliver(Site site, const std::string& person, const std::string& text) {
  NewItem item{.site = site,
               .kind = ItemKind::message,
               .author_id = city_of(site),
               .text = text,
               .origin = Origin::api};
  item.to = person;
  item.wall = conversation_id(site, person);
  return parts_.commons.add(std::move(item)).value_or("");
}

WireReply GraphApi::send_message(const Call& call, const Node& node) {
  const bool instagram = node.kind == NodeKind::ig_user || call.param("platform") == "instagram";
  const auto recipient = JsonValue::parse(call.param("recipient"));
  const auto message = JsonValue::parse(call.param("message"));
  if (!recipient || !recipient->is_object()) {
    return graph_refuse(100, "The parameter recipient is required");
  }
  const std::string text = message ? (*message)["text"].text_or("") : "";
  if (trim(text).empty()) return graph_refuse(100, "The parameter message is required");
  // An Instagram-scoped id on the Page's own edge is Instagram's business too.
  const std::string person = (*recipient)["id"].id().value_or("");
  const bool scoped =
      parts_.commons.person(Site::instagram, person) != nullptr ||
      parts_.commons.find(Site::instagram, (*recipient)["comment_id"].id().value_or("")) != nullptr;
  const Site site = instagram || scoped ? Site::instagram : Site::facebook;
  const bool too_long = site == Site::facebook
                            ? code_point_offsets(text).size() - 1 > longest_messenger_text
                            : text.size() > longest_instagram_text;
  if (too_long) return graph_refuse(100, "Length of param message[text] is too long");
  if (person.empty()) return private_reply(call, *recipient, text, site);
  return reply_to_person(call, person, text, site);
}

WireReply GraphApi::reply_to_person(const Call& call, const std::string& person,
                                    const std::string& text, Site site) {
  const std::string type = call.param("messaging_type");
  const std::string tag = call.param("tag");
  if (!type.empty() && !one_of(type, {"RESPONSE", "UPDATE", "MESSAGE_TAG", "UTILITY"})) {
    return graph_refuse(100, "Param messaging_type must be one of RESPONSE, UPDATE, MESSAGE_TAG");
  }
  if (one_of(tag, {"ACCOUNT_UPDATE", "CONFIRMED_EVENT_UPDATE", "POST_PURCHASE_UPDATE"})) {
    return graph_error({.message = "Invalid parameter", .code = 100, .subcode = 1893061});
  }
  if ((type == "MESSAGE_TAG") != (tag == "HUMAN_AGENT")) {
    return graph_error({.message = "(#100) Invalid parameter: tag", .code = 100});
  }
  if (parts_.commons.person(site, person) == nullptr) {
    return graph_refuse(100, "No matching user found", 2018001);
  }
  const auto last = last_word_of(site, person);
  const auto window = type == "MESSAGE_TAG" ? human_window : answer_window;
  if (!last || call.now > *last + window) return outside_window(site);
  return sent(person, deliver(site, person, text));
}

WireReply GraphApi::private_reply(const Call& call, const JsonValue& recipient,
                                  const std::string& text, Site site) {
  const std::string comment = recipient["comment_id"].id().value_or("");
  const std::string id = comment.empty() ? recipient["post_id"].id().value_or("") : comment;
  const SimItem* item = parts_.commons.find(site, id);
  if (item == nullptr || item->source.kind == ItemKind::message) {
    return graph_refuse(100, "Invalid parameter: recipient");
  }
  if (item->source.author_id == city_of(site)) {
    return graph_refuse(10903, "This user can't reply to this activity");
  }
  if (item->private_replied) return graph_refuse(10900, "Activity already replied to");
  if (call.now > item->created_at + human_window) {
    return graph_refuse(10901, "The time to answer this activity is over");
  }
  const std::string person = item->source.author_id;
  const std::string sent_id = deliver(site, person, text);
  parts_.commons.mark_private_reply(site, id);
  return sent(person, sent_id);
}

}  // namespace social311::simulator
