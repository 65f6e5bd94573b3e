-- Where consoles show it: the case and its version, or the episode of a notice. $1 intent_id
select coalesce(c.number, '') as number, coalesce(c.version, 0) as version, coalesce(n.episode, '') as episode
from reply_intent i left join case_file c on c.case_id = i.case_id left join hot_notice n on n.intent_id = i.intent_id
where i.intent_id = $1
