-- A person has looked and it is not there. $1 intent_id, $2 agent, $3 now
update reply_intent set state = 'queued', needs_person = false, approved_by = $2, next_at = from_ms($3), reads = 0,
  changed_at = from_ms($3)
where intent_id = $1 and state = 'in_doubt' and needs_person returning intent_id
