// The few things that live as long as the page: the server's answers, unsent texts, what can be undone, what is said.
import { QueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ask, client, ProblemError } from '../api';
import { DraftKeeper } from '../lib/drafts';
import { UndoList } from '../lib/undo';
import { Typeahead } from '../lib/keys';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000, // the event stream says earlier when something changed
      refetchOnWindowFocus: false,
      retry: (count, e) => count < 2 && e instanceof ProblemError && (e.problem.status === 0 || e.problem.status >= 500),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

export const drafts = new DraftKeeper(async (number, text, lastChance) => {
  await ask(client.PUT('/cases/{number}/draft', { params: { path: { number } }, body: { text }, keepalive: lastChance }));
});
addEventListener('pagehide', () => void drafts.flush(true));
addEventListener('online', () => void drafts.flush());

export const undos = new UndoList();
export const typeahead = new Typeahead();

/** Notes in writing, a text a case: kept while the page lives. The server keeps drafts of replies only. */
export const notes = new Map<string, string>();
addEventListener('beforeunload', (event) => {
  if (drafts.unsaved || [...notes.values()].some((text) => text.trim())) event.preventDefault();
});

export interface Notice {
  id: number;
  text: string;
  tone: 'calm' | 'bad';
  until: number;
  undoable: boolean;
}

let notice: Notice | null = null;
let noticeIds = 0;
const noticeListeners = new Set<() => void>();

export function say(text: string, { tone = 'calm', forMs = 8000, undoable = false }: { tone?: Notice['tone']; forMs?: number; undoable?: boolean } = {}) {
  notice = { id: (noticeIds += 1), text, tone, until: Date.now() + forMs, undoable };
  for (const listener of noticeListeners) listener();
}
export function hush() {
  notice = null;
  for (const listener of noticeListeners) listener();
}
export const useNotice = () =>
  useSyncExternalStore(
    (listener) => {
      noticeListeners.add(listener);
      return () => noticeListeners.delete(listener);
    },
    () => notice,
  );

/** Re-renders every `everyMs` with this machine's time; null = never. */
export function useNow(everyMs: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (everyMs === null) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

export function useNarrow(): boolean {
  return useMedia('(max-width: 1023.98px)');
}
export function useMedia(media: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(media);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(media).matches,
  );
}
