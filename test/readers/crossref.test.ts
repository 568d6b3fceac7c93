import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crossref } from '../../src/readers/crossref.ts';
import { authorLimit } from '../../src/readers/reader.ts';
import { codeOf, describeReader, itemsOf } from './contract.ts';
import { mutatedJson } from './mutatedJson.ts';
import { recordFaults } from './recordFaults.ts';

describeReader(crossref, 'crossref', {
  start: '',
  record: (n) =>
    `{"DOI":"10.5555/${String(n).padStart(9, '0')}","title":["On the number of works"],"member":"1",` +
    `"author":[{"given":"Ada","family":"Lovelace","sequence":"first","affiliation":[]}]}\n`,
});

async function recordOf(work: unknown) {
  const [item] = await itemsOf(crossref, JSON.stringify([work]));
  return item !== undefined && 'record' in item ? item.record : expect.fail(JSON.stringify(item));
}

describe('the type of a work', () => {
  test.each([
    [{ type: 'journal-article' }, 'ARTICLE'],
    [{ type: 'proceedings-article' }, 'CONFERENCE_PAPER'],
    [{ type: 'posted-content', subtype: 'preprint' }, 'PREPRINT'],
    [{ type: 'posted-content' }, 'PREPRINT'],
    [{ type: 'posted-content', subtype: 'dissertation' }, 'THESIS'],
    [{ type: 'posted-content', subtype: 'other' }, 'OTHER'],
    [{ type: 'monograph' }, 'BOOK'],
    [{ type: 'book-section' }, 'CHAPTER'],
    [{ type: 'report-series' }, 'REPORT'],
    [{ type: 'peer-review' }, 'OTHER'],
    [{ type: ['journal-article'] }, undefined],
    [{}, undefined],
  ])('of %j is %s', async (work, type) => {
    expect((await recordOf({ DOI: '10.1/x', ...work })).type).toBe(type);
  });
});

describe('the title', () => {
  test.each([
    [['Title'], [], 'Title'],
    [['Title'], ['A Subtitle'], 'Title: A Subtitle'],
    [['Title?'], ['A Subtitle'], 'Title? A Subtitle'],
    [['Title: a subtitle'], ['A Subtitle'], 'Title: a subtitle'],
    [['', 'Second'], undefined, 'Second'],
    [[], ['A Subtitle'], 'A Subtitle'],
    ['Title', 'A Subtitle', 'Title: A Subtitle'],
    [[7], [null], '7'],
  ])('of %j and %j is %j', async (title, subtitle, whole) => {
    expect((await recordOf({ title, subtitle })).title).toBe(whole);
  });

  test('is plain text', async () => {
    const title = [
      '<b>Bold</b>\n      <script>alert(1)</script> &lt;i&gt;α&lt;/i&gt;-decay of <sup>14</sup>C',
    ];
    expect((await recordOf({ title })).title).toBe('Bold α-decay of ¹⁴C');
  });
});

describe('the date', () => {
  const parts = (...dateParts: unknown[]) => ({ 'date-parts': dateParts });
  test.each([
    ['is as exact as it is stated', { issued: parts([2019, 7]) }, '2019-07'],
    ['is that of publication', { issued: parts([2019, 7, 25]), created: parts([2018]) }, '2019-07-25'],
    ['is never that of the deposit', { created: parts([2018]), deposited: parts([2018]) }, undefined],
    [
      'is looked for where it is not null',
      { issued: parts([null]), 'published-print': parts([2011]) },
      '2011',
    ],
    ['leaves out a day that is none', { issued: parts([2019, 2, 29]) }, '2019-02'],
    ['leaves out a month that is none', { issued: parts([2019, 13, 1]) }, '2019'],
    ['is not before the year 1000', { issued: parts([-44, 3, 15]) }, undefined],
    ['is not after the year 2999', { issued: parts([20019]) }, undefined],
    ['may lack a pair of brackets', { issued: parts(2019, 7) }, '2019-07'],
    [
      'is not what is no list',
      { issued: '2019', posted: { 'date-parts': 2019 }, published: parts() },
      undefined,
    ],
  ])('%s', async (_, work, date) => {
    const record = await recordOf({ DOI: '10.1/x', ...work });
    expect(record.date).toBe(date);
    expect(record.year).toBe(date === undefined ? undefined : Number(date.slice(0, 4)));
  });
});

test('only identifiers of the work itself are its own', async () => {
  const { identifiers } = await recordOf({
    DOI: '10.1101/265256',
    relation: { 'is-preprint-of': [{ 'id-type': 'doi', id: '10.7717/peerj.4375' }] },
    'update-to': [{ DOI: '10.1101/1', type: 'new_version' }],
    reference: [{ DOI: '10.1101/2' }],
  });
  expect(identifiers).toEqual([{ scheme: 'doi', value: '10.1101/265256' }]);
});

describe('retracted', () => {
  test.each(['retraction', 'withdrawal', 'removal'])('is a work after its %s', async (type) => {
    const other = { type: 'correction', DOI: '10.1/y' };
    expect(
      (await recordOf({ DOI: '10.1/x', 'updated-by': [other, { type, DOI: '10.1/z' }] })).retracted,
    ).toBe(true);
  });

  test.each(['correction', 'expression_of_concern', undefined])('is not one after its %s', async (type) => {
    expect((await recordOf({ DOI: '10.1/x', 'updated-by': [{ type }] })).retracted).toBeUndefined();
  });

  test('is not the notice', async () => {
    expect(
      (await recordOf({ DOI: '10.1/z', 'update-to': [{ type: 'retraction' }] })).retracted,
    ).toBeUndefined();
  });
});

test(`a work has ${authorLimit} authors and as many editors at most`, async () => {
  const people = (length: number) => Array.from({ length }, () => ({ family: 'A' }));
  for (const role of ['author', 'editor']) {
    const work = (count: number) => ({ DOI: `10.1/${count}`, [role]: people(count) });
    const items = await itemsOf(crossref, JSON.stringify([work(authorLimit), work(authorLimit + 1)]));
    expect(items.map((item) => codeOf(item))).toEqual(['record', 'RECORD_TOO_LARGE']);
  }
});

test('a million authors are refused, and what comes after them is read', async () => {
  const author = '{"family":"A"},';
  const million = `{"DOI":"10.1/x","author":[${author.repeat(999_999)}${author.slice(0, -1)}]}`;
  const items = await itemsOf(crossref, `${million}\n{"DOI":"10.1/y","title":["T"]}\n`);
  expect(items).toMatchObject([
    { reject: { code: 'RECORD_TOO_LARGE', locator: { line: 1 } } },
    { record: { locator: { key: '10.1/y', line: 2 } } },
  ]);
});

describe('is recognised', () => {
  test.each([
    '{"DOI":"10.1/x","title":["T"]}',
    '{"status":"ok","message-type":"work-list","message":{"items":[]}}',
    '{"status":"ok","message-type":"work","message":{"DOI":"10.1/x","member":"78"}}',
    '{"items":[{"indexed":{"date-parts":[[2020,1,1]]},"DOI":"10.1/x","reference":[{"key":"1","DOI":"10',
  ])('by %s', (head) => expect(crossref.detect(head)).toBe(true));

  test.each([
    '[{"DOI":"10.1/x","title":"T","type":"article-journal"}]',
    '{"indexed":{},"member":"78","DOI":"10.1/x","type":"article-journal","title":"T","container-title":"Nature"}',
    '{"status":"ok","message-type":"member-list","message":{"items":[]}}',
    '{"id":"https://openalex.org/W1","doi":"10.1/x","title":["T"]}',
    '{"title":["DOI"]}',
  ])('not by %s', (head) => expect(crossref.detect(head)).toBe(false));
});

test('whatever a field holds, a work is read or refused', async () => {
  const fixture = path.join(import.meta.dirname, 'fixtures/crossref/works.json');
  const works: object[] = JSON.parse(readFileSync(fixture, 'utf8')).message.items;
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), ...works.map(mutatedJson)), async (work) => {
      for (const item of await itemsOf(crossref, JSON.stringify([work]))) {
        if ('record' in item) expect(recordFaults(item.record)).toEqual([]);
        else expect(codeOf(item)).toBe('RECORD_MALFORMED');
      }
    }),
    { numRuns: 500 },
  );
});
