-- Posts that hold every word. $1 words (json list, lower case), $2 from, $3 to
select count(*) as posts, count(distinct (network, author_id)) as authors from post_shown p
where p.created_at >= from_ms($2) and p.created_at < from_ms($3) and p.state in ('ignored', 'review', 'case')
  and not exists (select from jsonb_array_elements_text($1::jsonb) w where strpos(lower(p.text), w.value) = 0)
