-- This database's own name; a file beside it holds it too, so that a restore is noticed.
select instance_id::text from instance
