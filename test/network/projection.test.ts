import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Occurrence, projection, ranked } from '../../src/network/projection.ts';
import { thinned } from '../../src/network/thin.ts';

const paper = (id: string, year: number | null, members: readonly string[]): Occurrence => ({
  publication: { id, year },
  members,
  size: members.length,
});

const library = [
  paper('p1', 2019, ['ann', 'bob', 'cat']),
  paper('p2', 2021, ['bob', 'ann']),
  paper('p3', null, ['ann', 'bob']),
  paper('p4', 2020, ['dan']),
];

describe('who occurs together', () => {
  test('is counted in full and in fractions, with years and publications', () => {
    const ties = projection(library, ['ann', 'bob', 'cat', 'dan']);
    expect(
      ties.map(({ publications, ...tie }) => ({ ...tie, by: publications?.().map(({ id }) => id) })),
    ).toEqual([
      {
        a: 'ann',
        b: 'bob',
        publicationCount: 3,
        weight: 2.5,
        firstYear: 2019,
        lastYear: 2021,
        by: ['p1', 'p2', 'p3'],
      },
      { a: 'ann', b: 'cat', publicationCount: 1, weight: 0.5, firstYear: 2019, lastYear: 2019, by: ['p1'] },
      { a: 'bob', b: 'cat', publicationCount: 1, weight: 0.5, firstYear: 2019, lastYear: 2019, by: ['p1'] },
    ]);
  });

  test('is ranked by how often, then by id', () => {
    expect(ranked(library)).toEqual([
      { id: 'ann', weight: 3 },
      { id: 'bob', weight: 3 },
      { id: 'cat', weight: 1 },
      { id: 'dan', weight: 1 },
    ]);
  });

  const occurrences = fc.array(
    fc.record({
      publication: fc.record({
        id: fc.uuid(),
        year: fc.option(fc.integer({ min: 1900, max: 2100 }), { nil: null }),
      }),
      members: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 }),
      size: fc.integer({ min: 6, max: 20 }),
    }),
    { maxLength: 12 },
  );

  test('agrees with counting each pair by itself', () => {
    fc.assert(
      fc.property(
        occurrences,
        fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')),
        (all, nodes) => {
          const ties = new Map(projection(all, nodes).map((tie) => [`${tie.a}${tie.b}`, tie]));
          const pairs = nodes.flatMap((a) => nodes.filter((b) => a < b).map((b) => [a, b] as const));
          for (const [a, b] of pairs) {
            const together = all.filter(({ members }) => members.includes(a) && members.includes(b));
            const years = together.flatMap(({ publication }) => publication.year ?? []);
            const tie = ties.get(`${a}${b}`);
            expect(tie?.publicationCount ?? 0).toBe(together.length);
            expect(tie?.weight ?? 0).toBeCloseTo(
              together.reduce((sum, { size }) => sum + 1 / (size - 1), 0),
              5,
            );
            expect(tie?.firstYear ?? null).toBe(years.length > 0 ? Math.min(...years) : null);
            expect(tie?.lastYear ?? null).toBe(years.length > 0 ? Math.max(...years) : null);
            expect(tie?.publications?.() ?? []).toEqual(together.map(({ publication }) => publication));
          }
          expect(ties.size).toBeLessThanOrEqual(pairs.length);
        },
      ),
    );
  });

  test('a thousand nodes in two thousand long bylines take a moment', () => {
    const nodes = Array.from({ length: 1000 }, (_, at) => `n${at}`);
    const all = Array.from({ length: 2000 }, (_, at) =>
      paper(
        `p${at}`,
        2000,
        Array.from({ length: 100 }, (_, place) => `n${(at * 7 + place * 13) % 1000}`),
      ),
    );
    const start = performance.now();
    expect(projection(all, nodes).length).toBeGreaterThan(10_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('thinning', () => {
  const tie = (a: string, b: string, publicationCount: number, weight = publicationCount) => ({
    a,
    b,
    publicationCount,
    weight,
    firstYear: null,
    lastYear: null,
  });
  const names = (ties: readonly { a: string; b: string }[]) => ties.map(({ a, b }) => a + b);
  const ties = [
    tie('a', 'b', 5),
    tie('a', 'c', 4),
    tie('b', 'c', 3),
    tie('a', 'd', 2),
    tie('a', 'e', 1, 0.1),
  ];

  test('takes away what is weak', () => {
    expect(names(thinned(ties, { minPublications: 3, minWeight: 0 }))).toEqual(['ab', 'ac', 'bc']);
    expect(names(thinned(ties, { minPublications: 1, minWeight: 0.5 }))).toEqual(['ab', 'ac', 'bc', 'ad']);
  });

  test('keeps a tie that is among the strongest of one end', () => {
    // Each of d and e has but one; b and c have a and each other.
    expect(names(thinned(ties, { minPublications: 1, minWeight: 0, top: 1 }))).toEqual([
      'ab',
      'ac',
      'ad',
      'ae',
    ]);
  });

  test('ranks among what the weights have left', () => {
    expect(names(thinned(ties, { minPublications: 2, minWeight: 0, top: 1 }))).toEqual(['ab', 'ac', 'ad']);
  });
});
