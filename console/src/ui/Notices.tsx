// What happened to the cases a person follows, and the transfers that wait for them: a button with a count, and a list.
import { useEffect, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { go, nowhere, usePlace, writePlace } from '../lib/place';
import { readNotices, useNotices } from '../state/agencies';
import { useNames } from '../state/data';
import { Icon } from './icons';
import { Failed, Loading, Time } from './small';

/** Numbers of the cases with something unread. */
export function useUnread(): Set<string> {
  return new Set(useNotices().data?.unread_cases);
}

/** Looking at a case is reading what was told of it. */
export function useReadOnOpen(number: string) {
  const unread = useUnread().has(number);
  useEffect(() => {
    if (unread) void readNotices(number);
  }, [unread, number]);
}

export function NoticesButton() {
  const { t } = useTranslation();
  const query = useNotices();
  const [open, setOpen] = useState(false);
  const place = usePlace();
  useReadOnOpen(place.screen === 'inbox' ? place.number : '');
  const unread = query.data?.unread ?? 0;
  return (
    <>
      <Button className="btn btn-quiet" aria-haspopup="dialog" aria-label={t('notices.button', { count: unread })} onPress={() => setOpen(true)}>
        <Icon name="bell" />
        {unread > 0 && <span className="chip chip-accent">{unread}</span>}
      </Button>
      <ModalOverlay isOpen={open} onOpenChange={setOpen} isDismissable className="veil">
        <Modal className="window">
          <Dialog className="p-5 outline-none">
            <div className="flex flex-wrap items-center gap-2">
              <Heading slot="title" className="mr-auto text-lg font-semibold">{t('notices.title')}</Heading>
              {unread > 0 && <Button className="btn" onPress={() => void readNotices(null)}>{t('notices.readAll')}</Button>}
              <Button slot="close" className="btn">{t('close')}</Button>
            </div>
            {query.isPending && <Loading />}
            {query.isError && <Failed what={t('notices.failedLoad')} error={query.error} again={() => void query.refetch()} />}
            {query.data && <List close={() => setOpen(false)} />}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

function List({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const names = useNames();
  const notices = useNotices().data?.notices ?? [];
  if (notices.length === 0) return <p className="mt-2 text-sm text-soft">{t('notices.none')}</p>;
  return (
    <ul aria-label={t('notices.title')} className="mt-2 flex flex-col text-sm">
      {notices.map((one) => (
        <li key={one.id} className="border-t border-line py-2 wrap-anywhere">
          <span className={one.read ? '' : 'font-semibold'}>{t(`notices.kind.${one.kind}`)}</span> {!one.read && <span className="chip chip-accent">{t('notices.unread')}</span>}
          <a
            href={writePlace({ ...nowhere, view: 'all', number: one.case })}
            aria-label={t('notices.open', { number: one.case })}
            className="ml-1 inline-flex min-h-6 items-center"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              go({ ...nowhere, view: 'all', number: one.case });
              close();
            }}
          >
            {one.case}
          </a>
          <span className="block text-soft">
            <Time at={one.at} /> · {one.by === 'auto' ? t('auto') : one.by} · {names.topic(one.topic)}
          </span>
          {one.text && <span className="block">{one.text}</span>}
        </li>
      ))}
    </ul>
  );
}
