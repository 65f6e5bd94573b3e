// Cuts a resident's text into pieces that can each be one text node: marked, linked, made visible, or plain.
import { hiddenName } from './hidden';
import { linksIn } from './links';
import { offsetsOf } from './offsets';
import type { Finding } from '../api';

export type MarkKind = 'evidence' | 'place' | 'private';

export interface Mark {
  start: number; // UTF-16
  end: number;
  kind: MarkKind;
  label: string;
}

export interface Piece {
  text: string;
  marks: Mark[];
  link: URL | null;
  hidden: string | null;
}

/** The finding's spans as UTF-16 marks. Spans that lie outside the text are dropped. */
export function marksOf(text: string, finding: Finding | null): Mark[] {
  if (!finding) return [];
  const at = offsetsOf(text);
  const marks: Mark[] = [];
  const add = (kind: MarkKind, label: string, start?: number, end?: number) => {
    if (start === undefined || end === undefined || end <= start) return;
    const mark = { start: at.floor(start), end: at.ceil(end), kind, label };
    if (mark.end > mark.start) marks.push(mark);
  };
  for (const topic of finding.topics) for (const e of topic.evidence) add('evidence', e.term, e.start, e.end);
  for (const place of finding.locations) add('place', place.kind, place.start, place.end);
  for (const span of finding.pii) add('private', span.kind, span.start, span.end);
  return marks;
}

export function piecesOf(text: string, marks: Mark[]): Piece[] {
  const links = linksIn(text);
  const cuts = new Set([0, text.length]);
  for (const span of [...marks, ...links]) cuts.add(span.start).add(span.end);

  const hidden = new Map<number, string>();
  let before = '';
  const characters = [...text];
  let unit = 0;
  characters.forEach((character, i) => {
    const name = hiddenName(character, before, characters[i + 1] ?? '');
    if (name) {
      hidden.set(unit, name);
      cuts.add(unit).add(unit + character.length);
    }
    before = character;
    unit += character.length;
  });

  const sorted = [...cuts].filter((cut) => cut <= text.length).sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const [start, end] = [sorted[i]!, sorted[i + 1]!];
    pieces.push({
      text: text.slice(start, end),
      marks: marks.filter((m) => m.start <= start && m.end >= end),
      link: links.find((l) => l.start <= start && l.end >= end)?.url ?? null,
      hidden: hidden.get(start) ?? null,
    });
  }
  return pieces;
}
