import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cypher } from '../../../src/graph/cypher.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { type Input, inputOf } from '../../../src/ingest/input.ts';
import { type IngestOptions, ingest } from '../../../src/ingest.ts';
import type { Reject } from '../../../src/readers/reader.ts';
import { sourceFrom } from '../../../src/readers/source.ts';
import { empty, freshGraph } from '../freshGraph.ts';
import { graphSnapshot } from '../graphSnapshot.ts';

let graph: Graph;
let folder: string;
beforeAll(async () => {
  graph = await freshGraph();
});
beforeEach(async () => {
  await empty(graph);
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'scholargraph-ingest-')));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const place = path.join(folder, name);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, content);
  return place;
}

const entry = (key: string, year = 2019, more = '') =>
  `@article{${key}, title = {A study of ${key}}, author = {Houlsby, Neil and Gesmundo, Andrea}, year = ${year}, journal = {Science}${more}}\n`;
const entries = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => entry(`paper${from + n}`)).join('');
const openalex = (n: number) =>
  JSON.stringify({ id: `https://openalex.org/W${n}`, title: `Work number ${n}`, publication_year: 2020 });
const broken = '@article{broken, title = {Never closed, year = 2019\n';

/** An input that is made up while it is read. */
function stream(uri: string, bytes: () => AsyncGenerator<Uint8Array>): Input {
  return { uri, size: undefined, found: false, open: () => sourceFrom(uri, bytes()) };
}

async function titles(): Promise<string[]> {
  const rows = await graph.read<{ title: string }>(
    cypher`MATCH (p:Publication) RETURN p.title AS title ORDER BY title`,
  );
  return rows.map((row) => row.title);
}

/** Imports and gives the report with the rejects themselves. */
async function imported(targets: Iterable<string | Input>, options: IngestOptions = {}) {
  const rejected: (Reject & { source: string })[] = [];
  const report = await ingest(graph, targets, {
    ...options,
    onReject: (source, reject) => void rejected.push({ source, ...reject }),
  });
  return { report, rejected, sources: report.sources };
}

describe('any mix of sources', () => {
  test('goes in, each recognised by its content', async () => {
    const bib = await file('named-wrongly.json', entry('one'));
    const packed = gzipSync(entry('two'));
    await file('folder/packed', packed);
    await file('folder/sub/works.txt', `${openalex(1)}\n${openalex(2)}\n`);
    const { sources } = await imported([bib, path.join(folder, 'folder')]);
    expect(sources).toMatchObject([
      { uri: bib, format: 'bibtex', records: 1, created: 1, finished: true, size: entry('one').length },
      {
        uri: path.join(folder, 'folder/packed'),
        format: 'bibtex',
        bytes: packed.length,
        size: packed.length,
        sha256: createHash('sha256').update(packed).digest('hex'),
      },
      { uri: path.join(folder, 'folder/sub/works.txt'), format: 'openalex', records: 2 },
    ]);
    expect(await titles()).toEqual(['A study of one', 'A study of two', 'Work number 1', 'Work number 2']);
  });

  test('is told of with its size and how much of it is done', async () => {
    const paths = [await file('a.bib', entries(0, 600)), await file('b.bib', entries(600, 700))];
    const told: [records: number, bytes: number, size: number | undefined][] = [];
    await ingest(graph, paths, {
      onProgress: ({ step, sources, bytes, size }) => {
        const records = sources.reduce((sum, source) => sum + source.records, 0);
        if (step === 'read') told.push([records, bytes, size]);
      },
    });
    const size = entries(0, 700).length;
    expect(told.map(([records]) => records)).toEqual([500, 600, 600, 700, 700]);
    expect(told.map(([, , known]) => known)).toEqual(told.map(() => size));
    const bytes = told.map(([, done]) => done);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(bytes.at(-1)).toBe(size);
  });
});

test('a file that has changed replaces what it said, entry by entry, and what has gone from it stays', async () => {
  const abstract = (text: string) => `, abstract = {${text}}`;
  const source = await file('a.bib', entry('one', 2019, abstract('Old')) + entry('three') + entry('two'));
  await imported([source]);
  await file('a.bib', entry('one', 2019, abstract('New')) + entry('three'));
  const { sources } = await imported([source]);
  expect(sources).toMatchObject([{ records: 2, created: 0, updated: 1, unchanged: 1, finished: true }]);
  const stored = await graph.read<{ title: string; abstract: string | null }>(
    cypher`MATCH (p:Publication) RETURN p.title AS title, p.abstract AS abstract ORDER BY title`,
  );
  expect(stored).toEqual([
    { title: 'A study of one', abstract: 'New' },
    { title: 'A study of three', abstract: null },
    { title: 'A study of two', abstract: null },
  ]);
});

describe('a file that holds no bibliography', () => {
  const others: [name: string, content: string | Uint8Array, what: RegExp][] = [
    ['empty.txt', '', /nothing in it/],
    ['image.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /NUL/],
    ['notes.md', '# Notes\n\nBuy milk.\n', /no format that is known/],
    ['package.json', '{"name": "x", "version": "1.0.0"}', /no format that is known/],
    ['paper.pdf', '%PDF-1.7\n', /PDF/],
    ['zipped.zip', 'PK\u0003\u0004', /ZIP/],
  ];

  test('is passed over in a folder, with the reason', async () => {
    for (const [name, content] of others) await file(name, content);
    await file('refs.bib', entry('one'));
    const { report } = await imported([folder], { strict: true });
    expect(report.stopped).toBeUndefined();
    expect(report.sources).toMatchObject([{ format: 'bibtex', finished: true }]);
    expect(report.skipped.map(({ uri }) => path.basename(uri))).toEqual(others.map(([name]) => name));
    for (const [index, [, , what]] of others.entries()) {
      expect(report.skipped[index]?.reason.what).toMatch(what);
    }
  });

  test.each(others)('is an error where it is named: %s', async (name, content, what) => {
    const { sources } = await imported([await file(name, content), await file('refs.bib', entry('one'))]);
    expect(sources).toMatchObject([{ finished: false }, { finished: true }]);
    expect(sources[0]?.error?.what).toMatch(what);
  });

  test('leaves no trace in the graph where it is refused', async () => {
    const page = await file('page.txt', 'Ada Lovelace\nThis is a letter and not a page of hers.\n');
    const { sources } = await imported([page], { format: 'profile-page' });
    expect(sources[0]?.error).toMatchObject({ code: 'SOURCE_MALFORMED' });
    expect(await graphSnapshot(graph)).toEqual([]);
  });

  test('is not one that should be and cannot be read', async () => {
    await file('cut.bib.gz', gzipSync(entries(0, 50)).subarray(0, 100));
    await file('refs.bib', entry('one'));
    const { report } = await imported([folder]);
    expect(report.skipped).toEqual([]);
    expect(report.sources).toMatchObject([{ error: { code: 'SOURCE_UNREADABLE' } }, { finished: true }]);
  });

  test.each([
    ['with a NUL in it', Buffer.from(`${entry('before')}${broken}\0`), ['A study of before']],
    ['in UTF-16 without byte order mark', Buffer.from(entry('wide'), 'utf16le'), []],
  ])('is not a bibliography %s: it fails, and ends a strict import', async (_, content, before) => {
    await file('damaged.bib', content);
    await file('image.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    await file('refs.bib', entry('one'));
    const failed = { format: 'bibtex', finished: false, error: { code: 'SOURCE_UNREADABLE' } };
    const strictly = await imported([folder], { strict: true });
    expect(strictly.report).toMatchObject({ stopped: 'strict', sources: [failed], skipped: [] });
    const { report } = await imported([folder]);
    expect(report.sources).toMatchObject([failed, { finished: true }]);
    expect(report.skipped.map(({ uri }) => path.basename(uri))).toEqual(['image.png']);
    expect(await titles()).toEqual([...before, 'A study of one']);
  });

  test('is passed over in a folder whatever format is named', async () => {
    await file('image.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    await file('refs.bib', entry('one'));
    const { report } = await imported([folder], { format: 'bibtex', strict: true });
    expect(report).toMatchObject({ stopped: undefined, sources: [{ finished: true }] });
    expect(report.skipped.map(({ uri }) => path.basename(uri))).toEqual(['image.png']);
  });
});

describe('what is wrong', () => {
  test('with an entry costs that entry, and says where it is', async () => {
    const { sources, rejected } = await imported([await file('a.bib', entry('one') + broken + entry('two'))]);
    expect(sources).toMatchObject([{ records: 2, rejects: 1, finished: true, error: undefined }]);
    expect(rejected).toMatchObject([
      {
        source: path.join(folder, 'a.bib'),
        code: 'RECORD_MALFORMED',
        locator: { line: 2 },
        original: expect.stringContaining('@article{broken'),
        reason: expect.stringContaining('not closed'),
      },
    ]);
    expect(await titles()).toEqual(['A study of one', 'A study of two']);
  });

  test('with a source costs what of it cannot be read, and no other source', async () => {
    async function* breaks() {
      // More than is looked at before reading begins.
      yield Buffer.from(entries(0, 1_000));
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    }
    const { sources } = await imported([
      path.join(folder, 'missing.bib'),
      stream('breaks', breaks),
      await file('b.bib', entry('last')),
    ]);
    expect(sources).toMatchObject([
      { error: { code: 'SOURCE_UNREADABLE', what: 'There is no such file' }, format: undefined },
      {
        error: { code: 'SOURCE_UNREADABLE', what: 'The server broke off' },
        records: 1_000,
        sha256: undefined,
      },
      { error: undefined, records: 1 },
    ]);
    expect(await titles()).toContain('A study of last');
  });

  test('with the format that is named is said before anything is read', async () => {
    await expect(ingest(graph, ['-'], { format: 'bibtext' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('with the rejects file ends the import, for nothing may be lost unsaid', async () => {
    const full = new Error('no space left');
    const targets = [await file('a.bib', entry('one') + broken)];
    await expect(
      ingest(graph, targets, {
        onReject: () => {
          throw full;
        },
      }),
    ).rejects.toBe(full);
  });
});

describe('a strict import', () => {
  test('ends at the first reject; of that batch nothing is written, of those before all', async () => {
    const source = await file('a.bib', entries(0, 600) + broken + entries(600, 700));
    const { report, rejected } = await imported([source, await file('b.bib', entry('other'))], {
      strict: true,
    });
    expect(report.stopped).toBe('strict');
    expect(report.sources).toMatchObject([
      { records: 500, finished: false, error: { code: 'RECORD_MALFORMED', detail: { line: 601 } } },
    ]);
    expect(rejected).toHaveLength(1);
    expect(await titles()).toHaveLength(500);
    const unsettled = await graph.read(cypher`MATCH (u:Unsettled) RETURN u.key AS key`);
    expect(unsettled).toEqual([]);
  });

  test('ends at the first source that fails', async () => {
    const { report } = await imported(
      [await file('a.gz', gzipSync(entries(0, 900)).subarray(0, 2_000)), await file('b.bib', entry('other'))],
      { strict: true },
    );
    expect(report.stopped).toBe('strict');
    expect(report.sources).toMatchObject([{ records: 0, error: { code: 'SOURCE_UNREADABLE' } }]);
    expect(await titles()).toEqual([]);
  });
});

describe('a dry run', () => {
  test('says what an import would do, and leaves the graph as it is', async () => {
    await ingest(graph, [await file('a.bib', entry('one') + entry('two'))]);
    const before = await graphSnapshot(graph);
    await file('a.bib', entry('one') + entry('two', 2019, ', volume = 7') + entry('three') + broken);
    const { sources, rejected } = await imported([path.join(folder, 'a.bib')], { dryRun: true });
    expect(sources).toMatchObject([
      { records: 3, created: 1, updated: 1, unchanged: 1, rejects: 1, finished: true },
    ]);
    expect(rejected).toHaveLength(1);
    expect(await graphSnapshot(graph)).toEqual(before);

    const { sources: real } = await imported([path.join(folder, 'a.bib')]);
    expect(real).toMatchObject([{ created: 1, updated: 1, unchanged: 1 }]);
    expect(await graphSnapshot(graph)).not.toEqual(before);
  });

  test('leaves no trace in an empty graph', async () => {
    await imported([await file('a.bib', entries(0, 20))], { dryRun: true });
    const [count] = await graph.read<{ nodes: number }>(
      cypher`MATCH (n) WHERE NOT n:Migration RETURN count(n) AS nodes`,
    );
    expect(count).toEqual({ nodes: 0 });
  });
});

test('what is certainly from before a date is left out and counted', async () => {
  const undated = '@misc{undated, title = {A study of undated}, author = {Houlsby, Neil}}\n';
  const month = entry('june', 2019, ', month = jun');
  const source = await file('a.bib', entry('old', 2018) + month + entry('year', 2019) + undated);
  const { sources } = await imported([source], { since: '2019-07' });
  expect(sources).toMatchObject([{ records: 2, before: 2, rejects: 0, finished: true }]);
  expect(await titles()).toEqual(['A study of undated', 'A study of year']);
});

describe('an import that is told to stop', () => {
  test('finishes what is being written, reads no more, and is completed by the next', async () => {
    const paths = [await file('a.bib', entries(0, 1_200)), await file('b.bib', entry('other'))];
    const stop = new AbortController();
    const { report } = await imported(paths, {
      signal: stop.signal,
      onProgress: ({ step }) => step === 'read' && stop.abort(),
    });
    expect(report.stopped).toBe('interrupted');
    expect(report.sources).toMatchObject([{ finished: false, error: undefined, sha256: undefined }]);
    const written = await titles();
    expect(written.length).toBe(report.sources[0]?.records);
    expect(written.length % 500).toBe(0);
    expect(written.length).toBeLessThan(1_200);

    await imported(paths);
    const completed = await graphSnapshot(graph);
    await empty(graph);
    await imported(paths);
    expect(completed).toEqual(await graphSnapshot(graph));
  });

  test('while a source keeps silent ends at once', async () => {
    const stop = new AbortController();
    async function* silent() {
      yield Buffer.from(entries(0, 2));
      await new Promise((_, reject) => {
        stop.signal.addEventListener('abort', () => reject(stop.signal.reason));
        setTimeout(() => stop.abort(), 50);
      });
    }
    const { report } = await imported([stream('silent', silent)], { signal: stop.signal });
    expect(report).toMatchObject({ stopped: 'interrupted', sources: [{ records: 0, error: undefined }] });
  });
});

test('authors that were left unresolved are resolved by the next import, whatever that imports', async () => {
  const stop = new AbortController();
  await imported([await file('a.bib', entries(0, 3))], {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  const provisional = cypher`MATCH (a:Author) WHERE a.id STARTS WITH '~' RETURN a.id AS id`;
  expect(await graph.read(provisional)).not.toEqual([]);
  const { report } = await imported([]);
  expect(report.settled.blocks).toBe(2);
  expect(await graph.read(provisional)).toEqual([]);
});

test('what the graph refuses becomes a reject with its reason, and the rest of the batch goes in', async () => {
  const constraint = cypher`CREATE CONSTRAINT test_title IF NOT EXISTS FOR (p:Publication) REQUIRE p.title IS UNIQUE`;
  await graph.command(constraint);
  try {
    const clash = entry('clash', 1950).replace('A study of clash', 'A study of paper7');
    const { sources, rejected } = await imported([await file('a.bib', entries(0, 40) + clash)]);
    expect(sources).toMatchObject([{ records: 40, rejects: 1, finished: true }]);
    expect(rejected).toMatchObject([
      { code: 'INTERNAL', locator: { line: 41, key: 'clash' }, original: expect.stringContaining('clash') },
    ]);
    expect(await titles()).toHaveLength(40);
  } finally {
    await graph.command(cypher`DROP CONSTRAINT test_title`);
  }
});

test('a file that has changed replaces what it said, entry by entry; an entry that has gone from it stays', async () => {
  const library = await file('a.bib', entry('one') + entry('two'));
  await imported([library]);
  await file('a.bib', entry('two', 2019, ', volume = 7') + entry('three'));
  const { sources } = await imported([library]);
  expect(sources).toMatchObject([{ records: 2, created: 1, updated: 1 }]);
  expect(await titles()).toEqual(['A study of one', 'A study of three', 'A study of two']);
});

test('an entry without identifiers that gets another year is an updated publication, under a new id', async () => {
  const library = await file('a.bib', entry('one', 2019) + entry('two'));
  await imported([library]);
  await file('a.bib', entry('one', 2021) + entry('two'));
  const { sources } = await imported([library]);
  expect(sources).toMatchObject([{ records: 2, created: 0, updated: 1, unchanged: 1 }]);
  expect(await titles()).toEqual(['A study of one', 'A study of two']);
});

test('an input may have a name of its own', async () => {
  const { sources } = await imported([inputOf(await file('a.bib', entry('one')), 'seed/a.bib')]);
  expect(sources).toMatchObject([{ uri: 'seed/a.bib', finished: true }]);
});
