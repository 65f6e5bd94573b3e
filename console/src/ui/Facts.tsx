// Who, what, where, by when: the facts beside the conversation.
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../api';
import { safeAddress } from '../lib/links';
import { go } from '../lib/place';
import { fullTime } from '../lib/time';
import { languageName, useClockwork, useNames } from '../state/data';
import { show } from '../state/overlay';
import { Icon } from './icons';
import { Words } from './ResidentText';
import { Due, Initials, PriorityChip, StatusChip, networkName } from './small';

export function Facts({ detail, mayAct }: { detail: CaseDetail; mayAct: boolean }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const about = detail.case;
  const first = detail.posts.find((p) => !p.own);
  const page = publicPage(detail.public_url);
  return (
    <div className="flex flex-col gap-5 p-4">
      <section aria-labelledby="facts-resident">
        <h3 id="facts-resident" className="pane-title">{t('facts.resident')}</h3>
        <div className="mt-2 flex items-center gap-3">
          <Initials name={first?.author.name || about.resident.handle} />
          <div className="min-w-0">
            <Words text={first?.author.name || about.resident.handle} className="block font-semibold" />
            <Words text={`@${about.resident.handle}`} className="block text-sm text-soft" />
          </div>
        </div>
        <p className="mt-2 text-sm text-soft">
          {networkName(t, about.network)} · {t('facts.contacts', { count: about.contacts })} · {t('facts.posts', { count: about.post_ids.length })}
        </p>
      </section>
      <section aria-labelledby="facts-deadline">
        <h3 id="facts-deadline" className="pane-title">{t('facts.deadline')}</h3>
        <p className="mt-1 text-lg"><Due about={about} plain /></p>
        <DeadlineWhy detail={detail} />
      </section>
      <section aria-labelledby="facts-case">
        <h3 id="facts-case" className="pane-title">{t('facts.about')}</h3>
        <dl className="mt-1">
          <Fact name={t('facts.number')}>{about.number}</Fact>
          <Fact name={t('facts.status')} change={mayAct && about.status !== 'closed' ? () => show({ kind: 'palette', mode: 'status' }) : undefined}><StatusChip status={about.status} /></Fact>
          <Fact name={t('facts.topic')} change={mayAct ? () => show({ kind: 'palette', mode: 'topic' }) : undefined}>{names.topic(about.topic)}</Fact>
          <Fact name={t('facts.agency')}>{names.division(about.division)}</Fact>
          <Fact name={t('facts.assignee')} change={mayAct ? () => show({ kind: 'palette', mode: 'assign' }) : undefined}>{detail.assignee || t('nobody')}</Fact>
          <Fact name={t('facts.priority')}>{about.priority === 'normal' ? t('priority.normal') : <PriorityChip about={about} />}</Fact>
          <Fact name={t('facts.place')}><Where detail={detail} /></Fact>
          <Fact name={t('facts.language')}>{languageName(about.language, i18n.language)}</Fact>
          {about.incident && (
            <Fact name={t('facts.incident')}>
              <Button className="btn btn-quiet -ml-3 text-accent! underline" onPress={() => go({ number: about.incident!, facts: false })}>{about.incident}</Button>
            </Fact>
          )}
          {about.resolution && <Fact name={t('facts.resolution')}>{about.resolution}</Fact>}
          <Fact name={t('facts.service')}>{about.service_code || '—'}</Fact>
        </dl>
      </section>
      {page && (
        <section aria-labelledby="facts-public">
          <h3 id="facts-public" className="pane-title">{t('facts.public')}</h3>
          <a href={page} target="_blank" rel="noopener noreferrer" className="mt-1 inline-flex min-h-6 items-center gap-1.5">
            {t('facts.publicLink')} <Icon name="out" />
          </a>
        </section>
      )}
    </div>
  );
}

/** The server gives a whole address or a path of its own. */
function publicPage(address: string | null): string | null {
  if (!address) return null;
  return (safeAddress(address) ?? (address.startsWith('/') && !address.startsWith('//') ? safeAddress(location.origin + address) : null))?.href ?? null;
}

function Fact({ name, children, change }: { name: string; children: ReactNode; change?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="grid min-h-9 grid-cols-[6.5rem_minmax(0,1fr)_auto] items-center gap-2 border-b border-line py-1">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
      {change && (
        <dd>
          <Button className="btn btn-quiet min-h-7! px-2! text-sm text-accent!" aria-label={t('facts.changeOf', { what: name })} onPress={change}>
            {t('facts.change')}
          </Button>
        </dd>
      )}
    </div>
  );
}

function Where({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const place = detail.case.location;
  if (!place) return <span className="text-soft">{t('facts.noPlace')}</span>;
  return (
    <span className="flex gap-1.5">
      <Icon name="place" className="mt-0.5 text-accent" />
      <span className="min-w-0">
        {place.text ? <Words text={place.text} className="block" /> : place.lat !== null && place.lat !== undefined && <span className="block tabular-nums">{place.lat?.toFixed(5)}, {place.lon?.toFixed(5)}</span>}
        <span className="block text-sm text-soft">
          {[t(`place.${place.kind}`), place.neighborhood].filter(Boolean).join(' · ')}
        </span>
      </span>
    </span>
  );
}

function DeadlineWhy({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const clockwork = useClockwork();
  const about = detail.case;
  const time = (at: string) => fullTime(at, clockwork);
  return (
    <details className="mt-1 text-sm">
      <summary className="min-h-6 cursor-pointer text-accent">{t('due.why')}</summary>
      <ul className="mt-1 flex flex-col gap-1 text-soft">
        <li>{t('clock.opened', { time: time(about.opened_at) })}</li>
        {about.due_at && <li>{t('clock.due', { time: time(about.due_at) })}</li>}
        <li>{t('clock.priority', { priority: t(`priority.${about.priority}`) })}</li>
        {about.due_at && about.priority !== 'emergency' && <li>{t('clock.business')}</li>}
        <li>{about.first_response_at ? t('clock.answered', { time: time(about.first_response_at) }) : t('clock.unanswered')}</li>
        {about.closed_at && <li>{t('clock.closed', { time: time(about.closed_at) })}</li>}
      </ul>
    </details>
  );
}
