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
