// Which command a key press means. Pure: what the page is doing comes in, a command or nothing goes out.

export type Command =
  | 'next' | 'previous' | 'open' | 'close' | 'reply' | 'note' | 'case' | 'dismiss' | 'assign' | 'back'
  | 'undo' | 'search' | 'sheet' | 'palette' | 'fresh';

export const keyOf: Record<Command, string> = {
  next: 'j', previous: 'k', open: 'Enter', close: 'e', reply: 'r', note: 'n', case: 'c', dismiss: 'x', assign: 'a',
  back: 'u', undo: 'z', search: '/', sheet: '?', palette: 'Ctrl K', fresh: '.',
};
const commandOf = new Map(
  Object.entries(keyOf).filter(([command]) => command !== 'palette').map(([command, key]) => [key, command as Command]),
);

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  repeat: boolean;
  target: EventTarget | null;
  defaultPrevented: boolean;
  getModifierState(name: string): boolean;
}

const edits = 'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="searchbox"], [role="combobox"]';
const closedOff = '[role="dialog"], [role="alertdialog"], [role="menu"]';
const pressable = 'a, button, summary, [role="button"], [role="tab"], [role="menuitem"], [role="radio"], [role="checkbox"]';
const repeats = new Set<Command>(['next', 'previous']);

function within(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}

/** `singleKeys` off leaves Ctrl-K alone: then speech users and the like are safe (WCAG 2.1.4). */
export function commandFor(press: Press, singleKeys: boolean): Command | null {
  if (press.isComposing || press.defaultPrevented || press.altKey || press.getModifierState('AltGraph')) return null;
  if (press.ctrlKey || press.metaKey) {
    return press.key.toLowerCase() === 'k' && !(press.ctrlKey && press.metaKey) ? 'palette' : null;
  }
  if (!singleKeys || within(press.target, edits) || within(press.target, closedOff)) return null;
  const command = commandOf.get(press.key) ?? null;
  if (command === 'open' && within(press.target, pressable)) return null;
  return command && press.repeat && !repeats.has(command) ? null : command;
}

/** Keys typed after `r` or `n` and before the composer stands: they belong to the text, not to the shortcuts. */
export class Typeahead {
  private box: 'reply' | 'note' | null = null;
  private typed = '';

  ask(box: 'reply' | 'note') {
    this.box = box;
    this.typed = '';
  }
  cancel() {
    this.box = null;
    this.typed = '';
  }
  get waiting() {
    return this.box !== null;
  }
  /** True when the key was kept. */
  feed(press: Press): boolean {
    if (!this.box || press.ctrlKey || press.metaKey || press.isComposing) return false;
    if (press.key === 'Escape') {
      this.cancel();
      return true;
    }
    if (press.key === 'Backspace') this.typed = [...this.typed].slice(0, -1).join('');
    else if (press.key === 'Enter') this.typed += '\n';
    else if ([...press.key].length === 1) this.typed += press.key;
    else return false;
    return true;
  }
  take(box: 'reply' | 'note'): string | null {
    if (this.box !== box) return null;
    const typed = this.typed;
    this.cancel();
    return typed;
  }
  get wanted() {
    return this.box;
  }
}
