-- $1 number
select * from case_shown where number = $1
