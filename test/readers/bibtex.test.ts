import { describe, expect, test } from 'vitest';
import { bibtex } from '../../src/readers/bibtex.ts';
import { bibtexLimits } from '../../src/readers/bibtexEntries.ts';
import { keywordLimit } from '../../src/readers/keywords.ts';
import type { ReadItem, SourceInput } from '../../src/readers/reader.ts';
import { authorLimit } from '../../src/readers/reader.ts';
import { codeOf, describeReader, itemsOf } from './contract.ts';

describeReader(bibtex, 'bibtex', {
  start: '@string{acm = {ACM}}\n',
  record: (n) =>
    `@article{entry${String(n).padStart(9, '0')},\n  author = {Smith, John and M{\\"u}ller, Jan},\n` +
    `  title = {One {Entry} of Many},\n  journal = {Journal of Large Bibliographies},\n  publisher = acm,\n  year = {2001}\n}\n\n`,
});

async function recordOf(entry: string) {
  const [item, more] = await itemsOf(bibtex, entry);
  expect(more).toBeUndefined();
  return item !== undefined && 'record' in item ? item.record : expect.fail(JSON.stringify(item));
}

/** Reads a source that is made as it is read, and would be too large to be held. */
async function itemsOfStream(parts: Iterable<string>): Promise<readonly ReadItem[]> {
  const input: SourceInput = {
    uri: 'stream',
    bytes: (async function* () {
      for (const part of parts) yield Buffer.from(part);
    })(),
  };
  const items: ReadItem[] = [];
  for await (const item of bibtex.read(input)) items.push(item);
  return items;
}

function codesOf(items: readonly ReadItem[]): readonly string[] {
  return items.map((item) => ('record' in item ? item.record.locator.key : codeOf(item)));
}

describe('the format is recognised', () => {
  test.each([
    '@article{key,\n title = {T}}',
    '\n% Encoding: UTF-8\n\n@Comment{jabref-meta: x}',
    'Some words first.\n  @STRING ( acm = "ACM" )',
    '@inproceedings{DBLP:conf/x/y,',
    '@book(key,',
  ])('by %j', (head) => {
    expect(bibtex.detect(head)).toBe(true);
  });

  test.each([
    'Write to me@example.org{or not}',
    '{"text": "\\n@article{key,"}',
    '<pre>\n@article{key,\n</pre>',
    '@media print { a { color: red } }',
    '@Override\npublic void run() {}',
    '@',
    '',
  ])('and is not %j', (head) => {
    expect(bibtex.detect(head)).toBe(false);
  });
});

describe('the type of an entry', () => {
  test.each([
    ['@article{k, title={T}, journal={Nature}}', 'ARTICLE'],
    ['@ARTICLE{k, title={T}, journal={arXiv preprint arXiv:1412.6980}}', 'PREPRINT'],
    ['@article{k, title={T}, journal={CoRR}, volume={abs/1412.6980}}', 'PREPRINT'],
    ['@article{k, title={T}, journal={Nature}, eprint={1412.6980}, archivePrefix={arXiv}}', 'ARTICLE'],
    ['@misc{k, title={T}, eprint={1412.6980}, archivePrefix={arXiv}, primaryClass={cs.LG}}', 'PREPRINT'],
    ['@unpublished{k, title={T}, note={arXiv:1412.6980}}', 'PREPRINT'],
    ['@misc{k, title={T}}', 'OTHER'],
    ['@conference{k, title={T}}', 'CONFERENCE_PAPER'],
    ['@inproceedings{k, title={T}, entrysubtype={workshop}}', 'WORKSHOP_PAPER'],
    ['@incollection{k, title={T}}', 'CHAPTER'],
    ['@mastersthesis{k, title={T}}', 'THESIS'],
    ['@techreport{k, title={T}}', 'REPORT'],
    ['@hologram{k, title={T}}', 'OTHER'],
  ])('%s is %s', async (entry, type) => {
    expect((await recordOf(entry)).type).toBe(type);
  });
});

describe('the date of an entry', () => {
  test.each([
    ['year = 2019', '2019'],
    ['year = {2019}, month = jul', '2019-07'],
    ['year = {2019}, month = {July}', '2019-07'],
    ['year = {2019}, month = 7, day = 31', '2019-07-31'],
    ['year = {2019}, month = {07}', '2019-07'],
    ['year = {2019}, month = jul # "~31"', '2019-07-31'],
    ['year = {2019}, month = "31~" # jul', '2019-07-31'],
    ['year = {2019}, month = jul # "/" # aug', '2019'],
    ['year = {2019}, month = {June 19--21}', '2019-06'],
    ['year = {2019}, month = 13', '2019'],
    ['date = {2019-07-31/2019-08-02}', '2019-07-31'],
    ['date = {2019-02-30}', '2019-02'],
    ['date = {2019~}, year = {2018}', '2019'],
    ['year = {c. 1998}', '1998'],
    ['year = {1998/1999}', '1998'],
    ['year = {2019a}', '2019'],
    ['year = {-500}', undefined],
    ['date = {-0044-03-15}', undefined],
    ['year = {20190}', undefined],
    ['date = {20190-01}', undefined],
    ['year = {in press}', undefined],
    ['year = {0}', undefined],
  ])('%s is %s', async (fields, date) => {
    const record = await recordOf(`@article{k, title = {T}, ${fields}}`);
    expect(record.date).toBe(date);
    expect(record.year).toBe(date === undefined ? undefined : Number(date.slice(0, 4)));
  });
});

describe('an entry is announced', () => {
  test.each([
    'pubstate = {inpress}',
    'pubstate = {forthcoming}',
    'note = {To appear}',
    'year = {in press}',
    'volume = {to appear}',
  ])('by %s', async (field) => {
    expect((await recordOf(`@article{k, title = {T}, ${field}}`)).toAppear).toBe(true);
  });
  test.each(['pubstate = {submitted}', 'note = {12 pages}'])('and not by %s', async (field) => {
    expect(await recordOf(`@article{k, title = {T}, ${field}}`)).not.toHaveProperty('toAppear');
  });
});

describe('identifiers', () => {
  test.each([
    ['doi = {10.1000/a\\_b}', [{ scheme: 'doi', value: '10.1000/a_b' }]],
    ['eprint = {1412.6980v2}, archivePrefix = {arXiv}', [{ scheme: 'arxiv', value: '1412.6980v2' }]],
    ['eprint = {cs/0112017}', [{ scheme: 'arxiv', value: 'cs/0112017' }]],
    ['arxivId = {1709.01507}', [{ scheme: 'arxiv', value: '1709.01507' }]],
    ['eprint = {31363140}, eprinttype = {pubmed}', [{ scheme: 'pmid', value: '31363140' }]],
    ['eprint = {x7GVAAAAQBAJ}, eprinttype = {googlebooks}', []],
    [
      'pmid = {31363140}, pmcid = {PMC6660461}',
      [
        { scheme: 'pmid', value: '31363140' },
        { scheme: 'pmcid', value: 'PMC6660461' },
      ],
    ],
    ['url = {https://arxiv.org/abs/1412.6980}', [{ scheme: 'arxiv', value: '1412.6980' }]],
    [
      'howpublished = {\\url{https://example.org/\\~{}me/a\\_b}}',
      [{ scheme: 'url', value: 'https://example.org/~me/a_b' }],
    ],
    ['url = {not a link}', []],
    ['url = {javascript:alert(1)}', []],
    ['isbn = {978-3-16-148410-0}', []],
  ])('%s', async (fields, identifiers) => {
    expect((await recordOf(`@misc{k, title = {T}, ${fields}}`)).identifiers).toEqual(identifiers);
  });
});

describe('abbreviations', () => {
  test('are written out, joined, and may be made of others', async () => {
    const source = '@string{a = "A"}\n@string(b = a # { and } # "B")\n@misc{k, title = B # " " # 1}';
    expect((await recordOf(source)).title).toBe('A and B 1');
  });

  test('that grow without end are a reject, and nothing else is', async () => {
    const growing = Array.from({ length: 60 }, (_, n) => `@string{a${n + 1} = a${n} # a${n}}`);
    const source = ['@string{a0 = {0123456789}}', ...growing, '@misc{k, title = {T}}'].join('\n');
    const items = await itemsOf(bibtex, source);
    expect(new Set(codesOf(items))).toEqual(new Set(['RECORD_TOO_LARGE', 'k']));
  });

  test('that make an entry too large make that one a reject', async () => {
    const source = `@string{a = {${'x'.repeat(1024 * 1024)}}}\n@misc{j, title = ${'a # '.repeat(100)}a}\n@misc{k, title = {T}}`;
    expect(codesOf(await itemsOf(bibtex, source))).toEqual(['RECORD_TOO_LARGE', 'k']);
  });
});

describe('a broken entry', () => {
  test('says where it is broken', async () => {
    const source = '@misc{good, title = {T}}\n\n@misc{bad,\n  title = {T},\n  year 2001\n}\n';
    const [, item] = await itemsOf(bibtex, source);
    expect(item).toEqual({
      reject: {
        code: 'RECORD_MALFORMED',
        locator: { key: 'bad', line: 5 },
        reason: 'The field "year" has no value. Expected name = {value}.',
        original: '@misc{bad,\n  title = {T},\n  year 2001\n}',
      },
    });
  });

  test.each([
    ['@misc{bad, title = {T'],
    ['@misc{bad, title = {T}, note = {x\n'],
    ['@misc{bad, title = "T}'],
    ['@misc{bad, title = }'],
    ['@misc{bad, = {T}}'],
    ['@misc{bad, title = {T} ? }'],
    ['@misc(bad, title = {T}'],
    ['@misc{bad'],
    ['@string{bad = {x}'],
    ['@preamble{ "x'],
    ['@comment{ never closed'],
  ])('%j costs no other', async (bad) => {
    const source = `@misc{first, title = {T}}\n${bad}\n\n@misc{second, title = {T}}\n@misc{third, title = {T}}\n`;
    const keys = codesOf(await itemsOf(bibtex, source)).filter((key) => key !== 'RECORD_MALFORMED');
    expect(keys.filter((key) => key !== 'bad')).toEqual(['first', 'second', 'third']);
  });

  test('without end is one reject each, in time that grows with their number', async () => {
    const start = performance.now();
    const items = await itemsOf(bibtex, '@misc{bad, title = {T\n'.repeat(10_000));
    expect(items).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('what one entry may cost is bounded', () => {
  test('a line of 100 MB is a reject, and the next entry is read', async () => {
    function* source() {
      yield '@misc{bad, title = {';
      const part = 'x'.repeat(1_000_000);
      for (let n = 0; n < 100; n++) yield part;
      yield '}}\n@misc{good, title = {T}}\n';
    }
    const before = process.memoryUsage().rss;
    const [reject, ...rest] = await itemsOfStream(source());
    expect(reject).toMatchObject({ reject: { code: 'RECORD_TOO_LARGE', locator: { key: 'bad', line: 1 } } });
    expect(codesOf(rest)).toEqual(['good']);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  });

  test('so is an entry of many short lines', async () => {
    const lines = bibtexLimits.entry / 2_000 + 10;
    const source = `@misc{bad,\n${`% ${'x'.repeat(2_000)}\n`.repeat(lines)}title = {T}}\n@misc{good, title = {T}}\n`;
    expect(codesOf(await itemsOf(bibtex, source))).toEqual(['RECORD_TOO_LARGE', 'good']);
  });

  test('so are a million authors, while as many as the limit are kept', async () => {
    const entry = (count: number) =>
      `@misc{k${count}, title = {T}, author = {${'A, B and '.repeat(count - 1)}A, B}}\n`;
    const [kept, reject] = await itemsOf(bibtex, entry(authorLimit) + entry(1_000_000));
    expect(kept).toMatchObject({ record: { authors: { length: authorLimit } } });
    expect(reject).toMatchObject({
      reject: {
        code: 'RECORD_TOO_LARGE',
        reason: `The field "author" has 1000000 names. Expected at most ${authorLimit}.`,
      },
    });
  });

  test('so are too many keywords, and a field that is no text any more', async () => {
    const keywords = Array.from({ length: keywordLimit + 1 }, (_, n) => `k${n}`).join(', ');
    const source = `@misc{a, title = {T}, keywords = {${keywords}}}\n@misc{b, title = {${'x '.repeat(200_000)}}}\n`;
    expect(codesOf(await itemsOf(bibtex, source))).toEqual(['RECORD_TOO_LARGE', 'RECORD_TOO_LARGE']);
  });

  test('fields that are not looked at may be as long as they like', async () => {
    const source = `@misc{k, title = {T}, file = {${'x'.repeat(1_000_000)}}}\n`;
    expect(codesOf(await itemsOf(bibtex, source))).toEqual(['k']);
  });

  test('braces within braces without end are no entry', async () => {
    const source = `@misc{a, title = ${'{'.repeat(100_000)}\\'e${'}'.repeat(100_000)}}\n`;
    expect((await recordOf(source)).title).toMatch(/^\S*e$/);
  });
});

test('an entry that is not read whole says so', async () => {
  expect((await recordOf('@misc{k, doi = {10.1000/182}}')).incomplete).toBe('The source gives no title');
  expect((await recordOf('@misc{k, title = {T}, author = {A. B. and others}}')).authorOrder).toBe('listed');
});

test('a key of DBLP that was damaged has no control character', async () => {
  const record = await recordOf('@misc{DBLP:conf/icml/\u007fHoulsby, title = {T}}');
  expect(record.identifiers).toEqual([{ scheme: 'dblp', value: 'conf/icml/Houlsby' }]);
});

test('a source without any entry is not BibTeX', async () => {
  await expect(itemsOf(bibtex, '\n\nno entry @ all')).rejects.toMatchObject({
    code: 'SOURCE_MALFORMED',
    detail: { line: 3 },
  });
  expect(await itemsOf(bibtex, ' \n')).toEqual([]);
  expect(await itemsOf(bibtex, '@string{a = {b}}')).toEqual([]);
});
