// Cases that a person picked out of the list, to do one thing with all of them. They stay while the list changes under
// them (a search, another view) and go with the inbox.
import { useSyncExternalStore } from 'react';
import type { CaseSummary } from '../api';

export const mostTogether = 500; // what POST /incidents takes

let marked: ReadonlyMap<string, CaseSummary> = new Map();
const listeners = new Set<() => void>();

function become(next: ReadonlyMap<string, CaseSummary>) {
  marked = next;
  for (const listener of listeners) listener();
}

export function toggleMark(row: CaseSummary) {
  const next = new Map(marked);
  if (!next.delete(row.case.number) && next.size < mostTogether) next.set(row.case.number, row);
  become(next);
}
export function addMarks(rows: CaseSummary[]) {
  const next = new Map(marked);
  for (const row of rows) if (next.size < mostTogether || next.has(row.case.number)) next.set(row.case.number, row);
  become(next);
}
export function clearMarks() {
  if (marked.size > 0) become(new Map());
}
export const useMarked = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => marked,
  );
