-- A reply of the case is out: its first one stops the clock of the response time. $1 intent_id, $2 sent_at, $3 now
update case_file c set contacts = contacts + 1, first_response_at = least(c.first_response_at, from_ms($2)),
  changed_at = greatest(c.changed_at, from_ms($3))
from reply_intent i where i.intent_id = $1 and c.case_id = i.case_id
