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
  await writeDenseParts(graph);
  ask = asking(graph);
});

/**
 * A clique of 300 authors, all of whom share one publication; a hub with 1,000 coauthors, of whom each has 20 others
 * of their own.
 */
async function writeDenseParts(graph: Graph): Promise<void> {
  await graph.command(
    cypher`
      UNWIND range(1, $size) AS at
      CREATE (:Author {id: 'a-clique-' + at, name: 'Clique ' + at, sortName: 'clique ' + at, names: [], publicationCount: 1})`,
    { size: int(300) },
  );
  await graph.command(
    cypher`
      MATCH (a:Author) WHERE a.id STARTS WITH 'a-clique-'
      CALL (a) {
        MATCH (b:Author) WHERE b.id STARTS WITH 'a-clique-' AND b.id > a.id
        CREATE (a)-[:COAUTHORED {publications: 1, weight: 1.0 / 299, firstYear: 2020, lastYear: 2020}]->(b)
      } IN TRANSACTIONS OF 50 ROWS`,
  );
  await graph.command(
    cypher`
      CREATE (hub:Author {id: 'a-hub', name: 'Hub', sortName: 'hub', names: [], publicationCount: 1000})
      WITH hub
      UNWIND range(1, 1000) AS at
      CREATE (a:Author {id: 'a-spoke-' + at, name: 'Spoke ' + at, sortName: 'spoke', names: [], publicationCount: 21})
      CREATE (hub)-[:COAUTHORED {publications: 1 + at % 7, weight: 1.0, firstYear: 2000, lastYear: 2020}]->(a)
      WITH a, at
      UNWIND range(1, 20) AS leaf
      CREATE (a)-[:COAUTHORED {publications: 1, weight: 1.0}]->(:Author {id: 'a-leaf-' + at + '-' + leaf, name: 'Leaf', sortName: 'leaf', names: [], publicationCount: 1})`,
  );
  await searchable(graph);
}

interface Network {
  readonly truncated: boolean;
  readonly nodesTruncated: boolean;
  readonly edgesTruncated: boolean;
  readonly nodes: readonly { readonly key: string; readonly label: string; readonly distance: number }[];
  readonly edges: readonly {
    readonly source: string;
    readonly target: string;
    readonly publicationCount: number;
    readonly weight: number;
  }[];
}

const networkFields = `{
  truncated nodesTruncated edgesTruncated
  nodes { key label distance }
  edges { source target publicationCount weight firstYear lastYear }
}`;

async function networkAround(
  id: string,
  args: string,
): Promise<Network & { statements: number; milliseconds: number }> {
  const start = performance.now();
  const { data, errors, statements } = await ask<{ coauthorNetwork: Network }>(
    `{ coauthorNetwork(author: { id: "${globalId('Author', id)}" } ${args}) ${networkFields} }`,
  );
  expect(errors).toEqual([]);
  // The first one looks the author up.
  return {
    ...data.coauthorNetwork,
    statements: statements.length - 1,
    milliseconds: performance.now() - start,
  };
}

/** What holds for every network. */
function expectDrawable({ nodes, edges }: Network): void {
  const keys = new Set(nodes.map(({ key }) => key));
  expect(keys.size).toBe(nodes.length);
  const pairs = new Set(edges.map(({ source, target }) => [source, target].sort().join(' ')));
  expect(pairs.size).toBe(edges.length);
  const loose = edges.filter(
    ({ source, target }) => !keys.has(source) || !keys.has(target) || source === target,
  );
  expect(loose).toEqual([]);
  const distances = nodes.map(({ distance }) => distance);
  expect(distances).toEqual([...distances].sort((a, b) => a - b));
}

describe('the coauthors around an author', () => {
  test('at one step: all of them and their ties', async () => {
    const network = await networkAround('a-keith-hall', '');
    expectDrawable(network);
    expect(network).toMatchObject({
      truncated: false,
      nodes: [
        { label: 'Keith Hall', distance: 0 },
        { label: 'Andrea Gesmundo', distance: 1 },
      ],
      edges: [{ publicationCount: 1, weight: 1, firstYear: 2014, lastYear: 2014 }],
    });
  });

  test('at two steps: those whom the first step leads to', async () => {
    const network = await networkAround('a-keith-hall', ', depth: 2');
    expectDrawable(network);
    expect(network.nodes).toHaveLength(17);
    expect(network.nodes.slice(0, 4)).toMatchObject([
      { label: 'Keith Hall', distance: 0 },
      { label: 'Andrea Gesmundo', distance: 1 },
      { label: 'Jesse Berent', distance: 2 },
      { label: 'Neil Houlsby', distance: 2 },
    ]);
    // Houlsby and Wang wrote together; so did all authors of the adapter paper.
    expect(network.edges.length).toBe(16 + 4 + 1 + 3 + 15);
    expect(network.statements).toBe(3);
  });

  test('the strongest first where there is no room for all', async () => {
    const network = await networkAround('a-andrea-gesmundo', ', maxNodes: 3');
    expectDrawable(network);
    expect(network).toMatchObject({
      truncated: true,
      nodesTruncated: true,
      edgesTruncated: false,
      nodes: [{ label: 'Andrea Gesmundo' }, { label: 'Jesse Berent' }, { label: 'Neil Houlsby' }],
    });
  });

  test('each author keeps the tie that led there where edges have no room', async () => {
    const network = await networkAround('a-keith-hall', ', depth: 2, maxEdges: 16');
    expectDrawable(network);
    expect(network).toMatchObject({ truncated: true, nodesTruncated: false, edgesTruncated: true });
    expect(network.edges).toHaveLength(16);
    const reached = new Set(network.edges.flatMap(({ source, target }) => [source, target]));
    expect(reached.size).toBe(network.nodes.length);
  });

  test('without weak ties', async () => {
    const network = await networkAround('a-andrea-gesmundo', ', minPublications: 2');
    expect(network.nodes.map(({ label }) => label)).toEqual([
      'Andrea Gesmundo',
      'Jesse Berent',
      'Neil Houlsby',
      'Wei Wang',
    ]);
    expect(network.edges.every(({ publicationCount }) => publicationCount >= 2)).toBe(true);
  });

  test('someone who always writes alone', async () => {
    await graph.command(
      cypher`CREATE (:Author {id: 'a-alone', name: 'Alone', sortName: 'alone', names: [], publicationCount: 1})`,
    );
    expect(await networkAround('a-alone', ', depth: 3')).toMatchObject({
      truncated: false,
      nodes: [{ label: 'Alone', distance: 0 }],
      edges: [],
    });
  });

  test('as any network, for a drawing that knows no more', async () => {
    const { data } = await ask(`{ coauthorNetwork(author: { name: "Keith Hall" }) {
      ... on Network { truncated nodes { key label } edges { source target weight } }
    } }`);
    const hall = globalId('Author', 'a-keith-hall');
    const gesmundo = globalId('Author', 'a-andrea-gesmundo');
    expect(data).toEqual({
      coauthorNetwork: {
        truncated: false,
        nodes: [
          { key: hall, label: 'Keith Hall' },
          { key: gesmundo, label: 'Andrea Gesmundo' },
        ],
        edges: [{ source: gesmundo, target: hall, weight: 1 }],
      },
    });
  });

  test.each([
    ['depth: 0', 'depth is 0. Expected 1 to 3'],
    ['depth: 4', 'depth is 4'],
    ['maxNodes: 0', 'maxNodes is 0. Expected 1 to 1000'],
    ['maxNodes: 1001', 'maxNodes is 1001'],
    ['maxEdges: -1', 'maxEdges is -1'],
    ['maxEdges: 10001', 'maxEdges is 10001'],
    ['minPublications: 0', 'minPublications is 0'],
  ])('%s is an error', async (args, message) => {
    const { errors, statements } = await ask(
      `{ coauthorNetwork(author: { name: "Keith Hall" }, ${args}) { truncated } }`,
    );
    expect(errors[0]?.extensions.code).toBe('BAD_INPUT');
    expect(errors[0]?.message).toContain(message);
    expect(statements).toEqual([]);
  });

  test('nobody of that name', async () => {
    const { data, errors, status } = await ask(
      '{ coauthorNetwork(author: { name: "Nobody" }) { truncated } }',
    );
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', field: 'author' });
    expect(data).toBeNull();
    expect(status).toBe(200);
  });

  test('exactly one way to name the author', async () => {
    const { errors, status } = await ask(
      '{ coauthorNetwork(author: { name: "Keith Hall", orcid: "0000-0002-1825-0097" }) { truncated } }',
    );
    expect(errors[0]?.message).toContain('must specify exactly one');
    expect(status).toBe(400);
  });
});

// Where not all ties have room, one statement more finds the strongest.
describe('dense networks cost bounded work', () => {
  test.each([
    ['a-clique-1', ', depth: 3, maxNodes: 200', { nodes: 200, edges: 1000, statements: 3 }],
    [
      'a-clique-1',
      ', depth: 3, maxNodes: 1000, maxEdges: 10000',
      { nodes: 300, edges: 10_000, statements: 4 },
    ],
    ['a-hub', ', depth: 3, maxNodes: 1000, maxEdges: 10000', { nodes: 1000, edges: 999, statements: 2 }],
    ['a-leaf-1-1', ', depth: 3, maxNodes: 1000, maxEdges: 10000', { nodes: 1000, edges: 999, statements: 4 }],
  ])('around %s%s', async (id, args, expected) => {
    await networkAround(id, args);
    const network = await networkAround(id, args);
    expectDrawable(network);
    expect(network.nodes).toHaveLength(expected.nodes);
    expect(network.edges).toHaveLength(expected.edges);
    expect(network.statements).toBe(expected.statements);
    expect(network.milliseconds).toBeLessThan(20_000);
  });
});

describe('a path between two authors', () => {
  const path = (from: string, to: string) =>
    ask<{ collaborationPath: { length: number } | null }>(
      `query ($from: AuthorBy!, $to: AuthorBy!) { collaborationPath(from: $from, to: $to) {
        length
        authors { name }
        steps { from { name } to { name } publicationCount firstYear lastYear sharedPublications { nodes { title } } }
      } }`,
      { from: { name: from }, to: { name: to } },
    );

  test('over the one whom both know, with the publications', async () => {
    const { data, errors } = await path('Keith Hall', 'Krzysztof Maziarz');
    expect(errors).toEqual([]);
    expect(data.collaborationPath).toEqual({
      length: 2,
      authors: [{ name: 'Keith Hall' }, { name: 'Andrea Gesmundo' }, { name: 'Krzysztof Maziarz' }],
      steps: [
        {
          from: { name: 'Keith Hall' },
          to: { name: 'Andrea Gesmundo' },
          publicationCount: 1,
          firstYear: 2014,
          lastYear: 2014,
          sharedPublications: { nodes: [{ title: 'Projecting the Knowledge Graph to Syntactic Parsing' }] },
        },
        {
          from: { name: 'Andrea Gesmundo' },
          to: { name: 'Krzysztof Maziarz' },
          publicationCount: 1,
          firstYear: 2021,
          lastYear: 2021,
          sharedPublications: {
            nodes: [{ title: 'Flexible Multi-task Networks by Learning Parameter Allocation' }],
          },
        },
      ],
    });
  });

  test('the same from the other end', async () => {
    const { data } = await path('Krzysztof Maziarz', 'Keith Hall');
    expect(data.collaborationPath).toMatchObject({
      length: 2,
      steps: [{ from: { name: 'Krzysztof Maziarz' } }, { to: { name: 'Keith Hall' } }],
    });
  });

  test('from an author to the same', async () => {
    const { data } = await path('Keith Hall', 'Keith Hall');
    expect(data.collaborationPath).toEqual({ length: 0, authors: [{ name: 'Keith Hall' }], steps: [] });
  });

  test('none where nothing connects them', async () => {
    const { data, errors } = await path('Keith Hall', 'Noam Shazeer');
    expect(errors).toEqual([]);
    expect(data.collaborationPath).toBeNull();
  });

  test('nobody of that name', async () => {
    const { errors } = await path('Keith Hall', 'Nobody');
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', field: 'to' });
  });

  test('through a clique, always the same one', async () => {
    await graph.command(cypher`
      MATCH (a:Author {id: 'a-clique-1'}), (b:Author {id: 'a-clique-2'})
      CREATE (l:Author {id: 'a-left', name: 'Left', sortName: 'left', names: []})-[:COAUTHORED {publications: 1, weight: 1.0}]->(a)
      CREATE (r:Author {id: 'a-right', name: 'Right', sortName: 'right', names: []})-[:COAUTHORED {publications: 1, weight: 1.0}]->(b)`);
    await searchable(graph);
    const { data } = await path('Left', 'Right');
    expect(data.collaborationPath).toMatchObject({
      length: 3,
      authors: [{ name: 'Left' }, { name: 'Clique 1' }, { name: 'Clique 2' }, { name: 'Right' }],
    });
  });
});
