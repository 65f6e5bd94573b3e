import { useState } from 'react';
import { Button, Checkbox, Dialog, Heading, Input, Label, Modal, ModalOverlay, Text, TextArea, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { closeCase } from '../state/actions';
import { languageName, useCase } from '../state/data';
import { show } from '../state/overlay';
import { useEligibility } from './Answers';
import { Icon } from './icons';
import { PreviewBox, usePreview } from './Preview';
import { networkName } from './small';

// What was written here and not sent yet, a text a case: Escape must not cost anybody a paragraph.
const begun = new Map<string, string>();

export function CloseDialog({ number }: { number: string }) {
  const { t, i18n } = useTranslation();
  const detail = useCase(number).data;
  const [outcome, setOutcomeState] = useState(begun.get(number) ?? '');
  const [wish, setWish] = useState(true);
  const [busy, setBusy] = useState(false);
  const possible = detail?.repliable.possible === true;
  const tell = possible && wish;
  const [photo, setPhoto] = useState('');
  const [translation, setTranslation] = useState('');
  const preview = usePreview(number, 'closing', photo.trim() ? `${outcome} ${photo.trim()}` : outcome, tell);
  const way = useEligibility(number, detail?.version ?? 0).data;
  if (!detail) return null;
  const second = tell ? way?.approval.find((one) => one.kind === 'closing') : undefined;
  const joined = detail.same_trouble?.members.filter((one) => one.status !== 'closed') ?? [];
  const other = joined.find((one) => one.language !== detail.case.language)?.language;

  const setOutcome = (text: string) => {
    begun.set(number, text);
    setOutcomeState(text);
  };
  const names = { network: networkName(t, detail.case.network), handle: detail.repliable.handle ?? detail.repliable.account ?? '' };
  const blocked = !outcome.trim() || (tell && preview.data !== undefined && !preview.data.fits);
  const submit = async () => {
    if (blocked || busy) return;
    setBusy(true);
    try {
      await closeCase(number, outcome.trim(), tell, { ...(photo.trim() && { photo_url: photo.trim() }), ...(translation.trim() && other && { translations: { [other]: translation.trim() } }) });
      begun.delete(number);
      show(null);
    } catch {
      setBusy(false); // the action has said why; the text stays
    }
  };

  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && show(null)} className="veil">
      <Modal className="window">
        <Dialog className="flex flex-col gap-4 p-5 outline-none">
          <Heading slot="title" className="text-lg font-semibold">
            {t('end.title', { number })}
          </Heading>
          <TextField value={outcome} onChange={setOutcome} autoFocus isRequired validationBehavior="aria">
            <Label className="font-medium">{t('end.outcome')}</Label>
            <Text slot="description" className="block text-sm text-soft">
              {t('end.outcomeHint')}
            </Text>
            <TextArea
              rows={4}
              maxLength={4000}
              className="field mt-1"
              lang={detail.case.language}
              onKeyDown={(e) => e.key === 'Enter' && (e.ctrlKey || e.metaKey) && (e.preventDefault(), void submit())}
            />
          </TextField>
          {possible ? (
            <Checkbox isSelected={wish} onChange={setWish} className="group flex min-h-8 cursor-pointer items-center gap-3">
              <span aria-hidden="true" className="dot grid size-5 place-items-center rounded border-2 border-edge bg-panel group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[selected]:border-transparent group-data-[selected]:bg-fill">
                {wish && <Icon name="check" className="text-white" />}
              </span>
              {t('end.tell', names)}
            </Checkbox>
          ) : (
            <p className="rounded-lg border border-warn bg-warn-tint p-3 text-warn">{t('end.cannotTell', { reason: detail.repliable.reason })}</p>
          )}
          {tell && joined.length > 0 && <p>{t('ending.joined', { count: joined.length })}</p>}
          {tell && other && (
            <TextField value={translation} onChange={setTranslation}>
              <Label className="font-medium">{t('ending.translation', { language: languageName(other, i18n.language) })}</Label>
              <Text slot="description" className="block text-sm text-soft">{t('ending.translationHint', { language: languageName(other, i18n.language) })}</Text>
              <TextArea rows={2} maxLength={4000} className="field mt-1" lang={other} />
            </TextField>
          )}
          {detail.same_trouble?.photo_allowed && (
            <TextField value={photo} onChange={setPhoto} type="url">
              <Label className="font-medium">{t('ending.photo')}</Label>
              <Text slot="description" className="block text-sm text-soft">{t('ending.photoHint')}</Text>
              <Input maxLength={300} className="field mt-1" />
            </TextField>
          )}
          {tell && <PreviewBox preview={preview} empty={!outcome.trim()} language={detail.case.language} />}
          {second && <p className="text-sm text-warn" data-testid="needs-approval">{t('approvals.closeHint', { policy: second.policy })}</p>}
          <div className="flex flex-wrap justify-end gap-2">
            <Button slot="close" className="btn min-h-11">
              {t('cancel')}
            </Button>
            <Button className="btn btn-fill min-h-11" isDisabled={blocked} onPress={() => void submit()}>
              {second ? t('approvals.askClose') : tell ? t('end.submitTell', names) : t('end.submit')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
