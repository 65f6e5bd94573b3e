-- $1 intent_id, $2 approver, $3 not_before, $4 now
update reply_intent set state = 'queued', approved_by = $2, not_before = from_ms($3), next_at = null, last_error = '',
  changed_at = from_ms($4)
where intent_id = $1 and state in ('draft', 'failed') returning intent_id
