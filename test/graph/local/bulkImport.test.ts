import { type ChildProcess, execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
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
  // What the files for Neo4j's importer cannot hold: a work of its own, and one that another source has too.
  const [known = '{}'] = (await readFile(again, 'utf8')).split('\n');
  const { doi, title } = z.object({ doi: z.string(), title: z.string() }).parse(JSON.parse(known));
  const unheld = path.join(folder, 'unheld.json');
  await writeFile(
    unheld,
    JSON.stringify([
      {
        id: 'u\u001f1',
        type: 'article-journal',
        title: 'On what separates',
        author: [{ family: 'Xiong', given: 'J.' }],
      },
      { id: 'u\uffff2', type: 'article-journal', title, DOI: doi },
    ]),
  );
  sources = [fixtures, seed, literature, again, odd, venues, namesakes, unheld];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the graph of a bulk import is that of an ordinary import, which then finds nothing to do', {
  timeout: 900_000,
}, async () => {
  const ordinary = await onGraph(path.join(folder, 'ordinary'), async (graph) => {
    const { rejects } = await ingest(graph, sources);
    await refreshTopics(graph);
    return { snapshot: await graphSnapshot(graph), rejected: rejects.get('RECORD_MALFORMED') };
  });
  const dataFolder = path.join(folder, 'bulk');
  const load = await BulkLoad.begin(path.join(folder, 'files'), {
    statementsPerPartition: 100,
    setsAside: true,
  });
  const report = await ingestInBulk(load, sources, {}, async (files) => {
    expect(files.tables.filter(({ rows }) => rows === 0)).toEqual([]);
    await importOffline({
      ...localConfig(dataFolder),
      onProgress: undefined,
      arguments: importArguments(files, files.folder),
    });
    await onGraph(dataFolder, async (graph) => {
      await checkLoaded(graph, files);
      await load.writeAside(graph);
      await ingest(graph, []);
    });
  });
  expect(report.rejects.get('RECORD_MALFORMED')).toBe(ordinary.rejected);
  await onGraph(dataFolder, async (graph) => {
    await refreshTopics(graph);
    const snapshot = await graphSnapshot(graph);
    expect(snapshot).toEqual(ordinary.snapshot);
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

/** Runs a command; `meanwhile` gets the process. */
function command(
  environment: Record<string, string>,
  words: readonly string[],
  meanwhile: (child: ChildProcess) => void = () => {},
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const { NEO4J_URI: _, ...inherited } = process.env;
  const env = { ...inherited, ...quick, ...environment };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(dist, 'main.js'), ...words],
      { env, cwd: folder, timeout: 280_000 },
      (error, stdout, stderr) => resolve({ code: error?.signal ?? error?.code ?? 0, stdout, stderr }),
    );
    meanwhile(child);
  });
}

describe('import --bulk', () => {
  const run = (
    environment: Record<string, string>,
    options: readonly string[],
    meanwhile?: (child: ChildProcess) => void,
  ) => command(environment, ['import', '--bulk', ...options], meanwhile);

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

    // Also where only files are asked for, which says that they are to be loaded in bulk.
    const words = ['import', '--files-only', '--bulk-folder', 'out', 'odd.json'];
    const again = await command(environment, words);
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

describe('import, when it is not said how', () => {
  /** Of 90 works and 21 MB. */
  let much: string;
  beforeAll(async () => {
    much = path.join(folder, 'much.jsonl');
    const works = await readFile(path.join(folder, 'again.jsonl'), 'utf8');
    await writeFile(much, `${works}${`${' '.repeat(999)}\n`.repeat(21_000)}`);
  });

  /** With what the report for programs says. */
  async function run(data: string, words: readonly string[], meanwhile?: (child: ChildProcess) => void) {
    const report = path.join(folder, `${data}.report.json`);
    await rm(report, { force: true });
    const environment = { SCHOLARGRAPH_DATA: path.join(folder, data) };
    const done = await command(environment, ['import', '--report', report, ...words], meanwhile);
    const told: unknown = JSON.parse(await readFile(report, 'utf8').catch(() => 'null'));
    return { ...done, told };
  }
  const chosen = /^The graph is empty, so it is loaded in bulk.*--no-bulk/m;

  test('fills in bulk a graph that a start has left empty, says so, and adds to it from then on', async () => {
    expect(await command({ SCHOLARGRAPH_DATA: path.join(folder, 'chosen') }, ['migrate'])).toMatchObject({
      code: 0,
    });
    const first = await run('chosen', [much]);
    expect(first.stderr).toMatch(chosen);
    expect(first).toMatchObject({
      code: 0,
      told: {
        way: 'bulk',
        outcome: 'complete',
        totals: { records: 90, created: 90 },
        loaded: expect.arrayContaining([expect.objectContaining({ what: "Neo4j's importer" })]),
      },
    });

    const second = await run('chosen', [much]);
    expect(second).toMatchObject({
      code: 0,
      told: { way: 'batches', outcome: 'complete', totals: { created: 0, unchanged: 90 } },
    });
    expect(second.stderr).not.toMatch(chosen);
    // It has looked and gone on in one start.
    expect(second.stderr.match(/Neo4j is ready/g)).toHaveLength(1);
  });

  test('keeps to --no-bulk', async () => {
    const { code, stderr, told } = await run('forbidden', ['--no-bulk', much]);
    expect({ code, told }).toMatchObject({
      code: 0,
      told: { options: { bulk: false }, way: 'batches', totals: { created: 90 } },
    });
    expect(stderr).not.toMatch(chosen);
  });

  test('adds what is little batch by batch', async () => {
    const { code, stderr, told } = await run('little', ['again.jsonl']);
    expect({ code, told }).toMatchObject({ code: 0, told: { way: 'batches', totals: { created: 90 } } });
    expect(stderr).not.toMatch(chosen);
  });

  test('adds batch by batch what there is no room to load in bulk', async () => {
    // Of more bytes than any disk has room for, and none of them stored.
    const endless = path.join(folder, 'endless.jsonl');
    await writeFile(endless, '');
    await truncate(endless, 8e12);
    const { code, stderr, told } = await run('narrow', [much, endless]);
    expect({ code, told }).toMatchObject({
      code: 1,
      told: { way: 'batches', totals: { created: 90, failed: 1 } },
    });
    expect(stderr).not.toMatch(chosen);
  });

  test('takes no offence at much in which there is no bibliography', async () => {
    await mkdir(path.join(folder, 'none'));
    await writeFile(
      path.join(folder, 'none', 'minutes.txt'),
      'What was said at the meeting.\n'.repeat(800_000),
    );
    const { code, stdout, stderr, told } = await run('nothing', ['none']);
    expect(stderr).toMatch(chosen);
    expect({ code, told }).toMatchObject({
      code: 0,
      told: { outcome: 'complete', totals: { skipped: 1, records: 0 } },
    });
    expect(stdout).toContain('1 file skipped');
  });

  test('interrupted leaves the graph empty, and says so', async () => {
    const { code, stdout, told } = await run('interrupted', [much], (child) => {
      const importer = path.join(folder, 'interrupted', 'neo4j', 'bulk-store');
      void whenThere(importer).then(() => child.kill('SIGINT'));
    });
    expect({ code, told }).toMatchObject({ code: 130, told: { way: 'bulk', outcome: 'interrupted' } });
    expect(stdout).toContain('Interrupted, with nothing loaded. Import the same again to start over.');
    expect(await isThere(path.join(folder, 'interrupted', 'neo4j', 'data'))).toBe(false);
    expect(await isThere(path.join(folder, 'interrupted', 'scholargraph-bulk'))).toBe(false);
  });

  test('is kept out while another holds the data folder', async () => {
    const claim = await claimFolder(path.join(folder, 'held'));
    const { code, stderr } = await run('held', [much]);
    await claim.release();
    expect(stderr).toMatch(/^STORE_LOCKED: /m);
    expect(code).toBe(1);
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
