#include "simulator/public_item.h"

#include <algorithm>

#include "core/text.h"
#include "simulator/graph_api.h"

namespace social311::simulator {

namespace {

Fault refused(const std::string& why) {
  return Fault{.kind = FaultKind::rejected, .message = why};
}

const std::vector<std::string>& kinds_of(Site site) {
  static const std::vector<std::string> facebook = {"post", "comment", "tagged", "message"};
  static const std::vector<std::string> instagram = {"comment", "tagged", "post", "message"};
  static const std::vector<std::string> bluesky = {"post", "plain"};
  static const std::vector<std::string> mastodon = {"post", "message"};
  switch (site) {
    case Site::facebook:
      return facebook;
    case Site::instagram:
      return instagram;
    case Site::bluesky:
      return bluesky;
    case Site::mastodon:
      break;
  }
  return mastodon;
}

bool known_visibility(const std::string& word) {
  return word == "public" || word == "unlisted" || word == "private" || word == "direct";
}

// The newest post of the city: what a comment without a target stands under.
std::string newest_post(const Commons& commons, Site site, const std::string& city) {
  std::string newest;
  for (const SimItem* item : commons.by(site, city)) {
    if (item->source.kind == ItemKind::post) newest = item->id;
  }
  return newest;
}

}  // namespace

Result<PublicItem> read_public_item(const JsonValue& body) {
  const auto site = site_of(body["network"].text_or(""));
  if (!site) return refused("network is none of the known ones");
  PublicItem given;
  const JsonValue author = body["author"];
  given.author.id = author["id"].id().value_or("");
  given.author.handle = author["handle"].text_or("");
  given.author.name = repair_utf8(author["name"].text_or(""));
  NewItem& item = given.item;
  item.site = *site;
  item.text = repair_utf8(body["text"].text_or(""));
  item.media = static_cast<int>(body["media"].number(0, 10).value_or(0));
  if (trim(item.text).empty() && item.media == 0) return refused("a post needs a text");
  if (item.text.size() > 20'000) return refused("the text is too long");
  item.answers = body["in_reply_to"].id().value_or("");
  item.quotes = body["quoted"].id().value_or("");
  item.media_alt = body["media_alt"].text_or("");
  item.lang = body["lang"].text_or("");
  item.created_at = body["created_at"].instant();
  item.visibility = body["visibility"].text_or("public");
  if (!known_visibility(item.visibility)) return refused("visibility is none of Mastodon's");
  const auto& kinds = kinds_of(*site);
  given.kind = body["kind"].text_or(kinds.front());
  if (std::find(kinds.begin(), kinds.end(), given.kind) == kinds.end()) {
    return refused("there is no kind '" + given.kind + "' on this network");
  }
  return given;
}

Result<NewItem> placed_item(const PublicItem& given, const Commons& commons,
                            const std::string& city) {
  NewItem item = given.item;
  item.author_id = given.author.id;
  if (given.kind == "plain") item.visibility = "plain";  // mentions that are no facets
  const bool meta = item.site == Site::facebook || item.site == Site::instagram;
  if (given.kind == "message") {
    item.to = city;
    item.visibility = "direct";
    if (meta) {
      item.kind = ItemKind::message;
      item.wall = conversation_id(item.site, item.author_id);
      item.answers.clear();
    }
    return item;
  }
  if (!meta) return item;
  if (given.kind == "comment" || !item.answers.empty()) {
    item.kind = ItemKind::comment;
    if (item.answers.empty()) item.answers = newest_post(commons, item.site, city);
    if (item.answers.empty()) return refused("there is nothing to comment on");
    return item;
  }
  const bool on_wall = given.kind == (item.site == Site::facebook ? "post" : "tagged");
  if (on_wall) item.wall = city;
  if (item.site == Site::instagram) item.media = std::max(item.media, 1);
  return item;
}

}  // namespace social311::simulator
