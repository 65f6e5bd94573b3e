-- $1 posts (json list: post_id, state, reason, rules, topic, decision, finding), $2 now
with settled as materialized (
  select * from jsonb_to_recordset($1::jsonb) as s (post_id bigint, state text, reason text, rules text, topic text,
                                                    decision text, finding jsonb)
), moved as (
  update post p set state = s.state, reason = s.reason, changed_at = from_ms($2)
  from settled s where p.post_id = s.post_id
)
insert into finding (post_id, rules, topic, decision, body, decided_at)
select post_id, rules, topic, decision, finding, from_ms($2) from settled
on conflict (post_id) do update set rules = excluded.rules, topic = excluded.topic, decision = excluded.decision,
  body = excluded.body, decided_at = excluded.decided_at
