-- $1 account_key, $2 now
select parked_why, to_ms(parked_until) as until_ms from account
where account_key = $1 and parked_why <> '' and (parked_until is null or parked_until > from_ms($2))
