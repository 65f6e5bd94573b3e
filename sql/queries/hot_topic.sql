-- $1 episode
select h.*, (select count(*) from hot_label l where l.episode = h.episode and l.verdict = 'false_alarm') as false_alarms,
       (select count(*) from hot_label l where l.episode = h.episode and l.verdict = 'real') as real_ones
from hot_topic_shown h where h.episode = $1
