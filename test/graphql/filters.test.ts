import { beforeAll, describe, expect, test } from 'vitest';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let ask: Ask;

beforeAll(async () => {
  const graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph);
});

/** The graph's ids of the publications that pass, sorted. */
async function passing(filter: string): Promise<string[]> {
  const { data, errors } = await ask<{ publications: { totalCount: number; nodes: { id: string }[] } }>(
    `{ publications(first: 100, filter: ${filter}) { totalCount nodes { id } } }`,
  );
  expect(errors).toEqual([]);
  expect(data.publications.totalCount).toBe(data.publications.nodes.length);
  return data.publications.nodes
    .map(({ id }) => Buffer.from(id, 'base64').toString().replace('Publication:', ''))
    .sort();
}

const author = (name: string) => globalId('Author', `a-${name}`);

describe('publications', () => {
  const of2019 = ['p-adapter', 'p-inference', 'p-ranking', 'p-temporal'];

  test.each<[string, string[]]>([
    ['{ year: { from: 2019, to: 2019 } }', of2019],
    ['{ year: { in: [2014, 2018] } }', ['p-ask', 'p-projecting']],
    ['{ year: { to: 2014 } }', ['p-projecting']],
    ['{ type: PREPRINT }', ['p-inference', 'p-temporal']],
    ['{ type: [PREPRINT, OTHER] }', ['p-inference', 'p-temporal', 'p-untitled']],
    ['{ complete: false }', ['p-untitled']],
    ['{ retracted: true }', []],
    [`{ id: ["${globalId('Publication', 'p-ask')}"] }`, ['p-ask']],
    [`{ authors: { some: { id: "${author('keith-hall')}" } } }`, ['p-projecting']],
    [`{ authors: { none: { id: "${author('andrea-gesmundo')}" } } }`, ['p-attention']],
    ['{ authors: { every: { publicationCount: { from: 4 } } } }', ['p-untitled']],
    ['{ authors: { some: { orcid: "0000-0002-1825-0097" } }, year: { to: 2018 } }', ['p-analyzing', 'p-ask']],
    ['{ venues: { some: { kind: WORKSHOP } } }', ['p-analyzing', 'p-flexible', 'p-ranking', 'p-routing']],
    [
      `{ venues: { some: { series: { id: "${globalId('Venue', 'v-neurips')}" } } } }`,
      ['p-analyzing', 'p-ranking'],
    ],
    ['{ venues: { none: {} } }', ['p-untitled']],
    [
      `{ topics: { some: { id: "${globalId('Topic', 't-question-answering')}" } } }`,
      ['p-analyzing', 'p-ask'],
    ],
    [
      `{ topics: { some: { broader: { id: "${globalId('Topic', 't-natural-language-processing')}" } } } }`,
      ['p-analyzing', 'p-ask'],
    ],
    ['{ sources: { some: { format: "bibtex" } } }', ['p-attention']],
    ['{ not: { year: { from: 2000 } } }', ['p-untitled']],
    ['{ not: { type: [PREPRINT, WORKSHOP_PAPER, CONFERENCE_PAPER] } }', ['p-untitled']],
    ['{ or: [{ type: PREPRINT }, { year: { to: 2014 } }] }', ['p-inference', 'p-projecting', 'p-temporal']],
    ['{ or: [] }', []],
    ['{ and: [{ year: { from: 2019 } }, { year: { to: 2019 } }] }', of2019],
    [
      '{ year: { from: 2019, to: 2019 }, not: { or: [{ type: PREPRINT }, { type: WORKSHOP_PAPER }] } }',
      ['p-adapter'],
    ],
    [
      '{ year: null, type: null }',
      [
        'p-adapter',
        'p-analyzing',
        'p-ask',
        'p-attention',
        'p-flexible',
        'p-inference',
        'p-projecting',
        'p-ranking',
        'p-routing',
        'p-temporal',
        'p-untitled',
      ],
    ],
    [
      `{ authors: { some: { coauthors: { some: { id: "${author('keith-hall')}" } } } }, year: { from: 2021 } }`,
      ['p-flexible'],
    ],
  ])('%s', async (filter, ids) => {
    expect(await passing(filter)).toEqual(ids);
  });

  test('a filter holds in a list under something, too', async () => {
    const { data } = await ask(`{ author(name: "Neil Houlsby") {
      publications(filter: { year: { from: 2018 } }, orderBy: { field: YEAR, direction: ASC }) { totalCount nodes { year } }
    } }`);
    expect(data).toEqual({
      author: { publications: { totalCount: 2, nodes: [{ year: 2018 }, { year: 2019 }] } },
    });
  });
});

test('authors, venues and topics', async () => {
  const { data, errors } = await ask(`{
    authors(filter: { publicationCount: { from: 3 }, lastYear: { from: 2020 } }) { nodes { name } }
    venues(filter: { series: { id: "${globalId('Venue', 'v-neurips')}" } }) { nodes { name } }
    topics(filter: { publications: { some: { year: { to: 2014 } } } }) { nodes { name } }
  }`);
  expect(errors).toEqual([]);
  expect(data).toEqual({
    authors: { nodes: [{ name: 'Andrea Gesmundo' }, { name: 'Jesse Berent' }] },
    venues: { nodes: [{ name: 'Emergent Communication Workshop' }, { name: 'Workshop on Meta-Learning' }] },
    topics: { nodes: [{ name: 'knowledge graph' }, { name: 'parsing' }] },
  });
});

describe('order', () => {
  test('by several fields; what has no year is last in either direction', async () => {
    const years = async (direction: string) => {
      const { data } = await ask<{ publications: { nodes: { year: number | null }[] } }>(
        `{ publications(orderBy: [{ field: YEAR, direction: ${direction} }, { field: TITLE }]) { nodes { year title } } }`,
      );
      return data.publications.nodes.map(({ year }) => year);
    };
    const ascending = [2014, 2017, 2017, 2018, 2019, 2019, 2019, 2019, 2020, 2021];
    expect(await years('ASC')).toEqual([...ascending, null]);
    expect(await years('DESC')).toEqual([...ascending.reverse(), null]);
  });

  test('by relevance only where something is searched for', async () => {
    const { errors } = await ask(
      '{ publications(orderBy: { field: RELEVANCE }) { totalCount nodes { id } } }',
    );
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain('no relevance to order by');
  });

  test('by four fields at most', async () => {
    const fields = Array.from({ length: 5 }, () => '{ field: YEAR }').join(' ');
    const { errors } = await ask(`{ publications(orderBy: [${fields}]) { totalCount nodes { id } } }`);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  });
});

describe('bounds', () => {
  const nested = (depth: number): string =>
    depth === 0 ? '{ complete: true }' : `{ not: ${nested(depth - 1)} }`;

  test.each([
    ['nested too deep', nested(9)],
    ['too many conditions', `{ or: [${'{ complete: true } '.repeat(101)}] }`],
    ['too many values', `{ year: { in: [${'2019 '.repeat(101)}] } }`],
  ])('%s', async (_, filter) => {
    const { errors, statements } = await ask(`{ publications(filter: ${filter}) { nodes { id } } }`);
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_INPUT', field: 'filter' });
    expect(statements).toEqual([]);
  });

  test('as deep as allowed', async () => {
    expect(await passing(nested(8))).toHaveLength(10);
  });
});

test('publications by year, the year with the most in the lead', async () => {
  const { data } = await ask(`{
    all: publicationsByYear { year count }
    workshops: publicationsByYear(filter: { venues: { some: { kind: WORKSHOP } } }) { year count }
  }`);
  expect(data).toEqual({
    all: [
      { year: 2019, count: 4 },
      { year: 2017, count: 2 },
      { year: 2021, count: 1 },
      { year: 2020, count: 1 },
      { year: 2018, count: 1 },
      { year: 2014, count: 1 },
      { year: null, count: 1 },
    ],
    workshops: [
      { year: 2021, count: 1 },
      { year: 2020, count: 1 },
      { year: 2019, count: 1 },
      { year: 2017, count: 1 },
    ],
  });
});
