import { fold } from './fold.ts';
import vocabulary from './venueVocabulary.json' with { type: 'json' };

/** Every form of a word by its abbreviation in the List of Title Word Abbreviations that ISO 4 refers to. */
const abbreviations: ReadonlyMap<string, string> = new Map(
  Object.entries(vocabulary.words).flatMap(([abbreviation, forms]) =>
    forms.split(' ').map((form): [string, string] => [form, abbreviation]),
  ),
);

/** ISO 4 leaves articles, conjunctions and prepositions out of abbreviated titles. */
const leftOut: ReadonlySet<string> = new Set(
  'an the of and on in for to at by with from und der die das des fur et de la le les du del della di el los'.split(
    ' ',
  ),
);

/**
 * A venue's name in the space where names are compared: every word as ISO 4 abbreviates it, so that 'Journal of
 * Machine Learning Research' and 'J. Mach. Learn. Res.' are one whatever an abbreviation may stand for elsewhere.
 * Abbreviating twice changes nothing.
 */
export function abbreviated(name: string): string {
  const folded = fold(name);
  const words = folded.split(' ');
  const kept = words.filter((word, at) => !leftOut.has(word) && !(word === 'a' && at === 0));
  return (kept.length === 0 ? words : kept).map((word) => abbreviations.get(word) ?? word).join(' ');
}

/**
 * Whether the words of an abbreviated title can stand for those of another, word by word: each is the same or its
 * start ('emerg' for 'emerging').
 */
export function canStandFor(short: readonly string[], long: readonly string[]): boolean {
  return short.length === long.length && short.every((word, at) => long[at]?.startsWith(word) === true);
}
