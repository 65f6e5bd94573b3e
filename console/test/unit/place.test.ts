import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { go, here, nowhere, readPlace, screens, views, writePlace } from '../../src/lib/place';

describe('the address', () => {
  it('holds every place, and gives it back', () => {
    const place = fc.record({
      screen: fc.constantFrom(...screens), view: fc.constantFrom(...views), search: fc.string(), topic: fc.string(), number: fc.string(), post: fc.string(), hot: fc.string(), kind: fc.string(), lang: fc.string(), mark: fc.string(), desk: fc.string(), asks: fc.string(), facts: fc.boolean(),
    });
    fc.assert(fc.property(place, (p) => void expect(readPlace(writePlace(p).slice(1))).toEqual(p)));
  });
  it('is short where all is as usual, and survives nonsense', () => {
    expect(writePlace(nowhere)).toBe('/');
    expect(readPlace('?view=nonsense&screen=../../x')).toEqual(nowhere);
  });
  it('follows the browser', () => {
    go({ view: 'mine', number: '26-000001' });
    expect(location.search).toBe('?view=mine&case=26-000001');
    expect(here()).toEqual({ ...nowhere, view: 'mine', number: '26-000001' });
    go(nowhere, 'replace');
    expect(here()).toEqual(nowhere);
  });
});
