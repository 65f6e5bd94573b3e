-- Their sessions end at once. $1 name
with disabled as (
  update agent set disabled = true where lower(name) = lower($1) and not disabled returning agent_id
), ended as (
  delete from session s using disabled d where s.agent_id = d.agent_id
)
select agent_id from disabled
