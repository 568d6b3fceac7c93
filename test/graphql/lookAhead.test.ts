import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  ask = asking(graph, undefined, 10_000_000);
});

async function asked(query: string, variables?: Record<string, unknown>) {
  const answer = await ask(query, variables);
  expect(answer.errors).toEqual([]);
  return answer;
}

/** What can be asked of a node, and what hangs on it. */
const nodes = {
  Publication: {
    fields: ['title', 'year', 'doi', 'authorCount', 'abstract', 'type'],
    pages: {
      authors: 'Author',
      venues: 'Venue',
      topics: 'Topic',
      cites: 'Publication',
      citedBy: 'Publication',
    },
  },
  Author: {
    fields: ['name', 'names', 'publicationCount', 'firstYear', 'orcid'],
    pages: { publications: 'Publication', coauthors: 'Author', topics: 'Topic', venues: 'Venue' },
  },
  Venue: {
    fields: ['name', 'acronym', 'kind'],
    pages: { publications: 'Publication', authors: 'Author', topics: 'Topic' },
  },
  Topic: {
    fields: ['name', 'names', 'publicationCount'],
    pages: { publications: 'Publication', related: 'Topic', authors: 'Author' },
  },
} as const;
type Kind = keyof typeof nodes;

interface Selection {
  readonly fields: readonly string[];
  readonly pages: readonly Page[];
}

interface Page {
  readonly name: string;
  readonly kind: Kind;
  readonly args: string;
  readonly inEdges: boolean;
  readonly inFragment: boolean;
  readonly pageInfo: boolean;
  readonly selection: Selection;
}

function selectionOf(kind: Kind, depth: number): fc.Arbitrary<Selection> {
  const { fields, pages } = nodes[kind];
  const page = fc.constantFrom(...Object.entries(pages)).chain(([name, of]) =>
    fc.record({
      name: fc.constant(name),
      kind: fc.constant(of),
      args: fc.constantFrom('', 'first: 1', 'first: 3', 'last: 2', 'first: 0'),
      inEdges: fc.boolean(),
      inFragment: fc.boolean(),
      pageInfo: fc.boolean(),
      selection: selectionOf(of, depth - 1),
    }),
  );
  return fc.record({
    fields: fc.subarray(['id', '__typename', ...fields], { minLength: 1 }),
    pages: depth === 0 ? fc.constant([]) : fc.array(page, { maxLength: 2 }),
  });
}

/** @param ahead whether pages in pages can be seen ahead: with a filter, even one that all pass, they are not */
function written({ fields, pages }: Selection, ahead: boolean): string {
  const parts = pages.map(({ name, args, inEdges, inFragment, pageInfo, kind, selection }, at) => {
    const inner = written(selection, ahead);
    const given = [args, ahead ? '' : 'filter: {}'].filter((text) => text !== '').join(', ');
    const items = inEdges
      ? `edges { cursor node { ${inner} } }`
      : `nodes { ${inFragment ? `... on ${kind} { ${inner} }` : inner} }`;
    const info = pageInfo ? 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }' : '';
    return `p${at}: ${name}${given === '' ? '' : `(${given})`} { ${items} ${info} }`;
  });
  return [...fields, ...parts].join(' ');
}

test('what is seen ahead is what each page says by itself', async () => {
  await fc.assert(
    fc.asyncProperty(selectionOf('Publication', 2), async (selection) => {
      const query = (ahead: boolean) =>
        `{ publications(first: 4) { nodes { ${written(selection, ahead)} } } }`;
      const [ahead, each] = [await asked(query(true)), await asked(query(false))];
      expect(ahead.data).toEqual(each.data);
      expect(ahead.statements.length).toBeLessThanOrEqual(each.statements.length);
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

describe('one statement a request', () => {
  test.each([
    [
      'a page, what hangs on its nodes, and what hangs on that',
      '{ publications { nodes { title authors { nodes { name coauthors(first: 2) { edges { weight node { name } } } } } } } }',
    ],
    [
      'the same relation with other arguments',
      '{ publications { nodes { authors { nodes { name } } one: authors(first: 1) { nodes { name } } } } }',
    ],
    [
      'edges and nodes side by side',
      '{ publications { edges { node { authors { nodes { name } } } } nodes { authors { nodes { orcid } } } } }',
    ],
    [
      'a fragment, and what is included',
      `query { publications { nodes { ...wanted authors @include(if: true) { nodes { orcid } } } } }
      fragment wanted on Publication { title authors { nodes { name } } }`,
    ],
    ['a search', '{ publications(search: "learning") { nodes { title authors { nodes { name } } } } }'],
  ])('%s', async (_, query) => {
    expect((await asked(query)).statements).toHaveLength(1);
  });

  test('a node by its id', async () => {
    const { data } = await asked('{ author(name: "Keith Hall") { id } }');
    const { id } = data['author'] as { id: string };
    const { statements } = await asked(
      'query ($id: ID!) { author(id: $id) { name publications { nodes { title venues { nodes { name } } } } coauthors { nodes { name } } } }',
      { id },
    );
    expect(statements).toHaveLength(1);
  });
});

describe('what is not seen ahead is read all the same', () => {
  test('what is skipped is not read', async () => {
    const { statements } = await asked(
      '{ publications { nodes { title authors @skip(if: true) { nodes { name } } } } }',
    );
    expect(statements.join()).not.toContain('AUTHORED');
  });

  test('where only their number is asked for, no page is read', async () => {
    const { statements } = await asked('{ publications { nodes { title authors { totalCount } } } }');
    expect(statements).toHaveLength(2);
    expect(statements[0]).not.toContain('AUTHORED');
  });

  test('a page that is refused is refused where it was asked for', async () => {
    const { errors } = await ask(
      '{ publications { nodes { title authors(first: 101) { nodes { name } } } } }',
    );
    expect(errors[0]?.path).toEqual(['publications', 'nodes', 0, 'authors']);
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
  });

  test('rows that would multiply', async () => {
    const { statements } = await asked(
      '{ authors(first: 100) { nodes { coauthors(first: 100) { nodes { coauthors(first: 100) { nodes { name } } } } } } }',
    );
    expect(statements).toHaveLength(2);
  });

  test('an id that nothing has', async () => {
    const { data } = await asked(
      'query ($id: ID!) { author(id: $id) { name publications { nodes { title } } } }',
      {
        id: globalId('Author', 'a0000000000000000'),
      },
    );
    expect(data).toEqual({ author: null });
  });
});

test('a document that comes again with other variables asks for what these say', async () => {
  const query = `query ($n: Int, $with: Boolean!) { publications(first: 3) { nodes { title
    authors(first: $n) { nodes { name } } topics(first: 2) @include(if: $with) { nodes { name } } venues { nodes { name } } } } }`;
  const variables = [
    { n: 1, with: true },
    { n: 20, with: false },
    { n: 1, with: true },
  ];
  for (const each of variables) {
    const { data, statements } = await asked(query, each);
    expect(statements).toHaveLength(1);
    const written = query
      .replace('query ($n: Int, $with: Boolean!) ', '')
      .replace('$n', `${each.n}`)
      .replace('$with', `${each.with}`);
    expect(data).toEqual((await asked(written)).data);
  }
});

test('only what is asked for is read of a row', async () => {
  const { statements } = await asked('{ publications { nodes { title authors { nodes { name } } } } }');
  expect(statements.join()).toContain('n.title');
  for (const property of ['n.doi', 'n.language', 'n.orcid', 'rawName'])
    expect(statements.join()).not.toContain(property);
});
