import type { Identifier } from '../record.ts';

/** Characters of a field that are looked through for numbers: some list those of every binding and volume. */
const looked = 1_000;

/** The ISBNs in a field that holds nothing else, or says of each what it is of: '978-3-16-148410-0 (print)'. */
export function isbnsIn(text: string): readonly Identifier[] {
  return numbersIn(text, 'isbn', /(?<![\dXx])(?:97[89][-\s]?)?(?:\d[-\s]?){9}[\dXx](?![\dXx])/g);
}

/** As `isbnsIn`, for the ISSNs of journals and series. */
export function issnsIn(text: string): readonly Identifier[] {
  return numbersIn(text, 'issn', /(?<![\dXx-])\d{4}-?\d{3}[\dXx](?![\dXx-])/g);
}

function numbersIn(text: string, scheme: 'isbn' | 'issn', number: RegExp): readonly Identifier[] {
  const found =
    text
      .slice(0, looked)
      .replace(/[\u2010-\u2013]/g, '-')
      .match(number) ?? [];
  return [...new Set(found)].map((value) => ({ scheme, value }));
}
