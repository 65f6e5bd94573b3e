#include "simulator/vocabulary.h"

#include <array>
#include <map>

#include "core/text.h"

namespace social311::simulator {

namespace {

using Words = std::vector<std::string>;

const Words common_post_fields = {"article",
                                  "attachments",
                                  "card_uri",
                                  "community_id",
                                  "context_annotations",
                                  "conversation_id",
                                  "created_at",
                                  "display_text_range",
                                  "edit_controls",
                                  "entities",
                                  "geo",
                                  "id",
                                  "lang",
                                  "matched_media_notes",
                                  "media_metadata",
                                  "non_public_metrics",
                                  "note_request_suggestions",
                                  "organic_metrics",
                                  "paid_partnership",
                                  "possibly_sensitive",
                                  "promoted_metrics",
                                  "public_metrics",
                                  "reply_settings",
                                  "scopes",
                                  "source",
                                  "suggested_source_links",
                                  "suggested_source_links_with_counts",
                                  "text",
                                  "withheld"};
const Words common_user_fields = {"confirmed_email",
                                  "connection_status",
                                  "created_at",
                                  "description",
                                  "entities",
                                  "id",
                                  "is_identity_verified",
                                  "location",
                                  "name",
                                  "parody",
                                  "profile_banner_url",
                                  "profile_image_url",
                                  "protected",
                                  "public_metrics",
                                  "receives_your_dm",
                                  "subscription",
                                  "subscription_type",
                                  "url",
                                  "username",
                                  "verified",
                                  "verified_followers_count",
                                  "verified_type",
                                  "withheld"};
const Words media_fields = {"alt_text",
                            "duration_ms",
                            "height",
                            "media_key",
                            "non_public_metrics",
                            "organic_metrics",
                            "preview_image_url",
                            "promoted_metrics",
                            "public_metrics",
                            "type",
                            "url",
                            "variants",
                            "width"};
const Words poll_fields = {"duration_minutes", "end_datetime", "id", "options", "voting_status"};
const Words place_fields = {
    "contained_within", "country", "country_code", "full_name", "geo", "id", "name", "place_type"};
const Words dm_fields = {
    "attachments", "created_at", "dm_conversation_id", "entities", "event_type", "id", "text"};
const Words event_types = {"MessageCreate", "ParticipantsJoin", "ParticipantsLeave"};
const Words usage_fields = {"cap_reset_day",       "daily_client_app_usage",
                            "daily_project_usage", "project_cap",
                            "project_id",          "project_usage"};
const Words common_expansions = {"article.cover_media",        "article.media_entities",
                                 "attachments.media_keys",     "attachments.media_source_tweet",
                                 "attachments.poll_ids",       "author_id",
                                 "entities.mentions.username", "geo.place_id",
                                 "in_reply_to_user_id"};

Words with(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

ParameterRule list(std::string name, Words values) {
  return {
      .name = std::move(name), .kind = ValueKind::list_of, .min = 1, .values = std::move(values)};
}

ParameterRule number(std::string name, std::int64_t min, std::int64_t max) {
  return {.name = std::move(name), .kind = ValueKind::whole_number, .min = min, .max = max};
}

ParameterRule plain(std::string name, ValueKind kind, std::int64_t min = 0) {
  return {.name = std::move(name), .kind = kind, .min = min};
}

ParameterRule needed(ParameterRule rule) {
  rule.required = true;
  return rule;
}

using Rules = std::vector<ParameterRule>;

Rules both(Rules rules, const Rules& more) {
  rules.insert(rules.end(), more.begin(), more.end());
  return rules;
}

bool is_post(Vocabulary vocabulary) {
  return vocabulary == Vocabulary::post;
}

ParameterRule post_fields(Vocabulary v) {
  return is_post(v)
             ? list("post.fields", with(common_post_fields, {"article_title", "note_post"}))
             : list("tweet.fields", with(common_post_fields, {"author_id", "edit_history_tweet_ids",
                                                              "in_reply_to_user_id", "note_tweet",
                                                              "referenced_tweets"}));
}

ParameterRule user_fields(Vocabulary v) {
  return list("user.fields",
              with(common_user_fields,
                   is_post(v) ? Words{"subscribes_to_you"}
                              : Words{"affiliation", "most_recent_tweet_id", "pinned_tweet_id"}));
}

ParameterRule post_expansions(Vocabulary v) {
  return list(
      "expansions",
      with(common_expansions,
           is_post(v) ? Words{"edit_history_post_ids", "referenced_posts", "username"}
                      : Words{"edit_history_tweet_ids", "entities.note.mentions.username",
                              "referenced_tweets.id", "referenced_tweets.id.attachments.media_keys",
                              "referenced_tweets.id.author_id"}));
}

Rules looks(Vocabulary v) {
  return {post_fields(v),
          post_expansions(v),
          user_fields(v),
          list("media.fields", media_fields),
          list("poll.fields", poll_fields),
          list("place.fields", place_fields)};
}

Rules spans() {
  return {plain("since_id", ValueKind::id), plain("until_id", ValueKind::id),
          plain("start_time", ValueKind::moment), plain("end_time", ValueKind::moment)};
}

Rules timeline(Vocabulary v) {
  return both(both(spans(),
                   {number("max_results", 5, 100), plain("pagination_token", ValueKind::token, 1)}),
              looks(v));
}

Rules search(Vocabulary v) {
  ParameterRule query = needed({.name = "query", .kind = ValueKind::text, .min = 1, .max = 4096});
  ParameterRule order = {
      .name = "sort_order", .kind = ValueKind::one_of, .values = {"recency", "relevancy"}};
  return both(both(spans(), {query, order, number("max_results", 10, 100),
                             plain("next_token", ValueKind::token, 1),
                             plain("pagination_token", ValueKind::token, 1)}),
              looks(v));
}

Rules users(Vocabulary v) {
  const Words expansions =
      is_post(v) ? Words{"affiliation", "most_recent_post_id", "pinned_post_id"}
                 : Words{"affiliation.user_id", "most_recent_tweet_id", "pinned_tweet_id"};
  return {user_fields(v), list("expansions", expansions), post_fields(v)};
}

Rules messages(Vocabulary v) {
  const Words old = {"participant_ids", "referenced_tweets", "sender_id"};
  const Words expansions = {"attachments.media_keys", "participant_ids", "sender_id",
                            is_post(v) ? "referenced_posts" : "referenced_tweets.id"};
  return {number("max_results", 1, 100),
          plain("pagination_token", ValueKind::token, 16),
          list("event_types", event_types),
          list("dm_event.fields", is_post(v) ? dm_fields : with(dm_fields, old)),
          list("expansions", expansions),
          list("media.fields", media_fields),
          user_fields(v),
          post_fields(v)};
}

Rules rules_of(Endpoint endpoint, Vocabulary v) {
  switch (endpoint) {
    case Endpoint::mentions:
      return timeline(v);
    case Endpoint::user_posts:
      return both(timeline(v), {list("exclude", {"replies", "retweets"})});
    case Endpoint::search_recent:
      return search(v);
    case Endpoint::posts_by_ids:
      return both({needed({.name = "ids", .kind = ValueKind::ids, .min = 1, .max = 100})},
                  looks(v));
    case Endpoint::post_by_id:
      return looks(v);
    case Endpoint::me:
    case Endpoint::user_by_name:
    case Endpoint::user_by_id:
      return users(v);
    case Endpoint::usage:
      return {number("days", 1, 90), list("usage.fields", usage_fields)};
    case Endpoint::dm_events:
    case Endpoint::dm_events_with:
      return messages(v);
    default:
      return {};
  }
}

// "/2/users/{id}/mentions" against "/2/users/17/mentions"; the value of the braces in `value`.
bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path,
             std::string& value) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (pattern[i].starts_with('{') && !path[i].empty()) {
      value = path[i];
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return true;
}

}  // namespace

const char* name_of(Vocabulary vocabulary) {
  return is_post(vocabulary) ? "post" : "tweet";
}

const std::vector<Route>& routes() {
  static const std::vector<Route> all = {
      {Endpoint::mentions, "GET", "/2/users/{id}/mentions"},
      {Endpoint::search_recent, "GET", "/2/tweets/search/recent"},
      {Endpoint::posts_by_ids, "GET", "/2/tweets"},
      {Endpoint::post_by_id, "GET", "/2/tweets/{id}"},
      {Endpoint::create_post, "POST", "/2/tweets"},
      {Endpoint::delete_post, "DELETE", "/2/tweets/{id}"},
      {Endpoint::me, "GET", "/2/users/me"},
      {Endpoint::user_by_name, "GET", "/2/users/by/username/{username}"},
      {Endpoint::user_by_id, "GET", "/2/users/{id}"},
      {Endpoint::user_posts, "GET", "/2/users/{id}/tweets"},
      {Endpoint::usage, "GET", "/2/usage/tweets"},
      {Endpoint::dm_events, "GET", "/2/dm_events"},
      {Endpoint::dm_events_with, "GET", "/2/dm_conversations/with/{participant_id}/dm_events"},
      {Endpoint::dm_send, "POST", "/2/dm_conversations/with/{participant_id}/messages"},
      {Endpoint::token, "POST", "/2/oauth2/token"},
      {Endpoint::revoke, "POST", "/2/oauth2/revoke"},
  };
  return all;
}

std::optional<Routed> route(std::string_view method, std::string_view path) {
  const auto parts = split(path, '/');
  for (const Route& candidate : routes()) {
    Routed routed{.endpoint = candidate.endpoint};
    if (candidate.method == method && matches(split(candidate.pattern, '/'), parts, routed.value)) {
      return routed;
    }
  }
  return std::nullopt;
}

const std::vector<ParameterRule>& parameters_of(Endpoint endpoint, Vocabulary vocabulary) {
  static const auto table = [] {
    std::map<std::pair<Endpoint, Vocabulary>, Rules> all;
    for (const Route& one : routes()) {
      for (const Vocabulary v : {Vocabulary::post, Vocabulary::tweet}) {
        all[{one.endpoint, v}] = rules_of(one.endpoint, v);
      }
    }
    return all;
  }();
  return table.at({endpoint, vocabulary});
}

const Names& names_of(Vocabulary vocabulary) {
  static const Names post = {"post.fields",
                             "note_post",
                             "referenced_posts",
                             "referenced_posts",
                             "edit_history_post_ids",
                             "posts",
                             "repost_count",
                             "post_count",
                             "https://api.x.com/2/problems/"};
  static const Names tweet = {"tweet.fields",
                              "note_tweet",
                              "referenced_tweets",
                              "referenced_tweets.id",
                              "edit_history_tweet_ids",
                              "tweets",
                              "retweet_count",
                              "tweet_count",
                              "https://api.twitter.com/2/problems/"};
  return is_post(vocabulary) ? post : tweet;
}

}  // namespace social311::simulator
