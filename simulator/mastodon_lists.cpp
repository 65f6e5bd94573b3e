// Lists by id: forward from min_id, back from max_id, and the newest above since_id.
#include <algorithm>
#include <charconv>

#include "core/http.h"
#include "core/text.h"
#include "simulator/mastodon_api.h"
#include "simulator/problem.h"
#include "simulator/simulator.h"

namespace social311::simulator {

namespace {

WireReply error(int status, const std::string& message) {
  JsonWriter out;
  out.object().member("error", message);
  return json_reply(status, out.str());
}

// Plain servers' ids are numbers of very different length.
bool above(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

std::string folded(const std::string& tag) {
  return fold(tag);
}

bool has_tag(const std::string& text, const std::string& tag) {
  const std::string words = folded(text);
  const std::string mark = "#" + folded(tag);
  for (std::size_t at = words.find(mark); at != std::string::npos; at = words.find(mark, at + 1)) {
    const std::size_t end = at + mark.size();
    if (end == words.size()) return true;
    const char next = words[end];
    const bool goes_on = (next >= '0' && next <= '9') || (next >= 'a' && next <= 'z') ||
                         next == '_' || static_cast<unsigned char>(next) >= 0x80;
    if (!goes_on) return true;
  }
  return false;
}

std::string notification_id(const SimItem& item) {
  return std::to_string(item.key);
}

}  // namespace

bool MastodonApi::names_city(const SimItem& item) const {
  const auto names = named_handles(item.text());
  return std::find(names.begin(), names.end(), to_lower_ascii(parts_.options.mastodon.handle)) !=
         names.end();
}

// The policy of a fresh account: private mentions by strangers are kept apart.
bool MastodonApi::filtered(const SimItem& item) const {
  if (item.source.visibility != "direct") return false;
  const SimItem* root = parts_.commons.find(Site::mastodon, item.root);
  return root == nullptr || root->source.author_id != parts_.options.mastodon.id;
}

bool MastodonApi::visible(const SimItem& item, const Call& call) const {
  if (item.visible_at > call.now - call.twist.stale_by) return false;
  const std::string& who = item.source.visibility;
  return who == "public" || who == "unlisted" || names_city(item) ||
         item.source.author_id == parts_.options.mastodon.id;
}

// `list` is newest first.
WireReply MastodonApi::page(const Call& call, List list, const std::string& path, std::size_t most,
                            std::size_t usual, bool notifications) {
  std::size_t limit = usual;
  if (const auto asked = call.param("limit")) {
    const auto [end, wrong] = std::from_chars(asked->data(), asked->data() + asked->size(), limit);
    if (wrong != std::errc{} || end != asked->data() + asked->size()) limit = usual;
  }
  limit = std::clamp<std::size_t>(limit, 1, most);
  const auto min_id = call.param("min_id");
  const auto since_id = call.param("since_id");
  const auto max_id = call.param("max_id");
  std::erase_if(list, [&](const Listed& one) {
    return (min_id && !above(one.id, *min_id)) || (since_id && !above(one.id, *since_id)) ||
           (max_id && !above(*max_id, one.id));
  });
  List shown;
  if (min_id) {
    const std::size_t first = list.size() - std::min(list.size(), limit);
    shown.assign(list.begin() + static_cast<std::ptrdiff_t>(first), list.end());
  } else {
    list.resize(std::min(list.size(), limit));
    shown = std::move(list);
  }
  std::string newest = shown.empty() ? "" : shown.front().id;
  std::string oldest = shown.empty() ? "" : shown.back().id;
  if (call.twist.looping && !shown.empty()) {
    newest = min_id.value_or(newest);
    oldest = max_id.value_or(oldest);
  }
  if (call.twist.order == ListOrder::reversed) std::reverse(shown.begin(), shown.end());
  JsonWriter out;
  out.list();
  Call first = call;
  for (std::size_t i = 0; i < shown.size() && !call.twist.empty_page; ++i) {
    if (i == 1) first.twist.authors = Authors::all;
    if (notifications) {
      write_notification(out, *shown[i].item, first);
    } else {
      write_status(out, *shown[i].item, first);
    }
  }
  out.end();
  WireReply reply = json_reply(200, out.str());
  if (newest.empty()) return reply;
  Pairs kept;
  for (const auto& [name, value] : call.params) {
    if (name != "min_id" && name != "max_id" && name != "since_id") kept.emplace_back(name, value);
  }
  const auto link = [&](const char* name, const std::string& id, const char* rel) {
    Pairs query = {{name, call.twist.empty_page ? call.param(name).value_or(id) : id}};
    query.insert(query.end(), kept.begin(), kept.end());
    return "<" + call.address + "/api/" + path + "?" + query_string(query) + ">; rel=\"" + rel +
           "\"";
  };
  reply.headers.emplace_back(
      "Link", link("max_id", oldest, "next") + ", " + link("min_id", newest, "prev"));
  return reply;
}

WireReply MastodonApi::notifications(const Call& call) {
  if (auto refusal =
          refuse_unknown(call, {"types[]", "exclude_types[]", "min_id", "max_id", "since_id",
                                "limit", "account_id", "include_filtered"})) {
    return *refusal;
  }
  const auto types = call.all("types[]");
  const auto without = call.all("exclude_types[]");
  const auto has_mention = [](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), "mention") != list.end();
  };
  const bool wanted = (types.empty() || has_mention(types)) && !has_mention(without);
  const bool all = call.param("include_filtered").value_or("") == "true";
  List list;
  const auto items = parts_.commons.all(Site::mastodon);
  for (auto item = items.rbegin(); wanted && item != items.rend(); ++item) {
    const bool own = (*item)->source.author_id == parts_.options.mastodon.id;
    if (own || !names_city(**item) || !visible(**item, call) || (!all && filtered(**item)))
      continue;
    const auto account = call.param("account_id");
    if (account && *account != (*item)->source.author_id) continue;
    list.push_back({notification_id(**item), *item});
  }
  return page(call, std::move(list), call.path, 80, 40, true);
}

WireReply MastodonApi::notification(const Call& call, const std::string& id) {
  for (const SimItem* item : parts_.commons.all(Site::mastodon)) {
    if (notification_id(*item) != id || !names_city(*item)) continue;
    JsonWriter out;
    write_notification(out, *item, call);
    return json_reply(200, out.str());
  }
  return error(404, "Record not found");
}

WireReply MastodonApi::tag(const Call& call, const std::string& name) {
  if (auto refusal =
          refuse_unknown(call, {"any[]", "all[]", "none[]", "local", "remote", "only_media",
                                "min_id", "max_id", "since_id", "limit"})) {
    return *refusal;
  }
  List list;
  const auto items = parts_.commons.all(Site::mastodon);
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    const std::string& text = (*item)->text();
    const auto tagged = [&text](const std::string& one) { return has_tag(text, one); };
    const auto any = call.all("any[]");
    const auto every = call.all("all[]");
    const auto none = call.all("none[]");
    if (!tagged(name) && std::none_of(any.begin(), any.end(), tagged)) continue;
    if (!std::all_of(every.begin(), every.end(), tagged)) continue;
    if (std::any_of(none.begin(), none.end(), tagged)) continue;
    if ((*item)->source.visibility != "public" || !visible(**item, call)) continue;
    list.push_back({(*item)->id, *item});
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const Listed& a, const Listed& b) { return above(a.id, b.id); });
  return page(call, std::move(list), call.path, 40, 20, false);
}

WireReply MastodonApi::account_statuses(const Call& call, const std::string& id) {
  if (parts_.commons.person(Site::mastodon, id) == nullptr) return error(404, "Record not found");
  if (auto refusal =
          refuse_unknown(call, {"min_id", "max_id", "since_id", "limit", "only_media",
                                "exclude_replies", "exclude_reblogs", "pinned", "tagged"})) {
    return *refusal;
  }
  const bool no_replies = call.param("exclude_replies").value_or("") == "true";
  List list;
  const auto items = parts_.commons.by(Site::mastodon, id);
  for (auto item = items.rbegin(); item != items.rend(); ++item) {
    if (!visible(**item, call) || (no_replies && !(*item)->source.answers.empty())) continue;
    list.push_back({(*item)->id, *item});
  }
  std::stable_sort(list.begin(), list.end(),
                   [](const Listed& a, const Listed& b) { return above(a.id, b.id); });
  return page(call, std::move(list), call.path, 40, 20, false);
}

WireReply MastodonApi::conversations(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"min_id", "max_id", "since_id", "limit"}))
    return *refusal;
  std::map<std::string, const SimItem*> newest;
  for (const SimItem* item : parts_.commons.all(Site::mastodon)) {
    if (item->source.visibility == "direct" && visible(*item, call)) newest[item->root] = item;
  }
  JsonWriter out;
  out.list();
  for (const auto& [root, item] : newest) {
    out.object()
        .member("id", root)
        .member("unread", item->source.author_id != parts_.options.mastodon.id);
    out.key("accounts").list();
    const SimItem* first = parts_.commons.find(Site::mastodon, root);
    if (first != nullptr) write_account(out, first->source.author_id);
    out.end().key("last_status");
    write_status(out, *item, call);
    out.end();
  }
  return json_reply(200, out.str());
}

WireReply MastodonApi::search(const Call& call) {
  if (auto refusal = refuse_unknown(call, {"q", "type", "resolve", "limit", "offset", "min_id",
                                           "max_id", "following", "account_id"})) {
    return *refusal;
  }
  const std::string words = fold(call.param("q").value_or(""));
  if (words.empty()) return error(400, "Missing required parameter: q");
  JsonWriter out;
  out.object().key("accounts").list().end().key("statuses").list();
  for (const SimItem* item : parts_.commons.all(Site::mastodon)) {
    if (visible(*item, call) && fold(item->text()).find(words) != std::string::npos) {
      write_status(out, *item, call);
    }
  }
  out.end().key("hashtags").list();
  return json_reply(200, out.str());
}

}  // namespace social311::simulator
