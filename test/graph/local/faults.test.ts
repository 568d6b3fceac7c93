import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { writeCorpus } from '../../../bench/corpusFile.ts';
import { type Cypher, cypher } from '../../../src/graph/cypher.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { migrate } from '../../../src/graph/migrate.ts';
import { refreshTopics } from '../../../src/graph/refreshTopics.ts';
import { ingest } from '../../../src/ingest.ts';
import { globalId } from '../../graphql/fixture/asking.ts';
import { writeLibrary } from '../../graphql/fixture/library.ts';
import { CommandProcess } from '../../processes/commandProcess.ts';
import { FaultyProxy } from '../../processes/faultyProxy.ts';
import { type Said, ServerProcess } from '../../processes/serverProcess.ts';
import { empty } from '../emptyGraph.ts';
import { graphSnapshot } from '../graphSnapshot.ts';
import { buildPackage } from './builtPackage.ts';
import { KillableNeo4j } from './killableNeo4j.ts';

/*
 * A server and imports as processes, a Neo4j that is killed and stopped under them, and a network between them that goes
 * wrong. What is promised: an answer is right, or an error that says to try again; what was acknowledged is there
 * afterwards, whole and once; and all of it is well again by itself.
 */

let dist: string;
let folder: string;
let neo4j: KillableNeo4j;
let proxy: FaultyProxy;
let server: ServerProcess;
/** Past the proxy. */
let graph: Graph;

beforeAll(async () => {
  dist = await buildPackage('faults');
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-faults-'));
  neo4j = await KillableNeo4j.start(path.join(folder, 'data'));
  proxy = await FaultyProxy.start(neo4j.port);
  graph = new Graph(neo4j.address);
  await migrate(graph);
  server = await ServerProcess.start(dist, throughProxy(), {
    SCHOLARGRAPH_STATEMENT_TIMEOUT: '1000',
    // More than the driver has connections, and every answer is read.
    SCHOLARGRAPH_CONCURRENCY: '150',
    SCHOLARGRAPH_ANSWER_CACHE: '0',
  });
});
afterAll(async () => {
  await server?.end('SIGKILL');
  await graph?.close();
  await proxy?.close();
  await neo4j?.stop();
  await rm(folder, { recursive: true, force: true });
});

const throughProxy = () => ({ ...neo4j.address, uri: `bolt://127.0.0.1:${proxy.port}` });

const question =
  '{ publications(first: 20) { totalCount nodes { title authors { nodes { name } } topics { nodes { name } } } } }';

/** By these a client knows that the same request may succeed later. */
const passing = ['DATABASE_UNAVAILABLE', 'DATABASE_TIMEOUT', 'SERVER_BUSY'];

/** What an answer is to be. */
let right: unknown;

/** @returns whether it was answered. @throws where it is neither the right answer nor an error that passes */
function judge({ status, headers, data, errors }: Said<unknown>): boolean {
  if (errors === undefined) {
    expect({ status, data }).toEqual({ status: 200, data: right });
    return true;
  }
  for (const { extensions } of errors) expect(passing).toContain(extensions.code);
  if (data == null) expect([503, 504]).toContain(status);
  if (status === 503) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  return false;
}

const isAnswered = async () => judge(await server.ask(question));
/** Polls until it is answered, or wrong: a wrong answer is not asked for again. */
async function isWell(): Promise<void> {
  const wrong: unknown[] = [];
  const over = () =>
    isAnswered().catch((error: unknown) => {
      wrong.push(error);
      return true;
    });
  await expect.poll(over, { timeout: 100_000, interval: 100 }).toBe(true);
  if (wrong.length > 0) throw wrong[0];
}
const atRest = () => expect.poll(() => server.metric('scholargraph_sessions'), { timeout: 100_000 }).toBe(0);

/** Clients who ask again and again while `work` goes on. @returns how many were answered, and how many not */
async function asking(work: () => Promise<void>, clients = 4): Promise<{ well: number; away: number }> {
  let over = false;
  const counts = { well: 0, away: 0 };
  const client = async () => {
    while (!over) {
      if (await isAnswered()) counts.well += 1;
      else counts.away += 1;
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  try {
    await Promise.race([work(), all]);
  } finally {
    over = true;
    await all;
  }
  return counts;
}

async function count(): Promise<number> {
  const [row] = await graph.read<{ found: number }>(cypher`MATCH (n:Publication) RETURN count(n) AS found`);
  return row?.found ?? 0;
}

describe('readers', () => {
  beforeAll(async () => {
    await empty(graph);
    await writeLibrary(graph);
    // A database that has just begun has plans to make, which may take longer than a statement may.
    const answered = async () => {
      right = (await server.ask(question)).data;
      expect(right).toMatchObject({ publications: { totalCount: 11 } });
    };
    await vi.waitFor(answered, { timeout: 100_000, interval: 100 });
  });

  test('notice nothing of connections that are reset', async () => {
    const counts = await asking(async () => {
      for (let time = 0; time < 5; time += 1) {
        await expect.poll(() => proxy.connections, { timeout: 60_000 }).toBeGreaterThan(0);
        proxy.reset();
      }
    });
    expect(counts.well).toBeGreaterThan(0);
    await isWell();
    await atRest();
  });

  test('get no half answer over connections that break off in the middle', async () => {
    const cut = proxy.cuts;
    const counts = await asking(async () => {
      // Enough for the handshake and a part of what follows.
      proxy.cutAfter = 1_500;
      proxy.reset();
      await expect.poll(() => proxy.cuts, { timeout: 100_000 }).toBeGreaterThan(cut + 5);
      proxy.cutAfter = undefined;
    });
    expect(counts.well + counts.away).toBeGreaterThan(0);
    await isWell();
    await atRest();
  });

  test('wait for a slow network', async () => {
    proxy.delay = 100;
    try {
      await isWell();
    } finally {
      proxy.delay = 0;
    }
  });

  test('are told in time of connections that lead nowhere, and the next are answered', async () => {
    // As many connections as there are clients, and none of them will ever say anything again.
    await Promise.all(Array.from({ length: 8 }, isAnswered));
    proxy.silence();
    const answered = await Promise.all(Array.from({ length: 8 }, isAnswered));
    expect(answered).toContain(false);
    await isWell();
    proxy.reset();
    await atRest();
  });

  test('are told in time of a database that has stopped where it is, with all connections in use', async () => {
    neo4j.pause();
    try {
      const answers = Promise.all(Array.from({ length: 140 }, isAnswered));
      expect(await server.statusOf('/health')).toBe(200);
      expect(await server.statusOf('/ready')).toBe(503);
      expect(await answers).not.toContain(true);
    } finally {
      neo4j.resume();
    }
    await isWell();
    expect(await server.statusOf('/ready')).toBe(200);
    await atRest();
  });

  test('notice nothing of a wall clock that jumps, forth or back', async () => {
    const day = 24 * 3_600_000;
    for (const jump of [day, -2 * day, day]) {
      await server.tell({ clock: jump });
      proxy.reset();
      await isWell();
      expect(await server.statusOf('/ready')).toBe(200);
    }
    await atRest();
  });

  test('are told of a database that was killed, and answered when it is back', async () => {
    const counts = await asking(async () => {
      await isWell();
      await neo4j.kill();
      expect(await server.statusOf('/health')).toBe(200);
      expect(await server.statusOf('/ready')).toBe(503);
      await expect.poll(isAnswered, { timeout: 100_000 }).toBe(false);
      await neo4j.startAgain();
      await isWell();
    });
    expect(counts.well).toBeGreaterThan(0);
    expect(await server.statusOf('/ready')).toBe(200);
    await atRest();
  });
});

describe('an analysis', () => {
  const analyse = `mutation ($seed: Int!) {
    analyseCommunities(input: { of: AUTHORS, seed: $seed, waitSeconds: 55 }) { id state } }`;
  const communities =
    '{ communityPartition(of: AUTHORS) { communities(first: 50) { nodes { label size } } } }';
  type Run = { analyseCommunities: { id: string; state: string } };

  test('whose database was killed while it stored is never seen, and the one before stays', async () => {
    await empty(graph);
    await writeLibrary(graph);
    const first = await server.command<Run>(analyse, { variables: { seed: 1 } });
    expect(first.data?.analyseCommunities.state).toBe('DONE');
    let shown: unknown;
    const found = async () => {
      shown = (await server.ask(communities)).data;
      return shown;
    };
    await expect.poll(found, { timeout: 100_000 }).toMatchObject({ communityPartition: expect.anything() });
    right = shown;

    // Whoever else has what is current locked keeps it waiting, with all that it has found stored.
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const held = graph
      .write(
        async (transaction) => {
          await transaction.run(
            cypher`MATCH (run:AnalysisRun) WHERE run.currentOf IS NOT NULL SET run.locked = true REMOVE run.locked`,
          );
          await released;
        },
        { timeoutMs: 300_000 },
      )
      .catch(() => {});
    const interrupted = server.command<Run>(analyse, { variables: { seed: 2 } });
    const blocked = () =>
      graph.command(cypher`SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status`);
    await expect.poll(blocked, { timeout: 100_000 }).not.toEqual([]);
    await neo4j.kill();
    release();
    await held;
    await interrupted;
    await neo4j.startAgain();

    await expect.poll(found, { timeout: 100_000 }).toEqual(right);
    const runs = async (which: Cypher) =>
      (await graph.read<{ id: string }>(which)).map(({ id }) => globalId('AnalysisRun', id));
    expect(await runs(cypher`MATCH (run:AnalysisRun {state: 'DONE'}) RETURN run.id AS id`)).toEqual([
      first.data?.analyseCommunities.id,
    ]);

    // Half a minute without a sign of life, and somebody else may begin. A slow machine has seen it pass already.
    await graph.command(
      cypher`MATCH (run:AnalysisRun {partial: true}) SET run.aliveAt = run.aliveAt - duration({minutes: 1})`,
    );
    const again = await server.command<Run>(analyse, { variables: { seed: 2 } });
    expect(again.data?.analyseCommunities.state).toBe('DONE');
    expect(await runs(cypher`MATCH (run:AnalysisRun {partial: true}) RETURN run.id AS id`)).toEqual([]);
    expect(
      await graph.read(
        cypher`MATCH (c:DetectedCommunity) WHERE NOT (c)-[:OF_PARTITION]->(:Partition)-[:OF_RUN]->(:AnalysisRun {state: 'DONE'})
          RETURN c.id AS id`,
      ),
    ).toEqual([]);
  });
});

describe('an import', () => {
  const batch = 500;
  const publications = 620;
  let corpus: string;
  let uninterrupted: readonly string[];

  /** Without what tells of imports and analyses. */
  const snapshot = async () =>
    (await graphSnapshot(graph)).filter((line) => !/^\((?:Import|AnalysisRun) /.test(line));

  beforeAll(async () => {
    corpus = path.join(folder, 'corpus.jsonl');
    await writeCorpus(corpus, { publications, seed: 3 });
    await empty(graph);
    await ingest(graph, [corpus]);
    await refreshTopics(graph);
    uninterrupted = await snapshot();
  });
  beforeEach(() => empty(graph));

  const importing = () => new CommandProcess(dist, throughProxy(), ['import', corpus], folder);

  async function expectComplete(): Promise<void> {
    const again = importing();
    expect(await again.exited, again.said).toBe(0);
    expect(await snapshot()).toEqual(uninterrupted);
  }

  test('whose database was killed has lost nothing and written nothing twice, and is completed by the next', async () => {
    const first = importing();
    await expect.poll(count, { timeout: 100_000, interval: 20 }).toBeGreaterThan(0);
    const acknowledged = await count();
    await neo4j.kill();
    await neo4j.startAgain();
    // It has waited for the database, or has said why it has not.
    if ((await first.exited) !== 0) expect(first.said).toContain('database');
    const there = await count();
    expect(there).toBeGreaterThanOrEqual(acknowledged);
    expect([batch, publications]).toContain(there);
    await expectComplete();
  });

  test('whose connections are reset again and again makes the same graph', async () => {
    const first = importing();
    let over = false;
    const ended = first.exited.finally(() => {
      over = true;
    });
    let written = 0;
    while (!over && written < publications) {
      proxy.reset();
      await expect
        .poll(async () => over || (await count()) > written, { timeout: 100_000, interval: 20 })
        .toBe(true);
      written = await count();
    }
    if ((await ended) !== 0) expect(first.said).toContain('database');
    await expectComplete();
  });

  test('over GraphQL whose database was killed says so, and the same sent again completes it', async () => {
    const entry = (n: number) =>
      `@article{paper${n}, title = {A study of ${n}}, author = {Family${n.toString(36)}, Neil}, year = 2019}\n`;
    const text = Array.from({ length: publications }, (_, n) => entry(n)).join('');
    const send = (waitSeconds: number) =>
      server.command<{ importRecords: { id: string; state: string; records: number } }>(
        `mutation ($input: ImportRecordsInput!) { importRecords(input: $input) { id state records } }`,
        { variables: { input: { sourceName: 'library', text, waitSeconds } } },
      );
    expect((await send(0)).errors).toBeUndefined();
    await expect.poll(count, { timeout: 100_000, interval: 20 }).toBeGreaterThan(0);
    const acknowledged = await count();
    await neo4j.kill();
    await neo4j.startAgain();
    await expect.poll(() => server.statusOf('/ready'), { timeout: 100_000 }).toBe(200);
    expect(await count()).toBeGreaterThanOrEqual(acknowledged);
    // Where the server has given it up, it counts as gone half a minute later.
    await graph.command(cypher`MATCH (n:Import) SET n.aliveAt = n.aliveAt - duration({minutes: 1})`);
    const { data } = await send(60);
    const ended = () =>
      graph.read(
        cypher`MATCH (n:Import {id: $id}) WHERE NOT n.state IN ['QUEUED', 'RUNNING'] RETURN n.state AS state, n.records AS records`,
        { id: atob(data?.importRecords.id ?? '').replace('Import:', '') },
      );
    await expect.poll(ended, { timeout: 200_000 }).not.toEqual([]);
    expect(await ended()).toEqual([{ state: 'DONE', records: publications }]);
    expect(await count()).toBe(publications);
    const states = await graph.read<{ state: string }>(
      cypher`MATCH (n:Import) RETURN n.state AS state ORDER BY n.queuedAt`,
    );
    expect(['DONE', 'FAILED', 'INTERRUPTED']).toContain(states[0]?.state);
  });
});

test('a statement that takes all memory is not run again', async () => {
  const greedy = cypher`UNWIND range(1, 1000000000) AS n WITH collect(toString(n)) AS texts RETURN size(texts) AS n`;
  let runs = 0;
  const stop = graph.onQuery(() => {
    runs += 1;
  });
  const refused = { code: 'DATABASE_TIMEOUT', message: expect.stringContaining('more memory') };
  const options = { timeoutMs: 120_000 };
  await expect(graph.read(greedy, {}, options)).rejects.toMatchObject(refused);
  expect(runs).toBe(1);
  await expect(graph.write((transaction) => transaction.run(greedy), options)).rejects.toMatchObject(refused);
  expect(runs).toBe(2);
  stop();
});
