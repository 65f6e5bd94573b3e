-- Where consoles show it: the case and its version. $1 intent_id
select coalesce(c.number, '') as number, coalesce(c.version, 0) as version
from reply_intent i left join case_file c on c.case_id = i.case_id where i.intent_id = $1
