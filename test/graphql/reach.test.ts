import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking } from './fixture/asking.ts';
import { writeLibrary } from './fixture/library.ts';

const lists = ['publications', 'authors', 'venues', 'topics', 'institutions'] as const;
type List = (typeof lists)[number];
type Filter = Record<string, unknown>;

let graph: Graph;
let ask: Ask;
let ids: Record<List, string[]>;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  await graph.command(cypher`
    UNWIND [['i-zurich', 'CH'], ['i-lausanne', 'CH'], ['i-google', 'US'], ['i-nowhere', null]] AS row
    CREATE (i:Institution {id: row[0], name: row[0], names: [row[0]], countryCode: row[1]})
    WITH collect(i) AS institutions
    MATCH (p:Publication)<-[m:AUTHORED]-()
    WITH institutions, p, collect(m.order) AS orders ORDER BY p.id
    WITH institutions, collect([p, orders]) AS bylines
    UNWIND range(0, size(bylines) - 1) AS at
    WITH bylines[at][0] AS p, bylines[at][1] AS orders, [institutions[at % 4], institutions[(at + 1) % 3]] AS places
    UNWIND range(0, 1) AS half
    WITH DISTINCT p, places[half] AS i, [order IN orders WHERE order % 2 = half] AS orders
    CREATE (p)-[:AFFILIATED_WITH {orders: orders, forms: [i.name]}]->(i)`);
  ask = asking(graph);
  const all = await ask<Record<List, { nodes: { id: string }[] }>>(
    `{ ${lists.map((list) => `${list}(first: 100) { nodes { id } }`).join(' ')} }`,
  );
  const of = (list: List) => all.data[list].nodes.map(({ id }) => id);
  ids = {
    publications: of('publications'),
    authors: of('authors'),
    venues: of('venues'),
    topics: of('topics'),
    institutions: of('institutions'),
  };
});

/** A filter that names nodes at its end, however many relations away, and asks for other things beside and on the way. */
function naming(list: List, depth: number): fc.Arbitrary<Filter> {
  const named = fc
    .array(fc.nat(), { minLength: 1, maxLength: 2 })
    .map((picked) => ({ id: picked.map((at) => ids[list][at % ids[list].length]) }));
  if (depth === 0) return named;
  const through = (field: string, other: List, tie: fc.Arbitrary<Filter> = fc.constant({})) =>
    fc.tuple(naming(other, depth - 1), tie).map(([some, more]) => ({ [field]: { some, ...more } }));
  const since = fc.option(fc.record({ year: fc.record({ from: fc.integer({ min: 2013, max: 2021 }) }) }), {
    nil: {},
  });
  const relations: Readonly<Record<List, readonly fc.Arbitrary<Filter>[]>> = {
    publications: [
      through('authors', 'authors', fc.constantFrom({}, { position: { to: 2 } }, { count: { from: 3 } })),
      through('venues', 'venues'),
      through('topics', 'topics', fc.constantFrom({}, { score: { from: 0.5 } })),
      through('institutions', 'institutions'),
      through('cites', 'publications'),
      through('citedBy', 'publications'),
      fc.constant({ institutions: { some: { countryCode: { in: ['CH'] } } } }),
    ],
    authors: [
      through('publications', 'publications', fc.constantFrom({}, { none: { year: { to: 2016 } } })),
      through('coauthors', 'authors', fc.constantFrom({}, { publicationCount: { from: 2 } })),
      through('institutions', 'institutions', since),
      since.map((year) => ({ institutions: { some: { countryCode: { in: ['CH'] } }, ...year } })),
    ],
    venues: [through('publications', 'publications')],
    topics: [
      through('publications', 'publications'),
      fc.nat().map((at) => ({ within: [ids.topics[at % ids.topics.length]] })),
    ],
    institutions: [
      through('publications', 'publications'),
      through('authors', 'authors', since),
      through('collaborators', 'institutions', since),
    ],
  };
  const beside = fc.constantFrom<Filter>(
    {},
    list === 'publications' ? { year: { from: 2018 } } : { publicationCount: { from: 1 } },
  );
  return fc
    .tuple(fc.oneof(...relations[list]), beside, fc.boolean())
    .map(([way, more, inside]) => (inside ? { ...more, and: [{}, way] } : { ...more, ...way }));
}

const types: Readonly<Record<List, string>> = {
  publications: 'PublicationFilter',
  authors: 'AuthorFilter',
  venues: 'VenueFilter',
  topics: 'TopicFilter',
  institutions: 'InstitutionFilter',
};

/** @returns what passes, and the statements that it took */
async function passing(list: List, filter: Filter) {
  const { data, errors, statements } = await ask<
    Record<string, { totalCount: number; nodes: { id: string }[] }>
  >(`query ($filter: ${types[list]}) { ${list}(first: 100, filter: $filter) { totalCount nodes { id } } }`, {
    filter,
  });
  expect(errors, JSON.stringify(filter)).toEqual([]);
  const { totalCount = 0, nodes = [] } = data[list] ?? {};
  expect(totalCount).toBe(nodes.length);
  return { found: nodes.map(({ id }) => id), statements };
}

// An `or` is asked of each node: nothing in it has to be there.
describe.each(lists)('%s of a filter that names nodes', (list) => {
  test('are those of whom it holds, in the same order, from whichever end it is read', async () => {
    let some = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }).chain((depth) => naming(list, depth)),
        async (filter) => {
          const { found } = await passing(list, filter);
          const { found: asked } = await passing(list, { or: [filter] });
          expect(found, JSON.stringify(filter)).toEqual(asked);
          if (found.length > 0) some += 1;
        },
      ),
      { numRuns: 40 },
    );
    expect(some).toBeGreaterThan(5);
  }, 240_000);
});

test.each<[List, () => Filter, string]>([
  [
    'publications',
    () => ({ cites: { some: { authors: { some: { id: ids.authors.slice(0, 1) } } } } }),
    'Publication',
  ],
  [
    'authors',
    () => ({ publications: { some: { topics: { some: { id: ids.topics.slice(0, 1) } } } } }),
    'Author',
  ],
  ['authors', () => ({ and: [{ institutions: { some: { countryCode: { in: ['CH'] } } } }] }), 'Author'],
  [
    'venues',
    () => ({ publications: { some: { authors: { some: { id: ids.authors.slice(0, 1) } } } } }),
    'Venue',
  ],
])('%s: no statement begins with all of them', async (list, filter, label) => {
  const { found, statements } = await passing(list, filter());
  expect(found.length).toBeGreaterThan(0);
  for (const statement of statements) expect(statement).not.toMatch(new RegExp(`MATCH \\(n:${label}\\)[^-]`));
});

test('what the tie has to be is asked of each, too', async () => {
  const { found } = await passing('publications', {
    topics: { some: { id: ids.topics }, score: { from: 5 } },
  });
  expect(found).toEqual([]);
});
