-- $1 case_id, $2 what they want to know, $3 kind, $4 actor, $5 text, $6 now
select tell_watchers($1, $2, $3, $4, $5, from_ms($6))
