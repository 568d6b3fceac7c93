import { beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { type Graph, int } from '../../src/graph/graph.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { type Ask, asking, globalId } from './fixture/asking.ts';
import { searchable, writeLibrary } from './fixture/library.ts';

let graph: Graph;
let ask: Ask;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  await writeClique();
  ask = asking(graph);
});

/** A clique of 200, and at two of its members a stranger each. */
async function writeClique(): Promise<void> {
  await graph.command(
    cypher`UNWIND range(1, $size) AS at
      CREATE (:Author {id: 'a-clique-' + at, name: 'Clique ' + at, sortName: 'clique', names: [], publicationCount: 1})`,
    { size: int(200) },
  );
  await graph.command(cypher`
    MATCH (a:Author), (b:Author)
    WHERE a.id STARTS WITH 'a-clique-' AND b.id STARTS WITH 'a-clique-' AND a.id < b.id
    CREATE (a)-[:COAUTHORED {publications: 1, weight: 1.0, firstYear: 2020, lastYear: 2020}]->(b)`);
  await graph.command(cypher`
    MATCH (a:Author {id: 'a-clique-1'}), (b:Author {id: 'a-clique-2'})
    CREATE (:Author {id: 'a-left', name: 'Left', sortName: 'left', names: []})-[:COAUTHORED {publications: 1, weight: 1.0, firstYear: 2020, lastYear: 2020}]->(a)
    CREATE (:Author {id: 'a-right', name: 'Right', sortName: 'right', names: []})-[:COAUTHORED {publications: 1, weight: 1.0, firstYear: 2020, lastYear: 2020}]->(b)`);
  await searchable(graph);
}

const author = (id: string) => globalId('Author', id);

async function data<Data>(query: string): Promise<Data & { statements: number; milliseconds: number }> {
  const start = performance.now();
  const answer = await ask<Data>(query);
  expect(answer.errors).toEqual([]);
  return {
    ...answer.data,
    statements: answer.statements.length,
    milliseconds: performance.now() - start,
  };
}

interface Paths {
  readonly collaborationPaths: {
    readonly distance: number | null;
    readonly truncated: boolean;
    readonly paths: readonly {
      readonly length: number;
      readonly authors: readonly { readonly name: string }[];
      readonly steps: readonly { readonly publicationCount: number; readonly sharedPublications: unknown }[];
    }[];
  };
}

async function paths(from: string, to: string, more = '') {
  const { collaborationPaths, statements, milliseconds } = await data<Paths>(
    `{ collaborationPaths(from: { id: "${author(from)}" }, to: { id: "${author(to)}" } ${more}) {
      distance truncated
      paths { length authors { name } steps { publicationCount sharedPublications { totalCount } } } } }`,
  );
  return {
    ...collaborationPaths,
    chains: collaborationPaths.paths.map(({ authors }) => authors.map(({ name }) => name).join(' – ')),
    statements,
    milliseconds,
  };
}

describe('paths', () => {
  test('all shortest, those whose neighbours share the most first', async () => {
    const found = await paths('a-wei-wang', 'a-sylvain-gelly');
    expect(found).toMatchObject({ distance: 2, truncated: false });
    expect(found.chains).toEqual([
      'Wei Wang – Andrea Gesmundo – Sylvain Gelly',
      'Wei Wang – Neil Houlsby – Sylvain Gelly',
    ]);
    expect(found.paths[0]?.steps).toEqual([
      { publicationCount: 2, sharedPublications: { totalCount: 2 } },
      { publicationCount: 1, sharedPublications: { totalCount: 1 } },
    ]);
  });

  test('only so many, and says so', async () => {
    expect(await paths('a-wei-wang', 'a-sylvain-gelly', ', first: 1')).toMatchObject({
      distance: 2,
      truncated: true,
      paths: [{ length: 2 }],
    });
  });

  test('the k shortest, longer ones after the shortest', async () => {
    const found = await paths('a-wei-wang', 'a-sylvain-gelly', ', first: 4, longer: true');
    expect(found.paths.map(({ length }) => length)).toEqual([2, 2, 3, 3]);
    expect(found.chains[2]).toMatch(/^Wei Wang – (Andrea Gesmundo|Neil Houlsby) – /);
    expect(new Set(found.chains).size).toBe(4);
    expect(found.truncated).toBe(true);
    // Both authors; the shortest; around each of them two levels; the ties among all; how many are shared.
    expect(found.statements).toBe(1 + 1 + 2 * 2 + 1 + 1);
  });

  test('as of a year: neither who came later nor what was published later', async () => {
    const then = await paths('a-wei-wang', 'a-andrea-gesmundo', ', asOf: 2017');
    expect(then.paths).toEqual([
      {
        length: 1,
        authors: [{ name: 'Wei Wang' }, { name: 'Andrea Gesmundo' }],
        steps: [{ publicationCount: 1, sharedPublications: { totalCount: 1 } }],
      },
    ]);
    expect(await paths('a-wei-wang', 'a-andrea-gesmundo', ', asOf: 2016')).toMatchObject({
      distance: null,
      paths: [],
    });
  });

  test('through a clique of 200, shortest and longer, within bounds', async () => {
    const found = await paths('a-left', 'a-right', ', first: 50, longer: true');
    expect(found.distance).toBe(3);
    expect(found.chains[0]).toBe('Left – Clique 1 – Clique 2 – Right');
    expect(found.paths.slice(1).every(({ length }) => length === 4)).toBe(true);
    expect(found.paths).toHaveLength(50);
    expect(found.truncated).toBe(true);
    expect(found.milliseconds).toBeLessThan(20_000);
  });

  test('more than the field answers is an error', async () => {
    const { errors } = await ask(
      '{ collaborationPaths(from: { name: "Wei Wang" }, to: { name: "Keith Hall" }, first: 51) { distance } }',
    );
    expect(errors[0]?.message).toContain('first is 51');
  });
});

describe('distances from an author', () => {
  const distances = async (id: string, more = '') =>
    (
      await data<{
        collaborationDistances: {
          counts: readonly { distance: number; authors: number }[];
          reached: number;
          mean: number | null;
          truncated: boolean;
        };
      }>(`{ collaborationDistances(author: { id: "${author(id)}" } ${more}) {
        counts { distance authors } reached mean truncated } }`)
    ).collaborationDistances;

  test('as Erdős numbers are counted', async () => {
    expect(await distances('a-keith-hall')).toEqual({
      counts: [
        { distance: 0, authors: 1 },
        { distance: 1, authors: 1 },
        { distance: 2, authors: 15 },
      ],
      reached: 16,
      mean: (1 + 2 * 15) / 16,
      truncated: false,
    });
  });

  test('up to a distance, which says that there may be more', async () => {
    expect(await distances('a-keith-hall', ', maxDistance: 1')).toMatchObject({
      reached: 1,
      truncated: true,
    });
  });

  test('as of a year', async () => {
    expect((await distances('a-keith-hall', ', asOf: 2017')).counts).toEqual([
      { distance: 0, authors: 1 },
      { distance: 1, authors: 1 },
      { distance: 2, authors: 2 },
    ]);
  });

  test('of somebody who knows nobody', async () => {
    await graph.command(
      cypher`MERGE (:Author {id: 'a-alone', name: 'Alone', sortName: 'alone', names: [], publicationCount: 1})`,
    );
    expect(await distances('a-alone')).toEqual({
      counts: [{ distance: 0, authors: 1 }],
      reached: 0,
      mean: null,
      truncated: false,
    });
  });

  test('through a clique: a statement a step', async () => {
    const { statements, collaborationDistances } = await data<{
      collaborationDistances: { counts: readonly unknown[] };
    }>(`{ collaborationDistances(author: { id: "${author('a-left')}" }) { counts { distance authors } } }`);
    expect(collaborationDistances.counts).toEqual([
      { distance: 0, authors: 1 },
      { distance: 1, authors: 1 },
      { distance: 2, authors: 199 },
      { distance: 3, authors: 1 },
    ]);
    expect(statements).toBe(1 + 4);
  });
});

test('the coauthors of an author as of a year, counted until then', async () => {
  const { author: found, statements } = await data<{ author: unknown }>(`{ author(name: "Neil Houlsby") {
    coauthors(asOf: 2017) { totalCount edges {
      node { name } publicationCount weight firstYear lastYear sharedPublications { totalCount nodes { year } } } } } }`);
  const edge = (name: string) => ({
    node: { name },
    publicationCount: 1,
    weight: 0.5,
    firstYear: 2017,
    lastYear: 2017,
    sharedPublications: { totalCount: 1, nodes: [{ year: 2017 }] },
  });
  expect(found).toEqual({
    coauthors: { totalCount: 2, edges: [edge('Andrea Gesmundo'), edge('Wei Wang')] },
  });
  expect(statements).toBe(5);
});

describe('common coauthors', () => {
  const query = (
    more = '',
  ) => `{ commonCoauthors(a: { name: "Wei Wang" }, b: { name: "Sylvain Gelly" } ${more}) {
    totalCount edges { node { name } withA { publicationCount sharedPublications { totalCount } } withB { publicationCount } } } }`;

  test('with what ties them to both', async () => {
    const { commonCoauthors } = await data<{ commonCoauthors: unknown }>(query());
    expect(commonCoauthors).toEqual({
      totalCount: 2,
      edges: [
        {
          node: { name: 'Andrea Gesmundo' },
          withA: { publicationCount: 2, sharedPublications: { totalCount: 2 } },
          withB: { publicationCount: 1 },
        },
        {
          node: { name: 'Neil Houlsby' },
          withA: { publicationCount: 2, sharedPublications: { totalCount: 2 } },
          withB: { publicationCount: 1 },
        },
      ],
    });
  });

  test('as of a year', async () => {
    const { commonCoauthors } = await data<{ commonCoauthors: unknown }>(query(', asOf: 2018'));
    expect(commonCoauthors).toEqual({ totalCount: 0, edges: [] });
  });

  test('as of a year, counted until then', async () => {
    const tie =
      '{ publicationCount weight firstYear lastYear sharedPublications { totalCount nodes { year } } }';
    const { commonCoauthors } = await data<{
      commonCoauthors: unknown;
    }>(`{ commonCoauthors(a: { name: "Neil Houlsby" }, b: { name: "Wei Wang" }, asOf: 2017) {
      totalCount edges { node { name } withA ${tie} withB ${tie} } } }`);
    const first = {
      publicationCount: 1,
      weight: 0.5,
      firstYear: 2017,
      lastYear: 2017,
      sharedPublications: { totalCount: 1, nodes: [{ year: 2017 }] },
    };
    // They have three and two in common with him today.
    expect(commonCoauthors).toEqual({
      totalCount: 1,
      edges: [{ node: { name: 'Andrea Gesmundo' }, withA: first, withB: first }],
    });
  });

  test('in the order of that year', async () => {
    const { commonCoauthors } = await data<{ commonCoauthors: unknown }>(
      `{ commonCoauthors(a: { name: "Wei Wang" }, b: { name: "Sylvain Gelly" }, asOf: 2019) {
        edges { node { name } withA { publicationCount } withB { publicationCount } } } }`,
    );
    const edge = (name: string) => ({
      node: { name },
      withA: { publicationCount: 2 },
      withB: { publicationCount: 1 },
    });
    expect(commonCoauthors).toEqual({ edges: [edge('Andrea Gesmundo'), edge('Neil Houlsby')] });
  });
});

describe('who connects two groups', () => {
  const query = (between: readonly string[], and: readonly string[], more = '') => {
    const ids = (group: readonly string[]) => JSON.stringify(group.map(author));
    return `{ connectors(between: ${ids(between)}, and: ${ids(and)} ${more}) {
      author { name }
      first { memberCount publicationCount ties { member { name } publicationCount } }
      second { memberCount ties { member { name } sharedPublications { totalCount } } } } }`;
  };

  test('those who know many of both first, with the ties', async () => {
    const { connectors, statements } = await data<{
      connectors: readonly { author: { name: string } }[];
    }>(query(['a-wei-wang', 'a-keith-hall'], ['a-sylvain-gelly', 'a-mona-attariyan']));
    expect(connectors[0]).toEqual({
      author: { name: 'Andrea Gesmundo' },
      first: {
        memberCount: 2,
        publicationCount: 3,
        ties: [
          { member: { name: 'Wei Wang' }, publicationCount: 2 },
          { member: { name: 'Keith Hall' }, publicationCount: 1 },
        ],
      },
      second: {
        memberCount: 2,
        ties: [
          { member: { name: 'Mona Attariyan' }, sharedPublications: { totalCount: 1 } },
          { member: { name: 'Sylvain Gelly' }, sharedPublications: { totalCount: 1 } },
        ],
      },
    });
    expect(connectors.map(({ author: { name } }) => name)).toEqual(['Andrea Gesmundo', 'Neil Houlsby']);
    // What the ids have become; who connects; how many are shared.
    expect(statements).toBe(3);
  });

  test('as of a year, and where nobody does', async () => {
    const { connectors } = await data<{ connectors: unknown }>(
      query(['a-wei-wang'], ['a-keith-hall'], ', asOf: 2016'),
    );
    expect(connectors).toEqual([]);
  });

  test('as of a year, counted until then', async () => {
    const { connectors } = await data<{ connectors: unknown }>(
      query(['a-neil-houlsby', 'a-keith-hall'], ['a-wei-wang'], ', asOf: 2017'),
    );
    expect(connectors).toEqual([
      {
        author: { name: 'Andrea Gesmundo' },
        first: {
          memberCount: 2,
          publicationCount: 2,
          ties: [
            { member: { name: 'Keith Hall' }, publicationCount: 1 },
            { member: { name: 'Neil Houlsby' }, publicationCount: 1 },
          ],
        },
        second: {
          memberCount: 1,
          ties: [{ member: { name: 'Wei Wang' }, sharedPublications: { totalCount: 1 } }],
        },
      },
    ]);
  });

  test('a group of nobody is an error', async () => {
    const { errors } = await ask(query([], ['a-keith-hall']));
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_INPUT', field: 'between' } });
  });
});

describe('likely collaborators', () => {
  interface Suggestions {
    readonly suggestedCollaborators: readonly {
      readonly author: { readonly name: string };
      readonly score: number;
      readonly commonCoauthorCount: number;
      readonly commonCoauthors: { readonly nodes: readonly { readonly name: string }[] };
      readonly topicScore: number;
      readonly sharedTopics: readonly { readonly topic: { readonly name: string } }[];
    }[];
  }
  const suggestions = (id: string, more = '') =>
    data<Suggestions>(`{ suggestedCollaborators(author: { id: "${author(id)}" } ${more}) {
      author { name } score commonCoauthorCount commonCoauthors { nodes { name } }
      topicScore sharedTopics { topic { name } publicationCount } } }`);

  test('by Adamic and Adar, with the reasons', async () => {
    const { suggestedCollaborators: found } = await suggestions('a-wei-wang', ', first: 20');
    // Wang's coauthors are Gesmundo, who has 16, and Houlsby, who has 7.
    const both = 1 / Math.log(16) + 1 / Math.log(7);
    expect(found[0]?.score).toBeCloseTo(both, 5);
    expect(
      found
        .slice(0, 5)
        .map(({ author: { name } }) => name)
        .sort(),
    ).toEqual([
      'Andrei Giurgiu',
      'Bruna Halila Morrone',
      'Mona Attariyan',
      'Stanisław Kamil Jastrzębski',
      'Sylvain Gelly',
    ]);
    expect(found[0]).toMatchObject({
      commonCoauthorCount: 2,
      commonCoauthors: { nodes: [{ name: 'Andrea Gesmundo' }, { name: 'Neil Houlsby' }] },
    });
    expect(found[5]?.score).toBeCloseTo(1 / Math.log(16), 5);
    expect(found.map(({ author: { name } }) => name)).not.toContain('Neil Houlsby');
    expect(found.map(({ author: { name } }) => name)).not.toContain('Wei Wang');
  });

  test('of those whom coauthors do not part, who writes about the same first', async () => {
    // All three are known over Gesmundo and Berent; fewer publications are about what Collier shares.
    const { suggestedCollaborators: found } = await suggestions('a-krzysztof-maziarz', ', first: 3');
    expect(
      found.map(({ author: { name }, sharedTopics }) => [name, sharedTopics.map(({ topic }) => topic.name)]),
    ).toEqual([
      ['Mark Patrick Collier', ['multi-task learning']],
      ['Alina Dubatovka', ['neural architecture search']],
      ['Anja Hauth', ['neural architecture search']],
    ]);
    expect(found[0]?.score).toBe(found[1]?.score);
  });

  test('as of a year, so that one sees what came of it', async () => {
    const { suggestedCollaborators: then } = await suggestions('a-keith-hall', ', asOf: 2017');
    expect(then.map(({ author: { name } }) => name).sort()).toEqual(['Neil Houlsby', 'Wei Wang']);
    for (const { commonCoauthorCount, commonCoauthors } of then) {
      expect(commonCoauthorCount).toBe(1);
      expect(commonCoauthors.nodes).toEqual([{ name: 'Andrea Gesmundo' }]);
    }
    const before = await data<Suggestions>(
      `{ suggestedCollaborators(author: { name: "Keith Hall" }, asOf: 2018) {
        author { name } commonCoauthors { edges { withB { publicationCount } } } } }`,
    );
    // Houlsby wrote three with Gesmundo, two of them until then.
    expect(before.suggestedCollaborators).toEqual(
      ['Neil Houlsby', 'Wei Wang'].map((name) => ({
        author: { name },
        commonCoauthors: { edges: [{ withB: { publicationCount: 2 } }] },
      })),
    );
  });

  test('in a clique of 200 within bounds, and by one statement', async () => {
    const { suggestedCollaborators: found, milliseconds, statements } = await suggestions('a-left');
    expect(found).toHaveLength(10);
    expect(statements).toBe(3);
    expect(milliseconds).toBeLessThan(20_000);
  });
});
