import { afterEach, describe, expect, it } from 'vitest';
import { commandFor, keyOf, Typeahead, type Press } from '../../src/lib/keys';

const press = (key: string, change: Partial<Press> & { altGraph?: boolean } = {}): Press => ({
  key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, repeat: false, target: document.body, defaultPrevented: false,
  getModifierState: (name) => name === 'AltGraph' && change.altGraph === true,
  ...change,
});
const inside = (html: { tag: string; role?: string }) => {
  const element = document.createElement(html.tag);
  if (html.role) element.setAttribute('role', html.role);
  document.body.append(element);
  return element;
};
afterEach(() => document.body.replaceChildren());

describe('keys', () => {
  it('every command has a key of its own', () => {
    expect(new Set(Object.values(keyOf)).size).toBe(Object.keys(keyOf).length);
  });
  it.each([['j', 'next'], ['k', 'previous'], ['Enter', 'open'], ['e', 'close'], ['r', 'reply'], ['n', 'note'], ['c', 'case'], ['a', 'assign'], ['u', 'back'], ['z', 'undo'], ['/', 'search'], ['?', 'sheet'], ['.', 'fresh'], ['x', 'dismiss']])('%s means %s', (key, command) => {
    expect(commandFor(press(key), true)).toBe(command);
  });
  it.each(['input', 'textarea', 'select'])('leaves single keys to %s', (tag) => {
    expect(commandFor(press('e', { target: inside({ tag }) }), true)).toBeNull();
  });
  it('leaves single keys to dialogs and menus', () => {
    const dialog = inside({ tag: 'div', role: 'dialog' });
    const button = document.createElement('button');
    dialog.append(button);
    expect(commandFor(press('e', { target: button }), true)).toBeNull();
  });
  it('ignores a key with a modifier, AltGr, or in the middle of composing a character', () => {
    for (const change of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { altGraph: true }, { isComposing: true }, { defaultPrevented: true }]) {
      expect(commandFor(press('e', change), true)).toBeNull();
    }
  });
  it('Enter on a button or a link is the button’s', () => {
    expect(commandFor(press('Enter', { target: inside({ tag: 'button' }) }), true)).toBeNull();
  });
  it('a held key moves on, but does nothing else twice', () => {
    expect(commandFor(press('j', { repeat: true }), true)).toBe('next');
    expect(commandFor(press('e', { repeat: true }), true)).toBeNull();
  });
  it('Ctrl-K works while typing and with single keys off; nothing else does', () => {
    const target = inside({ tag: 'textarea' });
    expect(commandFor(press('k', { ctrlKey: true, target }), false)).toBe('palette');
    expect(commandFor(press('K', { metaKey: true, target }), false)).toBe('palette');
    expect(commandFor(press('j'), false)).toBeNull();
  });
});

describe('keys typed before the composer stands', () => {
  it('are kept for it, in order, and are no shortcuts', () => {
    const ahead = new Typeahead();
    expect(ahead.feed(press('e'))).toBe(false);
    ahead.ask('reply');
    for (const key of ['e', 'z', 'x', 'Backspace', 'Enter', 'é']) expect(ahead.feed(press(key))).toBe(true);
    expect(ahead.feed(press('k', { ctrlKey: true }))).toBe(false);
    expect(ahead.feed(press('ArrowDown'))).toBe(false);
    expect(ahead.take('note')).toBeNull();
    expect(ahead.take('reply')).toBe('ez\né');
    expect(ahead.waiting).toBe(false);
    expect(ahead.take('reply')).toBeNull();
  });
  it('are dropped on Escape', () => {
    const ahead = new Typeahead();
    ahead.ask('note');
    ahead.feed(press('a'));
    ahead.feed(press('Escape'));
    expect(ahead.waiting).toBe(false);
  });
});
