import { Button, Dialog, Heading, Modal, ModalOverlay, Switch } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { keyOf, type Command } from '../lib/keys';
import { show } from '../state/overlay';
import { setSingleKeys, useSingleKeys } from '../state/settings';

const order: Command[] = ['next', 'previous', 'open', 'back', 'reply', 'note', 'close', 'assign', 'case', 'dismiss', 'undo', 'search', 'fresh', 'palette', 'sheet'];

export function KeySheet() {
  const { t } = useTranslation();
  const on = useSingleKeys();
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && show(null)} className="veil">
      <Modal className="window">
        <Dialog className="p-5 outline-none">
          <Heading slot="title" className="text-lg font-semibold">
            {t('keys.title')}
          </Heading>
          <dl className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-2">
            {order.map((command) => (
              <div key={command} className="flex items-baseline justify-between gap-3 border-b border-line py-1">
                <dt>{t(`keys.${command}` as 'keys.next')}</dt>
                <dd>
                  <kbd>{keyOf[command]}</kbd>
                </dd>
              </div>
            ))}
            <div className="flex items-baseline justify-between gap-3 border-b border-line py-1">
              <dt>{t('keys.send')}</dt>
              <dd>
                <kbd>Ctrl Enter</kbd>
              </dd>
            </div>
          </dl>
          <Switch isSelected={on} onChange={setSingleKeys} className="group mt-4 flex min-h-8 cursor-pointer items-center gap-3">
            <span aria-hidden="true" className="flex h-6 w-10 items-center rounded-full border border-edge bg-raised p-0.5 group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-accent group-data-[selected]:bg-fill">
              <span className="dot size-4 rounded-full border border-transparent bg-edge transition-transform group-data-[selected]:translate-x-4 group-data-[selected]:bg-white" />
            </span>
            {t('keys.toggle')}
          </Switch>
          <p className="mt-1 text-sm text-soft">{t('keys.off')}</p>
          <Button slot="close" className="btn mt-4">
            {t('close')}
          </Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
