-- $1 post_id, $2 rules, $3 topic, $4 decision, $5 finding (json), $6 now
insert into finding (post_id, rules, topic, decision, body, decided_at)
values ($1, $2, $3, $4, $5::jsonb, from_ms($6))
on conflict (post_id) do update set rules = excluded.rules, topic = excluded.topic, decision = excluded.decision,
  body = excluded.body, decided_at = excluded.decided_at
