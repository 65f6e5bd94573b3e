// A post that needs no agency: a person answers it, and the case that this opens is closed with the
// answer. docs/answers.md.
#include <algorithm>

#include "core/text.h"
#include "service/web/approvals.h"
#include "service/web/case_answers.h"

namespace social311::service {
namespace {

bool is_topic(const WebParts& parts, const std::string& topic) {
  const auto& topics = parts.rules->topics();
  return std::any_of(topics.begin(), topics.end(),
                     [&](const auto& one) { return one.id == topic; });
}

const casebridge::Article* article_of(const WebParts& parts, const std::string& id) {
  const auto& articles = parts.city.articles;
  const auto found =
      std::find_if(articles.begin(), articles.end(), [&](const auto& one) { return one.id == id; });
  return found == articles.end() ? nullptr : &*found;
}

// The topic that the agent names, else the article's; empty: the rules' best.
std::optional<std::string> topic_for(const ApiCall& call, const casebridge::Article* article) {
  if (auto named = call.body["topic"].text()) return named;
  if (article == nullptr || article->topic.empty()) return std::nullopt;
  return article->topic;
}

struct Asked {
  FirstAnswer answer{};
  std::optional<net::ServerReply> refusal{};
};

Asked refused(net::ServerReply reply) {
  return {{}, std::move(reply)};
}

Asked read_ask(const WebParts& parts, const ApiCall& call) {
  const auto text = call.body["text"].text();
  if (!text || trim(*text).empty() || text->size() > 10'000)
    return refused(invalid("text", "Write 1 to 10000 characters."));
  const std::string id = call.body["article"].text_or("");
  const auto* article = article_of(parts, id);
  if (!id.empty() && article == nullptr)
    return refused(invalid("article", "answers.toml has no answer of this name."));
  const auto topic = topic_for(call, article);
  if (topic && !is_topic(parts, *topic))
    return refused(invalid("topic", "This topic is not in the rules."));
  Asked out;
  out.answer = {.agent = call.agent.name,
                .text = repair_utf8(trim(*text)),
                .article = id,
                .topic = topic,
                .undo = std::chrono::seconds(parts.config.sender.undo_s)};
  return out;
}

net::ServerReply not_answered(const std::string& why) {
  if (why == "changed")
    return problem(
        409, "changed", "It changed meanwhile",
        "Nothing was sent: this post was decided already, or belongs to a case. Look for "
        "it among the cases.");
  return problem(422, "too-long", "The text does not fit", why);
}

// A case that closes with its answer cannot wait for a second person.
std::optional<net::ServerReply> needs_second_person(const WebParts& parts, const ApiCall& call,
                                                    const Post& post, const FirstAnswer& answer) {
  const auto topics = parts.rules->classify(post, call.now).topics;
  const std::string best = topics.empty() ? "other" : topics.front().topic;
  const AboutToSay say{answer.account_key, ReplyKind::answer, answer.topic.value_or(best)};
  const auto needed = needs_approval(parts, call, say);
  if (!needed) return {};
  return problem(422, "needs-approval", "This answer needs a second person",
                 needed->why + " Make it a case, and put the answer up there.");
}

net::ServerReply answer_post(const WebParts& parts, const ApiCall& call) {
  const auto id = JsonValue::parse(call.path[0]);
  const auto number = id ? id->number(1, INT64_MAX) : std::nullopt;
  const auto post = number ? call.store.post(*number) : std::nullopt;
  if (!post) return not_found("There is no post with this id.");
  Asked asked = read_ask(parts, call);
  if (asked.refusal) return *asked.refusal;
  const CanReply can = can_reply_to(parts, &*post);
  if (!can.possible)
    return problem(422, "not-repliable", "This post cannot be answered", can.reason);
  asked.answer.account_key = can.account->key();
  if (auto refusal = needs_second_person(parts, call, post->post, asked.answer)) return *refusal;
  std::string made;
  const auto why_not = call.store.try_convert(
      *number, call.now, [&](sql::DecideTurn& turn, const sql::StoredPost& stored) {
        const auto done = settle_with_answer(parts.intake(), turn, stored, asked.answer, call.now);
        made = done.number;
        return done.why_not;
      });
  if (!why_not.empty()) return not_answered(why_not);
  JsonWriter json;
  return json_reply(json.object().member("number", made).end().str());
}

}  // namespace

void add_first_contact_routes(Routes& routes, const WebParts& parts) {
  routes.add("POST", "/posts/{}/answer", Power::act,
             [&parts](const ApiCall& call) { return answer_post(parts, call); });
}

}  // namespace social311::service
