// Ctrl-K: everything that can be done from here, by name.
import { useMemo, type KeyboardEvent } from 'react';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField, useFilter } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { speak } from '../i18n';
import { keyOf, type Command } from '../lib/keys';
import { go, here, nowhere, screens, views } from '../lib/place';
import { assignCase, routeCase, setStatus, signOut } from '../state/actions';
import { answers, run, useCommandSet } from '../state/commands';
import { useAgents, useCase, useNames, useSession } from '../state/data';
import { show, type PaletteMode } from '../state/overlay';

interface Item {
  id: string;
  name: string;
  hint?: string;
  lang?: string;
  act(): void;
}

const named: Command[] = ['reply', 'note', 'close', 'assign', 'case', 'dismiss', 'undo', 'search', 'fresh', 'back', 'sheet'];
const statuses = ['new', 'needs_info', 'open', 'with_agency'] as const;
const quietly = (work: Promise<unknown>) => void work.catch(() => {}); // the action has said what went wrong

export function useItems(mode: PaletteMode): Item[] {
  const { t, i18n } = useTranslation();
  const session = useSession().data;
  const agents = useAgents().data;
  const names = useNames();
  const generation = useCommandSet();
  const number = here().number;
  const about = useCase(number).data;
  const acts = about !== undefined && answers('assign');

  return useMemo(() => {
    const people: Item[] = !acts ? [] : [
      { id: 'assign:', name: t('palette.assignTo', { name: t('nobody') }), act: () => quietly(assignCase(number, null)) },
      ...(agents ?? []).map((a) => ({
        id: `assign:${a.name}`,
        name: a.name === session?.name ? t('palette.assignMe') : t('palette.assignTo', { name: a.name }),
        act: () => quietly(assignCase(number, a.name)),
      })),
    ].sort((a, b) => Number(b.id === `assign:${session?.name}`) - Number(a.id === `assign:${session?.name}`));
    const topics: Item[] = !acts ? [] : names.topics.map(({ id, name }) => ({ id: `topic:${id}`, name: t('palette.setTopic', { name }), act: () => quietly(routeCase(number, id, name)) }));
    const states: Item[] = !acts ? [] : statuses.map((s) => ({ id: `status:${s}`, name: t('palette.setStatus', { name: t(`status.${s}`) }), act: () => quietly(setStatus(number, s)) }));
    if (mode === 'assign') return people;
    if (mode === 'topic') return topics;
    if (mode === 'status') return states;
    return [
      ...named.filter(answers).map((c) => ({ id: `do:${c}`, name: t(`keys.${c}` as 'keys.next'), hint: keyOf[c], act: () => void run(c) })),
      ...screens.map((screen) => ({ id: `screen:${screen}`, name: t('palette.goto', { name: t(`nav.${screen}`) }), act: () => go({ ...nowhere, screen }) })),
      ...views.map((view) => ({ id: `view:${view}`, name: t('palette.view', { name: t(`view.${view}`) }), act: () => go({ ...nowhere, view }) })),
      ...people,
      ...states,
      ...topics,
      ...names.topics.map(({ id, name }) => ({ id: `only:${id}`, name: t('palette.filterTopic', { name }), act: () => go({ ...nowhere, topic: id, view: here().view }) })),
      { id: 'language', name: t('palette.language'), lang: t('nav.languageTag'), act: () => void speak(i18n.language === 'es' ? 'en' : 'es') },
      { id: 'out', name: t('sign.out'), act: () => void signOut() },
    ];
     
  }, [mode, t, i18n.language, session, agents, names, number, acts, generation]);
}

const titles = { all: 'palette.title', assign: 'palette.assign', topic: 'palette.topic', status: 'palette.status' } as const;

export function Palette({ mode }: { mode: PaletteMode }) {
  const { t } = useTranslation();
  const items = useItems(mode);
  const { contains } = useFilter({ sensitivity: 'base' });
  const title = t(titles[mode]);
  const act = (id: string) => {
    show(null);
    const item = items.find((one) => one.id === id);
    // After the window is gone and has given the focus back: then the command may move it.
    if (item) setTimeout(() => item.act(), 0);
  };
  // While words are typed the list's own Enter may still look for a line that they have filtered out: what the person
  // sees marked is meant, or the first that fits.
  const actOnMarked = (event: KeyboardEvent<HTMLElement>) => {
    const input = event.target;
    if (event.key !== 'Enter' || !(input instanceof HTMLInputElement) || !input.value) return;
    const list = event.currentTarget.closest('[role="dialog"]');
    const line = list?.querySelector('[role="menuitem"][data-focused]') ?? list?.querySelector('[role="menuitem"]');
    const id = line?.getAttribute('data-key');
    if (!id) return;
    event.preventDefault();
    event.stopPropagation();
    act(id);
  };
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && show(null)} className="veil">
      <Modal className="window">
        <Dialog aria-label={title} className="flex max-h-[70dvh] flex-col outline-none">
          <Autocomplete filter={contains}>
            <div onKeyDownCapture={actOnMarked}>
              <SearchField autoFocus aria-label={title} className="border-b border-line p-2">
                <Input className="field min-h-11 border-transparent! text-base" placeholder={mode === 'all' ? t('palette.hint') : title} />
              </SearchField>
            </div>
            {/* The items never hold the focus (the search field does), so what scrolls must take it itself. */}
            <div role="group" aria-label={title} tabIndex={0} className="min-h-0 overflow-y-auto rounded-b-xl p-2 focus-visible:outline-offset-[-2px]">
              <Menu
                aria-label={title}
                items={items}
                onAction={(key) => act(String(key))}
                className="outline-none"
                renderEmptyState={() => <p className="p-4 text-soft">{t('palette.empty')}</p>}
              >
                {(item) => (
                  <MenuItem id={item.id} textValue={item.name} className="flex min-h-9 cursor-pointer items-center justify-between gap-3 rounded-lg border-l-4 border-transparent px-3 data-[focused]:border-accent data-[focused]:bg-tint">
                    <span lang={item.lang}>{item.name}</span>
                    {item.hint && <kbd>{item.hint}</kbd>}
                  </MenuItem>
                )}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
