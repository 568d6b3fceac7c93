import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { run } from '../../src/cli.ts';
import { ScholargraphError } from '../../src/errors.ts';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { migrate, migrationOf, newestMigration } from '../../src/graph/migrate.ts';
import { freshGraph } from './freshGraph.ts';

describe('migrations', () => {
  let graph: Graph;
  let folder: string;
  beforeEach(async () => {
    graph = await freshGraph();
    folder = await mkdtemp(path.join(tmpdir(), 'migrations-'));
    await graph.command(cypher`MATCH (n:Migration) DELETE n`);
  });
  afterEach(async () => {
    await graph.command(cypher`DROP CONSTRAINT sample IF EXISTS`);
    await graph.command(cypher`MATCH (n:Migration) DELETE n`);
    await migrate(graph);
    await rm(folder, { recursive: true });
  });

  async function failure(work: Promise<unknown>): Promise<ScholargraphError> {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof ScholargraphError) return error;
    throw new Error(`expected a ScholargraphError, got ${String(error)}`);
  }
  const put = (name: string, text: string) => writeFile(path.join(folder, name), text);
  const constraint = 'CREATE CONSTRAINT sample IF NOT EXISTS FOR (n:Sample) REQUIRE n.id IS UNIQUE;\n';

  test('run once, in order', async () => {
    await put('V001__constraint.cypher', constraint);
    await put('V002__data.cypher', '// two statements\nMERGE (:Sample {id: 1});\nMERGE (:Sample {id: 2})\n');
    expect(await migrate(graph, folder)).toEqual({
      applied: ['V001__constraint.cypher', 'V002__data.cypher'],
      version: 2,
    });
    expect(await migrate(graph, folder)).toEqual({ applied: [], version: 2 });
    expect(await graph.read(cypher`MATCH (n:Sample) RETURN count(n) AS samples`)).toEqual([{ samples: 2 }]);
  });

  test('resume after one that failed midway', async () => {
    await put('V001__constraint.cypher', `${constraint}MERGE (:Sample {id: 1});\nCREAT (oops);\n`);
    const error = await failure(migrate(graph, folder));
    expect(error.code).toBe('MIGRATION_FAILED');
    expect(error.message).toContain('V001__constraint.cypher');
    await put('V001__constraint.cypher', `${constraint}MERGE (:Sample {id: 1});\nMERGE (:Sample {id: 3});\n`);
    await migrate(graph, folder);
    expect(await graph.read(cypher`MATCH (n:Sample) RETURN count(n) AS samples`)).toEqual([{ samples: 2 }]);
  });

  test('refuse a file that was edited after it ran', async () => {
    await put('V001__constraint.cypher', constraint);
    await migrate(graph, folder);
    await put('V001__constraint.cypher', `${constraint}MERGE (:Sample {id: 9});\n`);
    expect((await failure(migrate(graph, folder))).code).toBe('MIGRATION_CHANGED');
  });

  test('refuse a database that a newer server has migrated', async () => {
    await put('V001__constraint.cypher', constraint);
    await put('V002__more.cypher', 'MERGE (:Sample {id: 1});\n');
    await migrate(graph, folder);
    await rm(path.join(folder, 'V002__more.cypher'));
    expect((await failure(migrate(graph, folder))).code).toBe('DATABASE_NEWER_THAN_SERVER');
  });

  test('of a database elsewhere, upgrade runs when somebody says that it is backed up', async () => {
    await migrate(graph);
    await graph.command(cypher`MATCH (m:Migration) WITH m ORDER BY m.version DESC LIMIT 1 DELETE m`);
    const { uri, user, password, database } = inject('neo4j');
    vi.stubEnv('NEO4J_URI', uri);
    vi.stubEnv('NEO4J_USER', user);
    vi.stubEnv('NEO4J_PASSWORD', password);
    vi.stubEnv('NEO4J_DATABASE', database);
    let output = '';
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        output += text.toString();
        return true;
      });
    }
    try {
      const newest = await newestMigration();
      expect(await run(['node', 'scholargraph', 'upgrade'])).toBe(1);
      expect(output).toMatch(/^BAD_INPUT: field --no-backup: .*docs\/operations\.md/);
      expect(await migrationOf(graph)).toBe(newest - 1);
      expect(await run(['node', 'scholargraph', 'upgrade', '--no-backup'])).toBe(0);
      expect(output).toMatch(/The graph is one of Scholargraph .*: ran V0\d\d__/);
      expect(await migrationOf(graph)).toBe(newest);
    } finally {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    }
  });

  test('refuse a gap in the numbers', async () => {
    await put('V002__late.cypher', constraint);
    expect((await failure(migrate(graph, folder))).code).toBe('MIGRATION_FAILED');
  });
});
