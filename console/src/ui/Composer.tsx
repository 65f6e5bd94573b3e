// Two composers that cannot be mistaken for each other: the public one is blue and names the network and the account
// in its button; the note is amber, dashed, and says that it is never published.
import { useCallback, useEffect, useRef, useState, useSyncExternalStore, type KeyboardEvent, type RefObject } from 'react';
import { Button, Label, Radio, RadioGroup, Tab, TabList, TabPanel, Tabs, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, WayName } from '../api';
import { reopenCase, saveNote, sendReply } from '../state/actions';
import { useCommand } from '../state/commands';
import { languageName, useSession } from '../state/data';
import { drafts, notes, typeahead } from '../state/store';
import { Icon } from './icons';
import { CaseAnswers, EligibilityLine, useEligibility } from './Answers';
import { PreviewBox, usePreview } from './Preview';
import { networkName } from './small';

type Box = 'reply' | 'note';

export function Composer({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const [box, setBox] = useState<Box>(typeahead.wanted ?? 'reply');
  const area = useRef<HTMLTextAreaElement>(null);
  const picked = useWay(detail);
  const { direct } = picked;

  // `r` and `n`: the box may have to be shown first; until it stands the keys are kept for it.
  const ask = useCallback((wanted: Box) => {
    typeahead.ask(wanted);
    setBox(wanted);
    document.getElementById(`write-${wanted}`)?.focus();
  }, []);
  useCommand('reply', () => ask('reply'));
  useCommand('note', () => ask('note'));

  return (
    <Tabs selectedKey={box} onSelectionChange={(key) => setBox(key as Box)} className="border-t border-line bg-panel p-3">
      <TabList aria-label={t('compose.tabs')} className="mb-2 flex gap-1">
        <Tab id="reply" className="btn btn-quiet cursor-pointer data-[selected]:border-public-line data-[selected]:bg-public data-[selected]:text-accent">
          <Icon name={direct ? 'lock' : 'globe'} /> {t(direct ? 'compose.private' : 'compose.reply')} <kbd>r</kbd>
        </Tab>
        <Tab id="note" className="btn btn-quiet cursor-pointer data-[selected]:border-note-line data-[selected]:bg-note data-[selected]:text-note-ink">
          <Icon name="lock" /> {t('compose.note')} <kbd>n</kbd>
        </Tab>
      </TabList>
      <TabPanel id="reply" className="outline-none">
        <ReplyBox detail={detail} area={area} picked={picked} />
      </TabPanel>
      <TabPanel id="note" className="outline-none">
        <NoteBox detail={detail} area={area} />
      </TabPanel>
    </Tabs>
  );
}

/** Takes the focus, and what was typed since it was asked for. */
function useTypeahead(box: Box, area: RefObject<HTMLTextAreaElement | null>, add: (typed: string) => void) {
  useEffect(() => {
    const claim = () => {
      const typed = typeahead.take(box);
      if (typed === null) return;
      area.current?.focus();
      if (typed) add(typed);
    };
    claim();
    // Already shown: focusing it claims what is waiting.
    const element = area.current;
    element?.addEventListener('focus', claim);
    return () => element?.removeEventListener('focus', claim);
  });
}

const sends = (event: KeyboardEvent) => event.key === 'Enter' && (event.ctrlKey || event.metaKey);

/** By which way the reply goes: the usual one, or what the person chose while the network still takes it. */
function useWay(detail: CaseDetail) {
  const { ways = [], approval = [] } = useEligibility(detail.case.number, detail.version).data ?? {};
  const [chosen, choose] = useState<WayName | null>(null);
  const way = ways.find((one) => one.way === chosen && one.possible) ?? ways[0];
  const named = chosen && way?.way === chosen ? chosen : undefined; // else the server's usual one
  const direct = way ? way.way !== 'public_reply' : detail.posts.findLast((p) => !p.own)?.direct_message === true;
  return { ways, way, named, choose, direct, approval };
}

function ReplyBox({ detail, area, picked }: { detail: CaseDetail; area: RefObject<HTMLTextAreaElement | null>; picked: ReturnType<typeof useWay> }) {
  const { t, i18n } = useTranslation();
  const number = detail.case.number;
  const undoSeconds = useSession().data?.undo_s ?? 0;
  useState(() => drafts.open(number, detail.draft));
  const text = useSyncExternalStore(drafts.subscribe, () => drafts.text(number));
  const state = useSyncExternalStore(drafts.subscribe, () => drafts.state(number));
  const [kind, setKind] = useState<'answer' | 'question'>('answer');
  const [busy, setBusy] = useState(false);
  const closed = detail.case.status === 'closed';
  // A window of the network may have closed since the case was read.
  const { ways, way, named, choose, direct, approval } = picked;
  const possible = (way?.possible ?? true) && (way !== ways[0] || detail.repliable.possible);
  const reason = way?.reason ?? detail.repliable.reason;
  const second = approval.find((one) => one.kind === kind);
  const preview = usePreview(number, kind, text, possible && !closed, named);
  useTypeahead('reply', area, (typed) => drafts.type(number, drafts.text(number) + typed));

  if (closed) {
    return (
      <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line bg-raised p-3">
        <p>{t('compose.closed')}</p>
        <Button className="btn" onPress={() => void reopenCase(number).catch(() => {})}>
          {t('thread.reopen')}
        </Button>
      </div>
    );
  }
  const names = { network: networkName(t, detail.case.network), handle: detail.repliable.handle ?? detail.repliable.account ?? '' };
  const blocked = !possible || !text.trim() || (preview.data !== undefined && !preview.isPlaceholderData && (!preview.data.fits || !preview.data.repliable));
  const send = async () => {
    if (blocked || busy) return;
    setBusy(true);
    await sendReply(number, kind, text.trim() === text ? text : (drafts.type(number, text.trim()), text.trim()), named).catch(() => {});
    setBusy(false);
    area.current?.focus();
  };

  return (
    <div className="flex flex-col gap-2 rounded-xl border-2 border-public-line bg-public p-3">
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
        <span className="font-medium text-accent">{t(direct ? 'compose.onlyResident' : 'compose.everyone')}</span>
        <span className="text-soft">{t('compose.language', { language: languageName(detail.case.language, i18n.language) })}</span>
      </div>
      {!possible && <p className="rounded-lg border border-warn bg-warn-tint p-2 text-warn">{t('compose.cannot', { reason })}</p>}
      <EligibilityLine number={number} version={detail.version} />
      {ways.filter((one) => one.possible).length > (possible ? 1 : 0) && (
        <RadioGroup value={way!.way} onChange={(value) => choose(value as WayName)} aria-label={t('answers.ways')} className="flex flex-wrap gap-1">
          {ways.map((one) => <Chip key={one.way} value={one.way} text={t(`answers.way.${one.way}`)} off={!one.possible} />)}
        </RadioGroup>
      )}
      {possible && <CaseAnswers number={number} posts={detail.posts.length} use={(answer) => (drafts.type(number, text.trim() ? `${text.trimEnd()} ${answer}` : answer), area.current?.focus())} />}
      <TextField value={text} onChange={(typed) => drafts.type(number, typed)} aria-label={t('compose.replyLabel', { name: `@${detail.case.resident.handle}` })}>
        <TextArea id="write-reply" ref={area} rows={text ? 4 : 2} maxLength={10000} className="field" lang={detail.case.language} onKeyDown={(e) => sends(e) && (e.preventDefault(), void send())} />
      </TextField>
      {text.trim() && possible && <PreviewBox preview={preview} empty={!text.trim()} language={detail.case.language} direct={direct} />}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <RadioGroup value={kind} onChange={(value) => setKind(value as 'answer')} aria-label={t('compose.kind')} className="flex gap-1">
          {(['answer', 'question'] as const).map((one) => (
            <Chip key={one} value={one} text={t(`compose.${one}`)} />
          ))}
        </RadioGroup>
        <span className="text-xs text-soft">
          {t(`compose.draft.${state}`)}
          {state === 'clean' && undoSeconds > 0 && t('compose.undoHint', { seconds: undoSeconds })}
        </span>
        <Button className="btn btn-fill ml-auto min-h-11" isDisabled={blocked} onPress={() => void send()}>
          {second ? t('approvals.ask') : t(direct ? 'compose.publishPrivate' : 'compose.publish', names)}
        </Button>
      </div>
      {second && <p className="text-sm text-warn" data-testid="needs-approval">{t('approvals.hint', { policy: second.policy })}</p>}
    </div>
  );
}

function Chip({ value, text, off = false }: { value: string; text: string; off?: boolean }) {
  return (
    <Radio value={value} isDisabled={off} className="chip group min-h-7 cursor-pointer data-[disabled]:cursor-not-allowed data-[disabled]:border-dashed data-[focus-visible]:outline-2 data-[selected]:border-accent data-[selected]:text-accent">
      <span aria-hidden="true" className="dot size-2.5 rounded-full border border-edge group-data-[selected]:border-accent group-data-[selected]:bg-accent" />
      {text}
    </Radio>
  );
}

function NoteBox({ detail, area }: { detail: CaseDetail; area: RefObject<HTMLTextAreaElement | null> }) {
  const { t } = useTranslation();
  const number = detail.case.number;
  const [text, setText] = useState(notes.get(number) ?? '');
  const [busy, setBusy] = useState(false);
  const type = (typed: string) => {
    notes.set(number, typed);
    setText(typed);
  };
  useTypeahead('note', area, (typed) => type((notes.get(number) ?? '') + typed));
  const save = async () => {
    if (!text.trim() || busy) return;
    setBusy(true);
    await saveNote(number, text.trim()).then(() => type(''), () => {});
    setBusy(false);
  };
  return (
    <div className="flex flex-col gap-2 rounded-xl border-2 border-dashed border-note-line bg-note p-3">
      <TextField value={text} onChange={type}>
        <Label className="mb-1 block font-medium text-note-ink">
          {t('compose.noteLabel')} — {t('compose.onlyStaff')}
        </Label>
        <TextArea id="write-note" ref={area} rows={text ? 4 : 2} maxLength={10000} className="field" onKeyDown={(e) => sends(e) && (e.preventDefault(), void save())} />
      </TextField>
      <Button className="btn btn-note min-h-11 self-end" isDisabled={!text.trim()} onPress={() => void save()}>
        {t('compose.saveNote')}
      </Button>
    </div>
  );
}
