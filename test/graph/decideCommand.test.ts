import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../src/cli.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { PublicationRecord } from '../../src/record.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { commandOutput } from './commandOutput.ts';
import { freshGraph } from './freshGraph.ts';
import { graphSnapshot } from './graphSnapshot.ts';

let graph: Graph;
const output = commandOutput();

const source = sourceOf('library.bib', 'bibtex');

const gardeners = ['Jane Smith', 'Jane Doe', 'Jane Doe'].map((literal, index) =>
  record(`k${index}`, {
    title: `The words of the gardeners of village number ${index}`,
    identifiers: index === 2 ? [{ scheme: 'doi', value: '10.1000/182' }] : [],
    authors: [{ name: { literal } }],
    venues: [{ name: 'Annals of Gardening' }],
  }),
);

function record(key: string, fields: Partial<PublicationRecord>): PublicationRecord {
  return {
    locator: { key },
    identifiers: [],
    authors: [],
    authorOrder: 'byline',
    venues: [],
    topics: [],
    ...fields,
  };
}

beforeAll(() => fill(gardeners));

async function fill(records: readonly PublicationRecord[]): Promise<void> {
  graph = await freshGraph();
  await writeSource(graph, source);
  await writeBatch(
    graph,
    records.map((each) => statementOf(source, each)),
  );
  await settleAuthors(graph);
}

async function told(...argv: string[]): Promise<string> {
  output.text = '';
  expect(await run(['node', 'scholargraph', ...argv])).toBe(0);
  return output.text;
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

    await fill(gardeners);
    const broken = path.join(folder, 'broken.jsonl');
    await writeFile(broken, `${exported}{"id": "d1"}\n`);
    expect(await run(['node', 'scholargraph', 'decisions', 'import', broken])).toBe(1);
    expect(output.text).toMatch(
      new RegExp(`BAD_INPUT: .*broken\\.jsonl, line ${count + 1}: This is no decision`),
    );
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
  expect(output.text).toContain(message);
});

describe('whatever there is to decide', () => {
  const wang = {
    name: { literal: 'Wei Wang' },
    identifiers: [{ scheme: 'openalex' as const, value: 'A5077' }],
  };
  const ships: Partial<PublicationRecord> = {
    title: 'Of the ships that went to the northern seas',
    identifiers: [{ scheme: 'doi', value: '10.1000/183' }],
    authors: [{ name: { literal: 'W. Wang' } }, { name: { literal: 'Jane Doe' } }],
  };

  beforeAll(async () => {
    await fill([
      record('listening', {
        title: 'Listening at night to what the owls have to say',
        identifiers: [{ scheme: 'doi', value: '10.1000/182' }],
        authors: [wang],
        venues: [{ name: 'ICML' }],
        topics: [{ name: 'neural nets' }],
      }),
      record('dictionary', {
        title: 'A dictionary of the words that gardeners use',
        authors: [wang, { name: { literal: 'Jane Smith' } }],
        venues: [{ name: 'Intl. Conf. on Mining and Metallurgy' }],
        topics: [{ name: 'soil words' }, { name: 'words of old' }],
      }),
      record('ships', ships),
      record('again', { ...ships, year: 2018 }),
    ]);
  });

  /** Decides, and undoes it. @returns what was said of the decision */
  async function decidedAndUndone(argv: readonly string[]): Promise<string> {
    const said = await told(...argv);
    const [, id = ''] = /scholargraph undo (d\w+)/.exec(said) ?? [];
    await told('undo', id);
    return said;
  }

  test('is decided by the lines that the documentation shows', { timeout: 120_000 }, async () => {
    const documentation = await readFile(new URL('../../docs/curation.md', import.meta.url), 'utf8');
    const lines = documentation.match(/^scholargraph decide .*$/gm) ?? [];
    const argvOf = (line = '') =>
      [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '').slice(1);
    const [mergeAuthors, splitAuthor, separate, splitVenue, renameTopic, ...others] = lines;
    expect(others).toEqual([]);
    const before = await graphSnapshot(graph);

    expect(await told(...argvOf(mergeAuthors))).toMatch(
      /(?:before {2}Jane (?:Smith|Doe) .*\n){2}after {3}Jane \w+ \(a\w+\): 2 publications, 2 coauthors\n[\s\S]*Nothing was changed/,
    );
    expect(await decidedAndUndone(argvOf(splitAuthor))).toMatch(
      /before {2}Wei Wang \(a\w+\): 2 publications[\s\S]*after {3}Wei Wang \(a\w+\): 1 publications[\s\S]*after {3}Wei Wang \(a\w+\): 1 publications/,
    );
    expect(await decidedAndUndone(argvOf(separate))).toMatch(
      /after {3}W(?:ei|\.) Wang [\s\S]*after {3}W(?:ei|\.) Wang /,
    );
    expect(await decidedAndUndone(argvOf(renameTopic))).toMatch(/after {3}neural networks \(t\w+\)/);
    expect(await graphSnapshot(graph)).toEqual(before);

    // Of one acronym, so that they were taken for one.
    const merged = await told(
      ...['decide', 'merge', 'venue', 'ICML', 'Intl. Conf. on Mining and Metallurgy', '--reason', 'One'],
    );
    const [, merge = ''] = /scholargraph undo (d\w+)/.exec(merged) ?? [];
    expect(await decidedAndUndone(argvOf(splitVenue))).toMatch(
      /after {3}Mining and Metallurgy \(v\w+\): 1 publications, 2 authors/,
    );
    const unsaid = await graphSnapshot(graph);
    expect(await told('undo', merge, '--preview')).toMatch(/before [\s\S]*after [\s\S]*Nothing was changed/);
    expect(await graphSnapshot(graph)).toEqual(unsaid);
    await told('undo', merge);
    expect(await graphSnapshot(graph)).toEqual(before);
  });

  test('is decided of publications and topics, too', { timeout: 120_000 }, async () => {
    const before = await graphSnapshot(graph);
    const [owls, shipping] = ['Listening at night to what the owls have to say', ships.title ?? ''];
    const key = `${source.id}/again`;
    const decide = (...argv: string[]) => decidedAndUndone(['decide', ...argv, '--reason', 'I know them']);

    expect(await decide('merge', 'publication', '10.1000/182', shipping)).toMatch(
      /before [\s\S]*before [\s\S]*after {3}\S.* \(p\w+\): \d authors\n2 publications were/,
    );
    for (const statement of [key, Buffer.from(`Statement:${key}`).toString('base64')]) {
      expect(await decide('split', 'publication', shipping, statement)).toMatch(
        /after {3}Of the ships [\s\S]*after {3}Of the ships /,
      );
    }
    expect(await decide('rename', 'publication', owls, 'Owls')).toMatch(/after {3}Owls \(p\w+\): 1 authors/);
    expect(await decide('rename', 'author', 'Jane Smith', 'Jane S. Smith')).toMatch(
      /after {3}Jane S\. Smith /,
    );

    const merged = await told(
      ...['decide', 'merge', 'topic', 'words of old', 'soil words', '--reason', 'One'],
    );
    expect(merged).toMatch(/after {3}words of old \(t\w+\)/);
    expect(await decide('split', 'topic', 'words of old', 'soil words', '--as', 'loam')).toMatch(
      /after {3}loam \(t\w+\): 1 publications/,
    );
    await told('undo', /scholargraph undo (d\w+)/.exec(merged)?.[1] ?? '');
    expect(await graphSnapshot(graph)).toEqual(before);
  });
});
