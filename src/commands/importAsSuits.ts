import type { Config } from '../config.ts';
import { isEmptyGraph } from '../graph/bulk/loaded.ts';
import { hasSpace } from '../graph/local/diskSpace.ts';
import { claimFolder } from '../graph/local/localNeo4j.ts';
import { hasLocalStore } from '../graph/local/store.ts';
import { migrate } from '../graph/migrate.ts';
import {
  type BulkImportOptions,
  bytesFor,
  discardInterrupted,
  fillGraph,
  folderIn,
  importInBulk,
  type LocalNeo4jConfig,
  parentOf,
} from './bulkImport.ts';
import { withDatabase } from './database.ts';
import { type ImportRequest, importInto, importSources, requested } from './import.ts';
import { type SourceSize, sizeOfSources } from './sourceSize.ts';

/**
 * Bytes of sources from which on an empty graph is filled in bulk. Of generated OpenAlex works, 9, 17 and 35 MB took 89, 110 and 151
 * seconds of processor time batch by batch and 73, 82 and 104 in bulk (all processes, on a busy machine); where a start has left an
 * empty graph, looking at it takes a bulk import a further start of Neo4j, some 20. So from here on it is faster whatever it finds,
 * and what is less should rather go on where it was interrupted.
 */
const worthwhile = 20e6;

/**
 * Imports by the way that is faster: in bulk what is much and goes into the local Neo4j while there is nothing in it, else batch
 * by batch. `bulk` among the options takes the choice away.
 *
 * @param leastBytes of sources, unpacked, for which a bulk import is chosen
 * @returns as `importSources`
 * @throws ScholargraphError those of both ways; a bulk import that fails before all is loaded leaves an empty graph
 */
export async function importAsSuits(
  config: Config,
  options: BulkImportOptions,
  leastBytes = worthwhile,
): Promise<number> {
  if (options.bulk === true) return importInBulk(config, options);
  return requested(options, async (request) => {
    const { neo4j } = config;
    const chooses = options.bulk === undefined && options.dryRun !== true && options.watch !== true;
    if (neo4j.kind !== 'local' || !chooses) {
      return importSources(config, request);
    }
    const size = await sizeOfSources(options.targets);
    if (!size.whole || size.bytes < leastBytes) return importSources(config, request);
    return importMuch(config, request, {
      local: neo4j,
      folder: folderIn(options.bulkFolder ?? neo4j.dataFolder),
      size,
    });
  });
}

async function importMuch(
  config: Config,
  request: ImportRequest,
  {
    local,
    folder,
    size,
  }: { readonly local: LocalNeo4jConfig; readonly folder: string; readonly size: SourceSize },
): Promise<number> {
  const { signal } = request.options;
  // Held until the end: what is empty now stays so, and the new database replaces nothing.
  const claim = await claimFolder(local.dataFolder);
  try {
    await discardInterrupted(local, folder);
    if (!(await hasSpace(await parentOf(folder), bytesFor(size)))) {
      return await importSources(config, request, claim);
    }
    if (hasLocalStore(local.dataFolder)) {
      const added = await withDatabase(
        config,
        signal,
        async (graph, ended) => {
          if (await isEmptyGraph(graph)) return undefined;
          await migrate(graph);
          return importInto(graph, request, ended);
        },
        { migrates: false, claim },
      );
      if (added !== undefined) return added;
    }
    process.stderr.write(
      'The graph is empty, so it is loaded in bulk: nothing is in it before all is. --no-bulk has it imported batch by batch.\n',
    );
    return await fillGraph(config, request, { local, folder, claim });
  } finally {
    await claim.release();
  }
}
