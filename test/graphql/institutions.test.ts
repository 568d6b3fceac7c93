import { beforeAll, describe, expect, test } from 'vitest';
import { openExport } from '../../src/exporting.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { AffiliationMention, PublicationRecord } from '../../src/record.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking } from './fixture/asking.ts';
import { searchable } from './fixture/library.ts';

const eth: AffiliationMention = {
  name: 'ETH Zurich',
  identifiers: [
    { scheme: 'ror', value: 'https://ror.org/05a28rw58' },
    { scheme: 'openalex', value: 'https://openalex.org/I35440088' },
  ],
  country: 'CH',
};
const foo: AffiliationMention = { name: 'Dept. of Physics, Univ. of Foo, Bar, Germany' };
const google: AffiliationMention = { name: 'Google Inc.' };

type People = Readonly<Record<string, readonly AffiliationMention[]>>;

function record(key: string, year: number, people: People, citationCount?: number): PublicationRecord {
  return {
    locator: { key },
    title: `On the ${key} of networks`,
    year,
    type: 'ARTICLE',
    identifiers: [{ scheme: 'doi', value: `10.1000/${key}` }],
    authors: Object.entries(people).map(([literal, affiliations]) => ({
      name: { literal },
      ...(affiliations.length === 0 ? {} : { affiliations }),
    })),
    authorOrder: 'byline',
    venues: [],
    topics: [],
    ...(citationCount === undefined ? {} : { citationCount }),
  };
}

const records = [
  record('depth', 2018, { 'Ada Lovelace': [eth], 'Boris Foo': [foo] }, 4),
  record('width', 2019, { 'Ada Lovelace': [eth], 'Boris Foo': [foo], 'Carla Bar': [google] }, 2),
  record('growth', 2021, { 'Ada Lovelace': [google, eth], 'Dora Solo': [] }),
  record('decay', 2022, { 'Ada Lovelace': [google] }),
];

let graph: Graph;
let ask: Ask;
beforeAll(async () => {
  graph = await freshGraph();
  const source = sourceOf('works.json', 'openalex');
  await writeSource(graph, source);
  await writeBatch(
    graph,
    records.map((each) => statementOf(source, each)),
  );
  await settleAuthors(graph);
  await searchable(graph);
  ask = asking(graph);
});

async function data<Data = Record<string, unknown>>(query: string, variables = {}): Promise<Data> {
  const answer = await ask<Data>(query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data;
}

async function idOf(name: string): Promise<string> {
  const { institution } = await data<{ institution: { id: string } }>(
    'query ($name: String) { institution(name: $name) { id } }',
    { name },
  );
  return institution.id;
}

describe('an institution', () => {
  test('is found by ROR id, by name in any form and by id', async () => {
    const wanted = {
      name: 'ETH Zurich',
      ror: 'https://ror.org/05a28rw58',
      openalexId: 'I35440088',
      countryCode: 'CH',
      country: 'Switzerland',
    };
    const fields = '{ id name ror openalexId countryCode country }';
    const { a, b } = await data<Record<string, { id: string }>>(
      `{ a: institution(ror: "05a28rw58") ${fields} b: institution(name: "eth zürich") ${fields} }`,
    );
    expect(a).toMatchObject(wanted);
    expect(b).toEqual(a);
    const { node } = await data(`query ($id: ID!) { node(id: $id) { ... on Institution ${fields} } }`, {
      id: a?.id,
    });
    expect(node).toEqual(a);
    expect(await data('{ institution(ror: "05a28rw59") { id } }')).toEqual({ institution: null });
  });

  test('has publications, authors with years, collaborators and metrics', async () => {
    const { institution } = await data(`{ institution(name: "ETH Zurich") {
      publications(orderBy: { field: YEAR, direction: ASC }) { totalCount edges { orders forms node { year } } }
      authors { edges { publicationCount firstYear lastYear node { name } } }
      collaborators(orderBy: { field: NAME }) { totalCount edges { publicationCount weight firstYear lastYear node { name } } facets { countries { values { label count } } } }
      metrics { publicationCount fractionalPublicationCount citationCount hIndex authorCount collaboratorCount firstYear lastYear }
    } }`);
    expect(institution).toEqual({
      publications: {
        totalCount: 3,
        edges: [2018, 2019, 2021].map((year) => ({ orders: [0], forms: ['ETH Zurich'], node: { year } })),
      },
      authors: {
        edges: [{ publicationCount: 3, firstYear: 2018, lastYear: 2021, node: { name: 'Ada Lovelace' } }],
      },
      collaborators: {
        totalCount: 2,
        edges: [
          { publicationCount: 2, weight: 1.5, firstYear: 2019, lastYear: 2021, node: { name: 'Google' } },
          {
            publicationCount: 2,
            weight: 1.5,
            firstYear: 2018,
            lastYear: 2019,
            node: { name: 'University of Foo' },
          },
        ],
        facets: {
          countries: {
            values: [
              { label: 'Germany', count: 1 },
              { label: 'United States', count: 1 },
            ],
          },
        },
      },
      metrics: {
        publicationCount: 3,
        fractionalPublicationCount: 1.333333,
        citationCount: 6,
        hIndex: 2,
        authorCount: 1,
        collaboratorCount: 2,
        firstYear: 2018,
        lastYear: 2021,
      },
    });
  });

  test('is where an author was in some years, and for each publication', async () => {
    const { author } = await data(`{ author(name: "Ada Lovelace") {
      institutions { edges { publicationCount firstYear lastYear node { name } } }
      publications(orderBy: { field: YEAR, direction: DESC }, first: 2) { edges { institutions { nodes { name } } } }
    } }`);
    expect(author).toEqual({
      institutions: {
        edges: [
          { publicationCount: 2, firstYear: 2021, lastYear: 2022, node: { name: 'Google' } },
          { publicationCount: 3, firstYear: 2018, lastYear: 2021, node: { name: 'ETH Zurich' } },
        ],
      },
      publications: {
        edges: [
          { institutions: { nodes: [{ name: 'Google' }] } },
          { institutions: { nodes: [{ name: 'ETH Zurich' }, { name: 'Google' }] } },
        ],
      },
    });
    const { publication } = await data(`{ publication(doi: "10.1000/width") {
      institutions { edges { orders node { name } } }
      authors { edges { node { name } institutions { nodes { name } } } } } }`);
    expect(publication).toEqual({
      institutions: {
        edges: [
          { orders: [0], node: { name: 'ETH Zurich' } },
          { orders: [1], node: { name: 'University of Foo' } },
          { orders: [2], node: { name: 'Google' } },
        ],
      },
      authors: {
        edges: [
          { node: { name: 'Ada Lovelace' }, institutions: { nodes: [{ name: 'ETH Zurich' }] } },
          { node: { name: 'Boris Foo' }, institutions: { nodes: [{ name: 'University of Foo' }] } },
          { node: { name: 'Carla Bar' }, institutions: { nodes: [{ name: 'Google' }] } },
        ],
      },
    });
  });

  test('is listed, ordered, filtered and paged', async () => {
    const list = async (args: string) => {
      const { institutions } = await data<{ institutions: { nodes: { name: string }[] } }>(
        `{ institutions${args} { nodes { name } } }`,
      );
      return institutions.nodes.map(({ name }) => name);
    };
    expect(await list('')).toEqual(['ETH Zurich', 'Google', 'University of Foo']);
    expect(
      await list('(orderBy: [{ field: PUBLICATION_COUNT }, { field: COUNTRY, direction: DESC }])'),
    ).toEqual(['Google', 'ETH Zurich', 'University of Foo']);
    expect(await list('(filter: { countryCode: { in: ["ch", "de"] } })')).toEqual([
      'ETH Zurich',
      'University of Foo',
    ]);
    expect(await list('(filter: { ror: { exists: false } })')).toEqual(['University of Foo']);
    expect(await list('(filter: { ror: { in: ["https://ror.org/05a28rw58", "nonsense"] } })')).toEqual([
      'ETH Zurich',
    ]);
    expect(await list('(search: "foo")')).toEqual(['University of Foo']);
    expect(await list('(filter: { publications: { some: { year: { from: 2022 } } } })')).toEqual(['Google']);
    const first = await data<{ institutions: { pageInfo: { endCursor: string } } }>(
      '{ institutions(first: 1) { pageInfo { endCursor } } }',
    );
    expect(await list(`(first: 1, after: "${first.institutions.pageInfo.endCursor}")`)).toEqual(['Google']);
  });
});

describe('filters through institutions', () => {
  test.each([
    ['{ publications: { every: { year: { to: 2019 } } } }', ['University of Foo']],
    ['{ publications: { none: { year: { from: 2022 } } } }', ['ETH Zurich', 'University of Foo']],
    ['{ publications: { count: { from: 3 } } }', ['ETH Zurich', 'Google']],
    ['{ collaborators: { some: { countryCode: { in: "DE" } } } }', ['ETH Zurich', 'Google']],
    ['{ collaborators: { none: { countryCode: { in: "US" } } } }', ['Google']],
    ['{ collaborators: { every: { countryCode: { in: ["CH", "US"] } } } }', ['University of Foo']],
    [
      '{ collaborators: { none: { name: { words: "google" } }, year: { to: 2018 } } }',
      ['ETH Zurich', 'Google', 'University of Foo'],
    ],
    ['{ collaborators: { count: { from: 2 }, year: { to: 2018 } } }', []],
    ['{ collaborators: { count: { in: 1 }, year: { to: 2018 } } }', ['ETH Zurich', 'University of Foo']],
    ['{ collaborators: { count: { in: 2 } } }', ['ETH Zurich', 'Google', 'University of Foo']],
  ])('institutions %s', async (filter, names) => {
    const { institutions } = await data<{ institutions: { nodes: { name: string }[] } }>(
      `{ institutions(filter: ${filter}, orderBy: { field: NAME }) { nodes { name } } }`,
    );
    expect(institutions.nodes.map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ['{ institutions: { some: { countryCode: { in: ["DE"] } } } }', [2018, 2019]],
    ['{ institutions: { every: { ror: { exists: true } } } }', [2021, 2022]],
    ['{ institutions: { none: { name: { words: "google" } } } }', [2018]],
    ['{ institutions: { count: { from: 3 } } }', [2019]],
    ['{ not: { institutions: { some: { name: { in: "ETH Zurich" } } } } }', [2022]],
  ])('publications %s', async (filter, years) => {
    const { publications } = await data<{ publications: { nodes: { year: number }[] } }>(
      `{ publications(filter: ${filter}, orderBy: { field: YEAR, direction: ASC }) { nodes { year } } }`,
    );
    expect(publications.nodes.map(({ year }) => year)).toEqual(years);
  });

  test('publications of one, over what hangs on it', async () => {
    const id = await idOf('Google');
    const answer = await ask<{ publications: { totalCount: number } }>(
      'query ($id: ID!) { publications(filter: { institutions: { some: { id: [$id] } } }) { totalCount } }',
      { id },
    );
    expect(answer.data.publications.totalCount).toBe(3);
  });

  test.each([
    ['{ institutions: { some: { name: { words: "foo" } } } }', ['Boris Foo']],
    ['{ institutions: { some: { countryCode: { in: "US" } }, year: { to: 2020 } } }', ['Carla Bar']],
    ['{ institutions: { none: { name: { exists: true } } } }', ['Dora Solo']],
    [
      '{ institutions: { some: {}, every: { countryCode: { in: ["DE", "US"] } } } }',
      ['Boris Foo', 'Carla Bar'],
    ],
  ])('authors %s', async (filter, names) => {
    const { authors } = await data<{ authors: { nodes: { name: string }[] } }>(
      `{ authors(filter: ${filter}, orderBy: { field: NAME }) { nodes { name } } }`,
    );
    expect(authors.nodes.map(({ name }) => name).sort()).toEqual(names);
  });
});

test('publications are counted by institution and country, each once, and by two things at once', async () => {
  const { publications } = await data(`{ publications {
    facets {
      institutions { distinct missingCount values { label count institution { name } } }
      countries { values { label countryCode count } }
    }
    matrix(rows: COUNTRY, columns: YEAR) { rows { label } columns { label } counts }
  } }`);
  expect(publications).toEqual({
    facets: {
      institutions: {
        distinct: 3,
        missingCount: 0,
        values: expect.arrayContaining([
          { label: 'ETH Zurich', count: 3, institution: { name: 'ETH Zurich' } },
          { label: 'Google', count: 3, institution: { name: 'Google' } },
          { label: 'University of Foo', count: 2, institution: { name: 'University of Foo' } },
        ]),
      },
      countries: {
        values: [
          { label: 'Switzerland', countryCode: 'CH', count: 3 },
          { label: 'United States', countryCode: 'US', count: 3 },
          { label: 'Germany', countryCode: 'DE', count: 2 },
        ],
      },
    },
    matrix: {
      rows: [{ label: 'Switzerland' }, { label: 'United States' }, { label: 'Germany' }],
      columns: ['2018', '2019', '2021', '2022'].map((label) => ({ label })),
      counts: [
        [1, 1, 1, 0],
        [0, 1, 1, 1],
        [1, 1, 0, 0],
      ],
    },
  });
});

test('a text finds institutions among the other kinds, and what is typed suggests them', async () => {
  const answer = await data(`{
    search(query: "zurich", kinds: [INSTITUTION, AUTHOR]) { edges { node { __typename ... on Institution { name } } highlights { field } } }
    suggest(text: "goo") { text popularity node { __typename } }
  }`);
  expect(answer).toEqual({
    search: {
      edges: [{ node: { __typename: 'Institution', name: 'ETH Zurich' }, highlights: [{ field: 'name' }] }],
    },
    suggest: [{ text: 'Google', popularity: 3, node: { __typename: 'Institution' } }],
  });
});

describe('the network of institutions', () => {
  const shape = `nodes { label weight institution { name } } edges { publicationCount weight firstYear lastYear
    years { year count } publications { totalCount } } truncated`;

  test('ties those that wrote together, with why', async () => {
    const { institutionNetwork } = await data(`{ institutionNetwork { ${shape} } }`);
    expect(institutionNetwork).toMatchObject({
      nodes: expect.arrayContaining([
        { label: 'ETH Zurich', weight: 3, institution: { name: 'ETH Zurich' } },
        { label: 'University of Foo', weight: 2, institution: { name: 'University of Foo' } },
      ]),
      edges: expect.arrayContaining([
        {
          publicationCount: 2,
          weight: 1.5,
          firstYear: 2018,
          lastYear: 2019,
          years: [
            { year: 2018, count: 1 },
            { year: 2019, count: 1 },
          ],
          publications: { totalCount: 2 },
        },
      ]),
      truncated: false,
    });
  });

  test('in a window, around one, thinned, by two statements', async () => {
    const id = await idOf('University of Foo');
    const answer = await ask<Record<string, { nodes: unknown[]; edges: unknown[] }>>(
      `query ($id: ID!) { institutionNetwork(publications: { institution: $id }, during: { to: 2018 }, minPublications: 1, top: 1) {
        nodes { label } edges { publicationCount } } }`,
      { id },
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data['institutionNetwork']).toEqual({
      nodes: expect.arrayContaining([{ label: 'ETH Zurich' }, { label: 'University of Foo' }]),
      edges: [{ publicationCount: 1 }],
    });
    expect(answer.statements).toHaveLength(2);
  });

  test('coauthors of an institution', async () => {
    const id = await idOf('University of Foo');
    const { coauthorNetwork } = await data<{ coauthorNetwork: { nodes: { label: string }[] } }>(
      'query ($id: ID!) { coauthorNetwork(publications: { institution: $id }) { nodes { label } } }',
      { id },
    );
    expect(coauthorNetwork.nodes.map(({ label }) => label).sort()).toEqual([
      'Ada Lovelace',
      'Boris Foo',
      'Carla Bar',
    ]);
  });

  test('is exported, and publications with their institutions', async () => {
    const text = async (what: 'institutions' | 'publications', format: string) => {
      const { parts } = await openExport(graph, { what, format, args: {} });
      let all = '';
      for await (const part of parts) all += part;
      return all;
    };
    expect(await text('institutions', 'graphml')).toContain('ETH Zurich');
    expect(await text('publications', 'csv')).toContain('ETH Zurich; University of Foo; Google');
    const [line = ''] = (await text('publications', 'jsonl'))
      .split('\n')
      .filter((each) => each.includes('depth'));
    expect(JSON.parse(line).authors[0].affiliations).toEqual([
      {
        name: 'ETH Zurich',
        identifiers: [
          { scheme: 'ror', value: '05a28rw58' },
          { scheme: 'openalex', value: 'I35440088' },
        ],
        country: 'CH',
      },
    ]);
  });
});

test.each<[string, (width: number) => string, number]>([
  [
    'every relation of an institution',
    (n) => `{ institutions(first: ${n}) { nodes { publications { nodes { title } } authors { nodes { name } }
      collaborators { nodes { name } } metrics { hIndex authorCount collaboratorCount } } } }`,
    7,
  ],
  [
    'publications → authors with institutions → institutions of these',
    (n) => `{ publications(first: ${n}) { nodes { institutions { nodes { name } }
      authors { edges { institutions { nodes { name } } node { institutions { nodes { name } } } } } } } }`,
    5,
  ],
])('one statement a level: %s', async (_, query, most) => {
  for (const width of [1, 2, 100]) {
    const answer = await ask(query(width));
    expect(answer.errors).toEqual([]);
    expect(answer.statements.length).toBeLessThanOrEqual(most);
  }
});

test('authors are counted by the institutions where they were, each once', async () => {
  const { authors } = await data<{
    authors: { facets: { institutions: { values: { count: number; institution: { name: string } }[] } } };
  }>(
    '{ authors { facets { institutions { distinct missingCount values { count institution { name } } } } } }',
  );
  expect(authors.facets.institutions).toMatchObject({ distinct: 3, missingCount: 1 });
  const counts = authors.facets.institutions.values.map(({ count, institution }) => [
    institution.name,
    count,
  ]);
  expect(Object.fromEntries(counts)).toEqual({ Google: 2, 'ETH Zurich': 1, 'University of Foo': 1 });
});

test('a statement that names another institution takes the former one away', async () => {
  const source = sourceOf('other.json', 'openalex');
  await writeSource(graph, source);
  const names = async () => {
    const { institutions } = await data<{ institutions: { nodes: { name: string }[] } }>(
      '{ institutions { nodes { name } } }',
    );
    return institutions.nodes.map(({ name }) => name);
  };
  const before = await names();
  const stated = (name: string) => statementOf(source, record('breadth', 2020, { 'Eve Quux': [{ name }] }));
  await writeBatch(graph, [stated('University of Quux')]);
  expect(await names()).toEqual([...before, 'University of Quux']);
  await writeBatch(graph, [stated('Google')]);
  expect(await names()).toEqual(before);
});
