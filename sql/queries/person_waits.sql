-- The replies that only a person can decide, the oldest, and the alarm that is on.
select (select count(*) from reply_intent where needs_person) as waiting,
       to_ms((select min(changed_at) from reply_intent where needs_person)) as oldest_ms,
       coalesce((select alarm_id from person_alarm where ended_at is null), 0) as alarm_id
