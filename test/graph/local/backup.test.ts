import { type ChildProcess, execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli.ts';
import { seedPage } from '../../../src/commands/serve.ts';
import { cypher } from '../../../src/graph/cypher.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { readBackup } from '../../../src/graph/local/backup.ts';
import { claimFolder, startLocalNeo4j } from '../../../src/graph/local/localNeo4j.ts';
import { homeIn } from '../../../src/graph/local/settings.ts';
import { replaceStore } from '../../../src/graph/local/store.ts';
import { migrate, newestMigration } from '../../../src/graph/migrate.ts';
import { decide } from '../../../src/graph/write/decide.ts';
import { ingest } from '../../../src/ingest.ts';
import { buildPackage } from './builtPackage.ts';
import { localConfig, localEnvironment } from './localConfig.ts';

let dist: string;
let folder: string;
let data: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  dist = await buildPackage('backup');
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph backup größe '));
  data = path.join(folder, 'data');
  environment = await localEnvironment(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a command on the local Neo4j of a data folder; `meanwhile` gets the process. */
function command(
  dataFolder: string,
  argv: readonly string[],
  meanwhile: (child: ChildProcess) => void = () => {},
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const { NEO4J_URI: _, ...inherited } = process.env;
  const env = { ...inherited, ...environment, SCHOLARGRAPH_DATA: dataFolder };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(dist, 'main.js'), ...argv],
      { env, cwd: folder, timeout: 280_000 },
      (error, stdout, stderr) => resolve({ code: error?.signal ?? error?.code ?? 0, stdout, stderr }),
    );
    meanwhile(child);
  });
}

async function onGraph<Result>(dataFolder: string, work: (graph: Graph) => Promise<Result>): Promise<Result> {
  const local = await startLocalNeo4j(localConfig(dataFolder));
  const graph = new Graph(local.address);
  try {
    return await work(graph);
  } finally {
    await graph.close();
    await local.stop();
  }
}

/** Of every node and relationship in the order of the store, with decisions, redirects and migrations, and of the schema. */
async function digestOf(graph: Graph): Promise<string> {
  const digest = createHash('sha256');
  const parts = [
    cypher`MATCH (n) RETURN id(n) AS at, labels(n) AS labels, properties(n) AS properties ORDER BY at`,
    cypher`MATCH (a)-[r]->(b)
      RETURN id(r) AS at, id(a) AS from, type(r) AS type, id(b) AS to, properties(r) AS properties ORDER BY at`,
    cypher`SHOW INDEXES YIELD name, type, state RETURN name AS at, type, state ORDER BY at`,
    cypher`SHOW CONSTRAINTS YIELD name, type RETURN name AS at, type ORDER BY at`,
  ];
  for (const part of parts) {
    const rows = await graph.read(part);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) digest.update(`${JSON.stringify(row, sorted)}\n`);
  }
  return digest.digest('hex');
}

/** The properties of a node come in no order of their own. */
function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same backup with other words in its header, and signed anew: a newer version may have made it. */
async function altered(file: string, as: string, change: Readonly<Record<string, unknown>>): Promise<string> {
  const bytes = await readFile(file);
  const end = bytes.indexOf('\n') + 1;
  const stated: unknown = JSON.parse(bytes.toString('utf8', 0, end));
  const line = (sha256: string) => `${JSON.stringify({ ...Object(stated), ...change, sha256 })}\n`;
  const dump = bytes.subarray(end);
  const digest = createHash('sha256')
    .update(line('0'.repeat(64)))
    .update(dump)
    .digest('hex');
  const copy = path.join(folder, as);
  await writeFile(copy, Buffer.concat([Buffer.from(line(digest)), dump]));
  return copy;
}

const ofGraph = (name: string) => path.join(folder, name);

describe('backup and restore', () => {
  const file = () => ofGraph('graph.backup');
  let original: string;
  beforeAll(async () => {
    original = await onGraph(data, async (graph) => {
      await migrate(graph);
      await ingest(graph, [seedPage]);
      const [author] = await graph.read<{ id: string }>(
        cypher`MATCH (a:Author) RETURN a.id AS id ORDER BY a.publicationCount DESC, id LIMIT 1`,
      );
      const request = { kind: 'RENAME', of: 'AUTHOR', id: author?.id ?? '', name: 'Ada Lovelace' } as const;
      await decide(graph, request, { by: 'Ada', reason: 'It is her name' });
      return digestOf(graph);
    });
    const made = await command(data, ['backup', file()]);
    expect(made.stderr).toContain('Neo4j is ready');
    expect(made.stdout).toMatch(
      /graph\.backup has the graph of .* nodes and \d+ relationships, at migration \d+/,
    );
    expect(made.code).toBe(0);
  }, 900_000);

  test('a backup says what is in it, and is the only file that is left', async () => {
    const { facts } = await readBackup(file());
    expect(facts).toMatchObject({
      migration: await newestMigration(),
      neo4j: expect.stringMatching(/^5\.26\./),
    });
    expect(facts.nodes).toBeGreaterThan(50);
    expect((await readdir(folder)).filter((name) => name.startsWith('graph.'))).toEqual(['graph.backup']);
  });

  test('restored into an empty folder, the graph is the same to the last property', async () => {
    const empty = ofGraph('empty');
    const restored = await command(empty, ['restore', file()]);
    expect(restored.stderr).toContain('Neo4j is ready');
    expect(restored.stdout).toMatch(/^Restored the graph of .*\.\n$/);
    expect(restored.code).toBe(0);
    expect(await onGraph(empty, digestOf)).toBe(original);
    expect(await readdir(homeIn(empty).folder)).not.toContain('restored');
  });

  test('a graph that is there is given up only when that is said, and stays if the restore is killed', {
    timeout: 900_000,
  }, async () => {
    const refused = await command(data, ['restore', file()]);
    expect(refused.stderr).toMatch(/^GRAPH_NOT_EMPTY: .*--overwrite/m);
    expect(refused.code).toBe(1);
    const changed = await onGraph(data, async (graph) => {
      await graph.command(cypher`CREATE (:Publication {id: 'after the backup'})`);
      return digestOf(graph);
    });

    const killed = await command(data, ['restore', '--overwrite', file()], (child) => {
      const databases = path.join(homeIn(path.join(homeIn(data).folder, 'restored')).store, 'databases');
      const timer = setInterval(() => {
        if (existsSync(databases)) child.kill('SIGKILL');
      }, 10);
      child.once('exit', () => clearInterval(timer));
    });
    expect(killed.code).toBe('SIGKILL');
    expect(await onGraph(data, digestOf)).toBe(changed);

    // What was killed is no hindrance.
    const replaced = await command(data, ['restore', '--overwrite', file()]);
    expect(replaced.stdout).toMatch(/^Restored the graph of /);
    expect(replaced.code).toBe(0);
    expect(await onGraph(data, digestOf)).toBe(original);
    expect(await readdir(homeIn(data).folder)).not.toContain('restored');
  });

  test('a backup of an older version is brought up to this one, and upgrade backs up before it does so', {
    timeout: 900_000,
  }, async () => {
    const newest = await newestMigration();
    await onGraph(data, (graph) =>
      graph.command(cypher`MATCH (m:Migration) WHERE m.version = toInteger($newest) DELETE m`, { newest }),
    );
    const older = ofGraph('older.backup');
    const upgraded = await command(data, ['upgrade', '--backup', older]);
    expect(upgraded.stdout).toMatch(
      new RegExp(
        `^.*older\\.backup has .* at migration ${newest - 1},.*\nThe graph is one of .*: ran V0${newest}__`,
      ),
    );
    expect(upgraded.code).toBe(0);
    expect((await readBackup(older)).facts.migration).toBe(newest - 1);

    const again = await command(data, ['upgrade']);
    expect(again.stdout).toMatch(/^The graph is one of .*: it was up to date\.\n$/);
    expect(existsSync(path.join(data, 'backups'))).toBe(false);

    const restored = await command(ofGraph('older'), ['restore', older]);
    expect(restored.stdout).toContain(`Migrations that have run: V0${newest}__`);
    expect(restored.code).toBe(0);
  });

  test.each<[string, string, () => Promise<string>]>([
    ['cut short', 'BACKUP_DAMAGED', () => damaged((bytes) => bytes.subarray(0, bytes.length - 1))],
    ['with one bit turned', 'BACKUP_DAMAGED', () => damaged((bytes) => flipped(bytes, bytes.length >> 1))],
    ['with another word in its header', 'BACKUP_DAMAGED', () => damaged((bytes) => flipped(bytes, 100))],
    ['that is none', 'BACKUP_DAMAGED', async () => seedPage],
    ['that is not there', 'SOURCE_UNREADABLE', async () => ofGraph('nothing')],
    ['of a newer graph', 'DATABASE_NEWER_THAN_SERVER', () => altered(file(), 'newer', { migration: 999 })],
    [
      'from a newer Neo4j',
      'DATABASE_NEWER_THAN_SERVER',
      () => altered(file(), 'neo4j', { neo4j: '2031.01.0' }),
    ],
    [
      'in a newer form',
      'DATABASE_NEWER_THAN_SERVER',
      () => altered(file(), 'form', { scholargraphBackup: 2 }),
    ],
  ])('a backup %s is refused before anything is touched', async (_what, code, make) => {
    const untouched = ofGraph('untouched');
    const refused = await command(untouched, ['restore', await make()]);
    expect(refused.stderr).toMatch(new RegExp(`^${code}: `, 'm'));
    expect(refused.code).toBe(1);
    expect(existsSync(untouched)).toBe(false);
  });

  async function damaged(change: (bytes: Buffer) => Buffer): Promise<string> {
    const copy = ofGraph('damaged.backup');
    await writeFile(copy, change(await readFile(file())));
    return copy;
  }

  test('signed anew without a change it is accepted, so the refusals are for what they say', async () => {
    expect((await readBackup(await altered(file(), 'same', {}))).facts.nodes).toBeGreaterThan(50);
  });

  test('a folder in use, a file that is there, and a graph that is not there are refused', async () => {
    const claim = await claimFolder(data);
    try {
      const used = await command(data, ['backup', ofGraph('other.backup')]);
      expect(used.stderr).toMatch(new RegExp(`^STORE_LOCKED: .* process ${process.pid}`, 'm'));
      expect((await command(data, ['restore', '--overwrite', file()])).stderr).toMatch(/^STORE_LOCKED: /m);
    } finally {
      await claim.release();
    }
    expect((await command(data, ['backup', file()])).stderr).toMatch(/^OUTPUT_UNWRITABLE: .*--overwrite/m);
    const nothing = await command(ofGraph('nowhere'), ['backup', ofGraph('other.backup')]);
    expect(nothing.stderr).toMatch(/^NOT_FOUND: There is no graph in /m);
    expect(existsSync(ofGraph('other.backup'))).toBe(false);
  });
});

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

describe('a store that is replaced', () => {
  const dataFolder = () => ofGraph('replaced');
  const home = () => homeIn(dataFolder());
  const put = async (store: string, content: string) => {
    await mkdir(store, { recursive: true });
    await writeFile(path.join(store, 'content'), content);
  };
  const found = () => readFile(path.join(home().store, 'content'), 'utf8');
  const left = async () => (await readdir(home().folder)).filter((name) => name !== 'owners');
  const claimed = async () => (await claimFolder(dataFolder())).release();

  test.each([
    ['before it is whole', ['data: old', 'aside/data: new'], 'old'],
    ['when it is whole', ['data: old', 'data.next: new'], 'new'],
    ['when the old one is put away', ['data.replaced: old', 'data.next: new'], 'new'],
    ['when it is in place', ['data: new', 'data.replaced: old'], 'new'],
    ['after an earlier one that was ended', ['data: old', 'data.next: new', 'data.replaced: older'], 'new'],
  ])('and ended %s, is the old one or the new one at the next start', async (_when, stores, expected) => {
    await rm(dataFolder(), { recursive: true, force: true });
    for (const store of stores) {
      const [name = '', content = ''] = store.split(': ');
      await put(path.join(home().folder, name), content);
    }
    await claimed();
    expect(await found()).toBe(expected);
    expect((await left()).filter((name) => name.startsWith('data'))).toEqual(['data']);
  });

  test('is replaced at once, or made where there was none', async () => {
    await rm(dataFolder(), { recursive: true, force: true });
    for (const content of ['first', 'second']) {
      await put(path.join(home().folder, 'aside'), content);
      await replaceStore(home(), path.join(home().folder, 'aside'));
      expect(await found()).toBe(content);
      expect(await left()).toEqual(['data']);
    }
  });
});

test('a database elsewhere is left to its own tools', async () => {
  vi.stubEnv('NEO4J_URI', 'bolt://127.0.0.1:1');
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(text.toString()) > 0);
  try {
    for (const argv of [
      ['backup', ofGraph('remote.backup')],
      ['restore', ofGraph('graph.backup')],
    ]) {
      expect(await run(['node', 'scholargraph', ...argv])).toBe(1);
      expect(said.pop()).toMatch(/^BAD_INPUT: field NEO4J_URI: .*docs\/operations\.md/);
    }
  } finally {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  }
});
