#include "sql/changed_posts.h"

#include "sql/rows.h"

namespace social311::sql {

namespace {

void tell_cases(Turn& turn, const pqxx::result& cases, Instant now) {
  for (const auto& row : cases)
    turn.tell("case", text_of(row, "number"), number_of(row, "version"), now);
}

void tell_post(Turn& turn, std::int64_t post_id, const char* kind, const std::string& text,
               Instant now) {
  turn.tell("post", std::to_string(post_id), 0, now);
  tell_cases(turn, turn.run("tell_post_cases", post_id, kind, text, ms(now)), now);
}

int restore(Turn& turn, const std::string& posts, const std::string& account_key, Instant now) {
  int back = 0;
  for (const auto& row : turn.run("restore_posts", posts, ms(now), account_key)) {
    tell_post(turn, number_of(row, "post_id"), "restored", "a deleted post is shown again", now);
    ++back;
  }
  return back;
}

std::string words_for(const std::string& why) {
  if (why == "hidden") return "the post was hidden on the network";
  if (why == "withheld") return "the network no longer shows the post";
  return "the resident deleted the post";
}

std::string write_gone(const std::vector<GonePost>& gone) {
  JsonWriter json;
  json.list();
  for (const auto& post : gone)
    json.object().member("id", storable(post.id)).member("why", storable(post.why)).end();
  return json.str();
}

}  // namespace

Changes keep_changes(Turn& turn, const std::string& posts, const std::string& account_key,
                     Instant now) {
  Changes made;
  std::vector<std::int64_t> edited;
  for (const auto& row : turn.run("add_versions", posts, ms(now), account_key)) {
    if (!flag_of(row, "differs")) continue;
    edited.push_back(number_of(row, "post_id"));
    turn.tell("post", std::to_string(edited.back()), 0, now);
  }
  if (!edited.empty()) {
    const auto ids = write_numbers(edited);
    turn.run("owe_edits", ids, ms(now));
    tell_cases(turn, turn.run("tell_changed_posts", ids, ms(now)), now);
  }
  made.changed = static_cast<int>(edited.size());
  made.back = restore(turn, posts, account_key, now);
  return made;
}

int bury_posts(Turn& turn, const std::string& account_key, const std::vector<GonePost>& gone,
               Instant now) {
  if (gone.empty()) return 0;
  int buried = 0;
  for (const auto& row : turn.run("posts_gone", account_key, write_gone(gone), ms(now))) {
    tell_post(turn, number_of(row, "post_id"), "deleted", words_for(text_of(row, "why")), now);
    ++buried;
  }
  return buried;
}

}  // namespace social311::sql
