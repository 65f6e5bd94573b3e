-- Why: staff see how people sound, what is usual for words, and send the notices that they drafted: what becomes of a
-- notice stands in the history of its episode, as a reply's stands in its case.

alter table hot_topic add column negative double precision;  -- share of its posts that sound angry; null = not judged
alter table hot_topic add column positive double precision;
alter table hot_topic add column usual_share double precision;  -- of all posts: how many usually hold the phrase

alter table hot_event drop constraint hot_event_kind_check;
alter table hot_event add constraint hot_event_kind_check check (kind in (
  'found', 'grown', 'over', 'acknowledged', 'muted', 'unmuted', 'false_alarm', 'real', 'linked', 'unlinked', 'notice',
  'notice_step'));

create or replace view hot_topic_shown as
select episode, kind, topic, phrase, neighborhood, to_ms(since) as since_ms, to_ms(found_at) as found_ms,
       to_ms(last_at) as last_ms, to_ms(over_at) as over_ms, score, expected, posts, authors, span_s, terms, samples,
       networks, languages, late, told, state, to_ms(alerted_at) as alerted_ms, quiet, version, found_at, last_at, over_at,
       since, negative, positive, usual_share
from hot_topic;

-- How often the past was counted anew: a detector that learned before learns again.
alter table trends_state add column recounted bigint not null default 0;

-- Decided posts with what hot topics count of them: the best topic unless the post asks for nothing, the first place
-- that lies in a neighbourhood.
create view past_post as
select p.post_id, p.created_at, p.network, case when p.author_id = '' then p.author_handle else p.author_id end as author,
       case when f.decision = 'ignore' then '' else f.topic end as topic,
       coalesce((select l.value ->> 'neighborhood'
                 from jsonb_array_elements(f.body -> 'locations') with ordinality l(value, place)
                 where coalesce(l.value ->> 'neighborhood', '') <> '' order by l.place limit 1), '') as neighborhood
from post p join finding f on f.post_id = p.post_id
where p.state in ('ignored', 'review', 'case');
