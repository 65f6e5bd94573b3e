// The city's accounts: does each of them work, what was read and what was not, what does it cost, and what a
// supervisor can do about it.
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Account, Accounts as All } from '../api';
import { clockTime, fullTime } from '../lib/time';
import { resumeSending, unparkAccount } from '../state/actions';
import { useAccounts, useClockwork, useLeads } from '../state/data';
import { show } from '../state/overlay';
import { FeedList } from '../ui/FeedList';
import { Icon } from '../ui/icons';
import { Failed, Loading, Time, networkName } from '../ui/small';

const quietly = (work: Promise<unknown>) => void work.catch(() => {}); // the action has said what went wrong

export function Accounts() {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  // Coverage and ages move without an event.
  const accounts = useAccounts(30_000);
  return (
    <div className="min-h-0 flex-1 p-4 lg:overflow-y-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-xl font-semibold">{t('accounts.title')}</h1>
          {accounts.dataUpdatedAt > 0 && <span className="text-sm text-soft">{t('accounts.asOf', { time: clockTime(accounts.dataUpdatedAt, clockwork) })}</span>}
          <span className="ml-auto flex flex-wrap gap-2">
            {accounts.data && <AllSending all={accounts.data} />}
            <Button className="btn" onPress={() => void accounts.refetch()}>
              {t('accounts.refresh')}
            </Button>
          </span>
        </div>
        {accounts.isPending && <Loading />}
        {accounts.isError && <Failed what={t('accounts.failedLoad')} error={accounts.error} again={() => void accounts.refetch()} />}
        {accounts.data && <Shown all={accounts.data} />}
      </div>
    </div>
  );
}

function AllSending({ all }: { all: All }) {
  const { t } = useTranslation();
  if (!useLeads() || all.accounts.length === 0) return null;
  if (all.sending_stopped) {
    return (
      <Button className="btn btn-fill" onPress={() => quietly(resumeSending(null))}>
        {t('accounts.resumeAll')}
      </Button>
    );
  }
  return (
    <Button className="btn" onPress={() => show({ kind: 'stop', account: null })}>
      {t('accounts.stopAll')}
    </Button>
  );
}

function Shown({ all }: { all: All }) {
  const { t } = useTranslation();
  const leads = useLeads();
  if (all.accounts.length === 0) return <p className="card p-4 text-soft">{t('accounts.none')}</p>;
  return (
    <>
      {!leads && <p className="text-sm text-soft">{t('accounts.onlyLead')}</p>}
      {all.accounts.map((account) => (
        <AccountCard key={account.account} account={account} />
      ))}
      {all.events.length > 0 && (
        <section className="card p-4" aria-label={t('accounts.history')}>
          <h2 className="font-semibold">{t('accounts.history')}</h2>
          <Events events={all.events} />
        </section>
      )}
    </>
  );
}

function AccountCard({ account }: { account: Account }) {
  const { t } = useTranslation();
  const name = `${networkName(t, account.network)} @${account.handle}`;
  return (
    <section className="card flex flex-col gap-4 p-4" aria-label={name} data-account={account.account} data-state={account.state}>
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-lg font-semibold wrap-anywhere">
          {networkName(t, account.network)} <span>@{account.handle}</span>
        </h2>
        <Mood account={account} />
        <span className="text-sm text-soft wrap-anywhere">{account.id}</span>
        <Actions account={account} />
      </div>
      <Trouble account={account} />
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        <Works account={account} />
        <Budget account={account} />
        <Push account={account} />
        <Part title={t('accounts.history')}>{account.events.length ? <Events events={account.events} /> : <p className="text-soft">{t('accounts.noHistory')}</p>}</Part>
      </div>
      <Part title={t('accounts.reading')}>
        <FeedList feeds={account.feeds} />
      </Part>
      {account.blind_spots.length > 0 && (
        <details className="text-sm">
          <summary className="min-h-6 cursor-pointer text-accent">{t('accounts.blind')}</summary>
          <p className="mt-1 text-soft">{t('accounts.blindHint')}</p>
          <ul className="mt-1 list-disc pl-5">
            {account.blind_spots.map((spot) => (
              <li key={spot}>{t(`accounts.spot.${spot}`)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Mood({ account }: { account: Account }) {
  const { t } = useTranslation();
  const tone = { ok: 'chip-good', slow: 'chip-warn', parked: 'chip-bad' }[account.state];
  return (
    <span className={`chip ${tone}`}>
      <Icon name={account.state === 'ok' ? 'check' : 'warn'} />
      {t(`accounts.state.${account.state}`)}
    </span>
  );
}

function Actions({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { handle } = account;
  if (!useLeads()) return null;
  return (
    <span className="ml-auto flex flex-wrap gap-2">
      {account.parked && (
        <Button className="btn btn-fill" aria-label={t('accounts.unparkOf', { handle })} onPress={() => quietly(unparkAccount(account))}>
          {t('accounts.unpark')}
        </Button>
      )}
      {account.sending.stopped ? (
        <Button className="btn btn-fill" aria-label={t('accounts.resumeOf', { handle })} onPress={() => quietly(resumeSending(account))}>
          {t('accounts.resume')}
        </Button>
      ) : (
        <Button className="btn" aria-label={t('accounts.stopOf', { handle })} onPress={() => show({ kind: 'stop', account })}>
          {t('accounts.stop')}
        </Button>
      )}
    </span>
  );
}

/** Why it stands still or is held up, in the words of the one who said so. */
function Trouble({ account }: { account: Account }) {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const stop = account.sending.stopped;
  return (
    <>
      {account.parked && (
        <div role="alert" className="rounded-lg border border-bad bg-bad-tint p-3">
          <p className="flex items-center gap-2 font-semibold text-bad">
            <Icon name="warn" /> {t('accounts.parked')}
          </p>
          <p className="mt-1 wrap-anywhere">{account.parked.why}</p>
          <p className="mt-1 text-sm text-soft">
            {account.parked.since && `${t('accounts.parkedSince', { time: fullTime(account.parked.since, clockwork) })} `}
            {account.parked.until ? t('accounts.parkedUntil', { time: fullTime(account.parked.until, clockwork) }) : t('accounts.parkedForever')}
          </p>
        </div>
      )}
      {account.state === 'slow' && (
        <p className="rounded-lg border border-warn bg-warn-tint p-3 wrap-anywhere text-warn">
          <strong>{t('accounts.slow')}:</strong> {account.reason}
        </p>
      )}
      {stop && <p className="rounded-lg border border-warn bg-warn-tint p-3 wrap-anywhere text-warn">{t('accounts.stopOne', { time: fullTime(stop.since, clockwork), name: stop.by, why: stop.why })}</p>}
    </>
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

function Line({ name, bad = false, children }: { name: string; bad?: boolean; children: ReactNode }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 border-b border-line last:border-b-0">
      <dt className="text-soft">{name}</dt>
      <dd className={`text-right wrap-anywhere ${bad ? 'font-semibold text-bad' : ''}`}>{children}</dd>
    </div>
  );
}

function Works({ account }: { account: Account }) {
  const { t } = useTranslation();
  const { check, sending } = account;
  const days = check?.token_days_left ?? null;
  return (
    <Part title={t('accounts.works')}>
      <dl>
        <Line name={t('accounts.lastSuccess')}>{account.last_success_at ? <Time at={account.last_success_at} /> : t('health.never')}</Line>
        <Line name={t('accounts.checked')} bad={check?.ok === false}>
          {check ? (
            <>
              <Time at={check.at} />: {t(check.ok ? 'accounts.healthy' : 'accounts.unhealthy')}
            </>
          ) : (
            t('accounts.notChecked')
          )}
        </Line>
        <Line name={t('accounts.token')} bad={days !== null && days < 7}>
          {days === null ? t('accounts.tokenNoEnd') : t('accounts.tokenDays', { count: days })}
        </Line>
        <Line name={t('accounts.replies')}>{t(`accounts.mode.${account.mode}`)}</Line>
        {sending.waiting > 0 && <Line name={t('state.queued')}>{t('accounts.waiting', { count: sending.waiting })}</Line>}
      </dl>
      {check && check.message && !check.ok && <p className="mt-1 text-sm wrap-anywhere text-bad">{check.message}</p>}
      {check && check.warnings.length > 0 && (
        <ul className="mt-1 list-disc pl-5 text-sm text-warn" aria-label={t('accounts.warnings')}>
          {check.warnings.map((warning) => (
            <li key={warning} className="wrap-anywhere">
              {warning}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

function Budget({ account }: { account: Account }) {
  const { t, i18n } = useTranslation();
  const { today, month, ceilings, used_share: used } = account.budget;
  const count = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const money = (value: number) => new Intl.NumberFormat(i18n.language, { style: 'currency', currency: 'USD' }).format(value);
  const against = (value: number, most: number | null, show: (value: number) => string) => (most === null ? show(value) : t('accounts.of', { used: show(value), most: show(most) }));
  return (
    <Part title={t('accounts.budget')}>
      <table className="w-full text-left tabular-nums">
        <thead>
          <tr className="border-b border-line text-sm text-soft">
            <td></td>
            <th scope="col" className="py-1 text-right font-medium">{t('accounts.today')}</th>
            <th scope="col" className="py-1 text-right font-medium">{t('accounts.month')}</th>
          </tr>
        </thead>
        <tbody>
          {(['calls', 'reads', 'usd'] as const).map((kind) => (
            <tr key={kind} className="border-b border-line last:border-b-0">
              <th scope="row" className="py-1 font-normal text-soft">{t(`accounts.${kind === 'usd' ? 'money' : kind}`)}</th>
              <td className="py-1 text-right">{kind === 'usd' ? money(today.usd) : against(today[kind], kind === 'calls' ? ceilings.calls_day : ceilings.reads_day, count)}</td>
              <td className="py-1 text-right">{kind === 'usd' ? against(month.usd, ceilings.usd_month, money) : count(month[kind])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {used !== null && (
        <p className={`mt-1 ${used >= 0.9 ? 'font-semibold text-bad' : ''}`}>
          {t('accounts.used')}: {new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(used)}
        </p>
      )}
      <p className="mt-1 text-sm text-soft">{t('accounts.budgetHint')}</p>
    </Part>
  );
}

function Push({ account }: { account: Account }) {
  const { t, i18n } = useTranslation();
  const { push } = account;
  if (!push) {
    return (
      <Part title={t('accounts.push')}>
        <p className="text-soft">{t('accounts.pushNone')}</p>
      </Part>
    );
  }
  const count = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(push.missed_share ?? 0);
  return (
    <Part title={t('accounts.push')}>
      <dl>
        <Line name={t('accounts.pushSince')}>
          <Time at={push.since} />
        </Line>
        <Line name={t('accounts.pushLast')}>
          <Time at={push.last_at} />
        </Line>
        <Line name={t('accounts.pushMissed')} bad={(push.missed_share ?? 0) > 0.5}>
          {t('accounts.pushMissedOf', { percent, posts: count(push.posts) })}
        </Line>
        <Line name={t('accounts.pushNever')}>{count(push.never_pushed)}</Line>
        <Line name={t('accounts.pushWaiting')}>{count(push.waiting)}</Line>
      </dl>
      <p className="mt-1 text-sm text-soft">{t('accounts.pushHint')}</p>
    </Part>
  );
}

function Events({ events }: { events: Account['events'] }) {
  const { t } = useTranslation();
  return (
    <ul className="mt-1 text-sm">
      {events.map((event, place) => (
        <li key={`${event.at} ${place}`} className="border-b border-line py-1 wrap-anywhere last:border-b-0">
          <Time at={event.at} /> {t(`accounts.event.${event.kind}`)}
          {event.actor !== 'auto' && <span className="text-soft"> · {event.actor}</span>}
          {event.text && <span className="block text-soft">{event.text}</span>}
        </li>
      ))}
    </ul>
  );
}
