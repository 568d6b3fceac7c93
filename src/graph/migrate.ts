import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ScholargraphError } from '../errors.ts';
import { Cypher, cypher } from './cypher.ts';
import { type Graph, int } from './graph.ts';

/** The migrations of this package; the same folder from `src` and from `dist`. */
export const migrationsFolder = fileURLToPath(new URL('../../schema/migrations', import.meta.url));

/** Seconds that making a constraint or index may take: it reads the whole of a graph that is there already. */
const indexSeconds = 6 * 3600;

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
  readonly statements: readonly string[];
}

export interface MigrationReport {
  readonly applied: readonly string[];
  /** The version the database has now. */
  readonly version: number;
}

/**
 * Brings the database's schema up to this server's: runs each `V001__name.cypher` that has not run yet, in order.
 * Statements are idempotent, so a migration that failed midway runs again from its start. Forward only.
 *
 * @throws ScholargraphError MIGRATION_CHANGED where a file that has run was edited since, DATABASE_NEWER_THAN_SERVER
 * where the database has a version that this server does not know, MIGRATION_FAILED where a statement fails
 */
export async function migrate(graph: Graph, folder = migrationsFolder): Promise<MigrationReport> {
  const migrations = await readMigrations(folder);
  await graph.command(
    cypher`CREATE CONSTRAINT migration_version IF NOT EXISTS FOR (n:Migration) REQUIRE n.version IS UNIQUE`,
  );
  const done = new Map(
    (
      await graph.read<{ version: number; name: string; sha256: string }>(
        cypher`MATCH (m:Migration) RETURN m.version AS version, m.name AS name, m.sha256 AS sha256 ORDER BY version`,
      )
    ).map((row) => [row.version, row]),
  );
  const newest = migrations.at(-1)?.version ?? 0;
  const unknown = [...done.values()].find((row) => row.version > newest);
  if (unknown !== undefined) {
    throw new ScholargraphError(
      'DATABASE_NEWER_THAN_SERVER',
      `The database has migration ${unknown.name}, which this server does not know`,
      { fix: 'Start the newer server that made it, or restore a backup from before the upgrade.' },
    );
  }
  const applied: string[] = [];
  for (const migration of migrations) {
    const before = done.get(migration.version);
    if (before !== undefined) {
      if (before.sha256 !== migration.sha256) {
        throw new ScholargraphError(
          'MIGRATION_CHANGED',
          `${migration.name} is not the file that was run on this database`,
          {
            fix: 'Migrations that have run are never edited: restore the file and put the change in a new one.',
          },
        );
      }
      continue;
    }
    await apply(graph, migration);
    applied.push(migration.name);
  }
  if (applied.length > 0) {
    await graph.command(
      cypher`CALL db.awaitIndexes($seconds)`,
      { seconds: int(indexSeconds) },
      { timeoutMs: 1000 * indexSeconds },
    );
  }
  return { applied, version: newest };
}

/**
 * By its constraints alone a graph keeps two who write the same at once from writing it twice. Somebody may have dropped one
 * since the migrations ran.
 * @throws ScholargraphError CONSTRAINT_MISSING
 */
export async function requireConstraints(graph: Graph): Promise<void> {
  const rows = await graph.read<{ name: string }>(cypher`SHOW CONSTRAINTS YIELD name RETURN name`);
  const there = new Set(rows.map(({ name }) => name));
  for (const { statements } of await readMigrations(migrationsFolder)) {
    for (const statement of statements) {
      const [, name] = /^CREATE CONSTRAINT (\w+) /.exec(statement) ?? [];
      if (name === undefined || there.has(name)) continue;
      throw new ScholargraphError('CONSTRAINT_MISSING', `The graph lacks its constraint ${name}`, {
        fix: `Without it something could be stored twice. Have the database run: ${statement}`,
      });
    }
  }
}

/** The newest migration of this package. */
export async function newestMigration(folder = migrationsFolder): Promise<number> {
  return (await readMigrations(folder)).length;
}

/** The newest migration that has run on the graph; 0 where none has. */
export async function migrationOf(graph: Graph): Promise<number> {
  const [row] = await graph.read<{ version: number }>(
    cypher`MATCH (m:Migration) RETURN coalesce(max(m.version), 0) AS version`,
  );
  return row?.version ?? 0;
}

async function apply(graph: Graph, migration: Migration): Promise<void> {
  for (const statement of migration.statements) {
    try {
      await graph.command(new Cypher(statement), {}, { timeoutMs: 1000 * indexSeconds });
    } catch (cause) {
      throw new ScholargraphError(
        'MIGRATION_FAILED',
        `The statement '${statement.slice(0, 120)}' failed: ${cause instanceof Error ? cause.message : String(cause)}`,
        {
          source: migration.name,
          fix: 'Mend what the message names and start again: the migration resumes where it stopped.',
          cause,
        },
      );
    }
  }
  await graph.command(
    cypher`MERGE (m:Migration {version: toInteger($version)})
      ON CREATE SET m.name = $name, m.sha256 = $sha256, m.at = datetime()`,
    { version: migration.version, name: migration.name, sha256: migration.sha256 },
  );
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.cypher')).sort();
  return Promise.all(
    names.map(async (name, index) => {
      const version = Number(/^V(\d{3})__[a-z0-9_]+\.cypher$/.exec(name)?.[1]);
      if (version !== index + 1) {
        throw new ScholargraphError('MIGRATION_FAILED', `${name} is out of line`, {
          source: folder,
          expected: `a file named V${String(index + 1).padStart(3, '0')}__what_it_does.cypher`,
        });
      }
      const text = await readFile(path.join(folder, name), 'utf8');
      return {
        version,
        name,
        sha256: createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex'),
        statements: statementsOf(text),
      };
    }),
  );
}

/** A statement ends with a semicolon at the end of a line; `//` at the start of a line is a comment. */
function statementsOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('//'))
    .join('\n')
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
