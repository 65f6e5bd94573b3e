// What can still be taken back. The server holds the truth (a queued reply leaves at its `notBefore`); this list
// only knows what to ask it, and until when asking makes sense.

export interface Undoable {
  label: string;
  until: number; // ms since the epoch, this machine's clock
  run(): Promise<void>;
}

export class UndoList {
  private list: Undoable[] = [];
  private listeners = new Set<() => void>();

  constructor(private now: () => number = Date.now) {}

  add(undoable: Undoable) {
    this.list.push(undoable);
    this.tell();
  }
  /** The newest that can still be undone. */
  get newest(): Undoable | null {
    return this.list.findLast((u) => u.until > this.now()) ?? null;
  }
  /** Undoes the newest; null when there is nothing. A failure is the caller's to show: it is not offered again. */
  async undo(): Promise<Undoable | null> {
    const one = this.newest;
    if (!one) return null;
    this.list = this.list.filter((u) => u !== one && u.until > this.now());
    this.tell();
    await one.run();
    return one;
  }
  clear() {
    this.list = [];
    this.tell();
  }
  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  private tell() {
    for (const listener of this.listeners) listener();
  }
}
