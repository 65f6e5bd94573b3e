// Addresses written by strangers: only what parses as http(s), without a name or password in it, becomes a link.

export function safeAddress(raw: string | null | undefined): URL | null {
  if (!raw || !/^https?:\/\//i.test(raw)) return null;
  try {
    const url = new URL(raw);
    const web = url.protocol === 'https:' || url.protocol === 'http:';
    return web && !url.username && !url.password && url.hostname ? url : null;
  } catch {
    return null;
  }
}

export interface Found {
  start: number;
  end: number;
  url: URL;
}

/** Links in a text, as UTF-16 ranges. A closing mark of the sentence is not part of the address. */
export function linksIn(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'\u0000-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gi)) {
    const raw = match[0].replace(/[.,;:!?)\]}»”’…]+$/u, '');
    const url = safeAddress(raw);
    if (url) found.push({ start: match.index, end: match.index + raw.length, url });
  }
  return found;
}
