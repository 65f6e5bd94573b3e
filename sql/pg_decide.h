// Private to sql/: the open transaction in which posts are decided, over PostgreSQL.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sql/postgres.h"
#include "sql/rows.h"

namespace social311::sql {

// A post that is decided, before it is written.
struct Settled {
  std::int64_t post_id = 0;
  std::string state{};
  std::string reason{};
  std::string rules{};
  std::string topic{};
  std::string decision{};
  std::string finding{};  // JSON
};

// The posts of one turn. What most of them need is asked and written for all at once: a statement
// a post and a question would be most of the time a post takes.
class PostBatch {
 public:
  PostBatch(Turn& turn, const std::vector<StoredPost>& posts, Instant now);

  // Something may be known around it. Of all others nothing is: no statement has to ask.
  bool has_relatives(const StoredPost& post) const { return related_.count(post.post_id) > 0; }
  void settle(Settled settled) { settled_.push_back(std::move(settled)); }
  std::size_t settled() const { return settled_.size(); }
  void forget_after(std::size_t settled) { settled_.resize(settled); }
  // All that is settled, in one statement; if it is refused, post by post.
  void write();

 private:
  void write_single(const Settled& settled);

  Turn& turn_;
  Instant now_;
  std::set<std::int64_t> related_{};
  std::vector<Settled> settled_{};
};

// The statements of one post's decision. In a batch the first one opens a savepoint: one bad post
// stays one bad post, and a quiet one costs nothing.
class PostStatements {
 public:
  enum class Guard { none, savepoint };
  PostStatements(Turn& turn, Guard guard) : turn_(turn), guard_(guard) {}

  template <typename... Values>
  pqxx::result run(const char* query, const Values&... values) {
    open();
    return turn_.run(query, values...);
  }
  template <typename... Values>
  std::optional<pqxx::row> row(const char* query, const Values&... values) {
    open();
    return turn_.row(query, values...);
  }
  void tell(const char* kind, const std::string& object, std::int64_t version, Instant now) {
    turn_.tell(kind, object, version, now);
  }
  void keep();
  void undo();

 private:
  void open();

  Turn& turn_;
  Guard guard_;
  bool open_ = false;
};

class PgDecideTurn final : public DecideTurn {
 public:
  // Without a batch every question is asked and every write made at once.
  PgDecideTurn(Turn& turn, Instant now, PostBatch* batch = nullptr)
      : turn_(turn, batch ? PostStatements::Guard::savepoint : PostStatements::Guard::none),
        now_(now),
        batch_(batch) {}

  PostHistory history(const StoredPost& stored, Instant now) override;
  std::int64_t next_case_sequence(int local_year) override {
    return number_of(*turn_.row("next_case_sequence", local_year), "last");
  }
  std::int64_t next_reply_sequence() override {
    return number_of(*turn_.row("next_reply_sequence"), "next");
  }
  bool open_case(const std::string& number, const NewCaseRow& row, const StoredPost& post) override;
  void join_case(const std::string& number, const StoredPost& post) override;
  void set_case_status(const std::string& number, CaseStatus status, const std::string& reason,
                       Instant now) override;
  void set_case_location(const std::string& number, const Location& location, Instant now) override;
  bool add_reply(const NewReply& reply) override;
  std::int64_t automatic_replies(const std::string& account_key, Instant since,
                                 std::int64_t most) override {
    return number_of(*turn_.row("automatic_lately", account_key, ms(since), most), "n");
  }
  std::optional<Case> find_case(const std::string& number) override;

  // store_answers.cpp
  std::int64_t automatic_to_author(const ToAuthor& ask) override;
  void keep_known_question(std::int64_t post_id, const std::string& article) override;
  void reroute(const std::string& number, const NewTopic& topic, Instant now) override;
  void close_answered(const AnsweredCase& answered, Instant now) override;

  void settle_post(const StoredPost& post, const std::string& state, const Finding& finding,
                   const std::string& reason, Instant now) override;

  // decide_clock.cpp
  std::map<std::string, std::string> facts(const std::string& number) override;
  bool keep_fact(const std::string& number, const FactRow& fact) override;
  void forget_facts(std::int64_t post_id) override;
  std::optional<QuestionRow> waiting_question(const std::string& number) override;
  void ask_question(const std::string& number, const NewQuestion& question, Instant now) override;
  bool end_question(const std::string& number, const std::string& state, const std::string& why,
                    Instant now) override;
  void hand_question(const std::string& number, const std::string& why, Instant now) override;
  void asked_again(std::int64_t question_id, const std::string& marker, Instant now) override;
  void look_again(std::int64_t question_id, Instant at) override;
  bool pause_case(const std::string& number, const std::string& kind, const std::string& why,
                  const std::string& by, Instant now) override;
  bool resume_case(const std::string& number, const std::string& kind, const std::string& by,
                   Instant now) override;
  void note_case(const std::string& number, const std::string& kind, const std::string& text,
                 Instant now) override;
  void raise_to_emergency(const std::string& number, Instant now) override;
  std::optional<StoredPost> reply_target(const std::string& number) override;
  int posts_left(const std::string& number) override;
  std::string waits_for_message(const std::string& network, const std::string& author_id,
                                const std::string& account_key) override;
  int next_seq(const std::string& account_key, const std::string& target_post_id,
               ReplyKind kind) override;

  // incident_turn.cpp
  std::vector<NearMatter> matters_near(const NearAsk& ask) override;
  std::optional<NearMatter> matter(const std::string& number) override;
  SuggestionCounts suggestion_counts(const std::string& topic, double least_likelihood) override;
  void keep_suggestions(const std::string& number, const std::vector<NewSuggestion>& suggestions,
                        Instant now) override;
  bool join_incident(const NewJoin& join) override;
  std::optional<std::string> asked_about(const std::string& number) override;
  void decline_asked(const std::string& number, const std::string& leads, Instant now) override;
  std::optional<PendingSurvey> pending_survey(const std::string& number) override;
  void answer_survey(std::int64_t survey_id, std::optional<int> score, std::int64_t post_id,
                     Instant now) override;

  void keep() { turn_.keep(); }
  void undo() { turn_.undo(); }

 private:
  static bool yes(const std::optional<pqxx::row>& row) { return flag_of(*row, "yes"); }

  PostStatements turn_;
  Instant now_;
  PostBatch* batch_;
};

// Counts a failed decision; at the third the post is set aside as a dead letter.
void count_failure(Turn& turn, std::int64_t post_id, const std::string& error, Instant now);
std::vector<std::int64_t> ids_of(const pqxx::result& rows);  // of the column post_id

}  // namespace social311::sql
