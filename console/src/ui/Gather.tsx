// Cases picked in the inbox become one incident: which one leads, what is joined, and no emergency without being named.
import { useState } from 'react';
import { Button, Checkbox, Dialog, Heading, Input, Label, Modal, ModalOverlay, Radio, RadioGroup, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseSummary } from '../api';
import '../i18n/gather';
import { go } from '../lib/place';
import { useCase, useNames } from '../state/data';
import { gather } from '../state/gather';
import { clearMarks, useMarked } from '../state/marked';
import { show } from '../state/overlay';
import { Icon } from './icons';
import { Words } from './ResidentText';
import { StatusChip, Time, networkName } from './small';

/** Who may lead, who is joined with the rest, who only by name, and who not at all. */
export function partsOf(rows: CaseSummary[]) {
  const oldestFirst = [...rows].sort((a, b) => a.case.opened_at.localeCompare(b.case.opened_at));
  const free = oldestFirst.filter((row) => row.case.status !== 'closed' && !row.case.incident);
  return {
    calm: free.filter((row) => row.case.priority !== 'emergency'),
    emergencies: free.filter((row) => row.case.priority === 'emergency'),
    left: oldestFirst.filter((row) => !free.includes(row)),
  };
}

export function Gather() {
  const { t } = useTranslation('gather');
  const marked = useMarked();
  const rows = [...marked.values()];
  const { calm, emergencies, left } = partsOf(rows);
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && show(null)} className="veil">
      <Modal className="window">
        <Dialog className="flex flex-col gap-4 p-5 outline-none">
          <Heading slot="title" className="text-lg font-semibold">{t('title', { count: rows.length })}</Heading>
          <p className="text-sm text-soft">{t('intro')}</p>
          {calm.length === 0 ? <NoLead /> : <Form calm={calm} emergencies={emergencies} left={left} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function NoLead() {
  const { t } = useTranslation('gather');
  const { t: common } = useTranslation();
  return (
    <>
      <p className="rounded-lg border border-warn bg-warn-tint p-3 text-warn">{t('noLead')}</p>
      <Button slot="close" className="btn min-h-11 self-end">{common('close')}</Button>
    </>
  );
}

function Form({ calm, emergencies, left }: { calm: CaseSummary[]; emergencies: CaseSummary[]; left: CaseSummary[] }) {
  const { t } = useTranslation('gather');
  const { t: common } = useTranslation();
  const names = useNames();
  const [leads, setLeads] = useState(calm[0]!.case.number);
  const [typed, setTyped] = useState<string | null>(null);
  const [sure, setSure] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const leader = calm.find((row) => row.case.number === leads) ?? calm[0]!;
  const known = useCase(leads).data?.same_trouble?.title;
  const title = typed ?? (known || names.topic(leader.case.topic));
  const others = calm.filter((row) => row !== leader).map((row) => row.case.number);
  const named = emergencies.map((row) => row.case.number).filter((number) => sure.has(number));
  const count = others.length + named.length;
  const mixed = new Set([...calm, ...emergencies.filter((row) => sure.has(row.case.number))].map((row) => row.case.topic)).size > 1;
  const submit = async () => {
    if (busy || count === 0 || !title.trim()) return;
    setBusy(true);
    try {
      const number = await gather({ leads: leader.case.number, title: title.trim(), others, emergencies: named });
      clearMarks();
      show(null);
      go({ number, facts: false });
    } catch {
      setBusy(false); // the action has said why; the choice stays
    }
  };
  return (
    <>
      <TextField value={title} onChange={setTyped} isRequired validationBehavior="aria">
        <Label className="font-medium">{t('what')}</Label>
        <Text slot="description" className="block text-sm text-soft">{t('whatHint')}</Text>
        <Input maxLength={100} className="field mt-1" onKeyDown={(e) => e.key === 'Enter' && void submit()} />
      </TextField>
      <RadioGroup value={leader.case.number} onChange={setLeads} className="flex min-h-0 flex-col gap-1">
        <Label className="font-medium">{t('leads')}</Label>
        <Text slot="description" className="text-sm text-soft">{t('leadsHint')}</Text>
        <div className="flex max-h-[26rem] flex-col gap-1 overflow-y-auto p-0.5">
          {calm.map((row) => (
            <Radio key={row.case.number} value={row.case.number} aria-label={`${row.case.number} ${row.text.slice(0, 80)}`} className="group flex cursor-pointer items-start gap-3 rounded-lg border border-line p-2 data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[selected]:border-accent data-[selected]:bg-tint">
              <span aria-hidden="true" className="dot mt-1 size-4 shrink-0 rounded-full border-2 border-edge bg-panel group-data-[selected]:border-4 group-data-[selected]:border-fill" />
              <Row row={row} />
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {mixed && <p className="flex gap-2 rounded-lg border border-warn bg-warn-tint p-3 text-sm text-warn"><Icon name="warn" className="mt-0.5" /> {t('topics')}</p>}
      {emergencies.length > 0 && (
        <div role="group" aria-labelledby="gather-emergencies" className="flex flex-col gap-2 rounded-lg border border-bad bg-bad-tint p-3">
          <p id="gather-emergencies" className="flex gap-2 font-medium text-bad"><Icon name="warn" className="mt-0.5" /> {t('emergencies', { count: emergencies.length })}</p>
          <p className="text-sm">{t('emergenciesHint')}</p>
          {emergencies.map((row) => <OneEmergency key={row.case.number} row={row} sure={sure} setSure={setSure} />)}
        </div>
      )}
      {left.length > 0 && (
        <div className="text-sm text-soft">
          <p className="font-medium">{t('left')}</p>
          <ul className="mt-1 flex flex-col gap-0.5">
            {left.map((row) => <li key={row.case.number}>{row.case.number}: {row.case.status === 'closed' ? t('closed') : t('joined', { number: row.case.incident })}</li>)}
          </ul>
        </div>
      )}
      {count === 0 && <p role="status" className="text-sm text-warn">{t('tooFew', { number: leader.case.number })}</p>}
      <div className="flex flex-wrap justify-end gap-2">
        <Button slot="close" className="btn min-h-11">{common('cancel')}</Button>
        <Button className="btn btn-fill min-h-11" isDisabled={count === 0 || !title.trim()} onPress={() => void submit()}>{t('submit', { count, number: leader.case.number })}</Button>
      </div>
    </>
  );
}

function OneEmergency({ row, sure, setSure }: { row: CaseSummary; sure: ReadonlySet<string>; setSure: (sure: ReadonlySet<string>) => void }) {
  const { t } = useTranslation('gather');
  const { number } = row.case;
  const change = (on: boolean) => {
    const next = new Set(sure);
    if (on) next.add(number);
    else next.delete(number);
    setSure(next);
  };
  return (
    <div className="rounded-lg border border-line bg-panel p-2">
      <Row row={row} />
      <Checkbox isSelected={sure.has(number)} onChange={change} className="group mt-1 flex min-h-8 cursor-pointer items-center gap-3 text-sm">
        <span aria-hidden="true" className="dot grid size-5 shrink-0 place-items-center rounded border-2 border-edge bg-panel group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[selected]:border-transparent group-data-[selected]:bg-fill">
          {sure.has(number) && <Icon name="check" className="text-white" />}
        </span>
        {t('joinToo', { number })}
      </Checkbox>
    </div>
  );
}

function Row({ row }: { row: CaseSummary }) {
  const { t } = useTranslation('gather');
  const { t: common } = useTranslation();
  const names = useNames();
  const about = row.case;
  return (
    <div className="min-w-0 flex-1 text-sm">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="font-semibold tabular-nums">{about.number}</span>
        <StatusChip status={about.status} />
        <span className="text-soft">
          {names.topic(about.topic)} · {networkName(common, about.network)} · <Time at={about.opened_at} />
        </span>
      </p>
      <Words text={row.text} className="line-clamp-2 block wrap-anywhere" />
      {about.location?.text && <Words text={t('at', { place: about.location.text })} className="block text-soft" />}
    </div>
  );
}
