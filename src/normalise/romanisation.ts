import { LRUCache } from 'mnemonist';

/**
 * What the ways to write a folded name of another script in Latin letters have in common. Two names that differ in nothing else
 * are one name:
 *
 * - Cyrillic by BGN/PCGN, ISO 9, ALA-LC, ICAO Doc 9303 (passports) and the older German and French ways: 'Dmitri', 'Dmitry',
 *   'Dmitriy', 'Dmitrii' and 'Dmitrij'; 'Natalia', 'Natalya' and 'Nataliia'; 'Mikhail' and 'Mihail'; 'Aleksandr' and 'Alexander'.
 * - Japanese by Hepburn, Nihon-shiki and Kunrei-shiki (ISO 3602), with long vowels written out or not: 'Shin'ichi' and 'Sinichi',
 *   'Koichi' and 'Kouichi'. Only where the whole name is of Japanese syllables, since 'Yong' and 'Young' are two in Korean.
 * - 'Mohammed' in its many forms.
 *
 * What changes the first letter ('Yevgeny', 'Evgeny') is out of its reach where names are looked up by it.
 */
export function romanised(key: string): string {
  const known = recent.get(key);
  if (known !== undefined) return known;
  const form = mohammed.test(key) ? 'muhammad' : japanese.test(key) ? ofJapanese(key) : ofCyrillic(key);
  recent.set(key, form);
  return form;
}

const recent = new LRUCache<string, string>(20_000);

const mohammed = /^m[ou]h?amm?[ae]d$/;

function ofCyrillic(key: string): string {
  return key
    .replace(/ks/g, 'x')
    .replace(/kh(?=[aeiou])/g, 'h')
    .replace(/(?<=x)andr$/, 'ander')
    .replace(/[yj]/g, 'i')
    .replace(/i{2,}/g, 'i');
}

/** Nothing but Japanese syllables, the last of them open, in any of the systems. */
const japanese =
  /^(?:(?:[kgsztdnhbpmr]y?|sh|j|jy|ch|ts|f|w|y)?(?:[aeiu]|o(?:h(?![aeiouy]))?|uu|ou|oo)|n(?![aeiouy]))+(?<=[aeiou]h?)$/;

function ofJapanese(key: string): string {
  return key
    .replace(/sh(?=i)/g, 's')
    .replace(/sh(?=[auo])/g, 'sy')
    .replace(/ch(?=i)/g, 't')
    .replace(/ch(?=[auo])/g, 'ty')
    .replace(/tsu/g, 'tu')
    .replace(/fu/g, 'hu')
    .replace(/j(?=i)/g, 'z')
    .replace(/jy?(?=[auo])/g, 'zy')
    .replace(/o[uo]|oh(?![aeiouy])/g, 'o')
    .replace(/uu/g, 'u');
}

/** A folded last word of a family name, so that the ways to write the Slavic '-ский' have one form. */
export function slavicEnding(word: string): string {
  return word.replace(/(?<=[sc]k)(?:iy|ii|ij|yi|yy|yj|y)$/, 'i');
}
