-- Oldest first. $1 case_id
select * from reply_shown where case_id = $1 order by intent_id
