-- An episode that is told again becomes larger; the same telling again changes nothing. Muted ones stay quiet.
-- $1 episode (json), $2 muted
insert into hot_topic as h (episode, kind, topic, phrase, neighborhood, since, found_at, last_at, score, expected, posts,
                            authors, span_s, terms, samples, networks, languages, late, state, negative, positive, usual_share)
select r.episode, r.kind, r.topic, r.phrase, r.neighborhood, from_ms(r.since), from_ms(r.at), from_ms(r.at), r.score,
       r.expected, r.posts, r.authors, r.span_s, r.terms, r.samples, r.networks, r.languages, r.late,
       case when $2 then 'muted' else 'open' end, r.negative, r.positive, r.usual_share
from jsonb_to_record($1::jsonb) as r(
  episode text, kind text, topic text, phrase text, neighborhood text, since bigint, at bigint, score double precision,
  expected double precision, posts int, authors int, span_s bigint, terms jsonb, samples jsonb, networks jsonb,
  languages jsonb, late boolean, negative double precision, positive double precision, usual_share double precision)
on conflict (episode) do update set
  since = least(h.since, excluded.since), last_at = excluded.last_at, score = greatest(h.score, excluded.score),
  expected = excluded.expected, posts = excluded.posts, authors = excluded.authors, span_s = excluded.span_s,
  terms = excluded.terms, samples = excluded.samples, networks = excluded.networks, languages = excluded.languages,
  negative = excluded.negative, positive = excluded.positive,
  late = h.late and excluded.late, told = h.told + 1, quiet = 0, over_at = null, version = h.version + 1,
  state = case when $2 then 'muted' when h.state = 'over' then 'open' else h.state end
where excluded.last_at > h.last_at
returning told, state, late, kind, alerted_at is not null as alerted
