import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { writeCorpus } from '../../../bench/corpusFile.ts';
import { writeSecondSource } from '../../../bench/secondSource.ts';
import { cypher } from '../../../src/graph/cypher.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { refreshTopics } from '../../../src/graph/refreshTopics.ts';
import { ingest } from '../../../src/ingest.ts';
import { CommandProcess } from '../../processes/commandProcess.ts';
import { empty, freshGraph } from '../freshGraph.ts';
import { graphSnapshot } from '../graphSnapshot.ts';
import { buildPackage } from '../local/builtPackage.ts';

let dist: string;
let graph: Graph;
let folder: string;
/** A literature, and what another source says of a part of it: shorter names, other types, preprints. */
let sources: readonly [string, string];
let alone: readonly string[];

beforeAll(async () => {
  dist = await buildPackage('concurrent');
  graph = await freshGraph();
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'scholargraph-concurrent-')));
  sources = [path.join(folder, 'first.jsonl'), path.join(folder, 'second.jsonl')];
  const corpus = { publications: 600, seed: 5 };
  await writeCorpus(sources[0], corpus);
  await writeSecondSource(sources[1], corpus);
  await ingest(graph, sources);
  await refreshTopics(graph);
  alone = await graphSnapshot(graph);
});
beforeEach(() => empty(graph));
afterAll(() => rm(folder, { recursive: true }));

test('three processes that import the same and what contradicts it at once make the graph that one makes', async () => {
  const [first, second] = sources;
  const imports = [
    [first, second],
    [second, first],
    [first, first],
  ].map((targets) => new CommandProcess(dist, inject('neo4j'), ['import', ...targets], folder));
  for (const each of imports) expect(await each.exited, each.said).toBe(0);
  expect(await graphSnapshot(graph)).toEqual(alone);
});

test('of writers who wait for each other one begins anew, and both have written', async () => {
  await graph.write((transaction) =>
    transaction.run(cypher`CREATE (:Counter {id: 'a'}), (:Counter {id: 'b'})`),
  );
  const locked: Promise<void>[] = [];
  const openers: (() => void)[] = [];
  for (let at = 0; at < 2; at += 1) locked.push(new Promise((resolve) => openers.push(resolve)));
  let runs = 0;
  const add = (at: number, [one, other]: readonly [string, string]) =>
    graph.write(async (transaction) => {
      runs += 1;
      const count = (id: string) =>
        transaction.run(cypher`MATCH (c:Counter {id: $id}) SET c.count = coalesce(c.count, 0) + 1`, { id });
      await count(one);
      // Each has what the other wants next.
      openers[at]?.();
      await Promise.all(locked);
      await count(other);
    });
  await Promise.all([add(0, ['a', 'b']), add(1, ['b', 'a'])]);
  expect(runs).toBe(3);
  expect(await graph.read(cypher`MATCH (c:Counter) RETURN c.count AS count`)).toEqual([
    { count: 2 },
    { count: 2 },
  ]);
});

test('a graph that has lost one of its constraints takes nothing in, and says which', async () => {
  await graph.command(cypher`DROP CONSTRAINT statement_key`);
  try {
    await expect(ingest(graph, sources)).rejects.toMatchObject({
      code: 'CONSTRAINT_MISSING',
      message: expect.stringMatching(
        /lacks its constraint statement_key\..* Have the database run: CREATE CONSTRAINT statement_key /,
      ),
    });
    expect(
      await graph.read(cypher`MATCH (n) WHERE NOT n:Migration RETURN labels(n) AS labels LIMIT 1`),
    ).toEqual([]);
  } finally {
    await graph.command(
      cypher`CREATE CONSTRAINT statement_key IF NOT EXISTS FOR ()-[r:STATED_BY]-() REQUIRE r.key IS UNIQUE`,
    );
  }
});
