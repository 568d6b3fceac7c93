import { describe, expect, test } from 'vitest';
import { keywordLimit } from '../../src/readers/keywords.ts';
import { authorLimit } from '../../src/readers/reader.ts';
import { ris } from '../../src/readers/ris.ts';
import { describeReader, itemsOf } from './contract.ts';

describeReader(ris, 'ris', {
  start: '',
  record: (n) =>
    `TY  - JOUR\nID  - ${String(n).padStart(9, '0')}\nTI  - On the number of references\nAU  - Lovelace, Ada\n` +
    `T2  - Journal of Large Bibliographies\nPY  - 2001\nER  - \n\n`,
});

async function recordOf(...lines: readonly string[]) {
  const [item, more] = await itemsOf(ris, [...lines, 'ER  - '].join('\n'));
  expect(more).toBeUndefined();
  return item !== undefined && 'record' in item ? item.record : expect.fail(JSON.stringify(item));
}

describe('the format is recognised', () => {
  test.each([
    'TY  - JOUR\nAU  - A',
    '\n\nTY  - CONF\r\n',
    'Provider: ACM\nContent: text/plain\n\nTY  - JOUR\n',
    'TY - BOOK\n',
  ])('by %j', (head) => {
    expect(ris.detect(head)).toBe(true);
  });

  test.each([
    '{"a": "\\nTY  - JOUR"}',
    '<pre>\nTY  - JOUR\n</pre>',
    'TY  - is how each begins',
    'AU  - A',
    '@article{TY,',
    '',
  ])('and is not %j', (head) => {
    expect(ris.detect(head)).toBe(false);
  });
});

describe('the type of a record', () => {
  test.each([
    ['JOUR', 'T2  - Nature', 'ARTICLE'],
    ['JOUR', 'T2  - arXiv', 'PREPRINT'],
    ['UNPB', 'PB  - arXiv', 'PREPRINT'],
    ['GEN', 'T2  - Nature', 'OTHER'],
    ['CPAPER', 'T2  - KDD', 'CONFERENCE_PAPER'],
    ['CONF', 'M3  - Workshop paper', 'WORKSHOP_PAPER'],
    ['BOOK', 'M3  - Conference Proceedings', 'PROCEEDINGS'],
    ['CHAP', 'BT  - Book', 'CHAPTER'],
    ['THES', 'PB  - MIT', 'THESIS'],
    ['RPRT', 'PB  - MIT', 'REPORT'],
    ['DATA', 'PB  - Zenodo', 'DATASET'],
    ['COMP', 'PB  - Zenodo', 'SOFTWARE'],
    ['HOLOGRAM', 'T2  - X', 'OTHER'],
  ])('%s with %j is %s', async (stated, line, type) => {
    expect((await recordOf(`TY  - ${stated}`, 'TI  - T', line)).type).toBe(type);
  });
});

describe('the date of a record', () => {
  test.each([
    [['PY  - 2019'], '2019'],
    [['PY  - 2019/07/31/'], '2019-07-31'],
    [['PY  - 2019/07/31'], '2019-07-31'],
    [['Y1  - 2019/07//'], '2019-07'],
    [['Y1  - 2019///'], '2019'],
    [['PY  - 2019///Spring'], '2019'],
    [['PY  - 2019//31/'], '2019'],
    [['PY  - 2019', 'DA  - 2019/07/31'], '2019-07-31'],
    [['PY  - 2019', 'DA  - July 31, 2019'], '2019-07-31'],
    [['PY  - 2019', 'DA  - 2018/12/31'], '2019'],
    [['PY  - 2019/07/31', 'DA  - 2019'], '2019-07-31'],
    [['PY  - 2019', 'DA  - Jul'], '2019'],
    [['DA  - May 1996'], '1996-05'],
    [['PY  - c1998'], '1998'],
    [['PY  - 2019/02/30/'], '2019-02'],
    [['PY  - -500'], undefined],
    [['PY  - 20190'], undefined],
    [['PY  - in press'], undefined],
  ])('of %j is %s', async (lines, date) => {
    const record = await recordOf('TY  - JOUR', 'TI  - T', ...lines);
    expect(record.date).toBe(date);
    expect(record.year).toBe(date === undefined ? undefined : Number(date.slice(0, 4)));
  });
});

describe('a name', () => {
  test.each([
    ['Knuth, Donald E.', { family: 'Knuth', given: 'Donald E.' }],
    ['Knuth,Donald', { family: 'Knuth', given: 'Donald' }],
    ['King, Martin Luther, Jr.', { family: 'King', given: 'Martin Luther', suffix: 'Jr.' }],
    ['van der Berg, Jan', { family: 'van der Berg', given: 'Jan' }],
    ['Plato,', { family: 'Plato' }],
    ['The LIGO Collaboration', { literal: 'The LIGO Collaboration' }],
    ['<i>Müller</i>, J&ouml;rg', { family: 'Müller', given: 'Jörg' }],
    [', John', { literal: 'John' }],
  ])('%j is %j', async (stated, name) => {
    expect((await recordOf('TY  - JOUR', 'TI  - T', `AU  - ${stated}`)).authors).toEqual([{ name }]);
  });
});

test.each([
  ['Sánchez-Cordón, Pedro J.; Montoya, Maria', ['Sánchez-Cordón', 'Montoya']],
  ['Smith, Adam, Jr.; Marx, Karl;', ['Smith', 'Marx']],
  ['Adam Smith, Karl Marx, Max Weber', ['Adam Smith', 'Karl Marx', 'Max Weber']],
  ['Smith, Adam, Jr.', ['Smith']],
  ['M&uuml;ller, Jan', ['Müller']],
])('all names in one line are parted: %j', async (line, names) => {
  const { authors } = await recordOf('TY  - JOUR', 'TI  - T', `AU  - ${line}`);
  expect(authors.map(({ name }) => ('family' in name ? name.family : name.literal))).toEqual(names);
});

describe('pages', () => {
  test.each([
    [['SP  - 1', 'EP  - 14'], '1-14'],
    [['SP  - 1-14'], '1-14'],
    [['SP  - 1', 'EP  - 1–14'], '1-14'],
    [['SP  - 1', 'EP  - 1'], '1'],
    [['SP  - e12'], 'e12'],
    [['EP  - 14'], '14'],
  ])('of %j are %s', async (lines, pages) => {
    const record = await recordOf('TY  - JOUR', 'TI  - T', 'JO  - J', ...lines);
    expect(record.venues[0]?.pages).toBe(pages);
  });
});

describe('identifiers', () => {
  test.each([
    [['DO  - https://doi.org/10.1000/182'], [{ scheme: 'doi', value: 'https://doi.org/10.1000/182' }]],
    [['M3  - doi: 10.1000/182'], [{ scheme: 'doi', value: '10.1000/182' }]],
    [['AN  - 31363140', 'DB  - PubMed'], [{ scheme: 'pmid', value: '31363140' }]],
    [['AN  - 31363140', 'DB  - INSPEC'], []],
    [
      ['N1  - PMID: 31363140; PMCID: PMC6660461'],
      [
        { scheme: 'pmid', value: '31363140' },
        { scheme: 'pmcid', value: 'PMC6660461' },
      ],
    ],
    [['JO  - arXiv:1412.6980'], [{ scheme: 'arxiv', value: '1412.6980' }]],
    [
      ['UR  - https://example.org/a; https://arxiv.org/abs/1412.6980', 'https://example.org/b'],
      [
        { scheme: 'url', value: 'https://example.org/a' },
        { scheme: 'arxiv', value: '1412.6980' },
        { scheme: 'url', value: 'https://example.org/b' },
      ],
    ],
    [['L1  - file:///home/me/paper.pdf'], []],
    [['UR  - javascript:alert(1)'], []],
  ])('of %j', async (lines, identifiers) => {
    expect((await recordOf('TY  - JOUR', 'TI  - T', ...lines)).identifiers).toEqual(identifiers);
  });
});

describe('lines without a tag', () => {
  test('continue a text', async () => {
    const record = await recordOf('TY  - JOUR', 'TI  - T', 'AB  - One', 'two', '', '   AI - three');
    expect(record.abstract).toBe('One two AI - three');
  });

  test('are more of a list', async () => {
    const record = await recordOf(
      'TY  - JOUR',
      'TI  - T',
      'KW  - one; two',
      'Three',
      'ONE',
      'AU  - A, B',
      'C, D',
    );
    expect(record.topics.map(({ name }) => name)).toEqual(['one', 'two', 'Three']);
    expect(record.authors).toHaveLength(2);
  });
});

describe('what one record may cost is bounded', () => {
  const next = 'ER  - \nTY  - BOOK\nID  - next\nTI  - T\nER  - \n';

  test.each([
    ['a line of 100 MB', `TI  - ${'x'.repeat(100_000_000)}\n`],
    ['a million authors', `TI  - T\n${'AU  - A, B\n'.repeat(1_000_000)}`],
    [
      'too many keywords',
      `TI  - T\n${Array.from({ length: keywordLimit + 1 }, (_, n) => `KW  - k${n}\n`).join('')}`,
    ],
    ['a field that is no text any more', `TI  - T\nAB  - ${'x '.repeat(200_000)}\n`],
    ['lines without end', `TI  - T\n${'x\n'.repeat(1_000_000)}`],
  ])('%s is a reject, and the next record is read', async (_, lines) => {
    const [reject, read, more] = await itemsOf(ris, `TY  - JOUR\nID  - large\n${lines}${next}`);
    expect(reject).toMatchObject({ reject: { code: 'RECORD_TOO_LARGE', locator: { line: 1 } } });
    expect(read).toMatchObject({ record: { locator: { key: 'next' } } });
    expect(more).toBeUndefined();
  });

  test('as many authors as the limit are kept', async () => {
    const record = await recordOf(
      'TY  - JOUR',
      'TI  - T',
      ...Array.from({ length: authorLimit }, () => 'AU  - A, B'),
    );
    expect(record.authors).toHaveLength(authorLimit);
  });
});

test('a DOI among remarks has no control character', async () => {
  const [item] = await itemsOf(ris, 'TY  - JOUR\nTI  - T\nN1  - 10.1000/ab\u0001c\nER  - \n');
  expect(item).toMatchObject({
    record: { locator: { key: '10.1000/abc' }, identifiers: [{ scheme: 'doi', value: '10.1000/abc' }] },
  });
});

test('a record without its type is a reject, and costs no other', async () => {
  const items = await itemsOf(ris, 'TY  - JOUR\nTI  - T\nER  - \nTI  - U\nER  - \nTY  - JOUR\nTI  - V\n');
  expect(
    items.map((item) =>
      'record' in item ? item.record.title : 'reject' in item ? item.reject.locator.line : undefined,
    ),
  ).toEqual(['T', 4, 'V']);
});

test('a source without any record is not RIS', async () => {
  await expect(itemsOf(ris, '\nno record')).rejects.toMatchObject({
    code: 'SOURCE_MALFORMED',
    detail: { line: 2 },
  });
  expect(await itemsOf(ris, ' \n')).toEqual([]);
});
