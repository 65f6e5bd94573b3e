-- Why: who may sign in, and who is signed in. Passwords and session tokens are stored as hashes only.

create table agent (
  agent_id      bigint generated always as identity primary key,
  name          text not null check (name <> ''),
  role          text not null check (role in ('viewer', 'agent', 'approver', 'supervisor', 'admin', 'auditor')),
  division      text not null,
  password_hash text not null,
  disabled      boolean not null default false,
  created_at    timestamptz not null
);
create unique index one_agent_a_name on agent (lower(name));

create table session (
  token_hash text primary key,
  agent_id   bigint not null references agent,
  client     text not null,
  created_at timestamptz not null,
  seen_at    timestamptz not null
);
create index session_of on session (agent_id);
