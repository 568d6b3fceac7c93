import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backbone, significance } from '../../src/network/disparity.ts';

interface Weighed {
  readonly a: string;
  readonly b: string;
  readonly weight: number;
}

const names = (edges: readonly Weighed[]) => edges.map(({ a, b }) => `${a}${b}`);

describe('the disparity filter (Serrano, Boguñá and Vespignani 2009)', () => {
  test('how likely a tie so strong is by chance: the integral of equation 2', () => {
    // α = 1 − (k − 1) ∫₀ᵖ (1 − x)^(k − 2) dx, with p = w/s, summed in small steps.
    const steps = 100_000;
    for (const [weight, strength, degree] of [
      [3, 10, 4],
      [1, 8, 8],
      [5, 6, 2],
    ] as const) {
      const p = weight / strength;
      let integral = 0;
      for (let at = 0; at < steps; at += 1) {
        integral += ((1 - ((at + 0.5) * p) / steps) ** (degree - 2) * p) / steps;
      }
      expect(significance(weight, strength, degree)).toBeCloseTo(1 - (degree - 1) * integral, 6);
    }
  });

  test('a star of even weights has no tie that stands out', () => {
    const leaves = ['b', 'c', 'd', 'e'];
    expect(
      backbone(
        leaves.map((b) => ({ a: 'a', b, weight: 1 })),
        0.05,
      ),
    ).toEqual([]);
  });

  test('the one heavy tie of a star does', () => {
    const edges = [{ a: 'a', b: 'b', weight: 97 }, ...['c', 'd', 'e'].map((b) => ({ a: 'a', b, weight: 1 }))];
    // (1 − 0.97)³ = 0.000027, (1 − 0.01)³ = 0.97
    expect(names(backbone(edges, 0.05))).toEqual(['ab']);
    expect(names(backbone(edges, 0.98))).toEqual(['ab', 'ac', 'ad', 'ae']);
  });

  test('one end is enough', () => {
    // To the hub the tie is one of many; to the small node it is nearly all.
    const edges = [
      { a: 'hub', b: 'small', weight: 10 },
      ...Array.from({ length: 20 }, (_, at) => ({ a: 'hub', b: `other${at}`, weight: 10 })),
      { a: 'small', b: 'p', weight: 0.1 },
      { a: 'small', b: 'q', weight: 0.1 },
    ];
    expect(names(backbone(edges, 0.05))).toEqual(['hubsmall']);
  });

  test('a pair that knows nobody else stays', () => {
    expect(names(backbone([{ a: 'a', b: 'b', weight: 1 }], 0.01))).toEqual(['ab']);
  });

  const edges = fc.uniqueArray(
    fc.record({
      a: fc.integer({ min: 0, max: 8 }).map(String),
      b: fc.integer({ min: 9, max: 17 }).map(String),
      weight: fc.double({ min: 0.01, max: 100, noNaN: true }),
    }),
    { selector: ({ a, b }) => `${a} ${b}` },
  );

  test('a lower level of significance keeps a part of what a higher one keeps', () => {
    fc.assert(
      fc.property(
        edges,
        fc.double({ min: 0.001, max: 1 }),
        fc.double({ min: 0.001, max: 1 }),
        (all, x, y) => {
          const wide = new Set(names(backbone(all, Math.max(x, y))));
          expect(names(backbone(all, Math.min(x, y))).every((name) => wide.has(name))).toBe(true);
        },
      ),
    );
  });

  test('the unit of the weights does not matter', () => {
    fc.assert(
      fc.property(edges, (all) => {
        const twice = all.map((edge) => ({ ...edge, weight: edge.weight * 2 }));
        expect(names(backbone(twice, 0.1))).toEqual(names(backbone(all, 0.1)));
      }),
    );
  });
});
