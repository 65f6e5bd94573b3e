import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/api';
import { hiddenName } from '../../src/lib/hidden';
import { linksIn, safeAddress } from '../../src/lib/links';
import { marksOf, piecesOf } from '../../src/lib/pieces';

const finding = (spans: { evidence?: [number, number][]; places?: [number, number][]; pii?: [number, number][] }): Finding => ({
  service_request: 0.9, decision: 'case', intent: 'request', urgency: 'normal', language: 'en', abuse: 0, rules: '1',
  topics: [{ topic: 'pothole_street', score: 1, evidence: (spans.evidence ?? []).map(([start, end]) => ({ start, end, term: 'term' })) }],
  locations: [{ kind: 'point', lat: 1, lon: 2 }, ...(spans.places ?? []).map(([start, end]) => ({ start, end, text: '', kind: 'street' as const }))],
  pii: (spans.pii ?? []).map(([start, end]) => ({ start, end, kind: 'phone' as const })),
});

describe('pieces of a text', () => {
  it('marks the evidence and leaves the rest plain', () => {
    const text = '¿Hay un bache en Colfax?';
    const pieces = piecesOf(text, marksOf(text, finding({ evidence: [[9, 14]], places: [[18, 24]] })));
    expect(pieces.filter((p) => p.marks.length).map((p) => [p.text, p.marks[0]!.kind])).toEqual([['bache', 'evidence'], ['Colfax', 'place']]);
  });

  it('cuts overlapping marks where they cross', () => {
    const text = 'abcdef';
    const pieces = piecesOf(text, marksOf(text, finding({ evidence: [[0, 4]], pii: [[2, 6]] })));
    expect(pieces.map((p) => [p.text, p.marks.map((m) => m.kind)])).toEqual([['ab', ['evidence']], ['cd', ['evidence', 'private']], ['ef', ['private']]]);
  });

  it('loses no character, whatever the spans are', () => {
    const span = fc.tuple(fc.nat(80), fc.nat(80)) as fc.Arbitrary<[number, number]>;
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(span), fc.array(span), (text, evidence, pii) => {
        const pieces = piecesOf(text, marksOf(text, finding({ evidence, pii })));
        return pieces.map((p) => p.text).join('') === text;
      }),
    );
  });

  it('links http and https only, without the closing mark of the sentence', () => {
    const found = linksIn('see https://a.example/x?y=1, (http://b.example/z). not javascript:alert(1) nor ftp://c.example');
    expect(found.map((f) => f.url.href)).toEqual(['https://a.example/x?y=1', 'http://b.example/z']);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'https://user:pass@a.example/', 'https://', '//a.example', '', null])('does not link %j', (raw) => {
    expect(safeAddress(raw)).toBeNull();
  });

  it('shows direction overrides and zero-width signs by name', () => {
    const pieces = piecesOf('a\u202eb\u200bc', []);
    expect(pieces.map((p) => p.hidden)).toEqual([null, 'RLO', null, 'ZWSP', null]);
  });

  it.each([
    ['\u200d', '👩', '👧', null], // a family
    ['\u200d', 'a', 'b', 'ZWJ'],
    ['\u200c', 'می', 'خ', null], // Persian needs it
    ['\ufe0f', '❤', '', null],
    ['\u{e0067}', '🏴', '', null], // a flag
    ['\u{e0067}', 'x', '', 'TAG'],
    ['\n', 'x', 'y', null],
    ['\u0007', 'x', 'y', 'U+0007'],
  ])('names %j after %j as %j', (character, before, after, name) => {
    expect(hiddenName(character, before, after)).toBe(name);
  });
});
