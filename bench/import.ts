import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { cypher } from '../src/graph/cypher.ts';
import { Graph } from '../src/graph/graph.ts';
import { startLocalNeo4j } from '../src/graph/local/localNeo4j.ts';
import { migrate } from '../src/graph/migrate.ts';
import { ingest } from '../src/ingest.ts';
import { writeCorpus } from './corpusFile.ts';
import { plainImport } from './plainImport.ts';

/**
 * Imports one generated file twice into the same Neo4j: by hand-written Cypher without any resolution, and by
 * Scholargraph. Prints both rates and their ratio. Each gets a fresh database.
 */
const { values } = parseArgs({
  options: {
    publications: { type: 'string', default: '50000' },
    profile: { type: 'boolean', default: false },
  },
});
const publications = Number(values.publications);
const folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-bench-'));
try {
  const file = path.join(folder, 'corpus.jsonl');
  await writeCorpus(file, { publications, seed: 7 });
  const plain = await measured('plain UNWIND', (graph) => plainImport(graph, file));
  const ours = await measured('Scholargraph', async (graph) => {
    await migrate(graph);
    const report = await ingest(graph, [file], {});
    const [source] = report.sources;
    if (source?.finished !== true) throw source?.error ?? new Error('the import did not end');
  });
  process.stdout.write(`\nScholargraph at ${(plain / ours).toFixed(2)} of the speed of plain UNWIND\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @returns seconds */
async function measured(name: string, work: (graph: Graph) => Promise<void>): Promise<number> {
  const { neo4j } = readConfig({ ...process.env, NEO4J_URI: undefined, SCHOLARGRAPH_NEO4J_HEAP: '2g' });
  if (neo4j.kind !== 'local') throw new Error('the bench starts its own Neo4j');
  const dataFolder = await mkdtemp(path.join(folder, 'neo4j-'));
  const local = await startLocalNeo4j({ ...neo4j, dataFolder });
  const graph = new Graph(local.address);
  const spent = new Map<string, number>();
  if (values.profile) {
    graph.onQuery(({ text, milliseconds }) => {
      const key = text.replaceAll(/\s+/g, ' ').slice(0, 110);
      spent.set(key, (spent.get(key) ?? 0) + milliseconds);
    });
  }
  try {
    const start = performance.now();
    await work(graph);
    const seconds = (performance.now() - start) / 1000;
    const memory = Math.round(process.memoryUsage().rss / 1e6);
    process.stdout.write(
      `${name}: ${publications} publications in ${seconds.toFixed(1)} s, ${Math.round(publications / seconds)}/s, resident ${memory} MB\n`,
    );
    for (const row of await graph.read<{ label: string; nodes: number }>(
      cypher`MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS nodes ORDER BY nodes DESC`,
    )) {
      process.stdout.write(`  ${row.label} ${row.nodes}\n`);
    }
    for (const [text, milliseconds] of [...spent].sort(([, a], [, b]) => b - a).slice(0, 16)) {
      process.stdout.write(`  ${Math.round(milliseconds)} ms ${text}\n`);
    }
    return seconds;
  } finally {
    await graph.close();
    await local.stop();
  }
}
