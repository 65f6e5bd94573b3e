-- For this transaction only: what a crash may forget (when a session was last seen) need not wait for the disk.
select set_config('synchronous_commit', 'off', true)
