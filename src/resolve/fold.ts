import anyAscii from 'any-ascii';

/**
 * The form in which names of topics and venues are compared (names of people and titles have `latinKey`): lower case, Latin letters without diacritics and
 * ligatures, everything but letters and digits as single spaces. Other scripts keep their letters, for a transliteration
 * would make different words one. `+` and `#` stay at the end of a word ('c++', 'c#'), and a possessive 's' goes.
 * Folding twice changes nothing. Takes time linear in the length of the text.
 */
export function fold(text: string): string {
  const plain = ascii.test(text);
  const latin = plain ? text.toLowerCase() : withoutDiacritics(text);
  const bare = latin.includes("'") || !plain ? latin.replace(/['’ʼ`´]s(?![a-z0-9])/g, '') : latin;
  if (bare.includes('++') || bare.includes('#')) return withSigns(bare);
  return bare.replace(plain ? asciiSeparators : separators, ' ').trim();
}

const ascii = /^[\0-\x7f]*$/;
const asciiSeparators = /[^a-z0-9]+/g;
const separators = /[^\p{L}\p{M}\p{N}]+/gu;

function withSigns(text: string): string {
  return text
    .replace(separators, (between) =>
      between.startsWith('++') ? '++ ' : between.startsWith('#') ? '# ' : ' ',
    )
    .replace(/(?<= )(?:\+\+|#)|^(?:\+\+|#)/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function withoutDiacritics(text: string): string {
  return text
    .replace(/[®©™\p{Surrogate}]/gu, ' ')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu, '')
    .replace(/[^\0-\x7f\P{Script=Latin}]+/gu, (letters) => anyAscii(letters))
    .toLowerCase()
    .normalize('NFC');
}
