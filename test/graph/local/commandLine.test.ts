import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readLock } from '../../../src/graph/local/lock.ts';
import { buildPackage } from './builtPackage.ts';
import { MavenServer } from './mavenServer.ts';

let dist: string;
let folder: string;
let server: MavenServer;
beforeAll(async () => {
  dist = await buildPackage('command-line');
  server = await new MavenServer().listen();
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(() => server.close());

/** Runs a command that opens the graph, with caches that are empty and nothing on its terminal. */
function run(
  environment: Record<string, string>,
  meanwhile: (child: ChildProcess) => void = () => {},
  command: readonly string[] = ['migrate'],
): Promise<{ code: unknown; stderr: string }> {
  const { NEO4J_URI: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    SCHOLARGRAPH_DATA: path.join(folder, 'data'),
    SCHOLARGRAPH_CACHE: path.join(folder, 'cache'),
    SCHOLARGRAPH_MAVEN: server.url,
    ...environment,
  };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(dist, 'main.js'), ...command],
      { env, timeout: 280_000 },
      (error, _out, stderr) => resolve({ code: error?.code ?? 0, stderr }),
    );
    meanwhile(child);
  });
}

test('a download that fails ends the command with plain lines: how far it was, and why it failed', async () => {
  const { code, stderr } = await run({});
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Downloading Neo4j .* of \d+ MB, 0 of \d+ files/m);
  expect(stderr).toMatch(/^NEO4J_DOWNLOAD_FAILED: http:\/\/127\.0\.0\.1:.*SCHOLARGRAPH_MAVEN/m);
  // No colours, no cursor movements.
  expect(stderr).not.toContain('\u001b');
});

test('without Java the command says what to do instead', async () => {
  const { code, stderr } = await run({ PATH: folder, JAVA_HOME: '' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^JAVA_NOT_FOUND: .*install Java.*docker compose up.*NEO4J_URI/m);
});

test('a port that is taken is said before a database is fetched or started', async () => {
  const { port } = new URL(server.url);
  const { code, stderr } = await run({ HOST: '127.0.0.1', PORT: port }, () => {}, ['serve']);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^PORT_IN_USE: Port ${port} on 127\\.0\\.0\\.1 is taken`));
  expect(await readdir(folder)).toEqual([]);
});

test('an address that is none of this machine is said likewise', async () => {
  const { code, stderr } = await run({ HOST: '256.1.1.1', PORT: '0' }, () => {}, ['serve']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^CONFIG_INVALID: The server cannot listen on port 0 of 256\.1\.1\.1\./);
});

test('Ctrl-C during a download ends the command at once and keeps what has arrived', async () => {
  const lock = await readLock();
  for (const { coordinates, size } of lock.artifacts) server.publish(coordinates, Buffer.alloc(size));
  server.misbehave = (_request, response, body) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, 1000));
    return true;
  };
  const partsThere = async () => {
    const cache = path.join(folder, 'cache');
    const files = await readdir(cache, { recursive: true }).catch(() => []);
    const parts = files.filter((name) => name.endsWith('.part'));
    const sizes = await Promise.all(parts.map(async (name) => (await stat(path.join(cache, name))).size));
    return sizes.filter((size) => size > 0).length;
  };
  const { code, stderr } = await run({}, (child) => {
    const interrupt = async () => {
      while ((await partsThere()) === 0 && child.exitCode === null) await delay(50);
      child.kill('SIGINT');
    };
    void interrupt();
  });
  expect(code).toBe(130);
  expect(stderr).not.toContain('Error');
  expect(await partsThere()).toBeGreaterThan(0);
});
