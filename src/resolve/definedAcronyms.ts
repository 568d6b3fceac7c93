import { fold } from './fold.ts';
import type { Word } from './topicText.ts';

/** Acronyms that a text defines, with the folded words of what they stand for. */
export interface DefinedAcronyms {
  readonly longForms: ReadonlyMap<string, readonly string[]>;
  /** Places of the words that only define: '(', 'QA', ')'. */
  readonly defining: ReadonlySet<number>;
}

/**
 * Finds 'Question Answering (QA)' and 'QA (Question Answering)' as Schwartz and Hearst do ('A simple algorithm for identifying abbreviation
 * definitions in biomedical text', PSB 2003): the characters of the short form occur in the words before the bracket
 * from right to left, the first one at the start of a word. The first definition of an acronym counts.
 */
export function definedAcronyms(words: readonly Word[]): DefinedAcronyms {
  const longForms = new Map<string, readonly string[]>();
  const defining = new Set<number>();
  words.forEach((opening, at) => {
    if (opening.surface !== '(') return;
    const explained = explainedBy(words, at);
    if (explained !== undefined && !longForms.has(explained.short)) {
      longForms.set(explained.short, explained.long);
      return;
    }
    const closing = words[at + 2];
    if (closing === undefined || !/^[);,]$/.test(closing.surface)) return;
    const short = acronymOf(words[at + 1]);
    if (short === undefined) return;
    const long = longFormBefore(words, at, short);
    if (long === undefined) return;
    if (closing.surface === ')') for (const place of [at, at + 1, at + 2]) defining.add(place);
    if (!longForms.has(short)) longForms.set(short, long);
  });
  return { longForms, defining };
}

/** 'QA (Question Answering)', by its opening bracket. */
function explainedBy(
  words: readonly Word[],
  at: number,
): { readonly short: string; readonly long: readonly string[] } | undefined {
  const short = acronymOf(words[at - 1]);
  if (short === undefined) return undefined;
  const inside = words.slice(at + 1, at + 2 + longestLongForm);
  const length = inside.findIndex(({ folded }) => folded === '');
  if (length < shortestLongForm || inside[length]?.surface !== ')') return undefined;
  const long = longFormBefore(words, at + 1 + length, short);
  return long?.length === length ? { short, long } : undefined;
}

function acronymOf(word: Word | undefined): string | undefined {
  if (word === undefined || !/^[\p{L}\p{N}]{2,10}$/u.test(word.surface)) return undefined;
  const short = singularAcronym(word.surface);
  return /\p{Lu}/u.test(short) && !/^\p{Lu}\p{Ll}+$/u.test(short) ? short : undefined;
}

/** 'GANs' without its s; 'GPS' stays. */
export function singularAcronym(acronym: string): string {
  return acronym.endsWith('s') && /\p{Lu}s$/u.test(acronym) ? acronym.slice(0, -1) : acronym;
}

/** A long form in words. */
const shortestLongForm = 2;
const longestLongForm = 8;

function longFormBefore(words: readonly Word[], end: number, short: string): readonly string[] | undefined {
  const letters = fold(short).replaceAll(' ', '');
  const furthest = Math.max(0, end - Math.min(letters.length + 5, letters.length * 2));
  let letter = letters.length - 1;
  let start: number | undefined;
  for (let at = end - 1; at >= furthest && letter >= 0; at--) {
    const folded = words[at]?.folded ?? '';
    if (folded === '') break;
    for (let character = folded.length - 1; character >= 0 && letter >= 0; character--) {
      const atStart = character === 0 || folded.charAt(character - 1) === ' ';
      if (folded.charAt(character) !== letters.charAt(letter) || (letter === 0 && !atStart)) continue;
      letter--;
      start = at;
    }
  }
  if (letter >= 0 || start === undefined) return undefined;
  while (start < end && words[start]?.class === 'break') start++;
  const long = words.slice(start, end).map(({ folded }) => folded);
  return long.length < shortestLongForm || long.length > longestLongForm ? undefined : long;
}
