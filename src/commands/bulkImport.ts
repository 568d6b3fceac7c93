import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Config, Neo4jConfig } from '../config.ts';
import { ScholargraphError } from '../errors.ts';
import { type BulkFiles, BulkLoad, type BulkLoadOptions, importArguments } from '../graph/bulk/bulkLoad.ts';
import { checkLoaded, requireEmptyGraph } from '../graph/bulk/loaded.ts';
import type { Graph } from '../graph/graph.ts';
import { diskFull, isDiskFull, requireSpace } from '../graph/local/diskSpace.ts';
import { claimFolder, requireStartable } from '../graph/local/localNeo4j.ts';
import { readLock } from '../graph/local/lock.ts';
import { discardUnfinishedImport, importOffline } from '../graph/local/offlineImport.ts';
import type { Claim } from '../graph/local/owner.ts';
import { hasLocalStore } from '../graph/local/store.ts';
import { refreshTopics } from '../graph/refreshTopics.ts';
import { ingest, ingestInBulk } from '../ingest.ts';
import { withDatabase } from './database.ts';
import { exitCode, type ImportOptions, type ImportRequest, Round, requested, type Take } from './import.ts';
import { type SourceSize, sizeOfSources } from './sourceSize.ts';
import { startProgress } from './startProgress.ts';

/** As they come from the command line. */
export interface BulkFlags {
  readonly bulkFolder?: string | undefined;
  readonly filesOnly?: boolean | undefined;
}

export interface BulkImportOptions extends ImportOptions, BulkFlags {}

/**
 * Bytes of files and of the new database for each byte that is read: 7 between 500 and 5,000 generated OpenAlex works, and
 * one to spare. Of a packed source it may be too little: the disk is then found full when it is.
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
  const { local, folder } = placeOf(config.neo4j, options);
  return requested(options, async (request) => {
    if (local === undefined) return makeFiles(request, folder);
    // Held until the end: what is empty now stays so, and the new database replaces nothing.
    const claim = await claimFolder(local.dataFolder);
    try {
      if (hasLocalStore(local.dataFolder)) {
        await withDatabase(config, options.signal, (graph) => requireEmptyGraph(graph), {
          migrates: false,
          claim,
        });
      }
      await discardInterrupted(local, folder);
      await requireSpace(await parentOf(folder), bytesFor(await sizeOfSources(options.targets)));
      return await fillGraph(config, request, { local, folder, claim });
    } finally {
      await claim.release();
    }
  });
}

export type LocalNeo4jConfig = Neo4jConfig & { readonly kind: 'local' };

interface Place {
  /** Everything a bulk import writes is in it, and it is deleted. */
  readonly folder: string;
  /** Absent where files are all that is wanted. */
  readonly local: LocalNeo4jConfig | undefined;
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
  return { folder: folderIn(parent), local };
}

/** Where a bulk import keeps its files. */
export function folderIn(parent: string): string {
  return path.resolve(parent, 'scholargraph-bulk');
}

/** Bytes of disk that a bulk import takes. */
export function bytesFor({ bytes }: SourceSize): number {
  return leastBytes + bytesPerByteRead * bytes;
}

const unfinished = 'unfinished';

/** Takes away what a bulk import that was killed has left. The data folder must be claimed. */
export async function discardInterrupted({ dataFolder }: LocalNeo4jConfig, folder: string): Promise<void> {
  await discardUnfinishedImport(dataFolder);
  await discardUnfinished(folder);
}

async function discardUnfinished(folder: string): Promise<void> {
  if (!existsSync(path.join(folder, unfinished))) return;
  process.stderr.write(
    'An earlier bulk import was interrupted. Nothing of it was loaded; this one starts over.\n',
  );
  await rm(folder, { recursive: true, force: true });
}

/** The folder around, which is made where it is not there. */
export async function parentOf(folder: string): Promise<string> {
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  return parent;
}

interface LocalBulk {
  readonly local: LocalNeo4jConfig;
  readonly folder: string;
  /** Of the local Neo4j's data folder. */
  readonly claim: Claim;
}

/**
 * Loads the local graph, which is known to be empty.
 *
 * @returns as `importSources`
 * @throws ScholargraphError BULK_LOAD_FAILED, DISK_FULL, and those of a start
 */
export async function fillGraph(
  config: Config,
  request: ImportRequest,
  { local, folder, claim }: LocalBulk,
): Promise<number> {
  const { signal } = request.options;
  // Rather than to find out when all is read and decided.
  await requireStartable({ ...local, onProgress: startProgress(), signal });
  const { neo4j } = await readLock();
  const load = await begin(folder, { setsAside: true });
  try {
    return await takeIn(load, request, { folder, neo4j }, (files, tell) =>
      loadLocally(config, { ...local, claim }, { load, files }, signal, tell),
    );
  } finally {
    await load.discard();
  }
}

async function makeFiles(request: ImportRequest, folder: string): Promise<number> {
  await discardUnfinished(folder);
  if (existsSync(folder)) {
    throw new ScholargraphError('BAD_INPUT', 'The files of an earlier bulk import are there', {
      source: folder,
      fix: 'Load them, or delete the folder.',
    });
  }
  await requireSpace(await parentOf(folder), bytesFor(await sizeOfSources(request.options.targets)));
  const load = await begin(folder, {});
  let finished = false;
  try {
    return await takeIn(load, request, { folder, neo4j: undefined }, async (files) => {
      await announce(folder, files);
      finished = true;
    });
  } finally {
    if (!finished) await load.discard();
  }
}

async function begin(folder: string, options: BulkLoadOptions): Promise<BulkLoad> {
  const load = await BulkLoad.begin(folder, options);
  await writeFile(path.join(folder, unfinished), '');
  return load;
}

/** @throws ScholargraphError DISK_FULL, and those of `loadFiles` */
async function takeIn(
  load: BulkLoad,
  { options, targets, rejects }: ImportRequest,
  { folder, neo4j }: { readonly folder: string; readonly neo4j: string | undefined },
  loadFiles: Parameters<typeof ingestInBulk>[3],
): Promise<number> {
  const take: Take = (sources, how) => ingestInBulk(load, sources, how, loadFiles);
  try {
    return exitCode(await new Round(take, options, rejects, neo4j, 'bulk').run(targets));
  } catch (error) {
    throw isDiskFull(error) ? diskFull(folder, { cause: error }) : error;
  }
}

async function loadLocally(
  config: Config,
  local: LocalNeo4jConfig & { readonly claim: Claim },
  { load, files }: { readonly load: BulkLoad; readonly files: BulkFiles },
  signal: AbortSignal | undefined,
  tell: (what: string, share: number) => void,
): Promise<void> {
  // Of no rows at all the importer makes an error instead of a database.
  if (files.tables.some(({ rows }) => rows > 0)) {
    tell("Neo4j's importer", 0);
    await importOffline({
      ...local,
      arguments: importArguments(files, files.folder),
      signal,
      onProgress: (share) => tell("Neo4j's importer", share),
    });
  }
  // From here on the graph is whole; migrations that an interruption leaves undone the next start runs.
  tell('Building indexes', 0);
  const complete = async (graph: Graph) => {
    await checkLoaded(graph, files);
    await load.writeAside(graph);
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
