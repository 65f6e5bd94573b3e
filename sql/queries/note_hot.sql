-- $1 episode, $2 at, $3 actor, $4 kind, $5 text
insert into hot_event (episode, at, actor, kind, text) values ($1, from_ms($2), $3, $4, $5)
