// One case: its head, everything that was said and done in order, and the composer.
import { useEffect, useMemo, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ProblemError, type CaseDetail, type CaseEvent, type Post, type Reply } from '../api';
import { go } from '../lib/place';
import { assignCase, reopenCase } from '../state/actions';
import { useCommand } from '../state/commands';
import { useCase, useNames, useSession } from '../state/data';
import { show } from '../state/overlay';
import { typeahead, useNarrow } from '../state/store';
import { AgencySection, WatchSection } from '../ui/Agency';
import { Composer } from '../ui/Composer';
import { DeadlineSection } from '../ui/Deadline';
import { Facts } from '../ui/Facts';
import { Icon } from '../ui/icons';
import { MissingFactSection } from '../ui/MissingFact';
import { PostCard } from '../ui/PostCard';
import { ReplyCard } from '../ui/ReplyCard';
import { ResidentSection } from '../ui/Resident';
import { SameTroubleSection } from '../ui/SameTrouble';
import { Due, Empty, Failed, Loading, PriorityChip, StatusChip, Time } from '../ui/small';

export function useMayAct() {
  const role = useSession().data?.role;
  return role !== undefined && role !== 'viewer' && role !== 'auditor';
}

function CaseTrouble({ number, query }: { number: string; query: ReturnType<typeof useCase> }) {
  const { t } = useTranslation();
  useEffect(() => typeahead.cancel(), []);
  const missing = query.error instanceof ProblemError && query.error.problem.status === 404;
  return missing ? <Empty title={t('thread.gone', { number })} /> : <Failed what={t('thread.failedLoad')} error={query.error} again={() => void query.refetch()} />;
}

export function CaseThread({ number, back }: { number: string; back?: () => void }) {
  const query = useCase(number);
  // Not here yet: `r` is remembered, and what is typed after it waits for the composer.
  useCommand('reply', () => typeahead.ask('reply'));
  useCommand('note', () => typeahead.ask('note'));
  useEffect(() => () => typeahead.cancel(), []);
  if (query.data) return <Thread detail={query.data} back={back} />;
  return (
    <>
      {back && <BackBar back={back} />}
      {query.isError ? <CaseTrouble number={number} query={query} /> : <Loading />}
    </>
  );
}

function BackBar({ back }: { back: () => void }) {
  const { t } = useTranslation();
  return (
    <Button className="btn btn-quiet m-2 self-start" onPress={back}>
      <Icon name="back" /> {t('back')} <kbd>u</kbd>
    </Button>
  );
}

export function CaseFacts({ number, back }: { number: string; back?: () => void }) {
  const detail = useCase(number).data;
  const mayAct = useMayAct();
  return (
    <>
      {back && <BackBar back={back} />}
      {detail && (
        <>
          <h2 className="sr-only">{detail.case.number}</h2>
          <Facts detail={detail} mayAct={mayAct} />
          <div className="flex flex-col gap-5 px-4 pb-4">
            <DeadlineSection key={`time ${number}`} detail={detail} />
            <MissingFactSection key={`facts ${number}`} detail={detail} />
            <SameTroubleSection key={`same ${number}`} detail={detail} />
            <AgencySection key={`agency ${number}`} detail={detail} />
            <WatchSection key={`watch ${number}`} number={number} />
            <ResidentSection key={`resident ${number}`} number={number} />
          </div>
        </>
      )}
    </>
  );
}

function Thread({ detail, back }: { detail: CaseDetail; back?: () => void }) {
  const { t } = useTranslation();
  const mayAct = useMayAct();
  const me = useSession().data?.name;
  const number = detail.case.number;
  const closed = detail.case.status === 'closed';
  useCommand('close', mayAct && !closed ? () => show({ kind: 'close', number }) : null);
  useCommand('assign', mayAct ? () => show({ kind: 'palette', mode: 'assign' }) : null);

  return (
    <>
      <div className="border-b border-line bg-panel px-4 py-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {back && (
            <Button className="btn btn-quiet -ml-3" onPress={back}>
              <Icon name="back" /> {t('back')}
            </Button>
          )}
          <h2 id="case-title" tabIndex={-1} className="text-lg font-semibold tabular-nums">
            {number}
          </h2>
          <StatusChip status={detail.case.status} />
          <PriorityChip about={detail.case} />
          <Due about={detail.case} />
        </div>
        <div className="mt-1 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <Headline detail={detail} />
          <span className="flex flex-wrap items-center gap-1">
            {mayAct && me && detail.assignee !== me && (
              <Button className="btn" onPress={() => void assignCase(number, me).catch(() => {})}>
                {t('palette.assignMe')}
              </Button>
            )}
            {mayAct && !closed && (
              <Button className="btn" onPress={() => show({ kind: 'close', number })}>
                <Icon name="check" /> {t('thread.closeCase')} <kbd>e</kbd>
              </Button>
            )}
            {mayAct && closed && (
              <Button className="btn" onPress={() => void reopenCase(number).catch(() => {})}>
                {t('thread.reopen')}
              </Button>
            )}
            {back && (
              <Button className="btn" onPress={() => go({ facts: true })}>
                <Icon name="facts" /> {t('thread.facts')}
              </Button>
            )}
          </span>
        </div>
      </div>
      <Timeline detail={detail} mayAct={mayAct} />
      {mayAct && <Composer detail={detail} />}
    </>
  );
}

function Headline({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <p className="min-w-0 flex-1 basis-48 text-sm text-soft">
      {names.topic(detail.case.topic)} · {names.division(detail.case.division)} · {detail.assignee ? t('list.assigned', { name: detail.assignee }) : t('view.unassigned')}
    </p>
  );
}

type Line =
  | { kind: 'post'; at: number; key: string; post: Post }
  | { kind: 'reply'; at: number; key: string; reply: Reply }
  | { kind: 'event'; at: number; key: string; event: CaseEvent };

/** Everything in order of time; a reply that was seen on the network is shown once, as the reply. */
export function linesOf(detail: CaseDetail): Line[] {
  const published = new Set(detail.replies.map((r) => r.remote_id).filter(Boolean));
  const lines: Line[] = [
    ...detail.posts.filter((p) => !(p.own && published.has(p.network_id))).map((post): Line => ({ kind: 'post', at: Date.parse(post.created_at), key: `p${post.id}`, post })),
    ...detail.replies.map((reply): Line => ({ kind: 'reply', at: Date.parse(reply.sent_at ?? reply.created_at), key: `r${reply.id}`, reply })),
    // What a reply's own card says need not be said twice.
    ...detail.events.filter((e) => e.kind !== 'reply').map((event): Line => ({ kind: 'event', at: Date.parse(event.at), key: `e${event.id}`, event })),
  ];
  const rank = { post: 0, event: 1, reply: 2 };
  return lines.sort((a, b) => a.at - b.at || rank[a.kind] - rank[b.kind]);
}

function Timeline({ detail, mayAct }: { detail: CaseDetail; mayAct: boolean }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const lines = useMemo(() => linesOf(detail), [detail]);
  const box = useRef<HTMLDivElement>(null);
  const me = useSession().data?.name;
  const last = lines.at(-1);
  const own = last && (last.kind === 'reply' ? last.reply.by === me : last.kind === 'event' && last.event.kind === 'note' && last.event.actor === me);
  const count = useRef(lines.length);
  useEffect(() => {
    // What one wrote oneself is shown; what arrives from elsewhere never moves the page.
    if (own && lines.length > count.current) box.current?.lastElementChild?.lastElementChild?.scrollIntoView({ block: 'nearest' });
    count.current = lines.length;
  }, [own, lines.length]);
  return (
    <div ref={box} role="group" aria-label={t('thread.conversation')} tabIndex={narrow ? undefined : 0} className="min-h-0 flex-1 p-4 focus-visible:outline-offset-[-2px] lg:overflow-y-auto">
      {detail.reason && (
        <p className="mb-3 rounded-lg border border-line bg-panel px-3 py-2 text-sm">
          <span className="font-semibold">{t('thread.why')}:</span> {detail.reason}
        </p>
      )}
      <ol className="flex flex-col gap-3">
        {lines.map((line) => (
          <li key={line.key}>
            {line.kind === 'post' && <PostCard post={line.post} />}
            {line.kind === 'reply' && <ReplyCard reply={line.reply} detail={detail} mayAct={mayAct} />}
            {line.kind === 'event' && <EventLine event={line.event} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

function EventLine({ event }: { event: CaseEvent }) {
  const { t } = useTranslation();
  const actor = event.actor === 'auto' ? t('auto') : event.actor;
  if (event.kind === 'note') {
    return (
      <article className="ml-3 rounded-xl border-2 border-dashed border-note-line bg-note p-3 sm:ml-10">
        <p className="text-sm font-semibold text-note-ink">
          <Icon name="lock" className="mr-1 inline" />
          {t('thread.note')} · {actor} · <Time at={event.at} />
        </p>
        <p className="words mt-1" dir="auto">{event.text}</p>
      </article>
    );
  }
  return (
    <p className="px-1 text-sm wrap-anywhere text-soft">
      <Time at={event.at} /> · {actor} · {event.text || event.kind}
    </p>
  );
}
