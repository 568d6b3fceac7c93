import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { readCollaboration } from '../../src/graph/read/collaboration.ts';
import { root } from '../../src/graph/read/page.ts';
import { publications } from '../../src/graph/read/publications.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writePublications } from '../graph/structure/coauthorGraphs.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writePublications(graph, [
    { id: 'alone', year: 2010, authors: ['ada'], topics: ['t'] },
    { id: 'two', year: 2010, authors: ['ada', 'ben'] },
    { id: 'again', year: 2012, authors: ['ben', 'ada'], topics: ['t'] },
    { id: 'three', year: 2012, authors: ['ada', 'ben', 'cleo'] },
    { id: 'nobody', year: 2013, authors: [] },
  ]);
  // The years of what is stored, as an import derives them.
  await graph.command(cypher`
    MATCH (a:Author)-[r:COAUTHORED]->(b:Author)
    MATCH (a)-[:AUTHORED]->(p)<-[:AUTHORED]-(b)
    WITH r, min(p.year) AS firstYear SET r.firstYear = firstYear`);
  await graph.command(
    cypher`CREATE (:Publication {id: 'undated', title: 'U', sortTitle: 'u', authorCount: 0})`,
  );
  ask = asking(graph);
});

async function collaboration(filter: string) {
  const { data, errors, statements } = await ask<{ publications: { collaborationByYear: unknown } }>(
    `{ publications${filter} { collaborationByYear {
      year publicationCount sharedCount sharedShare authorCount newAuthorCount newPairCount
    } } }`,
  );
  expect(errors).toEqual([]);
  expect(statements).toHaveLength(1);
  return data.publications.collaborationByYear;
}

const everything = [
  {
    year: 2010,
    publicationCount: 2,
    sharedCount: 1,
    sharedShare: 0.5,
    authorCount: 2,
    newAuthorCount: 2,
    newPairCount: 1,
  },
  {
    year: 2012,
    publicationCount: 2,
    sharedCount: 2,
    sharedShare: 1,
    authorCount: 3,
    newAuthorCount: 1,
    newPairCount: 2,
  },
  {
    year: 2013,
    publicationCount: 1,
    sharedCount: 0,
    sharedShare: null,
    authorCount: 0,
    newAuthorCount: 0,
    newPairCount: 0,
  },
];

describe('collaboration year by year', () => {
  test('of all publications, by the stored pairs', async () => {
    expect(await collaboration('')).toEqual(everything);
  });

  test('of those of a filter, by their own pairs: the same where all pass', async () => {
    expect(await collaboration('(filter: { year: { from: 2000 } })')).toEqual(everything);
  });

  test('what is new is new among the publications of the filter', async () => {
    expect(await collaboration('(filter: { topics: { some: { name: { in: "t" } } } })')).toMatchObject([
      { year: 2010, authorCount: 1, newAuthorCount: 1, newPairCount: 0 },
      { year: 2012, authorCount: 2, newAuthorCount: 1, newPairCount: 1 },
    ]);
  });

  test('of an author, and of nothing', async () => {
    const { data } = await ask(`{
      author(id: "${globalId('Author', 'cleo')}") { publications { collaborationByYear { year newPairCount } } }
      publications(filter: { year: { to: 1900 } }) { collaborationByYear { year } }
    }`);
    expect(data).toEqual({
      author: { publications: { collaborationByYear: [{ year: 2012, newPairCount: 3 }] } },
      publications: { collaborationByYear: [] },
    });
  });

  test('more pairs than are looked at make no number, and the others stay', async () => {
    const relation = publications({ filter: { year: { from: 2000 } } });
    const of = async (most: number) => (await readCollaboration(graph, relation, [root], {}, most))[0];
    // 1 + 1 + 3 pairs.
    expect((await of(5))?.map(({ newPairCount }) => newPairCount)).toEqual([1, 2, 0]);
    expect((await of(4))?.map(({ newPairCount }) => newPairCount)).toEqual([null, null, null]);
    expect((await of(4))?.map(({ authorCount }) => authorCount)).toEqual([2, 3, 0]);
  });
});
