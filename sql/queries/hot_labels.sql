-- $1 after: at or null, $2 after: episode, $3 limit
select l.episode, l.by_agent, l.verdict, l.note, to_ms(l.at) as label_ms, h.kind, h.topic, h.phrase, h.neighborhood, h.score,
       h.posts, h.authors, to_ms(h.found_at) as found_ms
from hot_label l join hot_topic h on h.episode = l.episode
where $1::bigint is null or (l.at, l.episode || '/' || l.by_agent) > (from_ms($1), $2)
order by l.at, l.episode || '/' || l.by_agent limit $3
