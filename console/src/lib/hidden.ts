// Characters that change how a text looks without being seen: direction overrides, zero-width signs, fillers.
// They are shown by name, except where a script or an emoji truly needs them.

const names: Record<number, string> = {
  0x00ad: 'SHY', 0x034f: 'CGJ', 0x061c: 'ALM', 0x115f: 'HCF', 0x1160: 'HJF', 0x180e: 'MVS', 0x200b: 'ZWSP', 0x200c: 'ZWNJ',
  0x200d: 'ZWJ', 0x200e: 'LRM', 0x200f: 'RLM', 0x2028: 'LS', 0x2029: 'PS', 0x202a: 'LRE', 0x202b: 'RLE', 0x202c: 'PDF',
  0x202d: 'LRO', 0x202e: 'RLO', 0x2060: 'WJ', 0x2066: 'LRI', 0x2067: 'RLI', 0x2068: 'FSI', 0x2069: 'PDI', 0x3164: 'HF',
  0xfeff: 'BOM', 0xffa0: 'HHF',
};
const joiningScript = /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Oriya}\p{Script=Khmer}\p{Script=Mongolian}]/u;
const emojiPart = /[\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}\ufe0f\u20e3]/u;

/** A short name when this character must be made visible here, else null. */
export function hiddenName(character: string, before: string, after: string): string | null {
  const code = character.codePointAt(0)!;
  if (code === 0x200d || code === 0x200c) {
    const emoji = code === 0x200d && emojiPart.test(before) && emojiPart.test(after);
    return emoji || joiningScript.test(before) ? null : names[code]!;
  }
  if (names[code]) return names[code];
  if (code >= 0xe0000 && code <= 0xe007f) return tagOfFlag(before) ? null : 'TAG';
  const control = (code < 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) || (code >= 0x7f && code < 0xa0);
  if (control || (code >= 0x2061 && code <= 0x2065) || (code >= 0x206a && code <= 0x206f) || (code >= 0xfff9 && code <= 0xfffb)) {
    return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  }
  return null;
}

// The black flag followed by tags is the flag of England and its like.
function tagOfFlag(before: string): boolean {
  const code = before.codePointAt(0) ?? 0;
  return code === 0x1f3f4 || (code >= 0xe0000 && code <= 0xe007f);
}
