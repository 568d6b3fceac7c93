import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { cypher } from '../src/graph/cypher.ts';
import { Graph } from '../src/graph/graph.ts';
import { startLocalNeo4j } from '../src/graph/local/localNeo4j.ts';
import { graphOfCorpus } from './graphOfCorpus.ts';

/**
 * Prints what a graph takes on disk, and how many nodes and relationships it has, for each publication: what docs/scale.md
 * works out larger graphs from.
 */
const { values } = parseArgs({
  options: {
    publications: { type: 'string', default: '5000,20000' },
    /** Where graphs are kept for the next time. */
    folder: { type: 'string' },
  },
});

const folder = values.folder ?? (await mkdtemp(path.join(tmpdir(), 'scholargraph-bench-')));
try {
  for (const publications of values.publications.split(',').map(Number)) await measure(publications);
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

async function measure(publications: number): Promise<void> {
  const dataFolder = await graphOfCorpus(folder, publications);
  const { neo4j } = readConfig({ ...process.env, NEO4J_URI: undefined });
  if (neo4j.kind !== 'local') throw new Error('the bench starts its own Neo4j');
  const local = await startLocalNeo4j({ ...neo4j, dataFolder });
  let counts: Record<string, number>;
  try {
    const graph = new Graph(local.address);
    counts = await countsOf(graph).finally(() => graph.close());
  } finally {
    await local.stop();
  }
  const store = path.join(dataFolder, 'neo4j', 'data', 'databases', 'neo4j');
  const bytes = await bytesOf(store);
  const each = (entries: Record<string, number>) =>
    Object.entries(entries)
      .sort(([, a], [, b]) => b - a)
      .map(
        ([name, value]) =>
          `| ${name} | ${value.toLocaleString('en')} | ${(value / publications).toFixed(2)} |`,
      );
  process.stdout.write(
    [
      `\n### ${publications.toLocaleString('en')} publications\n`,
      '| | in all | of each publication |\n|---|---:|---:|',
      ...each(counts),
      '\n| files | bytes | of each publication |\n|---|---:|---:|',
      ...each(bytes),
      '',
    ].join('\n'),
  );
}

async function countsOf(graph: Graph): Promise<Record<string, number>> {
  const rows = await graph.read<{ name: string; count: number }>(
    cypher`
      MATCH (n) RETURN '(:' + labels(n)[0] + ')' AS name, count(*) AS count
      UNION ALL MATCH ()-[r]->() RETURN '[:' + type(r) + ']' AS name, count(*) AS count
      UNION ALL MATCH (n) RETURN 'all nodes' AS name, count(*) AS count
      UNION ALL MATCH ()-[r]->() RETURN 'all relationships' AS name, count(*) AS count
      UNION ALL MATCH (n:Publication) RETURN 'characters of abstracts' AS name, sum(size(n.abstract)) AS count
      UNION ALL MATCH (n:Publication) RETURN 'characters of reasons' AS name, sum(size(n.chosen)) AS count
      UNION ALL MATCH ()-[r:STATED_BY]->() RETURN 'characters of statements' AS name, sum(size(r.fields)) AS count`,
    {},
    { timeoutMs: 600_000 },
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** By what the files are of. */
async function bytesOf(store: string): Promise<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const entry of await readdir(store, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const [, fulltext, index] = /schema\/index\/(?:(fulltext)|([\w-]+))/.exec(file) ?? [];
    const [, part] = /neostore\.(\w+)/.exec(entry.name) ?? [];
    const name = fulltext
      ? 'full-text indexes'
      : index
        ? 'other indexes'
        : part
          ? `store of ${part}`
          : 'the rest';
    const { size } = await stat(file);
    sums[name] = (sums[name] ?? 0) + size;
    sums['all files'] = (sums['all files'] ?? 0) + size;
  }
  return sums;
}
