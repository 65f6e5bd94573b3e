#include "connectors/twitter/vocabulary.h"

namespace social311::connectors::twitter {

const Vocabulary& vocabulary(std::string_view api_names) {
  // In 2.167 author, references and history are no fields any more: they come by expansion alone.
  static const Vocabulary post{
      "post.fields", "attachments,conversation_id,created_at,entities,geo,id,lang,note_post,text",
      "attachments.media_keys,author_id,edit_history_post_ids,in_reply_to_user_id,referenced_"
      "posts"};
  static const Vocabulary tweet{
      "tweet.fields",
      "attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,geo,id,"
      "in_reply_to_user_id,lang,note_tweet,referenced_tweets,text",
      "attachments.media_keys,author_id,edit_history_tweet_ids,in_reply_to_user_id,"
      "referenced_tweets.id"};
  return api_names == "tweet" ? tweet : post;
}

std::vector<std::pair<std::string, std::string>> what_to_show(const Vocabulary& words) {
  return {{words.fields_name, words.fields},
          {"expansions", words.expansions},
          {"user.fields", "id,name,username"},
          {"media.fields", "alt_text,media_key,type"}};
}

}  // namespace social311::connectors::twitter
