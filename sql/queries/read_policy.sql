-- $1 version
select version, kind, body from clock_policy where version = $1
