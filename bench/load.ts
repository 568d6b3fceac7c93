import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { Graph } from '../src/graph/graph.ts';
import { startLocalNeo4j } from '../src/graph/local/localNeo4j.ts';
import { ChildServer } from './contestants/childServer.ts';
import { graphOfCorpus } from './graphOfCorpus.ts';
import { subjectsOf } from './subjects.ts';

/**
 * Asks a server for more than it can do, and prints what becomes of those whom it takes. First as many clients as it works
 * for at a time ask one question after the other, which gives the capacity; then so many times the capacity comes in, evenly,
 * whatever has become of what came before. Only ever against a server that it has started itself.
 */
const { values } = parseArgs({
  options: {
    publications: { type: 'string', default: '5000' },
    /** Of each measurement. */
    seconds: { type: 'string', default: '10' },
    /** Times the capacity. */
    loads: { type: 'string', default: '1,2,4' },
    /** Where graphs are kept for the next time. */
    folder: { type: 'string' },
  },
});
const seconds = Math.min(60, Number(values.seconds));
const loads = values.loads.split(',').map((text) => Math.min(8, Number(text)));

/** As many as a server works for at a time, if nothing else is said. */
const concurrency = 16;

/** More than a server has room for, running and waiting, kept open as a proxy in front of it does. */
const connections = 200;

const document = `query ($id: ID!) { author(id: $id) { name publicationCount
  publications(first: 20) { nodes { title year authors(first: 50) { nodes { name } } topics(first: 50) { nodes { name } } } } } }`;

const headers = { 'content-type': 'application/json', accept: 'application/json' };

interface Measured {
  /** Answers a second with the status 200. */
  readonly served: number;
  /** Sent away by 503, a second. */
  readonly away: number;
  /** Anything else. */
  readonly wrong: number;
  /** Milliseconds, of those that were served. */
  readonly p50: number;
  readonly p99: number;
}

const folder = values.folder ?? (await mkdtemp(path.join(tmpdir(), 'scholargraph-bench-')));
try {
  await measure();
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const { neo4j } = readConfig({ ...process.env, NEO4J_URI: undefined, SCHOLARGRAPH_NEO4J_HEAP: '2g' });
  if (neo4j.kind !== 'local') throw new Error('the bench starts its own Neo4j');
  const dataFolder = await graphOfCorpus(folder, Number(values.publications));
  const local = await startLocalNeo4j({ ...neo4j, dataFolder });
  const { uri, user, password = '' } = local.address;
  try {
    const graph = new Graph(local.address);
    const { authors } = await subjectsOf(graph).finally(() => graph.close());
    const bodies = authors.map((id) =>
      JSON.stringify({
        query: document,
        variables: { id: Buffer.from(`Author:${id}`).toString('base64') },
      }),
    );
    const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
    const server = await ChildServer.start(main, ['serve'], {
      NEO4J_URI: uri,
      NEO4J_USER: user,
      NEO4J_PASSWORD: password,
      PORT: '0',
      LOG_LEVEL: 'silent',
      // What one client may ask for is not what is measured, nor what is remembered.
      SCHOLARGRAPH_REQUEST_RATE: '0',
      SCHOLARGRAPH_COST_RATE: '0',
      SCHOLARGRAPH_ANSWER_CACHE: '0',
    });
    const { url } = server;
    try {
      // Plans are made and the graph is read from disk before anything counts.
      for (const body of bodies)
        await fetch(url, { method: 'POST', headers, body }).then((each) => each.text());
      const capacity = await best(() => measured(oneAfterTheOther, url, bodies));
      if (capacity.wrong > 0 || capacity.served === 0)
        throw new Error(
          `${capacity.wrong} requests were not answered as they should be, ${capacity.served} were`,
        );
      const rows = [row('capacity', capacity, capacity)];
      for (const times of loads) {
        const rate = Math.max(1, Math.round(times * capacity.served));
        rows.push(row(`${times} ×`, await measured(steadily(rate), url, bodies), capacity));
      }
      process.stdout.write(
        `\n| load | served, of the capacity | sent away, of what came | p50 | p99 of the served | anything else |\n|---|---:|---:|---:|---:|---:|\n${rows.join('\n')}\n`,
      );
    } finally {
      await server.stop();
    }
  } finally {
    await local.stop();
  }
  const [{ model } = { model: 'unknown' }] = cpus();
  process.stdout.write(
    `\n${cpus().length} processors (${model}), Node ${process.version}, load ${loadavg()[0]?.toFixed(1)} at the end\n`,
  );
}

/** Of three, since a machine that does other work for a moment can do less, and never more. */
async function best(measure: () => Promise<Measured>): Promise<Measured> {
  let found = await measure();
  for (let time = 1; time < 3; time += 1) {
    const next = await measure();
    if (next.served > found.served) found = next;
  }
  return found;
}

/** Asks, by `ask`, until the time is over. */
type Asking = (ask: (turn: number) => Promise<void>, end: number) => Promise<void>;

/** As many clients as the server works for at a time, each with its next request when it has the answer to the last. */
async function oneAfterTheOther(ask: (turn: number) => Promise<void>, end: number): Promise<void> {
  let turn = 0;
  const client = async () => {
    while (performance.now() < end) await ask(turn++);
  };
  await Promise.all(Array.from({ length: concurrency }, client));
}

/** So many requests a second, evenly, whatever becomes of them. */
function steadily(rate: number): Asking {
  return async (ask, end) => {
    const begin = performance.now();
    const asked: Promise<void>[] = [];
    for (let now = begin; now < end; now = performance.now()) {
      while (asked.length < ((now - begin) * rate) / 1_000) asked.push(ask(asked.length));
      await delay(1);
    }
    await Promise.all(asked);
  };
}

async function measured(asking: Asking, url: string, bodies: readonly string[]): Promise<Measured> {
  const served: number[] = [];
  let away = 0;
  let wrong = 0;
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  const begin = performance.now();
  const end = begin + 1_000 * seconds;
  await asking(async (turn) => {
    const start = performance.now();
    const status = await statusOf(agent, url, bodies[turn % bodies.length] ?? '');
    if (status === 200) served.push(performance.now() - start);
    else if (status === 503) away += 1;
    else wrong += 1;
  }, end);
  const duration = (performance.now() - begin) / 1_000;
  agent.destroy();
  const sorted = served.sort((a, b) => a - b);
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    served: served.length / duration,
    away: away / duration,
    wrong,
    p50: quantile(0.5),
    p99: quantile(0.99),
  };
}

/** @returns 0 where there is no answer, or none within 30 seconds: longer than the server lets anybody wait */
function statusOf(agent: Agent, url: string, body: string): Promise<number> {
  return new Promise((resolve) => {
    const sent = request(
      url,
      {
        agent,
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        timeout: 30_000,
      },
      (response) => {
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', () => resolve(0));
        response.resume();
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

function row(load: string, { served, away, wrong, p50, p99 }: Measured, capacity: Measured): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return `| ${load} | ${percent(served / capacity.served)} | ${percent(away / Math.max(1, served + away))} | ${p50.toFixed(0)} ms | ${p99.toFixed(0)} ms | ${wrong} |`;
}
