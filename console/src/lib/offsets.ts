// The classifier counts UTF-8 bytes, JavaScript counts UTF-16 units. This is the one place that converts.

function utf8Bytes(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

export interface Offsets {
  /** UTF-16 index of the character that holds this byte; past the end: the text's length. */
  floor(byte: number): number;
  /** As floor, but a byte inside a character gives the index after it: for ends of spans. */
  ceil(byte: number): number;
}

export function offsetsOf(text: string): Offsets {
  const bytes: number[] = [];
  const units: number[] = [];
  let byte = 0;
  let unit = 0;
  for (const character of text) {
    bytes.push(byte);
    units.push(unit);
    byte += utf8Bytes(character.codePointAt(0)!);
    unit += character.length;
  }
  bytes.push(byte);
  units.push(unit);

  const lastNotAfter = (wanted: number): number => {
    let low = 0;
    let high = bytes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (bytes[middle]! <= wanted) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return {
    floor: (wanted) => units[lastNotAfter(Math.max(0, wanted))]!,
    ceil: (wanted) => {
      const at = lastNotAfter(Math.max(0, wanted));
      return bytes[at]! < wanted && at + 1 < units.length ? units[at + 1]! : units[at]!;
    },
  };
}
