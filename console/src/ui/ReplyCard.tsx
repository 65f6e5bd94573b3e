// One reply with its fate, and what a person can do about it: approve, take back, settle a doubt.
import { useState } from 'react';
import { Button, Input, Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, Reply, WayName } from '../api';
import { go, nowhere } from '../lib/place';
import { localMs } from '../lib/time';
import { approveReply, settleReply, withholdReply } from '../state/actions';
import { languageName } from '../state/data';
import { useNow } from '../state/store';
import { Icon } from './icons';
import { ApprovalWords, Initials, ReplyChip, Time, networkName } from './small';

const quietly = (work: Promise<unknown>) => void work.catch(() => {}); // the action has said what went wrong

export function ReplyCard({ reply, detail, mayAct }: { reply: Reply; detail: CaseDetail; mayAct: boolean }) {
  const { t, i18n } = useTranslation();
  const number = detail.case.number;
  const by = reply.by === 'auto' ? t('auto') : reply.by;
  const settled = reply.id.startsWith('guess-');
  const waiting = reply.approval?.state === 'waiting';
  const edge = { draft: 'border-dashed border-warn', queued: 'border-accent', sending: 'border-accent', sent: 'border-line', in_doubt: 'border-warn', failed: 'border-bad', withheld: 'border-dashed border-line' }[reply.state];
  return (
    <article className={`card ml-3 border-l-4 p-4 sm:ml-10 ${edge} ${reply.state === 'withheld' ? 'text-soft' : ''}`} data-reply-state={reply.state}>
      <header className="flex items-start gap-3">
        <Initials name={detail.repliable.handle ?? '3'} city />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
            {t(`kind.${reply.kind}`)}
            <ReplyChip reply={reply} />
            {reply.way && <span className="chip"><Icon name="lock" /> {t(`answers.way.${reply.way as WayName}`)}</span>}
            {reply.needs_person && <span className="chip chip-bad">{t('stateHint.person')}</span>}
          </p>
          <p className="text-sm text-soft">
            <Time at={reply.sent_at ?? reply.created_at} /> · {by} · {t('reply.lang', { language: languageName(reply.language, i18n.language) })}
          </p>
        </div>
      </header>
      {(reply.state !== 'draft' || waiting) && (
        <p className="words mt-2" dir="auto" lang={reply.language}>
          {reply.text}
        </p>
      )}
      {reply.approval?.state !== 'waiting' && reply.approval?.state !== 'sent_back' && <Hint reply={reply} />}
      <ApprovalWords approval={reply.approval} />
      {reply.last_error && <p className="mt-1 text-sm wrap-anywhere text-bad">{t('reply.lastError', { error: reply.last_error })}</p>}
      {mayAct && !settled && <Acts reply={reply} number={number} network={networkName(t, detail.case.network)} />}
    </article>
  );
}

function Hint({ reply }: { reply: Reply }) {
  const { t } = useTranslation();
  const queued = reply.state === 'queued' && reply.not_before !== null;
  const now = useNow(queued ? 250 : null);
  if (reply.state === 'sent') return null;
  if (!queued) return <p className="mt-1 text-sm text-soft">{t(`stateHint.${reply.state === 'queued' ? 'queuedNow' : reply.state}`)}</p>;
  const seconds = Math.ceil((localMs(reply.not_before!) - Math.max(now, Date.now())) / 1000);
  return <p className="mt-1 text-sm text-accent tabular-nums">{seconds > 0 ? t('stateHint.queued', { seconds }) : t('stateHint.queuedNow')}</p>;
}

function Acts({ reply, number, network }: { reply: Reply; number: string; network: string }) {
  const { t } = useTranslation();
  if (reply.approval?.state === 'waiting') {
    return (
      <div className="mt-2 flex flex-wrap gap-2">
        <Button className="btn" onPress={() => go({ ...nowhere, screen: 'approvals' })}>
          {t('approvals.title')}
        </Button>
        <Button className="btn" onPress={() => quietly(withholdReply(number, reply))}>
          {t('approvals.withdraw')}
        </Button>
      </div>
    );
  }
  // The network takes one private reply only: a refused one is mended, not written again.
  const mendable = reply.state === 'failed' && !reply.needs_person && reply.way === 'private_reply';
  if (reply.state === 'draft' || mendable) return <Approval reply={reply} number={number} />;
  if (reply.state === 'queued') {
    return (
      <Button className="btn mt-2" onPress={() => quietly(withholdReply(number, reply))}>
        {t('reply.undo')}
      </Button>
    );
  }
  if (reply.state === 'in_doubt' || (reply.needs_person && reply.state === 'failed')) return <Doubt reply={reply} number={number} network={network} />;
  return null;
}

function Approval({ reply, number }: { reply: Reply; number: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState(reply.text);
  return (
    <div className="mt-2 flex flex-col gap-2">
      <TextField value={text} onChange={setText}>
        <Label className="mb-1 block text-sm text-soft">{t('reply.edit')}</Label>
        <TextArea rows={3} className="field" lang={reply.language} maxLength={10000} />
      </TextField>
      <div className="flex flex-wrap gap-2">
        <Button className="btn btn-fill" isDisabled={!text.trim()} onPress={() => quietly(approveReply(number, reply, text))}>
          {t(reply.approval?.state === 'sent_back' ? 'approvals.again' : 'reply.approve')}
        </Button>
        <Button className="btn" onPress={() => quietly(withholdReply(number, reply))}>
          {t('reply.withhold')}
        </Button>
      </div>
    </div>
  );
}

function Doubt({ reply, number, network }: { reply: Reply; number: string; network: string }) {
  const { t } = useTranslation();
  const [remote, setRemote] = useState(reply.remote_id ?? '');
  return (
    <div className="mt-2 flex flex-col gap-2 rounded-lg border border-warn bg-warn-tint p-3">
      <p className="text-sm text-warn">
        {t('reply.settleHelp')} ({network})
      </p>
      <TextField value={remote} onChange={setRemote}>
        <Label className="mb-1 block text-sm">{t('reply.remote')}</Label>
        <Input className="field" maxLength={300} />
      </TextField>
      <div className="flex flex-wrap gap-2">
        <Button className="btn btn-fill" onPress={() => quietly(settleReply(number, reply, 'sent', remote.trim() || null))}>
          {t('reply.settleSent')}
        </Button>
        <Button className="btn" onPress={() => quietly(settleReply(number, reply, 'queue', null))}>
          {t('reply.settleQueue')}
        </Button>
      </div>
    </div>
  );
}
