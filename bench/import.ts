import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';
import { cypher } from '../src/graph/cypher.ts';
import { Graph } from '../src/graph/graph.ts';
import { startLocalNeo4j } from '../src/graph/local/localNeo4j.ts';
import { migrate } from '../src/graph/migrate.ts';
import { ingest } from '../src/ingest.ts';
import { commandImport } from './commandImport.ts';
import { writeCorpus } from './corpusFile.ts';
import { plainImport } from './plainImport.ts';
import { writeSecondSource } from './secondSource.ts';

/**
 * Imports a generated literature of several sizes, each three times: by hand-written Cypher without any resolution, by
 * Scholargraph as it adds to a graph (`--no-bulk`), and by the command `scholargraph import` as it is, which fills an empty
 * graph in bulk; each in a process of its own and into a fresh database of its own. A tenth of the publications is in two
 * sources, and a twentieth has a preprint. Prints the rates, their ratios, and the most memory that each process had.
 */
const { values } = parseArgs({
  options: {
    publications: { type: 'string', default: '50000,500000' },
    folder: { type: 'string', default: tmpdir() },
    profile: { type: 'boolean', default: false },
    /** Of the processes that this one starts. */
    side: { type: 'string' },
  },
});

const adding = 'adding to a graph (--no-bulk)';
const filling = 'scholargraph import into an empty graph';

/** What a side tells. */
const measured = z.object({
  seconds: z.number(),
  /** Of processor time: of the importing process, and of Neo4j where Linux tells it. */
  client: z.number(),
  database: z.number().optional(),
  megabytes: z.number(),
  nodes: z.record(z.string(), z.number()),
});
type Measured = z.infer<typeof measured>;

if (values.side === undefined) {
  for (const publications of values.publications.split(',').map(Number)) await compare(publications);
} else {
  process.stdout.write(JSON.stringify(await measure(values.side, values.folder)));
}

async function compare(publications: number): Promise<void> {
  const folder = await mkdtemp(path.join(values.folder, 'scholargraph-bench-'));
  const say = (line: string) => process.stdout.write(`${line}\n`);
  try {
    const [first, second] = filesIn(folder);
    await writeCorpus(first, { publications, seed: 7 });
    const records = publications + (await writeSecondSource(second, { publications, seed: 7 }));
    say(
      `${publications} publications in ${records} records; ${cpus().length} processors, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
    );
    const rates: number[] = [];
    for (const [side, name] of [
      ['plain', 'plain UNWIND'],
      ['ours', adding],
    ] as const) {
      const { seconds, client, database, megabytes, nodes } = await sideOf(side, folder);
      rates.push(records / seconds);
      say(
        `${name}: ${seconds.toFixed(1)} s, ${Math.round(records / seconds)} records/s, at most ${megabytes} MB; processor time ${client.toFixed(1)} s, Neo4j's ${database?.toFixed(1) ?? '?'} s`,
      );
      say(
        `  ${Object.entries(nodes)
          .map(([label, count]) => `${label} ${count}`)
          .join(', ')}`,
      );
    }
    const { seconds, loaded, way, peak } = await commandImport(folder, filesIn(folder));
    // Which the others do not do.
    const ofTopics = loaded.find(({ what }) => what === 'Relating and clustering topics');
    const fillingSeconds = seconds - (ofTopics?.seconds ?? 0);
    rates.push(records / fillingSeconds);
    say(
      `${filling}: ${fillingSeconds.toFixed(1)} s, ${Math.round(records / fillingSeconds)} records/s, at most ${Math.round((peak ?? 0) / 1000)} MB; it went in ${way}`,
    );
    const [plain = 1, ...ours] = rates;
    const [toAdd, toFill] = ours.map((rate) => (rate / plain).toFixed(2));
    say(`Of the speed of plain UNWIND: ${filling} ${toFill}, ${adding} ${toAdd}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function filesIn(folder: string): readonly [string, string] {
  return [path.join(folder, 'works.jsonl'), path.join(folder, 'crossref.jsonl')];
}

async function sideOf(side: string, folder: string): Promise<Measured> {
  const script = fileURLToPath(import.meta.url);
  const profile = values.profile ? ['--profile'] : [];
  const child = spawn(
    process.execPath,
    [...process.execArgv, script, '--side', side, '--folder', folder, ...profile],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const said = await text(child.stdout);
  const code = await ended;
  if (code !== 0) throw new Error(`${side} ended with exit code ${code}`);
  return measured.parse(JSON.parse(said));
}

async function measure(side: string, folder: string): Promise<Measured> {
  const { neo4j } = readConfig({ ...process.env, NEO4J_URI: undefined, SCHOLARGRAPH_NEO4J_HEAP: '2g' });
  if (neo4j.kind !== 'local') throw new Error('the bench starts its own Neo4j');
  const dataFolder = await mkdtemp(path.join(folder, 'neo4j-'));
  const local = await startLocalNeo4j({ ...neo4j, dataFolder });
  const graph = new Graph(local.address);
  const spent = new Map<string, number>();
  if (values.profile) {
    graph.onQuery(({ text: statement, milliseconds }) => {
      const key = statement.replaceAll(/\s+/g, ' ').slice(0, 110);
      spent.set(key, (spent.get(key) ?? 0) + milliseconds);
    });
  }
  try {
    const before = { client: process.cpuUsage(), database: await processorSeconds(local.pid) };
    const start = performance.now();
    await (side === 'plain' ? plainImport(graph, filesIn(folder)) : imported(graph, filesIn(folder)));
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(before.client);
    const database = await processorSeconds(local.pid);
    for (const [statement, milliseconds] of [...spent].sort(([, a], [, b]) => b - a).slice(0, 20)) {
      process.stderr.write(`  ${Math.round(milliseconds)} ms ${statement}\n`);
    }
    const rows = await graph.read<{ label: string; nodes: number }>(
      cypher`MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS nodes ORDER BY nodes DESC LIMIT 5`,
      {},
      { timeoutMs: 600_000 },
    );
    return {
      seconds,
      client: (user + system) / 1e6,
      ...(database === undefined ? {} : { database: database - (before.database ?? 0) }),
      megabytes: Math.round(process.resourceUsage().maxRSS / 1000),
      nodes: Object.fromEntries(rows.map(({ label, nodes }) => [label, nodes])),
    };
  } finally {
    await graph.close();
    await local.stop();
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function imported(graph: Graph, files: readonly string[]): Promise<void> {
  await migrate(graph);
  const report = await ingest(graph, files, {});
  for (const source of report.sources) {
    if (!source.finished) throw source.error ?? new Error('the import did not end');
  }
}

/** User and system time of a process, in hundredths of a second as Linux counts them. */
async function processorSeconds(pid: number): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) / 100;
}
