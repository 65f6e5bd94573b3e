// Unsent replies. What is on the screen is the truth; it goes to the server 500 ms after the last key, one request
// at a time, and nothing that arrives from outside ever changes it.

export type DraftState = 'clean' | 'waiting' | 'saving' | 'saved' | 'failed';
type Save = (number: string, text: string, lastChance: boolean) => Promise<void>;

interface Entry {
  text: string;
  kept: string; // what the server has
  state: DraftState;
  timer: ReturnType<typeof setTimeout> | null;
  busy: boolean;
}

export class DraftKeeper {
  private entries = new Map<string, Entry>();
  private listeners = new Set<() => void>();
  readonly delayMs: number;
  readonly retryMs: number;

  constructor(private save: Save, delayMs = 500, retryMs = 5000) {
    this.delayMs = delayMs;
    this.retryMs = retryMs;
  }

  /** The text to show for a case. The server's draft counts the first time only. */
  open(number: string, serverDraft: string): string {
    const known = this.entries.get(number);
    if (known) return known.text;
    this.entries.set(number, { text: serverDraft, kept: serverDraft, state: 'clean', timer: null, busy: false });
    return serverDraft;
  }
  text(number: string): string {
    return this.entries.get(number)?.text ?? '';
  }
  state(number: string): DraftState {
    return this.entries.get(number)?.state ?? 'clean';
  }
  type(number: string, text: string) {
    this.open(number, '');
    const entry = this.entries.get(number)!;
    if (entry.text === text) return;
    entry.text = text;
    this.plan(number, entry, this.delayMs);
    this.tell();
  }
  /** The text was sent: the server removed its draft itself. Text typed since then stays. */
  sent(number: string, text: string) {
    const entry = this.entries.get(number);
    if (!entry) return;
    entry.kept = '';
    if (entry.text === text) {
      if (entry.timer) clearTimeout(entry.timer);
      entry.timer = null;
      entry.text = '';
      entry.state = 'clean';
    }
    this.tell();
  }
  /** Everything that is not kept yet goes out now (page is being hidden). */
  async flush(lastChance = false): Promise<void> {
    const open = [...this.entries].filter(([, entry]) => entry.timer || entry.state === 'failed');
    await Promise.all(open.map(([number, entry]) => this.push(number, entry, lastChance)));
  }
  get unsaved(): boolean {
    return [...this.entries.values()].some((e) => e.text !== e.kept);
  }
  /** Another person signs in at this browser: nobody's words stay behind. */
  forget() {
    for (const entry of this.entries.values()) if (entry.timer) clearTimeout(entry.timer);
    this.entries.clear();
    this.tell();
  }
  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private plan(number: string, entry: Entry, afterMs: number) {
    if (entry.timer) clearTimeout(entry.timer);
    entry.state = 'waiting';
    entry.timer = setTimeout(() => void this.push(number, entry, false), afterMs);
  }
  private async push(number: string, entry: Entry, lastChance: boolean) {
    if (entry.timer) clearTimeout(entry.timer);
    entry.timer = null;
    if (entry.busy && !lastChance) return; // the request under way looks again when it ends
    if (entry.text === entry.kept) {
      entry.state = 'saved';
      return this.tell();
    }
    const text = entry.text;
    entry.busy = true;
    entry.state = 'saving';
    this.tell();
    try {
      await this.save(number, text, lastChance);
      entry.kept = text;
      entry.state = 'saved';
      entry.busy = false;
      if (entry.text !== text && !entry.timer) this.plan(number, entry, this.delayMs);
    } catch {
      entry.busy = false;
      if (this.entries.get(number) === entry) this.plan(number, entry, this.retryMs);
      entry.state = 'failed';
    }
    this.tell();
  }
  private tell() {
    for (const listener of this.listeners) listener();
  }
}
