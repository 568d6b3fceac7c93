import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureArtifacts } from '../../../src/graph/local/artifacts.ts';
import { type Lock, mavenPath } from '../../../src/graph/local/lock.ts';
import type { Neo4jProgress } from '../../../src/graph/local/progress.ts';
import { bytes, MavenServer } from './mavenServer.ts';

let folder: string;
let server: MavenServer;
let lock: Lock;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-artifacts-'));
  server = await new MavenServer().listen();
  const artifacts = Array.from({ length: 20 }, (_, index) =>
    server.publish(`org.example:jar-${index}:1.0`, bytes(10_000 + index, `jar ${index}`)),
  );
  const plugin = server.publish('org.neo4j.gds:proc-example:1.0', bytes(500, 'plugin'));
  lock = { neo4j: '5.26.0', gds: '2.13.0', artifacts: [...artifacts, { ...plugin, plugin: true }] };
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const ensure = (onProgress?: (progress: Neo4jProgress) => void) =>
  ensureArtifacts(lock, { mavenUrl: server.url, folder, retryDelayMs: 1, onProgress });
const jarsIn = async (root: string) =>
  (await readdir(root, { recursive: true })).filter((name) => name.endsWith('.jar')).length;
const pathOf = (coordinates: string) => path.join(folder, mavenPath(coordinates));

test('downloads everything, several files at a time, and says which jars hold plugins', async () => {
  server.delayMs = 20;
  const jars = await ensure();
  expect(jars.classPath).toEqual(lock.artifacts.map(({ coordinates }) => pathOf(coordinates)));
  expect(jars.plugins).toEqual([pathOf('org.neo4j.gds:proc-example:1.0')]);
  expect(server.requests).toHaveLength(lock.artifacts.length);
  expect(server.mostAtOnce).toBeGreaterThan(1);
});

test('tells how far it is, up to the last byte and file', async () => {
  const seen: Neo4jProgress[] = [];
  await ensure((progress) => seen.push(progress));
  const totalBytes = lock.artifacts.reduce((sum, { size }) => sum + size, 0);
  expect(seen[0]).toEqual({ step: 'download', bytes: 0, totalBytes, files: 0, totalFiles: 21 });
  expect(seen.at(-1)).toEqual({ step: 'download', bytes: totalBytes, totalBytes, files: 21, totalFiles: 21 });
});

test('needs no network when everything is there, and says nothing', async () => {
  await ensure();
  await server.close();
  const seen: Neo4jProgress[] = [];
  expect((await ensure((progress) => seen.push(progress))).classPath).toHaveLength(21);
  expect(seen).toEqual([]);
});

test.each([
  ['altered', bytes(10_003, 'tampered')],
  ['cut short', bytes(10_003, 'jar 3').subarray(0, 5000)],
])('an %s file is found before it is used, and only that is fetched again', async (_, content) => {
  await ensure();
  const file = pathOf('org.example:jar-3:1.0');
  const before = await readFile(file);
  await writeFile(file, content);
  server.requests.length = 0;
  await ensure();
  expect(await readFile(file)).toEqual(before);
  expect(server.requests).toHaveLength(1);
});

test('one failure stops the rest, and what has arrived is kept', async () => {
  server.misbehave = (request, response) => {
    if (!request.url?.includes('jar-7')) return false;
    response.writeHead(403).end();
    return true;
  };
  await expect(ensure()).rejects.toMatchObject({
    code: 'NEO4J_DOWNLOAD_FAILED',
    message: expect.stringContaining('403'),
  });
  const arrived = await jarsIn(folder);
  expect(arrived).toBeLessThan(20);
  server.misbehave = () => false;
  server.requests.length = 0;
  await ensure();
  expect(server.requests).toHaveLength(21 - arrived);
});

test('more than the disk can hold is refused before a byte is fetched', async () => {
  const huge = { coordinates: 'org.example:huge:1.0', size: 2 ** 52, sha256: '0'.repeat(64) };
  lock = { ...lock, artifacts: [...lock.artifacts, huge] };
  await expect(ensure()).rejects.toMatchObject({
    code: 'DISK_FULL',
    message: expect.stringMatching(new RegExp(`${folder} is full.*SCHOLARGRAPH_CACHE`)),
  });
  expect(server.requests).toEqual([]);
});
