// A supervisor's review of a closed case by the city's criteria.
import { useState } from 'react';
import { Button, Input, Label, Radio, RadioGroup, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseDetail, Mark } from '../api';
import { useLeads } from '../state/data';
import { reviewCase } from '../state/incidents';
import { Words } from './ResidentText';
import { Time } from './small';

const marks = ['yes', 'partly', 'no', 'not_applicable'] as const satisfies readonly Mark[];

export function QualitySection({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation();
  const leads = useLeads();
  const [open, setOpen] = useState(false);
  const same = detail.same_trouble;
  if (!same || same.criteria.length === 0) return null;
  if (same.quality.length === 0 && (!leads || detail.case.status !== 'closed')) return null;
  return (
    <section aria-labelledby="quality-title">
      <h3 id="quality-title" className="pane-title">{t('quality.title')}</h3>
      {same.quality.length === 0 && <p className="mt-1 text-sm text-soft">{t('quality.none')}</p>}
      <ul className="mt-1 flex flex-col gap-1">
        {same.quality.map((one) => (
          <li key={one.reviewer} data-quality={one.score}>
            {t('quality.by', { score: one.score, name: one.reviewer })} · <Time at={one.at} />
            {one.note && <Words text={one.note} className="block text-sm text-soft" />}
          </li>
        ))}
      </ul>
      {leads && detail.case.status === 'closed' && (
        <Button className="btn mt-1" aria-expanded={open} onPress={() => setOpen(!open)}>{t('quality.review')}</Button>
      )}
      {open && <Review detail={detail} close={() => setOpen(false)} />}
    </section>
  );
}

function Review({ detail, close }: { detail: CaseDetail; close: () => void }) {
  const { t, i18n } = useTranslation();
  const [given, setGiven] = useState<Record<string, Mark>>({});
  const [note, setNote] = useState('');
  const criteria = detail.same_trouble?.criteria ?? [];
  const ready = criteria.every((one) => given[one.id]) && Object.values(given).some((mark) => mark !== 'not_applicable');
  const save = () => void reviewCase(detail.case.number, given, note.trim()).then(close, () => {});
  return (
    <div role="group" aria-label={t('quality.review')} className="mt-2 flex flex-col gap-3 rounded-lg border border-line p-3">
      {criteria.map((one) => (
        <RadioGroup key={one.id} value={given[one.id] ?? null} onChange={(mark) => setGiven({ ...given, [one.id]: mark as Mark })}>
          <Label className="text-sm font-medium">{i18n.language === 'es' ? one.name_es : one.name_en}</Label>
          <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
            {marks.map((mark) => (
              <Radio key={mark} value={mark} className="group flex min-h-6 cursor-pointer items-center gap-2 text-sm">
                <span aria-hidden="true" className="grid size-4 place-items-center rounded-full border-2 border-edge group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[selected]:border-[5px] group-data-[selected]:border-accent" />
                {t(`quality.mark.${mark}`)}
              </Radio>
            ))}
          </div>
        </RadioGroup>
      ))}
      <TextField value={note} onChange={setNote}>
        <Label className="text-sm font-medium">{t('quality.note')}</Label>
        <Input maxLength={2000} className="field mt-1" />
      </TextField>
      <div className="flex flex-wrap justify-end gap-2">
        <Button className="btn" onPress={close}>{t('cancel')}</Button>
        <Button className="btn btn-fill" isDisabled={!ready} onPress={save}>{t('quality.save')}</Button>
      </div>
    </div>
  );
}
