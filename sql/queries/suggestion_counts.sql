-- What became of the newest thousand decided suggestions that were this likely and near. An automatic join proves
-- something only when its case was closed and nobody had undone it. $1 topic, $2 least likelihood
select count(*) filter (where state = 'joined') as joined, count(*) filter (where state = 'declined') as declined
from (
  select s.state from incident_suggestion s join case_file c on c.case_id = s.case_id
  where s.topic = $1 and s.state in ('joined', 'declined') and s.advice <> 'ask_resident' and s.likelihood >= $2
    and (s.state = 'declined' or s.by_agent <> 'auto' or c.status = 'closed')
  order by s.changed_at desc limit 1000) as newest
