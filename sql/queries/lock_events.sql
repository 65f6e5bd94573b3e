-- Numbers are given in the order of commits; NOTIFY serialises commits anyway.
select pg_advisory_xact_lock(311, 1)
