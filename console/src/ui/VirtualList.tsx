// A list of any length of which only the visible rows stand in the page. The scroller keeps the focus and names the
// chosen row; it names it only while that row is rendered.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useImperativeHandle, useRef, type KeyboardEvent, type ReactNode, type Ref } from 'react';

export interface ListHandle {
  isAtTop(): boolean;
  toTop(): void;
  focus(): void;
}

interface Props<T> {
  items: T[];
  idOf(item: T): string;
  row(item: T): ReactNode;
  chosen: string;
  choose(id: string): void;
  open(id: string): void;
  label: string;
  total: number | null; // null: not known
  estimate: number;
  nearEnd?(): void;
  handle?: Ref<ListHandle>;
}

export function VirtualList<T>({ items, idOf, row, chosen, choose, open, label, total, estimate, nearEnd, handle }: Props<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const base = useId();
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    getItemKey: (i) => idOf(items[i]!),
    overscan: 5,
  });
  const shown = rows.getVirtualItems();
  const at = items.findIndex((item) => idOf(item) === chosen);

  useImperativeHandle(handle, () => ({
    isAtTop: () => (scroller.current?.scrollTop ?? 0) < 8,
    toTop: () => rows.scrollToIndex(0),
    focus: () => scroller.current?.focus(),
  }));
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' });
    // Only a moved choice scrolls; arriving rows must not.
     
  }, [chosen]);
  const last = shown.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= 0 && last >= items.length - 10) nearEnd?.();
  }, [last, items.length, nearEnd]);

  const move = (to: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, to))];
    if (next) choose(idOf(next));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, shown.length - 6);
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at < 0 ? 0 : at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(items.length - 1),
      Enter: () => at >= 0 && open(chosen),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
  const rendered = shown.some((item) => item.index === at);

  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={rendered ? `${base}-${at}` : undefined}
      onKeyDown={onKeyDown}
      className="h-full overflow-y-auto focus-visible:outline-offset-[-2px]"
    >
      <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {shown.map((item) => {
          const id = idOf(items[item.index]!);
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              id={`${base}-${item.index}`}
              role="option"
              aria-selected={item.index === at}
              aria-setsize={total ?? -1}
              aria-posinset={item.index + 1}
              className="row absolute! top-0 left-0 w-full"
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => open(id)}
            >
              {row(items[item.index]!)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
