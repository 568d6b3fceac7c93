import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { Graph } from '../../src/graph/graph.ts';
import { createServer } from '../../src/server.ts';
import { empty, freshGraph } from '../graph/freshGraph.ts';
import { karateClub, left, right, twoCliques, writePublications } from '../graph/structure/coauthorGraphs.ts';
import { type Ask, asking } from './fixture/asking.ts';
import { eventsOf, subscription } from './fixture/events.ts';
import { searchable } from './fixture/library.ts';

let graph: Graph;
let ask: Ask;
let administrator: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writePublications(graph, twoCliques);
  await searchable(graph);
  ask = asking(graph);
  administrator = asking(graph, 'Ada');
});

const analyseCommunities = `mutation ($input: AnalyseCommunitiesInput!) {
  analyseCommunities(input: $input) { id state error { code } }
}`;

async function analysed(input: Record<string, unknown> = {}): Promise<string> {
  const { data, errors } = await administrator<{ analyseCommunities: { id: string } }>(analyseCommunities, {
    input: { of: 'AUTHORS', waitSeconds: 60, ...input },
  });
  expect(errors).toEqual([]);
  expect(data.analyseCommunities).toMatchObject({ state: 'DONE', error: null });
  return data.analyseCommunities.id;
}

/** Each reads what only a run has found. */
const ofRuns = [
  '{ communityPartition(of: AUTHORS) { modularity } }',
  '{ communityEvents(of: TOPICS) { totalCount } }',
  '{ authorCentralities { id } }',
  '{ authors(first: 2) { nodes { centralities { degree } } } }',
  '{ authors(first: 2) { nodes { detectedCommunities { totalCount } } } }',
  '{ authors(first: 2) { nodes { similarAuthors { totalCount } } } }',
  '{ publications(first: 2) { nodes { similarPublications { totalCount } } } }',
];

describe('before any run', () => {
  test.each(ofRuns)('%s says that there is none, and how to get one', async (query) => {
    const { errors } = await ask(query);
    expect(errors[0]?.extensions.code).toBe('ANALYSIS_NOT_FOUND');
    expect(errors[0]?.message).toContain('scholargraph analyse');
  });

  test('there are no sizes of communities, which is no error', async () => {
    const { data, errors } = await ask('{ publications { communitySizes { distinct } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ publications: { communitySizes: null } });
  });

  test('only an administrator can ask for one', async () => {
    const { status, errors } = await ask(analyseCommunities, { input: { of: 'AUTHORS' } });
    expect(status).toBe(401);
    expect(errors[0]?.extensions.code).toBe('ADMINISTRATOR_REQUIRED');
  });
});

test('one request finds communities and reads them', async () => {
  const { data, errors } = await administrator(`mutation {
    analyseCommunities(input: { of: AUTHORS, resolutions: [1, 0.05], waitSeconds: 60 }) {
      kind state progress current by gdsVersion nodeCount relationshipCount
      parameters { name value }
      partitions { resolution communityCount levels modularity conductance }
    }
  }`);
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    analyseCommunities: {
      kind: 'AUTHOR_COMMUNITIES',
      state: 'DONE',
      progress: 1,
      current: true,
      by: 'Ada',
      gdsVersion: expect.stringMatching(/^2\./),
      nodeCount: 8,
      relationshipCount: 13,
      parameters: expect.arrayContaining([{ name: 'resolutions', value: '[1,0.05]' }]),
      partitions: [
        { resolution: 1, communityCount: 2, modularity: expect.closeTo(12 / 13 - 1 / 2, 6) },
        { resolution: 0.05, communityCount: 1, modularity: expect.closeTo(0, 6) },
      ],
    },
  });
});

describe('with communities', () => {
  let run: string;
  beforeAll(async () => {
    run = await analysed({ resolutions: [1, 0.05] });
  });

  test('members lead to them, and they to members, run and hierarchy', async () => {
    const { data, errors } = await ask<{
      communityPartition: { communities: { nodes: { authors: { nodes: { name: string }[] } }[] } };
    }>(`{
      communityPartition(of: AUTHORS) { communities { totalCount nodes {
        id label size level resolution parent { id } run { current }
        authors(orderBy: { field: NAME }) { totalCount nodes { name } } topics { totalCount }
      } } }
      author(name: "a1") { detectedCommunities { totalCount nodes { resolution size label } } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      communityPartition: { communities: { totalCount: 2 } },
      author: {
        detectedCommunities: {
          nodes: expect.arrayContaining([
            { resolution: 1, size: 4, label: 'graph theory, machine learning' },
            { resolution: 0.05, size: 8, label: expect.any(String) },
          ]),
        },
      },
    });
    const members = data.communityPartition.communities.nodes.map(({ authors }) =>
      authors.nodes.map(({ name }) => name),
    );
    expect(members).toEqual(expect.arrayContaining([left, right]));
  });

  const sizes =
    'communitySizes(first: 1) { distinct otherCount missingCount values { authorCount community { id size } } }';

  test('the authors of any publications are counted by them, in one statement besides those that find the run', async () => {
    const { data, errors, statements } = await ask<{
      all: { communitySizes: { values: { community: { id: string } }[] } };
    }>(`{
      all: publications { ${sizes} }
      bridge: publications(filter: { authors: { some: { name: { in: ["a4"] } } }, topics: { none: { name: { in: ["parsing", "graph theory"] } } } }) { ${sizes} }
      coarse: publications { communitySizes(resolution: 0.05) { values { authorCount } } }
      unknown: publications { communitySizes(resolution: 7) { distinct } }
    }`);
    expect(errors).toEqual([]);
    expect(statements.length).toBeLessThanOrEqual(5);
    expect(data).toMatchObject({
      all: {
        communitySizes: {
          distinct: 2,
          otherCount: 4,
          missingCount: 0,
          values: [{ authorCount: 4, community: { size: 4 } }],
        },
      },
      bridge: {
        communitySizes: { distinct: 2, otherCount: 1, values: [{ authorCount: 1, community: { size: 4 } }] },
      },
      coarse: { communitySizes: { values: [{ authorCount: 8 }] } },
      unknown: { communitySizes: null },
    });
  });

  test('publications and authors are filtered by them', async () => {
    const { data } = await ask<{
      communityPartition: { communities: { nodes: { id: string; authors: unknown }[] } };
    }>(
      '{ communityPartition(of: AUTHORS) { communities { nodes { id authors(orderBy: { field: NAME }) { nodes { name } } } } } }',
    );
    const [one] = data.communityPartition.communities.nodes;
    const { data: found, errors } = await ask(
      `query ($of: [ID!]) {
        authors(filter: { communities: $of }, orderBy: { field: NAME }) { nodes { name } }
        publications(filter: { authors: { some: { communities: $of } } }) { totalCount }
        both: publications(filter: { authors: { some: { communities: $of } }, title: { contains: "a4-b1" } }) { totalCount }
        none: publications(filter: { authors: { none: { communities: $of } } }) { totalCount }
      }`,
      { of: [one?.id] },
    );
    expect(errors).toEqual([]);
    // Six within a clique of four, and the one between the cliques.
    expect(found).toEqual({
      authors: one?.authors,
      publications: { totalCount: 7 },
      both: { totalCount: 1 },
      none: { totalCount: 6 },
    });
  });

  test('many of them cost as many statements as few, whatever hangs on them', async () => {
    const query = (
      first: number,
    ) => `{ communityPartition(of: AUTHORS) { communities(first: ${first}) { nodes {
      authors { nodes { name publications { nodes { title } } } } topics { nodes { name } } parent { id }
      children { nodes { label } } run { partitions { communities { nodes { size } } } }
    } } } }`;
    const [few, many] = [await ask(query(1)), await ask(query(100))];
    expect(few.errors).toEqual([]);
    expect(many.statements).toHaveLength(few.statements.length);
    // The run, its partitions, the communities; of these the authors with what they wrote, topics, parents, children
    // and runs; their partitions, and the communities of these.
    expect(few.statements.length).toBeLessThanOrEqual(10);
  });

  test('they are nodes, and so is the run', async () => {
    const { data } = await ask<{
      communityPartition: { communities: { nodes: { id: string; authors: unknown }[] } };
    }>('{ communityPartition(of: AUTHORS) { communities { nodes { id } } } }');
    const id = data.communityPartition.communities.nodes[0]?.id;
    const again = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
      ids: [id, run],
    });
    expect(again.data).toEqual({
      nodes: [
        { __typename: 'DetectedCommunity', id },
        { __typename: 'AnalysisRun', id: run },
      ],
    });
  });

  test('a resolution that was not run is an error that names those that were', async () => {
    const { errors } = await ask('{ communityPartition(of: AUTHORS, resolution: 3) { modularity } }');
    expect(errors[0]?.extensions.code).toBe('ANALYSIS_NOT_FOUND');
    expect(errors[0]?.message).toContain('it has those of 1, 0.05');
  });

  test('two runs are compared', async () => {
    const second = await analysed({ resolutions: [1, 0.05], seed: 3 });
    const compare = `query ($first: ID!, $second: ID!, $other: Float) {
      compareAnalysisRuns(first: $first, second: $second, secondResolution: $other) {
        commonCount onlyFirst onlySecond adjustedRandIndex normalisedMutualInformation
      }
    }`;
    const same = await ask(compare, { first: run, second });
    expect(same.data).toEqual({
      compareAnalysisRuns: {
        commonCount: 8,
        onlyFirst: 0,
        onlySecond: 0,
        adjustedRandIndex: 1,
        normalisedMutualInformation: 1,
      },
    });
    // As if the second run had a4 with the others: the communities of 4 and 4 meet those of 3 and 5 in 3, 1, 0 and 4.
    await graph.command(
      cypher`
        MATCH (:Author {id: 'b1'})-[:MEMBER_OF]->(there:DetectedCommunity)-[:OF_PARTITION]->(of:Partition {id: $partition})
        WHERE there.level = of.levels - 1
        MATCH (:Author {id: 'a4'})-[m:MEMBER_OF]->(here:DetectedCommunity)-[:OF_PARTITION]->(of)
        WHERE here.level = of.levels - 1
        MATCH (a4:Author {id: 'a4'})
        DELETE m
        CREATE (a4)-[:MEMBER_OF]->(there)
        SET here.size = here.size - 1, there.size = there.size + 1`,
      { partition: `${Buffer.from(second, 'base64').toString().replace('AnalysisRun:', '')}/0` },
    );
    const moved = await ask(compare, { first: run, second });
    // Of 28 pairs 9 are together in both, 12 in the one and 13 in the other: (9 − 12·13/28) / (12.5 − 12·13/28).
    const expected = (12 * 13) / 28;
    const entropy = (...sizes: number[]) =>
      sizes.reduce((sum, size) => sum - (size / 8) * Math.log(size / 8), 0);
    const mutual = entropy(4, 4) + entropy(3, 5) - entropy(3, 1, 4);
    expect(moved.data).toEqual({
      compareAnalysisRuns: {
        commonCount: 8,
        onlyFirst: 0,
        onlySecond: 0,
        adjustedRandIndex: expect.closeTo((9 - expected) / (12.5 - expected), 5),
        normalisedMutualInformation: expect.closeTo((2 * mutual) / (entropy(4, 4) + entropy(3, 5)), 5),
      },
    });
    // One community of all says nothing of two halves.
    const other = await ask(compare, { first: run, second, other: 0.05 });
    expect(other.data).toMatchObject({
      compareAnalysisRuns: { commonCount: 8, adjustedRandIndex: 0, normalisedMutualInformation: 0 },
    });
  });

  test('runs are listed, and pruned', async () => {
    const listed = await ask('{ analysisRuns(kind: AUTHOR_COMMUNITIES) { totalCount nodes { current } } }');
    expect(listed.data).toMatchObject({
      analysisRuns: { nodes: [{ current: true }, { current: false }, { current: false }] },
    });
    const { data } = await administrator('mutation { pruneAnalysisRuns(kind: AUTHOR_COMMUNITIES, keep: 1) }');
    expect(data).toEqual({ pruneAnalysisRuns: 2 });
    const { data: left } = await ask(
      '{ analysisRuns { totalCount } communityPartition(of: AUTHORS) { communityCount } }',
    );
    expect(left).toEqual({ analysisRuns: { totalCount: 1 }, communityPartition: { communityCount: 2 } });
  });
});

describe('with centralities', () => {
  beforeAll(async () => {
    const { errors } = await administrator(
      'mutation { analyseCentralities(input: { closeness: true, waitSeconds: 60 }) { state } }',
    );
    expect(errors).toEqual([]);
  });

  test('authors have them and are ordered by them, page by page', async () => {
    const query = `query ($after: String) {
      authors(first: 1, after: $after, orderBy: [{ field: BETWEENNESS }, { field: NAME }]) {
        pageInfo { endCursor } nodes { name centralities { degree weightedDegree betweenness closeness articulationPoint } }
      }
    }`;
    type Authors = { authors: { pageInfo: { endCursor: string }; nodes: unknown[] } };
    const first = await ask<Authors>(query);
    expect(first.errors).toEqual([]);
    expect(first.data.authors.nodes).toEqual([
      {
        name: 'a4',
        centralities: {
          degree: 4,
          weightedDegree: 4,
          betweenness: 12,
          closeness: expect.closeTo(0.7, 6),
          articulationPoint: true,
        },
      },
    ]);
    const second = await ask<Authors>(query, { after: first.data.authors.pageInfo.endCursor });
    expect(second.data.authors.nodes).toMatchObject([{ name: 'b1' }]);
  });

  test('the run lists its authors with their scores, and the articulation points alone', async () => {
    const { data, errors } = await ask(`{
      authorCentralities { note authors(articulationPoint: true, orderBy: { field: NAME }) {
        totalCount edges { node { name } centralities { betweenness } }
      } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      authorCentralities: {
        note: 'Betweenness is exact',
        authors: {
          totalCount: 2,
          edges: [
            { node: { name: 'a4' }, centralities: { betweenness: 12 } },
            { node: { name: 'b1' }, centralities: { betweenness: 12 } },
          ],
        },
      },
    });
  });

  test.each([
    ['WEIGHTED_DEGREE', ['a1', 'a2', 'a3', 'a4']],
    ['PAGE_RANK', ['a4', 'a1', 'a2', 'a3']],
    ['BETWEENNESS', ['a3', 'a4', 'a1', 'a2']],
    ['CLOSENESS', ['a2', 'a3', 'a4', 'a1']],
  ])('and by %s, each by its own score', async (field, names) => {
    // In these graphs who is first by one is first by all; so the scores of four authors are given to each other.
    await graph.command(cypher`
      UNWIND [['a1', 4, 3, 2, 1], ['a2', 3, 2, 1, 4], ['a3', 2, 1, 4, 3], ['a4', 1, 4, 3, 2]] AS row
      MATCH (:Author {id: row[0]})-[s:SCORED]->(:AnalysisRun {currentOf: 'AUTHOR_CENTRALITIES'})
      SET s.weightedDegree = 100.0 + row[1], s.pageRank = 100.0 + row[2], s.betweenness = 100.0 + row[3],
        s.closeness = 100.0 + row[4]`);
    const { data, errors } = await ask<{
      down: { nodes: { name: string }[] };
      up: { nodes: { name: string }[] };
      authorCentralities: { authors: { nodes: { name: string }[] } };
    }>(`{
      down: authors(first: 4, orderBy: { field: ${field} }) { nodes { name } }
      up: authors(orderBy: { field: ${field}, direction: ASC }) { nodes { name } }
      authorCentralities { authors(first: 4, orderBy: { field: ${field} }) { nodes { name } } }
    }`);
    expect(errors).toEqual([]);
    const namesOf = ({ nodes }: { nodes: { name: string }[] }) => nodes.map(({ name }) => name);
    expect(namesOf(data.down)).toEqual(names);
    expect(namesOf(data.up).slice(-4)).toEqual([...names].reverse());
    expect(namesOf(data.authorCentralities.authors)).toEqual(names);
  });

  test('many authors cost as many statements as few', async () => {
    const query = (first: number) =>
      `{ authors(first: ${first}) { nodes { centralities { degree } detectedCommunities(first: 1) { nodes { label run { id } } } } } }`;
    const few = await ask(query(2));
    const many = await ask(query(8));
    expect(few.errors).toEqual([]);
    expect(many.statements).toHaveLength(few.statements.length);
  });
});

test('progress comes by server-sent events until the end, from whichever server', async () => {
  const { data: asked } = await administrator<{ analyseCentralities: { id: string } }>(
    'mutation { analyseCentralities(input: {}) { id } }',
  );
  const token = 'another-token-for-tests';
  const { yoga } = createServer({
    graph,
    config: { administrators: [{ name: 'Grace', token }], host: '127.0.0.1', port: 0 },
    logger: pino({ level: 'silent' }),
  });
  const query = 'subscription ($id: ID!) { analysisProgress(id: $id) { state progress by } }';
  const response = await yoga.fetch(
    'http://localhost/graphql',
    subscription(token, query, asked.analyseCentralities),
  );
  const events = [];
  for await (const event of eventsOf(response)) events.push(event);
  expect(events.at(-1)).toEqual({ name: 'complete', data: undefined });
  expect(events.at(-2)?.data).toEqual({
    data: { analysisProgress: { state: 'DONE', progress: 1, by: 'Ada' } },
  });
});

test('similar authors and publications are read from the stored run', async () => {
  const { errors: failed } = await administrator(`mutation {
    authors: analyseSimilarity(input: { of: AUTHORS, waitSeconds: 60 }) { state }
    publications: analyseSimilarity(input: { of: PUBLICATIONS, method: FASTRP_KNN, topK: 3, waitSeconds: 60 }) { state }
  }`);
  expect(failed).toEqual([]);
  const { data, errors } = await ask<{
    author: { similarAuthors: { edges: { score: number; node: { name: string } }[] } };
    publications: { nodes: { similarPublications: { edges: { score: number }[] } }[] };
  }>(`{
    author(name: "a1") { similarAuthors(first: 2) { edges { score node { name } } } }
    publications(first: 1, orderBy: { field: TITLE }) { nodes { similarPublications(method: FASTRP_KNN) { edges { score } } } }
  }`);
  expect(errors).toEqual([]);
  expect(data.author.similarAuthors.edges).toMatchObject([
    { score: 1, node: { name: 'a2' } },
    { score: 1, node: { name: 'a3' } },
  ]);
  expect(data.publications.nodes[0]?.similarPublications.edges).toHaveLength(3);
});

test('what became of communities is told window by window', async () => {
  await writePublications(graph, [{ id: 'later', year: 2022, authors: ['a1', 'a2', 'a3', 'a4', 'a5'] }]);
  const { errors: failed } = await administrator(`mutation {
    analyseEvolution(input: { of: AUTHORS, windows: [{ from: 2020, to: 2020 }, { from: 2021, to: 2022 }], waitSeconds: 60 }) { state }
  }`);
  expect(failed).toEqual([]);
  const { data, errors } = await ask(`{
    communityEvents(of: AUTHORS) { totalCount nodes { kind fromYear toYear
      before { size } after { size fromYear authors { totalCount } } overlaps { sharedCount jaccard before { size } } } }
    died: communityEvents(of: AUTHORS, kind: DIED) { totalCount }
  }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    communityEvents: {
      totalCount: 2,
      nodes: [
        {
          kind: 'GROWN',
          fromYear: 2021,
          toYear: 2022,
          before: [{ size: 4 }],
          after: [{ size: 5, fromYear: 2021, authors: { totalCount: 5 } }],
          overlaps: [{ sharedCount: 4, jaccard: 0.8, before: { size: 4 } }],
        },
        { kind: 'DIED', fromYear: 2021, toYear: 2022, before: [{ size: 4 }], after: [], overlaps: [] },
      ],
    },
    died: { totalCount: 1 },
  });
  const around = (first: number) => `{
    communityEvents(of: AUTHORS, first: ${first}) { nodes {
      kind before { label authors { nodes { name } } } after { authors { nodes { name } } } overlaps { before { label } }
    } }
    analysisRuns(first: ${first}) { nodes { events { nodes { kind after { topics { nodes { name } } } } } } }
  }`;
  const [few, many] = [await ask(around(1)), await ask(around(100))];
  expect(many.errors).toEqual([]);
  // The run and its events, the authors of communities, the communities that overlap; the runs, their events, the topics
  // of communities.
  for (const { statements } of [few, many]) expect(statements.length).toBeLessThanOrEqual(7);
});

test('what is wrong with the input is said before anything runs', async () => {
  const { errors } = await administrator(analyseCommunities, { input: { of: 'TOPICS', resolutions: [-1] } });
  expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  const { data } = await ask('{ analysisRuns(kind: TOPIC_COMMUNITIES) { totalCount } }');
  expect(data).toEqual({ analysisRuns: { totalCount: 0 } });
});

describe('of some years only', () => {
  beforeAll(async () => {
    await empty(graph);
    await writePublications(graph, twoCliques);
    await writePublications(graph, [
      { id: 'later', year: 2022, authors: ['a1', 'b1', 'b2'], topics: ['parsing', 'machine learning'] },
    ]);
    await searchable(graph);
    for (const during of ['', 'during: { from: 2021 },']) {
      const { errors } = await administrator(`mutation {
        communities: analyseCommunities(input: { of: AUTHORS, ${during} waitSeconds: 60 }) { state }
        centralities: analyseCentralities(input: { ${during} waitSeconds: 60 }) { state }
        similarity: analyseSimilarity(input: { of: AUTHORS, ${during} waitSeconds: 60 }) { state }
      }`);
      expect(errors).toEqual([]);
    }
  });

  test('a partition is read by the years that its run counted', async () => {
    const partition = 'fromYear toYear nodeCount';
    const { data, errors } = await ask(`{
      all: communityPartition(of: AUTHORS) { ${partition} }
      late: communityPartition(of: AUTHORS, during: { from: 2021 }) { ${partition} communities { nodes {
        size fromYear toYear authors(orderBy: { field: NAME }) { nodes { name } } } } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      all: { fromYear: null, toYear: null, nodeCount: 8 },
      late: {
        fromYear: 2021,
        toYear: null,
        nodeCount: 3,
        communities: {
          nodes: [
            {
              size: 3,
              fromYear: 2021,
              toYear: null,
              authors: { nodes: [{ name: 'a1' }, { name: 'b1' }, { name: 'b2' }] },
            },
          ],
        },
      },
    });
  });

  test('and so are the communities of an author', async () => {
    const { data, errors } = await ask<{
      b1: { all: { nodes: { fromYear: number | null }[] }; late: unknown };
      a2: unknown;
    }>(`{
      b1: author(name: "b1") {
        all: detectedCommunities { nodes { fromYear } }
        late: detectedCommunities(during: { from: 2021 }) { nodes { size fromYear } }
      }
      a2: author(name: "a2") { late: detectedCommunities(during: { from: 2021 }) { totalCount } }
    }`);
    expect(errors).toEqual([]);
    expect(data.b1.all.nodes.length).toBeGreaterThan(0);
    for (const { fromYear } of data.b1.all.nodes) expect(fromYear).toBeNull();
    expect(data.b1.late).toEqual({ nodes: [{ size: 3, fromYear: 2021 }] });
    expect(data.a2).toEqual({ late: { totalCount: 0 } });
  });

  test('centralities', async () => {
    const { data, errors } = await ask(`{
      b1: author(name: "b1") { all: centralities { degree } late: centralities(during: { from: 2021 }) { degree } }
      a2: author(name: "a2") { all: centralities { degree } late: centralities(during: { from: 2021 }) { degree } }
      all: authorCentralities { authors { totalCount } }
      late: authorCentralities(during: { from: 2021 }) { authors { totalCount } }
    }`);
    expect(errors).toEqual([]);
    expect(data).toEqual({
      // Three in the clique, one over the bridge, one in 2022.
      b1: { all: { degree: 5 }, late: { degree: 2 } },
      a2: { all: { degree: 3 }, late: null },
      all: { authors: { totalCount: 8 } },
      late: { authors: { totalCount: 3 } },
    });
  });

  test('similar authors', async () => {
    const { data, errors } = await ask<Record<'all' | 'late', { edges: { node: { name: string } }[] }>>(
      `{ author(name: "a1") {
        all: similarAuthors(orderBy: { field: NAME }) { edges { node { name } } }
        late: similarAuthors(orderBy: { field: NAME }, during: { from: 2021 }) { edges { score node { name } } }
      } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      author: {
        all: { edges: expect.arrayContaining([{ node: { name: 'a2' } }]) },
        late: {
          edges: [
            { score: 1, node: { name: 'b1' } },
            { score: 1, node: { name: 'b2' } },
          ],
        },
      },
    });
  });

  test.each([
    '{ communityPartition(of: AUTHORS, during: { to: 2020 }) { nodeCount } }',
    '{ authorCentralities(during: { from: 2021, to: 2022 }) { id } }',
    '{ author(name: "a1") { detectedCommunities(during: { from: 2020 }) { totalCount } } }',
    '{ author(name: "a1") { similarAuthors(during: { to: 2021 }) { totalCount } } }',
  ])('%s has no run of these years', async (query) => {
    const { errors } = await ask(query);
    expect(errors[0]?.extensions.code).toBe('ANALYSIS_NOT_FOUND');
  });
});

describe("the hierarchy of Zachary's karate club", () => {
  interface Level {
    readonly nodes: readonly {
      readonly id: string;
      readonly level: number;
      readonly size: number;
      readonly parent: { readonly id: string; readonly level: number; readonly size: number } | null;
      readonly children: { readonly nodes: readonly { readonly id: string }[] };
    }[];
  }

  beforeAll(async () => {
    await empty(graph);
    await writePublications(graph, karateClub);
    await searchable(graph);
    await analysed();
  });

  test('goes from the finest level to the partition itself, and gains by each', async () => {
    const { data, errors } = await ask<{
      communityPartition: { levels: number; communityCount: number; modularities: number[] } & Record<
        'finest' | 'above' | 'all',
        Level
      >;
    }>(`{ communityPartition(of: AUTHORS) {
      levels communityCount modularities
      finest: communities(level: 0, first: 100) { ...level }
      above: communities(level: 1, first: 100) { ...level }
      all: communities(first: 100) { ...level }
    } }
    fragment level on DetectedCommunityConnection {
      nodes { id level size parent { id level size } children(first: 100) { nodes { id } } }
    }`);
    expect(errors).toEqual([]);
    const { levels, communityCount, modularities, finest, above, all } = data.communityPartition;
    expect(levels).toBeGreaterThan(1);
    expect(modularities).toHaveLength(levels);
    expect(modularities).toEqual([...modularities].sort((a, b) => a - b));
    // Everybody is in one community of each level; these become fewer.
    for (const { nodes } of [finest, above, all])
      expect(nodes.reduce((sum, { size }) => sum + size, 0)).toBe(34);
    expect(all.nodes).toHaveLength(communityCount);
    expect(finest.nodes.length).toBeGreaterThan(above.nodes.length);
    const parents = new Map(above.nodes.map((each) => [each.id, each]));
    for (const { id, level, size, parent, children } of finest.nodes) {
      expect(level).toBe(0);
      expect(children.nodes).toEqual([]);
      expect(parent?.level).toBe(1);
      expect(parent?.size).toBeGreaterThanOrEqual(size);
      expect(parents.get(parent?.id ?? '')?.children.nodes).toContainEqual({ id });
    }
    for (const { level, parent } of all.nodes)
      expect({ level, parent }).toEqual({ level: levels - 1, parent: null });
  });
});

describe('without Graph Data Science', () => {
  class WithoutGds extends Graph {
    override command: Graph['command'] = async (statement, parameters, options) => {
      if (statement.toString().includes('SHOW PROCEDURES')) return [];
      return super.command(statement, parameters, options);
    };
  }
  const without = new WithoutGds(inject('neo4j'));
  const fresh = async () => {
    await empty(graph);
    await writePublications(graph, twoCliques);
    await searchable(graph);
  };
  beforeAll(fresh);
  afterAll(async () => {
    await without.close();
    // Of what was imported, nothing stays.
    await fresh();
  });

  test.each([...ofRuns, '{ topicClusters { modularity } }'])('%s says so by a typed error', async (query) => {
    const { errors } = await asking(without)(query);
    expect(errors.map(({ extensions }) => extensions.code)).toContain('GDS_MISSING');
    expect(new Set(errors.map(({ extensions }) => extensions.code)).size).toBe(1);
  });

  test.each([
    'analyseCommunities(input: { of: AUTHORS }) { id }',
    'analyseEvolution(input: { of: TOPICS, windows: [{ from: 2000, to: 2010 }, { from: 2011, to: 2020 }] }) { id }',
    'analyseCentralities(input: {}) { id }',
    'analyseSimilarity(input: { of: PUBLICATIONS }) { id }',
    'findTopicClusters { id }',
  ])('%s does, too', async (mutation) => {
    const { errors } = await asking(without, 'Ada')(`mutation { ${mutation} }`);
    expect(errors[0]?.extensions.code).toBe('GDS_MISSING');
  });

  test('the rest works: reading, networks and importing', async () => {
    const rest = await asking(without)<{ coauthorNetwork: { nodes: unknown[]; edges: unknown[] } }>(`{
      author(name: "a1") { name coauthors { totalCount } } analysisRuns { totalCount } clusterRuns { totalCount }
      publications { communitySizes { distinct } } coauthorNetwork(author: { name: "a1" }) { nodes { key } edges { weight } }
    }`);
    expect(rest.errors).toEqual([]);
    expect(rest.data).toMatchObject({
      author: { name: 'a1', coauthors: { totalCount: 3 } },
      analysisRuns: { totalCount: 0 },
      clusterRuns: { totalCount: 0 },
      publications: { communitySizes: null },
    });
    // A clique of four.
    expect(rest.data.coauthorNetwork.nodes).toHaveLength(4);
    expect(rest.data.coauthorNetwork.edges).toHaveLength(6);
    const { data, errors } = await asking(without, 'Ada')(
      'mutation ($text: String!) { importRecords(input: { sourceName: "one", text: $text, waitSeconds: 55 }) { state created error { code } } }',
      { text: '@article{one, title = {One of several things}, author = {Doe, Jane}, year = {2001}}' },
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ importRecords: { state: 'DONE', created: 1, error: null } });
  });
});

test('no value becomes query text', async () => {
  const { errors } = await administrator(analyseCommunities, {
    input: {
      of: 'AUTHORS',
      seededFrom: Buffer.from("AnalysisRun:x'}) DETACH DELETE n //").toString('base64'),
      waitSeconds: 60,
    },
  });
  expect(errors).toEqual([]);
  const [row] = await graph.read<{ authors: number }>(cypher`MATCH (a:Author) RETURN count(a) AS authors`);
  expect(row?.authors).toBe(8);
});
