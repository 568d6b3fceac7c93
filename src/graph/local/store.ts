import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { type Home, homeIn } from './settings.ts';

/** Whether the local Neo4j of this folder has ever had data. */
export function hasLocalStore(dataFolder: string): boolean {
  return existsSync(homeIn(dataFolder).store);
}

/**
 * Puts a whole store, on the same disk, in the place of the one that is there. Whatever ends this in the middle, the next
 * claim of the folder finds the old one or the new one whole.
 */
export async function replaceStore(home: Home, whole: string): Promise<void> {
  await rename(whole, nextOf(home));
  await settleStore(home);
}

/** Goes on with a replacement that was ended in the middle. The folder must be claimed. */
export async function settleStore(home: Home): Promise<void> {
  const next = nextOf(home);
  const replaced = `${home.store}.replaced`;
  if (existsSync(next)) {
    if (existsSync(home.store)) {
      await rm(replaced, { recursive: true, force: true });
      await rename(home.store, replaced);
    }
    await rename(next, home.store);
  }
  await rm(replaced, { recursive: true, force: true });
}

/** A store has this name only when it is whole. */
function nextOf(home: Home): string {
  return `${home.store}.next`;
}
