-- $1 since: over ones that were found after it, $2 limit
select h.*, (select count(*) from hot_label l where l.episode = h.episode and l.verdict = 'false_alarm') as false_alarms,
       (select count(*) from hot_label l where l.episode = h.episode and l.verdict = 'real') as real_ones
from hot_topic_shown h
where h.state <> 'over' or h.found_at >= from_ms($1)
order by (h.state = 'over'), (h.kind = 'brigade'), h.score desc, h.found_at desc, h.episode limit $2
