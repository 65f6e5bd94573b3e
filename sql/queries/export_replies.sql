-- $1 since ms or null, $2 after: changed ms or null, $3 after: intent_id, $4 limit
select * from reply_shown
where ($1::bigint is null or changed_at >= from_ms($1))
  and ($2::bigint is null or (changed_at, intent_id) > (from_ms($2), $3::bigint))
order by changed_at, intent_id limit $4
