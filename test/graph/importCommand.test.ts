import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { run } from '../../src/cli.ts';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { migrate, migrationOf } from '../../src/graph/migrate.ts';
import { commandOutput } from './commandOutput.ts';
import { empty, freshGraph } from './freshGraph.ts';
import { graphSnapshot } from './graphSnapshot.ts';

let graph: Graph;
let folder: string;
const output = commandOutput();

beforeAll(async () => {
  graph = await freshGraph();
});

beforeEach(async () => {
  await empty(graph);
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'scholargraph-import-')));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** @returns the exit code */
async function imported(...argv: string[]): Promise<number> {
  output.text = '';
  return run(['node', 'scholargraph', 'import', ...argv]);
}

async function file(name: string, text: string): Promise<string> {
  await writeFile(path.join(folder, name), text);
  return path.join(folder, name);
}

const entry = (key: string, year = 2019, more = '') =>
  `@article{${key}, title = {A study of ${key}}, author = {Houlsby, Neil}, year = ${year}${more}}\n`;
const more = ', journal = {Science}';
const broken = '@article{broken, title = {Never closed, year = 2019\n';

async function titles(): Promise<string[]> {
  const rows = await graph.read<{ title: string }>(
    cypher`MATCH (p:Publication) RETURN p.title AS title ORDER BY title`,
  );
  return rows.map((row) => row.title);
}

/** What provenance calls the sources. */
async function sources(): Promise<string[]> {
  const rows = await graph.read<{ uri: string }>(cypher`MATCH (s:Source) RETURN s.uri AS uri ORDER BY uri`);
  return rows.map((row) => row.uri);
}

/** Constraints and indexes, but for those that every database has. */
async function schema(): Promise<string[]> {
  const constraints = await graph.read<{ name: string }>(cypher`SHOW CONSTRAINTS YIELD name RETURN name`);
  const indexes = await graph.read<{ name: string }>(
    cypher`SHOW INDEXES YIELD name, type, owningConstraint
      WHERE type <> 'LOOKUP' AND owningConstraint IS NULL RETURN name`,
  );
  return [
    ...constraints.map(({ name }) => `constraint ${name}`),
    ...indexes.map(({ name }) => `index ${name}`),
  ].sort();
}

async function dropSchema(): Promise<void> {
  for (const each of await schema()) {
    const [kind, name] = each.split(' ');
    await graph.command(kind === 'index' ? cypher`DROP INDEX $name` : cypher`DROP CONSTRAINT $name`, {
      name,
    });
  }
  await graph.command(cypher`MATCH (n:Migration) DELETE n`);
}

test('a file and a folder go in, and what comes again is left alone', async () => {
  await file('a.bib', entry('a'));
  expect(await imported(folder)).toBe(0);
  expect(output.text).toContain('1 record: 1 new publication, 0 updated, 0 unchanged; 0 rejected');
  expect(await titles()).toEqual(['A study of a']);
  expect(await graph.read(cypher`MATCH (n:Unsettled) RETURN n.key AS key`)).toEqual([]);
  expect(await imported(path.join(folder, 'a.bib'))).toBe(0);
  expect(output.text).toContain('0 new publications, 0 updated, 1 unchanged');
});

test('a source that fails keeps no other out, and the exit code is 1', async () => {
  const notes = await file('notes.md', 'Buy milk.\n');
  const library = await file('library.bib', entry('a'));
  expect(await imported(notes, path.join(folder, 'nowhere.bib'), library)).toBe(1);
  expect(output.text).toContain('3 sources, of which 2 failed: 1 record:');
  expect(await titles()).toEqual(['A study of a']);
  expect(await sources()).toEqual([library]);
});

test('--dry-run says what would be and writes nothing, not even the schema of a database that has none', async () => {
  const library = await file('library.bib', entry('a') + entry('b'));
  expect(await imported(library)).toBe(0);
  const before = await graphSnapshot(graph);
  await file('library.bib', entry('a') + entry('b', 2019, more) + entry('c'));
  try {
    await dropSchema();
    expect(await imported(library, '--dry-run')).toBe(0);
    expect(output.text).toContain('3 records: would be 1 new publication, 1 updated, 1 unchanged');
    expect(await schema()).toEqual([]);
    expect(await migrationOf(graph)).toBe(0);
    expect(await graphSnapshot(graph)).toEqual(before);
  } finally {
    await migrate(graph);
  }
  expect(await imported(library)).toBe(0);
  expect(output.text).toContain('3 records: 1 new publication, 1 updated, 1 unchanged');
});

test('--strict lets in what has no fault, and ends at the first reject with exit code 1 and nothing of its batch', async () => {
  const good = await file('good.bib', entry('a'));
  const bad = await file('bad.bib', entry('b') + broken);
  const later = await file('later.bib', entry('c'));
  const rejects = path.join(folder, 'rejects.jsonl');
  expect(await imported(good, '--strict')).toBe(0);
  expect(await imported(bad, later, '--strict', '--rejects', rejects)).toBe(1);
  expect(output.text).toContain('An entry was rejected, which ends a strict import');
  expect(await titles()).toEqual(['A study of a']);
  expect(JSON.parse(await readFile(rejects, 'utf8'))).toMatchObject({ source: bad, key: 'broken' });
  // Without it a reject is no failure.
  expect(await imported(bad, later, '--rejects', rejects)).toBe(0);
  expect(output.text).toContain(`Rejected entries are in ${rejects}`);
  expect(await titles()).toEqual(['A study of a', 'A study of b', 'A study of c']);
});

test('--since leaves out what is certainly from before, and --report says how much', async () => {
  const library = await file('library.bib', entry('a', 2018) + entry('b', 2019) + entry('c', 2020));
  const report = path.join(folder, 'report.json');
  expect(await imported(library, '--since', '2019-07', '--report', report)).toBe(0);
  expect(await titles()).toEqual(['A study of b', 'A study of c']);
  expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({
    outcome: 'complete',
    options: { targets: [library], since: '2019-07', strict: false, dryRun: false },
    totals: { records: 2, before: 1 },
  });
});

test('--format has a source read whose beginning does not show what it is', async () => {
  const prose = 'What I have read, and what I thought of it.\n'.repeat(2_000);
  const notes = await file('notes.txt', prose + entry('a'));
  expect(await imported(notes)).toBe(1);
  expect(output.text).toContain('is of no format that is known here');
  expect(await imported(notes, '--format', 'bibtex')).toBe(0);
  expect(await titles()).toEqual(['A study of a']);
});

test('--source-name is what provenance calls a source, wherever it lies', async () => {
  const library = await file('library.bib', entry('a'));
  const moved = await file('moved.bib', entry('a', 2019, more));
  expect(await imported(library, '--source-name', 'ada/library')).toBe(0);
  expect(await imported(moved, '--source-name', 'ada/library')).toBe(0);
  expect(output.text).toContain('0 new publications, 1 updated');
  expect(await sources()).toEqual(['ada/library']);
});

test('--private-addresses has a server of the own network asked, which otherwise nobody is', async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end(entry('a'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const url = `http://127.0.0.1:${address.port}/library.bib`;
    expect(await imported(url)).toBe(1);
    expect(output.text).toContain('127.0.0.1 is not a public address');
    expect(asked).toBe(0);
    expect(await imported(url, '--private-addresses')).toBe(0);
    expect(await titles()).toEqual(['A study of a']);
    expect(await sources()).toEqual([url]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
