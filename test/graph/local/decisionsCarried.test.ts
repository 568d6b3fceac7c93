import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedPage } from '../../../src/commands/serve.ts';
import { BulkLoad, importArguments } from '../../../src/graph/bulk/bulkLoad.ts';
import { requireEmptyGraph } from '../../../src/graph/bulk/loaded.ts';
import { type Cypher, cypher } from '../../../src/graph/cypher.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { importOffline } from '../../../src/graph/local/offlineImport.ts';
import { recordedDecisions, restoreDecisions } from '../../../src/graph/recordedDecisions.ts';
import { type DecisionRequest, decide, undoDecision } from '../../../src/graph/write/decide.ts';
import { ingest, ingestInBulk } from '../../../src/ingest.ts';
import { graphSnapshot } from '../graphSnapshot.ts';
import { localConfig } from './localConfig.ts';
import { onGraph } from './onGraph.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-carried-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The ids of the first nodes. */
async function first(graph: Graph, nodes: Cypher): Promise<string[]> {
  const rows = await graph.read<{ id: string }>(cypher`${nodes} RETURN n.id AS id ORDER BY id LIMIT 2`);
  return rows.map(({ id }) => id);
}

test('a graph that is loaded in bulk and given the decisions of another is that one', async () => {
  const one = await onGraph(path.join(folder, 'one'), async (graph) => {
    await ingest(graph, [seedPage]);
    const undecided = await graphSnapshot(graph);
    const [author = ''] = await first(graph, cypher`MATCH (n:Author) WHERE n.publicationCount > 5`);
    const [publication = ''] = await first(graph, cypher`MATCH (n:Publication {complete: true})`);
    const [topic = ''] = await first(graph, cypher`MATCH (n:Topic)<-[:ABOUT]-()`);
    const ofOnePaper = await first(graph, cypher`MATCH (n:Author {publicationCount: 1})`);
    const venues = await first(graph, cypher`MATCH (n:Venue)<-[:PUBLISHED_IN]-()`);
    const requests: readonly DecisionRequest[] = [
      { kind: 'MERGE', of: 'AUTHOR', ids: ofOnePaper },
      { kind: 'SPLIT', of: 'AUTHOR', id: author, parts: [publication] },
      { kind: 'RENAME', of: 'PUBLICATION', id: publication, name: 'What became of it' },
      { kind: 'MERGE', of: 'VENUE', ids: venues },
      { kind: 'RENAME', of: 'TOPIC', id: topic, name: 'another name' },
    ];
    for (const request of requests) await decide(graph, request, { by: 'Ada', reason: 'She knows' });
    const given = { kind: 'RENAME', of: 'AUTHOR', id: author, name: 'Charles Babbage' } as const;
    const { decision = '' } = await decide(graph, given, { by: 'Ada', reason: 'A guess' });
    await undoDecision(graph, decision, { by: 'Grace', reason: 'It was wrong' });
    await ingest(graph, [seedPage]);
    const snapshot = await graphSnapshot(graph);
    expect(snapshot).not.toEqual(undecided);
    return { snapshot, lines: (await recordedDecisions(graph)).map((each) => JSON.stringify(each)) };
  });
  expect(one.lines).toHaveLength(6);

  const load = await BulkLoad.begin(path.join(folder, 'files'));
  await ingestInBulk(load, [seedPage], {}, (files) =>
    importOffline({
      ...localConfig(path.join(folder, 'two')),
      onProgress: undefined,
      arguments: importArguments(files, files.folder),
    }),
  );
  const two = await onGraph(path.join(folder, 'two'), async (graph) => {
    await ingest(graph, []);
    const records = one.lines.map((line) => JSON.parse(line));
    expect(await restoreDecisions(graph, records)).toEqual({ taken: 6, known: 0, idle: 0 });
    expect(await restoreDecisions(graph, records)).toEqual({ taken: 0, known: 6, idle: 0 });
    await expect(requireEmptyGraph(graph)).rejects.toMatchObject({ code: 'GRAPH_NOT_EMPTY' });
    return {
      snapshot: await graphSnapshot(graph),
      lines: (await recordedDecisions(graph)).map((each) => JSON.stringify(each)),
    };
  });
  expect(two.snapshot).toEqual(one.snapshot);
  expect(two.lines).toEqual(one.lines);
});
