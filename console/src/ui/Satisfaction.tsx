// Whether residents were content and what reviews say, against the city's goals. A part of the figures.
import { useTranslation } from 'react-i18next';
import type { Satisfaction as Shown } from '../api';
import { go, nowhere, writePlace } from '../lib/place';
import { useNames } from '../state/data';
import { useSatisfaction } from '../state/incidents';
import { Words } from './ResidentText';
import { Failed, Loading, Time, networkName } from './small';

type Score = Shown['topics'][number];

export function Satisfaction({ days }: { days: number }) {
  const { t } = useTranslation();
  const query = useSatisfaction(days);
  return (
    <section className="card flex flex-col gap-4 p-4" aria-labelledby="satisfaction-title">
      <h2 id="satisfaction-title" className="font-semibold">{t('satisfaction.title')}</h2>
      {query.isPending && <Loading />}
      {query.isError && <Failed what={t('satisfaction.failedLoad')} error={query.error} again={() => void query.refetch()} />}
      {query.data && <Numbers shown={query.data} />}
    </section>
  );
}

function Numbers({ shown }: { shown: Shown }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 });
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const { quality } = shown;
  const criterion = (id: string) => {
    const one = quality.criteria.find((it) => it.id === id);
    return one ? (i18n.language === 'es' ? one.name_es : one.name_en) : id;
  };
  return (
    <>
      {!shown.asks && shown.asked === 0 && <p className="text-soft">{t('satisfaction.off')}</p>}
      <dl className="flex flex-wrap gap-x-8 gap-y-2 tabular-nums">
        <Figure name={t('satisfaction.asked')} value={number.format(shown.asked)} />
        <Figure name={t('satisfaction.answered')} value={number.format(shown.answered)} />
        <Figure name={t('satisfaction.satisfied')} value={shown.share === null ? '—' : percent.format(shown.share)} goal={t('satisfaction.goal', { goal: percent.format(shown.goal) })} met={shown.share === null ? undefined : shown.share >= shown.goal} />
        <Figure name={t('satisfaction.mean')} value={shown.answered ? number.format(shown.mean) : '—'} />
        <Figure name={t('satisfaction.reviewed')} value={number.format(quality.reviewed)} />
        <Figure name={t('satisfaction.quality')} value={quality.score === null ? '—' : number.format(quality.score)} goal={t('satisfaction.goal', { goal: number.format(quality.goal) })} met={quality.score === null ? undefined : quality.score >= quality.goal} />
      </dl>
      {shown.asked > 0 && shown.answered === 0 && <p className="text-soft">{t('satisfaction.none')}</p>}
      <Scores title={t('satisfaction.byTopic')} heads={[t('satisfaction.topic'), t('satisfaction.answered'), t('satisfaction.satisfied'), t('satisfaction.mean')]} rows={shown.topics} name={names.topic} mean={number} />
      <Scores title={t('satisfaction.byNetwork')} heads={[t('satisfaction.network'), t('satisfaction.answered'), t('satisfaction.satisfied'), t('satisfaction.mean')]} rows={shown.networks} name={(id) => networkName(t, id)} mean={number} />
      <Scores title={t('satisfaction.quality')} heads={[t('satisfaction.criterion'), t('satisfaction.reviewed'), t('satisfaction.fully'), t('satisfaction.score')]} rows={quality.by_criterion} name={criterion} mean={number} />
      {shown.answers.length > 0 && (
        <div>
          <h3 className="font-semibold">{t('satisfaction.answers')}</h3>
          <ul className="mt-1 flex flex-col gap-2">
            {shown.answers.map((one) => (
              <li key={`${one.number} ${one.at}`} className="flex flex-wrap gap-x-3 border-b border-line py-1">
                <a
                  href={writePlace({ ...nowhere, number: one.number })}
                  className="tabular-nums"
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                    event.preventDefault();
                    go({ ...nowhere, number: one.number });
                  }}
                >
                  {one.number}
                </a>
                <span className="font-semibold">{one.score ? t('survey.score', { score: one.score }) : t('satisfaction.words')}</span>
                <span className="text-sm text-soft">
                  {names.topic(one.topic)} · {networkName(t, one.network)} · <Time at={one.at} />
                </span>
                {one.words && <Words text={one.words} className="basis-full text-sm" />}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function Figure({ name, value, goal, met }: { name: string; value: string; goal?: string; met?: boolean }) {
  const { t } = useTranslation();
  return (
    <div>
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="text-lg font-semibold">
        {value}
        {goal && (
          <span className={`ml-2 text-sm font-normal ${met === false ? 'text-bad' : 'text-soft'}`}>
            {goal}
            {met !== undefined && `: ${t(met ? 'satisfaction.met' : 'satisfaction.missed')}`}
          </span>
        )}
      </dd>
    </div>
  );
}

function Scores({ title, heads, rows, name, mean }: { title: string; heads: string[]; rows: Score[]; name: (id: string) => string; mean: Intl.NumberFormat }) {
  const { i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  if (rows.length === 0) return null;
  return (
    <div className="overflow-x-auto" role="region" aria-label={title} tabIndex={0}>
      <table className="w-full text-left tabular-nums">
        <caption className="text-left font-semibold">{title}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className="px-2 py-1 text-sm font-medium text-soft">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className="border-t border-line">
              <th scope="row" className="px-2 py-1 font-normal">{name(row.name)}</th>
              <td className="px-2 py-1">{row.count}</td>
              <td className="px-2 py-1">{row.count ? percent.format(row.good / row.count) : '—'}</td>
              <td className="px-2 py-1">{mean.format(row.mean)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
