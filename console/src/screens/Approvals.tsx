// Replies that wait for a second person: read, approved, or sent back with a reason; and one's own that do.
import { useState } from 'react';
import { Button, Input, Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { HeldReply } from '../api';
import { go, nowhere, writePlace, type Place } from '../lib/place';
import { approveHeld, askAgain, sendBackHeld, useApprovals, withdrawHeld, type ApprovalView } from '../state/approvals';
import { useActs, useNames } from '../state/data';
import { Words } from '../ui/ResidentText';
import { ApprovalWords, Empty, Failed, Loading, networkName } from '../ui/small';

const quietly = (work: Promise<unknown>) => void work.catch(() => {}); // the action has said what went wrong

export function Approvals() {
  const { t } = useTranslation();
  const acts = useActs();
  const [view, setView] = useState<ApprovalView>('waiting');
  return (
    <div className="mx-auto flex w-full max-w-4xl min-h-0 flex-1 flex-col p-4 lg:overflow-y-auto" tabIndex={0} role="group" aria-label={t('approvals.title')}>
      <h1 className="text-lg font-semibold">{t('approvals.title')}</h1>
      {acts && (
        <div role="group" aria-label={t('approvals.which')} className="my-2 flex gap-1">
          {(['waiting', 'mine'] as const).map((one) => (
            <Button key={one} aria-pressed={view === one} className="btn btn-quiet aria-pressed:border-accent aria-pressed:bg-tint aria-pressed:text-accent" onPress={() => setView(one)}>
              {t(one === 'waiting' ? 'approvals.everyones' : 'approvals.yours')}
            </Button>
          ))}
        </div>
      )}
      <HeldList key={view} view={view} />
    </div>
  );
}

function HeldList({ view }: { view: ApprovalView }) {
  const { t } = useTranslation();
  const list = useApprovals(view);
  const held = list.data?.pages.flatMap((page) => page.approvals) ?? [];
  const counts = list.data?.pages.at(-1)?.counts;
  return (
    <>
      {counts && <p role="status" className="mb-2 text-sm text-soft">{view === 'waiting' ? t('approvals.forYou', { count: counts.for_me }) : t('approvals.sentBackCount', { count: counts.sent_back })}</p>}
      {list.isPending && <Loading />}
      {list.isError && <Failed what={t('approvals.failedLoad')} error={list.error} again={() => void list.refetch()} />}
      {list.isSuccess && held.length === 0 && <Empty title={t(view === 'waiting' ? 'approvals.none' : 'approvals.noneYours')} />}
      <ul aria-label={t(view === 'waiting' ? 'approvals.label' : 'approvals.labelYours')} className="flex flex-col gap-3">
        {held.map((one) => (
          <li key={`${one.id} ${one.version}`}>
            <HeldCard held={one} view={view} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className="btn mt-3" onPress={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

function About({ held }: { held: HeldReply }) {
  const { t } = useTranslation();
  const place: Place = held.case ? { ...nowhere, view: 'all', number: held.case } : { ...nowhere, screen: 'trends', hot: held.episode ?? '' };
  return (
    <a
      href={writePlace(place)}
      className="inline-flex min-h-6 items-center"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(place);
      }}
    >
      {held.case ? t('approvals.caseOf', { number: held.case }) : t('approvals.topicOf')}
    </a>
  );
}

function HeldCard({ held, view }: { held: HeldReply; view: ApprovalView }) {
  const { t } = useTranslation();
  const names = useNames();
  const network = held.account.slice(0, held.account.indexOf('/'));
  const writer = held.written_by === 'auto' ? t('approvals.machine') : held.written_by;
  return (
    <article className="card p-4" data-held={held.id} data-held-state={held.approval.state} aria-label={`${t(`kind.${held.kind}`)} · ${held.case ?? t('approvals.topicOf')}`}>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <strong>{t(`kind.${held.kind}`)}</strong>
        <span className={`chip ${held.approval.state === 'sent_back' ? 'chip-bad' : 'chip-warn'}`}>{t(held.approval.state === 'sent_back' ? 'approvals.sentBack' : 'approvals.waits')}</span>
        <About held={held} />
        <span className="text-sm text-soft">
          {networkName(t, network)} · {held.topic ? names.topic(held.topic) : '—'} · {t('approvals.wrote', { name: writer })}
        </span>
      </p>
      <ApprovalWords approval={held.approval} />
      {held.target_text && (
        <div className="mt-2 border-l-4 border-line pl-3 text-sm">
          <p className="text-soft">
            {t('approvals.resident')} <Words text={held.resident ? `@${held.resident}` : ''} />
          </p>
          <p className="wrap-anywhere"><Words text={held.target_text} /></p>
        </div>
      )}
      {view === 'waiting' ? <Decide held={held} /> : <Mine held={held} />}
    </article>
  );
}

function Decide({ held }: { held: HeldReply }) {
  const { t } = useTranslation();
  const [why, setWhy] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const decide = (work: Promise<unknown>) => {
    setBusy(true);
    quietly(work.finally(() => setBusy(false)));
  };
  return (
    <>
      <p className="mt-2 text-sm text-soft">{t('approvals.text')}</p>
      <p className="words rounded-lg border border-line bg-raised p-3" dir="auto" lang={held.language}>{held.text}</p>
      {!held.may_approve && <p className="mt-2 text-sm text-soft">{held.why_not}</p>}
      {held.may_approve && (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button className="btn btn-fill" isDisabled={busy} aria-label={t('approvals.approveOf', { name: held.by })} onPress={() => decide(approveHeld(held))}>
            {t('approvals.approve')}
          </Button>
          <Button className="btn" aria-expanded={why !== null} aria-label={t('approvals.backOf', { name: held.by })} onPress={() => setWhy(why === null ? '' : null)}>
            {t('approvals.back')}
          </Button>
        </div>
      )}
      {why !== null && (
        <form
          aria-label={t('approvals.backOf', { name: held.by })}
          className="mt-2 flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (why.trim()) decide(sendBackHeld(held, why.trim()));
          }}
        >
          <TextField value={why} onChange={setWhy} autoFocus isRequired validationBehavior="aria">
            <Label className="mb-1 block text-sm">{t('approvals.backWhy')}</Label>
            <Input className="field" maxLength={1000} />
          </TextField>
          <Button type="submit" className="btn self-start" isDisabled={!why.trim() || busy}>
            {t('approvals.backSend')}
          </Button>
        </form>
      )}
    </>
  );
}

function Mine({ held }: { held: HeldReply }) {
  const { t } = useTranslation();
  const [text, setText] = useState(held.text);
  const same = held.approval.state === 'waiting' && text.trim() === held.text;
  return (
    <div className="mt-2 flex flex-col gap-2">
      <TextField value={text} onChange={setText}>
        <Label className="mb-1 block text-sm text-soft">{t('approvals.change')}</Label>
        <TextArea rows={3} className="field" lang={held.language} maxLength={10000} />
      </TextField>
      <div className="flex flex-wrap gap-2">
        {/* A public notice is put up from its hot topic: what it costs and where it goes stand there. */}
        {held.case && (
          <Button className="btn btn-fill" isDisabled={!text.trim() || same} onPress={() => quietly(askAgain(held, text.trim()))}>
            {t('approvals.again')}
          </Button>
        )}
        <Button className="btn" onPress={() => quietly(withdrawHeld(held))}>
          {t('approvals.withdraw')}
        </Button>
      </div>
    </div>
  );
}
