import { Suspense, lazy, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { signedOut } from './api';
import { commandFor } from './lib/keys';
import { usePlace } from './lib/place';
import { Inbox } from './screens/Inbox';
import { Review } from './screens/Review';
import { SignIn } from './screens/SignIn';
import { endSession, undo, writeAs } from './state/actions';
import { run, useCommand } from './state/commands';
import { keys, useSession } from './state/data';
import { useLiveStream } from './state/live';
import { show, useOverlay } from './state/overlay';
import { singleKeys } from './state/settings';
import { queries, typeahead } from './state/store';
import { CloseDialog } from './ui/CloseDialog';
import { Header } from './ui/Header';
import { NoticeBar, StaleBanner, StopBanner } from './ui/NoticeBar';
import { Palette } from './ui/Palette';
import { ScreenBoundary } from './ui/ScreenBoundary';
import { Failed, Loading } from './ui/small';

// Agents live in the inbox and the review; what is opened now and then travels when it is opened.
const Accounts = lazy(() => import('./screens/Accounts').then((screen) => ({ default: screen.Accounts })));
const Approvals = lazy(() => import('./screens/Approvals').then((screen) => ({ default: screen.Approvals })));
const Figures = lazy(() => import('./screens/Figures').then((screen) => ({ default: screen.Figures })));
const Gather = lazy(() => import('./ui/Gather').then((window) => ({ default: window.Gather })));
const Health = lazy(() => import('./screens/Health').then((screen) => ({ default: screen.Health })));
const KeySheet = lazy(() => import('./ui/KeySheet').then((window) => ({ default: window.KeySheet })));
const SignOutDialog = lazy(() => import('./ui/SignOutDialog').then((window) => ({ default: window.SignOutDialog })));
const StopDialog = lazy(() => import('./ui/StopDialog').then((window) => ({ default: window.StopDialog })));
const Texts = lazy(() => import('./screens/Texts').then((screen) => ({ default: screen.Texts })));
const Trends = lazy(() => import('./screens/Trends').then((screen) => ({ default: screen.Trends })));

export function App() {
  const { t, i18n } = useTranslation();
  const session = useSession();

  useEffect(() => {
    const ended = () => {
      if (queries.getQueryData(keys.session)) endSession();
    };
    signedOut.addEventListener('signed-out', ended);
    return () => signedOut.removeEventListener('signed-out', ended);
  }, []);

  return (
    <I18nProvider locale={i18n.language === 'es' ? 'es-US' : 'en-US'}>
      {session.isPending && <Loading />}
      {session.isError && (
        <main>
          <Failed what={t('app')} error={session.error} again={() => void session.refetch()} />
        </main>
      )}
      {session.isSuccess && (session.data ? <Console key={session.data.name} /> : <SignIn />)}
    </I18nProvider>
  );
}

function useKeyboard() {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (typeahead.waiting && !event.defaultPrevented && typeahead.feed(event)) return event.preventDefault();
      const command = commandFor(event, singleKeys());
      if (command && run(command)) event.preventDefault();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
  useCommand('undo', () => void undo());
  useCommand('palette', () => show({ kind: 'palette', mode: 'all' }));
  useCommand('sheet', () => show({ kind: 'sheet' }));
}

function Console() {
  const { t } = useTranslation();
  const place = usePlace();
  const overlay = useOverlay();
  useKeyboard();
  useLiveStream();
  useEffect(() => {
    const screen = t(`nav.${place.screen}`);
    document.title = place.number ? `${place.number} · ${screen} · social311` : `${screen} · social311`;
  }, [place.screen, place.number, t]);
  const name = useSession().data?.name ?? '';
  useEffect(() => {
    if (name) writeAs(name);
    return () => show(null);
  }, [name]);

  return (
    <div className="flex min-h-full flex-col lg:h-full">
      <a href="#content" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-panel focus:px-4 focus:py-2" onClick={(e) => (e.preventDefault(), document.getElementById('content')?.focus())}>
        {t('skip')}
      </a>
      <Header />
      <StaleBanner />
      <StopBanner />
      <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col">
        {place.screen === 'inbox' && <Inbox />}
        {place.screen === 'review' && <Review />}
        <ScreenBoundary key={place.screen}>
          <Suspense fallback={<Loading />}>
            {place.screen === 'approvals' && <Approvals />}
            {place.screen === 'trends' && <Trends />}
            {place.screen === 'figures' && <Figures />}
            {place.screen === 'texts' && <Texts />}
            {place.screen === 'health' && <Health />}
            {place.screen === 'accounts' && <Accounts />}
          </Suspense>
        </ScreenBoundary>
      </main>
      <NoticeBar />
      {overlay?.kind === 'palette' && <Palette mode={overlay.mode} />}
      <ScreenBoundary key={overlay?.kind ?? ''}>
        <Suspense fallback={null}>
          {overlay?.kind === 'sheet' && <KeySheet />}
          {overlay?.kind === 'leave' && <SignOutDialog />}
          {overlay?.kind === 'stop' && <StopDialog account={overlay.account} />}
          {overlay?.kind === 'gather' && <Gather />}
        </Suspense>
      </ScreenBoundary>
      {overlay?.kind === 'close' && <CloseDialog number={overlay.number} />}
    </div>
  );
}
