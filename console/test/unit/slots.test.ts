import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherEn, gatherEs } from '../../src/i18n/gather';
import { textsEn, textsEs } from '../../src/i18n/texts';
import { daysSince, mayServe, slotPieces, slotsOf } from '../../src/lib/slots';

const keysOf = (tree: object, prefix = ''): string[] => Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key] : keysOf(value as object, `${prefix}${key}.`)));

describe('a kept text', () => {
  it('has every slot and section marked, and nothing else', () => {
    expect(slotPieces('Case {{case}}{{#due}}, by {{ due }}{{/due}} {not a slot}')).toEqual([
      { text: 'Case ' }, { text: '{{case}}', slot: 'case' }, { text: '{{#due}}', slot: 'due' }, { text: ', by ' }, { text: '{{ due }}', slot: 'due' }, { text: '{{/due}}', slot: 'due' }, { text: ' {not a slot}' },
    ]);
    expect(slotsOf(['{{case}} {{#due}}{{due}}{{/due}}', '{{text}} {{case}}'])).toEqual(['case', 'due', 'text']);
  });
  it('is whole in its pieces, whatever it says', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('{{case}}', '{{#due}}', '{{/due}}', '{{', '}}', '{{{text}}}'));
    fc.assert(fc.property(fc.array(part), (parts) => void expect(slotPieces(parts.join('')).map((piece) => piece.text).join('')).toBe(parts.join(''))));
  });
});

describe('the name of a text', () => {
  const topics = new Set(['graffiti', 'pothole_street']);
  const wanted = { kind: 'receipt', topic: 'graffiti', language: 'en' };
  it.each([
    ['receipt.en', true], ['receipt.short.en', true], ['receipt.twitter.v2.en', true], ['receipt.graffiti.en', true], ['receipt.graffiti.bluesky.short.v3.en', true],
    ['receipt.es', false], ['closing.en', false], ['receipt.pothole_street.en', false], ['receipt', false],
  ])('%s serves: %s', (name, serves) => expect(mayServe(name, wanted, topics)).toBe(serves));
});

describe('the day somebody looked', () => {
  it('is counted in whole days of the calendar, never below none', () => {
    const now = Date.parse('2026-03-02T23:59:00Z');
    expect([daysSince('2026-03-02', now), daysSince('2026-03-01', now), daysSince('2025-03-02', now), daysSince('2026-03-04', now)]).toEqual([0, 1, 365, 0]);
  });
});

describe('words that travel with their screen', () => {
  it('are there in both languages', () => {
    expect(keysOf(textsEs)).toEqual(keysOf(textsEn));
    expect(keysOf(gatherEs)).toEqual(keysOf(gatherEn));
  });
});
