import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Address, Graph } from '../../src/graph/graph.ts';
import { empty, freshGraph } from '../graph/freshGraph.ts';
import { holdKey } from '../graph/heldKey.ts';
import { buildPackage } from '../graph/local/builtPackage.ts';
import { FaultyProxy } from '../processes/faultyProxy.ts';
import { ServerProcess, token } from '../processes/serverProcess.ts';
import { eventsOf, subscription } from './fixture/events.ts';

/*
 * Three servers on one Neo4j, each a process of its own, as behind a balancer.
 */

let dist: string;
let graph: Graph;
let servers: readonly ServerProcess[];

/** Requests of one client a minute, of each server. */
const requestRate = 200;

beforeAll(async () => {
  dist = await buildPackage('scale-out');
  graph = await freshGraph();
  const env = { SCHOLARGRAPH_REQUEST_RATE: String(requestRate) };
  servers = await Promise.all([1, 2, 3].map(() => ServerProcess.start(dist, inject('neo4j'), env)));
});
beforeEach(() => empty(graph));
afterAll(async () => {
  await Promise.all((servers ?? []).map((each) => each.end()));
});

function server(number: 0 | 1 | 2): ServerProcess {
  const found = servers[number];
  if (found === undefined) throw new Error('it has not started');
  return found;
}

const entry = (n: number) =>
  `@article{paper${n}, title = {A study of ${n}}, author = {Family${n.toString(36)}, Neil}, year = 2019}\n`;
const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(n)).join('');

interface Import {
  readonly id: string;
  readonly state: string;
  readonly records: number;
}

async function send(to: ServerProcess, text: string, waitSeconds: number, sourceName = 'library') {
  const { data, errors } = await to.command<{ importRecords: Import }>(
    'mutation ($input: ImportRecordsInput!) { importRecords(input: $input) { id state records } }',
    { variables: { input: { sourceName, text, waitSeconds } } },
  );
  expect(errors).toBeUndefined();
  if (data == null) throw new Error('there is no import');
  return data.importRecords;
}

const total = '{ publications { totalCount } }';
const totalAt = async (at: ServerProcess) =>
  (await at.ask<{ publications: { totalCount: number } }>(total)).data?.publications.totalCount;

const seen = async (by: ServerProcess, count: number) =>
  expect.poll(() => totalAt(by), { timeout: 60_000, interval: 50 }).toBe(count);

describe('what is written through one server', () => {
  test('is seen through the others, whatever they have remembered', async () => {
    for (const each of servers) expect(await totalAt(each)).toBe(0);
    expect(await send(server(0), entries(3), 55)).toMatchObject({ state: 'DONE' });
    expect(await totalAt(server(0))).toBe(3);
    await seen(server(1), 3);
    await seen(server(2), 3);
  });

  test('changes the ETag of the others', async () => {
    const get = (headers: Record<string, string> = {}) =>
      fetch(`${server(1).url}?query=${encodeURIComponent(total)}`, { headers });
    const etag = (await get()).headers.get('etag') ?? '';
    expect((await get({ 'if-none-match': etag })).status).toBe(304);
    await send(server(0), entries(3), 55);
    await expect
      .poll(async () => (await get({ 'if-none-match': etag })).status, { timeout: 60_000, interval: 100 })
      .toBe(200);
  });

  test('is told by subscriptions to the others', async () => {
    const { id } = await send(server(0), entries(520), 0);
    const query = 'subscription ($id: ID!) { importProgress(id: $id) { state records } }';
    for (const each of [server(1), server(2)]) {
      const events = [];
      for await (const event of eventsOf(await fetch(each.url, subscription(token, query, { id }))))
        events.push(event);
      expect(events.at(-2)?.data).toEqual({ data: { importProgress: { state: 'DONE', records: 520 } } });
      expect(events.at(-1)?.name).toBe('complete');
    }
  });

  test('is written once, if all are sent the same at once', async () => {
    const ended = await Promise.all(servers.map((each) => send(each, entries(50), 55)));
    expect(ended.map(({ state }) => state)).toEqual(['DONE', 'DONE', 'DONE']);
    for (const each of servers) await seen(each, 50);
  });
});

test('an analysis that two are asked for at once runs once', async () => {
  await send(server(0), entries(20), 55);
  const analyse = 'mutation { analyseCommunities(input: { of: AUTHORS, waitSeconds: 55 }) { id state } }';
  const asked = await Promise.all(
    servers.map((each) => each.command<{ analyseCommunities: { id: string; state: string } }>(analyse)),
  );
  const runs = asked.map(({ data }) => data?.analyseCommunities);
  for (const run of runs) expect(run?.state).toBe('DONE');
  const rows = await graph.read(cypher`MATCH (run:AnalysisRun) RETURN run.id AS id`);
  expect(rows).toHaveLength(new Set(runs.map((run) => run?.id)).size);
});

test('each counts the requests of a client by itself', async () => {
  const env = { SCHOLARGRAPH_REQUEST_RATE: '3' };
  const strict = await Promise.all([1, 2].map(() => ServerProcess.start(dist, inject('neo4j'), env)));
  try {
    for (const each of strict) {
      const statuses: number[] = [];
      for (let time = 0; time < 5; time += 1) statuses.push((await each.ask('{ __typename }')).status);
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
    }
  } finally {
    await Promise.all(strict.map((each) => each.end()));
  }
});

test('what a server leaves that is killed in an import, the others tell, and the same sent to one of them completes it', async () => {
  const doomed = await ServerProcess.start(dist, inject('neo4j'));
  // Whoever else holds a key of the second batch keeps it waiting, so that the import is under way when it is killed.
  const key = 'doi:10.1000/last';
  const last = entry(619).replace('}\n', ', doi = {10.1000/last}}\n');
  const release = await holdKey(graph, key);
  const { id } = await send(doomed, entries(619) + last, 0);
  const stored = async () => {
    const [row] = await graph.read<{ found: number }>(cypher`MATCH (p:Publication) RETURN count(p) AS found`);
    return row?.found ?? 0;
  };
  await expect.poll(stored, { timeout: 60_000, interval: 20 }).toBe(500);
  await doomed.end('SIGKILL');
  await release();
  const stateOf = async () => {
    const { data } = await server(1).command<{ node: Import | null }>(
      'query ($id: ID!) { node(id: $id) { ... on Import { state } } }',
      { variables: { id } },
    );
    return data?.node?.state;
  };
  // Half a minute without a sign of life.
  await graph.command(cypher`MATCH (n:Import) SET n.aliveAt = n.aliveAt - duration({minutes: 1})`);
  await expect.poll(stateOf, { timeout: 60_000 }).toBe('INTERRUPTED');
  expect(await send(server(1), entries(619) + last, 55)).toMatchObject({ state: 'DONE', records: 620 });
  expect(await stored()).toBe(620);
});

test('a server that is told to end takes no more, answers what it has begun, and ends with 0', async () => {
  const address = inject('neo4j');
  const slow = await FaultyProxy.start(Number(new URL(address.uri).port));
  const leaving = await ServerProcess.start(dist, { ...address, uri: `bolt://127.0.0.1:${slow.port}` });
  // With its connections made: over a slow network a busy machine might not make them in time.
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((at) => leaving.ask(`query Before${at} ${total}`)));
  slow.delay = 300;
  const begun = [1, 2, 3, 4].map((at) => leaving.ask(`query Q${at} ${total}`));
  await expect
    .poll(() => leaving.metric('scholargraph_operations_running'), { timeout: 60_000, interval: 20 })
    .toBe(begun.length);
  const ended = leaving.end('SIGTERM');
  await expect
    .poll(
      () =>
        leaving.ask(total).then(
          () => 'taken',
          () => 'refused',
        ),
      { timeout: 60_000 },
    )
    .toBe('refused');
  for (const { status, data } of await Promise.all(begun)) {
    expect({ status, data }).toEqual({
      status: 200,
      data: { publications: { totalCount: expect.any(Number) } },
    });
  }
  await ended;
  expect(await leaving.exited).toEqual([0, null]);
  await slow.close();
});

describe('reads that may go to several members of a cluster', () => {
  let proxy: FaultyProxy;
  let routed: readonly ServerProcess[];
  let sent = '';

  beforeAll(async () => {
    const address = inject('neo4j');
    proxy = await FaultyProxy.start(Number(new URL(address.uri).port));
    proxy.onSent = (bytes) => {
      sent += bytes.toString('latin1');
    };
    const through: Address = { ...address, uri: `neo4j://127.0.0.1:${proxy.port}` };
    routed = await Promise.all([through, through].map((each) => ServerProcess.start(dist, each)));
  });
  afterAll(async () => {
    await Promise.all((routed ?? []).map((each) => each.end()));
    await proxy?.close();
  });

  const mutation = `mutation { importRecords(input: { sourceName: "one", text: ${JSON.stringify(entry(1))}, waitSeconds: 55 }) { state } }`;

  test('wait for what a mutation has written, at the same server and, by its bookmark, at another', async () => {
    const [here, there] = routed;
    if (here === undefined || there === undefined) throw new Error('they have not started');
    const { headers, data } = await here.command(mutation);
    expect(data).toMatchObject({ importRecords: { state: 'DONE' } });
    const bookmark = headers.get('x-scholargraph-bookmark') ?? '';
    expect(bookmark).toMatch(/^FB:/);

    sent = '';
    await here.ask(total);
    expect(sent).toContain(bookmark);

    sent = '';
    const answer = await there.command(total, { headers: { 'x-scholargraph-bookmark': bookmark } });
    expect(answer.data).toEqual({ publications: { totalCount: 1 } });
    expect(sent).toContain(bookmark);
  });

  test('take no bookmark of just anybody, who could make one up that never comes', async () => {
    const [, there] = routed;
    sent = '';
    const bookmark = 'FB:kcwQqqqqqqqqqqqqqqqqqqqqqskAAAAA';
    expect((await there?.ask(total, { headers: { 'x-scholargraph-bookmark': bookmark } }))?.status).toBe(200);
    expect(sent).not.toContain(bookmark);
    const refused = await there?.command(total, { headers: { 'x-scholargraph-bookmark': bookmark } });
    expect(refused?.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });
});
