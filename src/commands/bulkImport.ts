import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config, Neo4jConfig } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import { type BulkFiles, BulkLoad, importArguments } from '../graph/bulk/bulkLoad.ts';
import { checkLoaded, requireEmptyGraph } from '../graph/bulk/loaded.ts';
import type { Graph } from '../graph/graph.ts';
import { diskFull, isDiskFull, requireSpace } from '../graph/local/diskSpace.ts';
import { claimFolder } from '../graph/local/localNeo4j.ts';
import { readLock } from '../graph/local/lock.ts';
import { importOffline } from '../graph/local/offlineImport.ts';
import type { Claim } from '../graph/local/owner.ts';
import { hasLocalStore } from '../graph/local/store.ts';
import { refreshTopics } from '../graph/refreshTopics.ts';
import { type Input, inputsOf } from '../ingest/input.ts';
import { parseSince } from '../ingest/since.ts';
import { ingest, ingestInBulk } from '../ingest.ts';
import { readerOf } from '../readers/index.ts';
import { withDatabase } from './database.ts';
import { exitCode, type ImportOptions, named, Round } from './import.ts';
import { requireWritable } from './importReport.ts';
import { RejectsFile } from './rejectsFile.ts';

/** As they come from the command line. */
export interface BulkFlags {
  readonly bulk?: boolean | undefined;
  readonly bulkFolder?: string | undefined;
  readonly filesOnly?: boolean | undefined;
}

export interface BulkImportOptions extends ImportOptions, BulkFlags {}

/**
 * Bytes of files and of the new database for each byte that is read: 7 between 500 and 5,000 generated OpenAlex works, and
 * one to spare. Of a packed source it is too little: the disk is then found full when it is.
 */
const bytesPerByteRead = 8;
/** What a database takes with nothing in it, most of it transaction logs that Neo4j makes room for at once. */
const leastBytes = 320e6;

/**
 * Fills an empty graph: the local Neo4j's by its own importer, for any other makes the files and says how to load them.
 *
 * @returns as `importSources`
 * @throws ScholargraphError GRAPH_NOT_EMPTY, BULK_LOAD_FAILED, DISK_FULL, BAD_INPUT, and those of a start
 */
export async function importInBulk(config: Config, options: BulkImportOptions): Promise<number> {
  const { signal } = options;
  const since = options.since === undefined ? undefined : parseSince(options.since);
  if (options.format !== undefined) readerOf(options.format);
  const targets = named(options.targets, options.sourceName);
  const place = placeOf(config.neo4j, options);
  if (options.report !== undefined) await requireWritable(options.report);
  const rejects = await RejectsFile.of(options.rejects);
  const local = place.local;
  let claim: Claim | undefined;
  try {
    // Held until the end: what is empty now stays so, and the new database replaces nothing.
    if (local !== undefined) claim = await claimFolder(local.dataFolder);
    if (local !== undefined && hasLocalStore(local.dataFolder)) {
      await withDatabase(config, signal, (graph) => requireEmptyGraph(graph), { migrates: false, claim });
    }
    const load = await begin(place.folder, targets, local === undefined);
    let finished = false;
    try {
      const version = local === undefined ? undefined : (await readLock()).neo4j;
      const round = new Round(
        (sources, how) =>
          ingestInBulk(load, sources, how, async (files, tell) => {
            if (local === undefined) await announce(place.folder, files);
            else await loadLocally(config, { ...local, claim }, files, signal, tell);
            finished = true;
          }),
        { ...options, since },
        rejects,
        version,
      );
      return exitCode(await round.run(targets));
    } catch (error) {
      throw isDiskFull(error) ? diskFull(place.folder, { cause: error }) : error;
    } finally {
      if (local !== undefined || !finished) await load.discard();
    }
  } finally {
    await claim?.release();
    await rejects.close();
  }
}

interface Place {
  /** Everything a bulk import writes is in it, and it is deleted. */
  readonly folder: string;
  /** Absent where files are all that is wanted. */
  readonly local: (Neo4jConfig & { kind: 'local' }) | undefined;
}

/** @throws ScholargraphError BAD_INPUT where it is not clear what to do */
function placeOf(neo4j: Neo4jConfig, { bulkFolder, filesOnly, dryRun, watch }: BulkImportOptions): Place {
  if (dryRun === true || watch === true) {
    throw new ScholargraphError('BAD_INPUT', 'A bulk import is neither dry nor goes on watching', {
      field: '--bulk',
      fix: `Leave out ${dryRun === true ? '--dry-run' : '--watch'}, or --bulk.`,
    });
  }
  const local = neo4j.kind === 'local' && filesOnly !== true ? neo4j : undefined;
  const parent = bulkFolder ?? local?.dataFolder;
  if (parent === undefined) {
    throw new ScholargraphError('BAD_INPUT', "Neo4j's importer works on the machine of the database only", {
      field: '--bulk-folder',
      expected: 'a folder for the files that it is to read there',
    });
  }
  return { folder: path.resolve(parent, 'scholargraph-bulk'), local };
}

const unfinished = 'unfinished';

/** @throws ScholargraphError DISK_FULL, or BAD_INPUT where an earlier run left whole files */
async function begin(
  folder: string,
  targets: readonly (string | Input)[],
  keepsFiles: boolean,
): Promise<BulkLoad> {
  const mark = path.join(folder, unfinished);
  if (existsSync(mark)) {
    process.stderr.write(
      'An earlier bulk import was interrupted. Nothing of it was loaded; this one starts over.\n',
    );
  } else if (keepsFiles && existsSync(folder)) {
    throw new ScholargraphError('BAD_INPUT', 'The files of an earlier bulk import are there', {
      source: folder,
      fix: 'Load them, or delete the folder.',
    });
  }
  await mkdir(path.dirname(folder), { recursive: true });
  const sizes = (await inputsOf(targets)).map(({ size }) => size ?? 0);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  await requireSpace(path.dirname(folder), leastBytes + bytesPerByteRead * bytes);
  const load = await BulkLoad.begin(folder);
  await writeFile(mark, '');
  return load;
}

async function loadLocally(
  config: Config,
  local: Neo4jConfig & { kind: 'local' } & { readonly claim: Claim | undefined },
  files: BulkFiles,
  signal: AbortSignal | undefined,
  tell: (what: string, share: number) => void,
): Promise<void> {
  tell("Neo4j's importer", 0);
  await importOffline({
    ...local,
    arguments: importArguments(files, files.folder),
    signal,
    onProgress: (share) => tell("Neo4j's importer", share),
  });
  // From here on the graph is whole; migrations that an interruption leaves undone the next start runs.
  tell('Building indexes', 0);
  const complete = async (graph: Graph) => {
    await checkLoaded(graph, files);
    await ingest(graph, []);
    tell('Relating and clustering topics', 0);
    await refreshTopics(graph).catch((error: unknown) => {
      // What was loaded stays, and the clusters can be found at any time.
      process.stderr.write(
        `The graph is loaded, but its topics could not be related and clustered: ${String(error)}\nGive Neo4j more memory (SCHOLARGRAPH_NEO4J_HEAP) and start it; that goes on with it.\n`,
      );
    });
  };
  await withDatabase(config, undefined, complete, { claim: local.claim });
}

async function announce(folder: string, files: BulkFiles): Promise<void> {
  await rm(path.join(folder, unfinished));
  const command = importArguments(files, '.').map(quoted).join(' ').replaceAll(' --', ' \\\n    --');
  process.stdout.write(
    `The files are in ${files.folder}. Load them into a database that is empty and stopped, on its machine:

  cd ${quoted(files.folder)}
  neo4j-admin ${command}

where the last word is the database's name. Then start it, and complete it:

  NEO4J_URI=… NEO4J_PASSWORD=… scholargraph migrate

The first server or import on it then relates and clusters its topics.
`,
  );
}

/** As a POSIX shell takes it for one word. */
function quoted(word: string): string {
  return /[^\w./=:,+-]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word;
}
