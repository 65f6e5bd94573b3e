-- $1 episode, $2 agent, $3 verdict, $4 note, $5 now
insert into hot_label (episode, by_agent, verdict, note, at) values ($1, $2, $3, $4, from_ms($5))
on conflict (episode, by_agent) do update set verdict = excluded.verdict, note = excluded.note, at = excluded.at
