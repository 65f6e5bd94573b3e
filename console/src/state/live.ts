// One event stream a browser, however many tabs: a lock elects the tab that reads it, a channel passes events on.
import { useEffect, useSyncExternalStore } from 'react';
import { client, signedOut, type CasePage, type CaseSummary } from '../api';
import { SseParser } from '../lib/sse';
import { here } from '../lib/place';
import { keepCase, keys, patchRows, readCase, readCases, type CaseList } from './data';
import { queries, useNow } from './store';

export const staleAfterMs = 40_000;
const lockName = 'social311-live';

type Message =
  | { kind: 'beat'; at: number }
  | { kind: 'event'; type: string; data: string; id: string | null }
  | { kind: 'renew' }
  | { kind: 'hello' }; // a tab that has just opened asks whether there is life

let lastBeat = 0; // 0 = never yet
let lastId: string | null = null;
let fresh = 0; // new cases that are held back because the reader is further down
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

// ---- what an event means ----------------------------------------------------------------------------------

let listReader: { isAtTop(): boolean; known(): Set<string> } | null = null;
export function setListReader(reader: typeof listReader) {
  listReader = reader;
}

/** At most one run a second, the last request is never lost. */
function throttled(act: () => Promise<unknown> | void, everyMs = 1000) {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let last = 0;
  return () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = null;
      last = Date.now();
      void act();
    }, Math.max(0, last + everyMs - Date.now()));
  };
}

export function showFresh() {
  fresh = 0;
  tell();
  // From the top again: the pages that were turned before need not all be read anew.
  queries.setQueriesData<CaseList>({ queryKey: keys.lists }, (list) => list && { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) });
  return queries.invalidateQueries({ queryKey: keys.lists });
}

async function lookAtList() {
  const place = here();
  const wanted = { view: place.view, search: place.search, topic: place.topic };
  if (place.screen !== 'inbox' || !listReader || listReader.isAtTop()) return void (await showFresh());
  // The reader is further down: rows that are known follow, new ones wait to be asked for.
  const head = await readCases(wanted, null).catch(() => null);
  if (!head) return;
  const rows = new Map(head.cases.map((row) => [row.case.number, row]));
  const known = listReader.known();
  fresh = head.cases.filter((row) => !known.has(row.case.number)).length;
  queries.setQueryData<CaseList>(keys.list(wanted), (list) => withCounts(patchRows(list, (row: CaseSummary) => rows.get(row.case.number) ?? row), head));
  tell();
}
function withCounts(list: CaseList | undefined, head: CasePage): CaseList | undefined {
  if (!list) return list;
  return { ...list, pages: list.pages.map((page) => ({ ...page, counts: head.counts })) };
}

const refreshList = throttled(lookAtList);
const refreshReview = throttled(() => queries.invalidateQueries({ queryKey: keys.review }));
const refreshApprovals = throttled(() => queries.invalidateQueries({ queryKey: keys.approvals }));
const refreshAccounts = throttled(() => queries.invalidateQueries({ queryKey: keys.accounts }), 3000);
const refreshTrends = throttled(() => queries.invalidateQueries({ queryKey: keys.trends }), 2000);
// What a case's panes show besides the case itself, and what was told to this person.
const refreshAgencies = throttled(() => queries.invalidateQueries({ predicate: (query) => ['notices', 'watch', 'resident'].includes(String(query.queryKey[0])) }), 2000);
const refreshHealth = throttled(() => queries.invalidateQueries({ queryKey: keys.health }), 3000);

async function refreshCase(number: string, version: number) {
  const key = keys.case(number);
  const known = queries.getQueryData<{ version: number }>(key);
  if (!known || (version > 0 && known.version > version)) return;
  if (here().number !== number) return void queries.invalidateQueries({ queryKey: key, refetchType: 'none' });
  const detail = await readCase(number).catch(() => null);
  const newest = queries.getQueryData<{ version: number }>(key);
  if (detail && detail.version >= (newest?.version ?? 0)) keepCase(detail);
}

function follow(type: string, data: string) {
  let object = '';
  let version = 0;
  try {
    ({ object = '', version = 0 } = JSON.parse(data || '{}') as { object?: string; version?: number });
  } catch {
    return; // not ours
  }
  if (type === 'reset') return renew();
  if (type === 'topic' || type === 'reply' || type === 'case') refreshApprovals();
  if (type === 'topic') return refreshTrends();
  refreshHealth();
  refreshAccounts();
  if (type === 'feed') return;
  refreshAgencies();
  if (type === 'case') void refreshCase(object, version);
  // A post or a reply belongs to a case that the event may not name: the open one is read again.
  else void refreshCase(here().number, 0);
  refreshList();
  if (type === 'post') refreshReview();
}

function renew() {
  void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
}

// ---- the stream ----------------------------------------------------------------------------------------------

function receive(message: Message) {
  if (message.kind === 'beat') {
    const first = lastBeat === 0;
    lastBeat = Date.now();
    if (first || Date.now() - message.at < 2000) tell();
  } else if (message.kind === 'event') {
    if (message.id) lastId = message.id;
    follow(message.type, message.data);
  } else if (message.kind === 'renew') renew();
}

async function readStream(publish: (message: Message) => void, signal: AbortSignal): Promise<'signed-out' | 'ended'> {
  const watch = new AbortController();
  let watchdog = setTimeout(() => watch.abort(), staleAfterMs);
  try {
    const { response, data } = await client.GET('/events', {
      params: { header: lastId ? { 'Last-Event-ID': lastId } : {} },
      headers: { Accept: 'text/event-stream' },
      parseAs: 'stream',
      signal: AbortSignal.any([signal, watch.signal]),
    });
    if (response.status === 401) return 'signed-out';
    if (!response.ok || !data) return 'ended';
    publish({ kind: 'beat', at: Date.now() });
    if (!lastId) publish({ kind: 'renew' }); // what happened before the stream stood is read once
    const reader = (data as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream() as never).getReader() as ReadableStreamDefaultReader<string>;
    const parser = new SseParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'ended';
      clearTimeout(watchdog);
      watchdog = setTimeout(() => watch.abort(), staleAfterMs);
      publish({ kind: 'beat', at: Date.now() });
      for (const event of parser.push(value)) publish({ kind: 'event', ...event });
    }
  } catch {
    return 'ended';
  } finally {
    clearTimeout(watchdog);
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });

async function lead(publish: (message: Message) => void, signal: AbortSignal) {
  let failures = 0;
  while (!signal.aborted) {
    const began = Date.now();
    if ((await readStream(publish, signal)) === 'signed-out') return;
    failures = Date.now() - began > 10_000 ? 0 : failures + 1;
    // 1 s, 2 s, 4 s … 15 s, with a spread so that a restarted server is not met by everybody at once.
    await pause(Math.min(15_000, 500 * 2 ** failures) * (0.5 + Math.random()), signal);
  }
}

function start(): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel(lockName);
  let leading = false;
  channel.onmessage = (message: MessageEvent<Message>) => {
    if (message.data.kind !== 'hello') receive(message.data);
    else if (leading && lastBeat > 0) channel.postMessage({ kind: 'beat', at: Date.now() } satisfies Message);
  };
  const publish = (message: Message) => {
    if (stop.signal.aborted) return;
    channel.postMessage(message);
    receive(message);
  };
  const run = () => {
    leading = true;
    return lead(publish, stop.signal);
  };
  // Without locks (plain http from another machine) every tab reads for itself.
  if (navigator.locks) void navigator.locks.request(lockName, { signal: stop.signal }, run).catch(() => {});
  else void run();
  channel.postMessage({ kind: 'hello' } satisfies Message);
  return () => {
    stop.abort();
    channel.close();
  };
}

let startedAt = Date.now();
export function useLiveStream() {
  useEffect(() => {
    startedAt = Date.now();
    lastBeat = 0;
    return start();
  }, []);
}

export interface LiveState {
  beat: number; // last sign of life, 0 = none yet
  stale: boolean;
}
export function useLive(): LiveState {
  const beat = useSyncExternalStore(subscribe, () => lastBeat);
  const now = useNow(5000);
  return { beat: beat || 0, stale: Math.max(now, Date.now()) - (beat || startedAt) > staleAfterMs };
}
export const useFresh = () => useSyncExternalStore(subscribe, () => fresh);

signedOut.addEventListener('signed-out', () => {
  lastId = null;
});
export const askForList = refreshList;
