import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type AdminOptions, runAdmin } from './admin.ts';
import { diskFull, isDiskFull } from './diskSpace.ts';
import { type Claim, claim } from './owner.ts';
import { type Home, homeIn } from './settings.ts';
import { replaceStore } from './store.ts';

export interface OfflineImportOptions extends AdminOptions {
  /** Of `neo4j-admin`. */
  readonly arguments: readonly string[];
  /** Told how much is done, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** Of the data folder, where this process has it already and goes on having it. */
  readonly claim?: Claim | undefined;
}

/**
 * Runs `neo4j-admin` of the local Neo4j's version to make a new database beside the one that is there, and puts it in
 * that one's place when it is whole. Whatever ends this before, the old one stays.
 *
 * The new database comes without users: the next start gives it the password that lies in the data folder.
 *
 * @throws ScholargraphError BULK_LOAD_FAILED with the importer's words, DISK_FULL, STORE_LOCKED, and those of a start
 */
export async function importOffline(options: OfflineImportOptions): Promise<void> {
  const home = homeIn(options.dataFolder);
  await mkdir(home.folder, { recursive: true });
  const held = await claim(home, { held: options.claim });
  const aside = asideIn(home);
  try {
    await rm(aside, { recursive: true, force: true });
    await mkdir(aside);
    await runAdmin(options, {
      home: aside,
      arguments: [...options.arguments, `--report-file=${path.join(aside, 'report')}`],
      onSaid: shares(options.onProgress ?? (() => {})),
      failure: {
        code: 'BULK_LOAD_FAILED',
        what: "Neo4j's importer ended",
        fix: 'The graph is as it was.',
      },
    });
    options.signal?.throwIfAborted();
    await replaceStore(home, path.join(aside, 'data'));
  } catch (error) {
    throw isDiskFull(error) ? diskFull(aside, { cause: error }) : error;
  } finally {
    await rm(aside, { recursive: true, force: true });
    await held.release();
  }
}

/** Takes away what an import that was killed has left. The folder must be claimed. */
export async function discardUnfinishedImport(dataFolder: string): Promise<void> {
  await rm(asideIn(homeIn(dataFolder)), { recursive: true, force: true });
}

function asideIn(home: Home): string {
  return path.join(home.folder, 'bulk-store');
}

/** The importer goes through four stages and prints dots with a percentage for each. */
function shares(onProgress: (share: number) => void): (text: string) => void {
  let stage = 0;
  return (text) => {
    for (const [, begun, percent] of text.matchAll(/\((\d)\/4\)|(\d+)% ∆/g)) {
      if (begun !== undefined) stage = Number(begun) - 1;
      if (percent !== undefined) onProgress((stage + Number(percent) / 100) / 4);
    }
  };
}
