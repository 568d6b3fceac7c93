import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { publicationDimensions } from '../../src/graph/read/facets.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';
import { everyPublication, type Known, randomFilter } from './fixture/randomFilter.ts';

let graph: Graph;
let ask: Ask;
let known: readonly Known[];

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph);
  known = await everyPublication(ask);
});

async function answer<Data = Record<string, unknown>>(
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const { data, errors } = await ask<Data>(query, variables);
  expect(errors).toEqual([]);
  return data;
}

const facets = async (fields: string, args = '') => {
  const { publications } = await answer<{ publications: { facets: unknown } }>(
    `{ publications${args} { facets { ${fields} } } }`,
  );
  return publications.facets;
};

describe('facets of the library', () => {
  test('by year: from the earliest on, and how many have none', async () => {
    expect(await facets('years { distinct otherCount missingCount values { year count label } }')).toEqual({
      years: {
        distinct: 6,
        otherCount: 0,
        missingCount: 1,
        values: [
          { year: 2014, count: 1, label: '2014' },
          { year: 2017, count: 2, label: '2017' },
          { year: 2018, count: 1, label: '2018' },
          { year: 2019, count: 4, label: '2019' },
          { year: 2020, count: 1, label: '2020' },
          { year: 2021, count: 1, label: '2021' },
        ],
      },
    });
  });

  test('the top two of a facet, and what the others come to', async () => {
    expect(
      await facets(`
        years(first: 2) { distinct otherCount missingCount values { year count } }
        types(first: 2) { distinct otherCount missingCount values { type count } }
        topics(first: 2) { distinct otherCount missingCount values { topic { name } count } }`),
    ).toEqual({
      years: {
        distinct: 6,
        otherCount: 4,
        missingCount: 1,
        values: [
          { year: 2017, count: 2 },
          { year: 2019, count: 4 },
        ],
      },
      types: {
        distinct: 4,
        otherCount: 3,
        missingCount: 0,
        values: [
          { type: 'CONFERENCE_PAPER', count: 4 },
          { type: 'WORKSHOP_PAPER', count: 4 },
        ],
      },
      topics: {
        distinct: 12,
        otherCount: 13,
        missingCount: 0,
        values: [
          { topic: { name: 'neural architecture search' }, count: 4 },
          { topic: { name: 'multi-task learning' }, count: 2 },
        ],
      },
    });
  });

  test('by venue, and by the series that workshops belong to', async () => {
    expect(
      await facets(`
        venues(first: 1) { distinct missingCount values { venue { name } count } }
        series { distinct missingCount values { venue { acronym name } count } }`),
    ).toMatchObject({
      venues: { distinct: 9, missingCount: 1, values: [{ venue: { name: 'arXiv' }, count: 2 }] },
      series: {
        distinct: 5,
        missingCount: 1,
        values: [
          { venue: { acronym: 'NeurIPS' }, count: 3 },
          { venue: { name: 'arXiv' }, count: 2 },
          { venue: { acronym: 'ICLR' }, count: 2 },
          { venue: { acronym: 'ICML' }, count: 2 },
          { venue: { acronym: 'EACL' }, count: 1 },
        ],
      },
    });
  });

  test('a broader topic has each publication of its narrower topics once', async () => {
    const { topics } = (await facets('topics(first: 100, rollUp: true) { values { label count } }')) as {
      topics: { values: { label: string; count: number }[] };
    };
    const counts = Object.fromEntries(topics.values.map(({ label, count }) => [label, count]));
    expect(counts).toMatchObject({
      'machine learning': 5,
      'neural architecture search': 4,
      'natural language processing': 3,
      'question answering': 2,
    });
  });

  test('by author, in full and in fractions', async () => {
    expect(
      await facets('authors(first: 2) { distinct values { author { name } count fractionalCount } }'),
    ).toEqual({
      authors: {
        distinct: 25,
        values: [
          { author: { name: 'Andrea Gesmundo' }, count: 10, fractionalCount: expect.closeTo(3.892857, 5) },
          { author: { name: 'Jesse Berent' }, count: 4, fractionalCount: expect.closeTo(4 / 3, 5) },
        ],
      },
    });
  });

  test('by source and language', async () => {
    expect(
      await facets(`
        sources { values { source { uri } count } }
        languages { missingCount values { language count } }`),
    ).toEqual({
      sources: {
        values: [
          { source: { uri: 'seed/profile-page.txt' }, count: 10 },
          { source: { uri: 'library.bib' }, count: 1 },
        ],
      },
      languages: { missingCount: 10, values: [{ language: 'en', count: 1 }] },
    });
  });

  test('of what a search and a filter leave', async () => {
    expect(
      await facets('years { values { year count } }', '(search: "question", filter: { year: { to: 2017 } })'),
    ).toEqual({ years: { values: [{ year: 2017, count: 1 }] } });
  });

  test('by label where one asks for it, and for the distinct count alone', async () => {
    expect(
      await facets('types(order: VALUE) { values { label } } topics(first: 0) { distinct values { label } }'),
    ).toEqual({
      types: {
        values: ['CONFERENCE_PAPER', 'OTHER', 'PREPRINT', 'WORKSHOP_PAPER'].map((label) => ({ label })),
      },
      topics: { distinct: 12, values: [] },
    });
  });

  test('at most 100 values', async () => {
    const { errors } = await ask('{ publications { facets { years(first: 101) { distinct } } } }');
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  });
});

describe('facets under many parents', () => {
  test('each parent has its own', async () => {
    expect(
      await answer(`{ venues(filter: { kind: CONFERENCE }, first: 2) { nodes { acronym publications {
        facets { topics { values { label count } } } } } } }`),
    ).toEqual({
      venues: {
        nodes: [
          {
            acronym: 'EACL',
            publications: {
              facets: {
                topics: {
                  values: [
                    { label: 'knowledge graph', count: 1 },
                    { label: 'parsing', count: 1 },
                  ],
                },
              },
            },
          },
          {
            acronym: 'NeurIPS',
            publications: { facets: { topics: { values: [{ label: 'attention mechanism', count: 1 }] } } },
          },
        ],
      },
    });
  });

  test.each([1, 3, 100])('of %d authors: one statement a facet, and nothing twice', async (first) => {
    const { errors, statements } = await ask(`{ authors(first: ${first}) { nodes {
      publications { facets { years { distinct } again: years { values { year } } venues { distinct } } aggregates { hIndex } }
      metrics { hIndex fractionalPublicationCount collaboratorCount }
    } } }`);
    expect(errors).toEqual([]);
    // The authors; years of 100 values; venues; the metrics, which are the aggregates; the collaborators.
    expect(statements).toHaveLength(5);
  });

  test('no page is read for them', async () => {
    const { statements } = await ask('{ publications { facets { years { distinct } } } }');
    expect(statements).toHaveLength(1);
    expect(statements[0]).not.toContain('LIMIT');
  });
});

test('of all publications, what is counted the short way is what counting each of them gives', async () => {
  const counts = 'values { count label } distinct otherCount missingCount';
  const facets = `facets {
    years(first: 3) { ${counts} } venues(first: 3) { ${counts} } topics(first: 3) { ${counts} } none: topics(first: 0) { ${counts} } }`;
  // A filter takes the long way, whatever it lets through.
  const { all, each } = await answer<Record<'all' | 'each', unknown>>(
    `{ all: publications { ${facets} } each: publications(filter: {}) { ${facets} } }`,
  );
  expect(all).toEqual(each);
  const { statements } = await ask('{ publications { facets { venues { distinct } } } }');
  expect(statements[0]).toContain('COUNT { (value)<-[:PUBLISHED_IN]-() }');
});

describe('two-way counts', () => {
  test('topic by year, as a heat map takes it', async () => {
    const { publications } = await answer<{ publications: { matrix: unknown } }>(`{ publications {
      matrix(rows: TOPIC, columns: YEAR, firstRows: 3) {
        rows { label count ... on TopicFacetValue { topic { publicationCount } } }
        columns { label count ... on YearFacetValue { year } }
        counts distinctRows distinctColumns
      } } }`);
    expect(publications.matrix).toEqual({
      rows: [
        { label: 'neural architecture search', count: 4, topic: { publicationCount: 4 } },
        { label: 'multi-task learning', count: 2, topic: { publicationCount: 2 } },
        { label: 'question answering', count: 2, topic: { publicationCount: 2 } },
      ],
      columns: [
        { label: '2014', count: 1, year: 2014 },
        { label: '2017', count: 2, year: 2017 },
        { label: '2018', count: 1, year: 2018 },
        { label: '2019', count: 4, year: 2019 },
        { label: '2020', count: 1, year: 2020 },
        { label: '2021', count: 1, year: 2021 },
      ],
      counts: [
        [0, 0, 0, 2, 0, 1],
        [0, 0, 0, 0, 1, 1],
        [0, 1, 1, 0, 0, 0],
      ],
      distinctRows: 12,
      distinctColumns: 6,
    });
  });

  test('series by topics rolled up, and columns cut off at the top two', async () => {
    const { publications } = await answer<{ publications: { matrix: unknown } }>(`{ publications {
      matrix(rows: SERIES, columns: TOPIC_ROLLED_UP, firstRows: 2, firstColumns: 2) {
        rows { label } columns { label } counts distinctColumns } } }`);
    expect(publications.matrix).toEqual({
      rows: [{ label: 'Conference on Neural Information Processing Systems' }, { label: 'arXiv' }],
      columns: [{ label: 'machine learning' }, { label: 'neural architecture search' }],
      counts: [
        [1, 1],
        [1, 1],
      ],
      distinctColumns: 13,
    });
  });

  test('for all parents by one statement', async () => {
    const { errors, statements } = await ask(
      '{ authors(first: 5) { nodes { publications { matrix(rows: VENUE, columns: TYPE) { counts } } } } }',
    );
    expect(errors).toEqual([]);
    expect(statements).toHaveLength(2);
  });
});

describe('metrics', () => {
  test('of an author, as worked out by hand', async () => {
    const { author } = await answer<{
      author: { metrics: unknown };
    }>(`{ author(name: "Andrea Gesmundo") { metrics {
      publicationCount fractionalPublicationCount citationCount fractionalCitationCount statedCitationCounts hIndex
      firstYear lastYear collaboratorCount soloCount soloShare meanTeamSize } } }`);
    expect(author.metrics).toEqual({
      publicationCount: 10,
      // Six by three, one by four, one by seven, one alone, one by two.
      fractionalPublicationCount: expect.closeTo(6 / 3 + 1 / 4 + 1 / 7 + 1 + 1 / 2, 5),
      // 120 and 12 are stated; one more is in the graph.
      citationCount: 133,
      fractionalCitationCount: expect.closeTo(120 / 7 + 12 / 3 + 1 / 3, 5),
      statedCitationCounts: 2,
      hIndex: 2,
      firstYear: 2014,
      lastYear: 2021,
      collaboratorCount: 16,
      soloCount: 1,
      soloShare: 0.1,
      meanTeamSize: 3.2,
    });
  });

  test('of a venue', async () => {
    const { venue } = await answer<{ venue: { metrics: unknown } }>(`{ venue(name: "arXiv") { metrics {
      publicationCount fractionalPublicationCount citationCount hIndex authorCount soloShare meanTeamSize } } }`);
    expect(venue.metrics).toEqual({
      publicationCount: 2,
      fractionalPublicationCount: 2,
      citationCount: 0,
      hIndex: 0,
      authorCount: 6,
      soloShare: 0,
      meanTeamSize: 3.5,
    });
  });

  test('of whatever a filter leaves, of nothing, too', async () => {
    expect(
      await answer(`{
        some: publications(filter: { citationCount: { exists: true } }) { aggregates { publicationCount citationCount hIndex firstYear } }
        none: publications(filter: { year: { to: 1900 } }) { aggregates { publicationCount citationCount hIndex firstYear soloShare meanTeamSize } }
      }`),
    ).toEqual({
      some: { aggregates: { publicationCount: 3, citationCount: 1132, hIndex: 3, firstYear: 2017 } },
      none: {
        aggregates: {
          publicationCount: 0,
          citationCount: 0,
          hIndex: 0,
          firstYear: null,
          soloShare: null,
          meanTeamSize: null,
        },
      },
    });
  });
});

describe('with a publication in two venues, and with institutions', () => {
  beforeAll(async () => {
    await graph.command(cypher`
      MATCH (p:Publication {id: 'p-adapter'}), (arxiv:Venue {id: 'v-arxiv'})
      CREATE (p)-[:PUBLISHED_IN {year: 2019, rawName: 'arXiv', order: 1}]->(arxiv)`);
    await graph.command(cypher`
      UNWIND [
        ['i-zurich', 'ETH Zurich', 'CH', ['p-adapter', 'p-projecting']],
        ['i-lausanne', 'EPFL', 'CH', ['p-adapter']],
        ['i-google', 'Google', 'US', ['p-adapter', 'p-attention', 'p-ask']],
        ['i-nowhere', 'Institute of Nowhere', null, ['p-adapter', 'p-inference']]
      ] AS row
      CREATE (i:Institution {id: row[0], name: row[1], names: [row[1]], countryCode: row[2]})
      WITH i, row
      MATCH (p:Publication) WHERE p.id IN row[3]
      CREATE (p)-[:AFFILIATED_WITH {orders: [0], forms: [i.name]}]->(i)`);
  });
  afterAll(async () => {
    await graph.command(
      cypher`MATCH (:Publication {id: 'p-adapter'})-[r:PUBLISHED_IN]->(:Venue {id: 'v-arxiv'}) DELETE r`,
    );
    await graph.command(cypher`MATCH (i:Institution) DETACH DELETE i`);
  });

  test('a venue has a half of it, and of its citations, by fractional counting', async () => {
    expect(
      await answer(`{
        venue(name: "arXiv") { metrics { publicationCount fractionalPublicationCount citationCount fractionalCitationCount } }
        icml: venue(name: "ICML") { metrics { publicationCount fractionalPublicationCount citationCount fractionalCitationCount } }
      }`),
    ).toEqual({
      venue: {
        metrics: {
          publicationCount: 3,
          fractionalPublicationCount: 2.5,
          citationCount: 120,
          fractionalCitationCount: 60,
        },
      },
      icml: {
        metrics: {
          publicationCount: 1,
          fractionalPublicationCount: 0.5,
          citationCount: 120,
          fractionalCitationCount: 60,
        },
      },
    });
  });

  interface Matrix {
    readonly counts: readonly (readonly number[])[];
    readonly rows: readonly { readonly label: string; readonly count: number }[];
  }

  // Counts of all publications are read another way than those of some, where there is one that is shorter.
  test.each(publicationDimensions)('%s by any: the short way counts what the long way does', async (rows) => {
    for (const columns of publicationDimensions) {
      for (const first of ['', 'firstRows: 2, firstColumns: 3']) {
        const { all, passing } = await answer<Record<'all' | 'passing', { matrix: Matrix }>>(`{
          all: publications { ...counted }
          passing: publications(filter: {}) { ...counted }
        }
        fragment counted on PublicationSet {
          matrix(rows: ${rows}, columns: ${columns}, ${first}) {
            rows { label count } columns { label count } counts distinctRows distinctColumns
          }
        }`);
        expect(all, columns).toEqual(passing);
        expect(all.matrix.rows.length).toBeGreaterThan(0);
        if (first === '') expect(all.matrix.counts.flat().some((count) => count > 0)).toBe(true);
      }
    }
  });

  test('each facet, too, with who has none, and in fractions', async () => {
    const counts = 'first: 3) { values { label count } distinct otherCount missingCount }';
    const { all, each, allAuthors, eachAuthor } = await answer(`{
      all: publications { ...counted } each: publications(filter: {}) { ...counted }
      allAuthors: authors { ...placed } eachAuthor: authors(filter: {}) { ...placed }
    }
    fragment counted on PublicationSet {
      facets {
        years(${counts} types(${counts} languages(${counts} venues(${counts} series(${counts} topics(${counts}
        rolledUp: topics(rollUp: true, ${counts} institutions(${counts} countries(${counts} sources(${counts}
        authors(first: 3) { values { label count fractionalCount } distinct otherCount missingCount }
      }
    }
    fragment placed on AuthorConnection { facets { institutions(${counts} } }`);
    expect(all).toEqual(each);
    expect(allAuthors).toEqual(eachAuthor);
  });

  test('of venues by authors, the short way reads no publication but those of the rows that are shown', async () => {
    const statement = async (args: string) => {
      const { statements } = await ask(
        `{ publications${args} { matrix(rows: VENUE, columns: AUTHOR) { counts } } }`,
      );
      expect(statements).toHaveLength(1);
      return statements[0];
    };
    expect(await statement('')).not.toContain('(n:Publication)');
    expect(await statement('(filter: {})')).toContain('(n:Publication)');
  });
});

test('what authors, venues and topics have in common', async () => {
  expect(
    await answer(`{
      authors(filter: { publicationCount: { from: 2 } }) { facets { firstYears { values { year count } } } publicationCounts { count sum mean median min max } }
      venues { facets { kinds(first: 2) { distinct otherCount values { kind count } } series { missingCount values { venue { acronym } count } } } publicationCounts { sum max } }
      topics { facets { broader { distinct missingCount values { label count } } } publicationCounts { sum median } }
      none: authors(filter: { publicationCount: { from: 99 } }) { publicationCounts { count sum mean max } }
      author(name: "Neil Houlsby") {
        coauthors { publicationCounts { max } }
        topics { facets { broader(first: 1) { values { label count } } } }
      }
    }`),
  ).toEqual({
    authors: {
      facets: {
        firstYears: {
          values: [
            { year: 2014, count: 1 },
            { year: 2017, count: 2 },
            { year: 2019, count: 1 },
          ],
        },
      },
      // Andrea Gesmundo 10, Jesse Berent 4, Neil Houlsby 3, Wei Wang 2.
      publicationCounts: { count: 4, sum: 19, mean: 4.75, median: 3.5, min: 2, max: 10 },
    },
    venues: {
      facets: {
        kinds: {
          distinct: 3,
          otherCount: 1,
          values: [
            { kind: 'CONFERENCE', count: 4 },
            { kind: 'WORKSHOP', count: 4 },
          ],
        },
        series: {
          missingCount: 5,
          values: [
            { venue: { acronym: 'NeurIPS' }, count: 2 },
            { venue: { acronym: 'ICLR' }, count: 1 },
            { venue: { acronym: 'ICML' }, count: 1 },
          ],
        },
      },
      publicationCounts: { sum: 10, max: 2 },
    },
    topics: {
      facets: {
        broader: {
          distinct: 2,
          missingCount: 9,
          values: [
            { label: 'machine learning', count: 3 },
            { label: 'natural language processing', count: 1 },
          ],
        },
      },
      publicationCounts: { sum: 19, median: 1 },
    },
    none: { publicationCounts: { count: 0, sum: 0, mean: null, max: null } },
    author: {
      coauthors: { publicationCounts: { max: 10 } },
      topics: { facets: { broader: { values: [{ label: 'machine learning', count: 1 }] } } },
    },
  });
});

test('whatever the filter, the counts of a facet add up and the aggregates are what they are in memory', async () => {
  await fc.assert(
    fc.asyncProperty(randomFilter, fc.nat(6), async ({ input, passes }, first) => {
      const { publications } = await answer<{
        publications: {
          totalCount: number;
          aggregates: { publicationCount: number; citationCount: number; hIndex: number };
          facets: Record<
            'years' | 'topics',
            { distinct: number; otherCount: number; missingCount: number; values: { count: number }[] }
          >;
        };
      }>(
        `query ($filter: PublicationFilter, $first: Int!) { publications(filter: $filter) {
          totalCount aggregates { publicationCount citationCount hIndex } facets {
            years(first: $first) { distinct otherCount missingCount values { count } }
            topics(first: $first) { distinct otherCount missingCount values { count } } } } }`,
        { filter: input, first },
      );
      const passing = known.filter(passes);
      const { years, topics } = publications.facets;
      const listed = (values: { count: number }[]) => values.reduce((sum, { count }) => sum + count, 0);
      expect(publications.totalCount).toBe(passing.length);
      const citations = passing
        .map(({ citationCount, citedBy }) => citationCount ?? citedBy.totalCount)
        .sort((a, b) => b - a);
      expect(publications.aggregates).toEqual({
        publicationCount: passing.length,
        citationCount: citations.reduce((sum, count) => sum + count, 0),
        hIndex: citations.filter((count, rank) => count > rank).length,
      });
      expect(listed(years.values) + years.otherCount + years.missingCount).toBe(passing.length);
      expect(years.distinct).toBe(new Set(passing.flatMap(({ year }) => year ?? [])).size);
      expect(years.values).toHaveLength(Math.min(first, years.distinct));
      expect(listed(topics.values) + topics.otherCount).toBe(
        passing.reduce((sum, publication) => sum + publication.topics.edges.length, 0),
      );
    }),
    { numRuns: 20 },
  );
}, 240_000);
