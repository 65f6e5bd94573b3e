// A list of any length of which only the visible rows stand in the page. The scroller keeps the focus and names the
// chosen row; it names it only while that row is rendered.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useImperativeHandle, useRef, type KeyboardEvent, type MouseEvent, type ReactNode, type Ref } from 'react';

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
  marks?: Marks<T>;
}

/** Picking several rows: Space, Shift with an arrow or a click, Ctrl with a click; while `picking`, a plain click or Enter. */
export interface Marks<T> {
  ids: ReadonlySet<string> | ReadonlyMap<string, unknown>;
  picking: boolean;
  toggle(item: T): void;
  add(items: T[]): void;
}

const sizeOf = (marks: { ids: { size: number } }) => marks.ids.size;

export function VirtualList<T>({ items, idOf, row, chosen, choose, open, label, total, estimate, nearEnd, handle, marks }: Props<T>) {
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
  const reach = (to: number) => {
    const end = Math.max(0, Math.min(items.length - 1, to));
    const [low, high] = at < 0 ? [end, end] : [Math.min(at, end), Math.max(at, end)];
    marks?.add(items.slice(low, high + 1));
    move(end);
  };
  const toggle = (index: number) => {
    const item = items[index];
    if (!item || !marks) return;
    marks.toggle(item);
    choose(idOf(item));
  };
  const onClick = (event: MouseEvent, index: number) => {
    if (marks && event.shiftKey) return reach(index);
    if (marks && (marks.picking || event.ctrlKey || event.metaKey)) return toggle(index);
    open(idOf(items[index]!));
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
      Enter: () => at >= 0 && (marks?.picking ? toggle(at) : open(chosen)),
    };
    if (marks && at >= 0) steps[' '] = () => toggle(at);
    if (marks && event.shiftKey) Object.assign(steps, { ArrowDown: () => reach(at + 1), ArrowUp: () => reach(at - 1) });
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
      aria-multiselectable={marks ? true : undefined}
      aria-activedescendant={rendered ? `${base}-${at}` : undefined}
      onKeyDown={onKeyDown}
      className="h-full overflow-y-auto focus-visible:outline-offset-[-2px]"
    >
      <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {shown.map((item) => {
          const id = idOf(items[item.index]!);
          const current = item.index === at;
          return (
            <div
              key={item.key}
              ref={rows.measureElement}
              data-index={item.index}
              id={`${base}-${item.index}`}
              role="option"
              aria-selected={marks && sizeOf(marks) > 0 ? marks.ids.has(id) : current}
              data-current={current || undefined}
              aria-setsize={total ?? -1}
              aria-posinset={item.index + 1}
              className="row absolute! top-0 left-0 w-full"
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={(event) => onClick(event, item.index)}
            >
              {row(items[item.index]!)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
