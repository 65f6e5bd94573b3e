// Is everything read, is everything sent, does anything wait for a person.
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { FeedHealth, Health as HealthState } from '../api';
import { clockTime } from '../lib/time';
import { useClockwork, useHealth } from '../state/data';
import { Icon } from '../ui/icons';
import { Failed, Loading, Time, networkName } from '../ui/small';

export function Health() {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  // Ages and a poll that stands still are announced by no event: this screen alone looks by itself.
  const health = useHealth(30_000);
  return (
    <div className="min-h-0 flex-1 p-4 lg:overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-xl font-semibold">{t('health.title')}</h1>
          {health.dataUpdatedAt > 0 && <span className="text-sm text-soft">{t('health.asOf', { time: clockTime(health.dataUpdatedAt, clockwork) })}</span>}
          <Button className="btn ml-auto" onPress={() => void health.refetch()}>
            {t('health.refresh')}
          </Button>
        </div>
        {health.isPending && <Loading />}
        {health.isError && <Failed what={t('health.failedLoad')} error={health.error} again={() => void health.refetch()} />}
        {health.data && <Shown health={health.data} />}
      </div>
    </div>
  );
}

const postStates = ['new', 'review', 'case', 'ignored', 'own', 'deleted'] as const;
const replyStates = ['draft', 'queued', 'sending', 'sent', 'in_doubt', 'failed', 'withheld'] as const;
const caseStates = ['new', 'needs_info', 'open', 'with_agency', 'closed'] as const;

function Shown({ health }: { health: HealthState }) {
  const { t } = useTranslation();
  return (
    <>
      {health.doubled_replies > 0 && (
        <p role="alert" className="flex items-center gap-2 rounded-lg border border-bad bg-bad-tint p-3 font-semibold text-bad">
          <Icon name="warn" /> {t('health.doubledWarn')}
        </p>
      )}
      {health.needs_person_alarm && health.oldest_needs_person_at && (
        <p role="alert" data-testid="person-alarm" className="flex flex-wrap items-center gap-2 rounded-lg border border-bad bg-bad-tint p-3 font-semibold text-bad">
          <Icon name="warn" /> {t('answers.personAlarm', { count: health.replies_need_person })} <Time at={health.oldest_needs_person_at} />
        </p>
      )}
      <Feeds feeds={health.feeds} />
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Card title={t('health.watch')}>
          <Line name={t('health.oldestNew')}>{health.oldest_new_post_at ? <Time at={health.oldest_new_post_at} /> : t('health.nothing')}</Line>
          <Line name={t('answers.needPerson')} bad={health.replies_need_person > 0}>
            {health.replies_need_person > 0 && health.oldest_needs_person_at ? (
              <>
                {t('answers.needPersonSince', { count: health.replies_need_person })} <Time at={health.oldest_needs_person_at} />
              </>
            ) : (
              t('health.nothing')
            )}
          </Line>
          <Line name={t('health.oldestDoubt')} bad={health.oldest_in_doubt_at !== null}>{health.oldest_in_doubt_at ? <Time at={health.oldest_in_doubt_at} /> : t('health.nothing')}</Line>
          <Line name={t('health.doubled')} bad={health.doubled_replies > 0}><Count value={health.doubled_replies} /></Line>
          <Line name={t('health.dead')} bad={health.dead_letters > 0}><Count value={health.dead_letters} /></Line>
        </Card>
        <Card title={t('health.posts')}>
          {postStates.map((state) => <Line key={state} name={t(`posted.${state}`)}><Count value={health.posts[state] ?? 0} /></Line>)}
        </Card>
        <Card title={t('health.replies')}>
          {replyStates.map((state) => (
            <Line key={state} name={t(`state.${state}`)} bad={(state === 'in_doubt' || state === 'failed') && (health.replies[state] ?? 0) > 0}>
              <Count value={health.replies[state] ?? 0} />
            </Line>
          ))}
        </Card>
        <Card title={t('health.cases')}>
          {caseStates.map((state) => <Line key={state} name={t(`status.${state}`)}><Count value={health.cases[state] ?? 0} /></Line>)}
        </Card>
      </div>
      <details className="text-sm text-soft">
        <summary className="min-h-6 cursor-pointer text-accent">{t('health.how')}</summary>
        <p className="mt-1 max-w-prose">{t('health.howText')}</p>
      </details>
    </>
  );
}

function Count({ value }: { value: number }) {
  const { i18n } = useTranslation();
  return <span className="tabular-nums">{new Intl.NumberFormat(i18n.language).format(value)}</span>;
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card p-4" aria-label={title}>
      <h2 className="font-semibold">{title}</h2>
      <dl className="mt-2">{children}</dl>
    </section>
  );
}

function Line({ name, bad = false, children }: { name: string; bad?: boolean; children: ReactNode }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-3 border-b border-line last:border-b-0">
      <dt className="text-soft">{name}</dt>
      <dd className={`text-right ${bad ? 'flex items-center gap-1 font-semibold text-bad' : ''}`}>
        {bad && <Icon name="warn" />}
        {children}
      </dd>
    </div>
  );
}

function Feeds({ feeds }: { feeds: FeedHealth[] }) {
  const { t } = useTranslation();
  return (
    <section className="card" aria-label={t('health.feeds')}>
      <h2 className="px-4 pt-4 font-semibold">{t('health.feeds')}</h2>
      {feeds.length === 0 ? (
        <p className="p-4 text-soft">{t('health.noFeeds')}</p>
      ) : (
        <div className="p-4 pt-2">
          {/* A table from 768 px up; below that each feed is a card with the same words. */}
          <table className="w-full text-left max-md:hidden">
            <thead>
              <tr className="border-b border-line text-sm text-soft">
                {(['account', 'reads', 'complete', 'newest', 'gaps', 'state'] as const).map((column) => (
                  <th key={column} scope="col" className="py-1.5 pr-4 font-medium">{t(`health.${column}`)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {feeds.map((feed) => (
                <tr key={`${feed.account} ${feed.listen}`} className="border-b border-line align-top last:border-b-0">
                  <th scope="row" className="py-2 pr-4 font-medium"><AccountName account={feed.account} /></th>
                  <td className="max-w-64 py-2 pr-4 wrap-anywhere">{feed.listen}</td>
                  <td className="py-2 pr-4"><Maybe at={feed.last_complete_at} /></td>
                  <td className="py-2 pr-4"><Maybe at={feed.newest_at} /></td>
                  <td className="py-2 pr-4"><Gaps feed={feed} /></td>
                  <td className="max-w-72 py-2"><FeedState feed={feed} /></td>
                </tr>
              ))}
            </tbody>
          </table>
          <ul className="flex flex-col gap-3 md:hidden">
            {feeds.map((feed) => (
              <li key={`${feed.account} ${feed.listen}`} className="rounded-lg border border-line p-3">
                <p className="font-medium"><AccountName account={feed.account} /></p>
                <p className="wrap-anywhere text-soft">{feed.listen}</p>
                <p className="mt-1 text-sm">{t('health.complete')}: <Maybe at={feed.last_complete_at} /></p>
                <p className="text-sm">{t('health.newest')}: <Maybe at={feed.newest_at} /></p>
                <p className="mt-1 flex flex-wrap gap-1"><Gaps feed={feed} /> <FeedState feed={feed} /></p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function AccountName({ account }: { account: string }) {
  const { t } = useTranslation();
  const [network = '', id = ''] = account.split(/\/(.*)/s);
  return (
    <>
      {networkName(t, network)} <span className="wrap-anywhere text-soft">{id}</span>
    </>
  );
}

function Maybe({ at }: { at: string | null }) {
  const { t } = useTranslation();
  return at ? <Time at={at} /> : <span className="text-soft">{t('health.never')}</span>;
}

function Gaps({ feed }: { feed: FeedHealth }) {
  const { t } = useTranslation();
  if (feed.open_gaps === 0 && feed.lost_ranges === 0) return <span className="text-soft">{t('health.noGaps')}</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {feed.open_gaps > 0 && (
        <span className="chip chip-warn">
          {t('health.gap', { count: feed.open_gaps })}, {t('health.behind', { posts: feed.posts_behind })}
        </span>
      )}
      {feed.lost_ranges > 0 && <span className="chip chip-bad">{t('health.lost', { count: feed.lost_ranges })}</span>}
    </span>
  );
}

function FeedState({ feed }: { feed: FeedHealth }) {
  const { t } = useTranslation();
  if (!feed.trouble) {
    return (
      <span className="chip chip-good">
        <Icon name="check" />
        {t('health.fine')}
      </span>
    );
  }
  return (
    <span className="text-sm wrap-anywhere text-bad">
      <Icon name="warn" className="mr-1 inline" />
      {feed.trouble}
    </span>
  );
}
