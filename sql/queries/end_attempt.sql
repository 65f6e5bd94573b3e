-- Only while it is open: otherwise recovery has it.
-- $1 attempt_id, $2 intent_id, $3 outcome, $4 at, $5 http_status, $6 platform_code, $7 message, $8 remote_id
update reply_attempt set ended_at = from_ms($4), outcome = $3, http_status = $5, platform_code = $6, message = $7,
  remote_id = $8
where attempt_id = $1 and intent_id = $2 and ended_at is null
