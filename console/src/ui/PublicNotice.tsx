// A post to everybody about a hot topic: drafted, published by a second click, taken back while it waits, settled when
// nobody can tell whether it went out.
import { useState } from 'react';
import { Button, Input, Label, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { HotTopicDetail, NoticeSender, PublicNotice } from '../api';
import { localMs } from '../lib/time';
import { draftNotice, sendNotice, settleNotice, withholdNotice } from '../state/actions';
import { useActs } from '../state/data';
import { useNow } from '../state/store';
import { ApprovalWords, Time, networkName } from './small';

const quietly = (work: Promise<unknown>) => void work.catch(() => {}); // the action has said what went wrong

export function NoticeForm({ detail, done }: { detail: HotTopicDetail; done: () => void }) {
  const { t } = useTranslation();
  const { senders } = detail;
  const [chosen, setChosen] = useState('');
  const [text, setText] = useState('');
  const sender = senders.find((one) => one.account === chosen) ?? senders.find((one) => !one.why_not) ?? senders[0];
  const blocked = !text.trim() || !sender;
  return (
    <form
      aria-label={t('trends.notice')}
      className="mt-3 flex flex-col gap-3 rounded-lg border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked) quietly(draftNotice(detail.topic.episode, sender.account, text.trim()).then(done));
      }}
    >
      <label>
        <span className="font-medium">{t('trends.noticeAccount')}</span>
        <select className="field mt-1" value={sender?.account ?? ''} onChange={(event) => setChosen(event.target.value)}>
          {senders.map((one) => (
            <option key={one.account} value={one.account}>
              {networkName(t, one.network)} @{one.handle}
            </option>
          ))}
        </select>
      </label>
      <TextField value={text} onChange={setText} autoFocus isRequired validationBehavior="aria">
        <Label className="font-medium">{t('trends.noticeText')}</Label>
        <TextArea className="field mt-1" rows={3} maxLength={10000} />
      </TextField>
      {sender && <p className={`text-sm ${sender.why_not ? 'text-warn' : 'text-soft'}`}>{sender.why_not || t('trends.noticeHint', { limit: sender.limit })}</p>}
      <Button type="submit" className="btn btn-fill self-end" isDisabled={blocked}>
        {t('trends.noticeSave')}
      </Button>
    </form>
  );
}

export function PublicNotices({ detail }: { detail: HotTopicDetail }) {
  const { t } = useTranslation();
  return (
    <div className="min-w-0">
      <h3 className="font-semibold">{t('trends.notices')}</h3>
      <ul className="mt-1">
        {detail.notices.map((one) => (
          <Notice key={one.id} one={one} episode={detail.topic.episode} sender={detail.senders.find((s) => s.account === one.account)} />
        ))}
      </ul>
    </div>
  );
}

function Notice({ one, episode, sender }: { one: PublicNotice; episode: string; sender: NoticeSender | undefined }) {
  const { t } = useTranslation();
  const acts = useActs();
  const where = sender ? `${networkName(t, sender.network)} @${sender.handle}` : one.account;
  const tone = { draft: 'chip-warn', queued: 'chip-accent', sending: 'chip-accent', sent: 'chip-good', in_doubt: 'chip-warn', failed: 'chip-bad', withheld: '' }[one.state];
  return (
    <li className="border-b border-line py-2 last:border-b-0" data-notice={one.id} data-notice-state={one.state}>
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        <strong>{where}</strong>
        <span className={`chip ${tone}`}>{t(`state.${one.state}`)}</span>
        {one.needs_person && <span className="chip chip-bad">{t('stateHint.person')}</span>}
        <span className="text-soft">
          <Time at={one.sent_at ?? one.created_at} /> · {t('trends.by', { name: one.by })}
        </span>
      </p>
      {!(acts && one.can_be_sent) && <p className="mt-1 whitespace-pre-wrap wrap-anywhere">{one.text}</p>}
      {one.state === 'sent' && one.remote_id && <p className="text-sm text-soft wrap-anywhere">{t('trends.noticeId', { id: one.remote_id })}</p>}
      {one.last_error && one.state !== 'withheld' && <p className="text-sm wrap-anywhere text-bad">{t('reply.lastError', { error: one.last_error })}</p>}
      {one.why_not && (one.state === 'draft' || one.state === 'failed') && <p className="text-sm text-warn">{one.why_not}</p>}
      <ApprovalWords approval={one.approval} />
      {acts && <Acts one={one} episode={episode} where={where} sender={sender} />}
    </li>
  );
}

function Acts({ one, episode, where, sender }: { one: PublicNotice; episode: string; where: string; sender: NoticeSender | undefined }) {
  if (one.can_be_sent) return <Publish one={one} episode={episode} where={where} sender={sender} />;
  if (one.state === 'queued' || one.approval?.state === 'waiting') return <Waiting one={one} episode={episode} />;
  if (one.state === 'in_doubt' && one.needs_person) return <Doubt one={one} episode={episode} />;
  return null;
}

function Publish({ one, episode, where, sender }: { one: PublicNotice; episode: string; where: string; sender: NoticeSender | undefined }) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState(one.text);
  const cost = one.cost_micro_usd / 1_000_000;
  const second = one.approval?.state === 'sent_back' ? one.approval.policy : sender?.approval;
  const dollars = new Intl.NumberFormat(i18n.language === 'es' ? 'es-US' : 'en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 3 });
  return (
    <div className="mt-2 flex flex-col gap-2">
      <TextField value={text} onChange={setText}>
        <Label className="mb-1 block text-sm text-soft">{t('reply.edit')}</Label>
        <TextArea rows={3} className="field" maxLength={10000} />
      </TextField>
      {second && <p className="text-sm text-warn">{t('approvals.hint', { policy: second })}</p>}
      {cost > 0 && <p className="text-sm text-soft">{t('trends.noticeCost', { cost: dollars.format(cost) })}</p>}
      <div className="flex flex-wrap gap-2">
        <Button className="btn btn-fill" isDisabled={!text.trim()} onPress={() => quietly(sendNotice(episode, one.id, text.trim()))}>
          {second ? t('approvals.ask') : t('trends.noticeSend', { where })}
        </Button>
        <Button className="btn" onPress={() => quietly(withholdNotice(episode, one.id))}>
          {t('reply.withhold')}
        </Button>
      </div>
    </div>
  );
}

function Waiting({ one, episode }: { one: PublicNotice; episode: string }) {
  const { t } = useTranslation();
  const now = useNow(one.not_before ? 250 : null);
  const seconds = one.not_before ? Math.ceil((localMs(one.not_before) - Math.max(now, Date.now())) / 1000) : 0;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-2">
      <Button className="btn" onPress={() => quietly(withholdNotice(episode, one.id))}>
        {t('reply.undo')}
      </Button>
      {one.state === 'queued' && <span className="text-sm text-accent tabular-nums">{seconds > 0 ? t('stateHint.queued', { seconds }) : t('stateHint.queuedNow')}</span>}
    </div>
  );
}

function Doubt({ one, episode }: { one: PublicNotice; episode: string }) {
  const { t } = useTranslation();
  const [remote, setRemote] = useState('');
  return (
    <div className="mt-2 flex flex-col gap-2 rounded-lg border border-warn bg-warn-tint p-3">
      <p className="text-sm text-warn">{t('reply.settleHelp')}</p>
      <TextField value={remote} onChange={setRemote}>
        <Label className="mb-1 block text-sm">{t('reply.remote')}</Label>
        <Input className="field" maxLength={300} />
      </TextField>
      <div className="flex flex-wrap gap-2">
        <Button className="btn btn-fill" isDisabled={!remote.trim()} onPress={() => quietly(settleNotice(episode, one.id, 'sent', remote.trim()))}>
          {t('reply.settleSent')}
        </Button>
        <Button className="btn" onPress={() => quietly(settleNotice(episode, one.id, 'queue', null))}>
          {t('reply.settleQueue')}
        </Button>
      </div>
    </div>
  );
}
