// Posts over time against what is usual: a picture for the eye, one sentence and a table for everybody else.
import { useTranslation } from 'react-i18next';
import type { HotTopicDetail } from '../api';
import { shortTime } from '../lib/time';
import { useClockwork } from '../state/data';
import { useNow } from '../state/store';

const width = 720;
const height = 160;
const foot = 4;

type Series = HotTopicDetail['series'];

export function SeriesChart({ series }: { series: Series }) {
  const { t, i18n } = useTranslation();
  const clockwork = useClockwork();
  const now = useNow(60_000);
  const when = (at: string) => shortTime(at, now, clockwork);
  const first = series[0];
  const last = series[series.length - 1];
  if (!first || !last) return <p className="text-soft">{t('trends.noSeries')}</p>;
  const most = Math.max(1, ...series.map((p) => p.posts), ...series.map((p) => p.usual?.high ?? 0));
  const step = width / series.length;
  const y = (value: number) => height - foot - (value / most) * (height - 2 * foot);
  const bounds = series.some((p) => p.usual !== null);
  const said = t(bounds ? 'trends.seriesText' : 'trends.seriesPlain', { minutes: first.minutes, from: when(first.from), to: when(last.from), most: Math.max(...series.map((p) => p.posts)) });
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said} className="mt-1 block w-full text-accent" preserveAspectRatio="none" style={{ height: '9rem' }}>
        {bounds && <path d={band(series, step, y)} fill="currentColor" fillOpacity="0.18" stroke="currentColor" strokeOpacity="0.6" vectorEffect="non-scaling-stroke" />}
        {series.map((p, place) => (
          <rect key={p.from} x={place * step + step * 0.15} width={step * 0.7} y={y(p.posts)} height={height - foot - y(p.posts)} fill="currentColor" className={p.usual && p.posts > p.usual.high ? 'text-bad' : ''} />
        ))}
        <line x1="0" x2={width} y1={height - foot} y2={height - foot} stroke="currentColor" vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="flex justify-between text-sm text-soft" aria-hidden="true">
        <span>{when(first.from)}</span>
        <span>{when(last.from)}</span>
      </p>
      <details className="text-sm">
        <summary className="min-h-6 cursor-pointer text-accent">{t('trends.numbers')}</summary>
        <div className="max-h-64 overflow-y-auto" tabIndex={0} role="group" aria-label={t('trends.numbers')}>
          <table className="w-full text-left tabular-nums">
            <thead>
              <tr className="border-b border-line text-soft">
                <th scope="col" className="py-1 font-medium">{t('trends.from')}</th>
                <th scope="col" className="py-1 text-right font-medium">{t('trends.counted')}</th>
                {bounds && <th scope="col" className="py-1 text-right font-medium">{t('trends.expected')}</th>}
                {bounds && <th scope="col" className="py-1 text-right font-medium">{t('trends.range')}</th>}
              </tr>
            </thead>
            <tbody>
              {series.map((p) => (
                <tr key={p.from} className="border-b border-line last:border-b-0">
                  <th scope="row" className="py-1 font-normal">{when(p.from)}</th>
                  <td className="py-1 text-right">{p.posts}</td>
                  {bounds && <td className="py-1 text-right">{p.usual ? number.format(p.usual.expected) : '—'}</td>}
                  {bounds && <td className="py-1 text-right">{p.usual ? `${number.format(p.usual.low)}–${number.format(p.usual.high)}` : '—'}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

function band(series: Series, step: number, y: (value: number) => number): string {
  const upper = series.map((p, i) => `${i * step} ${y(p.usual?.high ?? 0)} ${(i + 1) * step} ${y(p.usual?.high ?? 0)}`);
  const lower = series.map((p, i) => `${(i + 1) * step} ${y(p.usual?.low ?? 0)} ${i * step} ${y(p.usual?.low ?? 0)}`).reverse();
  return `M${[...upper, ...lower].join(' L')}Z`;
}
