-- Which of these leads: the oldest open one that is no emergency and joined to none. $1 numbers (json list)
select number from case_file
where number in (select jsonb_array_elements_text($1::jsonb)) and status <> 'closed' and priority <> 'emergency'
  and incident is null
order by opened_at, case_id limit 1
