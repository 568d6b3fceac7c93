import { expect, test } from 'vitest';
import { parseName } from '../../src/normalise/name.ts';
import { type AuthorMention, type Profile, profileOf } from '../../src/resolve/authorEvidence.ts';
import { AuthorPairs } from '../../src/resolve/authorPairs.ts';

function mention(place: number, coauthors: readonly string[] = []): AuthorMention {
  const name = parseName({ family: 'Wang', given: 'Wei' });
  if (name === undefined) throw new Error('a name that is none');
  return {
    publication: `p${place}`,
    order: 0,
    year: 2000,
    name,
    identifiers: [],
    coauthors,
    venues: [],
    topics: [],
    institutions: [],
  };
}

const profile = (...mentions: (readonly [number, AuthorMention])[]): Profile =>
  profileOf(mentions, () => false);
const strangers = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => profile([from + at, mention(from + at, [`c${from + at}`])]));
const firsts = (pairs: Iterable<readonly [Profile, Profile]>) =>
  [...pairs].map(([a, b]) => `${a.first} ${b.first}`).sort();

test('few people are compared each with each, once', () => {
  const [a, b, c] = [profile([0, mention(0)]), profile([1, mention(1)]), profile([2, mention(2)])];
  const pairs = new AuthorPairs();
  expect(firsts(pairs.of([a, b, c]))).toEqual(['0 1', '0 2', '1 2']);
  expect(firsts(pairs.of([a, b, c]))).toEqual([]);
});

test('who has been joined with another is compared anew, the others are not', () => {
  const [a, b, c] = [0, 1, 2].map((place) => profile([place, mention(place)]));
  if (a === undefined || b === undefined || c === undefined) throw new Error('three people');
  const pairs = new AuthorPairs();
  firsts(pairs.of([a, b, c, profile([3, mention(3)])]));
  const joined = profile([0, mention(0)], [3, mention(3)]);
  expect(firsts(pairs.of([joined, b, c]))).toEqual(['0 1', '0 2']);
});

test('of many people those are compared who share something, once', () => {
  // The names are equal, which is something to share, too: each is compared with those that are next to it.
  const many = strangers(400);
  const [one, other] = [profile([400, mention(400, ['both'])]), profile([401, mention(401, ['both'])])];
  const pairs = new AuthorPairs();
  const found = firsts(pairs.of([one, ...many, other]));
  expect(found).toContain('400 401');
  expect(new Set(found).size).toBe(found.length);
  expect(found.length).toBeLessThan(402 * 20);
  expect(firsts(pairs.of([one, ...many, other]))).toEqual([]);
});

test('when many have become few, what was not compared yet is', () => {
  const many = strangers(301);
  const pairs = new AuthorPairs();
  const before = firsts(pairs.of(many));
  const after = firsts(pairs.of(many.slice(0, 300)));
  expect(after.length).toBeGreaterThan(0);
  const all = [...before.filter((pair) => !pair.endsWith(' 300')), ...after];
  expect(new Set(all).size).toBe(all.length);
  expect(all).toHaveLength((300 * 299) / 2);
});
