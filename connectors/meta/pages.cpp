#include "connectors/meta/pages.h"

#include <algorithm>
#include <set>

#include "connectors/meta/health.h"
#include "connectors/meta/ids.h"
#include "connectors/meta/walk.h"
#include "core/text.h"

namespace social311::connectors::meta {
namespace {

bool knows(const std::vector<OwnPage>& pages, const std::string& id) {
  return std::any_of(pages.begin(), pages.end(),
                     [&id](const OwnPage& page) { return page.id == id; });
}

void take_page(const JsonValue& item, const std::string& asked_id, std::vector<OwnPage>& pages) {
  OwnPage page;
  page.id = item["id"].id().value_or(asked_id);
  page.name = repair_utf8(item["name"].text_or(""));
  page.token = Secret(item["access_token"].text_or(""));
  for (const JsonValue& task : item["tasks"].items()) page.tasks.push_back(task.text_or(""));
  page.instagram = item["instagram_business_account"]["id"].id().value_or("");
  if (is_number(page.id) && !page.token.empty() && !knows(pages, page.id))
    pages.push_back(std::move(page));
}

std::vector<std::string> granted_targets(Graph& person, Instant now) {
  const auto replies = person.read_all(
      {{.use = Use::token_facts, .parameters = {{"input_token", person.token().reveal()}}}}, now);
  const auto facts = replies[0] ? read_token_facts(replies[0]->body) : std::nullopt;
  return facts ? facts->granular_targets : std::vector<std::string>();
}

bool may_moderate(const OwnPage& page) {
  return page.tasks.empty() ||
         std::find(page.tasks.begin(), page.tasks.end(), "MODERATE") != page.tasks.end();
}

constexpr std::size_t most_named = 10;

}  // namespace

Result<std::vector<OwnPage>> list_pages(Graph& person, Instant now) {
  std::vector<OwnPage> pages;
  EdgeReader edge({.use = Use::own_pages, .id = "me"});
  while (!edge.done()) {
    const auto reply = person.read(edge.ask(), now);
    if (!reply) return reply.fault();
    if (const auto wrong = edge.take(reply->body, person.base())) return *wrong;
    for (const JsonValue& item : reply->body["data"].items()) take_page(item, "", pages);
  }
  for (const std::string& id : granted_targets(person, now)) {
    if (knows(pages, id)) continue;
    // A target may be an Instagram account or a business: those have no token.
    const auto reply = person.read({.use = Use::page_token, .id = id}, now);
    if (reply) take_page(reply->body, id, pages);
  }
  return pages;
}

std::string pages_hint(Graph& person, Instant now) {
  const auto pages = list_pages(person, now);
  if (!pages || pages->empty()) return {};
  std::string out = "; the token may act for";
  for (std::size_t i = 0; i < std::min(pages->size(), most_named); ++i) {
    const OwnPage& page = (*pages)[i];
    out += std::string(i == 0 ? " " : ", ") + "the Page " + quoted(page.name, 60) + " (" + page.id +
           (may_moderate(page) ? ")" : ", but without the task MODERATE: it sees no comments)");
  }
  for (const std::string& id : instagram_accounts(*pages)) out += ", the Instagram account " + id;
  return out;
}

std::vector<std::string> instagram_accounts(const std::vector<OwnPage>& pages) {
  std::set<std::string> ids;
  for (const OwnPage& page : pages)
    if (!page.instagram.empty()) ids.insert(page.instagram);
  return {ids.begin(), ids.end()};
}

}  // namespace social311::connectors::meta
