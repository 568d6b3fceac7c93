import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cypher } from '../../../src/graph/cypher.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import type { Input } from '../../../src/ingest/input.ts';
import { type IngestOptions, ingest } from '../../../src/ingest.ts';
import { authorLimit, type Reject } from '../../../src/readers/reader.ts';
import { sourceFrom } from '../../../src/readers/source.ts';
import { heldMemory } from '../../readers/heldMemory.ts';
import { unaskedServer } from '../../readers/unaskedServer.ts';
import { empty, freshGraph } from '../freshGraph.ts';

/**
 * Hostile and broken sources through the whole pipeline. Whatever they hold, the process goes on, each says what is
 * wrong with it, and what is good in them and beside them is in the graph.
 */
let graph: Graph;
let folder: string;
beforeAll(async () => {
  graph = await freshGraph();
});
beforeEach(async () => {
  await empty(graph);
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'scholargraph-bad-')));
});
afterEach(() => rm(folder, { recursive: true }));

const entry = (key: string, fields = '') =>
  `@article{${key},\n  title = {A study of ${key}},\n  author = {Houlsby, Neil},\n  year = 2019${fields}\n}\n`;
const good: Input = generated('good', async function* () {
  yield Buffer.from(entry('goodness'));
});

/** An input that is made up while it is read, whatever its size. */
function generated(uri: string, bytes: () => AsyncGenerator<Uint8Array>): Input {
  return { uri, size: undefined, found: false, open: () => sourceFrom(uri, bytes()) };
}

/** Imports one bad source, and a good one after it that must be in the graph. */
async function imported(bad: string | Uint8Array | Input, options: IngestOptions = {}) {
  const rejected: Reject[] = [];
  const place = path.join(folder, 'bad');
  const isInput = typeof bad === 'object' && 'open' in bad;
  if (!isInput) await writeFile(place, bad);
  const report = await ingest(graph, [isInput ? bad : place, good], {
    ...options,
    onReject: (_, reject) => void rejected.push(reject),
  });
  const [source, after] = report.sources;
  if (source === undefined) throw new Error('the source is in no report');
  expect(after).toMatchObject({ records: 1, finished: true });
  const rows = await graph.read<{ title: string | null; year: number | null; authors: string[] }>(
    cypher`MATCH (p:Publication) WHERE coalesce(p.title, '') <> 'A study of goodness'
      RETURN p.title AS title, p.year AS year,
        COLLECT { MATCH (p)<-[m:AUTHORED]-(a) RETURN a.name ORDER BY m.order } AS authors
      ORDER BY title`,
  );
  return { source, rejected, publications: rows, titles: rows.map((row) => row.title) };
}

describe('what holds the source', () => {
  test('gzip that is cut off: what it held until then, and an error', async () => {
    const text = Array.from({ length: 3_000 }, (_, n) => entry(`p${n}`, `, note = {${Math.sin(n)}}`)).join(
      '',
    );
    const packed = gzipSync(text);
    const { source } = await imported(packed.subarray(0, packed.length / 2));
    expect(source).toMatchObject({ finished: false, error: { code: 'SOURCE_UNREADABLE' } });
    expect(source.error?.message).toMatch(/gzip that ends too early.*gzip -t/);
    expect(source.records).toBeGreaterThan(500);
  });

  test('a gzip bomb: an error, long before it is unpacked', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(entry('first')), Buffer.alloc(30_000_000, ' ')]));
    const { source, titles } = await imported(bomb, { limits: { gzipFree: 1_000_000 } });
    expect(source.error?.what).toMatch(/unpacks to more than 200 times/);
    expect(titles).toEqual(['A study of first']);
  });

  test('NUL: what is before it, and an error with line and byte', async () => {
    const { source, titles } = await imported(`${entry('one')}@article{two, title = {A\0B}}\n`);
    expect(source.error).toMatchObject({ code: 'SOURCE_UNREADABLE', detail: { line: 6 } });
    expect(titles).toEqual(['A study of one']);
  });

  test.each([
    ['UTF-8 with byte order mark', Buffer.from(`\uFEFF${entry('Jastrzębski')}`)],
    ['UTF-16', Buffer.from(`\uFEFF${entry('Jastrzębski')}`, 'utf16le')],
    ['Latin-1', Buffer.from(entry('Jastrzebski-Müller'), 'latin1')],
  ])('%s: read as what it is', async (_, bytes) => {
    const { source, titles } = await imported(bytes);
    expect(source).toMatchObject({ finished: true, rejects: 0, records: 1 });
    expect(titles[0]).toMatch(/^A study of Jastrz(?:ębski|ebski-Müller)$/);
  });

  test('UTF-8 and Latin-1 in one file: each line read as what it is', async () => {
    const bytes = Buffer.concat([
      Buffer.from(entry('Jastrzębski')),
      Buffer.from(entry('Müller'), 'latin1'),
      Buffer.from(entry('Böhm')),
    ]);
    const { source, titles } = await imported(bytes);
    expect(source).toMatchObject({ finished: true, rejects: 0, records: 3 });
    expect(titles).toEqual(['A study of Böhm', 'A study of Jastrzębski', 'A study of Müller']);
  });

  test.each([
    ['BibTeX', '@article{long, title = {', `}}\n${entry('after')}`],
    ['RIS', 'TY  - JOUR\nTI  - ', '\nER  - \nTY  - JOUR\nTI  - A study of after\nER  - \n'],
    [
      'JSON',
      '{"id":"https://openalex.org/W1","title":"',
      '"}\n{"id":"https://openalex.org/W2","title":"A study of after"}\n',
    ],
    [
      'a profile page',
      'Neil Houlsby\nAuthored Publications\n',
      '\nScience (2001)\nView details\nA study of after\nNeil Houlsby\nScience (2001)\nView details\n',
    ],
    [
      'XML',
      '<dblp>\n<article key="a/b"><title>',
      '</title></article>\n<article key="a/c"><title>A study of after.</title></article></dblp>',
    ],
  ])(
    'a line of 400 MB in %s: refused in less memory than it has, and what is after it goes in',
    {
      timeout: 120_000,
    },
    async (_, begin, end) => {
      let peak = 0;
      const start = heldMemory();
      const { source, rejected, titles } = await imported(
        generated('long', async function* () {
          yield Buffer.from(begin);
          for (let megabyte = 0; megabyte < 400; megabyte++) {
            // Each one anew, so that to hold the line is to hold 400 MB.
            yield Buffer.alloc(1_000_000, 'long ');
            if (megabyte % 20 === 0) peak = Math.max(peak, heldMemory() - start);
          }
          yield Buffer.from(end);
        }),
      );
      expect(source).toMatchObject({ finished: true, rejects: 1, records: 1 });
      expect(rejected).toHaveLength(1);
      expect(titles).toEqual(['A study of after']);
      expect(peak).toBeLessThan(150_000_000);
    },
  );
});

describe('XML', () => {
  const dblp = (doctype: string, title: string) =>
    `<?xml version="1.0"?>\n${doctype}\n<dblp>\n<article key="a/b"><author>Neil Houlsby</author><title>${title}</title><year>2019</year></article>\n` +
    '<article key="a/c"><author>Neil Houlsby</author><title>An honest title</title><year>2019</year></article>\n</dblp>\n';

  test.each([
    [
      'a bomb of entities',
      dblp('<!DOCTYPE dblp [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', '&b;&b;&b;'),
    ],
    [
      'an entity from a file',
      dblp('<!DOCTYPE dblp [<!ENTITY passwd SYSTEM "file:///etc/passwd">]>', 'Of &passwd;'),
    ],
    [
      'an entity from an address',
      dblp('<!DOCTYPE dblp [<!ENTITY far SYSTEM "http://far.invalid/">]>', 'Of &far;'),
    ],
    [
      'a document type and a parameter from an address',
      dblp(
        '<!DOCTYPE dblp SYSTEM "http://far.invalid/" [<!ENTITY % all SYSTEM "http://far.invalid/"> %all;]>',
        'Of &far;',
      ),
    ],
  ])('with %s: nothing of it is expanded or fetched, and the rest goes in', async (_, xml) => {
    const server = await unaskedServer();
    const { source, titles, rejected } = await imported(
      xml.replaceAll('http://far.invalid/', server.address),
    );
    expect(await server.connections()).toBe(0);
    expect(titles).toContain('An honest title');
    expect(JSON.stringify(titles)).not.toMatch(/root:|aaaaaaaaaa/);
    expect(rejected.length + (source.error === undefined ? 0 : 1)).toBeGreaterThan(0);
  });
});

describe('a record', () => {
  test('of a million authors is a reject, and the rest goes in', { timeout: 120_000 }, async () => {
    const authors = `${'A and '.repeat(1_000_000)}B`;
    const { rejected, titles } = await imported(
      `@article{many, title={T}, author={${authors}}}\n${entry('after')}`,
    );
    expect(rejected).toMatchObject([{ code: 'RECORD_TOO_LARGE' }]);
    expect(rejected[0]?.original.length).toBeLessThanOrEqual(10_000);
    expect(titles).toEqual(['A study of after']);
  });

  test('of as many authors as there may be goes in', { timeout: 300_000 }, async () => {
    const authors = Array.from({ length: authorLimit }, (_, n) => `Family${n.toString(36)}, Given${n}`).join(
      ' and ',
    );
    const { publications, rejected } = await imported(
      `@article{atlas, title = {Observation of a new particle}, author = {${authors}}}\n`,
    );
    expect(rejected).toEqual([]);
    expect(publications[0]?.authors).toHaveLength(authorLimit);
  });

  test('that is long in every field goes in or is a reject', async () => {
    const word = 'Überlanges 王伟 '.repeat(4_000);
    const fields = ['journal', 'volume', 'pages', 'keywords', 'abstract', 'doi', 'url', 'publisher', 'note'];
    const { source, rejected } = await imported(
      fields.map((field) => entry(field, `, ${field} = {${word}}`)).join('') +
        `@article{t, title = {${word}}, author = {${word.replaceAll(' ', '')}, Neil}}\n`,
    );
    expect(source).toMatchObject({ finished: true });
    expect(source.records + source.rejects).toBe(fields.length + 1);
    for (const { code } of rejected) expect(code).not.toBe('INTERNAL');
  });

  const dblpEntry = (key: string) =>
    `<article key="${key}"><author>Neil Houlsby</author><title>A study of ${key}.</title><year>2019</year></article>\n`;
  test.each([
    ['BibTeX', entry, (entries: string) => entries],
    ['DBLP', dblpEntry, (entries: string) => `<dblp>\n${entries}</dblp>\n`],
  ])('whose id another has too stays one of its own: in %s', async (_, stated, file) => {
    const { source, titles } = await imported(
      file(stated('same') + stated('same').replace('A study of same', 'Quite another matter')),
    );
    expect(source).toMatchObject({ records: 2, rejects: 0, finished: true });
    expect(titles).toEqual(['A study of same', 'Quite another matter']);
  });

  test('whose cross-reference leads back to it is a reject', async () => {
    const { rejected, titles } = await imported(
      entry('a', ', crossref = {b}') +
        entry('b', ', crossref = {a}') +
        entry('c', ', crossref = {c}') +
        entry('d'),
    );
    expect(rejected.map(({ locator, reason }) => [locator.key, /round in a circle/.test(reason)])).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
    ]);
    expect(titles).toEqual(['A study of d']);
  });

  test.each(['-500', '20190', '999999999999999999999', '2O19', 'NaN', ''])(
    'of the year %j has no year',
    async (year) => {
      const { publications, source } = await imported(entry('odd').replace('2019', `{${year}}`));
      expect(publications).toMatchObject([{ title: 'A study of odd', year: null }]);
      expect(source.warned).toBe(year === '' ? 0 : 1);
    },
  );

  test('with HTML and script in its title keeps the text, as text', async () => {
    const { titles, source } = await imported(
      JSON.stringify({
        id: 'https://openalex.org/W1',
        title: '<script>alert(1)</script>Learning <i>in vivo</i> &amp; H<sub>2</sub>O',
        publication_year: 2020,
      }),
    );
    expect(source).toMatchObject({ records: 1, finished: true });
    expect(titles[0]).toContain('Learning in vivo & H');
    expect(titles[0]).not.toMatch(/<\/?(?:i|sub|script)>/);
  });

  test('with text from right to left, combining marks and emoji keeps them', async () => {
    const title = 'מודלים של שפה: e\u0301tude \u202Eרמז\u202C 𝕏 👩🏽‍🔬';
    const { publications } = await imported(
      `@article{rtl, title = {${title}}, author = {כהן, יעל and M\u0308uller, Jo\u0301}}\n`,
    );
    expect(publications).toHaveLength(1);
    expect(publications[0]?.title).toContain('מודלים של שפה');
    expect(publications[0]?.title?.normalize('NFC')).toContain('étude');
    expect(publications[0]?.authors).toHaveLength(2);
  });

  test('with empty names has the authors that have one', async () => {
    const { publications } = await imported(
      entry('nobody').replace('Houlsby, Neil', ' and {} and , and Houlsby, Neil and ~ and and'),
    );
    expect(publications).toMatchObject([{ authors: ['Neil Houlsby'] }]);
  });

  test('with names of JavaScript and Cypher is a record', async () => {
    const { titles, source } = await imported(
      JSON.stringify({
        id: 'https://openalex.org/W1',
        title: "') DETACH DELETE n //",
        publication_year: 2020,
      }) +
        '\n{"id":"https://openalex.org/W2","title":"__proto__","__proto__":{"polluted":true},"constructor":1}\n' +
        '{"id":"https://openalex.org/W3","title":"A lone \\ud800 surrogate"}\n',
    );
    expect(source.records + source.rejects).toBe(3);
    expect(titles).toEqual(expect.arrayContaining(["') DETACH DELETE n //", '__proto__']));
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
