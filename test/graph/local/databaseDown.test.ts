import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Graph } from '../../../src/graph/graph.ts';
import { type LocalNeo4j, startLocalNeo4j } from '../../../src/graph/local/localNeo4j.ts';
import { migrate } from '../../../src/graph/migrate.ts';
import { createServer, type Server } from '../../../src/server.ts';
import { localConfig } from './localConfig.ts';

const token = 'a-token-for-tests-only';

let folder: string;
let neo4j: LocalNeo4j;
let graph: Graph;
let server: Server;
let address: string;

const start = (port?: number) => startLocalNeo4j({ ...localConfig(folder), port });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-down-'));
  neo4j = await start();
  graph = new Graph(neo4j.address);
  await migrate(graph);
  server = createServer({
    graph,
    config: {
      administrators: [{ name: 'Ada', token }],
      host: '127.0.0.1',
      port: 0,
      answerCache: 1_000_000,
    },
    logger: pino({ level: 'silent' }),
  });
  address = await server.listen();
});

afterAll(async () => {
  console.info(JSON.stringify(measured));
  await server.close();
  await graph.close();
  await neo4j.stop();
  await rm(folder, { recursive: true, force: true });
});

const ask = (query: string) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
const statusOf = async (page: string) => (await fetch(new URL(page, address))).status;

/** Milliseconds that were measured, by what for. */
const measured: Record<string, number[]> = {};

/**
 * Without bounds the driver tries for 59 s, and waits for ever for a database that says nothing. What is promised is of a
 * machine that has time for it: the figures are printed, and one on which much else runs gets ten times as much.
 * @param promised milliseconds
 */
async function timed<Result>(what: string, promised: number, work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await work();
  const milliseconds = Math.round(performance.now() - began);
  measured[what] = [...(measured[what] ?? []), milliseconds];
  expect(milliseconds, what).toBeLessThan(10 * promised);
  return result;
}

async function refusesAtOnce(): Promise<void> {
  for (const query of ['{ publications { totalCount } }', 'mutation { findTopicClusters { id } }']) {
    const response = await timed('an error', 2_000, () => ask(query));
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect((await response.json()).errors[0].extensions.code).toBe('DATABASE_UNAVAILABLE');
  }
  const exported = await timed('an error', 2_000, () =>
    fetch(new URL('/export/publications.jsonl', address)),
  );
  expect(exported.status).toBe(503);
  expect(await timed('/ready', 1_000, () => statusOf('/ready'))).toBe(503);
  expect(await timed('/health', 1_000, () => statusOf('/health'))).toBe(200);
}

/** To be called when the database answers again. */
async function servesAgain(): Promise<void> {
  await timed('an answer', 5_000, () =>
    expect
      .poll(async () => (await ask('{ publications { totalCount } }')).status, {
        timeout: 100_000,
        interval: 50,
      })
      .toBe(200),
  );
  expect(await statusOf('/ready')).toBe(200);
  await expect.poll(() => graph.sessions, { timeout: 60_000 }).toBe(0);
}

describe('a request', () => {
  test('is answered while the database is there', async () => {
    expect((await ask('{ publications { totalCount } }')).status).toBe(200);
  });

  test('is refused at once while the database is suspended and says nothing, and answered when it goes on', async () => {
    process.kill(neo4j.pid, 'SIGSTOP');
    try {
      await refusesAtOnce();
    } finally {
      process.kill(neo4j.pid, 'SIGCONT');
    }
    await servesAgain();
  });

  test('is refused at once while the database is gone, and answered when it is back', async () => {
    const port = Number(new URL(neo4j.address.uri).port);
    process.kill(neo4j.pid, 'SIGKILL');
    await neo4j.ended;
    await refusesAtOnce();
    // Lets go of its data folder.
    await neo4j.stop();
    neo4j = await start(port);
    await servesAgain();
  });
});
