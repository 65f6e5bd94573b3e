-- $1 intent_id, $2 body ('' = as it is), $3 agent, $4 not_before, $5 now
update reply_intent set state = 'queued', body = case when $2 = '' then body else $2 end, approved_by = $3,
  not_before = from_ms($4), next_at = null, last_error = '', changed_at = from_ms($5)
where intent_id = $1 and state in ('draft', 'failed') and not is_held($1) returning intent_id
