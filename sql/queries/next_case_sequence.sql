-- $1 local_year
insert into case_sequence (local_year, last) values ($1, 1)
on conflict (local_year) do update set last = case_sequence.last + 1
returning last
