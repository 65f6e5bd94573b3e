import { describe, expect, it } from 'vitest';
import { UndoList } from '../../src/lib/undo';

describe('undo', () => {
  it('takes back the newest first, each once', async () => {
    const ran: string[] = [];
    const list = new UndoList(() => 0);
    for (const label of ['first', 'second']) list.add({ label, until: 10, run: async () => void ran.push(label) });
    expect((await list.undo())?.label).toBe('second');
    expect((await list.undo())?.label).toBe('first');
    expect(await list.undo()).toBeNull();
    expect(ran).toEqual(['second', 'first']);
  });

  it('offers nothing whose time is over', async () => {
    let now = 0;
    const list = new UndoList(() => now);
    list.add({ label: 'long', until: 100, run: async () => {} });
    list.add({ label: 'short', until: 10, run: async () => {} });
    expect(list.newest?.label).toBe('short');
    now = 10;
    expect(list.newest?.label).toBe('long');
    now = 100;
    expect(await list.undo()).toBeNull();
  });

  it('does not offer again what the server refused', async () => {
    const list = new UndoList(() => 0);
    list.add({ label: 'late', until: 10, run: () => Promise.reject(new Error('it has left')) });
    await expect(list.undo()).rejects.toThrow('it has left');
    expect(list.newest).toBeNull();
  });

  it('a key pressed twice at once runs it once', async () => {
    let runs = 0;
    const list = new UndoList(() => 0);
    list.add({ label: 'one', until: 10, run: async () => void (runs += 1) });
    await Promise.all([list.undo(), list.undo()]);
    expect(runs).toBe(1);
  });
});
