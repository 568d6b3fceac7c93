import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
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
 * Two processes that find a dead claim in the same instant are told apart by who renames it; should both get through
 * all the same, Neo4j's own lock on the store lets in only one.
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
  while (!(await created(home.owner, mine))) {
    const found = await readOwner(home.owner);
    if (found === 'gone') continue;
    if (found !== 'unreadable' && (await lives(found))) throw storeLocked(home, found.pid);
    if (found !== 'unreadable' && found.neo4j !== undefined)
      await stopLeftover(home, found.neo4j, patienceMs);
    await removeStale(home.owner, found);
  }
  await settleStore(home);
  return {
    running: (pid) => writeFile(home.owner, JSON.stringify({ ...mine, neo4j: pid })),
    release: () => rm(home.owner, { force: true }),
  };
}

async function created(file: string, content: Owner): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(content), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** A claim that cannot be read may be one that is being written this moment, so it gets a second. */
async function readOwner(file: string): Promise<Owner | 'gone' | 'unreadable'> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      return owner.parse(JSON.parse(await readFile(file, 'utf8')));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'gone';
      await delay(100);
    }
  }
  return 'unreadable';
}

async function lives({ pid, started }: Owner): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const actual = await startOf(pid);
  return started === undefined || actual === undefined ? true : actual === started;
}

async function removeStale(file: string, judged: Owner | 'unreadable'): Promise<void> {
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const taken = await readOwner(aside);
  const same = JSON.stringify(taken) === JSON.stringify(judged);
  // Someone else had already replaced the dead claim by a live one: give it back.
  if (same) await rm(aside, { force: true });
  else await rename(aside, file);
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
