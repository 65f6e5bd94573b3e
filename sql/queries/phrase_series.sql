-- Posts that hold every word, a span each. $1 words (json list, lower case), $2 from, $3 to, $4 span in seconds
select to_ms(b.at) as from_ms, count(p.post_id) as posts, count(distinct (p.network, p.author_id)) filter (where p.post_id is not null) as authors
from generate_series(from_ms($2), from_ms($3) - interval '1 second', $4::bigint * interval '1 second') as b(at)
left join (select post_id, network, author_id, created_at from post_shown s
           where s.created_at >= from_ms($2) and s.created_at < from_ms($3) and s.state in ('ignored', 'review', 'case')
             and not exists (select from jsonb_array_elements_text($1::jsonb) w where strpos(lower(s.text), w.value) = 0)) p
  on p.created_at >= b.at and p.created_at < b.at + $4::bigint * interval '1 second'
group by b.at order by b.at
