// What the city says by its templates, as it would stand on each network, and what the desk knows
// to be the answer: for the people who keep these texts. Nothing here sends.
#include <algorithm>
#include <set>

#include "casebridge/bridge.h"
#include "core/text.h"
#include "service/web/views.h"

namespace social311::service {
namespace {

using std::chrono::hours;

constexpr const char* sample_number = "26-000123";
constexpr const char* sample_marker = "26-000123-K3";
constexpr int marks_tried = 16;
constexpr std::size_t most_marks = 9;    // as many as variants
constexpr int furthest_hours = 24 * 21;  // a desk that neither opens nor closes in three weeks

Case sample_case(const casebridge::Service& service, const std::string& language, Instant now) {
  Case about;
  about.number = sample_number;
  about.topic = service.topic;
  about.service_code = service.code;
  about.division = service.division.value_or("");
  about.language = language;
  about.resident = {.network = "", .id = "1", .handle = "resident"};
  about.opened_at = now;
  about.due_at = now + hours(72);
  return about;
}

Result<casebridge::ComposedText> on(const WebParts& parts, const connectors::Account& account,
                                    casebridge::ComposeAsk ask) {
  ask.length = parts.book.network(account.key())->capabilities().length;
  ask.about.network = ask.about.resident.network = account.network;
  return casebridge::compose_named(parts.city, ask);
}

std::vector<const connectors::Account*> accounts_of(const WebParts& parts) {
  std::vector<const connectors::Account*> out;
  for (const auto& account : parts.config.accounts)
    if (parts.book.network(account.key()) != nullptr) out.push_back(&account);
  return out;
}

void write_preview(JsonWriter& json, const WebParts& parts, const connectors::Account& account,
                   const casebridge::ComposeAsk& ask) {
  const LengthRule& rule = parts.book.network(account.key())->capabilities().length;
  const auto made = on(parts, account, ask);
  json.object().member("network", account.network).member("handle", account.handle);
  json.member("text", made ? made->text : made.fault().message).member("fits", made.ok());
  json.member("wrong", made ? std::nullopt : std::optional(made.fault().message));
  json.member("template", made ? std::optional(made->name) : std::nullopt);
  json.member("length", static_cast<std::uint64_t>(made ? rule.measure(made->text) : 0));
  json.member("limit", static_cast<std::uint64_t>(rule.limit)).end();
}

// Which texts a mark leads to, on every network together.
std::string texts_under(const WebParts& parts, casebridge::ComposeAsk ask,
                        const std::string& mark) {
  ask.marker = mark;
  std::string out;
  for (const auto* account : accounts_of(parts)) {
    const auto made = on(parts, *account, ask);
    out += (made ? made->name : "") + "\n";
  }
  return out;
}

// A mark for each different outcome, the usual one first.
std::vector<std::string> marks_of(const WebParts& parts, const casebridge::ComposeAsk& ask) {
  std::vector<std::string> marks;
  std::set<std::string> seen;
  const auto take = [&](const std::string& mark) {
    if (seen.insert(texts_under(parts, ask, mark)).second) marks.push_back(mark);
  };
  take(sample_marker);
  for (int sequence = 1; sequence <= marks_tried && marks.size() < most_marks; ++sequence)
    take(casebridge::reply_marker(sample_number, sequence));
  return marks;
}

// A moment near now at which the desk is as it is asked for: receipts read differently at night.
std::optional<Instant> moment_when(const casebridge::BusinessHours& desk, bool open, Instant now) {
  for (int ahead = 0; ahead <= furthest_hours; ++ahead)
    if (casebridge::is_open(desk, now + hours(ahead)) == open) return now + hours(ahead);
  return {};
}

struct Wanted {
  casebridge::ComposeAsk ask{};
  std::optional<net::ServerReply> refusal{};
};

Wanted refused(std::string_view field, std::string_view why) {
  return {{}, invalid(field, why)};
}

bool speaks(const casebridge::City& city, const std::string& language) {
  return std::find(city.languages.begin(), city.languages.end(), language) != city.languages.end();
}

// The moment of the desk's state that `desk` names; now without it.
std::optional<Instant> moment_of(const WebParts& parts, const ApiCall& call) {
  const auto desk = call.http.query_value("desk");
  if (!desk) return call.now;
  if (*desk != "open" && *desk != "closed") return {};
  return moment_when(parts.city.hours, *desk == "open", call.now).value_or(call.now);
}

Wanted wanted_of(const WebParts& parts, const ApiCall& call) {
  const auto& query = call.http;
  const auto kind = reply_kind(query.query_value("kind").value_or("receipt"));
  const auto topic = query.query_value("topic").value_or("other");
  const auto language = query.query_value("language").value_or(parts.city.languages.front());
  const auto marker = query.query_value("mark").value_or(sample_marker);
  const auto asks = query.query_value("question").value_or("no");
  const auto moment = moment_of(parts, call);
  if (!kind)
    return refused("kind", "kind is a kind of reply: receipt, question, answer, closing …");
  if (!parts.city.services.contains(topic))
    return refused("topic", "The city has no service for this topic.");
  if (!speaks(parts.city, language))
    return refused("language", "The city does not write in this language.");
  if (marker.size() > 40) return refused("mark", "A mark has at most 40 characters.");
  if (asks != "yes" && asks != "no") return refused("question", "question is yes or no.");
  if (!moment) return refused("desk", "desk is open or closed.");
  const auto& service = parts.city.service(topic);
  casebridge::ComposeAsk ask{.kind = *kind,
                             .about = sample_case(service, language, *moment),
                             .marker = marker,
                             .author_handle = "resident",
                             .free_text = query.query_value("text").value_or("…"),
                             .now = *moment};
  ask.ask_location = *kind == ReplyKind::question || asks == "yes";
  return {ask, {}};
}

// How a reply of this kind, about this topic, in this language, would stand on each network.
net::ServerReply templates(const WebParts& parts, const ApiCall& call) {
  const Wanted wanted = wanted_of(parts, call);
  if (wanted.refusal) return *wanted.refusal;
  JsonWriter json;
  json.object().key("previews").list();
  for (const auto* account : accounts_of(parts)) write_preview(json, parts, *account, wanted.ask);
  json.end().key("marks").list();
  for (const auto& mark : marks_of(parts, wanted.ask)) json.value(mark);
  json.end().key("texts").list();
  for (const auto& [name, text] : parts.city.templates)
    json.object().member("name", name).member("text", text).end();
  json.end().end();
  return json_reply(json.str());
}

// Oldest look first: what nobody has checked for longest is what staff read again.
net::ServerReply articles(const WebParts& parts, const ApiCall&) {
  std::vector<const casebridge::Article*> all;
  for (const auto& one : parts.city.articles) all.push_back(&one);
  std::stable_sort(all.begin(), all.end(),
                   [](const auto* a, const auto* b) { return a->checked_on < b->checked_on; });
  JsonWriter json;
  json.list();
  for (const auto* one : all) {
    json.object().member("article", one->id).member("topic", or_null(one->topic));
    json.member("question_en", one->question_en).member("question_es", one->question_es);
    json.member("answer_en", one->answer_en).member("answer_es", one->answer_es);
    json.member("checked_on", one->checked_on).key("asked").list();
    for (const auto& phrase : one->asked) json.value(phrase);
    json.end().end();
  }
  json.end();
  return json_reply(json.str());
}

}  // namespace

void add_text_routes(Routes& routes, const WebParts& parts) {
  routes.add("GET", "/templates", Power::read,
             [&parts](const ApiCall& call) { return templates(parts, call); });
  routes.add("GET", "/answers", Power::read,
             [&parts](const ApiCall& call) { return articles(parts, call); });
}

}  // namespace social311::service
