// The city's texts: how each stands on each network, as it is kept, and what the desk knows to be the answer.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useMemo, useState, type ReactNode } from 'react';
import { Button, Checkbox, Input, Label, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ask, client, type KnownAnswer, type TemplatePreview, type Templates } from '../api';
import '../i18n/texts';
import { go, usePlace } from '../lib/place';
import { daysSince, mayServe, slotPieces, slotsOf } from '../lib/slots';
import { languageName, useClockwork, useNames, useSession } from '../state/data';
import { Icon } from '../ui/icons';
import { Empty, Failed, Loading, networkName } from '../ui/small';

const kinds = ['receipt', 'question', 'emergency', 'answer', 'closing', 'survey', 'handover', 'notice'] as const;
type Kind = (typeof kinds)[number];
const desks = ['', 'open', 'closed'] as const;
const lookAgainAfterDays = 180;
const slotNames = ['case', 'city', 'handle', 'agency', 'service', 'due', 'opening', 'after_hours', 'question', 'text'] as const;

interface Choice {
  kind: Kind;
  topic: string;
  language: string;
  mark: string;
  desk: (typeof desks)[number];
  asks: boolean;
}

/** What the address names, as far as there is such a thing. */
function useChoice(): Choice {
  const place = usePlace();
  const languages = useSession().data?.city.languages ?? [];
  return {
    kind: kinds.find((one) => one === place.kind) ?? 'receipt',
    topic: place.topic || 'other',
    language: languages.find((one) => one === place.lang) ?? languages[0] ?? 'en',
    mark: place.mark,
    desk: desks.find((one) => one === place.desk) ?? '',
    asks: place.asks === 'yes',
  };
}

function useTemplates(choice: Choice, words: string) {
  const query = {
    kind: choice.kind,
    topic: choice.topic,
    language: choice.language,
    ...(choice.mark && { mark: choice.mark }),
    ...(choice.desk && { desk: choice.desk }),
    ...(choice.asks && choice.kind === 'receipt' && { question: 'yes' as const }),
    ...(words.trim() && { text: words.trim() }),
  };
  return useQuery({ queryKey: ['templates', query], placeholderData: keepPreviousData, queryFn: ({ signal }) => ask(client.GET('/templates', { params: { query }, signal })) });
}

export function Texts() {
  const { t } = useTranslation('texts');
  const choice = useChoice();
  const [words, setWords] = useState('');
  const templates = useTemplates(choice, useDeferredValue(words));
  const shown = templates.data;
  return (
    <div className="min-h-0 flex-1 p-4 lg:overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4">
        <div>
          <h1 className="text-xl font-semibold">{t('title')}</h1>
          <p className="mt-1 max-w-prose text-sm text-soft">{t('intro')}</p>
        </div>
        <Choices choice={choice} words={words} setWords={setWords} personal={shown ? takesWords(shown, choice) : false} />
        {templates.isPending && <Loading />}
        {templates.isError && <Failed what={t('failed')} error={templates.error} again={() => void templates.refetch()} />}
        {shown && <Previews shown={shown} choice={choice} words={words} />}
        {shown && <Kept shown={shown} choice={choice} />}
        <KnownAnswers choice={choice} />
      </div>
    </div>
  );
}

const takesWords = (shown: Templates, choice: Choice) => shown.texts.some((one) => one.name.startsWith(`${choice.kind}.`) && slotsOf([one.text]).includes('text'));

function Pick({ label, value, set, children }: { label: string; value: string; set: (value: string) => void; children: ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-sm font-medium">{label}</label>
      <select id={id} className="field min-h-9" value={value} onChange={(e) => set(e.target.value)}>
        {children}
      </select>
    </div>
  );
}

function Choices({ choice, words, setWords, personal }: { choice: Choice; words: string; setWords: (words: string) => void; personal: boolean }) {
  const { t, i18n } = useTranslation('texts');
  const { t: common } = useTranslation();
  const names = useNames();
  const languages = useSession().data?.city.languages ?? [];
  const set = (change: Partial<ReturnType<typeof usePlace>>) => go({ mark: '', ...change }, 'replace');
  const topics = names.topics.some((one) => one.id === choice.topic) ? names.topics : [{ id: choice.topic, name: choice.topic }, ...names.topics];
  return (
    <div className="card grid gap-3 p-4 sm:grid-cols-2 lg:grid-cols-4">
      <Pick label={t('kind')} value={choice.kind} set={(kind) => set({ kind })}>
        {kinds.map((one) => <option key={one} value={one}>{common(`kind.${one}`)}</option>)}
      </Pick>
      <Pick label={t('topic')} value={choice.topic} set={(topic) => set({ topic })}>
        {topics.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
      </Pick>
      <Pick label={t('language')} value={choice.language} set={(lang) => set({ lang })}>
        {languages.map((one) => <option key={one} value={one}>{languageName(one, i18n.language)}</option>)}
      </Pick>
      <Pick label={t('desk')} value={choice.desk} set={(desk) => set({ desk })}>
        {desks.map((one) => <option key={one} value={one}>{t(`deskIs.${one}`)}</option>)}
      </Pick>
      {choice.kind === 'receipt' && (
        <Checkbox isSelected={choice.asks} onChange={(asks) => set({ asks: asks ? 'yes' : '' })} className="group flex min-h-8 cursor-pointer items-center gap-3 sm:col-span-2 lg:col-span-4">
          <Box checked={choice.asks} /> {t('asks')}
        </Checkbox>
      )}
      {personal && (
        <TextField value={words} onChange={setWords} className="sm:col-span-2 lg:col-span-4">
          <Label className="text-sm font-medium">{t('words')}</Label>
          <Text slot="description" className="block text-sm text-soft">{t('wordsHint', { slot: '{{text}}' })}</Text>
          <Input maxLength={2000} className="field mt-1" />
        </TextField>
      )}
    </div>
  );
}

function Box({ checked }: { checked: boolean }) {
  return (
    <span aria-hidden="true" className="dot grid size-5 shrink-0 place-items-center rounded border-2 border-edge bg-panel group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[selected]:border-transparent group-data-[selected]:bg-fill">
      {checked && <Icon name="check" className="text-white" />}
    </span>
  );
}

// ---- on each network ----

function Previews({ shown, choice, words }: { shown: Templates; choice: Choice; words: string }) {
  const { t } = useTranslation('texts');
  const { marks } = shown;
  const at = Math.max(0, marks.indexOf(choice.mark));
  return (
    <section aria-labelledby="on-networks" className="card p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="on-networks" className="font-semibold">{t('onNetworks')}</h2>
        {marks.length > 1 && (
          <>
            <span role="status" className="text-sm text-soft">{t('variant', { at: at + 1, of: marks.length })}</span>
            <Button className="btn" onPress={() => go({ mark: marks[(at + 1) % marks.length]! }, 'replace')}>{t('another')}</Button>
            <span className="text-sm text-soft">{t('variantHint')}</span>
          </>
        )}
      </div>
      {shown.previews.length === 0 && <Empty title={t('none')} />}
      <ul className="mt-3 grid gap-3 md:grid-cols-2 xl:grid-cols-3">
        {shown.previews.map((one) => <OnNetwork key={`${one.network}/${one.handle}`} one={one} choice={choice} words={words} />)}
      </ul>
    </section>
  );
}

function OnNetwork({ one, choice, words }: { one: TemplatePreview; choice: Choice; words: string }) {
  const { t } = useTranslation('texts');
  const { t: common } = useTranslation();
  const cut = one.fits && words.trim() !== '' && one.text.includes('…') && !one.text.includes(words.trim());
  const full = one.limit > 0 ? Math.min(1, one.length / one.limit) : 0;
  return (
    <li className={`flex flex-col gap-2 rounded-lg border p-3 ${one.fits ? 'border-line' : 'border-bad bg-bad-tint'}`} data-network={one.network}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="text-sm font-semibold wrap-anywhere">{t('on', { network: networkName(common, one.network), handle: one.handle })}</h3>
        <span className={`chip ${one.fits ? 'chip-good' : 'chip-bad'}`}>
          <Icon name={one.fits ? 'check' : 'warn'} /> {t(one.fits ? 'fits' : 'wrong')}
        </span>
      </div>
      {one.fits ? (
        <p lang={choice.language} className="grow rounded-lg border border-line bg-raised p-2 text-sm whitespace-pre-wrap wrap-anywhere">{one.text}</p>
      ) : (
        <div className="flex flex-col gap-2 text-sm text-bad">
          <p className="font-medium wrap-anywhere">{one.wrong}</p>
          <p>{t('whatToDo', { name: `${choice.kind}.short.${choice.language}` })}</p>
        </div>
      )}
      {one.fits && (
        <div>
          <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-line">
            <div className={`h-full ${full > 0.95 ? 'bg-warn' : 'bg-fill'}`} style={{ width: `${full * 100}%` }} />
          </div>
          <p className="mt-1 flex flex-wrap justify-between gap-x-3 text-xs text-soft tabular-nums">
            <span>{t('count', { length: one.length, limit: one.limit })}</span>
            {one.template && <span className="wrap-anywhere">{t('madeOf', { name: one.template })}</span>}
          </p>
          {cut && <p className="text-xs text-warn">{t('cut')}</p>}
        </div>
      )}
    </li>
  );
}

// ---- as they are kept ----

function Kept({ shown, choice }: { shown: Templates; choice: Choice }) {
  const { t } = useTranslation('texts');
  const { t: common } = useTranslation();
  const names = useNames();
  const topics = useMemo(() => new Set(names.topics.map((one) => one.id)), [names]);
  const texts = shown.texts.filter((one) => mayServe(one.name, choice, topics));
  const used = slotsOf(texts.map((one) => one.text));
  const usedOn = (name: string) => shown.previews.filter((one) => one.template === name).map((one) => networkName(common, one.network)).join(', ');
  return (
    <section aria-labelledby="kept" className="card p-4">
      <h2 id="kept" className="font-semibold">{t('kept')}</h2>
      {texts.length === 0 && <p className="mt-2 text-soft">{t('keptNone')}</p>}
      <ul className="mt-2 grid gap-3 lg:grid-cols-2">
        {texts.map((one) => (
          <li key={one.name} data-text={one.name} className="flex min-w-0 flex-col gap-2 rounded-lg border border-line p-3">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h3 className="font-mono text-sm font-semibold wrap-anywhere">{one.name}</h3>
              <span className={`chip ${usedOn(one.name) ? 'chip-accent' : ''}`}>{usedOn(one.name) ? t('usedOn', { networks: usedOn(one.name) }) : t('unused')}</span>
            </div>
            <p lang={choice.language} className="text-sm whitespace-pre-wrap wrap-anywhere">
              {slotPieces(one.text.trim()).map((piece, at) => (piece.slot ? <mark key={at} className="m-place rounded px-0.5 font-mono text-ink">{piece.text}</mark> : <span key={at}>{piece.text}</span>))}
            </p>
          </li>
        ))}
      </ul>
      {used.length > 0 && (
        <details className="mt-3 text-sm">
          <summary className="min-h-6 cursor-pointer text-accent">{t('slots')}</summary>
          <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
            {slotNames.filter((one) => used.includes(one)).map((one) => (
              <div key={one} className="contents">
                <dt><mark className="m-place rounded px-0.5 font-mono text-ink">{`{{${one}}}`}</mark></dt>
                <dd>{t(`slot.${one}`)}</dd>
              </div>
            ))}
          </dl>
          <p className="mt-1 text-soft">{t('slotsHint')}</p>
        </details>
      )}
    </section>
  );
}

// ---- known answers ----

function KnownAnswers({ choice }: { choice: Choice }) {
  const { t } = useTranslation('texts');
  const [only, setOnly] = useState(false);
  const query = useQuery({ queryKey: ['answers'], queryFn: ({ signal }) => ask(client.GET('/answers', { signal })) });
  const all = query.data ?? [];
  const shown = only ? all.filter((one) => one.topic === choice.topic) : all;
  return (
    <section aria-labelledby="known" className="card p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="known" className="font-semibold">{t('answers')}</h2>
        {all.length > 0 && (
          <Checkbox isSelected={only} onChange={setOnly} className="group flex min-h-8 cursor-pointer items-center gap-3 text-sm">
            <Box checked={only} /> {t('onlyTopic')}
          </Checkbox>
        )}
      </div>
      <p className="mt-1 max-w-prose text-sm text-soft">{t('answersHint')}</p>
      {query.isPending && <Loading />}
      {query.isError && <Failed what={t('answersFailed')} error={query.error} again={() => void query.refetch()} />}
      {query.isSuccess && shown.length === 0 && <p className="mt-2 text-soft">{t(all.length === 0 ? 'answersNone' : 'noneOfTopic')}</p>}
      <ul className="mt-2 flex flex-col">
        {shown.map((one) => <Answer key={one.article} one={one} language={choice.language} />)}
      </ul>
    </section>
  );
}

function Answer({ one, language }: { one: KnownAnswer; language: string }) {
  const { t } = useTranslation('texts');
  const names = useNames();
  const clockwork = useClockwork();
  const spanish = language === 'es';
  const question = spanish ? one.question_es : one.question_en;
  const answer = spanish ? one.answer_es : one.answer_en;
  const days = daysSince(one.checked_on, Date.now());
  const day = new Intl.DateTimeFormat(clockwork.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${one.checked_on}T00:00:00Z`));
  return (
    <li data-article={one.article} className="grid gap-x-4 gap-y-1 border-t border-line py-3 first:border-t-0 md:grid-cols-[minmax(0,1fr)_12rem]">
      <div className="min-w-0">
        <h3 className="font-medium" lang={language}>{question}</h3>
        <p className="mt-0.5 text-sm wrap-anywhere" lang={language}>{answer}</p>
        {one.asked.length > 0 && (
          <details className="mt-1 text-sm">
            <summary className="min-h-6 cursor-pointer text-accent">{t('asked')}</summary>
            <p className="text-soft">{one.asked.join(' · ')}</p>
          </details>
        )}
      </div>
      <div className="flex flex-wrap content-start items-center gap-1 text-sm text-soft md:flex-col md:items-start">
        <span>{t('checked', { day })}</span>
        <span>{t('daysAgo', { count: days })}</span>
        {days > lookAgainAfterDays && <span className="chip chip-warn"><Icon name="clock" /> {t('look')}</span>}
        <span className="chip">{one.topic ? names.topic(one.topic) : t('anyTopic')}</span>
      </div>
    </li>
  );
}
