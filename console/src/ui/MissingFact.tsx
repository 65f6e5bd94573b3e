// The one question of a case, and what is known: asked when, answered how, and filled in by a person.
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, CaseFact, CaseQuestion } from '../api';
import { fullTime } from '../lib/time';
import { setFacts } from '../state/clock';
import { useActs, useClockwork } from '../state/data';
import { Words } from './ResidentText';

const asks = (fact: CaseFact, spanish: boolean) => (spanish ? fact.question_es : fact.question_en) || fact.code;
function shown(fact: CaseFact, spanish: boolean): string {
  if (fact.value === null) return '';
  const names = new Map(fact.values.map((one) => [one.key, spanish ? one.name_es : one.name_en]));
  return fact.values.length === 0 ? fact.value : fact.value.split(',').map((key) => names.get(key) ?? key).join(', ');
}

export function MissingFactSection({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const acts = useActs();
  const [edits, setEdits] = useState(false);
  const asked = detail.facts.some((fact) => fact.question_en !== '');
  return (
    <section aria-labelledby="case-facts">
      <h3 id="case-facts" className="pane-title">{t('fact.title')}</h3>
      {detail.question ? <Question question={detail.question} facts={detail.facts} /> : <p className="mt-1 text-sm text-soft">{t('fact.nothing')}</p>}
      {edits ? <FactForm detail={detail} close={() => setEdits(false)} /> : <Known facts={detail.facts} />}
      {acts && asked && !edits && detail.case.status !== 'closed' && (
        <Button className="btn mt-2" onPress={() => setEdits(true)}>{t('fact.edit')}</Button>
      )}
    </section>
  );
}

function Question({ question, facts }: { question: CaseQuestion; facts: CaseFact[] }) {
  const { t, i18n } = useTranslation();
  const clockwork = useClockwork();
  const fact = facts.find((one) => one.code === question.code);
  const what = question.code === '' ? t('fact.place') : question.code === '*' ? t('fact.own') : question.code === '#' ? t('answers.menu') : fact ? asks(fact, i18n.language === 'es') : question.code;
  const time = (at: string | null) => (at ? fullTime(at, clockwork) : '');
  return (
    <div className="mt-1 text-sm">
      <p className="font-semibold">{what}</p>
      <p className="wrap-anywhere">
        {question.state === 'answered' && t('fact.answered', { time: time(question.ended_at) })}
        {question.state === 'dropped' && t('fact.dropped', { why: question.why })}
        {question.state === 'person' && t('fact.person', { why: question.why })}
        {question.state === 'open' && (question.asked_at ? t('fact.asked', { count: question.times, time: time(question.last_at) }) : t('fact.notSent'))}
      </p>
      {question.private_line && <p className="text-soft">{t('fact.private')}</p>}
      {question.text && <p className="mt-1 border-l-2 border-line pl-2 text-soft"><Words text={question.text} /></p>}
    </div>
  );
}

function Known({ facts }: { facts: CaseFact[] }) {
  const { t, i18n } = useTranslation();
  if (facts.length === 0) return null;
  return (
    <>
      <h4 className="mt-2 text-sm font-semibold">{t('fact.known')}</h4>
      <dl className="text-sm">
        {facts.map((fact) => (
          <div key={fact.code} className="border-b border-line py-1">
            <dt className="text-soft">
              {asks(fact, i18n.language === 'es')}
              {fact.required && ` (${t('fact.required')})`}
              {fact.private && ` (${t('fact.secret')})`}
            </dt>
            <dd className="wrap-anywhere">
              {fact.value === null ? <span className="text-soft">{t('fact.unknown')}</span> : <Words text={shown(fact, i18n.language === 'es')} />}
              {fact.source && <span className="text-soft"> · {t(`fact.source.${fact.source}`)}{fact.source === 'person' && fact.by ? ` ${t('fact.by', { name: fact.by })}` : ''}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function FactForm({ detail, close }: { detail: CaseDetail; close: () => void }) {
  const { t, i18n } = useTranslation();
  const spanish = i18n.language === 'es';
  const asked = detail.facts.filter((fact) => fact.question_en !== '');
  const [values, setValues] = useState(() => new Map(asked.map((fact) => [fact.code, fact.value ?? ''])));
  const [busy, setBusy] = useState(false);
  const put = (code: string, value: string) => setValues(new Map(values).set(code, value));
  const changed = asked.filter((fact) => (values.get(fact.code) ?? '').trim() !== (fact.value ?? ''));
  const save = async () => {
    setBusy(true);
    try {
      await setFacts(detail.case.number, detail.version, Object.fromEntries(changed.map((fact) => [fact.code, values.get(fact.code)?.trim() || null])));
      close();
    } catch {
      setBusy(false); // the action has said why
    }
  };
  return (
    <div role="group" aria-label={t('fact.editTitle')} className="mt-2 flex flex-col gap-3 rounded-lg border border-line p-3">
      {asked.map((fact) => (
        <label key={fact.code} className="text-sm font-medium">
          {asks(fact, spanish)}
          {fact.type === 'singlevaluelist' ? (
            <select className="field mt-1" value={values.get(fact.code)} onChange={(e) => put(fact.code, e.target.value)}>
              <option value="">{t('fact.choose')}</option>
              {fact.values.map((one) => (
                <option key={one.key} value={one.key}>{spanish ? one.name_es : one.name_en}</option>
              ))}
            </select>
          ) : (
            <input className="field mt-1" maxLength={1000} value={values.get(fact.code)} onChange={(e) => put(fact.code, e.target.value)} />
          )}
        </label>
      ))}
      <div className="flex flex-wrap justify-end gap-2">
        <Button className="btn" onPress={close}>{t('cancel')}</Button>
        <Button className="btn btn-fill" isDisabled={busy || changed.length === 0} onPress={() => void save()}>{t('fact.save')}</Button>
      </div>
    </div>
  );
}
