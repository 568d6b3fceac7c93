import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claim, ownerOf } from '../../../src/graph/local/owner.ts';
import { isAlive, startOf } from '../../../src/graph/local/processes.ts';
import { type Home, homeArgument, homeIn } from '../../../src/graph/local/settings.ts';
import { buildPackage } from './builtPackage.ts';

let dataFolder: string;
let home: Home;
const children: ChildProcess[] = [];
beforeEach(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'scholargraph-owner-'));
  home = homeIn(dataFolder);
  await mkdir(home.owners, { recursive: true });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(dataFolder, { recursive: true, force: true });
});

function start(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function deadPid(): Promise<number> {
  const child = start('/bin/sh', ['-c', ':']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

/** A process that does nothing and has this among its arguments; deaf to SIGTERM if told so. */
async function idle(argument: string, deaf = false): Promise<ChildProcess> {
  const script = `${deaf ? "process.on('SIGTERM', () => {});" : ''} setInterval(() => {}, 1000); console.log('up')`;
  const child = start(process.execPath, ['--eval', script, '--', argument]);
  if (child.stdout !== null) await once(child.stdout, 'data');
  return child;
}

const leave = (owner: object | string) =>
  writeFile(path.join(home.owners, '1.json'), typeof owner === 'string' ? owner : JSON.stringify(owner));

test('a claim is given up by release', async () => {
  const held = await claim(home);
  await held.release();
  expect(await ownerOf(home)).toBeUndefined();
  await (await claim(home)).release();
});

test('a folder that a living process holds is refused, and the message names the process', async () => {
  const held = await claim(home);
  await expect(claim(home)).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    message: expect.stringMatching(new RegExp(`process ${process.pid}\\b.*SCHOLARGRAPH_DATA`)),
  });
  await held.release();
});

describe('the claim of a dead process is taken over', () => {
  test('when no process has its id', async () => {
    await leave({ pid: await deadPid(), started: 'earlier' });
    await claim(home);
    expect(await ownerOf(home)).toMatchObject({ pid: process.pid });
  });

  test('when another process has its id by now', async () => {
    await leave({ pid: process.ppid, started: 'before that process began' });
    await claim(home);
    expect(await ownerOf(home)).toMatchObject({ pid: process.pid });
  });

  test('when it was cut short in writing it', async () => {
    await leave('{"pid": 1');
    await claim(home);
    expect(await ownerOf(home)).toMatchObject({ pid: process.pid });
  });
});

describe('the Neo4j that a dead process left running', () => {
  test('is stopped', async () => {
    const left = await idle(homeArgument(home));
    await leave({ pid: await deadPid(), neo4j: left.pid });
    const ended = once(left, 'exit');
    await claim(home);
    expect((await ended)[1]).toBe('SIGTERM');
  });

  test('is killed if it does not stop', { timeout: 60_000 }, async () => {
    const left = await idle(homeArgument(home), true);
    await leave({ pid: await deadPid(), neo4j: left.pid });
    const ended = once(left, 'exit');
    await claim(home, { patienceMs: 300 });
    expect((await ended)[1]).toBe('SIGKILL');
  });

  test('is told from another process that has its id by now, which is left alone', async () => {
    const other = await idle(homeArgument(homeIn(`${dataFolder}-other`)));
    await leave({ pid: await deadPid(), neo4j: other.pid });
    await claim(home);
    expect(isAlive(other.pid ?? 0)).toBe(true);
  });
});

test('the start of a process tells it from another', async () => {
  const other = await idle('other');
  expect(await startOf(process.pid)).toBe(await startOf(process.pid));
  expect(await startOf(process.pid)).not.toBe(await startOf(other.pid ?? 0));
  expect(await startOf(await deadPid())).toBeUndefined();
});

describe('many claims at once', () => {
  const many = Array.from({ length: 20 });
  const rounds = Array.from({ length: 50 }, (_, round) => round);

  test('only one gets a folder with a dead claim', async () => {
    for (const round of rounds) {
      await leave({ pid: await deadPid(), started: `earlier ${round}` });
      const answers = await Promise.allSettled(many.map(() => claim(home)));
      const held = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      expect(held).toHaveLength(1);
      expect(await ownerOf(home)).toMatchObject({ pid: process.pid });
      await rm(home.owners, { recursive: true });
      await mkdir(home.owners);
    }
  });

  test('no two hold a folder while each gives it up as soon as it has it', async () => {
    let holding = 0;
    let most = 0;
    let times = 0;
    const oneAfterTheOther = async () => {
      for (const _ of rounds) {
        const held = await claim(home).catch(() => undefined);
        if (held === undefined) continue;
        holding += 1;
        times += 1;
        most = Math.max(most, holding);
        await setImmediate();
        holding -= 1;
        await held.release();
      }
    };
    await Promise.all(many.map(oneAfterTheOther));
    expect(most).toBe(1);
    expect(times).toBeGreaterThan(1);
    expect(await readdir(home.owners)).toHaveLength(1);
  });
});

describe('many processes at once', () => {
  let dist: string;
  beforeAll(async () => {
    dist = await buildPackage('owner');
  });
  const script = fileURLToPath(new URL('./fixtures/claim.mjs', import.meta.url));

  test.each([
    ['a free folder', false],
    ['a folder with a dead claim', true],
  ])('only one gets %s', async (_, dead) => {
    if (dead) await leave({ pid: await deadPid(), started: 'earlier' });
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const child = start(process.execPath, [script, dist, dataFolder]);
        return child.stdout === null ? '' : String((await once(child.stdout, 'data'))[0]).trim();
      }),
    );
    expect(answers.sort()).toEqual([
      'STORE_LOCKED',
      'STORE_LOCKED',
      'STORE_LOCKED',
      'STORE_LOCKED',
      'STORE_LOCKED',
      'claimed',
    ]);
  });
});
