import { beforeEach, describe, expect, test } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { heldTogether } from '../../src/graph/read/authorIdentity.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writePersons } from '../../src/graph/write/persons.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { AffiliationMention, AuthorMention, PublicationRecord } from '../../src/record.ts';
import { personStatementOf } from '../../src/resolve/personStatement.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking } from './fixture/asking.ts';

let graph: Graph;
beforeEach(async () => {
  graph = await freshGraph();
});

const title = 'Parameter-Efficient Transfer Learning for NLP';
const preprints = sourceOf('preprints.bib', 'bibtex');
const published = sourceOf('published.jsonl', 'crossref');
const record: PublicationRecord = {
  locator: { key: 'one' },
  title,
  identifiers: [],
  authors: [{ name: { literal: 'Neil Houlsby' } }],
  authorOrder: 'byline',
  venues: [],
  topics: [],
};

test('a preprint and its published version are one, and what each source says of it stays readable', async () => {
  for (const source of [preprints, published]) await writeSource(graph, source);
  await writeBatch(graph, [
    statementOf(preprints, {
      ...record,
      title: `${title}.`,
      year: 2018,
      type: 'PREPRINT',
      abstract: 'Fine-tuning large models is an effective transfer mechanism.',
      identifiers: [{ scheme: 'arxiv', value: '1902.00751v2' }],
      venues: [{ name: 'arXiv' }],
    }),
    statementOf(published, {
      ...record,
      year: 2019,
      type: 'CONFERENCE_PAPER',
      identifiers: [{ scheme: 'doi', value: '10.1000/one' }],
      venues: [{ name: 'ICML' }],
    }),
    // A wrong DOI.
    statementOf(preprints, {
      ...record,
      locator: { key: 'other' },
      title: 'A history of the spice trade in the Indian Ocean',
      identifiers: [{ scheme: 'doi', value: '10.1000/one' }],
    }),
  ]);
  await settleAuthors(graph);
  const { data, errors } = await asking(graph)(`{
    publications(orderBy: [{ field: YEAR, direction: ASC }]) { totalCount nodes {
      title year doi arxivId
      venues { nodes { acronym name } }
      statements { nodes { source { uri } fields { name value } } }
      chosen { field reason agreement statementCount statement { source { uri } } }
    } }
  }`);
  expect(errors).toEqual([]);
  const spices = { title: 'A history of the spice trade in the Indian Ocean' };
  const learning = {
    title,
    year: 2019,
    doi: '10.1000/one',
    arxivId: '1902.00751',
    venues: {
      nodes: expect.arrayContaining([
        expect.objectContaining({ acronym: 'ICML' }),
        expect.objectContaining({ name: 'arXiv' }),
      ]),
    },
    statements: {
      nodes: expect.arrayContaining([
        {
          source: { uri: 'preprints.bib' },
          fields: expect.arrayContaining([
            { name: 'year', value: '2018' },
            { name: 'title', value: `${title}.` },
          ]),
        },
        {
          source: { uri: 'published.jsonl' },
          fields: expect.arrayContaining([{ name: 'year', value: '2019' }]),
        },
      ]),
    },
    chosen: expect.arrayContaining([
      {
        field: 'year',
        reason: 'the published version goes before the preprint',
        agreement: 0.5,
        statementCount: 2,
        statement: { source: { uri: 'published.jsonl' } },
      },
      {
        field: 'abstract',
        reason: 'the only source that gives it',
        agreement: 1,
        statementCount: 1,
        statement: { source: { uri: 'preprints.bib' } },
      },
      // A full stop makes no other title.
      {
        field: 'title',
        reason: 'all 2 sources agree',
        agreement: 1,
        statementCount: 2,
        statement: { source: { uri: 'published.jsonl' } },
      },
      expect.objectContaining({ field: 'authors', agreement: 1, statementCount: 2 }),
    ]),
  };
  expect(data).toEqual({
    publications: {
      totalCount: 2,
      nodes: expect.arrayContaining([expect.objectContaining(learning), expect.objectContaining(spices)]),
    },
  });
});

const registry = sourceOf('registry.jsonl', 'crossref');
const shelf = sourceOf('shelf.bib', 'bibtex');
const page = sourceOf('https://example.org/ada', 'profile-page');

const orcid = '0000-0002-1825-0097';
const ada: AuthorMention = {
  name: { literal: 'Ada Lovelace' },
  identifiers: [{ scheme: 'orcid', value: orcid }],
};
const called = (literal: string): AuthorMention => ({ name: { literal } });
const at = (name: string): AffiliationMention => ({ name, country: 'CH' });

function paper(key: string, fields: Partial<PublicationRecord>): PublicationRecord {
  return {
    ...record,
    locator: { key },
    title: `On the ${key} of engines and of those who mind them`,
    year: 2019,
    identifiers: [{ scheme: 'doi', value: `10.1000/${key}` }],
    ...fields,
  };
}

describe('who says it, of', () => {
  let ask: Ask;
  beforeEach(async () => {
    for (const source of [registry, shelf, page]) await writeSource(graph, source);
    await writeBatch(graph, [
      statementOf(
        registry,
        paper('warmth', {
          authors: [ada, { ...called('Boris Foobar'), affiliations: [at('ETH Zürich')] }],
          venues: [{ name: 'International Conference on Machine Learning' }],
          topics: [{ name: 'steam engines' }],
        }),
      ),
      statementOf(
        shelf,
        paper('warmth', {
          year: 2018,
          authors: [
            { name: { family: 'Lovelace', given: 'A.' } },
            { name: { family: 'Foobar', given: 'B.' } },
          ],
          venues: [{ name: 'ICML' }],
          topics: [{ name: 'Steam Engine' }],
        }),
      ),
      // It says nothing of the other author.
      statementOf(
        page,
        paper('warmth', {
          authors: [{ ...called('Ada Lovelace'), profileOwner: true }],
          authorOrder: 'listed',
        }),
      ),
      statementOf(
        registry,
        paper('weight', {
          authors: [ada, { ...called('Boris Foobar'), affiliations: [at('ETH Zürich, Dept. of Physics')] }],
          venues: [{ name: 'ICML' }],
          topics: [{ name: 'steam engines' }],
        }),
      ),
      statementOf(shelf, paper('colour', { authors: [called('Ada Lovelace')], venues: [{ name: 'ICML' }] })),
    ]);
    await settleAuthors(graph);
    ask = asking(graph, 'Ada');
  });

  async function data<Data = Record<string, unknown>>(query: string, variables = {}): Promise<Data> {
    const answer = await ask<Data>(query, variables);
    expect(answer.errors).toEqual([]);
    return answer.data;
  }

  test('each field: how many statements give it and how many of these agree', async () => {
    const { publication } = await data<{ publication: { chosen: { field: string }[] } }>(
      '{ publication(doi: "10.1000/warmth") { chosen { field agreement statementCount statement { source { uri } } } } }',
    );
    const source = { statement: { source: { uri: 'registry.jsonl' } } };
    expect(publication.chosen).toEqual([
      { field: 'title', agreement: 1, statementCount: 3, ...source },
      { field: 'year', agreement: 2 / 3, statementCount: 3, ...source },
      // The page lists one of two.
      { field: 'authors', agreement: 2 / 3, statementCount: 3, ...source },
    ]);
  });

  test('a title that was decided: the agreement is on the one that gave way', async () => {
    const { publication } = await data<{ publication: { id: string } }>(
      '{ publication(doi: "10.1000/warmth") { id } }',
    );
    await data(
      'mutation ($id: ID!) { renamePublication(publication: $id, title: "On Heat", reason: "it is") { publicationCount } }',
      { id: publication.id },
    );
    expect(
      await data(
        '{ publication(doi: "10.1000/warmth") { title chosen { field agreement statementCount decision { by } } } }',
      ),
    ).toEqual({
      publication: {
        title: 'On Heat',
        chosen: expect.arrayContaining([
          { field: 'title', agreement: 1, statementCount: 3, decision: { by: 'Ada' } },
        ]),
      },
    });
  });

  test('each author of a publication: in whose words, and by which identifiers', async () => {
    const mentions =
      'mentions { name profileOwner identifiers { scheme value } statement { source { uri } publication { doi } } }';
    const { publication, author } = await data<{
      publication: { authors: { edges: { mentions: unknown[] }[] } };
      author: { publications: { edges: unknown[] } };
    }>(`{
      publication(doi: "10.1000/warmth") { authors { edges { node { name } ${mentions} } } }
      author(orcid: "${orcid}") { publications(filter: { doi: { in: "10.1000/warmth" } }) { edges { ${mentions} } } }
    }`);
    const mention = (uri: string, name: string, more = {}) => ({
      name,
      profileOwner: false,
      identifiers: [],
      statement: { source: { uri }, publication: { doi: '10.1000/warmth' } },
      ...more,
    });
    expect(publication.authors.edges).toEqual([
      {
        node: { name: 'Ada Lovelace' },
        mentions: [
          mention('registry.jsonl', 'Ada Lovelace', { identifiers: [{ scheme: 'orcid', value: orcid }] }),
          mention('shelf.bib', 'A. Lovelace'),
          mention('https://example.org/ada', 'Ada Lovelace', { profileOwner: true }),
        ],
      },
      {
        node: { name: 'Boris Foobar' },
        mentions: [mention('registry.jsonl', 'Boris Foobar'), mention('shelf.bib', 'B. Foobar')],
      },
    ]);
    expect(author.publications.edges).toEqual([{ mentions: publication.authors.edges[0]?.mentions }]);
  });

  test('an author: what holds the authorships together, and how much of them', async () => {
    const identity = `identity { authorshipCount byIdentifier byDecision byEvidence confidence
      identifiers { authorshipCount identifier { scheme value } } }`;
    const { ada, boris } = await data(`{
      ada: author(name: "Ada Lovelace") { ${identity} nameForms { totalCount nodes { form publicationCount } } }
      boris: author(name: "Boris Foobar") { ${identity} }
    }`);
    expect(ada).toEqual({
      identity: {
        authorshipCount: 3,
        byIdentifier: 2,
        byDecision: 0,
        // On the paper without an ORCID iD it is the name, which nobody else has.
        byEvidence: 1,
        confidence: 2 / 3,
        identifiers: [{ authorshipCount: 2, identifier: { scheme: 'orcid', value: orcid } }],
      },
      nameForms: { totalCount: 1, nodes: [{ form: 'Ada Lovelace', publicationCount: 3 }] },
    });
    expect(boris).toEqual({
      identity: {
        authorshipCount: 2,
        byIdentifier: 0,
        byDecision: 0,
        byEvidence: 2,
        confidence: 1 / 2,
        identifiers: [],
      },
    });
  });

  test('an author whom a decision has made of two', async () => {
    const { ada, boris } = await data<Record<string, { id: string }>>(
      '{ ada: author(name: "Ada Lovelace") { id } boris: author(name: "Boris Foobar") { id } }',
    );
    await data(
      'mutation ($authors: [ID!]!) { mergeAuthors(authors: $authors, reason: "a pen name") { publicationCount } }',
      { authors: [ada?.id, boris?.id] },
    );
    const identity = 'identity { authorshipCount byIdentifier byDecision byEvidence confidence }';
    expect(await data(`{ author(orcid: "${orcid}") { ${identity} } }`)).toEqual({
      author: {
        identity: { authorshipCount: 5, byIdentifier: 2, byDecision: 5, byEvidence: 0, confidence: 1 },
      },
    });
    // A name that was chosen puts nobody together.
    await data(
      'mutation ($id: ID!) { renameAuthor(author: $id, name: "Ada King", reason: "it is") { publicationCount } }',
      { id: ada?.id },
    );
    expect(await data(`{ author(orcid: "${orcid}") { name ${identity} } }`)).toMatchObject({
      author: { name: 'Ada King', identity: { byDecision: 5, byEvidence: 0 } },
    });
  });

  test('an author whose two identifiers a statement of a person has', async () => {
    const dblp = sourceOf('dblp.xml', 'dblp');
    await writeSource(graph, dblp);
    const wang = { literal: 'Wei Wang', homonym: '0001' };
    await writePersons(graph, [
      personStatementOf(dblp, {
        locator: { key: 'homepages/w/1' },
        names: [wang, { family: 'Wang', given: 'Wei D.' }],
        identifiers: [{ scheme: 'orcid', value: '0000-0001-5109-3700' }],
        disambiguation: false,
      }),
    ]);
    await writeBatch(graph, [
      statementOf(dblp, paper('rust', { authors: [{ name: wang }] })),
      statementOf(
        registry,
        paper('dust', {
          authors: [
            { ...called('Wei Wang'), identifiers: [{ scheme: 'orcid', value: '0000-0001-5109-3700' }] },
          ],
        }),
      ),
    ]);
    await settleAuthors(graph);
    expect(
      await data(`{ author(orcid: "0000-0001-5109-3700") { identity {
        authorshipCount byIdentifier byEvidence confidence identifiers { authorshipCount identifier { scheme value } }
        personStatements { locator names source { uri } identifiers { scheme value } }
      } } }`),
    ).toEqual({
      author: {
        identity: {
          authorshipCount: 2,
          byIdentifier: 2,
          byEvidence: 0,
          confidence: 1,
          identifiers: [
            { authorshipCount: 1, identifier: { scheme: 'dblp-name', value: 'wei wang 0001' } },
            { authorshipCount: 1, identifier: { scheme: 'orcid', value: '0000-0001-5109-3700' } },
          ],
          personStatements: [
            {
              locator: 'homepages/w/1',
              names: ['Wei Wang', 'Wei D. Wang'],
              source: { uri: 'dblp.xml' },
              identifiers: [{ scheme: 'orcid', value: '0000-0001-5109-3700' }],
            },
          ],
        },
      },
    });
  });

  test('a venue, a topic and an institution: the forms, how often, and where they stand', async () => {
    const forms = 'nameForms { totalCount nodes { form publicationCount } }';
    const mentions =
      'publications(filter: { doi: { in: "10.1000/warmth" } }) { edges { mentions { form statement { source { uri } } } } }';
    const answer = await data(`{
      venue(name: "ICML") { ${forms} ${mentions} first: nameForms(first: 1) { nodes { form } pageInfo { hasNextPage endCursor } } }
      topic(name: "steam engines") { ${forms} ${mentions} }
      institution(name: "ETH Zurich") { ${forms} ${mentions} }
    }`);
    const form = (uri: string, words: string) => ({ form: words, statement: { source: { uri } } });
    expect(answer).toEqual({
      venue: {
        nameForms: {
          totalCount: 2,
          nodes: [
            { form: 'ICML', publicationCount: 3 },
            { form: 'International Conference on Machine Learning', publicationCount: 1 },
          ],
        },
        publications: {
          edges: [
            {
              mentions: [
                form('shelf.bib', 'ICML'),
                form('registry.jsonl', 'International Conference on Machine Learning'),
              ],
            },
          ],
        },
        first: { nodes: [{ form: 'ICML' }], pageInfo: { hasNextPage: true, endCursor: expect.any(String) } },
      },
      topic: {
        nameForms: {
          totalCount: 2,
          nodes: [
            { form: 'steam engines', publicationCount: 2 },
            { form: 'Steam Engine', publicationCount: 1 },
          ],
        },
        publications: {
          edges: [{ mentions: [form('shelf.bib', 'Steam Engine'), form('registry.jsonl', 'steam engines')] }],
        },
      },
      institution: {
        nameForms: {
          totalCount: 2,
          nodes: [
            { form: 'ETH Zürich', publicationCount: 1 },
            { form: 'ETH Zürich, Dept. of Physics', publicationCount: 1 },
          ],
        },
        publications: { edges: [{ mentions: [form('registry.jsonl', 'ETH Zürich')] }] },
      },
    });
    const { venue } = answer as { venue: { first: { pageInfo: { endCursor: string } } } };
    expect(
      await data(
        'query ($after: String) { venue(name: "ICML") { nameForms(after: $after) { nodes { form } } } }',
        {
          after: venue.first.pageInfo.endCursor,
        },
      ),
    ).toEqual({
      venue: { nameForms: { nodes: [{ form: 'International Conference on Machine Learning' }] } },
    });
  });
});

describe('authorships hang together by identifiers and decisions, however many steps away', () => {
  test.each<[string, Parameters<typeof heldTogether>[0], number, number]>([
    ['none', [], 0, 0],
    ['one', [{ keys: [], count: 1 }], 1, 0],
    ['several that nothing identifies', [{ keys: [], count: 5 }], 1, 5],
    [
      'each with an identifier of its own',
      [
        { keys: ['s2:1'], count: 1 },
        { keys: ['s2:2'], count: 1 },
      ],
      1,
      2,
    ],
    [
      'two identifiers that one authorship has, and a third',
      [
        { keys: ['s2:1'], count: 2 },
        { keys: ['s2:1', 'openalex:A1'], count: 1 },
        { keys: ['openalex:A1'], count: 3 },
        { keys: ['s2:2'], count: 4 },
      ],
      6,
      0,
    ],
    [
      'an identifier and a decision',
      [
        { keys: ['s2:1'], count: 1 },
        { keys: ['s2:1', 'decision:d1'], count: 1 },
        { keys: ['decision:d1'], count: 1 },
        { keys: [], count: 1 },
      ],
      3,
      1,
    ],
  ])('%s', (_, authorships, most, byEvidence) =>
    expect(heldTogether(authorships)).toMatchObject({ heldTogether: most, byEvidence }),
  );
});
