// Stopping sending, of one account or of all: never without a reason that everybody sees.
import { useState } from 'react';
import { Button, Dialog, Heading, Input, Label, Modal, ModalOverlay, Text, TextField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Account } from '../api';
import { stopSending } from '../state/actions';
import { show } from '../state/overlay';

export function StopDialog({ account }: { account: Account | null }) {
  const { t } = useTranslation();
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const blocked = !why.trim() || busy;
  const submit = async () => {
    if (blocked) return;
    setBusy(true);
    try {
      await stopSending(account, why.trim());
      show(null);
    } catch {
      setBusy(false); // the action has said why
    }
  };
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && show(null)} className="veil">
      <Modal className="window">
        <Dialog className="flex flex-col gap-4 p-5 outline-none">
          <Heading slot="title" className="text-lg font-semibold wrap-anywhere">
            {account ? t('accounts.stopTitle', { handle: account.handle }) : t('accounts.stopAllTitle')}
          </Heading>
          <TextField value={why} onChange={setWhy} autoFocus isRequired validationBehavior="aria">
            <Label className="font-medium">{t('accounts.why')}</Label>
            <Text slot="description" className="block text-sm text-soft">
              {t('accounts.stopHint')}
            </Text>
            <Input maxLength={1000} className="field mt-1" onKeyDown={(e) => e.key === 'Enter' && void submit()} />
          </TextField>
          <div className="flex flex-wrap justify-end gap-2">
            <Button slot="close" className="btn min-h-11">
              {t('cancel')}
            </Button>
            <Button className="btn btn-fill min-h-11" isDisabled={blocked} onPress={() => void submit()}>
              {account ? t('accounts.stop') : t('accounts.stopAll')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
