import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sha256Of } from '../../../src/graph/local/download.ts';
import { type Lock, mavenPath } from '../../../src/graph/local/lock.ts';
import { buildPackage } from './builtPackage.ts';
import { bytes, MavenServer } from './mavenServer.ts';

const script = fileURLToPath(new URL('./fixtures/ensure.mjs', import.meta.url));
let dist: string;
let folder: string;
let cache: string;
let lockFile: string;
let lock: Lock;
let server: MavenServer;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dist = await buildPackage('download');
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-downloads-'));
  cache = path.join(folder, 'cache');
  server = await new MavenServer().listen();
  const artifacts = Array.from({ length: 12 }, (_, index) =>
    server.publish(`org.example:jar-${index}:1.0`, bytes(50_000 + index, `jar ${index}`)),
  );
  lock = { neo4j: '5.26.0', gds: '2.13.0', artifacts };
  lockFile = path.join(folder, 'lock.json');
  await mkdir(cache);
  await writeFile(lockFile, JSON.stringify(lock));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function start(): ChildProcess {
  const child = spawn(process.execPath, [script, dist, lockFile, server.url, cache], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function filesInCache(): Promise<string[]> {
  const entries = await readdir(cache, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function expectWholeCache(): Promise<void> {
  for (const { coordinates, sha256 } of lock.artifacts) {
    expect(await sha256Of(path.join(cache, mavenPath(coordinates)))).toBe(sha256);
  }
  expect((await filesInCache()).filter((name) => !name.endsWith('.jar'))).toEqual([]);
}

test('two processes that download at once both end well and leave whole files', async () => {
  server.delayMs = 30;
  const codes = await Promise.all(
    [start(), start(), start()].map(async (child) => (await once(child, 'exit'))[0]),
  );
  expect(codes).toEqual([0, 0, 0]);
  await expectWholeCache();
});

test('after kill -9 in the middle, the next process goes on from where the first was', async () => {
  const stuck = 20_000;
  server.misbehave = (_request, response, body) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, stuck));
    return true;
  };
  const first = start();
  const partsOf = async () => (await filesInCache()).filter((name) => name.endsWith('.part'));
  await expect.poll(partsOf, { timeout: 60_000 }).toHaveLength(8);
  await expect.poll(async () => Math.min(...(await partSizes())), { timeout: 60_000 }).toBe(stuck);
  const exit = once(first, 'exit');
  first.kill('SIGKILL');
  await exit;

  server.misbehave = () => false;
  server.requests.length = 0;
  expect((await once(start(), 'exit'))[0]).toBe(0);
  await expectWholeCache();
  expect(server.requests.map(({ range }) => range).sort()).toEqual([
    ...Array.from({ length: 8 }, () => `bytes=${stuck}-`),
    ...Array.from({ length: 4 }, () => undefined),
  ]);
});

async function partSizes(): Promise<number[]> {
  const entries = await readdir(cache, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.name.endsWith('.part'))
      .map(async (entry) => (await readFile(path.join(entry.parentPath, entry.name))).length),
  );
}
