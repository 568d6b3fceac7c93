import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cslJson } from '../../src/readers/cslJson.ts';
import { keywordLimit } from '../../src/readers/keywords.ts';
import { authorLimit } from '../../src/readers/reader.ts';
import { codeOf, describeReader, itemsOf } from './contract.ts';
import { mutatedJson } from './mutatedJson.ts';
import { recordFaults } from './recordFaults.ts';

describeReader(cslJson, 'csl-json', {
  start: '[',
  record: (n) =>
    `${n === 0 ? '' : ','}\n  {"id":"item-${String(n).padStart(9, '0')}","type":"article-journal","title":"On the number of items",` +
    `"container-title":"Journal of Large Bibliographies","author":[{"family":"Lovelace","given":"Ada"}],"issued":{"date-parts":[[2001]]}}`,
});

async function recordOf(item: unknown) {
  const [read] = await itemsOf(cslJson, JSON.stringify([item]));
  return read !== undefined && 'record' in read ? read.record : expect.fail(JSON.stringify(read));
}

describe('the format is recognised', () => {
  test.each([
    '[{"id": "a", "type": "article-journal", "title": "T", "author": []}]',
    '{"type": "book", "title": "T", "issued": {"date-parts": [[2001]]}}',
    '{"id": 1, "type": "webpage", "title": "T", "accessed": {}}\n{"id": 2}',
    '{"items": [{"id": "a", "type": "paper-conference", "title": "T", "event-title": "E"}]}',
    '{"DOI": "10.1/x", "type": "journal-article", "title": "T", "container-title": "J", "member": "1"}',
    '{"title": "Without a type", "container-title": "J"}',
    '[{"id": "cut", "type": "chapter", "container-title": "Book", "abstract": "Cut off',
  ])('by %j', (head) => {
    expect(cslJson.detect(head)).toBe(true);
  });

  test.each([
    '{"DOI": "10.1/x", "type": "journal-article", "title": ["T"], "container-title": ["J"], "issued": {}}',
    '{"id": "https://openalex.org/W1", "type": "article", "title": "T", "authorships": []}',
    '{"paperId": "a", "title": "T", "issued": {}}',
    '{"type": "FeatureCollection", "title": "T", "author": "x"}',
    '{"name": "package", "title": "T", "type": "module", "author": "x"}',
    '{"title": "T"}',
    '[]',
    'type,title',
    '',
  ])('and is not %j', (head) => {
    expect(cslJson.detect(head)).toBe(false);
  });
});

describe('the type of an item', () => {
  test.each([
    [{ type: 'article-journal' }, 'ARTICLE'],
    [{ type: 'article-journal', 'container-title': 'arXiv preprint arXiv:1412.6980' }, 'PREPRINT'],
    [{ type: 'article' }, 'PREPRINT'],
    [{ type: 'article', 'container-title': 'bioRxiv' }, 'PREPRINT'],
    [{ type: 'article', 'container-title': 'Nature' }, 'ARTICLE'],
    [{ type: 'paper-conference' }, 'CONFERENCE_PAPER'],
    [{ type: 'paper-conference', genre: 'Workshop paper' }, 'WORKSHOP_PAPER'],
    [{ type: 'book', genre: 'Proceedings' }, 'PROCEEDINGS'],
    [{ type: 'entry-encyclopedia' }, 'CHAPTER'],
    [{ type: 'thesis' }, 'THESIS'],
    [{ type: 'posted-content' }, 'PREPRINT'],
    [{ type: 'proceedings-article' }, 'CONFERENCE_PAPER'],
    [{ type: 'software' }, 'SOFTWARE'],
    [{ type: 'hologram' }, 'OTHER'],
    [{ type: 7 }, 'OTHER'],
    [{}, undefined],
  ])('of %j is %s', async (item, type) => {
    expect((await recordOf({ id: 'x', title: 'T', ...item })).type).toBe(type);
  });
});

describe('the date of an item', () => {
  test.each([
    [{ 'date-parts': [[2019, 7, 31]] }, '2019-07-31'],
    [{ 'date-parts': [['2019', '07', '31']] }, '2019-07-31'],
    [
      {
        'date-parts': [
          [2019, 7, 31],
          [2019, 8, 2],
        ],
      },
      '2019-07-31',
    ],
    [{ 'date-parts': [[2019]], season: 2 }, '2019'],
    [{ 'date-parts': [[2019, 2, 30]] }, '2019-02'],
    [{ 'date-parts': [['2019', '']] }, '2019'],
    [{ 'date-parts': [2019, 7] }, '2019-07'],
    [{ 'date-parts': [[-500, 1]] }, undefined],
    [{ 'date-parts': [[20190, 1]] }, undefined],
    [{ 'date-parts': [[null]] }, undefined],
    [{ 'date-parts': [] }, undefined],
    [{ 'date-parts': 'x' }, undefined],
    [{ raw: '2019-07-31' }, '2019-07-31'],
    [{ raw: '2019-07/2019-09' }, '2019-07'],
    [{ literal: '31 July 2019' }, '2019-07-31'],
    [{ literal: 'some time ago' }, undefined],
    ['2019-07', '2019-07'],
    [2019, '2019'],
    [null, undefined],
  ])('of %j is %s', async (issued, date) => {
    const record = await recordOf({ id: 'x', title: 'T', issued });
    expect(record.date).toBe(date);
    expect(record.year).toBe(date === undefined ? undefined : Number(date.slice(0, 4)));
  });

  test('is the one of print or posting where the item has no date of issue', async () => {
    const issued = { 'date-parts': [[null]] };
    const printed = { 'date-parts': [[2019, 7]] };
    expect((await recordOf({ id: 'x', title: 'T', issued, 'published-print': printed })).date).toBe(
      '2019-07',
    );
  });
});

describe('a name', () => {
  test.each([
    [
      { family: 'Knuth', given: 'Donald E.' },
      { family: 'Knuth', given: 'Donald E.' },
    ],
    [
      { family: 'Gogh', given: 'Vincent', 'non-dropping-particle': 'van' },
      { family: 'Gogh', given: 'Vincent', particle: 'van' },
    ],
    [
      { family: 'Fontaine', given: 'Jean', 'dropping-particle': 'de', 'non-dropping-particle': 'La' },
      { family: 'Fontaine', given: 'Jean', particle: 'de La' },
    ],
    [
      { family: 'King', given: 'Martin Luther', suffix: 'Jr.' },
      { family: 'King', given: 'Martin Luther', suffix: 'Jr.' },
    ],
    [{ literal: 'The LIGO Collaboration' }, { literal: 'The LIGO Collaboration' }],
    [{ name: 'The LIGO Collaboration' }, { literal: 'The LIGO Collaboration' }],
    [{ given: 'Plato' }, { literal: 'Plato' }],
    ['Plato', { literal: 'Plato' }],
    [
      { family: '<i>M\u0308ller</i>', given: 'J&ouml;rg\u0000' },
      { family: 'M\u0308ller', given: 'Jörg' },
    ],
  ])('%j is %j', async (name, expected) => {
    expect((await recordOf({ id: 'x', title: 'T', author: [name] })).authors).toEqual([{ name: expected }]);
  });

  test('that is empty is none, and then the list is not whole', async () => {
    const record = await recordOf({
      id: 'x',
      title: 'T',
      author: [{ family: '' }, {}, null, { family: 'Smith' }],
    });
    expect(record.authors).toEqual([{ name: { family: 'Smith' } }]);
    expect(record.authorOrder).toBe('listed');
  });
});

describe('identifiers', () => {
  test.each([
    [{ DOI: '10.1000/182' }, [{ scheme: 'doi', value: '10.1000/182' }]],
    [{ number: 'arXiv:1412.6980' }, [{ scheme: 'arxiv', value: '1412.6980' }]],
    [{ archive: 'arXiv', archive_location: '1412.6980v2' }, [{ scheme: 'arxiv', value: '1412.6980v2' }]],
    [{ archive: 'JSTOR', archive_location: '1412.6980' }, []],
    [{ number: '1412.6980' }, []],
    [
      {
        note: 'PMID: 31363140\n  PMCID:PMC6660461\nDOI: 10.1000/182 \narXiv: 1412.6980 [cs]\nNot a line with PMID: 1',
      },
      [
        { scheme: 'pmid', value: '31363140' },
        { scheme: 'pmcid', value: 'PMC6660461' },
        { scheme: 'doi', value: '10.1000/182' },
        { scheme: 'arxiv', value: '1412.6980' },
      ],
    ],
    [{ URL: 'https://doi.org/10.1000/182' }, [{ scheme: 'doi', value: '10.1000/182' }]],
    [{ URL: 'javascript:alert(1)' }, []],
    [
      { custom: { openalex: 'W1', __proto__: { mag: '2' }, other: 'x' } },
      [{ scheme: 'openalex', value: 'W1' }],
    ],
    [{ type: 'book', ISBN: '978-3-16-148410-0' }, [{ scheme: 'isbn', value: '978-3-16-148410-0' }]],
    [{ type: 'chapter', ISBN: '978-3-16-148410-0' }, []],
  ])('of %j', async (item, identifiers) => {
    expect((await recordOf({ id: 'x', title: 'T', ...item })).identifiers).toEqual(identifiers);
  });
});

describe('what one item may cost is bounded', () => {
  test.each([
    ['authors', { author: Array.from({ length: authorLimit + 1 }, () => ({ family: 'A' })) }],
    ['keywords', { keyword: Array.from({ length: keywordLimit + 1 }, (_, n) => `k${n}`).join(';') }],
    ['bytes', { abstract: 'x'.repeat(17 * 1024 * 1024) }],
  ])('too many %s are a reject, and the next item is read', async (_, large) => {
    const source = JSON.stringify([
      { id: 'large', title: 'T', ...large },
      { id: 'next', title: 'T' },
    ]);
    const [reject, next] = await itemsOf(cslJson, source);
    expect(reject).toMatchObject({ reject: { code: 'RECORD_TOO_LARGE', locator: { line: 1 } } });
    expect(next).toMatchObject({ record: { locator: { key: 'next' } } });
  });
});

test('of the relations that Crossref adds, those between versions are taken', async () => {
  const item = {
    id: 'a',
    type: 'article-journal',
    title: 'T',
    relation: {
      'has-preprint': [{ 'id-type': 'doi', id: '10.1101/123456', 'asserted-by': 'subject' }],
      'has-review': [{ 'id-type': 'doi', id: '10.1000/review' }],
    },
  };
  expect(await itemsOf(cslJson, JSON.stringify([item]))).toMatchObject([
    { record: { versions: [{ scheme: 'doi', value: '10.1101/123456' }] } },
  ]);
});

test('whatever a field holds, an item is read or refused', async () => {
  const fixture = path.join(import.meta.dirname, 'fixtures/csl-json/zotero.json');
  const items: object[] = JSON.parse(readFileSync(fixture, 'utf8'));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), ...items.map(mutatedJson)), async (item) => {
      for (const read of await itemsOf(cslJson, JSON.stringify([item]))) {
        if ('record' in read) expect(recordFaults(read.record)).toEqual([]);
        else expect(codeOf(read)).toBe('RECORD_MALFORMED');
      }
    }),
    { numRuns: 500 },
  );
});
