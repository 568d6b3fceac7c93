import { beforeAll, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { decide, undoDecision } from '../../src/graph/write/decide.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from './freshGraph.ts';
import { graphSnapshot } from './graphSnapshot.ts';

const source = sourceOf('library.bib', 'bibtex');
const origin = { by: 'Ada', reason: 'they are one' };
const many = 30;
/** Fewer than what is to be decided concerns. */
const atOnce = 10;

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
  await writeSource(graph, source);
  await writeBatch(
    graph,
    Array.from({ length: many }, (_, index) =>
      statementOf(source, {
        locator: { key: `k${index}` },
        title: `Report ${index}`,
        year: 2019,
        identifiers: [],
        authors: [{ name: { literal: `Ann Writer${index % 5}` } }],
        authorOrder: 'byline',
        venues: [{ name: index === 0 ? 'Proceedings of Small Things' : 'Letters of Great Things' }],
        topics: [],
      }),
    ),
  );
  await settleAuthors(graph);
});

test('a venue with more publications than one transaction takes is merged in batches, which an interruption only delays', {
  timeout: 180_000,
}, async () => {
  const before = await graphSnapshot(graph);
  const ids = async () => {
    const rows = await graph.read<{ id: string }>(
      cypher`MATCH (v:Venue) RETURN v.id AS id ORDER BY COUNT { (v)<-[:PUBLISHED_IN]-() }`,
    );
    return rows.map((row) => row.id);
  };
  const [small = '', great = ''] = await ids();
  const request = { kind: 'MERGE', of: 'VENUE', ids: [great], into: small } as const;
  expect(await decide(graph, request, origin, { preview: true, atOnce })).toMatchObject({
    complete: false,
    publicationCount: many - 1,
  });
  expect(await graphSnapshot(graph)).toEqual(before);

  // Ended after the decision was stored, and before anything else was done.
  const stop = graph.onQuery(({ text }) => {
    if (text.includes('REMOVE p.stale')) throw new Error('ended');
  });
  await expect(decide(graph, request, origin, { atOnce })).rejects.toThrow('ended');
  stop();
  expect(await ids()).toEqual([small, great]);
  await settleAuthors(graph);
  expect(await ids()).toEqual([small]);
  const [counted] = await graph.read<{ publications: number; stale: number }>(
    cypher`MATCH (p:Publication) RETURN count(p) AS publications, count(p.stale) AS stale`,
  );
  expect(counted).toEqual({ publications: many, stale: 0 });

  const [decision] = await graph.read<{ id: string }>(cypher`MATCH (d:Decision) RETURN d.id AS id`);
  const undone = await undoDecision(graph, decision?.id ?? '', { by: 'Ada' }, { atOnce });
  expect(undone).toMatchObject({ complete: true, publicationCount: many - 1 });
  expect(undone.after.map(({ publicationCount }) => publicationCount).sort()).toEqual([1, many - 1]);
  expect(await graphSnapshot(graph)).toEqual(before);
});
