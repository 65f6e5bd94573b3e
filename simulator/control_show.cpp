// What the control interface shows: posts as people see them, threads, counts, the log of requests.
#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "simulator/network.h"
#include "simulator/problem.h"

namespace social311::simulator {

namespace {

std::size_t at_most(const WireRequest& request, std::size_t other) {
  const auto asked = parse_id(request.query_value("limit").value_or(""));
  return asked ? static_cast<std::size_t>(*asked) : other;
}

void write_counts(JsonWriter& out, const char* name,
                  const std::map<std::string, std::uint64_t>& counts) {
  out.key(name).object();
  for (const auto& [key, count] : counts) out.member(key, count);
  out.end();
}

// What a drill wants to know of the city's answers.
struct ReplyCounts {
  std::uint64_t replies = 0;
  std::uint64_t several = 0;  // targets with more than one reply
  std::uint64_t doubled = 0;  // copies beyond the first of one text under one target
  std::vector<std::uint64_t> doubled_targets{};
};

ReplyCounts count_replies(const World& world, const std::string& city) {
  std::map<std::uint64_t, std::map<std::string, std::uint64_t>> texts;
  ReplyCounts counts;
  for (const SimPost* post : world.written_by(city)) {
    if (post->source.in_reply_to == 0) continue;
    ++counts.replies;
    ++texts[post->source.in_reply_to][post->source.text];
  }
  for (const auto& [target, copies] : texts) {
    std::uint64_t under_target = 0;
    std::uint64_t extra = 0;
    for (const auto& [text, count] : copies) {
      under_target += count;
      extra += count - 1;
    }
    counts.several += under_target > 1 ? 1U : 0U;
    counts.doubled += extra;
    if (extra > 0) counts.doubled_targets.push_back(target);
  }
  return counts;
}

}  // namespace

void SimulatedNetwork::write_post(JsonWriter& out, const SimPost& post) const {
  const SimUser& author = *world_.user(post.author_id);
  const auto id_or_null = [&out](const char* name, std::uint64_t id) {
    out.key(name);
    if (id == 0) {
      out.null();
    } else {
      out.value(std::to_string(id));
    }
  };
  out.object().member("network", "twitter").member("id", std::to_string(post.id));
  out.key("author").object();
  out.member("id", author.id).member("handle", author.handle).member("name", author.name).end();
  out.member("text",
             post.source.repost_of == 0 ? post.source.text : html_unescape(post.built.text));
  out.member("network_text", post.built.text).member("lang", post.lang);
  out.member("created_at", instant_of(post.id)).member("city", post.author_id == options_.city.id);
  id_or_null("in_reply_to", post.source.in_reply_to);
  id_or_null("quoted", post.source.quoted);
  // The page groups by the first version of the post that began the conversation: edits change ids.
  const SimPost* root = post.source.in_reply_to == 0 ? &post : world_.find(post.conversation);
  out.member("thread", std::to_string(root == nullptr ? post.conversation : root->history.front()));
  out.member("conversation", std::to_string(post.conversation));
  out.member("media", post.source.media)
      .member("lat", post.source.lat)
      .member("lon", post.source.lon);
  out.member("edited", post.history.size() > 1).member("by_api", post.source.origin == Origin::api);
  out.end();
}

// Newest first, 500 or `limit`; `by=city` shows what the city wrote on X only; `network=all` shows
// the other networks too; `known` = the revision the page has: nothing is repeated while nothing
// changed.
WireReply SimulatedNetwork::list_posts(const WireRequest& request) const {
  JsonWriter out;
  out.object().member("revision", revision_).member("city", options_.city.handle);
  if (request.query_value("known").value_or("") == std::to_string(revision_)) {
    out.member("unchanged", true);
    return json_reply(200, out.str());
  }
  write_cities(out);
  const std::size_t most = at_most(request, 500);
  std::vector<std::pair<Instant, std::string>> shown;
  const auto keep = [&shown](Instant at, auto&& write) {
    JsonWriter one;
    write(one);
    shown.emplace_back(at, one.str());
  };
  const bool by_city = request.query_value("by").value_or("") == "city";
  std::size_t left = most;
  for (auto entry = world_.posts().rbegin(); entry != world_.posts().rend() && left > 0; ++entry) {
    const SimPost& post = entry->second;
    if (post.deleted || !post.newest_version()) continue;
    if (by_city && post.author_id != options_.city.id) continue;
    keep(instant_of(post.id), [&](JsonWriter& one) { write_post(one, post); });
    --left;
  }
  const bool everywhere = request.query_value("network").value_or("") == "all";
  for (const Site site : {Site::facebook, Site::instagram, Site::bluesky, Site::mastodon}) {
    const auto items = everywhere ? commons_.all(site) : Commons::Items{};
    const std::size_t first = items.size() - std::min(items.size(), most);
    for (std::size_t i = first; i < items.size(); ++i) {
      keep(items[i]->created_at, [&](JsonWriter& one) { write_item(one, *items[i]); });
    }
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  out.key("posts").list();
  for (std::size_t i = 0; i < std::min(shown.size(), most); ++i) out.raw(shown[i].second);
  return json_reply(200, out.str());
}

WireReply SimulatedNetwork::show_thread(const std::string& id) const {
  const SimPost* root = world_.find(parse_id(id).value_or(0));
  if (root == nullptr) return json_reply(404, R"({"error":"there is no such thing"})");
  std::set<std::uint64_t> below;
  std::vector<std::uint64_t> open = {root->id};
  while (!open.empty()) {
    const std::uint64_t one = open.back();
    open.pop_back();
    for (const SimPost* reply : world_.replies_to(one)) {
      below.insert(reply->id);
      open.push_back(reply->id);
    }
  }
  JsonWriter out;
  out.object().key("post");
  write_post(out, *root);
  out.key("replies").list();
  for (const std::uint64_t reply : below) write_post(out, *world_.find(reply));
  return json_reply(200, out.str());
}

WireReply SimulatedNetwork::show_stats() {
  const ReplyCounts counts = count_replies(world_, options_.city.id);
  const auto present = std::count_if(
      world_.posts().begin(), world_.posts().end(),
      [](const auto& one) { return !one.second.deleted && one.second.newest_version(); });
  JsonWriter out;
  out.object().member("seed", options_.seed).member("posts", static_cast<std::int64_t>(present));
  out.member("city_replies", counts.replies).member("targets_with_several_replies", counts.several);
  out.member("doubled_replies", counts.doubled).key("doubled_targets").list();
  for (const std::uint64_t target : counts.doubled_targets) out.value(std::to_string(target));
  out.end().member("requests", requests_);
  write_counts(out, "statuses", statuses_);
  write_counts(out, "outcomes", outcomes_);
  out.member("writes_to_come", static_cast<std::uint64_t>(later_.size()));
  out.member("faults_waiting", static_cast<std::uint64_t>(faults_.waiting()));
  out.member("token_refreshes", apps_.refreshes())
      .member("broken_token_chains", apps_.broken_chains());
  out.member("spent_usd", static_cast<double>(meter_.spent()) / 1'000'000);
  out.member("posts_read_this_month", meter_.posts_read(clock_.now()));
  write_site_counts(out);
  return json_reply(200, out.str());
}

WireReply SimulatedNetwork::show_log() const {
  JsonWriter out;
  out.object().member("seed", options_.seed).key("requests").list();
  for (const LoggedRequest& one : log_) {
    out.object().member("n", one.number).member("at", one.at).member("method", one.method);
    out.member("target", one.target).member("body", one.body);
    out.member("outcome", name_of(one.outcome)).member("status", one.status).end();
  }
  return json_reply(200, out.str());
}

}  // namespace social311::simulator
