import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { readConfig } from '../src/config.ts';
import { Graph } from '../src/graph/graph.ts';
import { startLocalNeo4j } from '../src/graph/local/localNeo4j.ts';
import { ChildServer } from './contestants/childServer.ts';
import { graphOfCorpus } from './graphOfCorpus.ts';
import { subjectsOf } from './subjects.ts';

/**
 * Asks a server for more than it can do, and prints what becomes of those whom it takes. First as many clients as it works
 * for at a time ask one question after the other, which gives the capacity; then so many times the capacity comes in,
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
/** More than a server has room for, running and waiting. */
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
      const capacity = await best(() => run(url, bodies, { clients: concurrency }));
      if (capacity.wrong > 0 || capacity.served === 0)
        throw new Error(
          `${capacity.wrong} requests were not answered as they should be, ${capacity.served} were`,
        );
      const rows = [row('capacity', capacity, capacity)];
      for (const times of loads) {
        const rate = Math.max(1, Math.round(times * capacity.served));
        rows.push(row(`${times} ×`, await run(url, bodies, { clients: connections, rate }), capacity));
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
async function best(measured: () => Promise<Measured>): Promise<Measured> {
  let found = await measured();
  for (let time = 1; time < 3; time += 1) {
    const next = await measured();
    if (next.served > found.served) found = next;
  }
  return found;
}

/** @param load how many connections ask, and for how much a second together; as much as they get where absent */
async function run(
  url: string,
  bodies: readonly string[],
  { clients, rate }: { readonly clients: number; readonly rate?: number },
): Promise<Measured> {
  const served: number[] = [];
  let away = 0;
  let wrong = 0;
  const options = {
    url,
    connections: clients,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: rate }),
    // Whoever waits longer than the server lets anybody wait is an error.
    timeout: 30,
    requests: bodies.map((body) => ({
      method: 'POST' as const,
      headers,
      body,
    })),
  };
  const { errors, duration } = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
    running.on('response', (_client, status, _bytes, milliseconds) => {
      if (status === 200) served.push(milliseconds);
      else if (status === 503) away += 1;
      else wrong += 1;
    });
  });
  const sorted = served.sort((a, b) => a - b);
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    served: served.length / duration,
    away: away / duration,
    wrong: wrong + errors,
    p50: quantile(0.5),
    p99: quantile(0.99),
  };
}

function row(load: string, { served, away, wrong, p50, p99 }: Measured, capacity: Measured): string {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return `| ${load} | ${percent(served / capacity.served)} | ${percent(away / Math.max(1, served + away))} | ${p50.toFixed(0)} ms | ${p99.toFixed(0)} ms | ${wrong} |`;
}
