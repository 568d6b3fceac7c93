import { distance } from 'fastest-levenshtein';
import { stemmer } from 'stemmer';
import { editsOf, type SearchTerms, searchTerms } from './fulltext.ts';
import type { Search } from './page.ts';

/** Where a word that was searched for stands, in UTF-16 code units of the fragment. */
export interface Match {
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
}

/** A piece of a text in which something was found. It is plain text, as it is stored. */
export interface Fragment {
  readonly text: string;
  /** Where it starts in the whole text. */
  readonly offset: number;
  readonly matches: readonly Match[];
}

/** How long a fragment is, about, and how many are taken of one text. */
export const fragmentLimits = { characters: 200, fragments: 3 } as const;

interface Token extends Match {
  readonly word: string;
  readonly stem: string;
}

/**
 * Where a search is found in a text, with the words that the full-text index would have found: any form of an English
 * word, the start of the last one, and near ones where they count. The fragments with the most matches come first in
 * the choice, and in the order of the text in the answer.
 */
export function fragments(text: string, { text: typed, options }: Search): Fragment[] {
  const tokens = tokensOf(text);
  const found = matchesOf(tokens, searchTerms(typed), options.fuzzy === true);
  if (found.length === 0) return [];
  if (text.length <= fragmentLimits.characters) return [{ text, offset: 0, matches: found }];
  const windows: { start: number; end: number; matches: Match[] }[] = [];
  for (const match of found) {
    const last = windows.at(-1);
    if (last !== undefined && match.end - (last.matches[0]?.start ?? 0) <= fragmentLimits.characters / 2)
      last.matches.push(match);
    else windows.push({ start: match.start, end: match.end, matches: [match] });
  }
  return windows
    .sort((a, b) => b.matches.length - a.matches.length)
    .slice(0, fragmentLimits.fragments)
    .sort((a, b) => (a.matches[0]?.start ?? 0) - (b.matches[0]?.start ?? 0))
    .map(({ matches }) => fragmentAround(text, tokens, matches));
}

/** As many whole words before and behind the matches as there is room for. */
function fragmentAround(text: string, tokens: readonly Token[], matches: readonly Match[]): Fragment {
  const first = matches[0]?.start ?? 0;
  const last = matches.at(-1)?.end ?? first;
  const room = Math.max(0, fragmentLimits.characters - (last - first)) / 2;
  const start = tokens.find((token) => token.start >= first - room)?.start ?? first;
  const end = tokens.findLast((token) => token.end <= last + room)?.end ?? last;
  const offset = first <= room ? 0 : start;
  return {
    text: text.slice(offset, last + room >= text.length ? text.length : end),
    offset,
    matches: matches.map((match) => ({ start: match.start - offset, end: match.end - offset })),
  };
}

function matchesOf(tokens: readonly Token[], { words, phrases, open }: SearchTerms, fuzzy: boolean): Match[] {
  const single = words.filter((word) => !stopWords.has(word)).map(tokenOf);
  const marked = new Set<number>();
  for (const [at, token] of tokens.entries()) {
    const hit = single.some(
      (wanted) =>
        sameWord(token, wanted) ||
        (open !== undefined && wanted.word === folded(open) && token.word.startsWith(wanted.word)) ||
        (fuzzy && isNear(token, wanted)),
    );
    if (hit) marked.add(at);
  }
  for (const phrase of phrases.map((each) => each.map(tokenOf))) {
    for (const at of tokens.keys()) {
      const here = phrase.every((wanted, step) => {
        const token = tokens[at + step];
        return token !== undefined && sameWord(token, wanted);
      });
      if (here) for (const step of phrase.keys()) marked.add(at + step);
    }
  }
  return tokens.filter((_, at) => marked.has(at)).map(({ start, end }) => ({ start, end }));
}

interface Word {
  readonly word: string;
  readonly stem: string;
}

function sameWord(a: Word, b: Word): boolean {
  return a.word === b.word || a.stem === b.stem;
}

function isNear(token: Word, wanted: Word): boolean {
  return (
    distance(token.word, wanted.word) <= editsOf(wanted.word) ||
    distance(token.stem, wanted.stem) <= editsOf(wanted.stem)
  );
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    ...tokenOf(match[0]),
  }));
}

function tokenOf(text: string): Word {
  const word = folded(text);
  return { word, stem: stemmer(word) };
}

/** Without case and diacritics, as the name indexes have it. */
function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
}

/** Lucene's English analyser takes these out of texts and queries. */
const stopWords: ReadonlySet<string> = new Set(
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  ),
);
