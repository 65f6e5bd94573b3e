#include "connectors/twitter/vocabulary.h"

namespace social311::connectors::twitter {

const Vocabulary& vocabulary(std::string_view api_names) {
  // In 2.167 author, references and history are no fields any more: they come by expansion alone.
  static const Vocabulary post{
      "post.fields",
      "attachments,conversation_id,created_at,entities,geo,id,lang,note_post,text,withheld",
      "attachments.media_keys,author_id,edit_history_post_ids,in_reply_to_user_id,referenced_posts",
      "attachments,created_at,dm_conversation_id,entities,event_type,id,text",
      "attachments.media_keys,referenced_posts,sender_id"};
  static const Vocabulary tweet{
      "tweet.fields",
      "attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,geo,id,"
      "in_reply_to_user_id,lang,note_tweet,referenced_tweets,text,withheld",
      "attachments.media_keys,author_id,edit_history_tweet_ids,in_reply_to_user_id,"
      "referenced_tweets.id",
      "attachments,created_at,dm_conversation_id,event_type,id,referenced_tweets,sender_id,text",
      "attachments.media_keys,referenced_tweets.id,sender_id"};
  return api_names == "tweet" ? tweet : post;
}

std::vector<std::pair<std::string, std::string>> what_to_show(const Vocabulary& words) {
  return {{words.fields_name, words.fields},
          {"expansions", words.expansions},
          {"user.fields", "id,name,username"},
          {"media.fields", "alt_text,media_key,type"}};
}

std::vector<std::pair<std::string, std::string>> what_to_show_of_messages(const Vocabulary& words,
                                                                          OneOrMany how_many) {
  std::vector<std::pair<std::string, std::string>> out{{"dm_event.fields", words.message_fields},
                                                       {"expansions", words.message_expansions},
                                                       {"user.fields", "id,name,username"},
                                                       {"media.fields", "alt_text,media_key,type"}};
  if (how_many == OneOrMany::many) out.emplace_back("event_types", "MessageCreate");
  return out;
}

}  // namespace social311::connectors::twitter
