// Questions with a known answer, the menu of topics, and the brakes on what leaves by itself.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/case.h"
#include "core/clock.h"

namespace social311::sql {

struct StoredPost;  // sql/deciding.h
struct Delivery;    // sql/clock.h
class DecideTurn;

struct ToAuthor {  // automatic replies to one author, in whatever conversation
  std::string network{};
  std::string author_id{};
  std::string account_key{};  // which world of ids the author's is of
  std::string kind{};         // name of a ReplyKind; "" = all
  Instant since{};
  std::int64_t most = 0;  // counting ends here
};

struct AnsweredCase {  // closed with its first answer
  std::string number{};
  std::string resolution{};
  std::string agent{};
  std::string marker{};   // of the answer; when it is withheld or fails the case opens again
  std::string article{};  // of answers.toml, "" = the agent's own words
};

struct NewTopic {
  std::string topic{};
  std::string service_code{};
  std::string division{};
  std::string reason{};
};

// Inside a transaction in which posts are decided (DecideTurn).
class AnswersTurn {
 public:
  virtual ~AnswersTurn() = default;
  // Replies that left, or are to leave, this account by themselves since then; counted to `most`.
  virtual std::int64_t automatic_replies(const std::string& account_key, Instant since,
                                         std::int64_t most) = 0;
  virtual std::int64_t automatic_to_author(const ToAuthor& ask) = 0;
  // The article that answers what the post asks; shown in review.
  virtual void keep_known_question(std::int64_t post_id, const std::string& article) = 0;
  // By the resident's own word. Its clocks get the new topic's targets as after any rerouting.
  virtual void reroute(const std::string& number, const NewTopic& topic, Instant now) = 0;
  virtual void close_answered(const AnsweredCase& answered, Instant now) = 0;
};

struct NeedsPerson {  // replies whose fate only a person can decide
  std::int64_t count = 0;
  std::optional<Instant> oldest{};
};

enum class PersonAlarm { calm, began, lasts, ended };

class AnswersStore {
 public:
  virtual ~AnswersStore() = default;
  // Opens a case for one undecided post by an agent's decision, as Store::convert_post; where the
  // callback says why not, all of it is undone and that is returned. "changed": somebody was
  // quicker. "" = done.
  virtual std::string try_convert(
      std::int64_t post_id, Instant now,
      const std::function<std::string(DecideTurn&, const StoredPost&)>& one) = 0;
  virtual NeedsPerson replies_need_person() = 0;
  // On while a reply has waited for a person since `late` or longer; one alarm at a time, however
  // many processes look. When it begins, `owe` (with its id) is owed to people on duty.
  virtual PersonAlarm mind_needs_person(
      Instant late, Instant now,
      const std::function<std::vector<Delivery>(std::int64_t alarm_id)>& owe) = 0;
};

}  // namespace social311::sql
