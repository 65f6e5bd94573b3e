// Changing: the page shows the change at once, the server decides, and what can be undone is undone at the server.
import i18next from 'i18next';
import { ask, at, client, ProblemError, type Account, type Accounts, type Case, type CaseDetail, type HotTopicDetail, type Reply, type Session, type WayName } from '../api';
import { clockTime, localMs, serverNow } from '../lib/time';
import { askForList } from './live';
import { keepCase, keys, readCase } from './data';
import { show } from './overlay';
import { drafts, hush, notes, queries, say, undos } from './store';

const t = i18next.t.bind(i18next);
const iso = (ms: number) => new Date(ms).toISOString();
const session = () => queries.getQueryData<Session | null>(keys.session) ?? null;
const atId = (id: string) => ({ params: { path: { id } } });
const known = (number: string) => queries.getQueryData<CaseDetail>(keys.case(number));
export const timeOf = (moment: string) =>
  clockTime(Date.parse(moment), { language: i18next.language === 'es' ? 'es-US' : 'en-US', zone: session()?.city.timezone ?? 'UTC' });

const spoken = ['unreachable', 'unavailable', 'forbidden', 'not-found', 'changed', 'closed', 'invalid', 'too-long', 'not-repliable', 'too-many', 'signed-out'] as const;
/** What went wrong in the page's language, with the server's own words behind it. */
export function wordsOf(e: unknown): string {
  if (!(e instanceof ProblemError)) return t('error.unknown');
  const kind = spoken.find((name) => e.is(name)) ?? (e.problem.status >= 500 ? 'unavailable' : 'unknown');
  return [t(`error.${kind}`), e.problem.detail].filter(Boolean).join(' ');
}
export const complain = (e: unknown) => say(wordsOf(e), { tone: 'bad', forMs: 15_000 });

/** Shows `guess` at once, then the server's answer; goes back (or to the server's newer state) when it refuses. */
async function change(number: string, guess: (d: CaseDetail) => CaseDetail, call: (version: number) => Promise<CaseDetail>): Promise<{ before: CaseDetail; after: CaseDetail }> {
  await queries.cancelQueries({ queryKey: keys.case(number) });
  const before = known(number) ?? (await readCase(number));
  keepCase(guess(before));
  try {
    const after = await call(before.version);
    keepCase(after);
    askForList();
    return { before, after };
  } catch (e) {
    const current = e instanceof ProblemError ? e.problem.current : undefined;
    keepCase(current ?? before);
    if (!current && e instanceof ProblemError && e.problem.status === 409) void refresh(number).catch(() => {});
    if (e instanceof ProblemError && e.problem.current) say(t('thread.changed'), { tone: 'bad', forMs: 15_000 });
    else complain(e);
    throw e;
  }
}

const withCase = (detail: CaseDetail, change: Partial<Case>): CaseDetail => ({ ...detail, case: { ...detail.case, ...change } });
const added = (before: CaseDetail, after: CaseDetail) => after.replies.filter((r) => !before.replies.some((old) => old.id === r.id));

function guessedReply(detail: CaseDetail, kind: Reply['kind'], text: string): Reply {
  return {
    id: `guess-${Date.now()}`, kind, state: 'queued', needs_person: false, text, language: detail.case.language, account: detail.repliable.account ?? '',
    target_post_id: '', remote_id: null, by: session()?.name ?? '', last_error: null, not_before: iso(serverNow() + (session()?.undo_s ?? 0) * 1000), sent_at: null, created_at: iso(serverNow()), approval: null,
  };
}

export const takenBack = (id: string) => ask(client.POST('/replies/{id}/withhold', { ...atId(id), body: { why: t('reply.withholdWhy', { name: session()?.name ?? '' }) } }));
async function takeBack(replies: Reply[]) {
  for (const reply of replies) await takenBack(reply.id);
}
const waits = (reply: Reply) => reply.approval?.state === 'waiting';
const refresh = async (number: string) => keepCase(await readCase(number));

function offerUndo(label: string, replies: Reply[], forMs: number, run: () => Promise<void>) {
  const leaves = replies.map((r) => r.not_before).filter((m): m is string => m !== null).map(localMs);
  const until = leaves.length ? Math.min(...leaves) : Date.now() + forMs;
  undos.add({ label, until, run });
  return Math.max(0, until - Date.now());
}
const leavesAt = (replies: Reply[]) => timeOf(replies.find((r) => r.not_before)?.not_before ?? iso(serverNow()));

/** Takes back the newest thing that can be; says how it went. */
export async function undo() {
  try {
    const done = await undos.undo();
    if (!done) say(t('say.nothing'), { forMs: 3000 });
    else if (done.label !== t('say.reply')) say(t('say.undone', { label: done.label }));
  } catch (e) {
    say(e instanceof ProblemError && e.problem.status === 409 ? t('say.late') : wordsOf(e), { tone: 'bad' });
  }
  askForList();
}

export async function sendReply(number: string, kind: 'answer' | 'question', text: string, way?: WayName) {
  const { before, after } = await change(
    number,
    (d) => ({ ...d, replies: [...d.replies, guessedReply(d, kind, text)] }),
    (version) => ask(client.POST('/cases/{number}/replies', { ...at(number), body: { version, text, kind, ...(way && { way }) } })),
  );
  drafts.sent(number, text);
  const replies = added(before, after);
  const held = replies.some(waits);
  const forMs = offerUndo(t('say.reply'), replies, held ? 15_000 : 0, async () => {
    await takeBack(replies);
    if (!drafts.text(number)) drafts.type(number, text); // what was typed since is not overwritten
    await refresh(number);
    say(t('say.restored'));
  });
  say(held ? t('approvals.said.waits') : t('say.queued', { time: leavesAt(replies) }), { forMs: forMs || 4000, undoable: forMs > 0 });
}

export async function saveNote(number: string, text: string) {
  await change(
    number,
    (d) => ({ ...d, events: [...d.events, { id: `guess-${Date.now()}`, at: iso(serverNow()), actor: session()?.name ?? '', kind: 'note', text }] }),
    () => ask(client.POST('/cases/{number}/notes', { ...at(number), body: { text } })),
  );
  say(t('say.noted'));
}

export async function closeCase(number: string, resolution: string, tell: boolean, more: { photo_url?: string; translations?: Record<string, string> } = {}) {
  const { before, after } = await change(
    number,
    (d) => withCase(d, { status: 'closed', resolution, closed_at: iso(serverNow()) }),
    (version) => ask(client.POST('/cases/{number}/close', { ...at(number), body: { version, resolution, tell_resident: tell, ...more } })),
  );
  const replies = added(before, after).filter((r) => r.state === 'queued' || waits(r));
  const forMs = offerUndo(t('say.close'), replies, 15_000, async () => {
    await takeBack(replies);
    await refresh(number);
    await ask(client.POST('/cases/{number}/reopen', { ...at(number), body: { version: known(number)!.version } })).then(keepCase);
  });
  const told = replies.some(waits) ? t('approvals.said.closed', { number }) : t('say.closedTell', { number, time: leavesAt(replies) });
  say(replies.length ? told : t('say.closed', { number }), { forMs, undoable: true });
}

export async function reopenCase(number: string) {
  await change(
    number,
    (d) => withCase(d, { status: 'open', closed_at: null }),
    (version) => ask(client.POST('/cases/{number}/reopen', { ...at(number), body: { version } })),
  );
  say(t('say.reopened', { number }));
}

export async function assignCase(number: string, assignee: string | null) {
  const set = (to: string | null) =>
    change(number, (d) => ({ ...d, assignee: to }), (version) => ask(client.POST('/cases/{number}/assign', { ...at(number), body: { version, assignee: to } })));
  const { before } = await set(assignee);
  const forMs = offerUndo(t('say.assign'), [], 15_000, async () => void (await set(before.assignee)));
  say(assignee ? t('say.assigned', { name: assignee }) : t('say.unassigned'), { forMs, undoable: true });
}

export async function setStatus(number: string, status: 'new' | 'needs_info' | 'open' | 'with_agency') {
  await change(number, (d) => withCase(d, { status }), (version) => ask(client.POST('/cases/{number}/status', { ...at(number), body: { version, status } })));
  say(t('say.status', { status: t(`status.${status}`) }));
}

export async function routeCase(number: string, topic: string, name: string) {
  await change(number, (d) => withCase(d, { topic }), (version) => ask(client.POST('/cases/{number}/route', { ...at(number), body: { version, topic } })));
  say(t('say.routed', { topic: name }));
}

async function onReply(number: string, guess: (r: Reply) => Reply, id: string, call: () => Promise<unknown>) {
  await change(
    number,
    (d) => ({ ...d, replies: d.replies.map((r) => (r.id === id ? guess(r) : r)) }),
    async () => {
      await call();
      return readCase(number);
    },
  );
}

export async function approveReply(number: string, reply: Reply, text: string) {
  const queued: Partial<Reply> = { state: 'queued', text, not_before: iso(serverNow() + (session()?.undo_s ?? 0) * 1000) };
  await onReply(number, (r) => ({ ...r, ...queued }), reply.id, () => ask(client.POST('/replies/{id}/approve', { ...atId(reply.id), body: { text } })));
  const now = known(number)?.replies.filter((r) => r.id === reply.id) ?? [];
  if (now.some(waits)) return say(t('approvals.said.waits'));
  const forMs = offerUndo(t('say.approval'), now, 0, async () => {
    await takeBack(now);
    await refresh(number);
  });
  say(t('say.approved', { time: leavesAt(now) }), { forMs: forMs || 4000, undoable: forMs > 0 });
}

export async function withholdReply(number: string, reply: Reply) {
  await onReply(number, (r) => ({ ...r, state: 'withheld', not_before: null }), reply.id, () => takeBack([reply]));
  hush();
  say(t('say.withheld'));
}

export async function settleReply(number: string, reply: Reply, verdict: 'sent' | 'queue', remoteId: string | null) {
  await onReply(number, (r) => ({ ...r, state: verdict === 'sent' ? 'sent' : 'queued', needs_person: false }), reply.id, () =>
    ask(client.POST('/replies/{id}/settle', { ...atId(reply.id), body: { verdict, remote_id: remoteId } })),
  );
  say(t('say.settled'));
}

// ---- accounts: the server answers with all of them as they are now ----
async function onAccounts(call: Promise<Accounts>, said: string) {
  try {
    queries.setQueryData(keys.accounts, await call);
    say(said);
  } catch (e) {
    complain(e);
    void queries.invalidateQueries({ queryKey: keys.accounts });
    throw e;
  }
}
const ofAccount = ({ network, id }: Account) => ({ params: { path: { network, id } } });

export const unparkAccount = (account: Account) =>
  onAccounts(ask(client.POST('/accounts/{network}/{id}/unpark', { ...ofAccount(account), body: {} })), t('accounts.unparked', account));
/** `account` null = every account. */
export const stopSending = (account: Account | null, why: string) =>
  account
    ? onAccounts(ask(client.POST('/accounts/{network}/{id}/stop', { ...ofAccount(account), body: { why } })), t('accounts.stopped', account))
    : onAccounts(ask(client.POST('/sending/stop', { body: { why } })), t('accounts.stoppedAll'));
export const resumeSending = (account: Account | null) =>
  account
    ? onAccounts(ask(client.POST('/accounts/{network}/{id}/resume', { ...ofAccount(account), body: {} })), t('accounts.resumed', account))
    : onAccounts(ask(client.POST('/sending/resume', { body: {} })), t('accounts.resumedAll'));

// ---- hot topics: the server answers with the topic as it is now ----
async function onTrend(episode: string, call: Promise<HotTopicDetail>, said: string) {
  try {
    queries.setQueryData(keys.trend(episode), await call);
    if (said) say(said);
  } catch (e) {
    complain(e);
    throw e;
  } finally {
    void queries.invalidateQueries({ queryKey: keys.trends });
  }
}
const ofTrend = (episode: string) => ({ params: { path: { episode } } });

export const acknowledgeTrend = (episode: string) => onTrend(episode, ask(client.POST('/trends/{episode}/acknowledge', { ...ofTrend(episode), body: {} })), t('trends.said.acknowledged'));
export const muteTrend = (episode: string, body: { hours: number; where: 'here' | 'everywhere'; why: string }) =>
  onTrend(episode, ask(client.POST('/trends/{episode}/mute', { ...ofTrend(episode), body })), t('trends.said.muted'));
export const labelTrend = (episode: string, verdict: 'false_alarm' | 'real') => onTrend(episode, ask(client.POST('/trends/{episode}/label', { ...ofTrend(episode), body: { verdict } })), t('trends.said.labelled'));
export const linkTrend = (episode: string, number: string) => onTrend(episode, ask(client.POST('/trends/{episode}/link', { ...ofTrend(episode), body: { case: number } })), t('trends.said.linked', { number }));
export const unlinkTrend = (episode: string, number: string) => onTrend(episode, ask(client.POST('/trends/{episode}/unlink', { ...ofTrend(episode), body: { case: number } })), t('trends.said.unlinked', { number }));
export const draftNotice = (episode: string, account: string, text: string) => onTrend(episode, ask(client.POST('/trends/{episode}/notice', { ...ofTrend(episode), body: { account, text } })), t('trends.said.drafted'));
const ofNotice = (episode: string, id: string) => ({ params: { path: { episode, id } } });
export async function sendNotice(episode: string, id: string, text: string) {
  await onTrend(episode, ask(client.POST('/trends/{episode}/notices/{id}/send', { ...ofNotice(episode, id), body: { text } })), '');
  const one = queries.getQueryData<HotTopicDetail>(keys.trend(episode))?.notices.find((it) => it.id === id);
  if (one?.approval?.state === 'waiting') return say(t('approvals.said.waits'));
  const until = one?.not_before ? localMs(one.not_before) : Date.now();
  undos.add({ label: t('trends.noticeLabel'), until, run: () => withholdNotice(episode, id) });
  say(t('trends.said.approved', { time: timeOf(one?.not_before ?? iso(serverNow())) }), { forMs: Math.max(4000, until - Date.now()), undoable: until > Date.now() });
}
// The two calls are those of every reply; the topic is read again afterwards.
async function onNotice(episode: string, call: Promise<unknown>, said: string) {
  try {
    await call;
    say(said);
  } catch (e) {
    complain(e);
    throw e;
  } finally {
    await queries.invalidateQueries({ queryKey: keys.trend(episode) });
  }
}
export const withholdNotice = (episode: string, id: string) =>
  onNotice(episode, ask(client.POST('/replies/{id}/withhold', { ...atId(id), body: { why: t('reply.withholdWhy', { name: session()?.name ?? '' }) } })), t('say.withheld'));
export const settleNotice = (episode: string, id: string, verdict: 'sent' | 'queue', remoteId: string | null) =>
  onNotice(episode, ask(client.POST('/replies/{id}/settle', { ...atId(id), body: { verdict, remote_id: remoteId } })), t('say.settled'));
export async function endMute(id: string) {
  try {
    queries.setQueryData(keys.trends, await ask(client.POST('/trends/mutes/{id}/end', { ...atId(id), body: {} })));
    say(t('trends.said.unmuted'));
  } catch (e) {
    complain(e);
  } finally {
    void queries.invalidateQueries({ queryKey: keys.trends });
  }
}

/** The session is over, by the person's wish or by the server: nothing that was read stays. */
export function endSession() {
  undos.clear();
  hush();
  queries.setQueryData(keys.session, null);
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
}
// Signing in or out in one tab is known in all of them at once.
const doorbell = new BroadcastChannel('social311-session');
doorbell.onmessage = async () => {
  await queries.invalidateQueries({ queryKey: keys.session });
  if (session()) return;
  drafts.forget();
  notes.clear();
  endSession();
};
export const tellOtherTabs = () => doorbell.postMessage('changed');

let author = ''; // whose unsent texts this page holds
/** Somebody else's words must not wait in this person's boxes. */
export function writeAs(name: string) {
  if (author && author !== name) {
    drafts.forget();
    notes.clear();
  }
  author = name;
}
export const hadAuthor = () => author !== '';

/** Unsent words that signing out would throw away: notes, and drafts that the server could not take. */
const unsent = () => drafts.unsaved || [...notes.values()].some((text) => text.trim());

export async function signOut(sure = false) {
  await drafts.flush();
  if (!sure && unsent()) return show({ kind: 'leave' });
  try {
    await ask(client.DELETE('/session'));
  } catch (e) {
    return complain(e); // still signed in: say so rather than pretend
  }
  drafts.forget();
  notes.clear();
  author = '';
  endSession();
  tellOtherTabs();
}
