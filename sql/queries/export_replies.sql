-- $1 since ms or null, $2 after: changed ms or null, $3 after: intent_id, $4 limit
select s.*, i.way from reply_shown s join reply_intent i on i.intent_id = s.intent_id
where ($1::bigint is null or s.changed_at >= from_ms($1))
  and ($2::bigint is null or (s.changed_at, s.intent_id) > (from_ms($2), $3::bigint))
order by s.changed_at, s.intent_id limit $4
