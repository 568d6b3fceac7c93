import { once } from 'node:events';
import { request } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { connectionLimit, type Graph } from '../../src/graph/graph.ts';
import { createServer, type Server } from '../../src/server.ts';
import { defaultServing, type Serving } from '../../src/serving.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';

/* How much of a server one request can take, or one client, from everybody else. */

let graph: Graph;
const open: Server[] = [];

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function serverOf(serving: Partial<Serving> = {}): Server {
  const server = createServer({
    graph,
    config: { administrators: [], host: '127.0.0.1', port: 0, serving: { ...defaultServing, ...serving } },
    logger: pino({ level: 'silent' }),
  });
  open.push(server);
  return server;
}

const local = 'http://localhost/graphql';
const post = (query: string, accept = 'application/graphql-response+json'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept },
  body: JSON.stringify({ query }),
});

test('one request takes few connections to the database, however much it asks at once', async () => {
  const { yoga } = serverOf();
  const groups = ['years', 'types', 'languages', 'venues', 'topics', 'authors', 'institutions', 'countries'];
  const facets = groups.map((group) => `${group} { __typename }`).join(' ');
  const many = Array.from(
    { length: 15 },
    (_, at) =>
      `a${at}: publications(filter: {year: {from: ${1_900 + at}}}) { totalCount facets { ${facets} } }`,
  );
  let [statements, most] = [0, 0];
  const stop = graph.onQuery(() => {
    statements += 1;
    most = Math.max(most, graph.sessions);
  });
  const response = await yoga.fetch(local, post(`{ ${many.join(' ')} }`));
  stop();
  expect(response.status).toBe(200);
  expect((await response.json()).errors).toBeUndefined();
  expect(statements).toBeGreaterThan(connectionLimit);
  // The driver may still be giving one back.
  expect(most).toBeLessThanOrEqual(7);
  expect(defaultServing.concurrency * 6).toBeLessThan(connectionLimit);
});

test('who takes nothing of an answer in parts loses the place when the time of the request is over', async () => {
  const { yoga } = serverOf({ concurrency: 1, requestTimeout: 500 });
  const running = async () =>
    /^scholargraph_operations_running (\d+)$/m.exec(
      await (await yoga.fetch('http://localhost/metrics')).text(),
    )?.[1];
  const parts =
    '{ author(name: "Andrea Gesmundo") { name ... @defer { coauthors(first: 1) { totalCount } } } }';
  const left = await yoga.fetch(local, post(parts, 'multipart/mixed'));
  expect(left.headers.get('content-type')).toContain('multipart/mixed');
  await expect.poll(running, { timeout: 20_000 }).toBe('0');
  expect((await yoga.fetch(local, post('{ publications { totalCount } }'))).status).toBe(200);
});

test('one client whose requests take long leaves places to everybody else', async () => {
  const address = await serverOf({ concurrency: 4, proxies: 1 }).listen();
  const read = vi.spyOn(graph, 'read').mockImplementation((_statement, _parameters, options) => {
    const signal = options?.signal;
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  });
  const gone = new AbortController();
  const from = (client: string, query: string, signal: AbortSignal | null = null) => {
    const init = post(query);
    return fetch(address, { ...init, headers: { ...init.headers, 'x-forwarded-for': client }, signal });
  };
  const slow = Array.from({ length: 8 }, () =>
    from('198.51.100.1', '{ publications { totalCount } }', gone.signal).catch(() => {}),
  );
  await expect.poll(() => read.mock.calls.length, { timeout: 20_000 }).toBe(3);
  expect((await from('198.51.100.2', '{ __typename }')).status).toBe(200);
  gone.abort();
  await Promise.all(slow);
  read.mockRestore();
});

describe('exports', () => {
  beforeAll(async () => {
    await graph.command(
      cypher`
        UNWIND range(1, 4000) AS at
        CREATE (:Publication {id: 'p-long-' + at, title: 'Long ' + at, sortTitle: 'long', year: 1980, type: 'ARTICLE',
          authorCount: 0, abstract: $abstract})`,
      { abstract: 'word '.repeat(1_000) },
    );
  });

  test('of one client that are not taken leave places to everybody else', async () => {
    const address = await serverOf({ concurrency: 2 }).listen();
    // 20 MB each, more than what is on its way.
    const all = new URL('/export/publications.jsonl?filter={"year":{"in":[1980]}}', address);
    const clients = [request(all), request(all)];
    for (const client of clients) {
      client.on('error', () => {});
      client.end();
    }
    await Promise.race(clients.map((client) => once(client, 'response')));
    expect((await fetch(address, post('{ publications(first: 1) { totalCount } }'))).status).toBe(200);
    for (const client of clients) client.destroy();
  });

  test.each([
    ['topics.gexf', 400],
    ['publications.jsonl?filter={"year":{"in":[2019]}}', 1_600],
  ])('have statements that end in time, and are named in the database: %s', async (file, timeoutMs) => {
    const { yoga } = serverOf({ statementTimeout: 400 });
    const read = vi.spyOn(graph, 'read');
    await (
      await yoga.fetch(`http://localhost/export/${file}`, { headers: { 'x-request-id': 'an-export' } })
    ).text();
    const options = read.mock.calls.map(([, , given]) => given);
    read.mockRestore();
    expect(options.length).toBeGreaterThan(0);
    for (const given of options)
      expect(given).toMatchObject({ timeoutMs, metadata: { request: 'an-export' } });
  });
});
