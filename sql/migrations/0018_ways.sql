-- Why: a resident can be reached by more than one way, and a person chooses: in public, by the one private reply that
-- Meta takes to a public comment, or by a private message. The choice travels with the reply to every attempt and look.
alter table reply_intent add column way text not null default 'reply'   -- 'reply': as the answered post is
  check (way in ('reply', 'private_reply', 'direct_message'));
-- Meta takes one private reply a comment. A refused one keeps its place: it is mended and approved, never written twice.
create unique index one_private_reply on reply_intent (account_key, target_post_id)
  where way = 'private_reply' and state <> 'withheld';
