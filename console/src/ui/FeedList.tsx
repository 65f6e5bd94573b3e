// What an account reads, and how much of the last day was read: a strip to see, the same in words, gaps and losses.
import { useTranslation } from 'react-i18next';
import type { AccountFeed } from '../api';
import { shortTime } from '../lib/time';
import { useClockwork } from '../state/data';
import { useNow } from '../state/store';
import { Icon } from './icons';

export function FeedList({ feeds }: { feeds: AccountFeed[] }) {
  const { t } = useTranslation();
  if (feeds.length === 0) return <p className="text-soft">{t('accounts.noFeeds')}</p>;
  return (
    <ul className="mt-1 flex flex-col gap-3">
      {feeds.map((feed) => (
        <li key={feed.listen} className="min-w-0 border-t border-line pt-2 first:border-t-0 first:pt-0">
          <Feed feed={feed} />
        </li>
      ))}
    </ul>
  );
}

function useWhen() {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const now = useNow(60_000);
  return (at: string | null) => (at ? shortTime(at, now, clockwork) : t('accounts.unknownTime'));
}

function Feed({ feed }: { feed: AccountFeed }) {
  const { t, i18n } = useTranslation();
  const when = useWhen();
  const number = new Intl.NumberFormat(i18n.language);
  // Cut, never rounded up: "100 %" is said of what was read to the last minute only.
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(Math.floor(feed.coverage.share * 100) / 100);
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium wrap-anywhere">{feed.listen}</span>
        <span>{t('accounts.coverage', { percent })}</span>
      </p>
      <Strip feed={feed} label={t('accounts.coverageOf', { listen: feed.listen, percent })} />
      {feed.trouble && (
        <p className="text-sm wrap-anywhere text-bad">
          <Icon name="warn" className="mr-1 inline" />
          {feed.trouble}
        </p>
      )}
      {feed.gaps.map((gap) => (
        <p key={`${gap.since} ${gap.from}`} className="text-sm text-warn">
          <Icon name="warn" className="mr-1 inline" />
          {t('accounts.gapSince', { time: when(gap.since), posts: number.format(gap.posts) })} ({t('accounts.gapFrom', { from: when(gap.from), to: when(gap.to) })})
          {feed.filled_by && `, ${t('accounts.filledBy', { time: when(feed.filled_by) })}`}
        </p>
      ))}
      <div className="flex flex-wrap gap-x-6 text-sm">
        <details>
          <summary className="min-h-6 cursor-pointer text-accent">{t('accounts.spans')}</summary>
          {feed.coverage.spans.length === 0 ? (
            <p className="text-soft">{t('accounts.spansNone')}</p>
          ) : (
            <ul>
              {feed.coverage.spans.map((span) => (
                <li key={span.from}>{t('accounts.span', { from: when(span.from), to: when(span.to) })}</li>
              ))}
            </ul>
          )}
        </details>
        {feed.lost_ranges > 0 && (
          <details>
            <summary className="min-h-6 cursor-pointer text-bad">{t('accounts.lostTitle', { count: feed.lost_ranges })}</summary>
            <ul>
              {feed.lost.map((range) => (
                <li key={`${range.since} ${range.from}`} className="wrap-anywhere">
                  {t('accounts.lost', { from: when(range.from), to: when(range.to), posts: number.format(range.posts), reason: range.reason })}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </>
  );
}

/** The last 24 hours from left to right: filled = read. Drawn by attributes, so the page's policy needs no styles. */
function Strip({ feed, label }: { feed: AccountFeed; label: string }) {
  const from = Date.parse(feed.coverage.from);
  const width = Math.max(1, Date.parse(feed.coverage.to) - from);
  const place = (at: string) => ((Date.parse(at) - from) / width) * 1000;
  return (
    <svg role="img" aria-label={label} viewBox="0 0 1000 10" preserveAspectRatio="none" className="my-1 h-2.5 w-full rounded border border-edge bg-raised fill-good">
      {feed.coverage.spans.map((span) => (
        <rect key={span.from} x={place(span.from)} y="0" width={Math.max(1, place(span.to) - place(span.from))} height="10" />
      ))}
    </svg>
  );
}
