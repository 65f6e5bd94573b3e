// The city's neighborhoods as shapes: how much each is written about, and where something is hot. A picture for the
// eye; the table beside it says the same. Keys: arrows go from the busiest to the quietest.
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { HotTopic, NeighborhoodCount } from '../api';
import { go, nowhere, writePlace } from '../lib/place';
import { useAreaMap, useNames } from '../state/data';
import { Icon } from './icons';
import { Words } from './ResidentText';

interface Spot {
  name: string;
  path: string;
  x: number;
  y: number;
  posts: number;
  before: number;
  hot: HotTopic[];
}

const steps = 4;
/** 0 = nothing, then four steps up to the busiest. */
const heatOf = (posts: number, most: number) => (posts === 0 ? 0 : Math.max(1, Math.ceil((steps * posts) / most)));

export function AreaMap({ counts, hot }: { counts: NeighborhoodCount[]; hot: HotTopic[] }) {
  const { t } = useTranslation();
  const map = useAreaMap().data;
  const [chosen, setChosen] = useState('');
  if (!map || map.areas.length === 0) return null; // a city without polygons has its table
  const count = new Map(counts.map((one) => [one.neighborhood, one]));
  const spots = map.areas
    .map((area): Spot => ({ ...area, posts: count.get(area.name)?.posts ?? 0, before: count.get(area.name)?.before ?? 0, hot: hot.filter((one) => one.neighborhood === area.name) }))
    .sort((a, b) => b.hot.length - a.hot.length || b.posts - a.posts || a.name.localeCompare(b.name));
  const most = Math.max(1, ...spots.map((one) => one.posts));
  const at = Math.max(0, spots.findIndex((one) => one.name === chosen));
  const spot = spots.find((one) => one.name === chosen);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const to = event.key === 'Home' ? 0 : event.key === 'End' ? spots.length - 1 : step === undefined ? null : chosen === '' ? 0 : at + step;
    if (to === null) return;
    event.preventDefault();
    setChosen(spots[Math.min(spots.length - 1, Math.max(0, to))]!.name);
  };
  const said = (one: Spot) => [one.name, t('trends.posts', { count: one.posts }), ...(one.hot.length ? [t('trends.mapHot', { count: one.hot.length })] : [])].join(', ');
  // Drawn last lies on top: the hot ones, then the chosen one, so that no neighbor covers their border.
  const drawn = [...spots].sort((a, b) => Number(a.name === chosen) - Number(b.name === chosen) || a.hot.length - b.hot.length);
  return (
    <div>
      <svg
        viewBox={`-6 -6 ${map.width + 12} ${map.height + 12}`}
        className="areas"
        role="listbox"
        aria-label={t('trends.mapTitle')}
        aria-describedby="map-said"
        aria-activedescendant={spot ? `area-${at}` : undefined}
        tabIndex={0}
        onKeyDown={move}
      >
        {drawn.map((one) => (
          <path
            key={one.name}
            id={`area-${spots.indexOf(one)}`}
            role="option"
            aria-selected={one.name === chosen}
            aria-label={said(one)}
            d={one.path}
            fillRule="evenodd"
            className="area"
            data-heat={heatOf(one.posts, most)}
            data-hot={one.hot.length > 0 || undefined}
            data-area={one.name}
            onClick={() => setChosen(one.name)}
          >
            <title>{said(one)}</title>
          </path>
        ))}
        {spots
          .filter((one) => one.hot.length > 0)
          .map((one) => (
            <g key={one.name} className="area-pin" aria-hidden="true" transform={`translate(${one.x} ${one.y})`}>
              <circle r="20" />
              <path d="M0 -11V3M0 10v.1" />
            </g>
          ))}
      </svg>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft" aria-hidden="true">
        <span className="inline-flex items-center gap-1">
          0
          {[0, 1, 2, 3, 4].map((heat) => (
            <svg key={heat} viewBox="0 0 18 12" className="h-3 w-4">
              <rect x="1" y="1" width="16" height="10" className="area" data-heat={heat} />
            </svg>
          ))}
          {t('trends.posts', { count: most })}
        </span>
        <span className="inline-flex items-center gap-1">
          <svg viewBox="-22 -22 44 44" className="size-4 area-pin">
            <circle r="20" />
            <path d="M0 -11V3M0 10v.1" />
          </svg>
          {t('trends.mapHotLegend')}
        </span>
      </p>
      <div id="map-said" role="status" className="mt-1 min-h-12 text-sm">
        {spot ? <Chosen spot={spot} /> : <p className="text-soft">{t('trends.mapHint')}</p>}
      </div>
    </div>
  );
}

function Chosen({ spot }: { spot: Spot }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <>
      <p>
        <strong className="wrap-anywhere">{spot.name}</strong>: {t('trends.posts', { count: spot.posts })} ({t('trends.before')}: {spot.before})
      </p>
      {spot.hot.map((one) => {
        const target = { ...nowhere, screen: 'trends' as const, hot: one.episode };
        return (
          <p key={one.episode}>
            <a
              href={writePlace(target)}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                go(target);
              }}
              className="inline-flex min-h-6 items-center gap-1 wrap-anywhere"
            >
              <Icon name="warn" />
              {one.topic ? names.topic(one.topic) : <Words text={one.phrase ?? ''} />}
            </a>
          </p>
        );
      })}
    </>
  );
}
