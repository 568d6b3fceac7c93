import { ScholargraphError } from '../errors.ts';
import { searchLimits } from '../graph/read/fulltext.ts';

/** Seconds that a mutation may wait for the end of what it has asked for. */
export const waitLimit = 60;

/** @throws ScholargraphError BAD_INPUT unless one argument is given */
export function exactlyOne(args: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(args);
  const given = names.filter((name) => args[name] != null);
  if (given.length === 1) return;
  throw new ScholargraphError(
    'BAD_INPUT',
    given.length === 0 ? 'No argument says which one is meant' : `${given.join(' and ')} are given together`,
    { expected: `exactly one of ${names.join(', ')}` },
  );
}

/** @throws ScholargraphError BAD_INPUT */
export function between(argument: string, value: number, from: number, to: number): number {
  if (value >= from && value <= to) return value;
  throw new ScholargraphError('BAD_INPUT', `${argument} is ${value}`, { expected: `${from} to ${to}` });
}

export function searchDescription(where: string): string {
  return (
    `Only what these words find in ${where}. Every word has to occur, in any form of it; "words between double ` +
    'quotes" have to stand side by side; the last word may be the start of one. Other punctuation means nothing. ' +
    `At most ${searchLimits.words} words and ${searchLimits.characters} characters.`
  );
}

export const fuzzyDescription =
  'Whether words that are nearly the ones typed count, too, behind those that are: one letter added, lost, changed or ' +
  'swapped with the next in words of three to five letters, two in longer ones, none in numbers.';
