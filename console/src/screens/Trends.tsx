// What is heating up: where, since when, in whose words, against what is usual; and what staff do about it.
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { HotTopic, Trends as All } from '../api';
import { go, nowhere, usePlace, writePlace } from '../lib/place';
import { clockTime, fullTime } from '../lib/time';
import { endMute } from '../state/actions';
import { useActs, useClockwork, useNames, useTrends } from '../state/data';
import { AreaMap } from '../ui/AreaMap';
import { HotTopicCard } from '../ui/HotTopicCard';
import { Icon } from '../ui/icons';
import { Words } from '../ui/ResidentText';
import { Failed, Loading, Time } from '../ui/small';

export function Trends() {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const { hot } = usePlace();
  // How much was read moves without an event.
  const trends = useTrends(30_000);
  return (
    <div className="min-h-0 flex-1 p-4 lg:overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-xl font-semibold">{t('trends.title')}</h1>
          {trends.dataUpdatedAt > 0 && <span className="text-sm text-soft">{t('trends.asOf', { time: clockTime(trends.dataUpdatedAt, clockwork) })}</span>}
          <Button className="btn ml-auto" onPress={() => void trends.refetch()}>
            {t('trends.refresh')}
          </Button>
        </div>
        {trends.isPending && <Loading />}
        {trends.isError && <Failed what={t('trends.failedLoad')} error={trends.error} again={() => void trends.refetch()} />}
        {hot && <HotTopicCard key={hot} episode={hot} />}
        {trends.data && <Overview all={trends.data} />}
      </div>
    </div>
  );
}

function Overview({ all }: { all: All }) {
  const { t } = useTranslation();
  const going = all.topics.filter((one) => one.state !== 'over' && one.kind !== 'brigade');
  const brigades = all.topics.filter((one) => one.state !== 'over' && one.kind === 'brigade');
  const over = all.topics.filter((one) => one.state === 'over');
  return (
    <>
      <section className="card p-4" aria-label={t('trends.hot')}>
        <h2 className="text-lg font-semibold">{t('trends.hot')}</h2>
        <Covered all={all} none={going.length === 0} />
        {going.length > 0 && <List topics={going} name={t('trends.hot')} />}
        {brigades.length > 0 && (
          <>
            <h3 className="mt-3 font-semibold">{t('trends.brigades')}</h3>
            <List topics={brigades} name={t('trends.brigades')} />
          </>
        )}
      </section>
      <div className="grid gap-4 lg:grid-cols-2">
        <Neighborhoods all={all} />
        <div className="flex min-w-0 flex-col gap-4">
          <Told all={all} />
          {all.mutes.length > 0 && <Mutes all={all} />}
        </div>
      </div>
      <section className="card p-4" aria-label={t('trends.past')}>
        <h2 className="font-semibold">{t('trends.past')}</h2>
        {over.length > 0 ? <List topics={over} name={t('trends.past')} /> : <p className="text-soft">{t('trends.noPast')}</p>}
      </section>
    </>
  );
}

/** Nothing is said of minutes that nobody read. */
function Covered({ all, none }: { all: All; none: boolean }) {
  const { t } = useTranslation();
  const { minutes, minutes_read: read, feeds_unread: unread } = all.coverage;
  return (
    <>
      {!all.followed && <p className="mt-1 text-warn">{t('trends.notFollowed')}</p>}
      {none && all.followed && <p className="mt-1">{read > 0 ? t('trends.none', { read }) : t('trends.noneUnread')}</p>}
      <p className={`mt-1 flex items-center gap-2 text-sm ${read < minutes ? 'text-warn' : 'text-soft'}`}>
        {read < minutes && <Icon name="warn" />}
        {t(read < minutes ? 'trends.partly' : 'trends.whole', { read, minutes })}
      </p>
      {unread > 0 && <p className="text-sm text-soft">{t('trends.unread', { count: unread })}</p>}
    </>
  );
}

function List({ topics, name }: { topics: HotTopic[]; name: string }) {
  return (
    <ul className="mt-2" aria-label={name}>
      {topics.map((one) => (
        <Row key={one.episode} one={one} />
      ))}
    </ul>
  );
}

function Row({ one }: { one: HotTopic }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const place = usePlace();
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const target = { ...nowhere, screen: 'trends' as const, hot: one.episode };
  return (
    <li className="border-b border-line py-2 last:border-b-0" data-episode={one.episode} data-state={one.state}>
      <a
        href={writePlace(target)}
        aria-current={place.hot === one.episode ? 'true' : undefined}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go(target);
        }}
        className="font-semibold wrap-anywhere"
      >
        {one.topic ? names.topic(one.topic) : <Words text={one.phrase ?? ''} />}
      </a>{' '}
      <span className="wrap-anywhere">{one.neighborhood ?? t('trends.city')}</span>
      <span className="ml-2 inline-flex flex-wrap gap-1 align-middle">
        <span className={`chip ${one.state === 'open' ? 'chip-bad' : ''}`}>{t(`trends.state.${one.state}`)}</span>
        {one.late && (
          <span className="chip chip-warn">
            <Icon name="clock" />
            {t('trends.late')}
          </span>
        )}
        <span className="chip">{t('trends.score', { score: number.format(one.score) })}</span>
      </span>
      <p className="text-sm text-soft">
        {t('trends.people', { count: one.authors })} {t('trends.minutes', { count: one.minutes })}
        {one.kind === 'topic' && ` (${t('trends.usual', { count: Number(one.expected_authors.toFixed(1)) })})`}, {t('trends.since')} <Time at={one.since} />
      </p>
      {one.terms.length > 0 && (
        <p className="text-sm">
          <Words text={one.terms.join(' · ')} />
        </p>
      )}
    </li>
  );
}

function Neighborhoods({ all }: { all: All }) {
  const { t } = useTranslation();
  const most = Math.max(1, ...all.neighborhoods.map((one) => one.posts));
  return (
    <section className="card min-w-0 p-4" aria-label={t('trends.neighborhoods')}>
      <h2 className="font-semibold">{t('trends.neighborhoods')}</h2>
      <AreaMap counts={all.neighborhoods} hot={all.topics.filter((one) => one.state !== 'over' && one.kind !== 'brigade')} />
      {all.neighborhoods.length === 0 ? (
        <p className="text-soft">{t('trends.noNeighborhoods')}</p>
      ) : (
        <div className="mt-1 max-h-80 overflow-y-auto" tabIndex={0} role="group" aria-label={t('trends.neighborhoods')}>
          <table className="w-full text-left tabular-nums">
            <thead>
              <tr className="border-b border-line text-sm text-soft">
                <th scope="col" className="py-1 font-medium">{t('trends.neighborhood')}</th>
                <th scope="col" className="py-1 text-right font-medium">{t('trends.today')}</th>
                <th scope="col" className="py-1 text-right font-medium">{t('trends.before')}</th>
              </tr>
            </thead>
            <tbody>
              {all.neighborhoods.map((one) => (
                <tr key={one.neighborhood} className="border-b border-line last:border-b-0">
                  <th scope="row" className="py-1 font-normal wrap-anywhere">
                    {one.neighborhood}
                    <svg viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true" className="block h-1 w-full text-accent">
                      <rect width={(100 * one.posts) / most} height="3" fill="currentColor" />
                    </svg>
                  </th>
                  <td className="py-1 text-right">{one.posts}</td>
                  <td className="py-1 text-right">{one.before}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Told({ all }: { all: All }) {
  const { t } = useTranslation();
  return (
    <section className="card min-w-0 p-4" aria-label={t('trends.deliveries')}>
      <h2 className="font-semibold">{t('trends.deliveries')}</h2>
      {all.channels.length === 0 && <p className="text-soft">{t('trends.noChannels')}</p>}
      {all.channels.length > 0 && all.deliveries.length === 0 && <p className="text-soft">{t('trends.noDeliveries')}</p>}
      <ul className="mt-1 text-sm">
        {all.deliveries.map((one) => (
          <li key={`${one.what} ${one.channel}`} className="border-b border-line py-1 wrap-anywhere last:border-b-0">
            <Time at={one.sent_at ?? one.created_at} /> {one.what.startsWith('digest/') ? t('trends.digest') : t('trends.kind.topic')} · {t(`trends.channel.${one.channel}`)}:{' '}
            <span className={one.state === 'failed' || one.state === 'unknown' ? 'font-semibold text-bad' : ''}>{t(`trends.delivery.${one.state}`)}</span>
            {one.error && <span className="block text-soft">{one.error}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Mutes({ all }: { all: All }) {
  const { t } = useTranslation();
  const names = useNames();
  const clockwork = useClockwork();
  const acts = useActs();
  return (
    <section className="card p-4" aria-label={t('trends.mutes')}>
      <h2 className="font-semibold">{t('trends.mutes')}</h2>
      <ul className="mt-1">
        {all.mutes.map((one) => {
          const name = one.kind === 'topic' ? names.topic(one.name) : one.name;
          return (
            <li key={one.id} className="flex flex-wrap items-center gap-x-2 border-b border-line py-1 last:border-b-0">
              <Words text={name} className="font-medium" />
              <span>{one.everywhere ? t('trends.everywhere') : one.neighborhood || t('trends.city')}</span>
              <span className="text-sm text-soft wrap-anywhere">
                {t('trends.until', { time: fullTime(one.until, clockwork) })} · {one.by}: {one.why}
              </span>
              {acts && (
                <Button className="btn ml-auto" aria-label={t('trends.endMuteOf', { name })} onPress={() => void endMute(one.id)}>
                  {t('trends.endMute')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
