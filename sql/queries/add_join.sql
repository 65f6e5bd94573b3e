-- $1 case_id, $2 leads (case_id), $3 how, $4 by, $5 now
insert into incident_join (case_id, leads, how, by_agent, joined_at) values ($1, $2, $3, $4, from_ms($5))
