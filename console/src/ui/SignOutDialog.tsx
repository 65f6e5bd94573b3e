import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { signOut } from '../state/actions';
import { show } from '../state/overlay';

export function SignOutDialog() {
  const { t } = useTranslation();
  const leave = () => {
    show(null);
    void signOut(true);
  };
  return (
    <ModalOverlay isOpen onOpenChange={(open) => !open && show(null)} className="veil">
      <Modal className="window">
        <Dialog role="alertdialog" className="flex flex-col gap-4 p-5 outline-none">
          <Heading slot="title" className="text-lg font-semibold">
            {t('sign.leave')}
          </Heading>
          <p>{t('sign.leaveText')}</p>
          <div className="flex flex-wrap justify-end gap-2">
            <Button slot="close" autoFocus className="btn min-h-11">
              {t('cancel')}
            </Button>
            <Button className="btn btn-fill min-h-11" onPress={leave}>
              {t('sign.leaveAnyway')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
