-- $1 number, $2 agent, $3 text, $4 now
insert into draft (case_id, agent, text, saved_at) select case_id, $2, $3, from_ms($4) from case_file where number = $1
on conflict (case_id, agent) do update set text = excluded.text, saved_at = excluded.saved_at
