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

// Making a formatter costs a hundred times what using it does, and every row shows two times.
const formatters = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();
function kept<T extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => T): T {
  const known = formatters.get(key) as T | undefined;
  if (known) return known;
  const made = make();
  formatters.set(key, made);
  return made;
}
const shapes = {
  full: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  today: { hour: 'numeric', minute: '2-digit' },
  thisYear: { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  earlier: { day: 'numeric', month: 'short', year: 'numeric' },
  clock: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;
const dates = (shape: keyof typeof shapes, language: string, zone: string) =>
  kept(`${shape} ${language} ${zone}`, () => new Intl.DateTimeFormat(language, { timeZone: zone, ...shapes[shape] }));

export const fullTime = (iso: string, { language, zone }: Clockwork) => dates('full', language, zone).format(new Date(iso));
export const clockTime = (ms: number, { language, zone }: Clockwork) => dates('clock', language, zone).format(new Date(ms));

/** The hour for today, the day before that, the year when it is another one. */
export function shortTime(iso: string, nowMs: number, { language, zone }: Clockwork): string {
  const day = (at: Date) => dates('day', 'en-CA', zone).format(at); // 2026-03-02
  const [at, now] = [day(new Date(iso)), day(new Date(nowMs))];
  const shape = at === now ? 'today' : at.slice(0, 4) === now.slice(0, 4) ? 'thisYear' : 'earlier';
  return dates(shape, language, zone).format(new Date(iso));
}

/** "3 hr 12 min": the two largest units that matter, never negative. */
export function spanWords(ms: number, language: string): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const word = (value: number, unit: string) =>
    kept(`${unit} ${language}`, () => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' })).format(value);
  if (days >= 2) return hours ? `${word(days, 'day')} ${word(hours, 'hour')}` : word(days, 'day');
  const allHours = days * 24 + hours;
  if (allHours) return rest ? `${word(allHours, 'hour')} ${word(rest, 'minute')}` : word(allHours, 'hour');
  return word(rest, 'minute');
}
