import { stemmer } from 'stemmer';
import { ScholargraphError } from '../../errors.ts';

/** What people type is far shorter; a longer text makes a query that costs more than any answer to it is worth. */
export const searchLimits = { characters: 400, words: 32 } as const;

/** What of a publication can be searched. */
export const searchFields = ['TITLE', 'ABSTRACT'] as const;
export type SearchField = (typeof searchFields)[number];

export interface SearchOptions {
  /** Take words that are nearly the ones typed, too. */
  readonly fuzzy?: boolean | undefined;
  /** Only in these; everywhere where absent. */
  readonly fields?: readonly SearchField[] | undefined;
  /** Whether the index keeps the stems of English words. */
  readonly english?: boolean | undefined;
}

/** What a person typed, taken apart. */
export interface SearchTerms {
  /** Each has to occur. */
  readonly words: readonly string[];
  /** Words that have to stand side by side. */
  readonly phrases: readonly (readonly string[])[];
  /** The last of `words`, where it may be the start of one. */
  readonly open: string | undefined;
}

/**
 * Every word has to occur; words between double quotes have to stand side by side; the last word may be the start of
 * one. All other punctuation parts words and means nothing, so that no text can be a syntax error or an operator.
 * @throws ScholargraphError BAD_INPUT where there is nothing to look for, or too much
 */
export function searchTerms(typed: string): SearchTerms {
  if (typed.length > searchLimits.characters) {
    throw new ScholargraphError(
      'BAD_INPUT',
      `The text to search for has ${typed.length} characters; at most ${searchLimits.characters} are taken`,
    );
  }
  const parts = typed.split('"').map(wordsOf);
  if (parts.flat().length > searchLimits.words) {
    throw new ScholargraphError(
      'BAD_INPUT',
      `The text to search for has ${parts.flat().length} words; at most ${searchLimits.words} are taken`,
    );
  }
  // Between an odd quote and the next one; a quote that is never closed is just a character.
  const phrases = parts.filter((words, at) => words.length > 0 && at % 2 === 1 && at < parts.length - 1);
  const words = parts.filter((_, at) => at % 2 === 0 || at === parts.length - 1).flat();
  if (words.length + phrases.length === 0) {
    throw new ScholargraphError('BAD_INPUT', 'There is no word to search for', {
      expected: 'letters or digits',
    });
  }
  const last = words.at(-1);
  const open = last !== undefined && lowerCase(typed).trimEnd().endsWith(last) && last.length > 1;
  return { words, phrases, open: open ? last : undefined };
}

/**
 * The Lucene query for what a person typed.
 * @throws ScholargraphError BAD_INPUT where there is nothing to look for, or too much
 */
export function fulltextOf(typed: string, { fuzzy, fields, english }: SearchOptions = {}): string {
  const { words, phrases, open } = searchTerms(typed);
  if (fields?.length === 0) {
    throw new ScholargraphError('BAD_INPUT', 'There is no field to search in', {
      field: 'searchIn',
      expected: `some of ${searchFields.join(', ')}`,
    });
  }
  const scopes = fields?.map((field) => `${field.toLowerCase()}:`) ?? [''];
  /** `alternatives` in any of the fields. */
  const clause = (alternatives: readonly string[]) => {
    const all = scopes.flatMap((scope) => alternatives.map((alternative) => scope + alternative));
    return all.length === 1 ? all.join() : `(${all.join(' OR ')})`;
  };
  return [
    ...phrases.map((phrase) => clause([`"${phrase.join(' ')}"`])),
    ...words.map((word, at) =>
      clause([
        fuzzy === true ? `${word}^4` : word,
        ...(open !== undefined && at === words.length - 1 ? [`${word}*`] : []),
        ...(fuzzy === true ? nearly(word, english === true) : []),
      ]),
    ),
  ].join(' AND ');
}

/**
 * How many letters may be added, lost, changed or swapped with the next one (Damerau 1964): none in a word of two
 * letters or in a number, one up to five letters, then two.
 */
export function editsOf(word: string): 0 | 1 | 2 {
  if (word.length < 3 || /\p{N}/u.test(word)) return 0;
  return word.length < 6 ? 1 : 2;
}

/** Lucene stems no fuzzy word itself, and an English index holds nothing but stems. */
function nearly(word: string, english: boolean): string[] {
  const forms = new Set(english ? [word, stemmer(word)] : [word]);
  return [...forms].filter((form) => editsOf(form) > 0).map((form) => `${form}~${editsOf(form)}`);
}

/** Lower case, because Lucene's operators are upper case. */
export function wordsOf(text: string): string[] {
  return lowerCase(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Lucene's operators are upper case. */
function lowerCase(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
