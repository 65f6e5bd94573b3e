import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { speak } from '../i18n';
import { go, usePlace, writePlace, nowhere, type Screen } from '../lib/place';
import { clockTime } from '../lib/time';
import { signOut } from '../state/actions';
import { useApprovalCounts } from '../state/approvals';
import { useApproves, useClockwork, useHealth, useSession } from '../state/data';
import { useLive } from '../state/live';
import { show } from '../state/overlay';
import { Icon, type IconName } from './icons';
import { NoticesButton } from './Notices';

const screens: { screen: Screen; icon: IconName }[] = [
  { screen: 'inbox', icon: 'inbox' },
  { screen: 'review', icon: 'review' },
  { screen: 'approvals', icon: 'check' },
  { screen: 'trends', icon: 'trends' },
  { screen: 'figures', icon: 'figures' },
  { screen: 'texts', icon: 'facts' },
  { screen: 'health', icon: 'health' },
  { screen: 'accounts', icon: 'accounts' },
];

export function Header() {
  const { t, i18n } = useTranslation();
  const session = useSession().data!;
  const place = usePlace();
  const health = useHealth(false).data;
  const waiting = health?.posts.review ?? 0;
  const approvals = useMyApprovals();

  return (
    <header className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-panel px-3 py-2">
      <span className="mr-2 flex items-center gap-2 font-semibold">
        <img src="/favicon.svg" alt="" width="24" height="24" />
        <span>{session.city.name} 311</span>
      </span>
      <nav aria-label={t('nav.main')} className="flex flex-wrap gap-1 max-sm:order-last max-sm:w-full">
        {screens.map(({ screen, icon }) => (
          <a
            key={screen}
            href={writePlace({ ...nowhere, screen })}
            aria-current={place.screen === screen ? 'page' : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              go({ ...nowhere, screen });
            }}
            className="btn btn-quiet aria-[current]:border-accent aria-[current]:bg-tint aria-[current]:text-accent max-sm:px-2"
          >
            <Icon name={icon} className="max-[104rem]:hidden" />
            {t(`nav.${screen}`)}
            {screen === 'review' && waiting > 0 && <span className="chip chip-accent">{waiting}</span>}
            {screen === 'approvals' && approvals > 0 && <span className="chip chip-accent">{approvals}</span>}
          </a>
        ))}
      </nav>
      <div className="ml-auto flex items-center gap-1">
        <LiveSign />
        <NoticesButton />
        <Button className="btn max-sm:hidden" onPress={() => show({ kind: 'palette', mode: 'all' })}>
          <Icon name="search" />
          <span className="max-[104rem]:sr-only">{t('nav.palette')}</span>
          <kbd>Ctrl K</kbd>
        </Button>
        <MenuTrigger>
          <Button className="btn btn-quiet" aria-label={t('nav.account', { name: session.name })}>
            <Icon name="person" />
            <span className="max-w-32 truncate max-sm:hidden">{session.name}</span>
          </Button>
          <Popover placement="bottom end" className="window w-64! rounded-xl p-1">
            <p className="px-3 pt-2 text-sm text-soft">{t('sign.as', { name: session.name })}</p>
            <p className="px-3 pb-2 text-xs text-soft">
              {t(`role.${session.role}`)} · social311 {session.version}
            </p>
            <Menu className="outline-none" aria-label={t('nav.account', { name: session.name })}>
              <HeaderItem onAction={() => show({ kind: 'palette', mode: 'all' })} icon="search" text={t('nav.palette')} />
              <HeaderItem onAction={() => show({ kind: 'sheet' })} icon="keys" text={t('nav.keys')} />
              <HeaderItem onAction={() => void speak(i18n.language === 'es' ? 'en' : 'es')} icon="globe" text={t('nav.language')} lang={t('nav.languageTag')} />
              <HeaderItem onAction={() => void signOut()} icon="out" text={t('sign.out')} />
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
    </header>
  );
}

/** What asks something of this person: texts to decide about, and own ones that came back. */
function useMyApprovals(): number {
  const counts = useApprovalCounts().data;
  const approves = useApproves();
  return (counts?.sent_back ?? 0) + (approves ? (counts?.for_me ?? 0) : 0);
}

function HeaderItem({ onAction, icon, text, lang }: { onAction(): void; icon: IconName; text: string; lang?: string }) {
  return (
    <MenuItem onAction={onAction} textValue={text} className="flex min-h-9 cursor-pointer items-center gap-2 rounded-lg px-3 data-[focused]:bg-tint">
      <Icon name={icon} />
      <span lang={lang}>{text}</span>
    </MenuItem>
  );
}

function LiveSign() {
  const { t } = useTranslation();
  const live = useLive();
  const clockwork = useClockwork();
  if (live.stale) return <span className="chip chip-bad">{live.beat ? t('live.off', { time: clockTime(live.beat, clockwork) }) : t('live.starting')}</span>;
  return (
    <span className={`chip ${live.beat ? 'chip-good' : ''}`}>
      <span aria-hidden="true" className={`size-1.5 rounded-full ${live.beat ? 'bg-good' : 'bg-soft'}`} />
      {live.beat ? t('live.on') : t('live.starting')}
    </span>
  );
}
