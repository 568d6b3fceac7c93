import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Burst, type BurstOptions, bursts, type Step } from '../../src/graph/read/burst.ts';

const steps = (counts: readonly number[], total = 100): Step[] =>
  counts.map((count, at) => ({ at: 2000 + at, count, total }));
const usual: BurstOptions = { factor: 2, reluctance: 1 };

describe('bursts', () => {
  test('the years in which something comes up far more often than usual', () => {
    const found = bursts(steps([2, 2, 2, 30, 40, 30, 2, 2, 2, 2]), usual);
    expect(found).toEqual([{ from: 2003, to: 2005, weight: expect.any(Number) }]);
    expect(found[0]?.weight).toBeGreaterThan(10);
  });

  test('two of them', () => {
    const found = bursts(steps([2, 40, 2, 2, 2, 2, 2, 60, 50, 2, 2, 2]), usual);
    expect(found.map(({ from, to }) => [from, to])).toEqual([
      [2001, 2001],
      [2007, 2008],
    ]);
  });

  test.each<[string, readonly Step[]]>([
    ['nothing', []],
    ['something that never comes up', steps([0, 0, 0])],
    ['something that everything is about', steps([100, 100])],
    ['an even rate', steps([10, 10, 10, 10])],
    [
      'more of it, because there is more of everything',
      [
        { at: 2000, count: 1, total: 10 },
        { at: 2001, count: 10, total: 100 },
        { at: 2002, count: 100, total: 1000 },
      ],
    ],
  ])('none of %s', (_, of) => {
    expect(bursts(of, usual)).toEqual([]);
  });

  test('the more reluctant, the fewer', () => {
    const counts = steps([5, 9, 5, 5, 12, 5, 5, 30, 5, 5]);
    const number = (reluctance: number) => bursts(counts, { factor: 2, reluctance }).length;
    expect(number(0)).toBeGreaterThanOrEqual(number(1));
    expect(number(1)).toBeGreaterThanOrEqual(number(5));
    expect(number(100)).toBe(0);
  });
});

/** The cost of a sequence of states in Kleinberg's automaton, written down from the paper. */
function costOf(
  of: readonly Step[],
  upper: readonly boolean[],
  { factor, reluctance }: BurstOptions,
): number {
  const count = of.reduce((sum, step) => sum + step.count, 0);
  const total = of.reduce((sum, step) => sum + step.total, 0);
  const low = count / total;
  const high = Math.min(factor * low, 1 - (1 - low) / 1_000);
  return of.reduce((sum, step, at) => {
    const rate = upper[at] === true ? high : low;
    const entered = upper[at] === true && upper[at - 1] !== true ? reluctance * Math.log(of.length) : 0;
    return sum + entered - step.count * Math.log(rate) - (step.total - step.count) * Math.log(1 - rate);
  }, 0);
}

const isUpper = (found: readonly Burst[]) => (step: Step) =>
  found.some(({ from, to }) => step.at >= from && step.at <= to);

test('no other sequence of states is cheaper', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc
          .integer({ min: 1, max: 40 })
          .chain((total) => fc.record({ total: fc.constant(total), count: fc.nat(total) })),
        { minLength: 1, maxLength: 9 },
      ),
      fc.double({ min: 1.1, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 3, noNaN: true }),
      (counts, factor, reluctance) => {
        const of = counts.map((step, at) => ({ ...step, at }));
        fc.pre(of.some(({ count }) => count > 0) && of.some(({ count, total }) => count < total));
        const options = { factor, reluctance };
        const cost = costOf(of, of.map(isUpper(bursts(of, options))), options);
        for (let states = 0; states < 2 ** of.length; states += 1) {
          const other = of.map((_, at) => Math.floor(states / 2 ** at) % 2 === 1);
          expect(cost).toBeLessThanOrEqual(costOf(of, other, options) + 1e-6);
        }
      },
    ),
    { numRuns: 200 },
  );
});
