// Line icons, drawn here: nothing is loaded, and each stands beside words, never alone for meaning.
const paths = {
  inbox: 'M3 13l2.500-8h13L21 13v6H3zM3 13h5l1.500 3h5L16 13h5',
  review: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5M11 8v3.500M11 14v.1',
  health: 'M3 12h4l2.500-6 4 12 2.500-6h5',
  trends: 'M3 17l5-5 4 4 8-9M15 7h5v5',
  accounts: 'M4 5h16v6H4zM4 13h16v6H4zM7 8v.1M7 16v.1M11 8h6M11 16h6',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  back: 'M15 5l-7 7 7 7',
  out: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  warn: 'M12 3l10 18H2zM12 10v5M12 17.800v.1',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.500 2',
  check: 'M4 12.500l5 5L20 6.500',
  place: 'M12 21s7-6.500 7-11a7 7 0 0 0-14 0c0 4.500 7 11 7 11zM12 7.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 20c.6-4 4-6 8-6s7.400 2 8 6',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3.500 6 3.500 9S15 18 12 21c-3-3-3.500-6-3.500-9S9 6 12 3z',
  keys: 'M3 7h18v10H3zM7 11v.1M12 11v.1M17 11v.1M8 14h8',
  close: 'M6 6l12 12M18 6L6 18',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  figures: 'M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-7',
  facts: 'M4 5h16v14H4zM14 5v14M7 9h4M7 13h4',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name, className = '' }: { name: IconName; className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={`size-[1.15em] shrink-0 fill-none stroke-current ${className}`} strokeWidth="1.800" strokeLinecap="round" strokeLinejoin="round">
      <path d={paths[name]} />
    </svg>
  );
}
