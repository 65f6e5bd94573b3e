-- A line in the history. $1 case_id, $2 actor, $3 kind, $4 text, $5 now
insert into case_event (case_id, at, actor, kind, text) values ($1, from_ms($5), $2, $3, $4)
