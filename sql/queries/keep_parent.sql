-- $1 leads (case_id), $2 title, $3 episode or null, $4 agent, $5 now
insert into incident_parent (leads, title, episode, by_agent, opened_at) values ($1, $2, $3, $4, from_ms($5))
on conflict (leads) do update set title = excluded.title, episode = coalesce(excluded.episode, incident_parent.episode)
