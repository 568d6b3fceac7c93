import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { writeCorpus } from '../../../bench/corpusFile.ts';
import { cypher } from '../../../src/graph/cypher.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { refreshTopics } from '../../../src/graph/refreshTopics.ts';
import { textContent } from '../../../src/imports/content.ts';
import { ImportQueue } from '../../../src/imports/importQueue.ts';
import { ingest } from '../../../src/ingest.ts';
import { empty, freshGraph } from '../freshGraph.ts';
import { graphSnapshot } from '../graphSnapshot.ts';
import { holdKey } from '../heldKey.ts';
import { buildPackage } from '../local/builtPackage.ts';

/** Two batches. */
const publications = 620;
let dist: string;
let graph: Graph;
let folder: string;
let corpus: string;
let uninterrupted: readonly string[];
const children: ChildProcess[] = [];

beforeAll(async () => {
  dist = await buildPackage('interrupted');
  graph = await freshGraph();
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'scholargraph-interrupted-')));
  corpus = path.join(folder, 'corpus.jsonl');
  await writeCorpus(corpus, { publications, seed: 3 });
  await ingest(graph, [corpus]);
  await refreshTopics(graph);
  uninterrupted = await graphSnapshot(graph);
});
beforeEach(() => empty(graph));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true }));

/** The import, in a process of its own. */
const command = (...given: string[]) => scholargraph('import', ...given);

function scholargraph(...given: string[]) {
  const { uri, user, password, database } = inject('neo4j');
  const child = spawn(process.execPath, [path.join(dist, 'main.js'), ...given], {
    cwd: folder,
    env: {
      ...process.env,
      NEO4J_URI: uri,
      NEO4J_USER: user,
      NEO4J_PASSWORD: password,
      NEO4J_DATABASE: database,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const exited = once(child, 'exit').then(([code, signal]: unknown[]) => ({ code, signal }));
  return {
    stdin: child.stdin,
    signal: (name: NodeJS.Signals) => child.kill(name),
    exited,
    said: () => said,
  };
}

async function count(label: 'Publication' | 'Unsettled'): Promise<number> {
  const [row] = await graph.read<{ found: number }>(
    cypher`MATCH (n) WHERE $label IN labels(n) RETURN count(n) AS found`,
    { label },
  );
  return row?.found ?? 0;
}

/** Kills an import at a moment. @returns whether it was not complete by then */
async function killedAt(moment: () => Promise<boolean>): Promise<boolean> {
  const run = command(corpus);
  let over = false;
  const ended = run.exited.finally(() => {
    over = true;
  });
  await expect.poll(async () => over || (await moment()), { timeout: 100_000, interval: 20 }).toBe(true);
  run.signal('SIGKILL');
  const { code, signal } = await ended;
  if (signal === null) expect(code, run.said()).toBe(0);
  return !isDeepStrictEqual(await graphSnapshot(graph), uninterrupted);
}

describe('killed by kill -9', () => {
  const unfinished = cypher`MATCH (a:Author) WHERE a.stale = 1 RETURN a.id AS id LIMIT 1`;

  test.each([
    ['while it writes', async () => (await count('Publication')) > 0],
    [
      'while it resolves authors',
      async () => (await count('Unsettled')) === 0 && (await graph.read(unfinished)).length > 0,
    ],
  ])(
    '%s, an import is completed by the next: nothing is lost, nothing is there twice',
    {
      timeout: 300_000,
    },
    async (_, moment) => {
      // What lasts for a moment may be over before a busy machine has seen it: once more then.
      while (!(await killedAt(moment))) await empty(graph);

      const second = command(corpus);
      expect(await second.exited).toMatchObject({ code: 0 });
      expect(await graphSnapshot(graph)).toEqual(uninterrupted);
    },
  );
});

test('killed by kill -9, the undoing of an import goes on when it is asked for again', async () => {
  const nothing = await graphSnapshot(graph);
  const queue = new ImportQueue(graph, pino({ level: 'silent' }));
  const content = textContent(await readFile(corpus, 'utf8'));
  const id = await queue.add({
    sourceName: 'corpus',
    content,
    format: undefined,
    since: undefined,
    strict: false,
    dryRun: false,
    by: 'Ada',
  });
  await queue.ended(id, 60_000, undefined);
  await queue.close();
  const imported = await graphSnapshot(graph);

  const preview = scholargraph('undo-import', id, '--preview');
  expect(await preview.exited).toMatchObject({ code: 0 });
  expect(preview.said()).toMatch(
    new RegExp(
      `${publications} entries removed, 0 as they were before, 0 kept[^]*${publications} publications, `,
    ),
  );
  expect(await graphSnapshot(graph)).toEqual(imported);

  const first = scholargraph('undo-import', id, '--by', 'Ada');
  await expect
    .poll(() => count('Publication'), { timeout: 100_000, interval: 20 })
    .toBeLessThan(publications);
  first.signal('SIGKILL');
  expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });
  // The half minute after which nobody is waited for.
  await graph.command(cypher`MATCH (n:Import) SET n.aliveAt = datetime() - duration('PT1M')`);
  const second = scholargraph('undo-import', id);
  expect(await second.exited).toMatchObject({ code: 0 });
  expect(second.said()).toContain(`${publications} entries removed`);
  const listed = scholargraph('imports');
  expect(await listed.exited).toMatchObject({ code: 0 });
  expect(listed.said()).toMatch(/ corpus: undone\n.*\n {2}undone by Ada/);
  await graph.command(cypher`MATCH (n) WHERE n:Import OR n:ImportTurn DELETE n`);
  expect(await graphSnapshot(graph)).toEqual(nothing);
});

test('a server that starts resolves the authors that an interrupted import has left', async () => {
  const stop = new AbortController();
  await ingest(graph, [corpus], { signal: stop.signal, onProgress: () => stop.abort() });
  const left = await count('Unsettled');
  expect(left).toBeGreaterThan(0);
  const server = scholargraph('serve', '--port', '0');
  await expect.poll(server.said, { timeout: 100_000 }).toContain('Playground');
  expect(await count('Unsettled')).toBe(0);
  expect(await graph.read(cypher`MATCH (a:Author) WHERE a.id STARTS WITH '~' RETURN a.id AS id`)).toEqual([]);
  expect(server.said()).toContain(`authors of ${left} names`);
  server.signal('SIGTERM');
  expect(await server.exited).toMatchObject({ code: 0 });
});

describe('Ctrl-C', () => {
  /** Of the first batch: whoever else holds it keeps that waiting. */
  const heldKey = 'openalex:W1';
  const blocked = () =>
    graph.command<{ status: string }>(
      cypher`SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status`,
    );

  test('once: what is being written is finished, and the report says that it was interrupted', async () => {
    const report = path.join(folder, 'report.json');
    const release = await holdKey(graph, heldKey);
    const run = command('--report', report, corpus);
    try {
      await expect.poll(blocked, { timeout: 60_000 }).not.toEqual([]);
      run.signal('SIGINT');
      await expect.poll(run.said, { timeout: 60_000 }).toContain('again to stop at once');
    } finally {
      await release();
    }
    expect(await run.exited).toMatchObject({ code: 130 });
    expect(await count('Publication')).toBeGreaterThan(0);
    const said = JSON.parse(await readFile(report, 'utf8'));
    expect(said).toMatchObject({ outcome: 'interrupted', sources: [{ finished: false }] });
    expect(said.totals.records).toBe(await count('Publication'));
    expect(run.said()).toContain('Import the same again');

    await ingest(graph, [corpus]);
    await refreshTopics(graph);
    expect(await graphSnapshot(graph)).toEqual(uninterrupted);
  });

  test('while standard input keeps silent ends the import', async () => {
    const run = command('-');
    run.stdin.write('@article{a, title = {A study}, year = 2019}\n'.repeat(2_000));
    await expect
      .poll(() => graph.read(cypher`MATCH (s:Source) RETURN s.uri AS uri`), { timeout: 100_000 })
      .toEqual([{ uri: '-' }]);
    run.signal('SIGINT');
    expect(await run.exited).toMatchObject({ code: 130 });
  });

  test('twice: the import ends at once, and nothing of the batch that was being written is there', async () => {
    const release = await holdKey(graph, heldKey);
    try {
      const run = command(corpus);
      await expect.poll(blocked, { timeout: 60_000 }).not.toEqual([]);
      run.signal('SIGINT');
      await expect.poll(run.said, { timeout: 60_000 }).toContain('again to stop at once');
      run.signal('SIGINT');
      expect(await run.exited).toMatchObject({ signal: 'SIGINT' });
    } finally {
      await release();
    }
    expect(await count('Publication')).toBe(0);
  });
});

describe('a watched folder', () => {
  test('has what appears and changes imported, whatever is wrong with some of it, until Ctrl-C', async () => {
    const watched = await mkdtemp(path.join(folder, 'watched-'));
    const add = (name: string, text: string) => writeFile(path.join(watched, name), text);
    const entry = (key: string) => `@article{${key}, title = {A study of ${key}}, year = 2019}\n`;
    const titles = async () =>
      (
        await graph.read<{ title: string }>(
          cypher`MATCH (p:Publication) RETURN p.title AS title ORDER BY title`,
        )
      ).map((row) => row.title);
    await add('first.bib', entry('first'));
    // What it writes itself, into the folder, is nothing that appears or changes.
    const [rejected, report] = [path.join(watched, 'rejects.jsonl'), path.join(watched, 'report.json')];
    const run = command('--watch', '--rejects', rejected, '--report', report, watched);
    await expect.poll(run.said, { timeout: 100_000 }).toContain('Watching');
    expect(await titles()).toEqual(['A study of first']);

    await add('notes.md', 'Buy milk.\n');
    await add('broken.xml', '<dblp>\n<article key="a/b"><title>Cut');
    await add('second.bib', `${entry('second')}@article{broken, title = {Never closed\n`);
    await expect.poll(titles, { timeout: 100_000 }).toEqual(['A study of first', 'A study of second']);
    await add('second.bib', entry('second') + entry('third'));
    await expect.poll(titles, { timeout: 100_000 }).toContain('A study of third');
    // The end of that round: a signal within it would interrupt it.
    await expect.poll(run.said, { timeout: 100_000 }).toContain('second.bib (bibtex): 2 records');
    await rm(path.join(watched, 'first.bib'));

    run.signal('SIGINT');
    expect(await run.exited).toMatchObject({ code: 0 });
    expect(await titles()).toEqual(['A study of first', 'A study of second', 'A study of third']);
    expect(run.said()).toContain('notes.md: Its beginning, "Buy milk.", is of no format');
    expect(run.said()).toMatch(/broken\.xml \(dblp\)/);
    expect(run.said()).not.toMatch(/(?:rejects\.jsonl|report\.json)\b\S*:/);
    expect(JSON.parse(await readFile(report, 'utf8')).outcome).toBe('complete');
    const rejects = (await readFile(rejected, 'utf8')).trim().split('\n');
    expect(rejects.map((line) => JSON.parse(line).original)).toContainEqual(
      expect.stringContaining('Never closed'),
    );
  });
});
