// Before writing: by which way the resident can be reached, within what, at what cost, and why not; and the known
// answers, each with the day on which somebody last saw that it is true. A person puts one into the draft and sends it.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ask, client, type Eligibility, type SuggestedAnswer } from '../api';
import { Time } from './small';

const dollars = (micro: number, language: string) =>
  new Intl.NumberFormat(language, { style: 'currency', currency: 'USD', minimumFractionDigits: 2, maximumFractionDigits: 3 }).format(micro / 1e6);

/** Asked again with every version of the case: a new post of the resident opens windows again. */
export function useEligibility(number: string, version: number) {
  return useQuery({
    queryKey: ['eligibility', number, version],
    queryFn: ({ signal }) => ask(client.GET('/cases/{number}/eligibility', { params: { path: { number } }, signal })),
    staleTime: 30_000,
  });
}

function Cost({ way }: { way: Eligibility['ways'][number] }) {
  const { t, i18n } = useTranslation();
  if (way.cost_micro_usd === 0 && way.cost_with_link_micro_usd === 0) return <span>{t('answers.free')}</span>;
  return (
    <span>
      {t('answers.cost', { plain: dollars(way.cost_micro_usd, i18n.language), link: dollars(way.cost_with_link_micro_usd, i18n.language) })}
    </span>
  );
}

export function EligibilityLine({ number, version }: { number: string; version: number }) {
  const { t } = useTranslation();
  const known = useEligibility(number, version).data;
  if (!known) return null;
  return (
    <div data-testid="eligibility" role="note" aria-label={t('answers.eligibility')} className="flex flex-col gap-1 text-xs text-soft">
      {known.ways.map((way, at) => (
        <p key={way.way} className="flex flex-wrap gap-x-3">
          <span className={way.possible || at > 0 ? '' : 'font-medium text-warn'}>
            {t(`answers.way.${way.way}`)}: {t(way.possible ? 'answers.open' : 'answers.shut')}. {way.reason}
          </span>
          {way.possible && <span>{t('answers.limit', { count: way.limit })}</span>}
          {way.possible && <Cost way={way} />}
          {way.possible && way.until && (
            <span>
              {t('answers.until')} <Time at={way.until_by_hand ?? way.until} />
            </span>
          )}
        </p>
      ))}
      {known.stopped && <p className="font-medium text-warn">{t('answers.stopped', { why: known.stopped.why, by: known.stopped.by })}</p>}
    </div>
  );
}

function Suggestions({ list, use, fits = '' }: { list: SuggestedAnswer[]; use?: (one: SuggestedAnswer) => void; fits?: string }) {
  const { t } = useTranslation();
  if (list.length === 0) return null;
  return (
    <section data-testid="known-answers" aria-label={t('answers.known')} className="rounded-lg border border-line bg-panel p-2 text-sm">
      <p className="text-xs font-semibold text-soft">{t('answers.known')}</p>
      <ul className="flex flex-col gap-2">
        {list.map((one) => (
          <li key={one.article} className="flex flex-wrap items-start justify-between gap-2">
            <div className="min-w-0 flex-1 basis-60">
              {one.article === fits && <p className="chip chip-good">{t('answers.fits')}</p>}
              <p className="font-medium">{one.question}</p>
              <p>{one.answer}</p>
              {one.checked_on && <p className="text-xs text-soft">{t('answers.checkedOn', { day: one.checked_on })}</p>}
            </div>
            {use && (
              <Button className="btn" onPress={() => use(one)} aria-label={t('answers.useOf', { question: one.question })}>
                {t('answers.use')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function CaseAnswers({ number, posts, use }: { number: string; posts: number; use: (text: string) => void }) {
  const known = useQuery({
    queryKey: ['suggestions', number, posts],
    queryFn: ({ signal }) => ask(client.GET('/cases/{number}/suggestions', { params: { path: { number } }, signal })),
    staleTime: 60_000,
  });
  return <Suggestions list={known.data ?? []} use={(one) => use(one.answer)} />;
}

/** `fits`: the article that answers the post, by the rules; it stands first. */
export function PostAnswers({ id, fits, use }: { id: string; fits: string; use?: (one: SuggestedAnswer) => void }) {
  const known = useQuery({
    queryKey: ['suggestions', 'post', id],
    queryFn: ({ signal }) => ask(client.GET('/posts/{id}/suggestions', { params: { path: { id } }, signal })),
    staleTime: 60_000,
  });
  const list = [...(known.data ?? [])].sort((a, b) => Number(b.article === fits) - Number(a.article === fits));
  return <Suggestions list={list} fits={fits} {...(use ? { use } : {})} />;
}
