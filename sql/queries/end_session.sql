-- $1 token_hash
delete from session where token_hash = $1
