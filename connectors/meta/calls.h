// Every call this program makes to the Graph API: one table of nodes, edges, parameters and fields.
// What is not in it is never sent; tests compare the requests that really left with it, and others
// compare it with Meta's own descriptions.
// Source: Meta docs, graph-api/reference (page/feed, page/tagged, object/comments, page/
// conversations, ig-media/comments, …), and facebook-business-sdk-codegen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/meta/usage.h"

namespace social311::connectors::meta {

enum class Use {
  page_feed,          // all posts of the Page, visitors' and its own
  watched_feed,       // the same, for signs of new comments only
  page_tagged,        // public posts that name the Page
  comments,           // of a post or comment, replies among them
  comment,            // one again
  post,               // one again
  private_guard,      // may this comment be answered privately?
  conversations,      // of Messenger or Instagram
  conversation_of,    // with one person
  thread,             // one again
  message,            // one again
  add_comment,        // under a post or comment
  add_post,           // of the Page itself
  send_message,       //
  written_comment,    // read-back of one of ours
  remove,             // DELETE of an own post or comment
  token_facts,        // debug_token
  page_facts,         //
  subscribed,         // which webhooks come
  subscribe,          //
  own_pages,          // /me/accounts
  page_token,         // of a page that /me/accounts does not show
  ig_media_list,      //
  ig_comments,        // of a medium
  ig_replies,         // of a comment
  ig_comment,         // one again
  ig_medium,          // one again
  ig_tags,            //
  ig_hashtag_search,  //
  ig_hashtag_media,   //
  ig_user_facts,      //
  ig_mentioned,       // a comment or medium of others that names the account
  ig_add_reply,       // under a comment
  ig_add_mention,     // under others' media that name the account
};

struct Call {
  Use use = Use::page_feed;
  const char* name = "";  // for people
  const char* method = "GET";
  const char* node = "";  // Meta's name of what the id stands for; "" = no id, the edge is the path
  const char* edge = "";  // "" = the node itself
  Budget budget = Budget::pages;
  int limit = 0;  // items a page at most; 0 = no such parameter
  // Lists of fields, fullest first: a field that a version or a permission does not know fails the
  // whole call, the next list is tried then. Empty = no `fields` (never on a write).
  std::vector<std::string> ladder{};
  std::vector<std::string_view> parameters{};  // besides fields, limit and what `next` brings
};

const std::vector<Call>& all_calls();
const Call& call(Use use);

// The permissions that reading and answering need; what check() misses them by name.
const std::vector<std::string_view>& page_scopes();
const std::vector<std::string_view>& page_message_scopes();
const std::vector<std::string_view>& instagram_scopes();
// Of POST /{page}/subscribed_apps. The call replaces the whole list.
const std::vector<std::string_view>& subscribed_fields();

}  // namespace social311::connectors::meta
