import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../../src/graph/cypher.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { type LocalNeo4j, startLocalNeo4j } from '../../../src/graph/local/localNeo4j.ts';
import { readLock } from '../../../src/graph/local/lock.ts';
import { ownerOf } from '../../../src/graph/local/owner.ts';
import { isAlive } from '../../../src/graph/local/processes.ts';
import { homeIn } from '../../../src/graph/local/settings.ts';
import { localConfig } from './localConfig.ts';

let folder: string;
beforeAll(async () => {
  // Spaces and letters beyond ASCII: class path and configuration must bear them.
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph größe 数 '));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = () => localConfig(folder);

/** A port that somebody listens on while `work` runs. */
async function withTakenPort(work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await work(address !== null && typeof address === 'object' ? address.port : 0);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('a running local Neo4j', () => {
  let local: LocalNeo4j;
  let graph: Graph;
  beforeAll(async () => {
    local = await startLocalNeo4j(options());
    graph = new Graph(local.address);
  });
  afterAll(async () => {
    await graph.close();
    await local.stop();
  });

  test('is the Neo4j and the GDS of the lock', async () => {
    const lock = await readLock();
    expect(
      await graph.read(
        cypher`CALL dbms.components() YIELD versions, edition RETURN versions[0] AS neo4j, edition, gds.version() AS gds`,
      ),
    ).toEqual([{ neo4j: lock.neo4j, edition: 'community', gds: lock.gds }]);
  });

  test('finds communities with Leiden', async () => {
    await graph.write((transaction) =>
      transaction.run(cypher`
        UNWIND [[1, 2], [2, 3], [3, 1], [4, 5], [5, 6], [6, 4], [3, 4]] AS pair
        MERGE (a:Dot {n: pair[0]}) MERGE (b:Dot {n: pair[1]}) MERGE (a)-[:NEXT_TO]->(b)`),
    );
    await graph.command(cypher`
      MATCH (a:Dot)-[r:NEXT_TO]->(b:Dot)
      RETURN gds.graph.project('dots', a, b, {}, {undirectedRelationshipTypes: ['*']})`);
    const communities = await graph.read<{ members: number[] }>(cypher`
      CALL gds.leiden.stream('dots', {randomSeed: 1, concurrency: 1}) YIELD nodeId, communityId
      WITH gds.util.asNode(nodeId).n AS n, communityId ORDER BY n
      WITH communityId, collect(n) AS members RETURN members ORDER BY members[0]`);
    expect(communities).toEqual([{ members: [1, 2, 3] }, { members: [4, 5, 6] }]);
  });

  test.each([
    ['no password', undefined],
    ["Neo4j's first password", 'neo4j'],
  ])('refuses %s', async (_, password) => {
    const stranger = new Graph({ ...local.address, password });
    await expect(stranger.verify()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await stranger.close();
  });

  test('has its password where only its user can read it', async () => {
    const file = homeIn(folder).password;
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim()).toBe(local.address.password);
    expect(local.address.password?.length).toBeGreaterThanOrEqual(32);
  });

  test('listens on the loopback address only, and not for HTTP', async () => {
    expect(local.address.uri).toMatch(/^bolt:\/\/127\.0\.0\.1:\d+$/);
    const log = await readFile(path.join(homeIn(folder).logs, 'neo4j.log'), 'utf8');
    expect(log).toContain('Bolt enabled on');
    expect(log).not.toContain('HTTP enabled');
  });

  test("reads none of the server's files", async () => {
    const secret = path.join(folder, 'secret.csv');
    await writeFile(secret, 'a,b\n');
    await expect(
      graph.read(cypher`LOAD CSV FROM $url AS row RETURN row`, { url: `file://${encodeURI(secret)}` }),
    ).rejects.toThrow(/allow_csv_import_from_file_urls/);
  });

  test.each([
    ['db.transaction.timeout', '1m'],
    ['db.lock.acquisition.timeout', '10s'],
    ['dbms.usage_report.enabled', 'false'],
    ['dbms.security.procedures.allowlist', 'gds.*,db.*,dbms.*'],
    ['dbms.security.auth_enabled', 'true'],
  ])('has %s = %s', async (name, value) => {
    expect(
      await graph.read(cypher`SHOW SETTINGS YIELD name, value WHERE name = $name RETURN value`, { name }),
    ).toEqual([{ value }]);
  });

  test('cannot be started twice on one data folder', async () => {
    await expect(startLocalNeo4j(options())).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await graph.verify();
  });

  test('is told by Neo4j itself from a second one, should its claim be lost', async () => {
    const { owners } = homeIn(folder);
    await rename(owners, `${owners}-lost`);
    await expect(startLocalNeo4j(options())).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining('another process'),
    });
    await rm(owners, { recursive: true, force: true });
    await rename(`${owners}-lost`, owners);
    await graph.verify();
  });
});

describe('a start and its end', () => {
  test('leave no process and no claim; the data stays; a port can be chosen', async () => {
    const { port } = new URL((await withLocal(async () => {})).uri);
    const address = await withLocal(async (graph) => {
      expect(await graph.read(cypher`MATCH (d:Dot) RETURN count(d) AS dots`)).toEqual([{ dots: 6 }]);
    }, Number(port));
    expect(address.uri).toBe(`bolt://127.0.0.1:${port}`);
  });

  async function withLocal(work: (graph: Graph) => Promise<void>, port?: number) {
    const local = await startLocalNeo4j({ ...options(), port });
    const graph = new Graph(local.address);
    await work(graph).finally(() => graph.close());
    await local.stop();
    await local.stop();
    expect(await local.ended).toBeUndefined();
    expect(isAlive(local.pid)).toBe(false);
    expect(await ownerOf(homeIn(folder))).toBeUndefined();
    return local.address;
  }
});

describe('a start fails with a clear message', () => {
  test('where the chosen port is taken', () =>
    withTakenPort(async (port) => {
      await expect(startLocalNeo4j({ ...options(), port })).rejects.toMatchObject({
        code: 'PORT_IN_USE',
        message: expect.stringContaining(`Port ${port}`),
      });
    }));

  test('where there is no Java', async () => {
    await expect(startLocalNeo4j({ ...options(), env: { PATH: folder } })).rejects.toMatchObject({
      code: 'JAVA_NOT_FOUND',
    });
  });

  test.each(['8m', '100000g'])('where the heap is %s', async (heap) => {
    await expect(startLocalNeo4j({ ...options(), heap })).rejects.toMatchObject({
      code: 'NEO4J_START_FAILED',
      message: expect.stringContaining('SCHOLARGRAPH_NEO4J_HEAP'),
    });
  });

  test('where the data folder cannot be one', async () => {
    const file = path.join(folder, 'a file');
    await writeFile(file, '');
    await expect(startLocalNeo4j(localConfig(file))).rejects.toMatchObject({
      code: 'NEO4J_START_FAILED',
      message: expect.stringMatching(/a file.*SCHOLARGRAPH_DATA/),
    });
  });

  test('where the password is not the one that the data was made with', async () => {
    const { password } = homeIn(folder);
    const right = await readFile(password);
    await writeFile(password, 'another\n');
    await expect(startLocalNeo4j(options())).rejects.toMatchObject({
      code: 'NEO4J_START_FAILED',
      message: expect.stringContaining('another password'),
    });
    await writeFile(password, right);
  });

  test('where the store is damaged', async () => {
    const copy = await mkdtemp(path.join(tmpdir(), 'scholargraph-damaged-'));
    const store = path.join(homeIn(copy).folder, 'data', 'databases', 'neo4j');
    await mkdir(store, { recursive: true });
    await writeFile(path.join(store, 'neostore'), 'no store');
    await expect(startLocalNeo4j(localConfig(copy))).rejects.toMatchObject({ code: 'NEO4J_START_FAILED' });
    await rm(copy, { recursive: true, force: true });
  });
});
