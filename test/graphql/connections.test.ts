import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph);
});

interface Page {
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
}

const pageFields = `
  totalCount
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  edges { cursor node { ... on Node { id } } }`;

/** Every connection of the schema that has more than one item here, as the path to it. */
const connections: Record<string, (args: string) => string> = {
  publications: (args) => `{ page: publications(${args}) { ${pageFields} } }`,
  'publications by title': (args) =>
    `{ page: publications(orderBy: { field: TITLE }, ${args}) { ${pageFields} } }`,
  'publications by title, the last first': (args) =>
    `{ page: publications(orderBy: { field: TITLE, direction: DESC }, ${args}) { ${pageFields} } }`,
  'publications, the oldest first': (args) =>
    `{ page: publications(orderBy: { field: YEAR, direction: ASC }, ${args}) { ${pageFields} } }`,
  'publications by two fields': (args) =>
    `{ page: publications(orderBy: [{ field: AUTHOR_COUNT }, { field: YEAR, direction: ASC }], ${args}) { ${pageFields} } }`,
  'publications found': (args) => `{ page: publications(search: "learning", ${args}) { ${pageFields} } }`,
  authors: (args) => `{ page: authors(${args}) { ${pageFields} } }`,
  'authors by name': (args) => `{ page: authors(orderBy: { field: NAME }, ${args}) { ${pageFields} } }`,
  venues: (args) => `{ page: venues(${args}) { ${pageFields} } }`,
  topics: (args) => `{ page: topics(${args}) { ${pageFields} } }`,
  'topics by name': (args) => `{ page: topics(orderBy: { field: NAME }, ${args}) { ${pageFields} } }`,
  sources: (args) => `{ page: sources(${args}) { ${pageFields} } }`,
  'publications by venue and first author': (args) =>
    `{ page: publications(orderBy: [{ field: VENUE, direction: DESC }, { field: FIRST_AUTHOR }], ${args}) { ${pageFields} } }`,
  'coauthors by what the edge says': (args) =>
    `{ node(id: "${globalId('Author', 'a-andrea-gesmundo')}") { ... on Author {
      page: coauthors(orderBy: [{ field: EDGE_WEIGHT, direction: ASC }, { field: EDGE_LAST_YEAR }], ${args}) { ${pageFields} } } } }`,
  search: (args) => `{ page: search(query: "learning", ${args}) { ${pageFields} } }`,
};

const nested: Record<string, readonly [type: string, id: string, field: string]> = {
  'Author.publications': ['Author', 'a-andrea-gesmundo', 'publications'],
  'Author.coauthors': ['Author', 'a-andrea-gesmundo', 'coauthors'],
  'Author.topics': ['Author', 'a-andrea-gesmundo', 'topics'],
  'Author.venues': ['Author', 'a-andrea-gesmundo', 'venues'],
  'Publication.authors': ['Publication', 'p-adapter', 'authors'],
  'Publication.topics': ['Publication', 'p-adapter', 'topics'],
  'Venue.publications': ['Venue', 'v-arxiv', 'publications'],
  'Venue.workshops': ['Venue', 'v-neurips', 'workshops'],
  'Venue.authors': ['Venue', 'v-arxiv', 'authors'],
  'Topic.publications': ['Topic', 't-neural-architecture-search', 'publications'],
  'Topic.authors': ['Topic', 't-neural-architecture-search', 'authors'],
  'Topic.venues': ['Topic', 't-neural-architecture-search', 'venues'],
  'Topic.narrower': ['Topic', 't-machine-learning', 'narrower'],
  'Source.statements': ['Source', 's-page', 'statements'],
  'Source.publications': ['Source', 's-page', 'publications'],
  'Publication.similar': ['Publication', 'p-ask', 'similar'],
  'Author.similar': ['Author', 'a-neil-houlsby', 'similar'],
  'Venue.similar': ['Venue', 'v-nas', 'similar'],
};
for (const [name, [type, id, field]] of Object.entries(nested)) {
  connections[name] = (args) =>
    `{ node(id: "${globalId(type, id)}") { ... on ${type} { page: ${field}(${args}) { ${pageFields} } } } }`;
}

async function pageOf(name: string, args: string): Promise<Page> {
  const query = connections[name]?.(args) ?? '';
  const { data, errors } = await ask<{ page?: Page; node?: { page: Page } }>(query);
  expect(errors).toEqual([]);
  const page = data.page ?? data.node?.page;
  if (page === undefined) throw new Error(`no page of ${name}`);
  return page;
}

const idsOf = (page: Page) => page.edges.map(({ node }) => node.id);

describe.each(Object.keys(connections))('%s', (name) => {
  test('read in pages of any size, from the front or from the back, is the same list', async () => {
    const all = await pageOf(name, 'first: 100');
    expect(all.edges.length).toBeGreaterThan(1);
    expect(all.totalCount).toBe(all.edges.length);
    expect(new Set(idsOf(all)).size).toBe(all.edges.length);
    expect(all.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });

    const forward = async (size: number) => {
      const ids: string[] = [];
      for (let after = ''; ; ) {
        const page = await pageOf(name, `first: ${size}${after}`);
        expect(page.totalCount).toBe(all.totalCount);
        expect(page.pageInfo.hasPreviousPage).toBe(after !== '');
        ids.push(...idsOf(page));
        if (!page.pageInfo.hasNextPage) break;
        after = `, after: "${page.pageInfo.endCursor}"`;
      }
      expect(ids).toEqual(idsOf(all));
    };
    const backward = async (size: number) => {
      const ids: string[] = [];
      for (let before = ''; ; ) {
        const page = await pageOf(name, `last: ${size}${before}`);
        expect(page.pageInfo.hasNextPage).toBe(before !== '');
        ids.unshift(...idsOf(page));
        if (!page.pageInfo.hasPreviousPage) break;
        before = `, before: "${page.pageInfo.startCursor}"`;
      }
      expect(ids).toEqual(idsOf(all));
    };
    // Beside each other, as readers are: the server and the database have a processor each.
    const sizes = new Set([1, 2, Math.max(1, all.edges.length - 1)]);
    await Promise.all([...sizes].flatMap((size) => [forward(size), backward(size)]));
  });

  test('between two cursors is what lies between them', async () => {
    const all = await pageOf(name, 'first: 100');
    const from = all.edges[0];
    const to = all.edges.at(-1);
    const page = await pageOf(name, `after: "${from?.cursor}", before: "${to?.cursor}"`);
    expect(idsOf(page)).toEqual(idsOf(all).slice(1, -1).slice(0, 20));
  });
});

describe('what a page can be asked for', () => {
  const publications = (args: string) =>
    ask<{ publications: Page }>(connections['publications']?.(args) ?? '');

  test('20 items where nothing is said', async () => {
    const { data } = await ask<{ authors: { nodes: unknown[]; totalCount: number } }>(
      '{ authors { totalCount nodes { id } } }',
    );
    expect(data.authors.totalCount).toBeGreaterThan(20);
    expect(data.authors.nodes).toHaveLength(20);
  });

  test('no items, with what can be said of them', async () => {
    const { edges, totalCount, pageInfo } = await pageOf('publications', 'first: 0');
    expect(edges).toEqual([]);
    expect(totalCount).toBe(11);
    expect(pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  test.each([
    ['first: -1', 'first is -1. Expected 0 to 100'],
    ['first: 101', 'first is 101. Expected 0 to 100'],
    ['first: 1000000000', 'first is 1000000000'],
    ['last: -1', 'last is -1'],
    ['first: 1, last: 1', 'first and last are given together'],
  ])('%s is an error', async (args, message) => {
    const { errors } = await publications(args);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain(message);
  });

  test.each(['first: 1.5', 'first: "1"', 'after: 1'])('%s does not fit the schema', async (args) => {
    const { status, data, errors } = await ask(`{ publications(${args}) { totalCount } }`);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });
});

describe('cursors', () => {
  const badCursor = async (cursor: string, of = 'publications') => {
    const { data, errors } = await ask(`query ($cursor: String!) ${connections[of]?.('after: $cursor')}`, {
      cursor,
    });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_CURSOR', field: 'after' });
    expect(data).toBeNull();
  };

  test.each(['', 'x', 'bm9uc2Vuc2U', '0', '../../etc/passwd', '🙂', 'A'.repeat(10_000)])(
    '%j is none',
    (text) => badCursor(text),
  );

  test('one with a character changed, added or lost is none', async () => {
    const cursor = (await pageOf('publications', 'first: 1')).pageInfo.endCursor ?? '';
    await fc.assert(
      fc.asyncProperty(
        fc.nat(cursor.length - 1),
        fc.constantFrom(...'ABCabc019_-='),
        fc.constantFrom('change', 'add', 'lose'),
        async (at, letter, what) => {
          const rest = what === 'add' ? cursor.slice(at) : cursor.slice(at + 1);
          const forged = cursor.slice(0, at) + (what === 'lose' ? '' : letter) + rest;
          fc.pre(forged !== cursor);
          await badCursor(forged);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('one of another connection, another order or another text is none', async () => {
    const cursorOf = async (name: string) => (await pageOf(name, 'first: 1')).pageInfo.endCursor ?? '';
    await badCursor(await cursorOf('authors'));
    await badCursor(await cursorOf('publications by title'));
    await badCursor(await cursorOf('publications found'));
    await badCursor(await cursorOf('publications'), 'publications found');
    await badCursor(await cursorOf('Author.publications'), 'publications');
  });

  test('hold while items come and go: nothing is shown twice, nothing that stays is missed', async () => {
    const before = await pageOf('publications', 'first: 100');
    const first = await pageOf('publications', 'first: 5');
    // One in front of the cursor, one behind it; and the item of the cursor goes.
    await graph.command(cypher`
      CREATE (:Publication {id: 'p-new-2030', title: 'New', sortTitle: 'new', year: 2030, complete: true}),
        (:Publication {id: 'p-new-2000', title: 'Old', sortTitle: 'old', year: 2000, complete: true})`);
    const gone = first.edges.at(-1)?.node.id ?? '';
    await graph.command(cypher`MATCH (p:Publication {id: $id}) SET p:Hidden REMOVE p:Publication`, {
      id: Buffer.from(gone, 'base64').toString().replace('Publication:', ''),
    });
    try {
      const rest = await pageOf('publications', `first: 100, after: "${first.pageInfo.endCursor}"`);
      const added = globalId('Publication', 'p-new-2000');
      expect(idsOf(rest).filter((id) => id !== added)).toEqual(idsOf(before).slice(5));
      expect(idsOf(rest)).toContain(added);
    } finally {
      await graph.command(cypher`MATCH (p:Hidden) SET p:Publication REMOVE p:Hidden`);
      await graph.command(cypher`MATCH (p:Publication) WHERE p.id STARTS WITH 'p-new' DELETE p`);
    }
  });
});
