import { ScholargraphError } from '../../errors.ts';

/** What people type is far shorter; a longer text makes a query that costs more than any answer to it is worth. */
export const searchLimits = { characters: 400, words: 32 } as const;

/**
 * The Lucene query for what a person typed. Every word has to occur; words between double quotes have to stand side
 * by side; the last word may be the start of one. All other punctuation parts words and means nothing, so that no
 * text can be a syntax error or an operator.
 * @throws ScholargraphError BAD_INPUT where there is nothing to look for, or too much
 */
export function fulltextOf(typed: string): string {
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
  const last = words.at(-1);
  const open = last !== undefined && lowerCase(typed).trimEnd().endsWith(last) && last.length > 1;
  const terms = [
    ...phrases.map((phrase) => `"${phrase.join(' ')}"`),
    ...words.map((word, at) => (open && at === words.length - 1 ? `(${word} OR ${word}*)` : word)),
  ];
  if (terms.length === 0) {
    throw new ScholargraphError('BAD_INPUT', 'There is no word to search for', {
      expected: 'letters or digits',
    });
  }
  return terms.join(' AND ');
}

/** Lower case, because Lucene's operators are upper case. */
function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** Lucene's operators are upper case. */
function lowerCase(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
