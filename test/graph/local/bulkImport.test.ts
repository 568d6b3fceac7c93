import { type ChildProcess, execFile } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeCorpus } from '../../../bench/corpusFile.ts';
import { totalsOf } from '../../../src/commands/importReport.ts';
import { BulkLoad, importArguments } from '../../../src/graph/bulk/bulkLoad.ts';
import { checkLoaded, requireEmptyGraph } from '../../../src/graph/bulk/loaded.ts';
import { cypher } from '../../../src/graph/cypher.ts';
import { claimFolder } from '../../../src/graph/local/localNeo4j.ts';
import { importOffline } from '../../../src/graph/local/offlineImport.ts';
import { refreshTopics } from '../../../src/graph/refreshTopics.ts';
import { ingest, ingestInBulk } from '../../../src/ingest.ts';
import { graphSnapshot } from '../graphSnapshot.ts';
import { buildPackage } from './builtPackage.ts';
import { localConfig, localEnvironment } from './localConfig.ts';
import { onGraph } from './onGraph.ts';

const fixtures = fileURLToPath(new URL('../../readers/fixtures/', import.meta.url));
const seed = fileURLToPath(new URL('../../../seed/profile-page.txt', import.meta.url));

/** Quotes, separators, line ends and signs that mean something to whoever reads CSV. */
const hostile = {
  id: 'a',
  type: 'article-journal',
  title: '"Quoted", with a comma; a pipe | and a \\ that ends it\\',
  abstract: 'Two\nlines,\r\na tab\t, "quotes" and \ud83d\ude00.',
  'container-title': '\\',
  author: [
    { family: 'O"Brien, Jr', given: 'A;B|C', affiliation: [{ name: 'Univ. of "Foo", Bar\nBaz' }] },
    {
      family: '\u0645\u062d\u0645\u062f',
      given: 'e\u0301',
      affiliation: [{ name: 'University of "Foo"' }, { name: 'ETH Zürich, Switzerland' }],
    },
  ],
};

let folder: string;
let dist: string;
let quick: NodeJS.ProcessEnv;
let sources: string[];
beforeAll(async () => {
  dist = await buildPackage('bulk');
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph bulk größe '));
  quick = await localEnvironment(folder);
  const literature = path.join(folder, 'literature.jsonl');
  await writeCorpus(literature, { publications: 300, seed: 3 });
  // The same works under another name, some of them, and one of another literature with the same people.
  const again = path.join(folder, 'again.jsonl');
  await writeCorpus(again, { publications: 90, seed: 3 });
  const odd = path.join(folder, 'odd.json');
  await writeFile(odd, JSON.stringify([hostile]));
  // Two ways to state a venue that the vocabulary does not have.
  const venues = path.join(folder, 'venues.json');
  await writeFile(
    venues,
    JSON.stringify(
      ['FOOBAR 2021', 'Proceedings of the 3rd Conference on Foo Bar (FOOBAR 2020)'].map((name, at) => ({
        id: `venue${at}`,
        type: 'paper-conference',
        title: `What becomes of the number ${at} in the end`,
        'container-title': name,
        author: [{ family: 'Smith', given: 'James' }],
      })),
    ),
  );
  // People whom nothing but where they were tells apart.
  const namesakes = path.join(folder, 'namesakes.json');
  await writeFile(
    namesakes,
    JSON.stringify(
      ['Univ. of Foo', 'Department of Physics, University of Foo, Bar', 'University of Quux'].map(
        (name, at) => ({
          id: `namesake${at}`,
          type: 'article-journal',
          title: ['Soil and its words', 'A theory of kites', 'Ferries of the north'][at],
          issued: { 'date-parts': [[2019]] },
          author: [{ family: 'Xiong', given: 'Jie', affiliation: [{ name }] }],
        }),
      ),
    ),
  );
  sources = [fixtures, seed, literature, again, odd, venues, namesakes];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the graph of a bulk import is that of an ordinary import, which then finds nothing to do', {
  timeout: 900_000,
}, async () => {
  const ordinary = await onGraph(path.join(folder, 'ordinary'), async (graph) => {
    await ingest(graph, sources);
    await refreshTopics(graph);
    return graphSnapshot(graph);
  });
  const dataFolder = path.join(folder, 'bulk');
  const load = await BulkLoad.begin(path.join(folder, 'files'), { statementsPerPartition: 100 });
  const report = await ingestInBulk(load, sources, {}, async (files) => {
    expect(files.tables.filter(({ rows }) => rows === 0)).toEqual([]);
    await importOffline({
      ...localConfig(dataFolder),
      onProgress: undefined,
      arguments: importArguments(files, files.folder),
    });
    await onGraph(dataFolder, (graph) => checkLoaded(graph, files));
  });
  await onGraph(dataFolder, async (graph) => {
    await refreshTopics(graph);
    const snapshot = await graphSnapshot(graph);
    expect(snapshot).toEqual(ordinary);
    // Also what is derived of all topics together.
    expect(snapshot.filter((line) => line.includes('-[RELATED ')).length).toBeGreaterThan(0);
    const namesakes = await graph.read<{ count: number }>(
      cypher`MATCH (a:Author {name: 'Jie Xiong'}) RETURN a.publicationCount AS count ORDER BY count`,
    );
    expect(namesakes).toEqual([{ count: 1 }, { count: 2 }]);
    expect(totalsOf(report).created).toBe(snapshot.filter((line) => line.startsWith('(Publication ')).length);
    const again = totalsOf(await ingest(graph, sources));
    expect(again).toMatchObject({ created: 0, updated: 0 });
    expect(await graphSnapshot(graph)).toEqual(snapshot);
    await expect(requireEmptyGraph(graph)).rejects.toMatchObject({ code: 'GRAPH_NOT_EMPTY' });
  });
});

test('threads that share the work write the same', async () => {
  const alone = await linesOf(await BulkLoad.begin(path.join(folder, 'alone')));
  // Only what is compiled has threads.
  const compiled: typeof import('../../../src/graph/bulk/bulkLoad.ts') = await import(
    pathToFileURL(path.join(dist, 'graph', 'bulk', 'bulkLoad.js')).href
  );
  const shares = { threads: 3, statementsPerPiece: 40, statementsPerPartition: 60 };
  const shared = await linesOf(await compiled.BulkLoad.begin(path.join(folder, 'shared'), shares));
  expect(shared.writers).toBeGreaterThan(alone.writers);
  expect(shared.lines).toEqual(alone.lines);
});

/** What a load writes of everything but the sources, whose time of import differs; sorted. */
async function linesOf(load: BulkLoad): Promise<{ readonly lines: string[]; readonly writers: number }> {
  const lines: string[] = [];
  let writers = 0;
  await ingestInBulk(load, sources, {}, async ({ folder: written, tables }) => {
    for (const { table, files } of tables) {
      if (table === 'sources') continue;
      writers = Math.max(writers, files.length - 1);
      for (const file of files) {
        const text = await readFile(path.join(written, file), 'utf8');
        lines.push(...text.split('\n').map((line) => `${table} ${line}`));
      }
    }
  });
  return { lines: lines.filter((line) => !/^\w+ $/.test(line)).sort(), writers };
}

describe('import --bulk', () => {
  /** Runs the command; `meanwhile` gets the process. */
  function run(
    environment: Record<string, string>,
    options: readonly string[],
    meanwhile: (child: ChildProcess) => void = () => {},
  ): Promise<{ code: unknown; stdout: string; stderr: string }> {
    const { NEO4J_URI: _, ...inherited } = process.env;
    const env = { ...inherited, ...quick, ...environment };
    return new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [path.join(dist, 'main.js'), 'import', '--bulk', ...options],
        { env, cwd: folder, timeout: 280_000 },
        (error, stdout, stderr) => resolve({ code: error?.signal ?? error?.code ?? 0, stdout, stderr }),
      );
      meanwhile(child);
    });
  }

  test('killed while it loads leaves no graph; the next run starts over, and one after it is refused', async () => {
    const data = path.join(folder, 'killed');
    const environment = { SCHOLARGRAPH_DATA: data };
    const store = path.join(data, 'neo4j', 'data');
    const source = path.join(folder, 'again.jsonl');
    let other: Promise<unknown> | undefined;
    const killed = await run(environment, [source], (child) => {
      other = whenThere(path.join(data, 'scholargraph-bulk')).then(() => claimFolder(data));
      other.catch(() => {});
      const timer = setInterval(async () => {
        if (await isThere(path.join(data, 'neo4j', 'bulk-store', 'data'))) {
          clearInterval(timer);
          // It has been refused long since, unless this machine is very busy.
          await other?.catch(() => {});
          child.kill('SIGKILL');
        }
      }, 20);
      child.once('exit', () => clearInterval(timer));
    });
    expect(killed.code).toBe('SIGKILL');
    // What another wrote into the empty graph while this one reads would be lost, so it is kept out.
    await expect(other).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    expect(await isThere(store)).toBe(false);

    const whole = await run(environment, [source]);
    expect(whole.stderr).toContain('An earlier bulk import was interrupted');
    expect(whole.stdout).toContain('90 records: 90 new publications');
    expect(whole.code).toBe(0);
    expect(await isThere(path.join(data, 'scholargraph-bulk'))).toBe(false);
    expect(await isThere(path.join(data, 'neo4j', 'bulk-store'))).toBe(false);

    const refused = await run(environment, [source]);
    expect(refused.stderr).toMatch(/^GRAPH_NOT_EMPTY: .*without --bulk/m);
    expect(refused.code).toBe(1);
  });

  test('for a Neo4j elsewhere makes the files and says how to load them', async () => {
    const environment = { NEO4J_URI: 'bolt://127.0.0.1:1' };
    const nowhere = await run(environment, ['odd.json']);
    expect(nowhere.stderr).toMatch(/^BAD_INPUT: field --bulk-folder: /m);

    const { stdout, code } = await run(environment, ['--bulk-folder', 'out', 'odd.json']);
    expect(code).toBe(0);
    const files = await readdir(path.join(folder, 'out', 'scholargraph-bulk', 'files'));
    const data = files.filter((name) => name.includes('-'));
    expect(data.length).toBeGreaterThan(5);
    for (const name of data) expect(stdout).toContain(name);
    expect(stdout).toContain('neo4j-admin database import full');
    expect(stdout).toContain('scholargraph migrate');

    const again = await run(environment, ['--bulk-folder', 'out', 'odd.json']);
    expect(again.stderr).toMatch(/^BAD_INPUT: .*files of an earlier bulk import/m);
  });

  test('reads with the same rules: strict ends it with nothing loaded', async () => {
    const data = path.join(folder, 'strict');
    const broken = path.join(fixtures, 'bibtex', 'broken.bib');
    const { code, stdout } = await run({ SCHOLARGRAPH_DATA: data }, ['--strict', broken]);
    expect(code).toBe(1);
    expect(stdout).toContain('Stopped at the first fault');
    expect(await isThere(path.join(data, 'neo4j', 'data'))).toBe(false);
    expect(await isThere(path.join(data, 'scholargraph-bulk'))).toBe(false);
  });
});

async function whenThere(file: string): Promise<void> {
  while (!(await isThere(file))) await delay(20);
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
