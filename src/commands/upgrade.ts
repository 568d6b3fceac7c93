import path from 'node:path';
import type { Config } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import { type Contents, contentsOf } from '../graph/contents.ts';
import { claimFolder } from '../graph/local/localNeo4j.ts';
import type { Claim } from '../graph/local/owner.ts';
import { hasLocalStore } from '../graph/local/store.ts';
import { migrate, newestMigration } from '../graph/migrate.ts';
import { isLocal, requireFree, writeBackup } from './backup.ts';
import { withDatabase } from './database.ts';
import { packageVersion } from './version.ts';

export interface UpgradeFlags {
  /** The file for the backup; one in the data folder where absent; false for none. */
  readonly backup?: string | false | undefined;
}

/**
 * Brings a graph that an older version has made up to this one, after a backup. What is up to date already is left alone.
 *
 * @throws ScholargraphError BAD_INPUT where the database is elsewhere and nobody says that it is backed up; those of
 * `backup`, of `migrate` and of a start
 */
export async function upgrade(config: Config, flags: UpgradeFlags, signal?: AbortSignal): Promise<number> {
  if (!isLocal(config)) return upgraded(config, signal, undefined, () => requireBackedUp(flags));
  const { dataFolder } = config.neo4j;
  if (!hasLocalStore(dataFolder)) {
    process.stdout.write('There is no graph yet: nothing to upgrade.\n');
    return 0;
  }
  const claim = await claimFolder(dataFolder);
  try {
    return await upgraded(config, signal, claim, async (contents) => {
      if (flags.backup === false) return;
      const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const file =
        flags.backup ?? path.join(dataFolder, 'backups', `migration-${contents.migration}-${time}.backup`);
      requireFree(file);
      await writeBackup(config, file, contents, signal);
    });
  } finally {
    await claim.release();
  }
}

/** @param before is done before anything is changed, and while nothing is open */
async function upgraded(
  config: Config,
  signal: AbortSignal | undefined,
  claim: Claim | undefined,
  before: (contents: Contents) => Promise<void> | void,
): Promise<number> {
  const newest = await newestMigration();
  const upgrading = (ready: (contents: Contents) => boolean) =>
    withDatabase(
      config,
      signal,
      async (graph) => {
        const contents = await contentsOf(graph);
        return { contents, applied: ready(contents) ? (await migrate(graph)).applied : undefined };
      },
      { migrates: false, claim },
    );
  const { contents, ...checked } = await upgrading(({ migration }) => migration >= newest);
  let { applied } = checked;
  if (applied === undefined) {
    await before(contents);
    ({ applied } = await upgrading(() => true));
  }
  const done = applied?.length ? `ran ${applied.join(', ')}` : 'it was up to date';
  process.stdout.write(
    `The graph is one of Scholargraph ${packageVersion()}, in Neo4j ${contents.neo4j}: ${done}.\n`,
  );
  return 0;
}

/** @throws ScholargraphError BAD_INPUT */
function requireBackedUp({ backup }: UpgradeFlags): void {
  if (backup === false) return;
  throw new ScholargraphError(
    'BAD_INPUT',
    'The database that NEO4J_URI names is backed up by its own tools',
    {
      field: '--no-backup',
      expected: 'it given, once there is a backup',
      fix: 'docs/operations.md says how to make one.',
    },
  );
}
