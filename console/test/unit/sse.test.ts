import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SseParser } from '../../src/lib/sse';

const stream = ': hello\n\nid: 7\nevent: case\ndata: {"object":"26-000001","version":3}\n\n: beat\r\n\r\nevent: reset\r\ndata: {}\r\n\r\nid: 8\ndata: a\ndata: b\n\n';
const expected = [
  { type: 'case', data: '{"object":"26-000001","version":3}', id: '7' },
  { type: 'reset', data: '{}', id: '7' },
  { type: 'message', data: 'a\nb', id: '8' },
];

describe('the event stream', () => {
  it('gives events and skips comments', () => {
    expect(new SseParser().push(stream)).toEqual(expected);
  });
  it('gives the same events however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const parser = new SseParser();
        const at = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const events = at.slice(1).flatMap((end, i) => parser.push(stream.slice(at[i], end)));
        expect(events).toEqual(expected);
      }),
    );
  });
  it('gives nothing of an event that is not complete', () => {
    expect(new SseParser().push('event: case\ndata: {}\n')).toEqual([]);
  });
});
