import { type IncomingMessage, request } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { Graph, int } from '../../src/graph/graph.ts';
import { exampleQueries } from '../../src/playground/playground.ts';
import { createServer, type Server } from '../../src/server.ts';
import { defaultServing, type Serving } from '../../src/serving.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';

const administrators = [{ name: 'Ada', token: 'a-token-for-tests-only' }];
const asAdministrator = { authorization: 'Bearer a-token-for-tests-only' };

let graph: Graph;
const open: Server[] = [];

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((server) => server.close()));
});

function serverOf(serving: Partial<Serving> = {}): Server {
  const server = createServer({
    graph,
    config: { administrators, host: '127.0.0.1', port: 0, serving: { ...defaultServing, ...serving } },
    logger: pino({ level: 'silent' }),
  });
  open.push(server);
  return server;
}

const post = (query: string, headers: Record<string, string> = {}, more: object = {}): RequestInit => ({
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    ...headers,
  },
  body: JSON.stringify({ query, ...more }),
});

const local = 'http://localhost/graphql';

/** How many statements a piece of work takes. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const stop = graph.onQuery(() => {
    count += 1;
  });
  await work();
  stop();
  return count;
}

describe('a request over a limit', () => {
  const authors = 'coauthors(first: 100) { nodes { name } }';
  const dear = `{ authors(first: 100) { nodes { coauthors(first: 100) { nodes { ${authors} } } } } }`;

  test('is told which, how much it would cost, and how to ask for less; and nothing is read for it', async () => {
    const { yoga } = serverOf();
    expect(
      await statementsOf(async () => {
        const response = await yoga.fetch(local, post(dear));
        expect(response.status).toBe(400);
        const { data, errors } = await response.json();
        expect(data).toBeUndefined();
        expect(errors).toEqual([
          {
            message: expect.stringMatching(
              /^The request may cost 1020201, most of it by authors → nodes → coauthors → nodes → coauthors → nodes\. Expected at most 1000000\./,
            ),
            extensions: {
              code: 'COST_LIMIT',
              expected: 'at most 1000000',
              fix: expect.stringContaining('smaller pages'),
              limit: { name: 'cost', found: 1_020_201, allowed: 1_000_000 },
            },
          },
        ]);
      }),
    ).toBe(0);
  });

  test.each([
    [
      'DEPTH_LIMIT',
      `${'{ author(name: "a") '.slice(0, 2)}author(name: "a") ${'{ coauthors { nodes '.repeat(9)}{ name }${'} }'.repeat(9)} }`,
    ],
    ['ALIAS_LIMIT', `{ ${Array.from({ length: 101 }, (_, at) => `a${at}: __typename`).join(' ')} }`],
    ['TOKEN_LIMIT', `{ ${'__typename '.repeat(10_000)} }`],
    ['DIRECTIVE_LIMIT', `{ __typename ${'@aa'.repeat(10)} }`],
    ['DEPTH_LIMIT', `{ author(name: ${'['.repeat(5_000)}${']'.repeat(5_000)}) { name } }`],
  ])('%s is one error, with the status 400, and nothing is read', async (code, text) => {
    const { yoga } = serverOf();
    const count = await statementsOf(async () => {
      const response = await yoga.fetch(local, post(text));
      expect(response.status).toBe(400);
      const { errors } = await response.json();
      expect(errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code }) })]);
    });
    expect(count).toBe(0);
  });

  test('is refused each time, and not only when it is new', async () => {
    const { yoga } = serverOf();
    for (let time = 0; time < 3; time += 1) {
      const { errors } = await (await yoga.fetch(local, post(`{ __typename ${'@aa'.repeat(10)} }`))).json();
      expect(errors[0].extensions.code).toBe('DIRECTIVE_LIMIT');
    }
  });

  test('so are variables 100,000 brackets deep', async () => {
    const body = `{"query":"{ __typename }","variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    const response = await serverOf().yoga.fetch(local, { ...post(''), body });
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].extensions.code).toBe('DEPTH_LIMIT');
  });

  test('a batch is refused', async () => {
    const body = JSON.stringify(Array.from({ length: 10 }, () => ({ query: '{ __typename }' })));
    const response = await serverOf().yoga.fetch(local, { ...post(''), body });
    expect(response.status).toBe(400);
  });
});

describe('the price of a request', () => {
  const query = '{ publications(first: 3) { nodes { authors(first: 2) { nodes { name } } } } }';

  test('is not told unless it is asked for', async () => {
    expect(await (await serverOf().yoga.fetch(local, post(query))).json()).not.toHaveProperty('extensions');
  });

  test('is estimated without reading anything', async () => {
    const { yoga } = serverOf();
    const count = await statementsOf(async () => {
      const response = await yoga.fetch(local, post(query, { 'x-scholargraph-price': 'estimate' }));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({
        data: null,
        extensions: {
          price: {
            estimated: { cost: 13, statements: 2, heaviest: 'publications.nodes.authors.nodes' },
            allowed: { cost: 1_000_000 },
          },
        },
      });
    });
    expect(count).toBe(0);
  });

  test('is estimated of what would be refused', async () => {
    const dear = `{ authors(first: 100) { nodes { coauthors(first: 100) { nodes { coauthors(first: 100) { nodes { name } } } } } } }`;
    const response = await serverOf().yoga.fetch(local, post(dear, { 'x-scholargraph-price': 'estimate' }));
    const { extensions } = await response.json();
    expect(extensions.price.estimated.cost).toBe(1_020_201);
  });

  test.each([
    ['the header', { 'x-scholargraph-price': '1' }, {}],
    ['the extensions of the request', {}, { extensions: { price: 'measure' } }],
  ])('is measured by %s, with the plan of each statement in development', async (_, headers, more) => {
    const response = await serverOf().yoga.fetch(local, post(query, headers, more));
    const { data, extensions } = await response.json();
    expect(data.publications.nodes).toHaveLength(3);
    const { measured } = extensions.price;
    expect(measured).toMatchObject({
      statements: 1,
      databaseMilliseconds: expect.any(Number),
      rows: expect.any(Number),
    });
    expect(measured.rows).toBeGreaterThan(0);
    expect(measured.dbHits).toBeGreaterThan(0);
    expect(measured.plans).toHaveLength(1);
    expect(measured.plans[0].plan[0]).toMatch(/^ProduceResults: .*\(rows \d+, db hits \d+\)$/);
  });

  test('has no plans in production', async () => {
    const { yoga } = serverOf({ production: true });
    const { extensions } = await (
      await yoga.fetch(local, post(query, { 'x-scholargraph-price': '1' }))
    ).json();
    expect(Object.keys(extensions.price.measured)).toEqual(['statements', 'databaseMilliseconds', 'rows']);
  });

  test('counts the statements of this request, and not those of others at the same time', async () => {
    const { yoga } = serverOf();
    const counts = await Promise.all(
      [query, '{ publications { totalCount } authors { totalCount } }', '{ __typename }'].map(
        async (text) => {
          const { extensions } = await (
            await yoga.fetch(local, post(text, { 'x-scholargraph-price': '1' }))
          ).json();
          return extensions.price.measured.statements;
        },
      ),
    );
    expect(counts).toEqual([1, 2, 0]);
  });

  test.each(exampleQueries())('$name takes no more statements than estimated', async ({ query: example }) => {
    const { extensions } = await (
      await serverOf().yoga.fetch(local, post(example, { 'x-scholargraph-price': '1' }))
    ).json();
    const { estimated, measured } = extensions.price;
    expect(measured.statements).toBeLessThanOrEqual(estimated.statements);
  });
});

describe('a busy server', () => {
  const slow = `{ authors(search: "slow", first: 50) { nodes { coauthors(first: 100) { nodes { coauthors(first: 100) { totalCount } } } } } }`;
  const endless = cypher`UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a WHERE b < 0 RETURN count(a) AS n`;

  async function writeSlow(): Promise<void> {
    await graph.command(
      cypher`
        UNWIND range(1, $size) AS at
        MERGE (a:Author {id: 'a-slow-' + at}) SET a += {name: 'Slow', sortName: 'slow', names: []}`,
      { size: int(200) },
    );
    await graph.command(cypher`
      MATCH (a:Author {name: 'Slow'}), (b:Author {name: 'Slow'}) WHERE a.id < b.id
      MERGE (a)-[r:COAUTHORED]->(b) SET r += {publications: 1, weight: 1.0}`);
  }

  /** How each statement is that the database has not been told to end: when it does so is up to it. */
  const running = async () => {
    const rows = await graph.command<{ status: string }>(
      cypher`SHOW TRANSACTIONS YIELD currentQuery AS query, status
        WHERE NOT status STARTS WITH 'Terminated' AND (query CONTAINS 'UNWIND $parents' OR query CONTAINS 'WHERE b < 0') AND NOT query CONTAINS 'SHOW' RETURN status`,
    );
    return rows.map(({ status }) => status);
  };

  const going = (address: string) => {
    const client = request(address, { method: 'POST', headers: { 'content-type': 'application/json' } });
    client.on('error', () => {});
    client.end(JSON.stringify({ query: slow }));
    return client;
  };

  beforeAll(writeSlow);

  test('sends away what it has no room for, says when to come back, and serves again', async () => {
    const address = await serverOf({ concurrency: 1, waiting: 1 }).listen();
    // The first is not answered before the others have been sent away.
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const read = graph.read.bind(graph);
    vi.spyOn(graph, 'read').mockImplementation(async (statement, parameters, options) => {
      await opened;
      return read(statement, parameters, options);
    });
    const away: Response[] = [];
    const asked = Array.from({ length: 8 }, async () => {
      const response = await fetch(address, post(slow));
      if (response.status === 503) away.push(response);
      return response.status;
    });
    await expect.poll(() => away.length, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(6);
    open();
    const statuses = await Promise.all(asked);
    vi.restoreAllMocks();
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(statuses.filter((status) => status !== 200)).toEqual(away.map(() => 503));
    for (const response of away) {
      expect(response.headers.get('retry-after')).toBe('1');
      expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await response.json()).errors[0].extensions.code).toBe('SERVER_BUSY');
    }
    expect((await fetch(address, post('{ __typename }'))).status).toBe(200);
  });

  test('works for nobody who has gone: a second after 500 went, nothing runs in the database', async () => {
    const clients = 500;
    // By itself a statement, or its request, would go on for longer than is waited for here.
    const server = serverOf({ waiting: clients, statementTimeout: 100_000, requestTimeout: 100_000 });
    const address = await server.listen();
    const metric = async (name: RegExp) => {
      const text = await (await server.yoga.fetch('http://localhost/metrics')).text();
      return [...text.matchAll(name)].reduce((sum, [, value]) => sum + Number(value), 0);
    };
    const inside = () => metric(/^scholargraph_operations_(?:running|waiting) (\d+)$/gm);
    const answered = () => metric(/^scholargraph_request_seconds_count\{path="\/graphql".* (\d+)$/gm);
    // What takes long in the database, and no time here.
    const read = graph.read.bind(graph);
    vi.spyOn(graph, 'read').mockImplementation((_statement, _parameters, options) =>
      read(endless, {}, options),
    );
    const gone = Array.from({ length: clients }, () => going(address));
    // Whoever has not been let in when they go is let in afterwards, which takes its time.
    await expect
      .poll(async () => (await inside()) + (await answered()), { timeout: 60_000, interval: 50 })
      .toBe(clients);
    const there = await inside();
    expect(await running()).not.toEqual([]);
    for (const client of gone) client.destroy();
    const began = performance.now();
    await expect.poll(running, { timeout: 60_000, interval: 20 }).toEqual([]);
    const milliseconds = Math.round(performance.now() - began);
    console.info(JSON.stringify({ clients, 'there when they went': there, milliseconds }));
    await expect.poll(() => graph.sessions, { timeout: 60_000 }).toBe(0);
    expect(await running()).toEqual([]);
    vi.restoreAllMocks();
    // A second is promised, of a machine that has time for it: here the statements take all there is, and so do those who look.
    expect((await fetch(address, post('{ __typename }'))).status).toBe(200);
  });

  test('ends a request that takes longer than it may, and what it has running in the database', async () => {
    const { yoga } = serverOf({ requestTimeout: 20 });
    const response = await yoga.fetch(local, post(slow));
    expect(response.status).toBe(504);
    const { data, errors } = await response.json();
    expect(data).toBeUndefined();
    expect(errors).toEqual([
      {
        message: expect.stringMatching(/^The request took longer than it may\. Expected at most 20 ms\./),
        extensions: expect.objectContaining({ code: 'REQUEST_TIMEOUT' }),
      },
    ]);
    await expect.poll(running, { timeout: 60_000 }).toEqual([]);
    await expect.poll(() => graph.sessions, { timeout: 60_000 }).toBe(0);
  });

  test('says that it is busy when all connections to the database are taken, and keeps none of them', async () => {
    const narrow = new Graph({ ...inject('neo4j'), connections: 2 });
    const server = createServer({
      graph: narrow,
      config: { administrators, host: '127.0.0.1', port: 0 },
      logger: pino({ level: 'silent' }),
    });
    const stop = new AbortController();
    const long = Array.from({ length: 2 }, () =>
      narrow.read(endless, {}, { prompt: true, signal: stop.signal, timeoutMs: 60_000 }).catch(() => {}),
    );
    const began = performance.now();
    const response = await server.yoga.fetch(local, post('{ publications { totalCount } }'));
    const milliseconds = Math.round(performance.now() - began);
    console.info(JSON.stringify({ 'milliseconds until it says that it is busy': milliseconds }));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect((await response.json()).errors[0].extensions.code).toBe('SERVER_BUSY');
    // A second is promised, of a machine that has time for it; the driver by itself would wait for sixty.
    expect(milliseconds).toBeLessThan(30_000);
    stop.abort();
    await Promise.all(long);
    await expect.poll(() => narrow.sessions, { timeout: 60_000 }).toBe(0);
    expect((await server.yoga.fetch(local, post('{ publications { totalCount } }'))).status).toBe(200);
    await server.close();
    await narrow.close();
  });

  test('ends a statement that takes longer than it may, and says so', async () => {
    const { yoga } = serverOf({ statementTimeout: 54_321 });
    const took: number[] = [];
    for (const timeoutMs of [100, 500, 1_000]) {
      const began = performance.now();
      const long = graph.read(endless, {}, { timeoutMs });
      await expect(long).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' });
      took.push(Math.round(performance.now() - began) - timeoutMs);
    }
    console.info(JSON.stringify({ 'milliseconds by which statements are over their limits': took }));
    // A second is promised, of a machine that has time for it; the statement by itself would go on for hours.
    expect(Math.max(...took)).toBeLessThan(60_000);
    const read = vi.spyOn(graph, 'read');
    await yoga.fetch(
      local,
      post('{ author(name: "Keith Hall") { publications { totalCount nodes { title } } } }'),
    );
    const options = read.mock.calls.map(([, , given]) => given);
    read.mockRestore();
    expect(options).toHaveLength(3);
    for (const given of options) {
      expect(given).toMatchObject({
        timeoutMs: 54_321,
        signal: expect.any(AbortSignal),
        metadata: expect.anything(),
      });
    }
  });
});

describe('the rate of one client', () => {
  test('is bounded in requests', async () => {
    const address = await serverOf({ requestRate: 3 }).listen();
    const statuses: number[] = [];
    for (let at = 0; at < 5; at += 1) statuses.push((await fetch(address, post('{ __typename }'))).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const response = await fetch(address, post('{ __typename }'));
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await response.json()).errors[0].extensions).toMatchObject({
      code: 'RATE_LIMIT',
      limit: { name: 'requests a minute', allowed: 3 },
    });
    // Administrators are not counted.
    expect((await fetch(address, post('{ __typename }', asAdministrator))).status).toBe(200);
  });

  test('is bounded in cost', async () => {
    const address = await serverOf({ costRate: 50 }).listen();
    const query = '{ publications(first: 30) { nodes { title } } }';
    expect((await fetch(address, post(query))).status).toBe(200);
    const response = await fetch(address, post(query));
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect((await response.json()).errors[0].extensions.limit).toMatchObject({
      name: 'cost a minute',
      allowed: 50,
    });
  });

  test('is that of each client behind a proxy', async () => {
    const address = await serverOf({ requestRate: 1, proxies: 1 }).listen();
    const of = (client: string) => fetch(address, post('{ __typename }', { 'x-forwarded-for': client }));
    expect((await of('198.51.100.1')).status).toBe(200);
    expect((await of('198.51.100.2')).status).toBe(200);
    expect((await of('198.51.100.1')).status).toBe(429);
  });

  test('bounds exports too', async () => {
    const address = await serverOf({ requestRate: 1 }).listen();
    const of = () => fetch(new URL('/export/publications.jsonl', address));
    expect((await of()).status).toBe(200);
    expect((await of()).status).toBe(429);
  });
});

describe('an export', () => {
  beforeAll(async () => {
    await graph.command(
      cypher`
        UNWIND range(1, 4000) AS at
        CREATE (:Publication {id: 'p-long-' + at, title: 'Long ' + at, sortTitle: 'long', year: 1980, type: 'ARTICLE', authorCount: 0,
          abstract: $abstract})`,
      { abstract: 'word '.repeat(1_000) },
    );
  });

  /** Asks for 20 MB and takes nothing of it. @returns when the server has broken off */
  const ignored = async (serving: Partial<Serving>): Promise<void> => {
    const address = await serverOf(serving).listen();
    const client = request(new URL('/export/publications.jsonl?filter={"year":{"in":[1980]}}', address));
    const response = new Promise<IncomingMessage>((resolve) => client.once('response', resolve));
    client.end();
    const taken = await response;
    expect(taken.statusCode).toBe(200);
    const broken = new Promise<void>((resolve) => taken.once('error', () => resolve()));
    await expect
      .poll(async () => (await fetch(new URL('/metrics', address))).text(), { timeout: 60_000 })
      .toMatch(/^scholargraph_operations_running 0$/m);
    taken.resume();
    await broken;
  };

  test('breaks off where nothing of it is taken', () => ignored({ exportIdle: 300 }));

  test('breaks off where it takes longer than it may', () => ignored({ exportTimeout: 3_000 }));

  test('that does not begin in time is an error', async () => {
    const { yoga } = serverOf({ requestTimeout: 100 });
    const read = vi.spyOn(graph, 'read').mockImplementation((_statement, _parameters, options) => {
      const signal = options?.signal;
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    });
    const response = await yoga.fetch('http://localhost/export/publications.jsonl');
    read.mockRestore();
    expect(response.status).toBe(504);
    expect((await response.json()).error.code).toBe('REQUEST_TIMEOUT');
  });
});
