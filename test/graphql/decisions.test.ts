import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { PublicationRecord } from '../../src/record.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { graphSnapshot } from '../graph/graphSnapshot.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';

// Each decides, imports again, undoes and decides once more.
vi.setConfig({ testTimeout: 180_000 });

const source = sourceOf('library.bib', 'bibtex');

/** What each publication of the library says beyond its title. */
const library: Record<string, Partial<PublicationRecord> & { readonly by: readonly string[] }> = {
  'Asking better questions of a search engine': {
    by: ['Wei Wang', 'Neil Houlsby'],
    venues: [{ name: 'ICML' }],
  },
  'Parameter sharing in networks that learn many tasks': {
    by: ['Wei Wang', 'Jesse Berent'],
    venues: [{ name: 'Intl Conf on Learning Machines' }],
    year: 2009,
    topics: [{ name: 'multitask nets', broader: [{ name: 'odd learning' }] }],
  },
  'Listening to the spikes of a thousand neurons at night': {
    by: ['Wei Wang', 'Jane Smith'],
    venues: [{ name: 'NeurIPS Workshop on Spikes' }],
    topics: [{ name: 'multi task nets of old' }],
  },
  'A dictionary of the words that gardeners use for soil': {
    by: ['Jane Doe', 'Neil Houlsby'],
    venues: [{ name: 'Annals of Gardening' }],
    topics: [{ name: 'odd learning' }, { name: 'soil words' }],
  },
};
const [questions = '', sharing = '', spikes = '', soil = ''] = Object.keys(library);

function record(title: string, key: string, fields: Partial<PublicationRecord> = {}): PublicationRecord {
  const { by = [], ...own } = library[title] ?? {};
  return {
    locator: { key },
    title,
    year: 2019,
    identifiers: [],
    authors: by.map((literal) => ({ name: { literal } })),
    authorOrder: 'byline',
    venues: [],
    topics: [],
    ...own,
    ...fields,
  };
}

const everything: readonly Statement[] = Object.keys(library).map((title, index) =>
  statementOf(source, record(title, `k${index}`)),
);

let graph: Graph;
let ask: Ask;

async function take(statements: readonly Statement[] = everything): Promise<void> {
  await writeBatch(graph, statements);
  await settleAuthors(graph);
}

beforeEach(async () => {
  graph = await freshGraph();
  ask = asking(graph, 'Ada');
  await writeSource(graph, source);
  await take();
});

interface Named {
  readonly id: string;
  readonly name: string;
}
interface Outcome {
  readonly decision: { readonly id: string } | null;
  readonly before: readonly (Named & { readonly publicationCount: number; readonly peopleCount: number })[];
  readonly after: Outcome['before'];
  readonly publicationCount: number;
  readonly complete: boolean;
  readonly overrides: readonly { readonly id: string }[];
}

/** Sends one mutation with these arguments. */
async function mutate(name: string, types: string, args: Record<string, unknown>): Promise<Outcome> {
  const { data, errors } = await attempt(name, types, args);
  expect(errors).toEqual([]);
  const outcome = data[name];
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

function attempt(name: string, types: string, args: Record<string, unknown>) {
  const names = [...types.matchAll(/\$(\w+)/g)].map(([, each]) => `${each}: $${each}`).join(', ');
  return ask<Record<string, Outcome>>(
    `mutation (${types}) { ${name}(${names}) {
      decision { id } publicationCount complete overrides { id }
      before { id name publicationCount peopleCount } after { id name publicationCount peopleCount }
    } }`,
    { reason: 'I know them', ...args },
  );
}

async function undo(outcome: Outcome): Promise<Outcome> {
  return mutate('undoDecision', '$decision: ID!', { decision: outcome.decision?.id });
}

async function authorsOf(title: string): Promise<Record<string, string>> {
  const { data } = await ask<{ publications: { nodes: { title: string; authors: { nodes: Named[] } }[] } }>(
    '{ publications { nodes { title authors { nodes { id name } } } } }',
  );
  const found = data.publications.nodes.find((each) => each.title === title);
  return Object.fromEntries((found?.authors.nodes ?? []).map(({ name, id }) => [name, id]));
}

async function publicationId(title: string): Promise<string> {
  const { data } = await ask<{ publications: { nodes: { id: string; title: string }[] } }>(
    '{ publications { nodes { id title } } }',
  );
  return data.publications.nodes.find((each) => each.title === title)?.id ?? '';
}

async function named(kind: 'venue' | 'topic' | 'author', name: string): Promise<Named | null> {
  const { data, errors } = await ask<Record<string, Named | null>>(
    `query ($name: String!) { ${kind}(name: $name) { id name } }`,
    { name },
  );
  expect(errors).toEqual([]);
  return data[kind] ?? null;
}

async function node(id: string): Promise<Record<string, unknown> | null> {
  const { data } = await ask<{ node: Record<string, unknown> | null }>(
    'query ($id: ID!) { node(id: $id) { id __typename } }',
    { id },
  );
  return data.node;
}

/** Whatever is decided: a preview changes nothing, importing again keeps it, and undoing it leaves no trace. */
async function keepsAndUndoes(name: string, types: string, args: Record<string, unknown>): Promise<Outcome> {
  const before = await graphSnapshot(graph);
  const preview = await mutate(name, `${types}, $preview: Boolean!`, { ...args, preview: true });
  expect(preview.decision).toBeNull();
  expect(await graphSnapshot(graph)).toEqual(before);
  const outcome = await mutate(name, types, args);
  expect(outcome.decision).not.toBeNull();
  // Where a split makes a venue or a topic, the id tells of the decision.
  const nameless = ({ id: _, ...rest }: Outcome['before'][number]) => rest;
  expect(outcome.after.map(nameless)).toEqual(preview.after.map(nameless));
  const decided = await graphSnapshot(graph);
  expect(decided).not.toEqual(before);
  await take();
  expect(await graphSnapshot(graph)).toEqual(decided);
  await undo(outcome);
  expect(await graphSnapshot(graph)).toEqual(before);
  return mutate(name, types, args);
}

const merging = '$reason: String!';

describe('authors', () => {
  test('are merged whatever their names and ORCIDs, with all that they will still write', async () => {
    const { 'Jane Smith': smith = '' } = await authorsOf(spikes);
    const { 'Jane Doe': doe = '' } = await authorsOf(soil);
    const outcome = await keepsAndUndoes('mergeAuthors', `$authors: [ID!]!, ${merging}`, {
      authors: [smith, doe],
    });
    expect(outcome.before).toHaveLength(2);
    expect(outcome.after).toMatchObject([{ publicationCount: 2, peopleCount: 2 }]);
    const [merged] = outcome.after;
    expect(await node(smith)).toEqual({ id: merged?.id, __typename: 'Author' });
    expect(await node(doe)).toEqual({ id: merged?.id, __typename: 'Author' });
    await take([
      statementOf(source, {
        ...record('More words that gardeners use for soil and for sand', 'new'),
        authors: [{ name: { literal: 'Jane Doe' } }],
      }),
    ]);
    const { data } = await ask('query ($id: ID!) { author(id: $id) { publicationCount names } }', {
      id: merged?.id,
    });
    expect(data).toEqual({ author: { publicationCount: 3, names: ['Jane Smith', 'Jane Doe'] } });
  });

  test('are split by publications', async () => {
    const { 'Wei Wang': one = '' } = await authorsOf(questions);
    await mutate('mergeAuthors', `$authors: [ID!]!, ${merging}`, {
      authors: [one, (await authorsOf(sharing))['Wei Wang'], (await authorsOf(spikes))['Wei Wang']],
    });
    const { 'Wei Wang': all = '' } = await authorsOf(questions);
    const outcome = await keepsAndUndoes('splitAuthor', `$author: ID!, $publications: [ID!]!, ${merging}`, {
      author: all,
      publications: [await publicationId(sharing)],
    });
    expect(outcome.before).toMatchObject([{ name: 'Wei Wang', publicationCount: 3 }]);
    expect(outcome.after.map(({ publicationCount }) => publicationCount).sort()).toEqual([1, 2]);
    expect(outcome.overrides).toHaveLength(1);
    expect((await authorsOf(questions))['Wei Wang']).toBe((await authorsOf(spikes))['Wei Wang']);
    expect((await authorsOf(questions))['Wei Wang']).not.toBe((await authorsOf(sharing))['Wei Wang']);
  });

  test('are renamed; every name finds them', async () => {
    const { 'Neil Houlsby': id = '' } = await authorsOf(questions);
    await keepsAndUndoes('renameAuthor', `$author: ID!, $name: String!, ${merging}`, {
      author: id,
      name: 'Neil M. T. Houlsby',
    });
    expect(await named('author', 'Neil M. T. Houlsby')).toEqual({ id, name: 'Neil M. T. Houlsby' });
    expect(await named('author', 'neil houlsby')).toEqual({ id, name: 'Neil M. T. Houlsby' });
  });
});

describe('publications', () => {
  test('are merged, with their statements side by side', async () => {
    const ids = [await publicationId(questions), await publicationId(spikes)];
    const outcome = await keepsAndUndoes('mergePublications', `$publications: [ID!]!, ${merging}`, {
      publications: ids,
    });
    expect(outcome.after).toHaveLength(1);
    for (const id of ids)
      expect(await node(id)).toEqual({ id: outcome.after[0]?.id, __typename: 'Publication' });
    const { data } = await ask('query ($id: ID!) { publication(id: $id) { statements { totalCount } } }', {
      id: outcome.after[0]?.id,
    });
    expect(data).toEqual({ publication: { statements: { totalCount: 2 } } });
  });

  test('are split by statements, even with one DOI', async () => {
    const doi = { identifiers: [{ scheme: 'doi' as const, value: '10.1000/1' }] };
    await take([
      statementOf(source, record(questions, 'k0', doi)),
      statementOf(source, record(questions, 'again', { ...doi, year: 2018 })),
    ]);
    const id = await publicationId(questions);
    const before = await graphSnapshot(graph);
    const args = { publication: id, statements: [globalId('Statement', `${source.id}/again`)] };
    const types = `$publication: ID!, $statements: [ID!]!, ${merging}`;
    const outcome = await mutate('splitPublication', types, args);
    expect(outcome.after).toHaveLength(2);
    await undo(outcome);
    expect(await graphSnapshot(graph)).toEqual(before);
    const { errors } = await attempt('splitPublication', types, {
      ...args,
      statements: [globalId('Statement', `${source.id}/k3`)],
    });
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  });

  test('are given another title; the stated one still finds them, and the decision is named', async () => {
    const id = await publicationId(soil);
    await keepsAndUndoes('renamePublication', `$publication: ID!, $title: String!, ${merging}`, {
      publication: id,
      title: 'Loam',
    });
    const { data } = await ask(
      '{ publications(search: "dictionary of the words") { nodes { id title chosen { field decision { by reason } } } } }',
    );
    expect(data).toMatchObject({
      publications: {
        nodes: [
          {
            id,
            title: 'Loam',
            chosen: expect.arrayContaining([
              { field: 'title', decision: { by: 'Ada', reason: 'I know them' } },
              { field: 'year', decision: null },
            ]),
          },
        ],
      },
    });
  });
});

describe('venues', () => {
  test('are merged into one, which keeps id and name', async () => {
    const odd = await named('venue', 'Intl Conf on Learning Machines');
    const icml = await named('venue', 'ICML');
    const outcome = await keepsAndUndoes('mergeVenues', `$venues: [ID!]!, $into: ID!, ${merging}`, {
      venues: [odd?.id],
      into: icml?.id,
    });
    expect(outcome.after).toMatchObject([{ ...icml, publicationCount: 2 }]);
    expect(await node(odd?.id ?? '')).toEqual({ id: icml?.id, __typename: 'Venue' });
    expect(await named('venue', 'Intl Conf on Learning Machines')).toEqual(icml);
  });

  test('take their workshops along', async () => {
    const neurips = await named('venue', 'Workshop on Spikes');
    const { data: before } = await ask('query ($id: ID!) { venue(id: $id) { series { id name } } }', {
      id: neurips?.id,
    });
    const series = (before as { venue: { series: Named } }).venue.series;
    const icml = await named('venue', 'ICML');
    await keepsAndUndoes('mergeVenues', `$venues: [ID!]!, $into: ID!, ${merging}`, {
      venues: [series.id],
      into: icml?.id,
    });
    const { data } = await ask('query ($id: ID!) { venue(id: $id) { series { id } } }', { id: neurips?.id });
    expect(data).toEqual({ venue: { series: { id: icml?.id } } });
  });

  test('are split by names, and merged back by a later decision', async () => {
    const icml = await named('venue', 'ICML');
    await take([
      statementOf(
        source,
        record(soil, 'k3', { venues: [{ name: 'International Conference on Machine Learning' }] }),
      ),
    ]);
    const types = `$venue: ID!, $names: [String!]!, $name: String, ${merging}`;
    const args = { venue: icml?.id, names: ['ICML'], name: 'The other ICML' };
    const outcome = await mutate('splitVenue', types, args);
    expect(outcome.before).toMatchObject([{ publicationCount: 2 }]);
    expect(outcome.after).toMatchObject([
      { id: icml?.id, publicationCount: 1 },
      { name: 'The other ICML', publicationCount: 1 },
    ]);
    const apart = outcome.after[1]?.id ?? '';
    const back = await mutate('mergeVenues', `$venues: [ID!]!, $into: ID!, ${merging}`, {
      venues: [apart],
      into: icml?.id,
    });
    expect(back.overrides).toEqual([{ id: outcome.decision?.id }]);
    expect(back.after).toMatchObject([{ id: icml?.id, publicationCount: 2 }]);
    await undo(back);
    await undo(outcome);
    expect(await node(apart)).toEqual({ id: icml?.id, __typename: 'Venue' });
    const { errors } = await attempt('splitVenue', types, { ...args, names: ['JMLR'] });
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_INPUT' } });
    expect(errors[0]?.message).toContain('International Conference on Machine Learning');
  });

  test('are renamed; every name finds them', async () => {
    const venue = await named('venue', 'Annals of Gardening');
    await keepsAndUndoes('renameVenue', `$venue: ID!, $name: String!, ${merging}`, {
      venue: venue?.id,
      name: 'Horticultural Annals',
    });
    expect(await named('venue', 'annals of gardening')).toEqual({
      id: venue?.id,
      name: 'Horticultural Annals',
    });
    expect(await named('venue', 'Horticultural Annals')).toEqual({
      id: venue?.id,
      name: 'Horticultural Annals',
    });
  });
});

describe('topics', () => {
  test('are merged into one, also where they are above others', async () => {
    const odd = await named('topic', 'odd learning');
    const words = await named('topic', 'soil words');
    const outcome = await keepsAndUndoes('mergeTopics', `$topics: [ID!]!, $into: ID!, ${merging}`, {
      topics: [odd?.id],
      into: words?.id,
    });
    expect(outcome.after).toMatchObject([{ id: words?.id, name: words?.name, publicationCount: 1 }]);
    expect(await node(odd?.id ?? '')).toEqual({ id: words?.id, __typename: 'Topic' });
    const { data } = await ask('{ topic(name: "multitask nets") { broader { nodes { name } } } }');
    expect(data).toEqual({ topic: { broader: { nodes: [{ name: words?.name }] } } });
  });

  test('are split by names', async () => {
    const first = await named('topic', 'multitask nets');
    await mutate('mergeTopics', `$topics: [ID!]!, $into: ID!, ${merging}`, {
      topics: [(await named('topic', 'multi task nets of old'))?.id],
      into: first?.id,
    });
    const outcome = await keepsAndUndoes(
      'splitTopic',
      `$topic: ID!, $names: [String!]!, $name: String, ${merging}`,
      {
        topic: first?.id,
        names: ['multi task nets of old'],
        name: 'old nets',
      },
    );
    expect(outcome.after).toMatchObject([
      { id: first?.id, publicationCount: 1 },
      { name: 'old nets', publicationCount: 1 },
    ]);
  });

  test('are renamed; every name finds them', async () => {
    const topic = await named('topic', 'soil words');
    await keepsAndUndoes('renameTopic', `$topic: ID!, $name: String!, ${merging}`, {
      topic: topic?.id,
      name: 'pedological vocabulary',
    });
    const renamed = { id: topic?.id, name: 'pedological vocabulary' };
    expect(await named('topic', 'soil words')).toEqual(renamed);
    expect(await named('topic', 'pedological vocabulary')).toEqual(renamed);
  });
});

describe('decisions', () => {
  test('say who, when and why, what they were about, and who has undone them', async () => {
    const venue = await named('venue', 'Annals of Gardening');
    const types = `$venue: ID!, $name: String!, ${merging}`;
    const first = await mutate('renameVenue', types, { venue: venue?.id, name: 'One' });
    const second = await mutate('renameVenue', types, { venue: venue?.id, name: 'Two' });
    expect(second.overrides).toEqual([{ id: first.decision?.id }]);
    await undo(second);
    expect(await named('venue', 'One')).toEqual({ id: venue?.id, name: 'One' });
    const { data } = await ask(`{
      all: decisions { totalCount nodes { id kind of by at reason name active undoneBy subjects { id name } } }
      active: decisions(filter: { active: true, of: [VENUE], kind: [RENAME], by: "Ada" }) { nodes { id } }
      none: decisions(filter: { of: [TOPIC] }) { totalCount }
      venue(name: "One") { decisions { nodes { id } } }
    }`);
    const about = [{ id: venue?.id, name: 'Annals of Gardening' }];
    const common = {
      kind: 'RENAME',
      of: 'VENUE',
      by: 'Ada',
      reason: 'I know them',
      at: expect.stringMatching(/^20/),
    };
    expect(data).toEqual({
      all: {
        totalCount: 2,
        nodes: [
          {
            ...common,
            id: second.decision?.id,
            name: 'Two',
            active: false,
            undoneBy: 'Ada',
            subjects: [{ ...about[0], name: 'One' }],
          },
          { ...common, id: first.decision?.id, name: 'One', active: true, undoneBy: null, subjects: about },
        ],
      },
      active: { nodes: [{ id: first.decision?.id }] },
      none: { totalCount: 0 },
      venue: { decisions: { nodes: [{ id: first.decision?.id }] } },
    });
    expect(await node(first.decision?.id ?? '')).toEqual({ id: first.decision?.id, __typename: 'Decision' });
  });

  test('are shown where they hold', async () => {
    const { 'Jane Smith': smith = '' } = await authorsOf(spikes);
    const { 'Jane Doe': doe = '' } = await authorsOf(soil);
    const authors = await mutate('mergeAuthors', `$authors: [ID!]!, ${merging}`, { authors: [smith, doe] });
    const publication = await mutate('renamePublication', `$publication: ID!, $title: String!, ${merging}`, {
      publication: await publicationId(soil),
      title: 'Loam',
    });
    const { data } = await ask(
      'query ($a: ID!, $p: ID!) { author(id: $a) { decisions { nodes { id } } } publication(id: $p) { decisions { totalCount nodes { id } } } }',
      { a: authors.after[0]?.id, p: publication.after[0]?.id },
    );
    expect(data).toEqual({
      author: { decisions: { nodes: [{ id: authors.decision?.id }] } },
      publication: { decisions: { totalCount: 1, nodes: [{ id: publication.decision?.id }] } },
    });
  });

  test.each([
    [
      'an empty reason',
      'renameVenue',
      '$venue: ID!, $name: String!, $reason: String!',
      { reason: ' ', name: 'x' },
      'BAD_INPUT',
    ],
    [
      'an empty name',
      'renameVenue',
      '$venue: ID!, $name: String!, $reason: String!',
      { name: ' ' },
      'BAD_INPUT',
    ],
    [
      'a name that no index takes',
      'renameVenue',
      '$venue: ID!, $name: String!, $reason: String!',
      { name: 'x'.repeat(10_000) },
      'BAD_INPUT',
    ],
    ['one and the same', 'mergeVenues', '$venues: [ID!]!, $into: ID!, $reason: String!', {}, 'BAD_INPUT'],
    [
      'nothing there',
      'renameTopic',
      '$topic: ID!, $name: String!, $reason: String!',
      { topic: globalId('Topic', 't0'), name: 'x' },
      'NOT_FOUND',
    ],
  ])('are refused for %s', async (_, name, types, args, code) => {
    const venue = await named('venue', 'ICML');
    const { errors } = await attempt(name, types, {
      venue: venue?.id,
      venues: [venue?.id],
      into: venue?.id,
      ...args,
    });
    expect(errors[0]?.extensions.code).toBe(code);
    expect((await ask('{ decisions { totalCount } }')).data).toEqual({ decisions: { totalCount: 0 } });
  });

  test('cannot be undone twice, and not by anybody', async () => {
    const venue = await named('venue', 'ICML');
    const outcome = await mutate('renameVenue', `$venue: ID!, $name: String!, ${merging}`, {
      venue: venue?.id,
      name: 'One',
    });
    await undo(outcome);
    const { errors } = await attempt('undoDecision', '$decision: ID!', { decision: outcome.decision?.id });
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_INPUT' } });
    expect(errors[0]?.message).toContain('Ada has undone this decision');
    const { errors: refused } = await asking(graph)(
      'mutation ($id: ID!) { undoDecision(decision: $id) { complete } }',
      { id: outcome.decision?.id },
    );
    expect(refused[0]?.extensions.code).toBe('ADMINISTRATOR_REQUIRED');
  });
});

describe('candidates for merging', () => {
  const candidates = async (by?: object) => {
    const { data, errors } = await ask<{
      authorCandidates: { totalCount: number; nodes: { authors: Named[]; score: number; needed: number }[] };
    }>(
      `query ($author: AuthorBy) { authorCandidates(author: $author) { totalCount nodes {
        authors { id name } names sharedCoauthors sharedVenues sharedTopics sharedInstitutions yearsApart score needed
      } } }`,
      { author: by ?? null },
    );
    expect(errors).toEqual([]);
    return data.authorCandidates;
  };

  beforeEach(async () => {
    await take([
      statementOf(source, {
        ...record('Nothing that was ever said about the drift of continents', 'drift'),
        authors: [{ name: { literal: 'J. Berent' } }],
        year: 1990,
      }),
    ]);
  });

  test('are pairs with the evidence and what was missing', async () => {
    const found = await candidates({ name: 'J. Berent' });
    expect(found).toMatchObject({
      totalCount: 1,
      nodes: [
        {
          names: 'COMPATIBLE',
          sharedCoauthors: 0,
          sharedVenues: 0,
          sharedTopics: 0,
          sharedInstitutions: 0,
          yearsApart: 19,
          score: 0,
          needed: 1.5,
        },
      ],
    });
    expect(found.nodes[0]?.authors.map(({ name }) => name).sort()).toEqual(['J. Berent', 'Jesse Berent']);
    const all = await candidates();
    expect(all.nodes.every(({ score, needed }) => score < needed)).toBe(true);
    const gaps = all.nodes.map(({ score, needed }) => needed - score);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  });

  test('say of each kind how much the two share', async () => {
    // Of much that each wrote they share little, so that they are not taken for one.
    const subjects = ['milk', 'rain', 'bees', 'boats', 'snow', 'wells', 'fences', 'geese'];
    const written = (literal: string, id: string, year: number, shared: Partial<PublicationRecord>) =>
      subjects.map((subject, at) => {
        const places = at === 0 ? ['Foo', 'Bar', 'Qux', 'Zorb'] : [id];
        const author = {
          name: { literal },
          identifiers: [{ scheme: 'openalex' as const, value: id }],
          affiliations: places.map((place) => ({ name: `University of ${place}` })),
        };
        return statementOf(
          source,
          record(`How ${literal} came by ${subject}`, `${id}/${at}`, {
            year,
            authors: at === 0 ? [author, { name: { literal: 'Y. Li' } }] : [author],
            ...(at === 0 ? shared : {}),
          }),
        );
      });
    const shared: Partial<PublicationRecord> = {
      venues: [{ name: 'Annals of Gardening' }, { name: 'Letters on Soil' }],
      topics: [{ name: 'odd learning' }, { name: 'soil words' }, { name: 'zorb physics' }],
    };
    await take([
      ...written('Krzysztof Maziarz', 'A5077', 2019, shared),
      ...written('K. Maziarz', 'A5078', 2010, shared),
    ]);
    const { nodes } = await candidates({ name: 'Krzysztof Maziarz' });
    expect(nodes).toMatchObject([
      {
        names: 'COMPATIBLE',
        sharedCoauthors: 1,
        sharedVenues: 2,
        sharedTopics: 3,
        sharedInstitutions: 4,
        yearsApart: 9,
        score: 0,
        needed: 1.5,
      },
    ]);
    expect(nodes[0]?.authors.map(({ name }) => name).sort()).toEqual(['K. Maziarz', 'Krzysztof Maziarz']);
  });

  test('are gone when they are merged, and when they are split for good', async () => {
    const [pair] = (await candidates({ name: 'J. Berent' })).nodes;
    const merged = await mutate('mergeAuthors', `$authors: [ID!]!, ${merging}`, {
      authors: pair?.authors.map(({ id }) => id),
    });
    expect((await candidates({ name: 'J. Berent' })).totalCount).toBe(0);
    await mutate('splitAuthor', `$author: ID!, $publications: [ID!]!, ${merging}`, {
      author: merged.after[0]?.id,
      publications: [await publicationId('Nothing that was ever said about the drift of continents')],
    });
    expect((await candidates({ name: 'J. Berent' })).totalCount).toBe(0);
  });

  test('are gone when the two are two people, whatever is imported again, and come back when that is undone', async () => {
    const before = await graphSnapshot(graph);
    const [pair] = (await candidates({ name: 'J. Berent' })).nodes;
    const [author, other] = pair?.authors.map(({ id }) => id) ?? [];
    const args = { author, other };
    const types = `$author: ID!, $other: ID!, ${merging}, $preview: Boolean! = false`;
    const preview = await mutate('separateAuthors', types, { ...args, preview: true });
    expect(preview.decision).toBeNull();
    expect(preview.after.map(({ id }) => id).sort()).toEqual([author, other].sort());
    expect(await graphSnapshot(graph)).toEqual(before);

    const separated = await mutate('separateAuthors', types, args);
    expect((await candidates({ name: 'J. Berent' })).totalCount).toBe(0);
    await take();
    expect((await candidates({ name: 'J. Berent' })).totalCount).toBe(0);
    await undo(separated);
    expect((await candidates({ name: 'J. Berent' })).totalCount).toBe(1);

    const { errors } = await attempt('separateAuthors', types, { author, other: author });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });
});

describe('suggestions to split an author', () => {
  test('are parts that no coauthor ties to the others, those first that share the least', async () => {
    const { data, errors, statements } = await ask<{
      authors: {
        nodes: {
          name: string;
          splitSuggestions: {
            publications: { title: string }[];
            names: string[];
            sharedVenues: number;
            sharedTopics: number;
            yearsApart: number | null;
          }[];
        }[];
      };
    }>(`{ authors(filter: { or: [{ name: { contains: "Houlsby" } }, { name: { contains: "Wang" } }] }) { nodes { name
      splitSuggestions { publications { title } names sharedVenues sharedTopics yearsApart } } } }`);
    expect(errors).toEqual([]);
    const suggested = new Map(
      data.authors.nodes.map(({ name, splitSuggestions }) => [name, splitSuggestions]),
    );
    expect(suggested.get('Neil Houlsby')).toEqual([
      expect.objectContaining({ names: ['Neil Houlsby'], sharedVenues: 0, sharedTopics: 0, yearsApart: 0 }),
    ]);
    // One statement for all authors, and one for all publications.
    expect(statements.filter((text) => text.includes('ties:'))).toHaveLength(1);
  });
});
