import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { schema } from '../../src/graphql/index.ts';
import { createServer, type Server } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';
import { listArguments } from './fixture/textArguments.ts';

/* A list is as long as a request can be: wherever one is taken, it is refused, or little of it reaches the database. */

let graph: Graph;
let server: Server;
/** Of a node of each type. */
const ids = new Map<string, string>();
/** Characters of the longest statement, and items of the longest list in a parameter, since it was looked at last. */
const sent = { statement: 0, list: 0 };

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  server = createServer({
    graph,
    config: { administrators: [], host: '127.0.0.1', port: 0 },
    logger: pino({ level: 'silent' }),
  });
  const kinds = ['publications', 'authors', 'venues', 'topics', 'institutions'];
  const each = kinds.map((kind) => `${kind}(first: 1) { nodes { __typename id } }`);
  const { data } = await ask(`{ ${each.join(' ')} }`);
  for (const { nodes } of Object.values<{ nodes: { __typename: string; id: string }[] }>(data))
    for (const node of nodes) ids.set(node.__typename, node.id);
  const read = graph.read.bind(graph);
  vi.spyOn(graph, 'read').mockImplementation((statement, parameters, options) => {
    sent.statement = Math.max(sent.statement, String(statement).length);
    sent.list = Math.max(sent.list, longest(parameters));
    return read(statement, parameters, options);
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await server.close();
});

async function ask(query: string, variables = {}) {
  const response = await server.yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = await response.json();
  return { status: response.status, data, errors };
}

function longest(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const within = Math.max(0, ...Object.values(value).map(longest));
  return Array.isArray(value) ? Math.max(value.length, within) : within;
}

const everywhere = listArguments(schema);

test('there are many places for lists', () => {
  expect(everywhere.length).toBeGreaterThan(60);
});

test.each(everywhere.map((place) => [place.name, place] as const))(
  '%s',
  async (_, { on, type, item, call }) => {
    sent.statement = 0;
    sent.list = 0;
    const field = call('$list');
    const id = ids.get(on.name) ?? '';
    const selection = on.name === 'Query' ? field : `node(id: "${id}") { ... on ${on.name} { ${field} } }`;
    const { status, errors } = await ask(`query ($list: ${type}) { ${selection} }`, {
      list: Array(5_000).fill(item),
    });
    for (const { message, extensions } of errors) expect(extensions.code, message).not.toBe('INTERNAL');
    expect([200, 400, 401]).toContain(status);
    expect(sent.list).toBeLessThanOrEqual(1_000);
    expect(sent.statement).toBeLessThan(20_000);
  },
);

test.each([
  ['all of them', 'and'],
  ['one of them', 'or'],
])('a filter of filters that look for no value, %s, is bounded as if they did', async (_, name) => {
  sent.statement = 0;
  const { errors } = await ask(
    'query ($filter: PublicationFilter) { publications(filter: $filter) { totalCount } }',
    {
      filter: { [name]: Array(5_000).fill({ cites: { some: {} } }) },
    },
  );
  expect(errors).toMatchObject([
    { message: expect.stringContaining('more than 100 filters'), extensions: { code: 'BAD_INPUT' } },
  ]);
  expect(sent.statement).toBe(0);
});
