-- $1 account_key
select to_ms(checked_at) as checked_ms, ok, message, to_ms(token_ends_at) as token_ends_ms, warnings
from account_health where account_key = $1
