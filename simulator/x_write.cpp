// Posting and deleting on behalf of the city's account.
#include <algorithm>

#include "core/text.h"
#include "simulator/problem.h"
#include "simulator/x_api.h"

namespace social311::simulator {

namespace {

WireReply forbidden(const std::string& detail) {
  return plain_problem(403, "Forbidden", detail);
}

std::vector<std::string> texts_of(const JsonValue& list) {
  std::vector<std::string> texts;
  for (const JsonValue& item : list.items()) texts.push_back(item.text_or(""));
  return texts;
}

NewPost asked_post(const JsonValue& body, const std::string& author) {
  NewPost post;
  post.author_id = author;
  post.text = repair_utf8(body["text"].text_or(""));
  post.in_reply_to = parse_id(body["reply"]["in_reply_to_tweet_id"].text_or("")).value_or(0);
  post.quoted = parse_id(body["quote_tweet_id"].text_or("")).value_or(0);
  post.silent_user_ids = texts_of(body["reply"]["exclude_reply_user_ids"]);
  post.media = static_cast<int>(body["media"]["media_ids"].size());
  post.origin = Origin::api;
  return post;
}

std::int64_t price_of(const NewPost& post) {
  if (!find_links(post.text).empty()) return price::post_with_link;
  return post.in_reply_to != 0 ? price::summoned_reply : price::post_created;
}

}  // namespace

WireReply XApi::create_post(const WireRequest& request, const Call& call) {
  const Vocabulary vocabulary = call.ask.vocabulary;
  if (!request.header("Content-Type").starts_with("application/json")) {
    return invalid_request(vocabulary, "", {}, "The Content-Type must be application/json");
  }
  const auto body = JsonValue::parse(request.body, {.bytes = 1u << 20});
  if (!body) return invalid_request(vocabulary, "", {}, "The body is not valid JSON");
  if (const auto fault = fault_in_new_post(*body)) {
    return invalid_request(vocabulary, "", {}, "[" + *fault + "]");
  }
  if (!(*body)["edit_options"].absent()) return edit_own(*body);
  const NewPost post = asked_post(*body, parts_.options.city.id);
  if (auto refusal = refuse_post(*body, post)) return *refusal;
  const auto id = parts_.world.add(post);
  if (!id) return forbidden(id.fault().message);
  parts_.meter.charge(price_of(post));
  JsonWriter out;
  out.object().key("data").object().member("id", std::to_string(*id));
  out.member("text", parts_.world.find(*id)->built.text);
  WireReply reply = json_reply(201, out.str());
  reply.headers.emplace_back("location", "https://api.x.com/2/tweets/" + std::to_string(*id));
  return reply;
}

std::optional<WireReply> XApi::refuse_post(const JsonValue& body, const NewPost& post) const {
  if (trim(post.text).empty() && post.media == 0) {
    return plain_problem(400, "Bad Request", "A post needs a text or media.");
  }
  if (auto refusal = refuse_reply(post)) return refusal;
  std::vector<std::string> unpaid;
  if (const SimPost* target = parts_.world.find(post.in_reply_to)) {
    if (const SimUser* author = parts_.world.user(target->author_id))
      unpaid.push_back(author->handle);
  }
  if (weighted_length(post.text, unpaid) > post_length) {
    return plain_problem(400, "Bad Request", "Your Tweet text is too long.");
  }
  if (build_text(post.text, "").values(Entity::Kind::cashtag).size() > 1) {
    return forbidden("A post may hold one cashtag at most.");
  }
  const bool self_serve = parts_.options.tier == Tier::self_serve;
  if (post.quoted != 0 && self_serve)
    return forbidden("Quote posts are not available on this tier.");
  if (post.quoted != 0 && parts_.world.find(post.quoted) == nullptr) {
    return forbidden("You attempted to quote a Tweet that is deleted or not visible to you.");
  }
  if (!body["poll"].absent()) return forbidden("Polls are not available in this network.");
  if (parts_.options.duplicates == DuplicateFilter::on && repeats(post)) {
    return forbidden("You are not allowed to create a Tweet with duplicate content.");
  }
  return std::nullopt;
}

std::optional<WireReply> XApi::refuse_reply(const NewPost& post) const {
  if (post.in_reply_to == 0) return std::nullopt;
  const SimPost* target = parts_.world.find(post.in_reply_to);
  const SimUser* author = target != nullptr ? parts_.world.user(target->author_id) : nullptr;
  if (author == nullptr || author->standing != Standing::active) {
    return forbidden("You attempted to reply to a Tweet that is deleted or not visible to you.");
  }
  if (parts_.options.tier == Tier::self_serve && !summoned(*target)) {
    return forbidden(
        "Reply to this conversation is not allowed because you have not been mentioned or "
        "otherwise "
        "engaged by the author of the post you are replying to.");
  }
  if (parts_.options.one_reply == OneReplyRule::enforced) {
    for (const SimPost* reply : parts_.world.replies_to(post.in_reply_to)) {
      if (reply->author_id == post.author_id)
        return forbidden("One reply an interaction is allowed.");
    }
  }
  return std::nullopt;
}

// The author of the target named the account, quoted one of its posts, or is the account itself.
bool XApi::summoned(const SimPost& target) const {
  if (target.author_id == parts_.options.city.id) return true;
  if (target.mentions(parts_.world.user(parts_.options.city.id)->handle)) return true;
  const SimPost* quoted = parts_.world.find(target.source.quoted);
  return quoted != nullptr && quoted->author_id == parts_.options.city.id;
}

// The same text to the same conversation partner within a day.
bool XApi::repeats(const NewPost& post) const {
  const auto target_author = [this](std::uint64_t id) {
    const SimPost* target = parts_.world.find(id);
    return target == nullptr ? std::string() : target->author_id;
  };
  const Instant oldest = parts_.clock.now() - std::chrono::hours(24);
  const std::string text = trim(post.text);
  const auto own = parts_.world.written_by(post.author_id);
  return std::any_of(own.begin(), own.end(), [&](const SimPost* one) {
    return instant_of(one->id) > oldest && trim(one->source.text) == text &&
           target_author(one->source.in_reply_to) == target_author(post.in_reply_to);
  });
}

WireReply XApi::edit_own(const JsonValue& body) {
  const auto id = parse_id(body["edit_options"]["previous_post_id"].text_or(""));
  const SimPost* before = parts_.world.find(id.value_or(0));
  if (before == nullptr || before->author_id != parts_.options.city.id) {
    return forbidden("You are not allowed to edit this Tweet.");
  }
  const std::string text = repair_utf8(body["text"].text_or(""));
  if (weighted_length(text) > post_length) {
    return plain_problem(400, "Bad Request", "Your Tweet text is too long.");
  }
  const auto next = parts_.world.edit(*id, text);
  if (!next)
    return forbidden("You are not allowed to edit this Tweet: " + next.fault().message + ".");
  parts_.meter.charge(find_links(text).empty() ? price::post_created : price::post_with_link);
  JsonWriter out;
  out.object().key("data").object().member("id", std::to_string(*next));
  out.member("text", parts_.world.find(*next)->built.text);
  return json_reply(201, out.str());
}

WireReply XApi::delete_post(const Call& call) {
  const std::uint64_t id = parse_id(call.ask.subject).value_or(0);
  const SimPost* post = parts_.world.find(id);
  if (post != nullptr && post->author_id != parts_.options.city.id) {
    return forbidden("You are not authorized to delete this Tweet.");
  }
  JsonWriter out;
  out.object().key("data").object().member("deleted", parts_.world.remove(id));
  return json_reply(200, out.str());
}

}  // namespace social311::simulator
