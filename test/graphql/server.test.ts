import { request } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { Graph } from '../../src/graph/graph.ts';
import { exampleQueries } from '../../src/playground/playground.ts';
import { createServer, type Server } from '../../src/server.ts';
import { defaultServing } from '../../src/serving.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';

let graph: Graph;
const open: Server[] = [];

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** @param cost what a request may cost */
function serverOf(to = graph, port = 0, cost = defaultServing.bounds.cost): Server {
  const server = createServer({
    graph: to,
    config: {
      administrators: [],
      host: '127.0.0.1',
      port,
      serving: { ...defaultServing, bounds: { ...defaultServing.bounds, cost } },
    },
    logger: pino({ level: 'silent' }),
  });
  open.push(server);
  return server;
}

const query = (address: string, text: string, signal: AbortSignal | null = null) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
    signal,
  });

describe('over HTTP', () => {
  test('answers POST and GET', async () => {
    const address = await serverOf().listen();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
    const post = await query(address, '{ author(name: "Keith Hall") { name } }');
    expect(await post.json()).toEqual({ data: { author: { name: 'Keith Hall' } } });
    const get = await fetch(`${address}?query=${encodeURIComponent('{ publications { totalCount } }')}`);
    expect(await get.json()).toEqual({ data: { publications: { totalCount: 11 } } });
  });

  test('other paths are not found', async () => {
    const address = await serverOf().listen();
    expect((await fetch(new URL('/nowhere', address))).status).toBe(404);
  });

  test('a port that is taken is an error that says so', async () => {
    const address = await serverOf().listen();
    const port = Number(new URL(address).port);
    await expect(serverOf(graph, port).listen()).rejects.toMatchObject({
      code: 'PORT_IN_USE',
      message: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`),
    });
  });

  test('closing lets a running request end, and takes no more', async () => {
    const server = serverOf();
    const address = await server.listen();
    const running = query(address, '{ publications(first: 100) { nodes { authors { nodes { name } } } } }');
    await new Promise((resolve) => graph.onQuery(resolve));
    await server.close();
    expect((await running).status).toBe(200);
    await expect(query(address, '{ __typename }')).rejects.toThrow();
  });
});

describe('health and readiness', () => {
  test('both with the database', async () => {
    const { yoga } = serverOf();
    expect((await yoga.fetch('http://localhost/health')).status).toBe(200);
    expect((await yoga.fetch('http://localhost/ready')).status).toBe(200);
  });

  test('without the database it is healthy, and says within a second that it is not ready', async () => {
    const gone = new Graph({ uri: 'bolt://127.0.0.1:9', user: 'neo4j' });
    const { yoga } = serverOf(gone);
    expect((await yoga.fetch('http://localhost/health')).status).toBe(200);
    const start = performance.now();
    expect((await yoga.fetch('http://localhost/ready')).status).toBe(503);
    // The driver by itself would try for a minute.
    expect(performance.now() - start).toBeLessThan(30_000);
    await gone.close();
  });
});

describe('the playground', () => {
  const get = (headers: Record<string, string>, path = '/graphql') =>
    serverOf().yoga.fetch(`http://localhost${path}`, { headers });

  test('is a page for browsers that fetches nothing from elsewhere', async () => {
    const response = await get({ accept: 'text/html,application/xhtml+xml' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain('<title>Scholargraph</title>');
    expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="https?:/);
  });

  test('opens with the example queries in tabs', async () => {
    const page = await (await get({ accept: 'text/html' })).text();
    const examples = exampleQueries();
    expect(examples.length).toBeGreaterThanOrEqual(5);
    for (const { query } of examples) expect(page).toContain(JSON.stringify(query));
  });

  test('comes compressed where that is understood', async () => {
    const response = await get({ accept: 'text/html', 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await response.arrayBuffer()).byteLength).toBeLessThan(4_000_000);
  });

  test('stays when the page is loaded again with its query in the address', async () => {
    const response = await get({ accept: 'text/html' }, '/graphql?query={__typename}');
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  test('is not in the way of programs', async () => {
    const response = await get({ accept: 'application/json' }, '/graphql?query={__typename}');
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });
});

describe('the example queries', () => {
  test.each(exampleQueries().filter(({ name }) => !name.includes('clusters')))(
    '$name answers',
    async ({ query }) => {
      const { yoga } = serverOf();
      const response = await yoga.fetch('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      const { data, errors } = await response.json();
      expect(errors).toBeUndefined();
      for (const value of Object.values(data)) expect(value).not.toBeNull();
    },
  );
});

describe('a client that goes away', () => {
  test('takes its queries along', async () => {
    const address = await serverOf(graph, 0, 1_000_000_000).listen();
    await graph.command(cypher`
      UNWIND range(1, 300) AS at
      CREATE (:Author {id: 'a-slow-' + at, name: 'Slow', sortName: 'slow', names: []})`);
    await graph.command(cypher`
      MATCH (a:Author {name: 'Slow'}), (b:Author {name: 'Slow'}) WHERE a.id < b.id
      CREATE (a)-[:COAUTHORED {publications: 1, weight: 1.0}]->(b)`);
    const slow = `{ authors(search: "slow", first: 100) { nodes {
      coauthors(first: 100) { nodes { coauthors(first: 100) { nodes { coauthors(first: 100) { totalCount nodes { name } } } } } }
    } } }`;
    const clients = Array.from({ length: 5 }, () => {
      const client = request(address, { method: 'POST', headers: { 'content-type': 'application/json' } });
      client.on('error', () => {});
      client.end(JSON.stringify({ query: slow }));
      return client;
    });
    const running = async () => {
      const rows = await graph.command<{ query: string }>(
        cypher`SHOW TRANSACTIONS YIELD currentQuery AS query WHERE query CONTAINS $text RETURN query`,
        { text: 'UNWIND $parents' },
      );
      return rows.length;
    };
    await expect.poll(running, { timeout: 60_000 }).toBeGreaterThan(0);
    for (const client of clients) client.destroy();
    await expect.poll(running, { timeout: 60_000 }).toBe(0);
  });

  test('leaves its place in the queue, however early it goes from an export', async () => {
    const address = await serverOf().listen();
    for (let milliseconds = 0; milliseconds < 40; milliseconds += 1) {
      const gone = new AbortController();
      setTimeout(() => gone.abort(), milliseconds);
      await fetch(new URL('/export/publications.jsonl', address), { signal: gone.signal })
        .then((response) => response.text())
        .catch(() => {});
    }
    const running = async () => {
      const metrics = await (await fetch(new URL('/metrics', address))).text();
      return /^scholargraph_operations_running (\d+)$/m.exec(metrics)?.[1];
    };
    await expect.poll(running, { timeout: 60_000 }).toBe('0');
  });
});
