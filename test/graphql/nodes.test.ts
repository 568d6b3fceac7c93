import { encodeGlobalID } from '@pothos/plugin-relay';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { globalId as madeId } from '../../src/graphql/globalId.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let ask: Ask;

beforeAll(async () => {
  const graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph);
});

/** The data of a query that has no errors. */
async function answer(query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await ask(query, variables);
  expect(errors).toEqual([]);
  return data;
}

describe('a publication', () => {
  test('its fields', async () => {
    const fields = `{
      title year date type language doi arxivId url citationCount authorCount toAppear retracted complete
      incompleteReason abstract identifiers { scheme value }
    }`;
    expect(await answer(`{ publication(id: "${globalId('Publication', 'p-adapter')}") ${fields} }`)).toEqual({
      publication: {
        title: 'Parameter Efficient Transfer Learning for NLP',
        year: 2019,
        date: null,
        type: 'CONFERENCE_PAPER',
        language: null,
        doi: '10.18653/v1/p19-9999',
        arxivId: '1902.00751',
        url: null,
        citationCount: 120,
        authorCount: 7,
        toAppear: false,
        retracted: false,
        complete: true,
        incompleteReason: null,
        abstract: 'Adapter modules add few parameters for each task, and leave the language model as it is.',
        identifiers: [
          { scheme: 'arxiv', value: '1902.00751' },
          { scheme: 'doi', value: '10.18653/v1/p19-9999' },
        ],
      },
    });
  });

  test('one that the sources do not identify is there with the reason', async () => {
    expect(
      await answer('{ publications(filter: { complete: false }) { nodes { title incompleteReason } } }'),
    ).toEqual({
      publications: { nodes: [{ title: null, incompleteReason: 'The entry has only an abstract' }] },
    });
  });

  test('who wrote it, in order', async () => {
    const data = await answer(`{ publication(arxivId: "1907.13223") {
      authors { edges { order position rawName corresponding node { name } } }
    } }`);
    expect(data).toEqual({
      publication: {
        authors: {
          edges: ['Krzysztof Potempa', 'Luca Versari', 'Thomas Fischbacher', 'Andrea Gesmundo'].map(
            (name, order) => ({
              order,
              position: order + 1,
              rawName: name,
              corresponding: false,
              node: { name },
            }),
          ),
        },
      },
    });
  });

  test('where it appeared, with the series of a workshop', async () => {
    const data = await answer(`{ publications(search: "question answering agent") { nodes {
      venues { edges { year edition rawName volume issue pages node { name kind series { acronym } } } }
    } } }`);
    expect(data).toEqual({
      publications: {
        nodes: [
          {
            venues: {
              edges: [
                {
                  year: 2017,
                  edition: null,
                  rawName: 'Emergent Communication Workshop',
                  volume: null,
                  issue: null,
                  pages: null,
                  node: {
                    name: 'Emergent Communication Workshop',
                    kind: 'WORKSHOP',
                    series: { acronym: 'NeurIPS' },
                  },
                },
              ],
            },
          },
        ],
      },
    });
  });

  test('what it is about, most central first', async () => {
    const data = await answer(`{ publication(arxivId: "1902.00751") {
      topics { edges { score origin forms node { name broader { nodes { name } } } } }
    } }`);
    expect(data).toEqual({
      publication: {
        topics: {
          edges: [
            {
              score: 0.9,
              origin: 'EXTRACTED',
              forms: ['transfer learning'],
              node: { name: 'transfer learning', broader: { nodes: [{ name: 'machine learning' }] } },
            },
            {
              score: 0.6,
              origin: 'EXTRACTED',
              forms: ['natural language processing'],
              node: { name: 'natural language processing', broader: { nodes: [] } },
            },
          ],
        },
      },
    });
  });

  test('what it cites, and what cites it', async () => {
    const data = await answer(`{
      publications(filter: { citedBy: { some: { year: { from: 2021 } } } }, orderBy: { field: TITLE }) { nodes {
        title citedBy { totalCount nodes { title cites(orderBy: { field: TITLE }) { totalCount nodes { title } } } }
      } }
      citing: publications(filter: { cites: { some: { year: { from: 2020 } } } }) { nodes { title } }
    }`);
    const adapter = 'Parameter Efficient Transfer Learning for NLP';
    const routing = 'Routing Networks with Co-training for Continual Learning';
    const flexible = 'Flexible Multi-task Networks by Learning Parameter Allocation';
    const citedBy = {
      totalCount: 1,
      nodes: [{ title: flexible, cites: { totalCount: 2, nodes: [{ title: adapter }, { title: routing }] } }],
    };
    expect(data).toEqual({
      publications: {
        nodes: [
          { title: adapter, citedBy },
          { title: routing, citedBy },
        ],
      },
      citing: { nodes: [{ title: flexible }] },
    });
  });

  test('which source says what, and whose value was chosen', async () => {
    const data = await answer(`{ publication(arxivId: "1907.13223") {
      chosen { field reason statement { locator } }
      statements { nodes { line locator fields { name value } source { uri profileOf { name } } publication { title } } }
    } }`);
    const title = 'Temporal coding in spiking neural networks with alpha synaptic function';
    expect(data).toMatchObject({
      publication: {
        chosen: [{ field: 'title', reason: 'the only statement', statement: { locator: 'p-temporal' } }],
        statements: {
          nodes: [
            {
              line: 20,
              locator: 'p-temporal',
              fields: [
                { name: 'title', value: title },
                { name: 'year', value: '2019' },
                { name: 'authors', value: expect.stringContaining('{"name":{"literal":"Luca Versari"}}') },
                { name: 'authorOrder', value: 'byline' },
                { name: 'identifiers', value: '[]' },
                { name: 'venues', value: '[]' },
                { name: 'topics', value: '[]' },
              ],
              source: { uri: 'seed/profile-page.txt', profileOf: { name: 'Andrea Gesmundo' } },
              publication: { title },
            },
          ],
        },
      },
    });
  });
});

describe('an author', () => {
  test('with whom, how often and what they wrote', async () => {
    const data = await answer(`{ author(name: "Andrea Gesmundo") {
      publicationCount firstYear lastYear
      coauthors(first: 3) { totalCount edges {
        node { name } publicationCount weight firstYear lastYear sharedPublications { totalCount nodes { title } }
      } }
    } }`);
    expect(data).toEqual({
      author: {
        publicationCount: 10,
        firstYear: 2014,
        lastYear: 2021,
        coauthors: {
          totalCount: 16,
          edges: [
            {
              node: { name: 'Jesse Berent' },
              publicationCount: 4,
              weight: 2,
              firstYear: 2019,
              lastYear: 2021,
              sharedPublications: {
                totalCount: 4,
                nodes: [
                  { title: 'Flexible Multi-task Networks by Learning Parameter Allocation' },
                  { title: 'Routing Networks with Co-training for Continual Learning' },
                  { title: 'Ranking architectures using meta-learning' },
                  { title: 'Fast Task-Aware Architecture Inference' },
                ],
              },
            },
            {
              node: { name: 'Neil Houlsby' },
              publicationCount: 3,
              weight: expect.closeTo(1 / 2 + 1 / 2 + 1 / 6),
              firstYear: 2017,
              lastYear: 2019,
              sharedPublications: expect.objectContaining({ totalCount: 3 }),
            },
            expect.objectContaining({ node: { name: 'Wei Wang' }, publicationCount: 2 }),
          ],
        },
      },
    });
  });

  test('nobody is their own coauthor', async () => {
    const data = await answer(
      '{ authors(first: 100) { nodes { name coauthors(first: 100) { nodes { name } } } } }',
    );
    const { nodes } = (
      data as { authors: { nodes: { name: string; coauthors: { nodes: { name: string }[] } }[] } }
    ).authors;
    expect(nodes).toHaveLength(25);
    for (const { name, coauthors } of nodes)
      expect(coauthors.nodes.map((each) => each.name)).not.toContain(name);
  });

  test('on what and where', async () => {
    const data = await answer(`{ author(name: "Andrea Gesmundo") {
      topics(first: 2) { edges { publicationCount score node { name } } }
      venues(first: 1) { edges { publicationCount node { name } } }
      profilePages { nodes { uri } }
      publications(first: 1) { totalCount edges { order rawName node { title } } }
    } }`);
    expect(data).toEqual({
      author: {
        topics: {
          edges: [
            {
              publicationCount: 4,
              score: expect.closeTo(2.8),
              node: { name: 'neural architecture search' },
            },
            { publicationCount: 2, score: expect.closeTo(1.8), node: { name: 'question answering' } },
          ],
        },
        venues: { edges: [{ publicationCount: 2, node: { name: 'arXiv' } }] },
        profilePages: { nodes: [{ uri: 'seed/profile-page.txt' }] },
        publications: {
          totalCount: 10,
          edges: [
            {
              order: 2,
              rawName: 'Andrea Gesmundo',
              node: { title: 'Flexible Multi-task Networks by Learning Parameter Allocation' },
            },
          ],
        },
      },
    });
  });
});

test('a venue', async () => {
  const data = await answer(`{ venue(name: "NIPS") {
    name acronym kind names series { name }
    workshops { nodes { name acronym series { acronym } } }
    publications { edges { year node { title } } }
    authors { totalCount }
    topics { edges { publicationCount score node { name } } }
  } }`);
  expect(data).toEqual({
    venue: {
      name: 'Conference on Neural Information Processing Systems',
      acronym: 'NeurIPS',
      kind: 'CONFERENCE',
      names: ['NIPS', 'NeurIPS'],
      series: null,
      workshops: {
        nodes: [
          { name: 'Emergent Communication Workshop', acronym: null, series: { acronym: 'NeurIPS' } },
          { name: 'Workshop on Meta-Learning', acronym: 'MetaLearn', series: { acronym: 'NeurIPS' } },
        ],
      },
      publications: { edges: [{ year: 2017, node: { title: 'Attention Is All You Need' } }] },
      authors: { totalCount: 8 },
      topics: { edges: [{ publicationCount: 1, score: 0.9, node: { name: 'attention mechanism' } }] },
    },
  });
});

test('a topic', async () => {
  const data = await answer(`{ topic(name: "Question-Answering") {
    name names publicationCount
    broader { nodes { name narrower { nodes { name } } } }
    publications { edges { score node { year } } }
    authors(first: 1) { totalCount edges { publicationCount score node { name } } }
    venues { edges { publicationCount node { name } } }
  } }`);
  expect(data).toEqual({
    topic: {
      name: 'question answering',
      names: ['question answering', 'question answerings'],
      publicationCount: 2,
      broader: {
        nodes: [
          { name: 'natural language processing', narrower: { nodes: [{ name: 'question answering' }] } },
        ],
      },
      publications: {
        edges: [
          { score: 0.9, node: { year: 2017 } },
          { score: 0.9, node: { year: 2018 } },
        ],
      },
      authors: {
        totalCount: 3,
        edges: [{ publicationCount: 2, score: 1.8, node: { name: 'Andrea Gesmundo' } }],
      },
      venues: {
        edges: [
          { publicationCount: 1, node: { name: 'Emergent Communication Workshop' } },
          { publicationCount: 1, node: { name: 'International Conference on Learning Representations' } },
        ],
      },
    },
  });
});

test('the sources', async () => {
  const data = await answer(`{ sources { nodes {
    uri format sha256 importedAt profileOf { name }
    publications { totalCount } statements(first: 1) { totalCount nodes { line } }
  } } }`);
  expect(data).toEqual({
    sources: {
      nodes: [
        {
          uri: 'library.bib',
          format: 'bibtex',
          sha256: null,
          importedAt: '2024-05-02T12:00:00Z',
          profileOf: null,
          publications: { totalCount: 1 },
          statements: { totalCount: 1, nodes: [{ line: 76 }] },
        },
        {
          uri: 'seed/profile-page.txt',
          format: 'profile-page',
          sha256: '0'.repeat(64),
          importedAt: '2024-05-01T12:00:00Z',
          profileOf: { name: 'Andrea Gesmundo' },
          publications: { totalCount: 10 },
          statements: { totalCount: 10, nodes: [{ line: 6 }] },
        },
      ],
    },
  });
});

describe('looking one thing up', () => {
  const title = { title: 'Parameter Efficient Transfer Learning for NLP' };

  test.each([
    ['its DOI', 'doi: "https://doi.org/10.18653/V1/P19-9999"'],
    ['its arXiv id, with version', 'arxivId: "arXiv:1902.00751v2"'],
    ['its id', `id: "${globalId('Publication', 'p-adapter')}"`],
    ['an id from before it was merged', `id: "${globalId('Publication', 'p-adapter-before')}"`],
  ])('a publication by %s', async (_, by) => {
    expect(await answer(`{ publication(${by}) { title } }`)).toEqual({ publication: title });
  });

  test.each(['doi: "10.1000/unknown"', 'arxivId: "nonsense"', `id: "${globalId('Publication', 'p-x')}"`])(
    'no publication by %s',
    async (by) => {
      expect(await answer(`{ publication(${by}) { title } }`)).toEqual({ publication: null });
    },
  );

  test.each([
    'name: "STANISLAW KAMIL JASTRZEBSKI"',
    'name: "Stanisław Kamil Jastrzębski"',
    `id: "${globalId('Author', 'a-stanisław-kamil-jastrzębski')}"`,
  ])('an author by %s', async (by) => {
    expect(await answer(`{ author(${by}) { name } }`)).toEqual({
      author: { name: 'Stanisław Kamil Jastrzębski' },
    });
  });

  test('an author by ORCID iD', async () => {
    expect(await answer('{ author(orcid: "https://orcid.org/0000-0002-1825-0097") { name } }')).toEqual({
      author: { name: 'Neil Houlsby' },
    });
  });

  test('an author by an id from before the author was merged', async () => {
    expect(await answer(`{ author(id: "${globalId('Author', 'a-gesmundo-before')}") { id name } }`)).toEqual({
      author: { id: globalId('Author', 'a-andrea-gesmundo'), name: 'Andrea Gesmundo' },
    });
  });

  test('a part of a name is not the name', async () => {
    expect(await answer('{ author(name: "Gesmundo") { name } venue(name: "Workshop") { name } }')).toEqual({
      author: null,
      venue: null,
    });
  });

  test.each([
    ['{ publication { id } }', 'exactly one of id, doi, arxivId'],
    ['{ author(name: "x", orcid: "y") { id } }', 'orcid and name are given together'],
    ['{ venue { id } }', 'exactly one of id, name'],
    ['{ topic { id } }', 'exactly one of id, name'],
  ])('%s is an error', async (query, message) => {
    const { errors } = await ask(query);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain(message);
  });
});

describe('by global id', () => {
  const all = [
    ['Publication', 'p-ask'],
    ['Author', 'a-keith-hall'],
    ['Venue', 'v-iclr'],
    ['Topic', 't-parsing'],
    ['Source', 's-page'],
    ['Statement', 's-page/p-ask'],
  ] as const;

  test('nodes of every kind, in the order asked for', async () => {
    const ids = all.map(([type, id]) => globalId(type, id));
    expect(await answer('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids })).toEqual({
      nodes: all.map(([type, id]) => ({ __typename: type, id: globalId(type, id) })),
    });
  });

  test('an id that nothing has is null', async () => {
    const ids = [globalId('Author', 'a-nobody'), globalId('Author', 'a-keith-hall')];
    expect(await answer('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).toEqual({
      nodes: [null, { id: ids[1] }],
    });
  });

  test.each([
    '',
    'nonsense',
    globalId('Nothing', '1'),
    globalId('PageInfo', '1'),
    globalId('Query', '1'),
    '%%%',
  ])('%j is no id', async (id) => {
    const { errors } = await ask('query ($id: ID!) { node(id: $id) { id } }', { id });
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  });

  test("another type's id is an error", async () => {
    const { errors } = await ask(`{ author(id: "${globalId('Venue', 'v-iclr')}") { name } }`);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain('is not of type: Author');
  });

  test('at most 100 at once', async () => {
    const ids = Array.from({ length: 101 }, (_, at) => globalId('Author', `a-${at}`));
    const { errors } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  });
});

test('an id is what the relay plugin makes, of whatever characters', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (id) => {
      expect(madeId('Author', id)).toBe(encodeGlobalID('Author', id));
    }),
  );
});
