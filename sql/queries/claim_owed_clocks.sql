-- The case is locked before what it owes: people who hold the case come to that row as well. $1 limit
select s.*, o.quiet,
       to_ms(coalesce((select max(e.at) from case_event e where e.case_id = c.case_id and e.kind = 'reopened'),
                      c.opened_at)) as since_ms,
       to_ms((select min(i.sent_at) from reply_intent i
              where i.case_id = c.case_id and i.state = 'sent' and i.created_by <> 'auto'
                and i.kind in ('answer', 'question', 'handover', 'notice'))) as answered_ms
from clock_owed o join case_file c on c.case_id = o.case_id join case_shown s on s.case_id = o.case_id
order by o.at, o.case_id limit $1 for update of c, o skip locked
