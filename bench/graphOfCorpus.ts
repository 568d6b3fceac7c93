import { spawn } from 'node:child_process';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PublicationRecord } from '../src/record.ts';
import type { CorpusOptions } from './corpus.ts';
import { writeWorks } from './corpusFile.ts';
import { queryCorpus } from './queryCorpus.ts';

/** A literature, and what the folder of its graph is called, before its size. */
export interface NamedCorpus {
  readonly name: string;
  readonly records: (options: CorpusOptions) => Iterable<PublicationRecord>;
}

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/**
 * The data folder of a local Neo4j with the graph of a corpus of so many publications, made by `import --bulk` unless
 * it is there already. The same size gives the same graph.
 */
export async function graphOfCorpus(
  folder: string,
  publications: number,
  { name, records }: NamedCorpus = { name: 'graph', records: queryCorpus },
): Promise<string> {
  const dataFolder = path.join(folder, `${name}-${publications}`);
  if (await exists(dataFolder)) return dataFolder;
  const making = `${dataFolder}.making`;
  await rm(making, { recursive: true, force: true });
  await mkdir(making, { recursive: true });
  // Its name is the source's in the graph.
  const file = path.join(folder, 'corpus.jsonl');
  await writeWorks(file, records({ publications, seed: 7 }));
  await imported(file, making);
  await rm(file);
  await rename(making, dataFolder);
  return dataFolder;
}

async function imported(file: string, dataFolder: string): Promise<void> {
  const { NEO4J_URI: _, ...inherited } = process.env;
  const env = { ...inherited, SCHOLARGRAPH_DATA: dataFolder, SCHOLARGRAPH_NEO4J_HEAP: '2g' };
  const child = spawn(process.execPath, [main, 'import', '--bulk', file], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`the import ended with exit code ${code}`);
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}
