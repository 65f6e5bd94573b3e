// Which division has the case, how it came there, and the few things one can do about it: transfer, accept, refuse.
import { useState, type ReactNode } from 'react';
import { Button, Checkbox, Input, Label, ListBox, ListBoxItem, Popover, Select, SelectValue, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { AgencyView, CaseDetail, Transfer, WatchWord } from '../api';
import { shortTime, spanWords } from '../lib/time';
import { answerTransfer, decideDivision, sendOn, unwatchCase, useAgency, useWatch, watchCase } from '../state/agencies';
import { useActs, useClockwork, useDivisions, useNames } from '../state/data';
import { useNow } from '../state/store';
import { Icon } from './icons';
import { Failed, Time } from './small';

/** One line and a button; what was written stays when the server refuses. */
export function ReasonForm({ title, label, hint, button, children, ready = true, submit, close }: { title: string; label: string; hint?: string; button: string; children?: ReactNode; ready?: boolean; submit: (text: string) => Promise<unknown>; close: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const blocked = busy || !ready || !text.trim();
  const send = async () => {
    if (blocked) return;
    setBusy(true);
    try {
      await submit(text.trim());
      close();
    } catch {
      setBusy(false); // the action has said why
    }
  };
  return (
    <div role="group" aria-label={title} className="mt-2 flex flex-col gap-2 rounded-lg border border-line p-3">
      <p className="font-semibold">{title}</p>
      {children}
      <TextField value={text} onChange={setText} isRequired validationBehavior="aria">
        <Label className="text-sm font-medium">{label}</Label>
        {hint && <Text slot="description" className="block text-sm text-soft">{hint}</Text>}
        <Input maxLength={1000} className="field mt-1" onKeyDown={(e) => e.key === 'Enter' && void send()} />
      </TextField>
      <div className="flex flex-wrap justify-end gap-2">
        <Button className="btn" onPress={close}>{t('cancel')}</Button>
        <Button className="btn btn-fill" isDisabled={blocked} onPress={() => void send()}>{button}</Button>
      </div>
    </div>
  );
}

const deskId = '·desk'; // no id of a division: those are words
function DivisionSelect({ except, chosen, choose }: { except: string | null; chosen: string | null; choose: (id: string) => void }) {
  const { t } = useTranslation();
  const divisions = useDivisions().data ?? [];
  const items = [{ id: deskId, name: t('transfer.desk') }, ...divisions.map((one) => ({ id: one.id, name: one.outside ? `${one.name} (${t('transfer.outside')})` : one.name }))].filter((one) => one.id !== (except ?? deskId));
  const name = items.find((one) => one.id === chosen)?.name;
  return (
    <Select value={chosen} onChange={(key) => choose(String(key))}>
      <Label className="mb-1 block text-sm font-medium">{t('transfer.to')}</Label>
      <Button className="btn min-h-9 w-full justify-between!">
        <SelectValue>{name ?? t('transfer.pick')}</SelectValue>
        <Icon name="back" className="-rotate-90" />
      </Button>
      <Popover className="window max-h-80! w-(--trigger-width) overflow-y-auto rounded-xl p-1">
        <ListBox className="outline-none" items={items}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={item.name} className="flex min-h-8 cursor-pointer items-center rounded-lg border-l-4 border-transparent px-3 data-[focused]:border-accent data-[focused]:bg-tint data-[selected]:font-semibold">
              {item.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

function MoveForm({ view, how, close }: { view: AgencyView; how: 'send' | 'decide'; close: () => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const words = how === 'send' ? { title: t('transfer.sendTitle'), button: t('transfer.submit') } : { title: t('transfer.decideTitle'), button: t('transfer.decideSubmit') };
  const act = how === 'send' ? sendOn : decideDivision;
  return (
    <ReasonForm {...words} label={t('transfer.why')} hint={t('transfer.whyHint')} ready={chosen !== null} close={close} submit={(why) => act(view, chosen === deskId ? null : chosen, why)}>
      <DivisionSelect except={how === 'send' ? view.division : ''} chosen={chosen} choose={setChosen} />
    </ReasonForm>
  );
}

export function AgencySection({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const number = detail.case.number;
  const query = useAgency(number, detail.version);
  const [form, setForm] = useState<'send' | 'decide' | 'refuse' | null>(null);
  const toggle = (which: typeof form) => setForm(form === which ? null : which);
  const view = query.data;
  return (
    <section aria-labelledby="agency-title">
      <h3 id="agency-title" className="pane-title">{t('transfer.title')}</h3>
      {query.isError && <Failed what={t('transfer.failedLoad')} error={query.error} again={() => void query.refetch()} />}
      {view && (
        <>
          <Lies view={view} />
          {view.waits_for_supervisor && (
            <p className="mt-2 flex gap-2 rounded-lg border border-warn bg-warn-tint p-2 text-sm text-warn">
              <Icon name="warn" className="mt-0.5" /> {t('transfer.pingPong')}
            </p>
          )}
          <div className="mt-2 flex flex-wrap gap-1">
            {view.may_answer && <Button className="btn btn-fill" onPress={() => void answerTransfer(view, 'accept').catch(() => {})}>{t('transfer.accept')}</Button>}
            {view.may_answer && <Button className="btn" aria-expanded={form === 'refuse'} onPress={() => toggle('refuse')}>{t('transfer.refuse')}</Button>}
            {view.may_withdraw && <Button className="btn" onPress={() => void answerTransfer(view, 'withdraw').catch(() => {})}>{t('transfer.withdraw')}</Button>}
            {view.may_send && <Button className="btn" aria-expanded={form === 'send'} onPress={() => toggle('send')}>{t('transfer.send')}</Button>}
            {view.may_decide && <Button className="btn" aria-expanded={form === 'decide'} onPress={() => toggle('decide')}>{t('transfer.decide')}</Button>}
          </div>
          {form === 'refuse' && view.may_answer && <ReasonForm title={t('transfer.refuseTitle')} label={t('transfer.why')} hint={t('transfer.whyHint')} button={t('transfer.refuseSubmit')} close={() => setForm(null)} submit={(why) => answerTransfer(view, 'refuse', why)} />}
          {form === 'send' && view.may_send && <MoveForm view={view} how="send" close={() => setForm(null)} />}
          {form === 'decide' && view.may_decide && <MoveForm view={view} how="decide" close={() => setForm(null)} />}
          <History transfers={view.transfers} />
        </>
      )}
    </section>
  );
}

function Lies({ view }: { view: AgencyView }) {
  const { t } = useTranslation();
  const names = useNames();
  const clockwork = useClockwork();
  const now = useNow(60_000);
  const division = useDivisions().data?.find((one) => one.id === view.division);
  const waiting = view.transfers.at(-1);
  return (
    <>
      <p className="mt-1 font-semibold">{view.division ? names.division(view.division) : t('transfer.desk')}</p>
      {division && (
        <p className="text-sm wrap-anywhere text-soft">
          {[division.agency, division.outside ? t('transfer.outside') : '', t('transfer.queue', { queue: division.queue }), division.contact ? t('transfer.contact', { contact: division.contact }) : '', division.open ? t('transfer.openNow') : division.next_opening ? t('transfer.closedNow', { time: shortTime(division.next_opening, now, clockwork) }) : ''].filter(Boolean).join(' · ')}
        </p>
      )}
      {waiting?.state === 'waiting' && (
        <p className="mt-1 text-sm">
          <span className="chip chip-warn">{t('transfer.waiting', { name: waiting.to ? names.division(waiting.to) : t('transfer.desk') })}</span> <Left one={waiting} />
        </p>
      )}
      <p className="mt-1 text-sm text-soft">{t('transfer.number')}</p>
    </>
  );
}

function Left({ one }: { one: Transfer }) {
  const { t } = useTranslation();
  const { language } = useClockwork();
  if (one.left_s === null) return <span className="text-soft">{t('transfer.noTarget')}</span>;
  const span = spanWords(Math.abs(one.left_s) * 1000, language);
  return <span className={one.late ? 'font-semibold text-bad' : 'text-soft'}>{t(one.late ? 'transfer.late' : 'transfer.left', { span })}</span>;
}

function History({ transfers }: { transfers: Transfer[] }) {
  const { t } = useTranslation();
  const names = useNames();
  const name = (id: string | null) => (id ? names.division(id) : t('transfer.desk'));
  if (transfers.length === 0) return <p className="mt-2 text-sm text-soft">{t('transfer.none')}</p>;
  return (
    <ol aria-label={t('transfer.history')} className="mt-2 flex flex-col gap-2 text-sm">
      {transfers.map((one) => (
        <li key={one.id} className="border-t border-line pt-2 wrap-anywhere" data-transfer={one.state}>
          <span className="font-semibold">{t('transfer.line', { from: name(one.from), to: name(one.to) })}</span>{' '}
          <span className="chip">{t(`transfer.state.${one.state}`)}</span> {one.flag && <span className="chip chip-warn">{t(`transfer.flag.${one.flag}`)}</span>}
          <span className="block text-soft">
            <Time at={one.started_at} /> · {t('transfer.by', { name: one.by, why: one.why })}
          </span>
          {one.answered_at && one.answered_by && (
            <span className="block text-soft">
              <Time at={one.answered_at} /> · {one.answer ? t('transfer.answer', { name: one.answered_by, why: one.answer }) : one.answered_by} {one.late && <Left one={one} />}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

const wants = ['closed', 'answered', 'overdue', 'transferred', 'written'] as const satisfies readonly WatchWord[];

export function WatchSection({ number }: { number: string }) {
  const { t, i18n } = useTranslation();
  const query = useWatch(number);
  const acts = useActs();
  const watch = query.data;
  return (
    <section aria-labelledby="watch-title">
      <h3 id="watch-title" className="pane-title">{t('watch.title')}</h3>
      {query.isError && <Failed what={t('watch.failedLoad')} error={query.error} again={() => void query.refetch()} />}
      {watch && (
        <>
          <p className="mt-1 text-sm text-soft">{t(watch.watching ? 'watch.on' : 'watch.off')}</p>
          {acts && (
            <Button className="btn mt-1" onPress={() => void (watch.watching ? unwatchCase(number) : watchCase(number, [...wants], true))}>
              {t(watch.watching ? 'watch.stop' : 'watch.start')}
            </Button>
          )}
          {acts && watch.watching && (
            <fieldset className="mt-2">
              <legend className="text-sm font-medium">{t('watch.tell')}</legend>
              {wants.map((want) => (
                <Checkbox key={want} isSelected={watch.wants.includes(want)} onChange={(on) => void watchCase(number, wants.filter((one) => (one === want ? on : watch.wants.includes(one))), false)} className="group flex min-h-8 cursor-pointer items-center gap-2 text-sm">
                  <span aria-hidden="true" className="grid size-5 shrink-0 place-items-center rounded border-2 border-soft group-data-[focus-visible]:outline-2 group-data-[selected]:border-accent group-data-[selected]:bg-fill group-data-[selected]:text-white">
                    <Icon name="check" className="invisible group-data-[selected]:visible" />
                  </span>
                  {t(`watch.want.${want}`)}
                </Checkbox>
              ))}
            </fieldset>
          )}
          {watch.watchers.length > 0 && <p className="mt-1 text-sm text-soft">{t('watch.watchers', { names: new Intl.ListFormat(i18n.language).format(watch.watchers) })}</p>}
        </>
      )}
    </section>
  );
}
