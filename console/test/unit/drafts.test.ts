import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftKeeper } from '../../src/lib/drafts';

type Kept = { number: string; text: string; last: boolean; end: (error?: Error) => void };

describe('drafts', () => {
  let kept: Kept[];
  let keeper: DraftKeeper;
  const settle = async (at: number, error?: Error) => {
    kept[at]!.end(error);
    await vi.advanceTimersByTimeAsync(0);
  };
  beforeEach(() => {
    vi.useFakeTimers();
    kept = [];
    keeper = new DraftKeeper(
      (number, text, last) =>
        new Promise((done, fail) => {
          kept.push({ number, text, last, end: (error) => (error ? fail(error) : done()) });
        }),
    );
  });
  afterEach(() => void vi.useRealTimers());

  it('are saved 500 ms after the last key, once', async () => {
    keeper.open('1', '');
    keeper.type('1', 'a');
    await vi.advanceTimersByTimeAsync(400);
    keeper.type('1', 'ab');
    await vi.advanceTimersByTimeAsync(499);
    expect(kept).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(kept.map((k) => [k.number, k.text])).toEqual([['1', 'ab']]);
    expect(keeper.state('1')).toBe('saving');
    await settle(0);
    expect(keeper.state('1')).toBe('saved');
    expect(keeper.unsaved).toBe(false);
  });

  it('are not touched by what the server says later', () => {
    expect(keeper.open('1', 'from the server')).toBe('from the server');
    keeper.type('1', 'mine');
    expect(keeper.open('1', 'changed elsewhere')).toBe('mine');
  });

  it('send what was typed during a request in a next one', async () => {
    keeper.type('1', 'a');
    await vi.advanceTimersByTimeAsync(500);
    keeper.type('1', 'ab');
    await vi.advanceTimersByTimeAsync(2000);
    expect(kept).toHaveLength(1);
    await settle(0);
    await vi.advanceTimersByTimeAsync(500);
    expect(kept.map((k) => k.text)).toEqual(['a', 'ab']);
  });

  it('are tried again until the server has them', async () => {
    keeper.type('1', 'a');
    await vi.advanceTimersByTimeAsync(500);
    await settle(0, new Error('away'));
    expect(keeper.state('1')).toBe('failed');
    expect(keeper.unsaved).toBe(true);
    await vi.advanceTimersByTimeAsync(5000);
    expect(kept.map((k) => k.text)).toEqual(['a', 'a']);
    await settle(1);
    expect(keeper.state('1')).toBe('saved');
  });

  it('go out at once when the page is hidden', () => {
    keeper.type('1', 'a');
    keeper.type('2', 'b');
    void keeper.flush(true);
    expect(kept.map((k) => [k.number, k.text, k.last])).toEqual([['1', 'a', true], ['2', 'b', true]]);
  });

  it('are gone once sent, but for what was typed since', async () => {
    keeper.type('1', 'answer');
    keeper.sent('1', 'answer');
    expect(keeper.text('1')).toBe('');
    await vi.advanceTimersByTimeAsync(1000);
    expect(kept).toHaveLength(0);
    keeper.type('2', 'answer and more');
    keeper.sent('2', 'answer');
    expect(keeper.text('2')).toBe('answer and more');
    await vi.advanceTimersByTimeAsync(500);
    expect(kept.map((k) => k.text)).toEqual(['answer and more']);
  });

  it('that were cleared are cleared at the server too', async () => {
    keeper.open('1', 'old');
    keeper.type('1', '');
    await vi.advanceTimersByTimeAsync(500);
    expect(kept.map((k) => k.text)).toEqual(['']);
  });

  it('of another person are forgotten', async () => {
    keeper.type('1', 'mine');
    keeper.forget();
    expect(keeper.text('1')).toBe('');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(kept).toHaveLength(0);
  });
});
