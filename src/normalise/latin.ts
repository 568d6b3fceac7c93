import anyAscii from 'any-ascii';

/**
 * The form in which names and titles are compared: lower-case words of a–z and 0–9, one space between them. Diacritics
 * go ('Jastrzębski' → 'jastrzebski'), other scripts are transliterated ('Иванов' → 'ivanov'), apostrophes join
 * ("O'Brien" → 'obrien'), everything else parts words. Doing it twice changes nothing. A text of nothing but signs
 * gives ''.
 */
export function latinKey(text: string): string {
  return (ascii.test(text) ? text : anyAscii(text.replace(/\p{Surrogate}/gu, ' ').normalize('NFC')))
    .toLowerCase()
    .replace(/['`]/g, '')
    .replace(/[^a-z\d]+/g, ' ')
    .trim();
}

const ascii = /^[\0-\x7f]*$/;
