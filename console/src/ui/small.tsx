// Small things that many screens show: times, chips, initials, states of loading.
import { useTranslation } from 'react-i18next';
import { Button } from 'react-aria-components';
import type { Approval, Case, CaseStatus, Reply } from '../api';
import { wordsOr } from '../i18n';
import { fullTime, localMs, shortTime, spanWords } from '../lib/time';
import { useClockwork } from '../state/data';
import { useNow } from '../state/store';
import { wordsOf } from '../state/actions';
import { Icon } from './icons';

export function Time({ at, className = '' }: { at: string; className?: string }) {
  const clockwork = useClockwork();
  const now = useNow(60_000);
  return (
    <time dateTime={at} title={fullTime(at, clockwork)} className={`whitespace-nowrap ${className}`}>
      {shortTime(at, now, clockwork)}
    </time>
  );
}

export function Due({ about, plain = false }: { about: Case; plain?: boolean }) {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const now = useNow(30_000);
  if (about.closed_at) {
    return <span className={plain ? '' : 'chip'}>{t('due.done', { time: shortTime(about.closed_at, now, clockwork) })}</span>;
  }
  if (!about.due_at) return <span className={plain ? '' : 'chip'}>{t('due.none')}</span>;
  const left = localMs(about.due_at) - now;
  const words = t(left >= 0 ? 'due.in' : 'due.over', { span: spanWords(Math.abs(left), clockwork.language) });
  const tone = left < 0 ? 'chip-bad' : left < 4 * 3_600_000 ? 'chip-warn' : '';
  return (
    <span className={plain ? 'font-semibold' : `chip ${tone}`} title={fullTime(about.due_at, clockwork)}>
      {!plain && <Icon name={left < 0 ? 'warn' : 'clock'} />}
      {words}
    </span>
  );
}

export function PriorityChip({ about }: { about: Case }) {
  const { t } = useTranslation();
  if (about.priority === 'normal') return null;
  const tone = about.priority === 'emergency' ? 'chip-bad' : about.priority === 'urgent' ? 'chip-warn' : '';
  return (
    <span className={`chip ${tone}`}>
      {about.priority !== 'partner' && <Icon name="warn" />}
      {t(`priority.${about.priority}`)}
    </span>
  );
}

export function StatusChip({ status }: { status: CaseStatus }) {
  const { t } = useTranslation();
  const tone = { new: 'chip-accent', needs_info: 'chip-warn', open: 'chip-accent', with_agency: '', closed: 'chip-good' }[status];
  return <span className={`chip ${tone}`}>{t(`status.${status}`)}</span>;
}

export function ReplyChip({ reply }: { reply: Reply }) {
  const { t } = useTranslation();
  const tone = { draft: 'chip-warn', queued: 'chip-accent', sending: 'chip-accent', sent: 'chip-good', in_doubt: 'chip-warn', failed: 'chip-bad', withheld: '' }[reply.state];
  return (
    <span className={`chip ${tone}`}>
      {reply.state === 'sent' && <Icon name="check" />}
      {(reply.state === 'failed' || reply.state === 'in_doubt') && <Icon name="warn" />}
      {t(`state.${reply.state}`)}
    </span>
  );
}

/** Where a text stands with its second person (four eyes), said the same way on every card. */
export function ApprovalWords({ approval }: { approval: Approval | null }) {
  const { t } = useTranslation();
  if (approval?.state === 'waiting') {
    return (
      <p className="mt-1 text-sm text-warn" data-approval="waiting">
        {t('approvals.waits')} {t('approvals.since')} <Time at={approval.asked_at} /> · {t('approvals.askedBy', { name: approval.asked_by })} · {t('approvals.policy', { name: approval.policy })}
      </p>
    );
  }
  if (approval?.state === 'sent_back') {
    return (
      <p className="mt-1 text-sm wrap-anywhere text-bad" data-approval="sent_back">
        {t('approvals.backReason', { name: approval.answered_by ?? '', why: approval.answer ?? '' })}
      </p>
    );
  }
  if (approval?.state === 'approved') return <p className="mt-1 text-sm text-soft" data-approval="approved">{t('approvals.approvedBy', { name: approval.answered_by ?? '' })}</p>;
  return null;
}

/** Initials in a circle: networks' pictures are never loaded, they would tell who looks at what. */
export function Initials({ name, city = false }: { name: string; city?: boolean }) {
  const letters = name
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('')
    .toUpperCase();
  return (
    <span aria-hidden="true" className={`grid size-9 shrink-0 place-items-center overflow-hidden rounded-full border text-sm font-semibold ${city ? 'border-transparent bg-fill text-white' : 'border-line bg-raised text-soft'}`}>
      {letters || '?'}
    </span>
  );
}

export function networkName(_t: ReturnType<typeof useTranslation>['t'], network: string): string {
  return wordsOr(`network.${network}`, network);
}

export function Loading() {
  const { t } = useTranslation();
  return <p className="p-6 text-soft">{t('loading')}</p>;
}

export function Failed({ what, error, again }: { what: string; error: unknown; again: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="m-4 rounded-lg border border-bad bg-bad-tint p-4" role="alert">
      <p className="font-semibold text-bad">{what}</p>
      <p className="mt-1">{wordsOf(error)}</p>
      <Button className="btn mt-3" onPress={again}>
        {t('retry')}
      </Button>
    </div>
  );
}

export function Empty({ title, hint }: { title: string; hint?: string }) {
  return (
    <div className="grid h-full min-h-40 place-content-center gap-1 p-8 text-center text-soft">
      <p className="text-base">{title}</p>
      {hint && <p className="text-sm">{hint}</p>}
    </div>
  );
}
