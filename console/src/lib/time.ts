// Times in the city's zone, in the words of the page's language.

let skewMs = 0;
/** The server's clock decides when a reply leaves; its Date header tells how far this machine is off. */
export function learnClock(dateHeader: string | null) {
  const server = dateHeader ? Date.parse(dateHeader) : NaN;
  // The header has whole seconds: a smaller difference says nothing.
  if (!Number.isNaN(server)) skewMs = Math.abs(server - Date.now()) < 1500 ? 0 : server - Date.now();
}
export const serverNow = () => Date.now() + skewMs;
/** A moment of the server as one of this machine's clock. */
export const localMs = (iso: string) => Date.parse(iso) - skewMs;

export interface Clockwork {
  language: string;
  zone: string;
}

export function fullTime(iso: string, { language, zone }: Clockwork): string {
  return new Intl.DateTimeFormat(language, {
    timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short',
  }).format(new Date(iso));
}
export function shortTime(iso: string, nowMs: number, { language, zone }: Clockwork): string {
  const at = new Date(iso);
  const day = (d: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(d);
  const today = day(at) === day(new Date(nowMs));
  const sameYear = day(at).slice(0, 4) === day(new Date(nowMs)).slice(0, 4);
  return new Intl.DateTimeFormat(language, {
    timeZone: zone,
    ...(today ? {} : { day: 'numeric', month: 'short' }),
    ...(sameYear ? {} : { year: 'numeric' }),
    ...(sameYear ? { hour: 'numeric', minute: '2-digit' } : {}),
  }).format(at);
}
export function clockTime(ms: number, { language, zone }: Clockwork): string {
  return new Intl.DateTimeFormat(language, { timeZone: zone, hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(new Date(ms));
}

/** "3 hr 12 min": the two largest units that matter, never negative. */
export function spanWords(ms: number, language: string): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const word = (value: number, unit: string) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  if (days >= 2) return hours ? `${word(days, 'day')} ${word(hours, 'hour')}` : word(days, 'day');
  const allHours = days * 24 + hours;
  if (allHours) return rest ? `${word(allHours, 'hour')} ${word(rest, 'minute')}` : word(allHours, 'hour');
  return word(rest, 'minute');
}
