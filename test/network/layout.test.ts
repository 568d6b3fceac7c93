import { describe, expect, test } from 'vitest';
import { layout } from '../../src/network/layout.ts';
import type { Tie } from '../../src/network/network.ts';

const node = (id: string) => ({ row: { id }, weight: 1 });
const tie = (a: string, b: string): Tie => ({
  a,
  b,
  publicationCount: 1,
  weight: 1,
  firstYear: null,
  lastYear: null,
});

/** Two cliques of six with one tie between them. */
const nodes = [...'abcdef', ...'uvwxyz'].map(node);
const clique = (ids: string) => [...ids].flatMap((a) => [...ids].filter((b) => a < b).map((b) => tie(a, b)));
const edges = [...clique('abcdef'), ...clique('uvwxyz'), tie('a', 'u')];

const apart = (x: { x: number; y: number }, y: { x: number; y: number }) => Math.hypot(x.x - y.x, x.y - y.y);

describe('a layout', () => {
  test('is the same in every call, in whatever order the network comes', async () => {
    const once = await layout({ nodes, edges });
    const again = await layout({ nodes: [...nodes].reverse(), edges: [...edges].reverse() });
    expect(Object.fromEntries(again)).toEqual(Object.fromEntries(once));
    expect(once.size).toBe(12);
    expect([...once.values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
  });

  test('puts what is tied together near, and the rest apart', async () => {
    const at = await layout({ nodes, edges });
    const distances = (pairs: readonly (readonly [string, string])[]) => {
      const all = pairs.flatMap(([a, b]) => {
        const [x, y] = [at.get(a), at.get(b)];
        return x === undefined || y === undefined ? [] : [apart(x, y)];
      });
      return all.reduce((sum, distance) => sum + distance, 0) / all.length;
    };
    const within = distances(clique('abcdef').map(({ a, b }) => [a, b]));
    const between = distances([...'bcdef'].flatMap((a) => [...'vwxyz'].map((b) => [a, b] as const)));
    expect(between).toBeGreaterThan(2 * within);
  });

  test('of one node and of none', async () => {
    expect([...(await layout({ nodes: [node('a')], edges: [] })).values()]).toEqual([{ x: 0, y: 0 }]);
    expect((await layout({ nodes: [], edges: [] })).size).toBe(0);
  });

  test('lets others work meanwhile, and ends when the caller has gone', async () => {
    const many = Array.from({ length: 400 }, (_, at) => node(`n${at}`));
    const stop = new AbortController();
    let turns = 0;
    const count = setInterval(() => {
      turns += 1;
      if (turns === 3) stop.abort(new Error('gone'));
    }, 0);
    const ties = many
      .map(({ row }, at) => tie(row.id, `n${(at * 17 + 1) % 400}`))
      .filter(({ a, b }) => a !== b);
    await expect(layout({ nodes: many, edges: ties }, stop.signal)).rejects.toThrow('gone');
    clearInterval(count);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});
