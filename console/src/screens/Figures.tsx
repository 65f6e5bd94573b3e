// What a period looked like, by division and by topic: numbers that can be traced to cases.
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Figures as OnePeriod } from '../api';
import { shortTime, spanWords } from '../lib/time';
import { useFigures } from '../state/agencies';
import { useClockwork, useNames } from '../state/data';
import { useNow } from '../state/store';
import { Satisfaction } from '../ui/Satisfaction';
import { Empty, Failed, Loading } from '../ui/small';

const periods = [7, 30, 90, 366];

export function Figures() {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const now = useNow(null);
  const names = useNames();
  const [days, setDays] = useState(30);
  const query = useFigures(days);
  const shown = query.data;
  return (
    <div className="min-h-0 flex-1 p-4 lg:overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-xl font-semibold">{t('figures.title')}</h1>
          {shown && <span className="text-sm text-soft">{t('figures.asOf', { from: shortTime(shown.from, now, clockwork), to: shortTime(shown.to, now, clockwork) })}</span>}
          <div role="group" aria-label={t('figures.period')} className="ml-auto flex flex-wrap gap-1">
            {periods.map((one) => (
              <Button key={one} className={`btn ${one === days ? 'btn-fill' : ''}`} aria-pressed={one === days} onPress={() => setDays(one)}>
                {t('figures.days', { count: one })}
              </Button>
            ))}
          </div>
        </div>
        {query.isPending && <Loading />}
        {query.isError && <Failed what={t('figures.failedLoad')} error={query.error} again={() => void query.refetch()} />}
        {shown && shown.divisions.length === 0 && <Empty title={t('figures.none')} />}
        {shown && shown.divisions.length > 0 && (
          <>
            <Table title={t('figures.byDivision')} first={t('figures.division')} rows={shown.divisions.map((one) => ({ key: one.division ?? '', name: one.division ? names.division(one.division) : t('transfer.desk'), figures: one }))} all={shown.all} />
            <Table title={t('figures.byTopic')} first={t('figures.topic')} rows={shown.topics.map((one) => ({ key: one.topic ?? '', name: names.topic(one.topic ?? ''), figures: one }))} all={shown.all} />
          </>
        )}
        <Satisfaction days={days} />
        <details className="text-sm text-soft">
          <summary className="min-h-6 cursor-pointer text-accent">{t('figures.how')}</summary>
          <p className="mt-1 max-w-prose">{t('figures.howText')}</p>
        </details>
      </div>
    </div>
  );
}

interface Row {
  key: string;
  name: string;
  figures: OnePeriod;
}

function Table({ title, first, rows, all }: { title: string; first: string; rows: Row[]; all: OnePeriod }) {
  const { t } = useTranslation();
  const heads = [t('figures.opened'), t('figures.closed'), t('figures.dueKept'), t('figures.median'), t('figures.first'), t('figures.perCase'), t('figures.transfers')];
  return (
    <div className="card p-4">
      <h2 className="font-semibold">{title}</h2>
      <div className="overflow-x-auto" role="region" aria-label={title} tabIndex={0}>
        <table className="w-full text-left tabular-nums">
          <thead>
            <tr>
              {[first, ...heads].map((head) => (
                <th key={head} scope="col" className="px-2 py-1 text-sm font-medium text-soft">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => <Line key={row.key} name={row.name} figures={row.figures} />)}
            <Line name={t('figures.all')} figures={all} strong />
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Line({ name, figures, strong = false }: { name: string; figures: OnePeriod; strong?: boolean }) {
  const { i18n } = useTranslation();
  const { language } = useClockwork();
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const percent = (value: number | null) => (value === null ? '—' : share.format(value));
  const cells = [number.format(figures.opened), number.format(figures.closed), percent(figures.due_kept_share), figures.median_open_s === null ? '—' : spanWords(figures.median_open_s * 1000, language), percent(figures.first_contact_share), figures.contacts_per_case === null ? '—' : number.format(figures.contacts_per_case), number.format(figures.transfers)];
  return (
    <tr className={`border-t border-line ${strong ? 'font-semibold' : ''}`}>
      <th scope="row" className="px-2 py-1 font-normal wrap-anywhere">{name}</th>
      {cells.map((cell, at) => <td key={at} className="px-2 py-1">{cell}</td>)}
    </tr>
  );
}
