// One hot topic: why it is one, and the few things a person can do about it.
import { useState, type ReactNode } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ProblemError, type HotTopicDetail } from '../api';
import { go, nowhere, writePlace } from '../lib/place';
import { acknowledgeTrend, labelTrend, linkTrend, muteTrend, unlinkTrend } from '../state/actions';
import { languageName, useActs, useNames, useTrend } from '../state/data';
import { PostCard } from './PostCard';
import { NoticeForm, PublicNotices } from './PublicNotice';
import { Words } from './ResidentText';
import { IncidentFromTopic } from './SameTrouble';
import { SeriesChart } from './SeriesChart';
import { Icon } from './icons';
import { Failed, Loading, Time, networkName } from './small';

const quietly = (work: Promise<unknown>) => void work.catch(() => {}); // the action has said what went wrong

export function HotTopicCard({ episode }: { episode: string }) {
  const { t } = useTranslation();
  const trend = useTrend(episode);
  if (trend.isPending) return <Loading />;
  if (trend.isError) {
    if (trend.error instanceof ProblemError && trend.error.is('not-found')) return <p className="card p-4">{t('trends.gone')}</p>;
    return <Failed what={t('trends.failedLoad')} error={trend.error} again={() => void trend.refetch()} />;
  }
  return <Shown detail={trend.data} />;
}

function Shown({ detail }: { detail: HotTopicDetail }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const one = detail.topic;
  const name = one.topic ? names.topic(one.topic) : (one.phrase ?? '');
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 });
  return (
    <section className="card flex flex-col gap-4 p-4" aria-label={name} data-episode={one.episode} data-state={one.state}>
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-lg font-semibold wrap-anywhere">
          <Words text={name} />
        </h2>
        <span className="wrap-anywhere">{one.neighborhood ?? t('trends.city')}</span>
        <span className="chip">{t(`trends.kind.${one.kind}`)}</span>
        <span className={`chip ${one.state === 'open' ? 'chip-bad' : ''}`}>{t(`trends.state.${one.state}`)}</span>
        <span className="chip" title={t('trends.scoreHint')}>
          {t('trends.score', { score: number.format(one.score) })}
        </span>
        <Button className="btn btn-quiet ml-auto" onPress={() => go({ ...nowhere, screen: 'trends' })}>
          <Icon name="close" />
          {t('trends.back')}
        </Button>
      </div>
      {one.late && (
        <p className="rounded-lg border border-warn bg-warn-tint p-3 text-warn">
          <strong>{t('trends.late')}:</strong> {t('trends.lateHint')}
        </p>
      )}
      <Acts detail={detail} />
      <div className="grid gap-4 lg:grid-cols-2">
        <Part title={t('trends.why')}>
          <Why detail={detail} />
        </Part>
        <Part title={t('trends.series')}>
          <SeriesChart series={detail.series} />
        </Part>
      </div>
      <Part title={t('trends.samples')}>
        {detail.samples.length === 0 && <p className="text-soft">{t('trends.noSamples')}</p>}
        <div className="mt-1 grid gap-3 lg:grid-cols-2">
          {detail.samples.map((post) => (
            <PostCard key={post.id} post={post} reasons={false} />
          ))}
        </div>
      </Part>
      <div className="grid gap-4 sm:grid-cols-2">
        <Cases detail={detail} />
        <Part title={t('trends.history')}>
          <History detail={detail} />
        </Part>
      </div>
      {detail.notices.length > 0 && <PublicNotices detail={detail} />}
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </div>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 border-b border-line last:border-b-0">
      <dt className="text-soft">{name}</dt>
      <dd className="text-right wrap-anywhere">{children}</dd>
    </div>
  );
}

function Why({ detail }: { detail: HotTopicDetail }) {
  const { t, i18n } = useTranslation();
  const { topic: one, coverage, people } = detail;
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <>
      <dl>
        <Line name={t('trends.size')}>
          {t('trends.people', { count: one.authors })}, {t('trends.posts', { count: one.posts })} {t('trends.minutes', { count: one.minutes })}
          {one.kind === 'topic' && ` (${t('trends.usual', { count: Number(one.expected_authors.toFixed(1)) })})`}
        </Line>
        <Line name={t('trends.when')}>
          <Time at={one.since} />
        </Line>
        <Line name={t('trends.words')}>
          <Words text={one.terms.join(' · ') || '—'} />
        </Line>
        <Line name={t('trends.networks')}>{one.networks.map((network) => networkName(t, network)).join(', ') || '—'}</Line>
        <Line name={t('trends.languages')}>{one.languages.map((code) => languageName(code, i18n.language)).join(', ') || '—'}</Line>
        <Line name={t('trends.peopleTitle')}>
          <Words text={people.map((person) => `@${person.handle}`).join(', ') || '—'} />
        </Line>
        {(one.false_alarms > 0 || one.real_ones > 0) && <Line name={t('trends.falseAlarm')}>{t('trends.labels', { wrong: number.format(one.false_alarms), real: number.format(one.real_ones) })}</Line>}
        {one.negative !== null && one.positive !== null && (
          <Line name={t('trends.mood')}>
            <MoodBar negative={one.negative} positive={one.positive} />
          </Line>
        )}
      </dl>
      <p className={`mt-1 text-sm ${coverage.minutes_read < coverage.minutes ? 'text-warn' : 'text-soft'}`}>{t('trends.coverage', { read: coverage.minutes_read, minutes: coverage.minutes })}</p>
    </>
  );
}

/** Shares by a small lexicon: words say what the bar shows. */
function MoodBar({ negative, positive }: { negative: number; positive: number }) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  return (
    <span title={t('trends.moodHint')}>
      {t('trends.moodText', { negative: percent.format(negative), positive: percent.format(positive) })}
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" className="block h-1.5 w-full min-w-32">
        <rect x="0.5" y="0.5" width="99" height="3" className="fill-none stroke-edge" vectorEffect="non-scaling-stroke" />
        <rect width={100 * negative} height="4" className="fill-bad" />
        <rect x={100 - 100 * positive} width={100 * positive} height="4" className="fill-good" />
      </svg>
    </span>
  );
}

function Acts({ detail }: { detail: HotTopicDetail }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'mute' | 'notice' | null>(null);
  const one = detail.topic;
  if (!useActs()) return null;
  const toggle = (what: 'mute' | 'notice') => setShown(shown === what ? null : what);
  return (
    <div>
      <div className="flex flex-wrap gap-2">
        {one.state === 'open' && (
          <Button className="btn btn-fill" onPress={() => quietly(acknowledgeTrend(one.episode))}>
            {t('trends.acknowledge')}
          </Button>
        )}
        <Button className="btn" aria-expanded={shown === 'mute'} onPress={() => toggle('mute')}>
          {t('trends.mute')}
        </Button>
        <Button className="btn" onPress={() => quietly(labelTrend(one.episode, 'false_alarm'))}>
          {t('trends.falseAlarm')}
        </Button>
        <Button className="btn" onPress={() => quietly(labelTrend(one.episode, 'real'))}>
          {t('trends.real')}
        </Button>
        <Button className="btn" aria-expanded={shown === 'notice'} onPress={() => toggle('notice')}>
          {t('trends.notice')}
        </Button>
      </div>
      {shown === 'mute' && <MuteForm detail={detail} done={() => setShown(null)} />}
      {shown === 'notice' && <NoticeForm detail={detail} done={() => setShown(null)} />}
    </div>
  );
}

function MuteForm({ detail, done }: { detail: HotTopicDetail; done: () => void }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState('24');
  const [where, setWhere] = useState<'here' | 'everywhere'>('here');
  const [why, setWhy] = useState('');
  const blocked = !why.trim() || !(Number(hours) >= 1 && Number(hours) <= 720);
  const submit = () => {
    if (!blocked) quietly(muteTrend(detail.topic.episode, { hours: Math.round(Number(hours)), where, why: why.trim() }).then(done));
  };
  return (
    <form
      aria-label={t('trends.muteTitle')}
      className="mt-3 grid gap-3 rounded-lg border border-line p-3 sm:grid-cols-[6rem_minmax(0,1fr)_minmax(0,2fr)_auto] sm:items-end"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField value={hours} onChange={setHours} autoFocus type="number">
        <Label className="font-medium">{t('trends.muteHours')}</Label>
        <Input className="field mt-1" min={1} max={720} />
      </TextField>
      <label className="min-w-0">
        <span className="font-medium">{t('trends.muteWhere')}</span>
        <select className="field mt-1" value={where} onChange={(event) => setWhere(event.target.value as 'here' | 'everywhere')}>
          <option value="here">{t('trends.here', { place: detail.topic.neighborhood ?? t('trends.city') })}</option>
          <option value="everywhere">{t('trends.everywhere')}</option>
        </select>
      </label>
      <TextField value={why} onChange={setWhy} isRequired validationBehavior="aria">
        <Label className="font-medium">{t('trends.muteWhy')}</Label>
        <Input className="field mt-1" maxLength={1000} />
      </TextField>
      <Button type="submit" className="btn btn-fill" isDisabled={blocked}>
        {t('trends.mute')}
      </Button>
    </form>
  );
}

function Cases({ detail }: { detail: HotTopicDetail }) {
  const { t } = useTranslation();
  const names = useNames();
  const acts = useActs();
  const [number, setNumber] = useState('');
  const { episode } = detail.topic;
  return (
    <Part title={t('trends.cases')}>
      {detail.cases.length === 0 && <p className="text-soft">{t('trends.noCases')}</p>}
      <ul>
        {detail.cases.map((one) => (
          <li key={one.number} className="flex flex-wrap items-center gap-x-2 border-b border-line py-1 last:border-b-0">
            <a href={writePlace({ ...nowhere, number: one.number })}>{one.number}</a>
            <span className="text-sm text-soft">
              {t(`status.${one.status}`)} · {names.topic(one.topic)}
            </span>
            {one.linked && <span className="chip chip-good">{t('trends.linked')}</span>}
            {acts && (
              <Button
                className="btn ml-auto"
                aria-label={t(one.linked ? 'trends.unlinkOf' : 'trends.linkOf', { number: one.number })}
                onPress={() => quietly(one.linked ? unlinkTrend(episode, one.number) : linkTrend(episode, one.number))}
              >
                {t(one.linked ? 'trends.unlink' : 'trends.link')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <IncidentFromTopic episode={episode} topic={detail.topic.topic ?? ''} linked={detail.cases.filter((one) => one.linked && one.status !== 'closed').map((one) => one.number)} />
      {acts && (
        <form
          className="mt-2 flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (number.trim()) quietly(linkTrend(episode, number.trim()).then(() => setNumber('')));
          }}
        >
          <TextField value={number} onChange={setNumber} className="min-w-0 flex-1">
            <Label className="text-sm">{t('trends.caseNumber')}</Label>
            <Input className="field mt-1" maxLength={40} />
          </TextField>
          <Button type="submit" className="btn" isDisabled={!number.trim()}>
            {t('trends.link')}
          </Button>
        </form>
      )}
    </Part>
  );
}

function History({ detail }: { detail: HotTopicDetail }) {
  const { t } = useTranslation();
  return (
    <ul className="mt-1 text-sm">
      {detail.events.map((event, place) => (
        <li key={`${event.at} ${place}`} className="border-b border-line py-1 wrap-anywhere last:border-b-0">
          <Time at={event.at} /> {t(`trends.event.${event.kind}`)}
          {(event.kind === 'found' || event.kind === 'grown') && `: ${t('trends.people', { count: Number(event.text) })}`}
          {event.actor !== 'auto' && <span className="text-soft"> · {event.actor}</span>}
          {event.text && event.kind !== 'found' && event.kind !== 'grown' && <span className="block text-soft">{event.text}</span>}
        </li>
      ))}
      {detail.deliveries.map((one) => (
        <li key={one.channel} className="border-b border-line py-1 wrap-anywhere last:border-b-0">
          <Time at={one.sent_at ?? one.created_at} /> {t(`trends.channel.${one.channel}`)}: {t(`trends.delivery.${one.state}`)}
          {one.error && <span className="block text-soft">{one.error}</span>}
        </li>
      ))}
    </ul>
  );
}
