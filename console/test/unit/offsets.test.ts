import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetsOf } from '../../src/lib/offsets';

const bytes = (text: string) => new TextEncoder().encode(text).length;

describe('byte offsets', () => {
  it.each([
    ['pothole here', 'pothole', 0, 7],
    ['¿bache en la esquina?', 'bache', 2, 7],
    ['🚗💥 pothole', 'pothole', 9, 16],
    ['日本 hole', 'hole', 7, 11],
  ])('finds the span of a word in %j', (text, word, start, end) => {
    const at = offsetsOf(text);
    expect(text.slice(at.floor(start), at.ceil(end))).toBe(word);
  });

  it('takes the whole character when an offset falls inside one', () => {
    const at = offsetsOf('a🚗b');
    expect([at.floor(2), at.ceil(2)]).toEqual([1, 3]);
    expect([at.floor(99), at.ceil(99)]).toEqual([4, 4]);
    expect([at.floor(-1), at.ceil(-1)]).toEqual([0, 0]);
  });

  it('counts a lone surrogate as the encoder does', () => {
    const text = 'x\ud800y';
    expect(offsetsOf(text).floor(bytes('x\ud800'))).toBe(2);
  });

  it('agrees with the encoder at every boundary of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const at = offsetsOf(text);
        let unit = 0;
        for (const character of text) {
          const byte = bytes(text.slice(0, unit));
          if (at.floor(byte) !== unit || at.ceil(byte) !== unit) return false;
          unit += character.length;
        }
        return at.floor(bytes(text)) === text.length;
      }),
    );
  });
});
