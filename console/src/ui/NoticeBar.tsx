// What the page says: one polite live region for the whole page, and the banner when it is not live.
import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { undo } from '../state/actions';
import { useAccounts, useClockwork } from '../state/data';
import { useLive } from '../state/live';
import { hush, undos, useNotice, useNow } from '../state/store';
import { clockTime, fullTime } from '../lib/time';
import { Icon } from './icons';

export function NoticeBar() {
  const { t } = useTranslation();
  const notice = useNotice();
  const now = useNow(notice ? 250 : null);
  useEffect(() => {
    if (!notice) return;
    const timer = setTimeout(hush, Math.max(0, notice.until - Date.now()));
    return () => clearTimeout(timer);
  }, [notice]);

  const left = notice ? Math.max(0, Math.ceil((notice.until - Math.max(now, Date.now())) / 1000)) : 0;
  const undoable = notice?.undoable === true && undos.newest !== null;
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-0 z-40 flex justify-center p-3 lg:justify-start">
      <div className={notice ? `pointer-events-auto flex max-w-xl items-center gap-3 rounded-xl border bg-panel px-4 py-2.5 shadow-lg ${notice.tone === 'bad' ? 'border-bad' : 'border-edge'}` : ''}>
        <p role="status" className={notice?.tone === 'bad' ? 'text-bad' : ''}>
          {notice?.text}
        </p>
        {undoable && (
          <Button className="btn btn-fill shrink-0" onPress={() => void undo()}>
            {t('reply.undo')} <kbd>z</kbd>
            <span aria-hidden="true" className="tabular-nums">
              {left}
            </span>
          </Button>
        )}
        {notice && (
          <Button className="btn btn-quiet shrink-0 px-1!" aria-label={t('say.dismissNotice')} onPress={hush}>
            <Icon name="close" />
          </Button>
        )}
      </div>
    </div>
  );
}

export function StaleBanner() {
  const { t } = useTranslation();
  const live = useLive();
  const clockwork = useClockwork();
  if (!live.stale || !live.beat) return null;
  return (
    <div role="alert" className="flex items-center gap-2 border-b border-bad bg-bad-tint px-4 py-2 text-bad">
      <Icon name="warn" />
      {t('live.offLong', { time: clockTime(live.beat, clockwork) })}
    </div>
  );
}

/** Everybody sees that nothing leaves, on every screen. */
export function StopBanner() {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const stop = useAccounts(false).data?.sending_stopped;
  if (!stop) return null;
  return (
    <div role="alert" className="flex items-center gap-2 border-b border-warn bg-warn-tint px-4 py-2 text-warn">
      <Icon name="warn" />
      <p className="wrap-anywhere">
        {t('accounts.stopBanner', { time: fullTime(stop.since, clockwork), name: stop.by, why: stop.why })}
      </p>
    </div>
  );
}
