import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest';
import { run } from '../../src/cli.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from './freshGraph.ts';
import { graphSnapshot } from './graphSnapshot.ts';

let graph: Graph;
let output: string;

beforeAll(fill);

async function fill(): Promise<void> {
  graph = await freshGraph();
  const source = sourceOf('library.bib', 'bibtex');
  await writeSource(graph, source);
  await writeBatch(
    graph,
    ['Jane Smith', 'Jane Doe', 'Jane Doe'].map((literal, index) =>
      statementOf(source, {
        locator: { key: `k${index}` },
        title: `The words of the gardeners of village number ${index}`,
        identifiers: index === 2 ? [{ scheme: 'doi', value: '10.1000/182' }] : [],
        authors: [{ name: { literal } }],
        authorOrder: 'byline',
        venues: [{ name: 'Annals of Gardening' }],
        topics: [],
      }),
    ),
  );
  await settleAuthors(graph);
}

beforeEach(() => {
  output = '';
  const { uri, user, password, database } = inject('neo4j');
  vi.stubEnv('NEO4J_URI', uri);
  vi.stubEnv('NEO4J_USER', user);
  vi.stubEnv('NEO4J_PASSWORD', password);
  vi.stubEnv('NEO4J_DATABASE', database);
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      output += text.toString();
      return true;
    });
  }
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function told(...argv: string[]): Promise<string> {
  output = '';
  expect(await run(['node', 'scholargraph', ...argv])).toBe(0);
  return output;
}

test('decisions are previewed, made by names, listed and undone on the command line', {
  timeout: 120_000,
}, async () => {
  const before = await graphSnapshot(graph);
  const merge = ['decide', 'merge', 'author', 'Jane Smith', 'jane doe'];
  expect(await told(...merge, '--preview')).toMatch(
    /Jane Smith \(a\w+\): 3 publications[\s\S]*Nothing was changed/,
  );
  expect(await graphSnapshot(graph)).toEqual(before);

  const [, merged = ''] =
    /scholargraph undo (d\w+)/.exec(await told(...merge, '--reason', 'Married', '--by', 'Ada')) ?? [];
  const split = await told('decide', 'split', 'author', 'Jane Smith', '10.1000/182', '--reason', 'Not hers');
  expect(split).toContain(`The earlier decision ${merged} yields to this one.`);
  const [, splitOff = ''] = /scholargraph undo (d\w+)/.exec(split) ?? [];
  await told('decide', 'rename', 'venue', 'Annals of Gardening', 'The Annals', '--reason', 'Short');

  const listed = await told('decisions', '--of', 'author');
  expect(listed).toMatch(
    new RegExp(
      `^${splitOff}  .*  ${userInfo().username}  split author Jane Smith\n  Not hers\n${merged}  .*  Ada  merge author Jane Smith \\+ Jane Doe\n  Married\n$`,
    ),
  );
  expect(await told('decisions', '--limit', '1')).toContain(
    "rename venue Annals of Gardening as 'The Annals'",
  );

  await told('undo', merged);
  await told('undo', splitOff, '--reason', 'Nonsense');
  expect(await told('decisions', '--of', 'author')).toBe('Nothing was decided.\n');
  expect(await told('decisions', '--of', 'author', '--all')).toMatch(/undone .* by .*: Nonsense/);
});

test('decisions are taken to a graph that was built anew', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'decisions-'));
  try {
    const file = path.join(folder, 'decisions.jsonl');
    await told('decide', 'merge', 'author', 'Jane Smith', 'Jane Doe', '--reason', 'Married', '--by', 'Ada');
    const before = await graphSnapshot(graph);
    const listed = await told('decisions', '--all');
    // One is in force; those of the tests before were undone, and are history.
    const count = listed.match(/^d/gm)?.length ?? 0;
    await told('decisions', 'export', file);
    const exported = await readFile(file, 'utf8');
    expect(exported.trim().split('\n')).toHaveLength(count);

    await fill();
    const broken = path.join(folder, 'broken.jsonl');
    await writeFile(broken, `${exported}{"id": "d1"}\n`);
    expect(await run(['node', 'scholargraph', 'decisions', 'import', broken])).toBe(1);
    expect(output).toMatch(new RegExp(`BAD_INPUT: .*broken\\.jsonl, line ${count + 1}: This is no decision`));
    expect(await told('decisions', '--all')).toBe('Nothing was decided.\n');

    expect(await told('decisions', 'import', file)).toContain(
      `${count} decisions taken over; 0 were there already`,
    );
    expect(await told('decisions', '--all')).toBe(listed);
    expect(await graphSnapshot(graph)).toEqual(before);
    expect(await told('decisions', 'import', file)).toContain(
      `0 decisions taken over; ${count} were there already`,
    );
    expect(await told('decisions', 'export')).toBe(`${exported}${count} decisions.\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  [
    ['decide', 'merge', 'author', 'Jane Smith', 'Nobody', '--reason', 'x'],
    1,
    "NOT_FOUND: There is no author 'Nobody'",
  ],
  [['decisions', 'import', 'nothing.jsonl'], 1, 'SOURCE_UNREADABLE: nothing.jsonl'],
  [['decide', 'merge', 'author', 'Jane Smith', 'Jane Doe'], 1, 'There is no reason'],
  [['undo', 'd0'], 1, "There is no decision 'd0'"],
  [['decide', 'merge', 'person', 'A', 'B'], 2, 'Allowed choices are author, publication, venue, topic'],
])('%j is refused', async (argv, code, message) => {
  expect(await run(['node', 'scholargraph', ...argv])).toBe(code);
  expect(output).toContain(message);
});
