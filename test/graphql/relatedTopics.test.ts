import { expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { relateTopics } from '../../src/graph/relatedTopics.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { asking } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

interface Related {
  readonly topic: {
    readonly related: {
      readonly totalCount: number;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
      readonly edges: readonly {
        readonly npmi: number;
        readonly publicationCount: number;
        readonly node: { readonly name: string };
      }[];
    };
  };
}

test('a topic leads to the topics that it meets in publications, the most strongly related first', async () => {
  const graph = await freshGraph();
  await writeLibrary(graph);
  // Beside question answering, twice of three times; and with it and apart from it, reinforcement learning.
  await graph.command(cypher`
    MATCH (p:Publication) WHERE p.id IN ['p-ask', 'p-analyzing', 'p-projecting']
    MERGE (t:Topic {id: 't-dialogue', name: 'dialogue', names: ['dialogue']})
    CREATE (p)-[:ABOUT {score: 0.3, origin: 'EXTRACTED', forms: ['dialogue']}]->(t)`);
  await relateTopics(graph);
  const ask = asking(graph);
  const page = async (after?: string) => {
    const { data, errors } = await ask<Related>(
      `query ($after: String) { topic(name: "question answering") { related(first: 1, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { npmi publicationCount node { name } } } } }`,
      { after },
    );
    expect(errors).toEqual([]);
    return data.topic.related;
  };
  const first = await page();
  expect(first).toMatchObject({
    totalCount: 2,
    pageInfo: { hasNextPage: true },
    edges: [{ npmi: 1, publicationCount: 2, node: { name: 'reinforcement learning' } }],
  });
  // N = 11, n = 2 and 3, both 2: ln(11·2 / 6) / −ln(2/11).
  expect((await page(first.pageInfo.endCursor)).edges).toEqual([
    { npmi: 0.762155, publicationCount: 2, node: { name: 'dialogue' } },
  ]);
});
