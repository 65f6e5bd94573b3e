-- Wakes the loops and the event streams; the tables are polled as well, so a lost one costs only time.
select pg_notify('social311', '')
