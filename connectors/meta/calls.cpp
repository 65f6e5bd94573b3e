#include "connectors/meta/calls.h"

#include <algorithm>

namespace social311::connectors::meta {
namespace {

const std::string attachments =
    "attachments{media_type,type,title,description,url,media,subattachments}";
const std::string post_core =
    "id,created_time,updated_time,from,message,message_tags,story,status_type,parent_id,"
    "permalink_url,is_hidden,is_published";
const std::string post_least = "id,created_time,message,permalink_url";
const std::string count = "comments.filter(stream).limit(0).summary(true)";

const std::string comment_full =
    "id,message,created_time,from,parent{id},attachment,message_tags,is_hidden,is_private,"
    "can_comment,can_reply_privately,comment_count,permalink_url";
const std::string comment_less = "id,message,created_time,from,parent{id},is_hidden,permalink_url";
const std::string comment_least = "id,message,created_time,from,parent";

const std::string message_full = "id,created_time,from,to,message,attachments,sticker,shares,tags";
const std::string message_less = "id,created_time,from,to,message,attachments";
const std::string thread_core = "id,updated_time,message_count,unread_count,can_reply,participants";

std::string messages_of(const std::string& fields) {
  return "messages.limit(20){" + fields + "}";
}

const std::string ig_plain = "id,text,timestamp,username";
const std::string ig_named = ig_plain + ",from{id,username},hidden,parent_id";
const std::string ig_media_core =
    "id,caption,permalink,timestamp,username,media_type,comments_count";

std::vector<std::string> thread_ladder() {
  return {thread_core + "," + messages_of(message_full),
          thread_core + "," + messages_of(message_less),
          "id,updated_time,participants," + messages_of(message_less)};
}

// Full, then without replies, then without authors' ids, then the least (M24).
std::vector<std::string> ig_comment_ladder() {
  return {ig_named + ",replies.limit(50){" + ig_named + "}", ig_named,
          ig_plain + ",hidden,parent_id", "id,text,timestamp"};
}

std::vector<Call> page_calls() {
  return {
      {Use::page_feed,
       "posts of the Page and its visitors",
       "GET",
       "Page",
       "feed",
       Budget::pages,
       100,
       {post_core + "," + attachments, post_core, post_least},
       {"since", "until"}},
      {Use::watched_feed,
       "posts to scan for comments",
       "GET",
       "Page",
       "feed",
       Budget::pages,
       100,
       {"id,created_time,updated_time," + count, "id,created_time,updated_time"},
       {"since", "until"}},
      {Use::page_tagged,
       "posts that tag the Page",
       "GET",
       "Page",
       "tagged",
       Budget::pages,
       100,
       {"id,message,created_time,tagged_time,permalink_url", "id,message,created_time"},
       {}},
      {Use::comments,
       "comments and replies",
       "GET",
       "Post",
       "comments",
       Budget::pages,
       100,
       {comment_full, comment_less, comment_least},
       {"filter", "order"}},
      {Use::comment,
       "one comment again",
       "GET",
       "Comment",
       "",
       Budget::pages,
       0,
       {comment_full + ",object", comment_less + ",object", comment_least},
       {}},
      {Use::post,
       "one post again",
       "GET",
       "Post",
       "",
       Budget::pages,
       0,
       {post_core + "," + attachments, post_core, post_least},
       {}},
      {Use::private_guard,
       "may a comment be answered privately",
       "GET",
       "Comment",
       "",
       Budget::pages,
       0,
       {"id,can_reply_privately,private_reply_conversation"},
       {}},
      {Use::add_comment,
       "comment or reply",
       "POST",
       "Comment",
       "comments",
       Budget::pages,
       0,
       {},
       {"message"}},
      {Use::add_post,
       "post of the Page itself",
       "POST",
       "Page",
       "feed",
       Budget::pages,
       0,
       {},
       {"message"}},
      {Use::written_comment,
       "read-back of a comment of ours",
       "GET",
       "Comment",
       "",
       Budget::pages,
       0,
       {"id,parent{id},message", "id,message"},
       {}},
      {Use::remove,
       "take back a comment of ours",
       "DELETE",
       "Comment",
       "",
       Budget::pages,
       0,
       {},
       {}},
  };
}

std::vector<Call> message_calls() {
  return {
      {Use::conversations,
       "conversations",
       "GET",
       "Page",
       "conversations",
       Budget::messenger,
       25,
       thread_ladder(),
       {"platform"}},
      {Use::conversation_of,
       "the conversation with a person",
       "GET",
       "Page",
       "conversations",
       Budget::messenger,
       0,
       thread_ladder(),
       {"platform", "user_id"}},
      {Use::thread,
       "one conversation",
       "GET",
       "UnifiedThread",
       "",
       Budget::messenger,
       0,
       thread_ladder(),
       {}},
      {Use::message,
       "one message again",
       "GET",
       "UnifiedMessage",
       "",
       Budget::messenger,
       0,
       {message_full, message_less},
       {}},
      {Use::send_message,
       "message or private reply",
       "POST",
       "Page",
       "messages",
       Budget::messenger,
       0,
       {},
       {"recipient", "message", "messaging_type", "tag"}},
  };
}

std::vector<Call> account_calls() {
  return {
      {Use::token_facts,
       "what the token is worth",
       "GET",
       "",
       "debug_token",
       Budget::app,
       0,
       {},
       {"input_token"}},
      {Use::page_facts, "the Page itself", "GET", "Page", "", Budget::pages, 0, {"id,name"}, {}},
      {Use::subscribed,
       "webhooks that come",
       "GET",
       "Page",
       "subscribed_apps",
       Budget::pages,
       0,
       {"id,subscribed_fields"},
       {}},
      {Use::subscribe,
       "ask for webhooks",
       "POST",
       "Page",
       "subscribed_apps",
       Budget::pages,
       0,
       {},
       {"subscribed_fields"}},
      {Use::own_pages,
       "the person's Pages",
       "GET",
       "me",
       "accounts",
       Budget::app,
       25,
       {"id,name,access_token,tasks,instagram_business_account{id}", "id,name,access_token,tasks"},
       {}},
      {Use::page_token,
       "a Page that is not in that list",
       "GET",
       "Page",
       "",
       Budget::app,
       0,
       {"name,access_token", "name"},
       {}},
  };
}

std::vector<Call> instagram_reads() {
  return {
      {Use::ig_media_list,
       "own media",
       "GET",
       "IGUser",
       "media",
       Budget::instagram,
       50,
       {"id,caption,timestamp,permalink,comments_count", "id,timestamp,comments_count"},
       {"since", "until"}},
      {Use::ig_comments,
       "comments of a medium",
       "GET",
       "IGMedia",
       "comments",
       Budget::instagram,
       50,
       ig_comment_ladder(),
       {}},
      {Use::ig_replies,
       "replies to a comment",
       "GET",
       "IGComment",
       "replies",
       Budget::instagram,
       50,
       {ig_named, ig_plain + ",hidden,parent_id", "id,text,timestamp"},
       {}},
      {Use::ig_comment,
       "one comment again",
       "GET",
       "IGComment",
       "",
       Budget::instagram,
       0,
       {ig_named + ",media{id}", ig_named, ig_plain + ",hidden", "id,text,timestamp"},
       {}},
      {Use::ig_medium,
       "one medium again",
       "GET",
       "IGMedia",
       "",
       Budget::instagram,
       0,
       {ig_media_core, "id,caption,permalink,timestamp"},
       {}},
      {Use::ig_tags,
       "media that tag the account",
       "GET",
       "IGUser",
       "tags",
       Budget::instagram,
       50,
       {ig_media_core, "id,caption,permalink,timestamp,username", "id,caption,timestamp"},
       {}},
      {Use::ig_hashtag_search,
       "a hashtag's id",
       "GET",
       "",
       "ig_hashtag_search",
       Budget::app,
       0,
       {},
       {"user_id", "q"}},
      {Use::ig_hashtag_media,
       "newest media of a hashtag",
       "GET",
       "ShadowIGHashtag",
       "recent_media",
       Budget::app,
       50,
       {"id,caption,media_type,permalink,timestamp,comments_count,like_count",
        "id,caption,permalink,timestamp"},
       {"user_id"}},
      {Use::ig_user_facts,
       "the account itself",
       "GET",
       "IGUser",
       "",
       Budget::instagram,
       0,
       {"id,username"},
       {}},
  };
}

std::vector<Call> instagram_writes() {
  return {
      {Use::ig_mentioned,
       "a mention by others",
       "GET",
       "IGUser",
       "",
       Budget::instagram,
       0,
       {"mentioned_comment", "mentioned_media"},
       {}},
      {Use::ig_add_reply,
       "reply to a comment",
       "POST",
       "IGComment",
       "replies",
       Budget::instagram,
       0,
       {},
       {"message"}},
      {Use::ig_add_mention,
       "answer to a mention by others",
       "POST",
       "IGUser",
       "mentions",
       Budget::instagram,
       0,
       {},
       {"media_id", "message", "comment_id"}},
  };
}

std::vector<Call> make_table() {
  std::vector<Call> table = page_calls();
  for (auto part : {message_calls(), account_calls(), instagram_reads(), instagram_writes()})
    table.insert(table.end(), part.begin(), part.end());
  std::sort(table.begin(), table.end(), [](const Call& a, const Call& b) { return a.use < b.use; });
  return table;
}

}  // namespace

const std::vector<Call>& all_calls() {
  static const std::vector<Call> table = make_table();
  return table;
}

const Call& call(Use use) {
  return all_calls().at(static_cast<std::size_t>(use));
}

const std::vector<std::string_view>& page_scopes() {
  static const std::vector<std::string_view> scopes{"pages_show_list", "pages_read_engagement",
                                                    "pages_read_user_content",
                                                    "pages_manage_engagement"};
  return scopes;
}

const std::vector<std::string_view>& page_message_scopes() {
  static const std::vector<std::string_view> scopes{"pages_messaging"};
  return scopes;
}

const std::vector<std::string_view>& instagram_scopes() {
  static const std::vector<std::string_view> scopes{"instagram_basic", "instagram_manage_comments",
                                                    "pages_read_engagement"};
  return scopes;
}

const std::vector<std::string_view>& subscribed_fields() {
  static const std::vector<std::string_view> fields{
      "feed",    "mention", "messages", "message_echoes", "message_edits", "messaging_postbacks",
      "ratings", "standby"};
  return fields;
}

}  // namespace social311::connectors::meta
