import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { ingest } from '../../src/ingest.ts';
import { freshGraph } from './freshGraph.ts';

const level = (display_name: string) => ({ id: `https://openalex.org/${display_name}`, display_name });

/** As OpenAlex writes it. */
const work = {
  id: 'https://openalex.org/W4200000001',
  title: 'Gravel bars under ice',
  display_name: 'Gravel bars under ice',
  publication_year: 2021,
  type: 'article',
  authorships: [],
  topics: [
    {
      ...level('River Ice Jams'),
      score: 0.98,
      subfield: level('Water Science and Technology'),
      field: level('Environmental Science'),
      domain: level('Physical Sciences'),
    },
    {
      ...level('Sediment Transport Processes'),
      score: 0.7,
      subfield: level('Earth-Surface Processes'),
      field: level('Environmental Science'),
      domain: level('Physical Sciences'),
    },
  ],
  keywords: [{ ...level('gravel bars'), score: 0.5 }],
};

test('topics of OpenAlex keep their hierarchy, each level once, and keywords stand beside them', async () => {
  const graph = await freshGraph();
  const folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-topics-'));
  try {
    const file = path.join(folder, 'works.jsonl');
    await writeFile(file, `${JSON.stringify(work)}\n`);
    await ingest(graph, [file]);
    await ingest(graph, [file]);
  } finally {
    await rm(folder, { recursive: true });
  }
  const above = await graph.read<{ chain: string[] }>(
    cypher`MATCH (:Publication)-[:ABOUT]->(t:Topic)
      RETURN [t.name] + COLLECT { MATCH path = (t)-[:BROADER*]->(b:Topic) RETURN b.name ORDER BY length(path) } AS chain
      ORDER BY chain`,
  );
  expect(above.map(({ chain }) => chain)).toEqual([
    ['River Ice Jams', 'Water Science and Technology', 'environmental science', 'Physical Sciences'],
    ['Sediment Transport Processes', 'Earth-Surface Processes', 'environmental science', 'Physical Sciences'],
    ['gravel bars'],
  ]);
  const [count] = await graph.read<{ count: number }>(
    cypher`MATCH (:Topic)-[b:BROADER]->(:Topic) RETURN count(b) AS count`,
  );
  expect(count?.count).toBe(5);
});
