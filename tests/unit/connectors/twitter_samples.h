// X's answers as we would write them: invented people and posts, in the names of spec 2.167.
#pragma once

#include <string>

#include "connectors/network.h"
#include "connectors/twitter/ids.h"
#include "tests/unit/connectors/support.h"

namespace social311::connectors::test {

inline const std::string city_id = "2244994945";

inline Account x_account() {
  Account account;
  account.network = "twitter";
  account.id = city_id;
  account.handle = "Denver311";
  account.base_url = "https://api.x.test";
  account.credentials["access_token"] = Secret("access-1");
  return account;
}

// An id of `seconds` before noon.
inline std::string id_before_noon(int seconds) {
  return twitter::first_id_at(noon - std::chrono::seconds(seconds));
}

inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

// The same answer in the names of spec 2.166.
inline std::string in_old_names(std::string json) {
  json = replaced(std::move(json), "referenced_posts", "referenced_tweets");
  json = replaced(std::move(json), "edit_history_post_ids", "edit_history_tweet_ids");
  json = replaced(std::move(json), "note_post", "note_tweet");
  return replaced(std::move(json), "\"posts\":", "\"tweets\":");
}

// A post by user 55 that mentions the city.
inline std::string mention_item(const std::string& id, const std::string& text) {
  return R"({"id":")" + id + R"(","edit_history_post_ids":[")" + id +
         R"("],"author_id":"55","text":")" + text + R"(","conversation_id":")" + id +
         R"(","entities":{"mentions":[{"start":0,"end":10,"username":"Denver311","id":"2244994945"}]}})";
}

inline std::string page_of(const std::string& items, const std::string& next_token = {}) {
  std::string meta = next_token.empty() ? "" : R"("next_token":")" + next_token + R"(",)";
  return R"({"data":[)" + items +
         R"(],"includes":{"users":[{"id":"55","username":"maria_r","name":"Maria"}]},)" +
         R"("meta":{)" + meta + R"("result_count":1}})";
}

// A direct message by `sender`, in the names of spec 2.167.
inline std::string message_item(const std::string& id, const std::string& text,
                                const std::string& sender = "55") {
  return R"({"id":")" + id + R"(","event_type":"MessageCreate","text":")" + text +
         R"(","sender_id":")" + sender + R"(","dm_conversation_id":"99-11","created_at":")" +
         to_iso8601(*twitter::instant_of(id)) + R"("})";
}

inline std::string empty_page(const std::string& next_token = {}) {
  const std::string token = next_token.empty() ? "" : R"(,"next_token":")" + next_token + "\"";
  return R"({"meta":{"result_count":0)" + token + "}}";
}

}  // namespace social311::connectors::test
