// The city's texts as they are kept: what is a slot in them, and what their names say.

export interface Piece {
  text: string;
  slot?: string; // its name, without braces
}

/** A text in parts, every slot a part of its own. Sections ({{#due}} … {{/due}}) are slots that show or hide. */
export function slotPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const tag of text.matchAll(/\{\{\{?\s*[#^/&]?\s*([a-z_]+)\s*\}?\}\}/g)) {
    if (tag.index > from) pieces.push({ text: text.slice(from, tag.index) });
    pieces.push({ text: tag[0], slot: tag[1]! });
    from = tag.index + tag[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
export const slotsOf = (texts: string[]) => [...new Set(texts.flatMap((text) => slotPieces(text).flatMap((piece) => piece.slot ?? [])))];

/** Whether a text may be taken for this kind, topic and language: a common one for any topic, a special one for its own. */
export function mayServe(name: string, wanted: { kind: string; topic: string; language: string }, topics: ReadonlySet<string>): boolean {
  const parts = name.split('.');
  const special = parts.slice(1, -1).find((part) => topics.has(part));
  return parts.length > 1 && parts[0] === wanted.kind && parts.at(-1) === wanted.language && (special === undefined || special === wanted.topic);
}

/** Whole days from a date of the calendar to the day of `now`. */
export const daysSince = (day: string, now: number) => Math.max(0, Math.floor((now - Date.parse(`${day}T00:00:00Z`)) / 86_400_000));
