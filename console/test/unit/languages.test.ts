import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en';
import { es } from '../../src/i18n/es';
import { fullTime, shortTime, spanWords } from '../../src/lib/time';

function flat(tree: object, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value as object, `${prefix}${key}.`)));
}
const slots = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

describe('the two languages', () => {
  it('have the same keys, none of them empty but where both are', () => {
    const spanish = new Map(flat(es));
    expect([...spanish.keys()]).toEqual(flat(en).map(([key]) => key));
    for (const [key, text] of flat(en)) expect(spanish.get(key) === '', key).toBe(text === '');
  });
  it('fill the same slots', () => {
    const spanish = new Map(flat(es));
    for (const [key, text] of flat(en)) expect(slots(spanish.get(key)!), key).toEqual(slots(text));
  });
  it('the sign-in form says what the contract says', () => {
    expect([en.sign.name, en.sign.password, en.sign.in]).toEqual(['Name', 'Password', 'Sign in']);
    expect([es.sign.name, es.sign.password, es.sign.in]).toEqual(['Nombre', 'Contraseña', 'Iniciar sesión']);
  });
});

describe('spans of time', () => {
  it.each([
    [0, '0 min'], [59_000, '0 min'], [12 * 60_000, '12 min'], [3 * 3_600_000 + 12 * 60_000, '3 hr 12 min'], [47 * 3_600_000, '47 hr'], [50 * 3_600_000, '2 days 2 hr'], [-5, '0 min'],
  ])('%d ms is %s', (ms, text) => expect(spanWords(ms, 'en-US')).toBe(text));
});

describe('times of day', () => {
  const denver = { language: 'en-US', zone: 'America/Denver' };
  const now = Date.parse('2026-03-08T20:00:00Z'); // the day the clocks go forward
  it.each([
    ['2026-03-08T19:30:00Z', '1:30 PM'],
    ['2026-03-08T08:30:00Z', '1:30 AM'],
    ['2026-03-08T06:59:00Z', 'Mar 7, 11:59 PM'],
    ['2025-12-31T12:00:00Z', 'Dec 31, 2025'],
    ['2026-01-01T06:00:00Z', 'Dec 31, 2025'],
  ])('%s is %s in the city', (iso, text) => expect(shortTime(iso, now, denver).replace(/\s/g, ' ')).toBe(text));
  it('names the zone in full', () => {
    expect(fullTime('2026-03-08T19:30:00Z', denver)).toContain('MDT');
    expect(fullTime('2026-03-08T19:30:00Z', { language: 'es-US', zone: 'America/Denver' })).toContain('mar');
  });
});
