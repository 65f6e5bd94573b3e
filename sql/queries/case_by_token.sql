-- $1 public_token
select * from case_shown where public_token = $1
