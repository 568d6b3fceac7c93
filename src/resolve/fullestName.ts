import type { ParsedName } from '../normalise/name.ts';

/** The name with the most letters, diacritics before none, then the first in code point order. */
export function fullestName(names: readonly ParsedName[]): ParsedName {
  const [first, ...rest] = names;
  if (first === undefined) throw new RangeError('no names');
  return rest.reduce((best, name) => (compareFullness(name.display, best.display) < 0 ? name : best), first);
}

/** Orders display names, the fullest first. */
export function compareFullness(a: string, b: string): number {
  const letters = (text: string) => text.replaceAll(/[^\p{L}]/gu, '').length;
  const marks = (text: string) => [...text].filter((character) => character > '\u007f').length;
  return letters(b) - letters(a) || marks(b) - marks(a) || (a < b ? -1 : a > b ? 1 : 0);
}
