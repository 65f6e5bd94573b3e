// Why a case is due when it is: every clock with what was counted, closed and paused; and holding it.
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseClock, CaseDetail } from '../api';
import { wordsOr } from '../i18n';
import { fullTime, spanWords } from '../lib/time';
import { pauseCase, resumeCase, useCaseClock } from '../state/clock';
import { useActs, useClockwork } from '../state/data';
import { ReasonForm } from './Agency';
import { Failed } from './small';

export function DeadlineSection({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const number = detail.case.number;
  const query = useCaseClock(number, detail.version);
  const clocks = query.data?.clocks ?? [];
  return (
    <section aria-labelledby="case-time">
      <h3 id="case-time" className="pane-title">{t('time.title')}</h3>
      {detail.paused && (
        <p className="mt-2 rounded-lg border border-line bg-tint px-3 py-2 text-sm wrap-anywhere">{t('time.holding', { time: fullTime(detail.paused.from, clockwork), why: detail.paused.why })}</p>
      )}
      {query.isError && <Failed what={t('time.failedLoad')} error={query.error} again={() => void query.refetch()} />}
      {query.data && clocks.length === 0 && <p className="mt-1 text-sm text-soft">{t('time.none')}</p>}
      <ul className="mt-1 flex flex-col gap-3">
        {clocks.map((clock) => (
          <li key={`${clock.name} ${clock.started_at}`}>
            <Clock clock={clock} />
          </li>
        ))}
      </ul>
      <HoldForms detail={detail} />
    </section>
  );
}

function HoldForms({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const acts = useActs();
  const [shown, setShown] = useState(false);
  const { number, status } = detail.case;
  if (!acts || status === 'closed') return null;
  const held = detail.paused !== null;
  if (!shown) return <Button className="btn mt-2" onPress={() => setShown(true)}>{held ? t('time.resume') : t('time.pause')}</Button>;
  const words = held ? { title: t('time.resumeTitle'), hint: t('time.resumeHint'), button: t('time.resume') } : { title: t('time.pauseTitle'), hint: t('time.pauseHint'), button: t('time.pause') };
  return <ReasonForm {...words} label={t('time.why')} submit={(why) => (held ? resumeCase(number, why) : pauseCase(number, why))} close={() => setShown(false)} />;
}

const span = (seconds: number, language: string) => spanWords(Math.abs(seconds) * 1000, language);

function Clock({ clock }: { clock: CaseClock }) {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const words = (seconds: number) => span(seconds, clockwork.language);
  const time = (at: string) => fullTime(at, clockwork);
  return (
    <>
      <p className="font-semibold">{wordsOr(`time.name.${clock.name}`, clock.name)}</p>
      <p className={clock.breached ? 'font-semibold text-emergency' : undefined}>
        {clock.due_at ? t('time.due', { time: time(clock.due_at) }) : t('time.paused')}
        {clock.breached && ` · ${t('time.missed')}`}
      </p>
      <ul className="text-sm text-soft">
        <li>{t('time.target', { span: words(clock.target_minutes * 60), basis: t(`time.basis.${clock.basis}`) })}</li>
        <li>
          {t('time.counted', { span: words(clock.counted_s) })} · {t('time.closed', { span: words(clock.closed_s) })} · {t('time.held', { span: words(clock.paused_s) })}
        </li>
        <li>{clock.left_s < 0 ? t('time.late', { span: words(clock.left_s) }) : t('time.left', { span: words(clock.left_s) })}</li>
        {clock.warned_at && <li>{t('time.near', { time: time(clock.warned_at) })}</li>}
        {clock.stopped_at && <li>{t('time.stopped', { time: time(clock.stopped_at) })}</li>}
        <li className="wrap-anywhere">{t('time.versions', { targets: clock.targets, calendar: clock.calendar, zone: clock.timezone })}</li>
      </ul>
      <Stretches clock={clock} />
    </>
  );
}

function Stretches({ clock }: { clock: CaseClock }) {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  if (clock.stretches.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="min-h-6 cursor-pointer text-accent">{t('time.stretches')}</summary>
      {clock.stretches_left_off > 0 && <p className="text-soft">{t('time.leftOff', { count: clock.stretches_left_off })}</p>}
      <table className="mt-1 w-full text-left">
        <caption className="sr-only">{wordsOr(`time.name.${clock.name}`, clock.name)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('time.from')}</th>
            <th scope="col">{t('time.to')}</th>
            <th scope="col">{t('time.what')}</th>
          </tr>
        </thead>
        <tbody>
          {clock.stretches.map((one) => (
            <tr key={one.from} className="border-t border-line align-top">
              <td className="pr-2">{fullTime(one.from, clockwork)}</td>
              <td className="pr-2">{fullTime(one.to, clockwork)}</td>
              <td className="wrap-anywhere">
                {t(`time.kind.${one.kind}`)}
                {one.why && `: ${one.why}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
