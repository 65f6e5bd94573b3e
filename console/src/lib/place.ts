// Where the person is on the page. All of it stands in the address, so it can be kept, sent and reloaded.
import { useSyncExternalStore } from 'react';
import type { View } from '../api';

export const views = ['open', 'mine', 'unassigned', 'emergency', 'partner', 'needs_person', 'drafts', 'in_doubt', 'closed', 'all', 'watched', 'incoming'] as const satisfies readonly View[];
export const screens = ['inbox', 'review', 'approvals', 'trends', 'figures', 'texts', 'health', 'accounts'] as const;
export type Screen = (typeof screens)[number];

export interface Place {
  screen: Screen;
  view: View;
  search: string;
  topic: string;
  number: string; // of the open case, '' = none
  post: string; // of the open post in review, '' = none
  hot: string; // of the open hot topic, '' = none
  kind: string; // of the shown text of the city, as the four below
  lang: string;
  mark: string;
  desk: string;
  asks: string;
  facts: boolean; // narrow screens: the third pane instead of the second
}

export const nowhere: Place = { screen: 'inbox', view: 'open', search: '', topic: '', number: '', post: '', hot: '', kind: '', lang: '', mark: '', desk: '', asks: '', facts: false };
const textWords = ['kind', 'lang', 'mark', 'desk', 'asks'] as const;

const oneOf = <T extends string>(all: readonly T[], raw: string | null, otherwise: T): T =>
  all.find((x) => x === raw) ?? otherwise;

export function readPlace(search: string): Place {
  const query = new URLSearchParams(search);
  return {
    screen: oneOf(screens, query.get('screen'), 'inbox'),
    view: oneOf(views, query.get('view'), 'open'),
    search: query.get('search') ?? '',
    topic: query.get('topic') ?? '',
    number: query.get('case') ?? '',
    post: query.get('post') ?? '',
    hot: query.get('hot') ?? '',
    kind: query.get('kind') ?? '',
    lang: query.get('lang') ?? '',
    mark: query.get('mark') ?? '',
    desk: query.get('desk') ?? '',
    asks: query.get('asks') ?? '',
    facts: query.get('pane') === 'facts',
  };
}

/** The address of a place: what is as usual is left out. */
export function writePlace(place: Place): string {
  const query = new URLSearchParams();
  if (place.screen !== 'inbox') query.set('screen', place.screen);
  if (place.view !== 'open') query.set('view', place.view);
  if (place.search) query.set('search', place.search);
  if (place.topic) query.set('topic', place.topic);
  if (place.number) query.set('case', place.number);
  if (place.post) query.set('post', place.post);
  if (place.hot) query.set('hot', place.hot);
  for (const word of textWords) if (place[word]) query.set(word, place[word]);
  if (place.facts) query.set('pane', 'facts');
  const text = query.toString();
  return text ? `/?${text}` : '/';
}

const listeners = new Set<() => void>();
let current = readPlace(location.search);
let written = location.search;

function refresh(): Place {
  if (written !== location.search) {
    written = location.search;
    current = readPlace(location.search);
  }
  return current;
}
function subscribe(listener: () => void) {
  listeners.add(listener);
  addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('popstate', listener);
  };
}

export function go(change: Partial<Place>, how: 'push' | 'replace' = 'push') {
  const address = writePlace({ ...refresh(), ...change });
  if (address === location.pathname + location.search) return;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  for (const listener of listeners) listener();
}
export const here = () => refresh();
export const usePlace = () => useSyncExternalStore(subscribe, refresh);
