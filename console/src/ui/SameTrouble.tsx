// One trouble, many voices: which open cases may be the same, who is joined, and how it ended for the resident.
import { useState, type ReactNode } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, SameSuggestion } from '../api';
import { go } from '../lib/place';
import { useActs, useNames } from '../state/data';
import { declineSame, joinCase, joinOther, openIncident, splitCase, splitOther } from '../state/incidents';
import { QualitySection } from './Quality';
import { Words } from './ResidentText';
import { Icon } from './icons';
import { StatusChip, Time, networkName } from './small';

const quietly = (work: Promise<unknown>) => void work.catch(() => {}); // the action has said what went wrong

export function SameTroubleSection({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const acts = useActs();
  const same = detail.same_trouble;
  const { incident, number, status } = detail.case;
  if (!same) return null;
  const open = same.suggestions.filter((one) => one.state !== 'declined');
  const others = same.others.filter((one) => one.state !== 'declined');
  const declined = [...same.suggestions, ...same.others].filter((one) => one.state === 'declined');
  return (
    <>
      <section aria-labelledby="same-title">
        <h3 id="same-title" className="pane-title">{t('same.title')}</h3>
        {same.title && <p className="mt-1 font-semibold wrap-anywhere">{t(incident ? 'same.part' : 'same.leads', { title: same.title })}</p>}
        {incident && (
          <div className="mt-1">
            <p>{t('same.joinedTo', { number: incident })}</p>
            <div className="mt-1 flex flex-wrap gap-1">
              <CaseLink number={incident} />
              {acts && <Button className="btn" onPress={() => quietly(splitCase(number, detail.version))}>{t('same.splitThis')}</Button>}
            </div>
          </div>
        )}
        {!incident && open.length === 0 && others.length === 0 && same.members.length === 0 && <p className="mt-1 text-sm text-soft">{t('same.none')}</p>}
        <Suggestions all={open} join={(one) => joinCase(detail, one.number)} detail={detail} acts={acts} />
        {others.length > 0 && <p className="mt-3 text-sm font-semibold">{t('same.others')}</p>}
        <Suggestions all={others} join={(one) => joinOther(detail, one.number)} detail={detail} acts={acts} />
        <Members detail={detail} acts={acts} />
        {declined.length > 0 && (
          <details className="mt-2 text-sm">
            <summary className="min-h-6 cursor-pointer text-accent">{t('same.declinedList', { count: declined.length })}</summary>
            <ul className="mt-1 flex flex-col gap-1 text-soft">
              {declined.map((one) => (
                <li key={one.id}>
                  <CaseLink number={one.number} /> {t('same.declined', { name: one.by })}
                </li>
              ))}
            </ul>
          </details>
        )}
        {acts && status !== 'closed' && (
          <details className="mt-2 text-sm">
            <summary className="min-h-6 cursor-pointer text-accent">{t('same.more')}</summary>
            {!incident && <OneNumber label={t('same.number')} button={t('same.joinNumber')} submit={(other) => joinCase(detail, other)} />}
            {!incident && <Many leads={number} title={same.title ?? ''} />}
          </details>
        )}
      </section>
      <SurveySection detail={detail} />
      <QualitySection detail={detail} />
    </>
  );
}

function CaseLink({ number }: { number: string }) {
  return <Button className="btn btn-quiet -ml-3 text-accent! underline tabular-nums" onPress={() => go({ number, facts: false })}>{number}</Button>;
}

function Suggestions({ all, join, detail, acts }: { all: SameSuggestion[]; join: (one: SameSuggestion) => Promise<unknown>; detail: CaseDetail; acts: boolean }) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  const metres = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  if (all.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-col gap-2">
      {all.map((one) => (
        <li key={one.id} className="rounded-lg border border-line p-2" data-suggestion={one.number}>
          <div className="flex flex-wrap items-center gap-x-2">
            <CaseLink number={one.number} />
            <StatusChip status={one.status} />
            <span className="text-sm text-soft">
              {t('same.likely', { percent: percent.format(one.likelihood) })}
              {one.distance_m !== null && <> · {one.distance_m < 1 ? t('same.samePlace') : t('same.distance', { metres: metres.format(one.distance_m) })}</>} · {networkName(t, one.network)}
            </span>
          </div>
          <Words text={one.text} className="mt-1 line-clamp-3 text-sm" />
          <p className="mt-1 text-sm text-soft">{one.why}</p>
          {one.state === 'asked' && <p className="mt-1 text-sm"><Icon name="clock" className="mr-1 inline" />{t('same.asked')}</p>}
          {(one.priority === 'emergency' || detail.case.priority === 'emergency') && <p className="mt-1 text-sm text-bad">{t('same.emergency')}</p>}
          {acts && (
            <div className="mt-1 flex flex-wrap gap-1">
              <Button className="btn" aria-label={t('same.joinOf', { number: one.number })} onPress={() => quietly(join(one))}>{t('same.join')}</Button>
              <Button className="btn" aria-label={t('same.declineOf', { number: one.number })} onPress={() => quietly(declineSame(detail.case.number, one.id))}>{t('same.decline')}</Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Members({ detail, acts }: { detail: CaseDetail; acts: boolean }) {
  const { t } = useTranslation();
  const members = detail.same_trouble?.members ?? [];
  if (members.length === 0) return null;
  return (
    <>
      <p className="mt-3 text-sm font-semibold">{t('same.members', { count: members.length })}</p>
      <ul className="mt-1 flex flex-col gap-2">
        {members.map((one) => (
          <li key={one.number} className="rounded-lg border border-line p-2" data-member={one.number}>
            <div className="flex flex-wrap items-center gap-x-2">
              <CaseLink number={one.number} />
              <StatusChip status={one.status} />
              <span className="text-sm text-soft">
                <Words text={`@${one.handle}`} /> · {networkName(t, one.network)} · {t(`same.how.${one.how}`, { name: one.by })} · <Time at={one.joined_at} />
              </span>
            </div>
            <Words text={one.text} className="mt-1 line-clamp-2 text-sm" />
            {acts && <Button className="btn mt-1" aria-label={t('same.splitOf', { number: one.number })} onPress={() => quietly(splitOther(detail, one.number))}>{t('same.split')}</Button>}
          </li>
        ))}
      </ul>
    </>
  );
}

function OneNumber({ label, button, submit }: { label: string; button: string; submit: (number: string) => Promise<unknown> }) {
  const [text, setText] = useState('');
  const send = () => text.trim() && quietly(submit(text.trim()).then(() => setText('')));
  return (
    <div className="mt-2 flex flex-wrap items-end gap-2">
      <TextField value={text} onChange={setText} className="min-w-0 flex-1">
        <Label className="text-sm font-medium">{label}</Label>
        <Input maxLength={20} className="field mt-1" onKeyDown={(e) => e.key === 'Enter' && send()} />
      </TextField>
      <Button className="btn" isDisabled={!text.trim()} onPress={send}>{button}</Button>
    </div>
  );
}

const numbersIn = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

function Many({ leads, title: known }: { leads: string; title: string }) {
  const { t } = useTranslation();
  const [title, setTitle] = useState(known);
  const [text, setText] = useState('');
  const ready = title.trim() !== '' && numbersIn(text).length > 0;
  return (
    <div role="group" aria-label={t('same.many')} className="mt-3 flex flex-col gap-2">
      <p className="font-semibold">{t('same.many')}</p>
      <TextField value={title} onChange={setTitle}>
        <Label className="text-sm font-medium">{t('same.manyTitle')}</Label>
        <Input maxLength={200} className="field mt-1" />
      </TextField>
      <TextField value={text} onChange={setText}>
        <Label className="text-sm font-medium">{t('same.manyNumbers')}</Label>
        <Input maxLength={8000} className="field mt-1" />
      </TextField>
      <Button className="btn self-end" isDisabled={!ready} onPress={() => quietly(openIncident({ title: title.trim(), cases: numbersIn(text), leads }).then(() => setText('')))}>{t('same.manySubmit')}</Button>
    </div>
  );
}

/** Of a hot topic: its linked cases become one incident. */
export function IncidentFromTopic({ episode, topic, linked }: { episode: string; topic: string; linked: string[] }) {
  const { t } = useTranslation();
  const names = useNames();
  if (!useActs() || linked.length < 2) return null;
  const open = () => quietly(openIncident({ title: names.topic(topic), cases: linked, episode }).then((made) => go({ screen: 'inbox', number: made.leads })));
  return (
    <div className="mt-2">
      <Button className="btn" onPress={open}>{t('same.fromTopic')}</Button>
      <p className="mt-1 text-sm text-soft">{t('same.fromTopicHint')}</p>
    </div>
  );
}

function SurveySection({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const survey = detail.same_trouble?.survey;
  if (!survey) return null;
  const reply = detail.replies.findLast((one) => one.kind === 'survey');
  const line: ReactNode =
    survey.state === 'answered' && survey.answered_at ? (
      <>
        <span className="font-semibold">{survey.score ? t('survey.score', { score: survey.score }) : t('survey.words')}</span> · {t('survey.answered', { time: '' })} <Time at={survey.answered_at} />
      </>
    ) : survey.state === 'withdrawn' ? t('survey.withdrawn')
    : survey.state === 'failed' || survey.state === 'withheld' || survey.state === 'in_doubt' ? t('survey.stuck')
    : survey.state === 'sent' ? t('survey.sent')
    : <>{t('survey.waiting', { time: '' })} {reply?.not_before && <Time at={reply.not_before} />}</>;
  return (
    <section aria-labelledby="survey-title">
      <h3 id="survey-title" className="pane-title">{t('survey.title')}</h3>
      <p className="mt-1" data-survey={survey.state}>{line}</p>
      {survey.words && <Words text={survey.words} className="mt-1 block text-sm" />}
    </section>
  );
}
