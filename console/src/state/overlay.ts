// Which window lies over the page, at most one.
import { useSyncExternalStore } from 'react';
import type { Account } from '../api';

export type PaletteMode = 'all' | 'assign' | 'topic' | 'status';
export type Overlay = { kind: 'palette'; mode: PaletteMode } | { kind: 'sheet' } | { kind: 'close'; number: string } | { kind: 'stop'; account: Account | null } | { kind: 'leave' } | { kind: 'gather' } | null;

let overlay: Overlay = null;
const listeners = new Set<() => void>();

export function show(next: Overlay) {
  overlay = next;
  for (const listener of listeners) listener();
}
export const useOverlay = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => overlay,
  );
