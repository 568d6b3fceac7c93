import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { type Graph, int } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  // As wide as pages go, which costs more than a request may.
  ask = asking(graph, undefined, 10_000_000);
});

/** How many Cypher statements a query takes. */
async function statements(query: string): Promise<number> {
  const answer = await ask(query);
  expect(answer.errors).toEqual([]);
  return answer.statements.length;
}

describe('one statement a level for each relation at most, whatever the number of parents', () => {
  test.each<[string, (width: number) => string, number]>([
    [
      'publications → authors',
      (n) => `{ publications(first: ${n}) { nodes { authors { nodes { name } } } } }`,
      2,
    ],
    [
      'publications → authors → publications → venues → series',
      (n) => `{ publications(first: ${n}) { nodes { authors { nodes {
        publications { nodes { venues { nodes { series { name } } } } } } } } } }`,
      5,
    ],
    [
      'authors → coauthors → coauthors → what they share',
      (n) => `{ authors(first: ${n}) { nodes { coauthors { nodes { coauthors { edges {
        node { name } sharedPublications { nodes { title } } } } } } } } }`,
      4,
    ],
    [
      'every relation of a publication',
      (n) => `{ publications(first: ${n}) { nodes {
        abstract chosen { statement { source { profileOf { name } } } } identifiers { value }
        authors { nodes { name } } venues { nodes { name } } topics { nodes { name } }
        statements { nodes { source { uri } publication { title } } } communities { nodes { label } }
      } } }`,
      // The page; texts; the chosen statements; authors, venues, topics, statements, communities; sources and
      // publications of statements; the owner of the profile.
      11,
    ],
    [
      'who says what of publications and of all on them',
      (n) => `{ publications(first: ${n}) { nodes {
        chosen { agreement statementCount }
        authors { edges { mentions { name statement { source { uri } } } node { name } } }
        venues { edges { mentions { form } } } topics { edges { mentions { form } } } institutions { edges { mentions { form } } }
      } } }`,
      // The page; texts; what is stated; authors, venues, topics, institutions; the statements of mentions and their sources.
      9,
    ],
    [
      'what says who authors are, and how they and other things are called',
      (n) => `{
        authors(first: ${n}) { nodes { nameForms { nodes { form } } identity { confidence identifiers { identifier { value } } personStatements { source { uri } } } } }
        venues(first: ${n}) { nodes { nameForms { totalCount nodes { form } } } }
        topics(first: ${n}) { nodes { nameForms { nodes { form } } } }
        institutions(first: ${n}) { nodes { nameForms { nodes { form } } } } }`,
      10,
    ],
    [
      'every relation of an author',
      (n) => `{ authors(first: ${n}) { nodes {
        publications { nodes { title } } coauthors { nodes { name } } topics { nodes { name } }
        venues { nodes { name } } profilePages { nodes { uri } } } } }`,
      6,
    ],
    [
      'every relation of a venue',
      (n) => `{ venues(first: ${n}) { nodes {
        series { name } workshops { nodes { name } } publications { nodes { title } } authors { nodes { name } }
        topics { nodes { name } } } } }`,
      6,
    ],
    [
      'every relation of a topic',
      (n) => `{ topics(first: ${n}) { nodes {
        publicationCount broader { nodes { name } } narrower { nodes { name } } publications { nodes { title } }
        authors { nodes { name } } venues { nodes { name } } related { nodes { name } }
        communities { nodes { label } } } } }`,
      9,
    ],
    [
      'nodes of different kinds in one search',
      (n) => `{ search(query: "learning", first: ${n}) { nodes {
        ... on Publication { authors { nodes { name } } }
        ... on Venue { publications { nodes { title } } }
        ... on Topic { publications { nodes { title } } } } } }`,
      4,
    ],
    [
      'filtered and ordered relations in lists',
      (n) => `{ authors(first: ${n}) { nodes {
        coauthors(filter: { publicationCount: { from: 2 } }, orderBy: { field: EDGE_LAST_YEAR }) { totalCount nodes { name
          topics(orderBy: { field: EDGE_PUBLICATION_COUNT }, first: 3) { nodes { name } } } }
        venues(filter: { kind: WORKSHOP }) { totalCount } } } }`,
      // The page; coauthors and how many; their topics; how many venues.
      5,
    ],
    [
      'facets, aggregates and two-way counts in lists',
      (n) => `{ topics(first: ${n}) { nodes { publications {
        facets { years { values { year } } authors(first: 3) { values { author { name coauthors(first: 1) { nodes { name } } } } } }
        aggregates { hIndex } matrix(rows: VENUE, columns: YEAR) { counts } } } } }`,
      6,
    ],
    [
      'metrics of the authors of publications',
      (n) => `{ publications(first: ${n}) { nodes { authors { nodes { metrics { hIndex collaboratorCount } } }
        venues { nodes { metrics { hIndex authorCount } } } } } }`,
      7,
    ],
    [
      'what is like the hits of a search, and where they were found',
      (n) =>
        `{ publications(search: "learning", first: ${n}) { edges { highlights { field } node { similar(first: 2) { nodes { title } } } } } }`,
      3,
    ],
    [
      'citations, both ways',
      (n) => `{ publications(first: ${n}) { nodes {
        cites { nodes { title citedBy { nodes { title } } } } citedBy { nodes { title cites { nodes { title } } } } } } }`,
      // The page with both; and each of the inner two by itself, where the rows would multiply.
      3,
    ],
    [
      'decisions about each kind of node',
      (n) => `{
        publications(first: ${n}) { nodes { decisions { nodes { reason subjects { name } } } } }
        authors(first: ${n}) { nodes { decisions { nodes { reason } } } }
        venues(first: ${n}) { nodes { decisions { nodes { reason } } } }
        topics(first: ${n}) { nodes { decisions { nodes { reason } } } } }`,
      8,
    ],
    [
      'what may be by somebody else of the same name',
      (n) =>
        `{ authors(first: ${n}) { nodes { splitSuggestions { sharedTopics publications { title } } } } }`,
      3,
    ],
    [
      'counts',
      (n) =>
        `{ authors(first: ${n}) { totalCount nodes { publications { totalCount } coauthors { totalCount } } } }`,
      4,
    ],
  ])('%s', async (_, query, most) => {
    for (const width of [1, 2, 100]) expect(await statements(query(width))).toBeLessThanOrEqual(most);
  });

  test('20 publications and 100: the same number', async () => {
    await graph.command(
      cypher`
        UNWIND range(1, $count) AS at
        CREATE (p:Publication {id: 'p-many-' + at, title: 'Many ' + at, sortTitle: 'many', year: 1990, authorCount: 1, complete: true})
        CREATE (:Author {id: 'a-many-' + at, name: 'Many ' + at, sortName: 'many', names: [], publicationCount: 1})-[:AUTHORED {order: 0, rawName: 'Many'}]->(p)`,
      { count: int(200) },
    );
    const query = (n: number) =>
      `{ publications(first: ${n}, filter: { year: { to: 1990 } }) { nodes { authors { nodes { publications { nodes { title } } } } } } }`;
    // Where the rows would multiply, the last level is read by itself.
    expect(await statements(query(1))).toBe(1);
    expect(await statements(query(20))).toBe(1);
    expect(await statements(query(100))).toBe(2);
    await graph.command(
      cypher`MATCH (n) WHERE n.id STARTS WITH 'p-many-' OR n.id STARTS WITH 'a-many-' DETACH DELETE n`,
    );
  });
});

describe('nothing is read twice', () => {
  test('the same relation under two names', async () => {
    expect(
      await statements(`{
        a: publications { nodes { authors { nodes { name } } again: authors { nodes { orcid } } } }
        b: publications { nodes { more: authors { edges { rawName } } } }
      }`),
    ).toBe(1);
  });

  test('the same relation under two names with other fields, with all that is asked of it under either', async () => {
    const { data, statements: sent } = await ask<{
      publications: {
        nodes: {
          authors: { nodes: { name: string }[] };
          again: {
            edges: { cursor: string; rawName: string }[];
            nodes: { topics: { nodes: unknown[] } }[];
          };
        }[];
      };
      b: unknown;
    }>(`{
      publications(first: 1, orderBy: { field: TITLE }) { nodes {
        authors(filter: { publicationCount: { from: 2 } }) { nodes { name } }
        again: authors(filter: { publicationCount: { from: 2 } }) {
          edges { cursor rawName } nodes { orcid topics(first: 1) { nodes { name } } }
        }
      } }
      b: publications(first: 1, orderBy: { field: TITLE }) { totalCount pageInfo { hasNextPage } nodes { year } }
    }`);
    // The page and its count, the authors of both names, and the topics of these.
    expect(sent).toHaveLength(4);
    const [first] = data.publications.nodes;
    const names = first?.authors.nodes.map(({ name }) => name);
    expect(names?.length).toBeGreaterThan(1);
    expect(first?.again.edges.map(({ rawName }) => rawName)).toEqual(names);
    for (const { topics } of first?.again.nodes ?? []) expect(topics.nodes).toHaveLength(1);
    expect(data.b).toMatchObject({ totalCount: 11, pageInfo: { hasNextPage: true } });
  });

  test('the same node under two names with other fields', async () => {
    const { data } = await ask<{ author: { id: string } }>('{ author(name: "Keith Hall") { id } }');
    const page = (fields: string) =>
      `author(id: "${data.author.id}") { publications(first: 1) { nodes { ${fields} } } }`;
    expect(await statements(`{ ${page('title')} again: ${page('year venues { nodes { name } }')} }`)).toBe(1);
  });

  test('the same relation under two names with an equal filter', async () => {
    expect(
      await statements(`{ publications { nodes {
        authors(filter: { publicationCount: { from: 2 } }, orderBy: { field: NAME }) { nodes { name } }
        again: authors(orderBy: { field: NAME }, filter: { publicationCount: { from: 2 } }) { nodes { name } }
      } } }`),
    ).toBe(2);
  });

  test('with a filter, one more for each', async () => {
    expect(
      await statements(
        '{ publications { nodes { authors(filter: {}) { nodes { name } } one: authors(filter: {}, first: 1) { nodes { name } } } } }',
      ),
    ).toBe(3);
  });

  test('the same node by id and by alias', async () => {
    const { data } = await ask<{ author: { id: string } }>('{ author(name: "Keith Hall") { id } }');
    const { id } = data.author;
    expect(
      await statements(
        `{ a: node(id: "${id}") { id } b: author(id: "${id}") { name } nodes(ids: ["${id}"]) { id } }`,
      ),
    ).toBe(1);
  });
});

describe('nothing is read that is not asked for', () => {
  test('a count alone reads no page', async () => {
    const { statements } = await ask('{ publications { totalCount } }');
    expect(statements).toHaveLength(1);
    expect(statements[0]).toContain('COUNT');
  });

  test('a page alone counts nothing', async () => {
    const { statements } = await ask('{ publications { nodes { title } } }');
    expect(statements).toHaveLength(1);
    expect(statements[0]).not.toContain('COUNT');
  });

  test('abstracts only where they are asked for', async () => {
    const { statements } = await ask('{ publications { nodes { title authors { nodes { name } } } } }');
    expect(statements.join()).not.toContain('abstract');
  });

  test('nothing for the schema itself', async () => {
    expect(await statements('{ __schema { queryType { name } } __typename }')).toBe(0);
  });
});

test('a page in a list is limited in the database, for each parent on its own', async () => {
  const { data, statements } = await ask<{
    authors: {
      nodes: {
        publicationCount: number;
        publications: { nodes: unknown[]; pageInfo: { hasNextPage: boolean } };
      }[];
    };
  }>(
    '{ authors(first: 100) { nodes { publicationCount publications(first: 2) { nodes { title } pageInfo { hasNextPage } } } } }',
  );
  expect(statements).toHaveLength(1);
  // The rows of each parent are ordered and cut off before they are gathered.
  expect(statements[0]).toMatch(
    /CALL \(at0\) \{\s*WITH at0 AS from\s+MATCH \(from\)-\[r:AUTHORED\]->\(n:Publication\)[^{}]*\sLIMIT \$v\d+\s+RETURN collect\(/,
  );
  for (const { publicationCount, publications } of data.authors.nodes) {
    expect(publications.nodes).toHaveLength(Math.min(2, publicationCount));
    expect(publications.pageInfo.hasNextPage).toBe(publicationCount > 2);
  }
});

test('and so is one that is read by itself', async () => {
  const { statements } = await ask(
    '{ authors(first: 100) { nodes { publications(filter: { year: { from: 2000 } }, first: 2) { nodes { title } } } } }',
  );
  expect(statements).toHaveLength(2);
  expect(statements[1]).toMatch(
    /CALL \(parent\) \{\s*MATCH \(from:Author \{id: parent\.id\}\)\s+MATCH \(from\)-\[r:AUTHORED\]->\(n:Publication\)[^{}]*\sLIMIT \$v\d+\s+RETURN collect\(/,
  );
});

test('an answer that would grow out of bounds is an error, not an endless one', async () => {
  await graph.command(
    cypher`
      UNWIND range(1, $size) AS at
      CREATE (:Author {id: 'a-many-' + at, name: 'Many', sortName: 'many', names: [], publicationCount: 0})`,
    { size: int(101) },
  );
  await graph.command(cypher`
    MATCH (a:Author {name: 'Many'}), (b:Author {name: 'Many'}) WHERE a.id < b.id
    CREATE (a)-[:COAUTHORED {publications: 1, weight: 1.0}]->(b)`);
  const coauthors = (inner: string) => `coauthors(first: 100) { nodes { name ${inner} } }`;
  const { data, errors, statements } = await asking(
    graph,
    undefined,
    1_000_000_000,
  )(
    `{ author(id: "${globalId('Author', 'a-many-1')}") { ${coauthors(coauthors(coauthors(coauthors(''))))} } }`,
  );
  expect(data).toEqual({ author: null });
  expect(errors).toHaveLength(1);
  expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  expect(errors[0]?.message).toContain('more than 50000 items');
  // The author, and a statement a level at most.
  expect(statements.length).toBeLessThanOrEqual(5);
});
