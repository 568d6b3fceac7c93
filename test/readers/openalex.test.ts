import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openalex } from '../../src/readers/openalex.ts';
import { authorLimit } from '../../src/readers/reader.ts';
import { codeOf, describeReader, itemsOf } from './contract.ts';
import { mutatedJson } from './mutatedJson.ts';
import { recordFaults } from './recordFaults.ts';

describeReader(openalex, 'openalex', {
  start: '{"meta":{"count":1000000},"results":[',
  record: (n) =>
    `${n === 0 ? '' : ','}{"id":"https://openalex.org/W${String(n).padStart(9, '0')}","title":"On the number of works",` +
    `"publication_year":2020,"authorships":[{"raw_author_name":"Ada Lovelace"}]}`,
});

async function recordOf(work: unknown) {
  const [item] = await itemsOf(openalex, JSON.stringify([work]));
  return item !== undefined && 'record' in item ? item.record : expect.fail(JSON.stringify(item));
}

describe('the type of a work', () => {
  test.each([
    [{ type: 'article' }, 'ARTICLE'],
    [{ type: 'article', type_crossref: 'proceedings-article' }, 'CONFERENCE_PAPER'],
    [{ type: 'article', type_crossref: 'posted-content' }, 'PREPRINT'],
    [{ type: 'article', primary_location: { source: { type: 'conference' } } }, 'CONFERENCE_PAPER'],
    [{ type: 'article', primary_location: { source: { type: 'journal' } } }, 'ARTICLE'],
    [{ type: 'preprint', type_crossref: 'journal-article' }, 'PREPRINT'],
    [{ type: 'review' }, 'ARTICLE'],
    [{ type: 'dissertation' }, 'THESIS'],
    [{ type: 'book-chapter' }, 'CHAPTER'],
    [{ type: 'reference-entry' }, 'CHAPTER'],
    [{ type: 'proceedings-article' }, 'CONFERENCE_PAPER'],
    [{ type: 'article', is_paratext: true }, 'OTHER'],
    [{ type: 'something-new' }, 'OTHER'],
    [{ type: 7 }, 'OTHER'],
    [{ type: null }, undefined],
  ])('of %j is %s', async (work, type) => {
    expect((await recordOf({ title: 'Title', ...work })).type).toBe(type);
  });
});

describe('an inverted abstract', () => {
  const abstractOf = async (index: unknown) =>
    (await recordOf({ title: 'Title', abstract_inverted_index: index })).abstract;

  test('comes back in its order, a word at each of its places', async () => {
    const text = 'to be or not to be';
    const index: Record<string, number[]> = {};
    for (const [at, word] of text.split(' ').entries()) index[word] = [...(index[word] ?? []), at];
    expect(await abstractOf(index)).toBe(text);
  });

  test('of words that name something else in JavaScript is text like any other', async () => {
    expect(await abstractOf(JSON.parse('{"__proto__":[0],"constructor":[1],"toString":[2]}'))).toBe(
      '__proto__ constructor toString',
    );
  });

  test('with huge, negative or wrong places takes neither memory nor time', async () => {
    const index = { near: [0], far: [4_294_967_294, 1e15, 2 ** 53], before: [-1], odd: [0.5, '2', null] };
    expect(await abstractOf(index)).toBe('near');
    expect(
      await abstractOf({ [`${'x'.repeat(100_000)}`]: Array.from({ length: 40_000 }, (_, at) => at) }),
    ).toHaveLength(4 * 100_000 + 3);
  });

  test.each(['text', [], {}, { word: 'x' }, 7])('of a wrong type is none: %j', async (index) => {
    expect(await abstractOf(index)).toBeUndefined();
  });
});

describe('an author', () => {
  const authorOf = async (authorship: unknown) =>
    (await recordOf({ title: 'Title', authorships: [authorship] })).authors[0];

  test('is called as in the byline', async () => {
    const author = { display_name: 'Kaixiong Zhou' };
    expect((await authorOf({ author, raw_author_name: 'K. Zhou' }))?.name).toEqual({ literal: 'K. Zhou' });
    expect((await authorOf({ author, raw_author_name: 'K. Zhou1,*' }))?.name).toEqual({
      literal: 'Kaixiong Zhou',
    });
    expect((await authorOf({ author, raw_author_name: null }))?.name).toEqual({ literal: 'Kaixiong Zhou' });
    expect((await authorOf({ author: null, raw_author_name: 'K. Zhou†' }))?.name).toEqual({
      literal: 'K. Zhou†',
    });
  });

  test('without a name leaves a gap, so that the byline is not whole', async () => {
    const named = { raw_author_name: 'Ada Lovelace' };
    expect((await recordOf({ title: 'T', authorships: [named] })).authorOrder).toBe('byline');
    for (const gap of [{}, { author: { display_name: ' ' } }, null, 'Charles Babbage']) {
      const record = await recordOf({ title: 'T', authorships: [named, gap] });
      expect(record.authors).toHaveLength(1);
      expect(record.authorOrder).toBe('listed');
    }
  });

  test(`is one of ${authorLimit} at most`, async () => {
    const work = (count: number) =>
      JSON.stringify({
        id: 'https://openalex.org/W1',
        authorships: Array.from({ length: count }, (_, n) => ({ raw_author_name: `Author ${n}` })),
      });
    const items = await itemsOf(openalex, `${work(authorLimit)}\n${work(authorLimit + 1)}\n`);
    expect(items.map((item) => ('record' in item ? item.record.authors.length : codeOf(item)))).toEqual([
      authorLimit,
      'RECORD_TOO_LARGE',
    ]);
  });
});

test.each([
  'http://arxiv.org/abs/1806.10282v2',
  'https://arxiv.org/pdf/1806.10282v2.pdf',
  'https://doi.org/10.48550/arXiv.1806.10282v2',
])('a location at %s gives an arXiv id', async (url) => {
  const { identifiers } = await recordOf({ title: 'Title', locations: [{ landing_page_url: url }] });
  expect(identifiers).toContainEqual({ scheme: 'arxiv', value: '1806.10282v2' });
});

test('an identifier that is repeated counts once', async () => {
  const doi = 'https://doi.org/10.1145/3292500.3330648';
  expect((await recordOf({ doi, ids: { doi } })).identifiers).toEqual([{ scheme: 'doi', value: doi }]);
});

describe('is recognised', () => {
  test.each([
    '{"id":"https://openalex.org/W1","title":"T"}',
    '[{"id":"https://openalex.org/works/W1"}]',
    '{"results":[],"meta":{"count":0}}',
    '{"id":"https://openalex.org/W1","abstract_inverted_index":{"cut',
  ])('by %s', (head) => expect(openalex.detect(head)).toBe(true));

  test.each([
    '{"id":"https://openalex.org/A1","display_name":"An author","works_count":3}',
    '{"id":"W1","title":"T"}',
    '[{"id":"x","type":"article-journal","title":"T","DOI":"10.1/x"}]',
    '{"results":[{"name":"something else"}],"meta":{}}',
    '"https://openalex.org/W1"',
    '[]',
  ])('not by %s', (head) => expect(openalex.detect(head)).toBe(false));
});

test('whatever a field holds, a work is read or refused', async () => {
  const fixture = path.join(import.meta.dirname, 'fixtures/openalex/works.json');
  const works: object[] = JSON.parse(readFileSync(fixture, 'utf8')).results;
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), ...works.map(mutatedJson)), async (work) => {
      for (const item of await itemsOf(openalex, JSON.stringify([work]))) {
        if ('record' in item) expect(recordFaults(item.record)).toEqual([]);
        else expect(codeOf(item)).toBe('RECORD_MALFORMED');
      }
    }),
    { numRuns: 500 },
  );
});
