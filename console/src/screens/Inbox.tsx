// List, conversation, facts: side by side where there is room, one at a time where there is not.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button, Input, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CaseSummary, View } from '../api';
import { go, nowhere, usePlace, views, writePlace } from '../lib/place';
import { useCommand } from '../state/commands';
import { useActs, useCases, useNames } from '../state/data';
import { setListReader, showFresh, useFresh } from '../state/live';
import { addMarks, clearMarks, toggleMark, useMarked } from '../state/marked';
import { show } from '../state/overlay';
import { typeahead, useNarrow } from '../state/store';
import { Icon } from '../ui/icons';
import { useUnread } from '../ui/Notices';
import { Words } from '../ui/ResidentText';
import { Due, Empty, Failed, Loading, PriorityChip, Time } from '../ui/small';
import { VirtualList, type ListHandle } from '../ui/VirtualList';
import { CaseFacts, CaseThread } from './CaseThread';

export function Inbox() {
  const { t } = useTranslation();
  const place = usePlace();
  const narrow = useNarrow();
  const pane = !narrow ? 'all' : !place.number ? 'list' : place.facts ? 'facts' : 'thread';
  const back = () => (place.facts ? go({ facts: false }, 'replace') : go({ number: '' }));
  useCommand('back', narrow && place.number ? back : null);

  return (
    <div className="flex min-h-0 flex-1 flex-col lg:grid lg:grid-cols-[21rem_minmax(0,1fr)_18rem] xl:grid-cols-[12.5rem_22rem_minmax(0,1fr)_19rem]">
      <h1 className="sr-only">{t('nav.inbox')}</h1>
      <CaseListPane hidden={pane !== 'all' && pane !== 'list'} />
      {(pane === 'all' || pane === 'thread') && (
        <section aria-label={place.number ? t('thread.label', { number: place.number }) : t('thread.conversation')} className="flex min-h-0 min-w-0 flex-1 flex-col border-line lg:border-l">
          {place.number ? <CaseThread key={place.number} number={place.number} back={narrow ? back : undefined} /> : <Empty title={t('empty.pick')} hint={t('empty.pickHint')} />}
        </section>
      )}
      {(pane === 'all' || pane === 'facts') && (
        <section aria-label={t('facts.label')} tabIndex={0} className="min-h-0 flex-1 overflow-y-auto border-line bg-panel lg:border-l">
          {place.number && <CaseFacts number={place.number} back={narrow ? back : undefined} />}
        </section>
      )}
    </div>
  );
}

function CaseListPane({ hidden }: { hidden: boolean }) {
  const { t } = useTranslation();
  const place = usePlace();
  const narrow = useNarrow();
  const wanted = useMemo(() => ({ view: place.view, search: place.search, topic: place.topic }), [place.view, place.search, place.topic]);
  const list = useCases(wanted);
  const cases = useMemo(() => list.data?.pages.flatMap((page) => page.cases) ?? [], [list.data]);
  const counts = list.data?.pages.at(-1)?.counts ?? {};
  const names = useNames();
  const unread = useUnread();
  const handle = useRef<ListHandle>(null);
  const fresh = useFresh();
  const acts = useActs();
  const marked = useMarked();
  const [picking, setPicking] = useState(false);
  useEffect(() => clearMarks, []);

  // What is chosen moves at once; the conversation follows a moment later, so that j j j asks for one case only.
  const [chosen, setChosen] = useState(place.number);
  useEffect(() => {
    if (place.number) setChosen(place.number);
  }, [place.number]);
  useEffect(() => {
    if (narrow || !chosen || chosen === place.number) return;
    const timer = setTimeout(() => go({ number: chosen, facts: false }, 'replace'), 120);
    return () => clearTimeout(timer);
    // The address changing by itself (back button) must not be answered by changing it again.
     
  }, [chosen, narrow]);

  const at = cases.findIndex((row) => row.case.number === chosen);
  const lastAt = useRef(0);
  if (at >= 0) lastAt.current = at;
  const move = (step: number) => {
    // A row that left the list (closed, say) leaves its place: the next one is the one that moved up.
    const from = at >= 0 ? at : step > 0 ? lastAt.current - 1 : lastAt.current;
    const next = cases[Math.max(0, Math.min(cases.length - 1, from + step))];
    if (next) setChosen(next.case.number);
  };
  const open = useCallback((number: string) => {
    setChosen(number);
    typeahead.cancel();
    go({ number, facts: false });
    requestAnimationFrame(() => document.getElementById('case-title')?.focus());
  }, []);
  useCommand('next', () => move(1));
  useCommand('previous', () => move(-1));
  useCommand('open', chosen ? () => open(chosen) : null);
  useCommand('dismiss', acts && at >= 0 && !hidden ? () => toggleMark(cases[at]!) : null);
  useCommand('fresh', () => {
    handle.current?.toTop();
    void showFresh();
  });
  const search = useRef<HTMLInputElement>(null);
  useCommand('search', hidden ? null : () => search.current?.focus());

  useEffect(() => {
    setListReader({ isAtTop: () => handle.current?.isAtTop() ?? true, known: () => new Set(cases.map((row) => row.case.number)) });
    return () => setListReader(null);
  }, [cases]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (hidden) return null;
  const filtered = place.search !== '' || place.topic !== '';
  const total = filtered ? (hasNextPage ? null : cases.length) : (counts[place.view] ?? null);
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-panel xl:contents">
      <Views counts={counts} chosen={place.view} />
      <section aria-label={t('list.label')} className="flex min-h-0 flex-1 flex-col bg-panel xl:border-l xl:border-line">
        <div className="border-b border-line p-3">
          <CaseSearch key={place.search} input={search} />
          {place.topic && (
            <Button className="chip mt-2 min-h-6 cursor-pointer" aria-label={t('list.clearTopic')} onPress={() => go({ topic: '' })}>
              {t('list.topic', { topic: names.topic(place.topic) })} <Icon name="close" />
            </Button>
          )}
          {fresh > 0 && (
            <Button className="btn btn-fill mt-2 w-full" onPress={() => (handle.current?.toTop(), void showFresh())}>
              {t('live.fresh', { count: fresh })} <kbd>.</kbd>
            </Button>
          )}
          {acts && cases.length > 1 && <PickBar count={marked.size} picking={picking} setPicking={setPicking} />}
          <p className="sr-only" role="status">
            {fresh > 0 ? t('live.fresh', { count: fresh }) : list.isSuccess && filtered ? t('list.shown', { count: cases.length }) : ''}
          </p>
        </div>
        <div className="min-h-[60dvh] flex-1 max-lg:h-[calc(100dvh-13rem)] max-lg:flex-none lg:min-h-0">
          {list.isPending && <Loading />}
          {list.isError && <Failed what={t('list.failedLoad')} error={list.error} again={() => void list.refetch()} />}
          {list.isSuccess && cases.length === 0 && <Empty title={place.search ? t('empty.search', { search: place.search }) : t(`empty.${place.view}`)} />}
          {cases.length > 0 && (
            <VirtualList items={cases} idOf={(row) => row.case.number} row={(row) => <CaseRow row={row} marked={picking || marked.size > 0 ? marked.has(row.case.number) : null} topic={names.topic(row.case.topic)} unread={unread.has(row.case.number)} />} chosen={chosen} choose={setChosen} open={open} label={`${t('list.label')}: ${t(`view.${place.view}`)}`} total={total} estimate={118} nearEnd={nearEnd} handle={handle} {...(acts && { marks: { ids: marked, picking, toggle: toggleMark, add: addMarks } })} />
          )}
        </div>
      </section>
    </div>
  );
}

function Views({ counts, chosen }: { counts: Record<string, number>; chosen: View }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <nav aria-label={t('view.title')} className="flex flex-wrap gap-1 border-b border-line bg-panel p-2 xl:flex-col xl:flex-nowrap xl:border-b-0 xl:p-3">
      {views.map((view) => (
        <a
          key={view}
          href={writePlace({ ...nowhere, view })}
          aria-current={view === chosen ? 'page' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            go({ ...nowhere, view });
          }}
          className={`flex min-h-7 items-center justify-between gap-2 rounded-lg border border-transparent px-2 text-sm text-ink no-underline hover:bg-tint aria-[current]:border-accent aria-[current]:bg-tint aria-[current]:font-semibold aria-[current]:text-accent xl:min-h-9 xl:px-3 xl:text-[0.9375rem] ${view === 'emergency' && (counts[view] ?? 0) > 0 ? 'font-semibold text-bad!' : ''}`}
        >
          {t(`view.${view}`)}
          <span className="text-xs text-soft tabular-nums">{counts[view] === undefined ? '' : number.format(counts[view])}</span>
        </a>
      ))}
    </nav>
  );
}

function CaseSearch({ input }: { input: React.RefObject<HTMLInputElement | null> }) {
  const { t } = useTranslation();
  const place = usePlace();
  const [text, setText] = useState(place.search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const submit = (value: string) => {
    clearTimeout(timer.current);
    if (value.trim() !== place.search) go({ search: value.trim() }, 'replace');
  };
  return (
    <SearchField
      aria-label={t('list.search')}
      value={text}
      onChange={setText}
      onSubmit={submit}
      onClear={() => submit('')}
      className="relative"
    >
      <Icon name="search" className="pointer-events-none absolute top-2.5 left-2.5 text-soft" />
      <Input ref={input} placeholder={`${t('list.search')} · ${t('list.searchHint')}`} className="field pl-8! [&::-webkit-search-cancel-button]:hidden" maxLength={200} onBlur={() => submit(text)} />
      {text && (
        <Button className="absolute top-1 right-1 grid size-7 place-items-center rounded text-soft" aria-label={t('close')}>
          <Icon name="close" />
        </Button>
      )}
    </SearchField>
  );
}

function PickBar({ count, picking, setPicking }: { count: number; picking: boolean; setPicking: (on: boolean) => void }) {
  const { t } = useTranslation();
  const stop = () => {
    setPicking(false);
    clearMarks();
  };
  const on = picking || count > 0;
  return (
    <div role="group" aria-label={t('pick.label')} className="mt-2 flex flex-wrap items-center gap-1" onKeyDown={(e) => e.key === 'Escape' && stop()}>
      {!on && <Button className="btn btn-quiet -ml-2" onPress={() => setPicking(true)}>{t('pick.start')}</Button>}
      {on && <span role="status" className="mr-1 text-sm font-medium tabular-nums">{t('pick.count', { count })}</span>}
      {on && <Button className="btn btn-fill" isDisabled={count < 2} onPress={() => show({ kind: 'gather' })}>{t('pick.one')}</Button>}
      {on && <Button className="btn" onPress={stop}>{t('pick.stop')}</Button>}
    </div>
  );
}

function CaseRow({ row, topic, unread, marked }: { marked: boolean | null; row: CaseSummary; topic: string; unread: boolean }) {
  const { t } = useTranslation();
  const about = row.case;
  return (
    <>
      <div className="flex items-baseline justify-between gap-2">
        {marked !== null && (
          <span aria-hidden="true" className={`grid size-4 shrink-0 place-items-center self-center rounded border-2 text-[0.65rem] ${marked ? 'border-transparent bg-fill' : 'border-edge bg-panel'}`}>
            {marked && <Icon name="check" className="text-white" />}
          </span>
        )}
        <Words text={row.author_name || about.resident.handle} className="grow truncate font-semibold" />
        <Time at={about.opened_at} className="text-xs text-soft" />
      </div>
      <p className="mt-0.5 line-clamp-2 text-sm wrap-anywhere" lang={about.language || undefined}>
        <Words text={row.text} />
      </p>
      <div className="mt-1.5 flex flex-wrap items-center gap-1">
        <PriorityChip about={about} />
        <span className="chip chip-cut">{topic}</span>
        <Due about={about} />
        {row.draft_waits && <span className="chip chip-warn">{t('list.draft')}</span>}
        {row.reply_in_doubt && <span className="chip chip-warn">{t('list.doubt')}</span>}
        {unread && <span className="chip chip-accent">{t('notices.chip')}</span>}
        {row.reply_failed && <span className="chip chip-bad">{t('list.failed')}</span>}
      </div>
      <p className="mt-1 text-xs text-soft">
        {about.number} · {row.assignee ? t('list.assigned', { name: row.assignee }) : t('view.unassigned')}
      </p>
    </>
  );
}

