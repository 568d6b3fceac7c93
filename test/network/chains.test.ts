import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shortestChains } from '../../src/network/chains.ts';

interface Edge {
  readonly a: string;
  readonly b: string;
  readonly publicationCount: number;
}

const edge = (a: string, b: string, publicationCount = 1): Edge => ({ a, b, publicationCount });
const names = (found: ReturnType<typeof shortestChains<Edge>>) => found.chains.map(({ ids }) => ids.join(''));

describe('chains between two nodes', () => {
  const ties = [
    edge('a', 'b'),
    edge('b', 'z'),
    edge('a', 'c', 3),
    edge('c', 'z'),
    edge('b', 'c'),
    edge('c', 'd'),
  ];

  test('come by length, of one length over the strongest ties first', () => {
    const found = shortestChains(ties, 'a', 'z', { longerThan: 0, wanted: 10 });
    expect(names(found)).toEqual(['acz', 'abz', 'acbz', 'abcz']);
    expect(found.exhausted).toBe(false);
  });

  test('longer than what is known already', () => {
    expect(names(shortestChains(ties, 'a', 'z', { longerThan: 2, wanted: 10 }))).toEqual(['acbz', 'abcz']);
  });

  test('only so many', () => {
    expect(names(shortestChains(ties, 'a', 'z', { longerThan: 0, wanted: 1 }))).toEqual(['acz']);
  });

  test('none where nothing connects them', () => {
    expect(shortestChains(ties, 'a', 'x', { longerThan: 0, wanted: 5 }).chains).toEqual([]);
  });

  test('a clique of 200 costs bounded work', () => {
    const ids = Array.from({ length: 200 }, (_, at) => `n${String(at).padStart(3, '0')}`);
    const clique = ids.flatMap((a) => ids.filter((b) => a < b).map((b) => edge(a, b)));
    const start = performance.now();
    const { chains } = shortestChains(clique, 'n000', 'n199', { longerThan: 1, wanted: 300 });
    expect(chains).toHaveLength(300);
    expect(chains.filter(({ ids: chain }) => chain.length === 3)).toHaveLength(198);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('are those that trying everything finds', () => {
    const node = fc.constantFrom(...'abcdef');
    const graphs = fc.uniqueArray(fc.tuple(node, node), {
      selector: ([a, b]) => [a, b].sort().join(''),
      maxLength: 14,
    });
    fc.assert(
      fc.property(graphs, fc.integer({ min: 0, max: 2 }), (pairs, longerThan) => {
        const all = pairs.filter(([a, b]) => a !== b).map(([a, b]) => edge(a, b));
        const tied = (x: string, y: string) =>
          all.some(({ a, b }) => (a === x && b === y) || (a === y && b === x));
        const brute: string[] = [];
        const walk = (chain: string) => {
          const here = chain.at(-1) ?? '';
          if (here === 'f') {
            if (chain.length - 1 > longerThan && chain.length - 1 <= longerThan + 3) brute.push(chain);
            return;
          }
          for (const next of 'abcdef') if (!chain.includes(next) && tied(here, next)) walk(chain + next);
        };
        walk('a');
        const found = names(shortestChains(all, 'a', 'f', { longerThan, wanted: 1_000 }));
        expect([...found].sort()).toEqual(brute.sort());
        expect(found.map((chain) => chain.length)).toEqual(
          found.map((chain) => chain.length).sort((x, y) => x - y),
        );
      }),
    );
  });
});
