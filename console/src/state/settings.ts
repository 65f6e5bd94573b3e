// Settings of this browser; nothing personal is among them.
import { useSyncExternalStore } from 'react';

const name = 'social311.singleKeys';
const listeners = new Set<() => void>();

export const singleKeys = () => localStorage.getItem(name) !== 'off';
export function setSingleKeys(on: boolean) {
  localStorage.setItem(name, on ? 'on' : 'off');
  for (const listener of listeners) listener();
}
export const useSingleKeys = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    singleKeys,
  );
