import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config, Neo4jConfig } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import { requireEmptyGraph } from '../graph/bulk/loaded.ts';
import { type Contents, contentsOf } from '../graph/contents.ts';
import { type Backup, type BackupFacts, dumpStore, readBackup, restoreStore } from '../graph/local/backup.ts';
import { claimFolder } from '../graph/local/localNeo4j.ts';
import { readLock } from '../graph/local/lock.ts';
import { hasLocalStore } from '../graph/local/store.ts';
import { migrate, newestMigration } from '../graph/migrate.ts';
import { withDatabase } from './database.ts';
import { packageVersion } from './version.ts';

export type LocalConfig = Config & { readonly neo4j: Extract<Neo4jConfig, { kind: 'local' }> };

/** As it comes from the command line. */
export interface OverwriteFlag {
  readonly overwrite?: boolean | undefined;
}

/**
 * Writes all of the local graph to a file. It takes the data folder meanwhile, so no server may run on it.
 *
 * @throws ScholargraphError STORE_LOCKED, NOT_FOUND where there is no graph, OUTPUT_UNWRITABLE, BACKUP_FAILED, DISK_FULL,
 * BAD_INPUT where the database is elsewhere, and those of a start
 */
export async function backup(
  config: Config,
  file: string,
  { overwrite }: OverwriteFlag,
  signal?: AbortSignal,
): Promise<number> {
  requireLocal(config);
  if (overwrite !== true) requireFree(file);
  const claim = await claimFolder(config.neo4j.dataFolder);
  try {
    if (!hasLocalStore(config.neo4j.dataFolder)) {
      throw new ScholargraphError('NOT_FOUND', `There is no graph in ${config.neo4j.dataFolder}`, {
        fix: 'Name the folder that has it with SCHOLARGRAPH_DATA.',
      });
    }
    // A start recovers what a crash has left, and its end leaves the store in order.
    const contents = await withDatabase(config, signal, contentsOf, { migrates: false, claim });
    await writeBackup(config, file, contents, signal);
    return 0;
  } finally {
    await claim.release();
  }
}

/** Writes one of a graph whose folder is claimed and which was opened and closed in order, and says so. */
export async function writeBackup(
  config: LocalConfig,
  file: string,
  contents: Contents,
  signal: AbortSignal | undefined,
): Promise<void> {
  const facts: BackupFacts = {
    madeAt: new Date().toISOString(),
    scholargraph: packageVersion(),
    ...contents,
  };
  const bytes = await dumpStore(path.resolve(file), facts, { ...config.neo4j, signal });
  process.stdout.write(`${file} has ${described(facts)}: ${(bytes / 1e6).toFixed(1)} MB.\n`);
}

/**
 * Makes the local graph that of a backup, with its schema up to date.
 *
 * @throws ScholargraphError BACKUP_DAMAGED, SOURCE_UNREADABLE, DATABASE_NEWER_THAN_SERVER, GRAPH_NOT_EMPTY, STORE_LOCKED,
 * BACKUP_FAILED, DISK_FULL, BAD_INPUT where the database is elsewhere, and those of a start
 */
export async function restore(
  config: Config,
  file: string,
  { overwrite }: OverwriteFlag,
  signal?: AbortSignal,
): Promise<number> {
  requireLocal(config);
  const kept = await readBackup(file);
  await requireKnown(kept);
  const claim = await claimFolder(config.neo4j.dataFolder);
  try {
    if (overwrite !== true && hasLocalStore(config.neo4j.dataFolder)) {
      await withDatabase(config, signal, (graph) => requireEmptyGraph(graph, refusal), {
        migrates: false,
        claim,
      });
    }
    let applied: readonly string[] = [];
    await restoreStore(kept, { ...config.neo4j, signal }, async (dataFolder) => {
      applied = await checked({ ...config, neo4j: { ...config.neo4j, dataFolder } }, kept, signal);
    });
    const upgraded = applied.length === 0 ? '' : ` Migrations that have run: ${applied.join(', ')}.`;
    process.stdout.write(`Restored ${described(kept.facts)}.${upgraded}\n`);
    return 0;
  } finally {
    await claim.release();
  }
}

const refusal = {
  what: 'A backup takes the place of the whole graph, and this one holds something',
  fix: 'Give --overwrite to give that up, after a backup of it. Or name another folder with SCHOLARGRAPH_DATA.',
};

/** Opens what was loaded. @returns the migrations that have run on it */
async function checked(
  config: LocalConfig,
  { file, facts }: Backup,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  return withDatabase(
    config,
    signal,
    async (graph) => {
      const { nodes, relationships } = await contentsOf(graph);
      if (nodes !== facts.nodes || relationships !== facts.relationships) {
        throw new ScholargraphError(
          'BACKUP_DAMAGED',
          `What was loaded has ${nodes} nodes and ${relationships} relationships`,
          {
            source: file,
            expected: `${facts.nodes} and ${facts.relationships}`,
            fix: 'The graph is as it was. Take another backup.',
          },
        );
      }
      return (await migrate(graph)).applied;
    },
    { migrates: false },
  );
}

export function isLocal(config: Config): config is LocalConfig {
  return config.neo4j.kind === 'local';
}

/** @throws ScholargraphError BAD_INPUT */
function requireLocal(config: Config): asserts config is LocalConfig {
  if (isLocal(config)) return;
  throw new ScholargraphError(
    'BAD_INPUT',
    'The database that NEO4J_URI names is backed up by its own tools',
    {
      field: 'NEO4J_URI',
      expected: 'it unset, for the local Neo4j',
      fix: 'docs/operations.md says how to back up and restore a container, a server, a cluster and Aura.',
    },
  );
}

/** @throws ScholargraphError OUTPUT_UNWRITABLE */
export function requireFree(file: string): void {
  if (!existsSync(file)) return;
  throw new ScholargraphError('OUTPUT_UNWRITABLE', 'There is such a file already', {
    source: file,
    fix: 'Name another one, or give --overwrite to replace it.',
  });
}

/** @throws ScholargraphError DATABASE_NEWER_THAN_SERVER */
async function requireKnown({ file, facts }: Backup): Promise<void> {
  const migration = await newestMigration();
  const { neo4j } = await readLock();
  if (facts.migration <= migration && !isNewer(facts.neo4j, neo4j)) return;
  throw new ScholargraphError('DATABASE_NEWER_THAN_SERVER', 'A newer version has made this backup', {
    source: file,
    expected: `migration ${migration} and Neo4j ${neo4j} at most, not migration ${facts.migration} and Neo4j ${facts.neo4j}`,
    fix: `Restore it by Scholargraph ${facts.scholargraph} or newer.`,
  });
}

/** Releases of one minor version of Neo4j read each other's stores. */
function isNewer(version: string, than: string): boolean {
  const [[major, minor], [thanMajor, thanMinor]] = [minorOf(version), minorOf(than)];
  return major > thanMajor || (major === thanMajor && minor > thanMinor);
}

function minorOf(version: string): readonly [number, number] {
  const [, major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return [major, minor];
}

function described({ madeAt, migration, neo4j, nodes, relationships }: BackupFacts): string {
  return `the graph of ${madeAt}, with ${nodes} nodes and ${relationships} relationships, at migration ${migration}, from Neo4j ${neo4j}`;
}
