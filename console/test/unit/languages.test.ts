import { describe, expect, it } from 'vitest';
import { en } from '../../src/i18n/en';
import { es } from '../../src/i18n/es';
import { spanWords } from '../../src/lib/time';

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
