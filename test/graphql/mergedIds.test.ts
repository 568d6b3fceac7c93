import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

/*
 * An id that was given out before its object was merged into another keeps resolving, wherever an id is taken.
 */

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  await graph.command(cypher`
    CREATE (:Redirect {id: 'v-iclr-before', to: 'v-iclr'})
    CREATE (:Redirect {id: 't-nas-before', to: 't-neural-architecture-search'})`);
  ask = asking(graph);
});

const ids = {
  author: [globalId('Author', 'a-gesmundo-before'), globalId('Author', 'a-andrea-gesmundo')],
  publication: [globalId('Publication', 'p-adapter-before'), globalId('Publication', 'p-adapter')],
  venue: [globalId('Venue', 'v-iclr-before'), globalId('Venue', 'v-iclr')],
  topic: [globalId('Topic', 't-nas-before'), globalId('Topic', 't-neural-architecture-search')],
} as const;

type Query = (id: string) => string;

const titles = '{ totalCount nodes { title } }';
const network = '{ nodes { key weight } edges { source target weight } }';
const other = globalId('Author', 'a-sylvain-gelly');

test.each<[string, keyof typeof ids, Query]>([
  ['authors', 'author', (id) => `{ authors(filter: { id: ["${id}"] }) { nodes { name } } }`],
  ['not', 'author', (id) => `{ authors(filter: { not: { id: ["${id}"] } }) { totalCount } }`],
  ['some', 'author', (id) => `{ publications(filter: { authors: { some: { id: ["${id}"] } } }) ${titles} }`],
  [
    'none, below or',
    'author',
    (id) => `{ publications(filter: { or: [{ authors: { none: { id: ["${id}"] } } }] }) ${titles} }`,
  ],
  ['a publication', 'publication', (id) => `{ publications(filter: { id: ["${id}"] }) ${titles} }`],
  [
    'what it cites',
    'publication',
    (id) => `{ publications(filter: { citedBy: { some: { id: ["${id}"] } } }) ${titles} }`,
  ],
  ['a venue', 'venue', (id) => `{ publications(filter: { venues: { some: { id: ["${id}"] } } }) ${titles} }`],
  ['a series', 'venue', (id) => `{ venues(filter: { series: { id: ["${id}"] } }) { nodes { name } } }`],
  ['a topic', 'topic', (id) => `{ publications(filter: { topics: { some: { id: ["${id}"] } } }) ${titles} }`],
  [
    'within a topic',
    'topic',
    (id) => `{ publications(filter: { topics: { some: { within: ["${id}"] } } }) ${titles} }`,
  ],
  [
    'in lists',
    'author',
    (id) =>
      `{ venues { nodes { publications(filter: { authors: { some: { id: ["${id}"] } } }) { totalCount } } } }`,
  ],
  [
    'a selection of authors',
    'author',
    (id) => `{ topicNetwork(publications: { authors: ["${id}"] }) ${network} }`,
  ],
  ['of a venue', 'venue', (id) => `{ coauthorNetwork(publications: { venue: "${id}" }) ${network} }`],
  ['of a topic', 'topic', (id) => `{ coauthorNetwork(publications: { topic: "${id}" }) ${network} }`],
  [
    'authors of a network',
    'author',
    (id) => `{ coauthorNetwork(authors: ["${id}", "${other}"]) ${network} }`,
  ],
  [
    'a group',
    'author',
    (id) => `{ connectors(between: ["${id}"], and: ["${other}"]) { author { name } first { memberCount } } }`,
  ],
  [
    'bursts of topics',
    'topic',
    (id) =>
      `{ publications { topicBursts(topics: ["${id}"], minPublications: 1, factor: 1.1, reluctance: 0) { topic { name } from } } }`,
  ],
])('%s: of an id from before it was merged (%s)', async (_, kind, query) => {
  const [before, now] = ids[kind];
  const today = await ask(query(now));
  expect(today.errors).toEqual([]);
  const answer = await ask(query(before));
  expect(answer.errors).toEqual([]);
  expect(answer.data).toEqual(today.data);
  // Not because both find nothing.
  expect((await ask(query(globalId(kindOf(now), 'unknown')))).data).not.toEqual(today.data);
});

function kindOf(id: string): string {
  return Buffer.from(id, 'base64').toString().split(':', 1)[0] ?? '';
}

describe('it costs one statement a level', () => {
  test('for all ids together', async () => {
    const { statements } = await ask(`{ publications(filter: {
      authors: { some: { id: ["${ids.author[0]}", "${other}"] } } venues: { some: { id: ["${ids.venue[0]}"] } }
    }) ${titles} }`);
    // What the ids have become; the page; how many.
    expect(statements).toHaveLength(3);
  });

  test('as variables, too', async () => {
    const { data, statements } = await ask(
      'query ($filter: PublicationFilter) { publications(filter: $filter) { totalCount } }',
      { filter: { venues: { some: { id: [ids.venue[0]] } } } },
    );
    expect(data).toEqual({ publications: { totalCount: 1 } });
    expect(statements).toHaveLength(2);
  });

  test('and none where no id is given, or the field is a lookup', async () => {
    expect(
      (await ask('{ publications(filter: { year: { from: 2015 } }) { totalCount } }')).statements,
    ).toHaveLength(1);
    expect((await ask(`{ author(id: "${ids.author[0]}") { name } }`)).statements).toHaveLength(1);
  });
});

test('of too many ids, none is looked for', async () => {
  const many = JSON.stringify(Array.from({ length: 1_001 }, (_, at) => globalId('Author', `a-${at}`)));
  const { errors, statements } = await ask(
    `{ topicNetwork(publications: { authors: ${many} }) { truncated } }`,
  );
  expect(errors[0]?.message).toContain('publications.authors has 1001 ids');
  expect(statements).toEqual([]);
});

test('what is there goes before what was merged into another', async () => {
  await graph.command(cypher`CREATE (:Redirect {id: 'v-icml', to: 'v-iclr'})`);
  const { data } = await ask(
    `{ venues(filter: { id: ["${globalId('Venue', 'v-icml')}"] }) { nodes { acronym } } }`,
  );
  await graph.command(cypher`MATCH (r:Redirect {id: 'v-icml'}) DELETE r`);
  expect(data).toEqual({ venues: { nodes: [{ acronym: 'ICML' }] } });
});
