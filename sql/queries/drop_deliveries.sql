-- $1 what, $2 why
update hot_delivery set state = 'dropped', error = $2 where what = $1 and state = 'waiting'
