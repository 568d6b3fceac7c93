import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ScholargraphError } from '../../errors.ts';
import { commandOf, gone, isAlive, startOf } from './processes.ts';
import { type Home, homeArgument } from './settings.ts';
import { settleStore } from './store.ts';

const owner = z.object({
  /** The process that started Neo4j and stops it. */
  pid: z.int().positive(),
  /** When that process began, so that another with the same id is not taken for it; absent where unknown. */
  started: z.string().optional(),
  neo4j: z.int().positive().optional(),
});
const claimed = z.union([z.strictObject({ released: z.literal(true) }), owner]);

type Owner = z.infer<typeof owner>;

/** The right of this process to run Neo4j on a data folder. */
export interface Claim {
  /** Writes down the process id of Neo4j, for whoever has to clear up after us. */
  running(pid: number): Promise<void>;
  release(): Promise<void>;
}

/**
 * Claims the data folder for this process. Where a dead process left its claim, the Neo4j that it left running is
 * stopped first, and where it left a store half replaced, that is completed.
 *
 * Claims are numbered files, and the highest number stands. Whoever finds that it stands for nobody creates the next
 * number, which one alone can. The highest is never removed, not even when it is released, so a number is never used for
 * a second time while an earlier claim could be mistaken for the one that stands.
 *
 * @param options `patienceMs`: how long a leftover Neo4j has to stop before it is killed; `held`: a claim that this process
 * has already and that stays when the one that is returned is released
 * @throws ScholargraphError STORE_LOCKED that names the process that holds the folder
 */
export async function claim(
  home: Home,
  { patienceMs = 30_000, held }: { readonly patienceMs?: number; readonly held?: Claim | undefined } = {},
): Promise<Claim> {
  if (held !== undefined) return { ...held, release: async () => {} };
  const mine: Owner = { pid: process.pid, started: await startOf(process.pid) };
  await mkdir(home.owners, { recursive: true });
  let number: number;
  do {
    number = await highest(home);
    const found = await readClaim(home, number);
    if (found !== undefined && (await lives(found))) throw storeLocked(home, found.pid);
    if (found?.neo4j !== undefined) await stopLeftover(home, found.neo4j, patienceMs);
    number += 1;
  } while (!(await succeeded(home, number, mine)));
  const file = claimFile(home, number);
  await settleStore(home);
  return {
    running: (pid) => writeFile(file, JSON.stringify({ ...mine, neo4j: pid })),
    release: () =>
      writeFile(file, JSON.stringify({ released: true })).catch((error) => {
        // Where the folder is gone, so is the claim.
        if (!hasCode(error, 'ENOENT')) throw error;
      }),
  };
}

/** Whose the data folder is, be it alive or dead; undefined where nobody has it. */
export async function ownerOf(home: Home): Promise<Owner | undefined> {
  return readClaim(home, await highest(home));
}

/** Makes the next claim, if nobody else has. */
async function succeeded(home: Home, number: number, mine: Owner): Promise<boolean> {
  const file = claimFile(home, number);
  try {
    await writeFile(file, JSON.stringify(mine), { flag: 'wx' });
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
  const numbers = await claimNumbers(home);
  // Others may have come and gone since the highest was looked up, and what they removed was free to be created again.
  if (numbers.some((other) => other > number)) {
    await rm(file, { force: true });
    return false;
  }
  const earlier = numbers.filter((other) => other < number);
  await Promise.all(earlier.map((other) => rm(claimFile(home, other), { force: true })));
  return true;
}

const claimFile = (home: Home, number: number) => path.join(home.owners, `${number}.json`);

async function claimNumbers(home: Home): Promise<number[]> {
  const names = await readdir(home.owners).catch((error) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names.flatMap((name) => (/^\d+\.json$/.test(name) ? [Number.parseInt(name, 10)] : []));
}

const highest = async (home: Home) => Math.max(0, ...(await claimNumbers(home)));

/**
 * A claim that cannot be read may be one that is being written this moment, so it gets a second.
 * @returns undefined where it stands for nobody: released, superseded since, or cut short in the writing
 */
async function readClaim(home: Home, number: number): Promise<Owner | undefined> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      const found = claimed.parse(JSON.parse(await readFile(claimFile(home, number), 'utf8')));
      return 'released' in found ? undefined : found;
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return undefined;
      await delay(100);
    }
  }
  return undefined;
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code;

async function lives({ pid, started }: Owner): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const actual = await startOf(pid);
  return started === undefined || actual === undefined ? true : actual === started;
}

async function stopLeftover(home: Home, pid: number, patienceMs: number): Promise<void> {
  const ours = async () => (await commandOf(pid))?.includes(homeArgument(home)) === true;
  if (!isAlive(pid) || !(await ours())) return;
  signal(pid, 'SIGTERM');
  if (await gone(pid, patienceMs)) return;
  if (await ours()) signal(pid, 'SIGKILL');
  if (!(await gone(pid, 10_000))) throw storeLocked(home, pid);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended by itself.
  }
}

export function storeLocked(home: Home, pid?: number, cause?: unknown): ScholargraphError {
  const holder = pid === undefined ? 'another process' : `process ${pid}`;
  return new ScholargraphError('STORE_LOCKED', `The data in ${home.folder} is in use by ${holder}`, {
    fix:
      'Stop that process, or name another data folder with SCHOLARGRAPH_DATA. ' +
      'Several servers can share one graph through a Neo4j named by NEO4J_URI.',
    cause,
  });
}
