-- Nothing where another process was first. $1 now
insert into person_alarm (began_at) values (from_ms($1))
on conflict ((true)) where ended_at is null do nothing returning alarm_id
