import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCorpus } from '../../../bench/corpusFile.ts';
import { BulkLoad, importArguments } from '../../../src/graph/bulk/bulkLoad.ts';
import { checkLoaded, completeLoad, requireEmptyGraph } from '../../../src/graph/bulk/loaded.ts';
import { Graph } from '../../../src/graph/graph.ts';
import { startLocalNeo4j } from '../../../src/graph/local/localNeo4j.ts';
import { importOffline } from '../../../src/graph/local/offlineImport.ts';
import { migrate } from '../../../src/graph/migrate.ts';
import { totalsOf } from '../../../src/commands/importReport.ts';
import { ingest, ingestInBulk } from '../../../src/ingest.ts';
import { graphSnapshot } from '../graphSnapshot.ts';
import { localConfig } from './localConfig.ts';

const fixtures = fileURLToPath(new URL('../../readers/fixtures/', import.meta.url));
const seed = fileURLToPath(new URL('../../../seed/profile-page.txt', import.meta.url));

let folder: string;
let sources: string[];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-bulk-'));
  const literature = path.join(folder, 'literature.jsonl');
  await writeCorpus(literature, { publications: 300, seed: 3 });
  sources = [fixtures, seed, literature];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Works on the graph of a data folder with its Neo4j running. */
async function onGraph<Result>(dataFolder: string, work: (graph: Graph) => Promise<Result>): Promise<Result> {
  const local = await startLocalNeo4j(localConfig(dataFolder));
  const graph = new Graph(local.address);
  try {
    await migrate(graph);
    return await work(graph);
  } finally {
    await graph.close();
    await local.stop();
  }
}

async function importedInBulk(dataFolder: string, partitions: number) {
  const load = await BulkLoad.begin(path.join(folder, `files-${partitions}`));
  const report = await ingestInBulk(load, sources, {}, async () => {});
  const files = await load.resolve({ partitions });
  await importOffline({ ...localConfig(dataFolder), arguments: importArguments(files, files.folder) });
  return { report, files };
}

describe('the graph of a bulk import', () => {
  test('is that of an ordinary import, which then finds nothing to do', async () => {
    const ordinary = await onGraph(path.join(folder, 'ordinary'), async (graph) => {
      const report = await ingest(graph, sources);
      return { report, snapshot: await graphSnapshot(graph) };
    });
    const dataFolder = path.join(folder, 'bulk');
    const load = await BulkLoad.begin(path.join(folder, 'files'));
    await ingestInBulk(load, sources, {}, async (files) => {
      await importOffline({ ...localConfig(dataFolder), arguments: importArguments(files, files.folder) });
      await onGraph(dataFolder, async (graph) => {
        await completeLoad(graph);
        await checkLoaded(graph, files);
      });
    });
    await onGraph(dataFolder, async (graph) => {
      const snapshot = await graphSnapshot(graph);
      const { writeFileSync } = await import('node:fs');
      writeFileSync('/tmp/bulkprobe/ord.txt', ordinary.snapshot.join('\n'));
      writeFileSync('/tmp/bulkprobe/blk.txt', snapshot.join('\n'));
      expect(snapshot.length).toBe(ordinary.snapshot.length);
      expect(snapshot).toEqual(ordinary.snapshot);
      const again = totalsOf(await ingest(graph, sources));
      expect(again).toMatchObject({ created: 0, updated: 0 });
      expect(await graphSnapshot(graph)).toEqual(snapshot);
    });
  });
});
