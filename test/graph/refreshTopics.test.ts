import { beforeEach, expect, test, vi } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { renewed } from '../../src/graph/outdated.ts';
import { refreshTopics } from '../../src/graph/refreshTopics.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from './freshGraph.ts';

const source = sourceOf('library.bib', 'bibtex');
const entry = (key: string, title: string) =>
  statementOf(source, {
    locator: { key },
    title,
    identifiers: [{ scheme: 'doi', value: `10.1000/${key}` }],
    authors: [],
    authorOrder: 'byline',
    venues: [],
    topics: [{ name: 'gravel bars' }, { name: 'ice jams' }],
  });

let graph: Graph;
beforeEach(async () => {
  graph = await freshGraph();
  await writeSource(graph, source);
});

const derived = async () =>
  graph.read<{ related: number; runs: number; outdated: number }>(
    cypher`RETURN COUNT { ()-[:RELATED]->() } AS related, COUNT { (:ClusterRun) } AS runs,
      COUNT { (:Outdated {key: 'topics'}) } AS outdated`,
  );

async function statementsOf(work: () => Promise<void>): Promise<number> {
  let count = 0;
  const stop = graph.onQuery(() => {
    count += 1;
  });
  await work().finally(stop);
  return count;
}

test('what follows from all topics is derived after a change, and not without one', async () => {
  await writeBatch(graph, [entry('a', 'One'), entry('b', 'Two'), entry('c', 'Three')]);
  await writeBatch(graph, [
    statementOf(source, { ...entry('d', 'Four').record, topics: [{ name: 'ships' }, { name: 'sails' }] }),
  ]);
  expect(await derived()).toEqual([{ related: 0, runs: 0, outdated: 1 }]);
  await refreshTopics(graph);
  expect(await derived()).toEqual([{ related: 1, runs: 1, outdated: 0 }]);

  await writeBatch(graph, [entry('a', 'One')]);
  expect(await statementsOf(() => refreshTopics(graph))).toBe(1);
});

test('what was interrupted, or marked while it ran, is done the next time', async () => {
  await writeBatch(graph, [entry('a', 'One')]);
  const work = async () => {
    throw new Error('killed');
  };
  await expect(renewed(graph, 'topics', work)).rejects.toThrow('killed');
  expect(
    await renewed(graph, 'topics', async () => {
      await writeBatch(graph, [entry('b', 'Two')]);
    }),
  ).toBe(true);
  expect(await renewed(graph, 'topics', async () => {})).toBe(true);
  expect(await renewed(graph, 'topics', async () => {})).toBe(false);
});

/** A run that goes on until it is let end, each time that it is run. */
function heldRun() {
  const ends: (() => void)[] = [];
  let runs = 0;
  const done = renewed(graph, 'topics', async () => {
    runs += 1;
    await new Promise<void>((resolve) => ends.push(resolve));
  });
  return {
    done,
    runs: () => runs,
    isRunning: () => vi.waitFor(() => expect(ends).toHaveLength(1), { timeout: 60_000 }),
    end: () => ends.shift()?.(),
  };
}

test.each(['first', 'last'])(
  'of two that run at once, where the one that began %s ends first, one runs again alone',
  async (which) => {
    await writeBatch(graph, [entry('a', 'One')]);
    const early = heldRun();
    await early.isRunning();
    const late = heldRun();
    await late.isRunning();
    const [before, after] = which === 'first' ? [early, late] : [late, early];
    before.end();
    await before.done;
    after.end();
    await after.isRunning();
    expect(await derived()).toMatchObject([{ outdated: 1 }]);
    after.end();
    await after.done;
    expect([before.runs(), after.runs()]).toEqual([1, 2]);
    expect(await derived()).toMatchObject([{ outdated: 0 }]);
  },
);
