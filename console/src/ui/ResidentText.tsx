// The one component that shows what a resident wrote: text nodes only, marks, safe links, hidden signs by name.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../api';
import { wordsOr } from '../i18n';
import { marksOf, piecesOf, type Mark, type Piece } from '../lib/pieces';

const noMarks: Mark[] = [];

export function ResidentText({ text, finding = null, language }: { text: string; finding?: Finding | null; language?: string }) {
  const pieces = useMemo(() => piecesOf(text, finding ? marksOf(text, finding) : noMarks), [text, finding]);
  const code = language ?? finding?.language;
  return (
    <p className="words" dir="auto" lang={code && code !== 'und' ? code : undefined}>
      {pieces.map((piece, i) => (
        <PieceView key={i} piece={piece} linkEnds={piece.link !== null && pieces[i + 1]?.link !== piece.link} />
      ))}
    </p>
  );
}

function PieceView({ piece, linkEnds }: { piece: Piece; linkEnds: boolean }) {
  const { t } = useTranslation();
  if (piece.hidden) {
    return (
      <span className="hidden-sign" title={t('thread.hidden', { name: piece.hidden })}>
        {piece.hidden}
      </span>
    );
  }
  const marked = <Marked piece={piece} />;
  if (!piece.link) return marked;
  const host = piece.link.host;
  return (
    <>
      <a href={piece.link.href} target="_blank" rel="noopener noreferrer">
        {marked}
      </a>
      {linkEnds && !piece.text.toLowerCase().startsWith(`${piece.link.protocol}//${host}`) && <span className="text-xs text-soft"> ({host})</span>}
    </>
  );
}

const rank = ['private', 'evidence', 'place'] as const;
function Marked({ piece }: { piece: Piece }) {
  const { t } = useTranslation();
  const kind = rank.find((k) => piece.marks.some((m) => m.kind === k));
  if (!kind) return <>{piece.text}</>;
  const title = piece.marks.map((m) => `${t(`thread.mark.${m.kind}`)}: ${labelOf(m)}`).join(' · ');
  return (
    <mark className={`m-${kind}`} title={title}>
      {piece.text}
    </mark>
  );
}

function labelOf(mark: Mark): string {
  if (mark.kind === 'place') return wordsOr(`place.${mark.label}`, mark.label);
  if (mark.kind === 'private') return wordsOr(`pii.${mark.label}`, mark.label);
  return mark.label;
}

/** A name or a short text of a stranger on one line: hidden signs are dropped from it, the full post shows them. */
export function Words({ text, className = '' }: { text: string; className?: string }) {
  const plain = useMemo(() => piecesOf(text, noMarks).map((p) => (p.hidden ? '\u25a1' : p.text)).join(''), [text]);
  return (
    <bdi className={`name ${className}`} dir="auto">
      {plain}
    </bdi>
  );
}
