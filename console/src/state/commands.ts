// Who answers which command at the moment. The screen that is shown registers; the newest one wins.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Command } from '../lib/keys';

type Run = () => void;
const answering = new Map<Command, { current: Run }[]>();
const listeners = new Set<() => void>();
let generation = 0;

function changed() {
  generation += 1;
  for (const listener of listeners) listener();
}

export function run(command: Command): boolean {
  const newest = answering.get(command)?.at(-1);
  newest?.current();
  return newest !== undefined;
}
export const answers = (command: Command) => (answering.get(command)?.length ?? 0) > 0;

/** While `act` is given, this component answers the command. */
export function useCommand(command: Command, act: Run | null) {
  const latest = useRef<Run>(() => {});
  const active = act !== null;
  useEffect(() => {
    if (act) latest.current = act;
  });
  useEffect(() => {
    if (!active) return;
    const stack = answering.get(command) ?? [];
    answering.set(command, stack);
    stack.push(latest);
    changed();
    return () => {
      stack.splice(stack.indexOf(latest), 1);
      changed();
    };
  }, [command, active]);
}

/** Re-renders when another set of commands is answered. */
export const useCommandSet = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => generation,
  );
