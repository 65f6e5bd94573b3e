-- Why: how many replies left an account by themselves in the last hour is asked before each one (the flood brake), and
-- how long a reply has waited for a person's decision is told at every look.
create index reply_automatic on reply_intent (account_key, created_at) where created_by = 'auto';
create index reply_needs_person on reply_intent (changed_at) where needs_person;
