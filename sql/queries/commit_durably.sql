-- For this transaction only: whatever the server's default is, its COMMIT returns when it is on disk.
select set_config('synchronous_commit', 'on', true)
