-- $1 number, $2 agent_id, $3 wants (json list), $4 now
insert into case_watch (case_id, agent_id, wants, since) select case_id, $2, $3::jsonb, from_ms($4) from case_file
where number = $1
on conflict (case_id, agent_id) do update set wants = excluded.wants
returning case_id
