import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { type Graph, int } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';

let graph: Graph;
let ask: Ask;

/** 20 publications in 2015–2017 and 20 in 2018–2020; of `steady` a quarter each. */
const counts: Readonly<Record<string, readonly number[]>> = {
  old: [4, 4, 2, 1, 1, 0],
  new: [0, 0, 0, 2, 2, 6],
  steady: [2, 2, 1, 2, 1, 2],
};
const perYear = [8, 8, 4, 8, 4, 8];

beforeAll(async () => {
  graph = await freshGraph();
  await graph.command(
    cypher`
      UNWIND $topics AS name CREATE (:Topic {id: 't-' + name, name: name, names: [name]})
      WITH count(*) AS done
      UNWIND $years AS row
      UNWIND range(1, row.total) AS at
      CREATE (p:Publication {id: 'p-' + row.year + '-' + at, title: 'P', sortTitle: 'p', year: row.year, authorCount: 1, complete: true})
      WITH p, row, at
      UNWIND [topic IN row.topics WHERE at <= topic.count] AS topic
      MATCH (t:Topic {name: topic.name})
      CREATE (p)-[:ABOUT {score: 0.5}]->(t)`,
    {
      topics: Object.keys(counts),
      years: perYear.map((total, at) => ({
        year: int(2015 + at),
        total: int(total),
        topics: Object.entries(counts).map(([name, of]) => ({ name, count: int(of[at] ?? 0) })),
      })),
    },
  );
  ask = asking(graph);
});

async function answer<Data>(query: string): Promise<Data> {
  const { data, errors, statements } = await ask<Data>(query);
  expect(errors).toEqual([]);
  expect(statements.length).toBeLessThanOrEqual(3);
  return data;
}

describe('topics that emerge and fade', () => {
  test('with the statistic of the test, as worked out by hand', async () => {
    const { publications } = await answer<{ publications: unknown }>(`{ publications {
      emerging: topicTrends(minPublications: 3) { topic { name } z recentCount earlierCount recentShare earlierShare growth until }
      fading: topicTrends(direction: FADING, minPublications: 3) { topic { name } z recentCount earlierCount growth }
    } }`);
    expect(publications).toEqual({
      emerging: [
        {
          topic: { name: 'new' },
          z: expect.closeTo(0.5 / Math.sqrt(0.25 * 0.75 * 0.1), 6),
          recentCount: 10,
          earlierCount: 0,
          recentShare: 0.5,
          earlierShare: 0,
          growth: null,
          until: 2020,
        },
      ],
      fading: [
        {
          topic: { name: 'old' },
          z: expect.closeTo(-0.4 / Math.sqrt(0.3 * 0.7 * 0.1), 6),
          recentCount: 2,
          earlierCount: 10,
          growth: expect.closeTo(0.2, 6),
        },
      ],
    });
  });

  test('in other windows, of fewer publications, of none', async () => {
    const { publications, none } = await answer<Record<'publications' | 'none', unknown>>(`{
      publications(filter: { year: { to: 2019 } }) {
        topicTrends(years: 1, minPublications: 1, first: 1) { topic { name } until recentCount earlierCount } }
      none: publications(filter: { year: { to: 1900 } }) { topicTrends { z } topicBursts { weight } }
    }`);
    expect(publications).toEqual({
      // 2 of 4 in 2019, 2 of 8 in 2018.
      topicTrends: [{ topic: { name: 'new' }, until: 2019, recentCount: 2, earlierCount: 2 }],
    });
    expect(none).toEqual({ topicTrends: [], topicBursts: [] });
  });
});

test('bursts, of all topics or of one', async () => {
  const { publications } = await answer<{
    publications: Record<
      'all' | 'one',
      { topic: { name: string }; from: number; to: number; publicationCount: number }[]
    >;
  }>(`{ publications {
    all: topicBursts(reluctance: 0.1, factor: 1.8) { topic { name } from to publicationCount }
    one: topicBursts(reluctance: 0.1, factor: 1.8, topics: "${globalId('Topic', 't-old')}") { topic { name } from to publicationCount }
  } }`);
  expect(publications.all).toContainEqual({
    topic: { name: 'new' },
    from: 2019,
    to: 2020,
    publicationCount: 8,
  });
  expect(publications.one).toEqual([{ topic: { name: 'old' }, from: 2015, to: 2017, publicationCount: 10 }]);
});

test.each([
  'topicTrends(years: 0)',
  'topicTrends(first: 101)',
  'topicBursts(factor: 1)',
  'topicBursts(minPublications: 0)',
])('%s is an error', async (field) => {
  const { errors } = await ask(`{ publications { ${field} { z: __typename } } }`);
  expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
});
