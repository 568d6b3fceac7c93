import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../../src/graph/cypher.ts';
import { type Address, Graph } from '../../../src/graph/graph.ts';
import { ownerOf } from '../../../src/graph/local/owner.ts';
import { gone, isAlive } from '../../../src/graph/local/processes.ts';
import { homeIn } from '../../../src/graph/local/settings.ts';
import { buildPackage } from './builtPackage.ts';
import { Holder } from './holder.ts';
import { localConfig } from './localConfig.ts';

let dist: string;
let dataFolder: string;
const holders: Holder[] = [];

beforeAll(async () => {
  dist = await buildPackage('lifetime');
  dataFolder = await mkdtemp(path.join(tmpdir(), 'scholargraph-lifetime-'));
});
afterEach(async () => {
  for (const holder of holders.splice(0)) await holder.end();
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

function hold(): Holder {
  const holder = new Holder(dist, localConfig(dataFolder));
  holders.push(holder);
  return holder;
}

async function count(address: Address, add: boolean): Promise<number> {
  const graph = new Graph(address);
  try {
    if (add) await graph.write((transaction) => transaction.run(cypher`CREATE (:Kept)`));
    const [row] = await graph.read<{ kept: number }>(cypher`MATCH (n:Kept) RETURN count(n) AS kept`);
    return row?.kept ?? 0;
  } finally {
    await graph.close();
  }
}

const lastLog = async () =>
  (await readFile(path.join(homeIn(dataFolder).logs, 'neo4j.log'), 'utf8')).trimEnd().split('\n').at(-1);
const claimed = async () => (await ownerOf(homeIn(dataFolder))) !== undefined;

/** The shell that waits beside this Neo4j. */
async function watchdogOf(neo4j: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,args=']);
  const line = stdout.split('\n').find((one) => one.includes(`scholargraph-watchdog ${neo4j}`));
  return Number(line?.trim().split(' ')[0]);
}

describe('a process that is told to stop stops its Neo4j in order', () => {
  test.each([
    ['SIGTERM', 'process'],
    // Ctrl-C: the terminal signals every process of the foreground group.
    ['SIGINT', 'group'],
  ] as const)('by %s to the %s', async (signal, to) => {
    const holder = hold();
    await holder.event('ready');
    const neo4j = await holder.neo4jPid();
    holder.signal(signal, to);
    expect(await holder.event('closed')).toBe(true);
    await holder.exited;
    expect(isAlive(neo4j)).toBe(false);
    expect(await lastLog()).toMatch(/Stopped\.$/);
    expect(await claimed()).toBe(false);
  });

  test('while it is starting', async () => {
    const holder = hold();
    await expect.poll(() => holder.neo4jPid().catch(() => 0), { timeout: 60_000 }).toBeGreaterThan(0);
    const neo4j = await holder.neo4jPid();
    holder.signal('SIGINT', 'group');
    expect(await holder.event('failed')).toBe('AbortError');
    await holder.exited;
    expect(isAlive(neo4j)).toBe(false);
    expect(await claimed()).toBe(false);
  });
});

describe('a process that is killed by kill -9', () => {
  test('takes its Neo4j along', async () => {
    const holder = hold();
    await holder.event('ready');
    const neo4j = await holder.neo4jPid();
    holder.signal('SIGKILL');
    expect(await gone(neo4j, 60_000)).toBe(true);
    expect(await lastLog()).toMatch(/Stopped\.$/);
  });

  test('does not keep the next one from starting at once, with all that was written', async () => {
    const holder = hold();
    const before = await count(await holder.event('ready'), true);
    holder.signal('SIGKILL');
    await holder.exited;
    const next = hold();
    expect(await count(await next.event('ready'), false)).toBe(before);
  });

  test('does not keep the next one from starting even if nothing stopped its Neo4j', async () => {
    const holder = hold();
    const before = await count(await holder.event('ready'), true);
    const neo4j = await holder.neo4jPid();
    const watchdog = await watchdogOf(neo4j);
    process.kill(watchdog, 'SIGKILL');
    holder.signal('SIGKILL');
    await holder.exited;
    expect(isAlive(neo4j)).toBe(true);
    const next = hold();
    expect(await count(await next.event('ready'), false)).toBe(before);
    expect(isAlive(neo4j)).toBe(false);
  });

  test('while it is starting leaves nothing that keeps the next one from starting', async () => {
    const holder = hold();
    await expect.poll(() => holder.neo4jPid().catch(() => 0), { timeout: 60_000 }).toBeGreaterThan(0);
    holder.signal('SIGKILL');
    await holder.exited;
    await hold().event('ready');
  });
});

test('a second process is refused the same data folder, and told who has it', async () => {
  const holder = hold();
  await holder.event('ready');
  const second = hold();
  expect(await second.event('failed')).toBe('STORE_LOCKED');
  expect(second.events.at(-1)?.message).toContain(`process ${holder.process.pid}`);
  const graph = new Graph(await holder.event('ready'));
  await graph.verify();
  await graph.close();
});

test('a Neo4j that is killed is noticed, and its data is there at the next start', async () => {
  const holder = hold();
  const before = await count(await holder.event('ready'), true);
  process.kill(await holder.neo4jPid(), 'SIGKILL');
  expect(await holder.event('ended')).toBe('NEO4J_START_FAILED');
  expect(holder.events.at(-1)?.message).toContain('ended with signal SIGKILL');
  holder.signal('SIGTERM');
  expect(await holder.event('closed')).toBe(true);
  await holder.exited;
  expect(await count(await hold().event('ready'), false)).toBe(before);
});
