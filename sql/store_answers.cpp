// Questions with a known answer, the topic a resident chose, the count of what went to one author,
// and the alarm over replies that wait for a person.
#include "sql/changing.h"
#include "sql/pg_decide.h"
#include "sql/pg_store.h"

namespace social311::sql {

std::int64_t PgDecideTurn::automatic_to_author(const ToAuthor& ask) {
  return number_of(*turn_.row("automatic_to_author", ask.network, ask.author_id, ask.account_key,
                              ask.kind, ms(ask.since), ask.most),
                   "n");
}

void PgDecideTurn::keep_known_question(std::int64_t post_id, const std::string& article) {
  turn_.run("keep_known_question", post_id, article);
}

void PgDecideTurn::reroute(const std::string& number, const NewTopic& topic, Instant now) {
  const auto row = turn_.row("reroute_by_number", number, topic.topic, topic.service_code,
                             topic.division, topic.reason, ms(now));
  if (row) turn_.tell("case", number, number_of(*row, "version"), now);
}

void PgDecideTurn::close_answered(const AnsweredCase& answered, Instant now) {
  const auto row = turn_.row("close_answered", answered.number, answered.resolution, answered.agent,
                             answered.marker, answered.article, ms(now));
  if (row) turn_.tell("case", answered.number, number_of(*row, "version"), now);
}

std::string PgStore::try_convert(
    std::int64_t post_id, Instant now,
    const std::function<std::string(DecideTurn&, const StoredPost&)>& one) {
  const auto changed = change(connection_, [&](Turn& turn) {
    const auto locked = turn.row("lock_post", post_id);
    const auto state = locked ? text_of(*locked, "state") : std::string();
    if (state != "new" && state != "review" && state != "ignored") return refused("changed", 0);
    PgDecideTurn decide(turn, now);
    const auto why_not = one(decide, read_stored_post(*turn.row("read_post", post_id)));
    if (!why_not.empty()) throw Undone{refused(why_not, 0)};
    return Changed{.done = true};
  });
  return changed.done ? "" : changed.why_not;
}

NeedsPerson PgStore::replies_need_person() {
  return in_turn(connection_, [](Turn& turn) {
    const auto waits = turn.row("person_waits");
    return NeedsPerson{number_of(*waits, "waiting"), maybe_moment(*waits, "oldest_ms")};
  });
}

PersonAlarm PgStore::mind_needs_person(
    Instant late, Instant now,
    const std::function<std::vector<Delivery>(std::int64_t alarm_id)>& owe) {
  return in_turn(connection_, [&](Turn& turn) {
    const auto waits = turn.row("person_waits");
    const auto oldest = maybe_moment(*waits, "oldest_ms");
    const auto alarm = number_of(*waits, "alarm_id");
    const bool is_late = oldest && *oldest <= late;
    if (is_late && alarm != 0) return PersonAlarm::lasts;
    if (!is_late && alarm == 0) return PersonAlarm::calm;
    if (!is_late) {
      const bool mine = turn.row("end_person_alarm", alarm, ms(now)).has_value();
      return mine ? PersonAlarm::ended : PersonAlarm::calm;
    }
    const auto begun = turn.row("begin_person_alarm", ms(now));
    if (!begun) return PersonAlarm::lasts;
    for (const auto& one : owe(number_of(*begun, "alarm_id")))
      turn.run("owe_delivery", one.what, one.channel, ms(one.not_before), ms(now));
    return PersonAlarm::began;
  });
}

}  // namespace social311::sql
