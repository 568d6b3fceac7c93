import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { authorLimit } from '../../src/readers/reader.ts';
import { semanticScholar } from '../../src/readers/semanticScholar.ts';
import { codeOf, describeReader, itemsOf } from './contract.ts';
import { mutatedJson } from './mutatedJson.ts';
import { recordFaults } from './recordFaults.ts';

describeReader(semanticScholar, 'semantic-scholar', {
  start: '',
  record: (n) =>
    `{"corpusid":${1_000_000_000 + n},"externalids":{"DOI":null},"title":"On the number of works",` +
    `"authors":[{"authorId":"1","name":"A. Lovelace"}],"year":2020}\n`,
});

async function recordOf(paper: unknown) {
  const [item] = await itemsOf(semanticScholar, JSON.stringify([paper]));
  return item !== undefined && 'record' in item ? item.record : expect.fail(JSON.stringify(item));
}

describe('the type of a paper', () => {
  const journal = { publicationVenue: { name: 'Journal of Things', type: 'journal' } };
  const conference = { publicationVenue: { name: 'Conference on Things', type: 'conference' } };
  test.each([
    [{ publicationTypes: ['JournalArticle'] }, 'ARTICLE'],
    [{ publicationTypes: ['Conference'] }, 'CONFERENCE_PAPER'],
    [{ publicationTypes: ['JournalArticle', 'Conference'] }, 'CONFERENCE_PAPER'],
    [{ publicationTypes: ['JournalArticle', 'Conference'], ...journal }, 'ARTICLE'],
    [{ publicationTypes: ['Review'] }, 'ARTICLE'],
    [{ publicationTypes: ['Book'] }, 'BOOK'],
    [{ publicationTypes: ['BookSection', 'Book'] }, 'CHAPTER'],
    [{ publicationTypes: ['Dataset'] }, 'DATASET'],
    [{ publicationTypes: ['JournalArticle'], venue: 'arXiv.org' }, 'PREPRINT'],
    [{ journal: { name: 'ArXiv', volume: 'abs/1706.03762' } }, 'PREPRINT'],
    [journal, 'ARTICLE'],
    [conference, 'CONFERENCE_PAPER'],
    [{ publicationTypes: 'Book' }, 'BOOK'],
    [{ publicationTypes: {} }, undefined],
    [{}, undefined],
  ])('of %j is %s', async (paper, type) => {
    expect((await recordOf({ title: 'Title', ...paper })).type).toBe(type);
  });
});

describe('the venue', () => {
  test('has volume and pages of the journal, whose name is another form of its own', async () => {
    const { venues } = await recordOf({
      title: 'T',
      venue: 'Journal of machine learning research',
      journal: { name: 'J. Mach. Learn. Res.', volume: 15, pages: '1929-1958' },
    });
    expect(venues).toEqual([
      { name: 'Journal of machine learning research', volume: '15', pages: '1929-1958' },
    ]);
  });

  test('stands beside the preprint server that `journal` names', async () => {
    const { venues } = await recordOf({
      title: 'T',
      venue: 'ICML',
      journal: { name: 'ArXiv', volume: 'abs/1' },
    });
    expect(venues).toEqual([{ name: 'ICML' }, { name: 'ArXiv', kind: 'PREPRINT_SERVER', volume: 'abs/1' }]);
  });
});

test('an author has an id', async () => {
  const { authors, identifiers } = await recordOf({
    paperId: '204e3073870fae3d05bcbc2f6a8e263d9b72e776',
    authors: [{ authorId: '40348417', name: 'Ashish Vaswani' }],
  });
  expect(identifiers).toEqual([{ scheme: 's2', value: '204e3073870fae3d05bcbc2f6a8e263d9b72e776' }]);
  expect(authors[0]?.identifiers).toEqual([{ scheme: 's2', value: '40348417' }]);
});

test('a cited paper is one reference, by the identifier that most sources know', async () => {
  const cited = (externalIds: unknown) => ({ paperId: 'f'.repeat(40), externalIds });
  const { references } = await recordOf({
    title: 'T',
    references: [
      cited({ ArXiv: '1706.03762', DOI: '10.1/x', CorpusId: 1 }),
      cited({ ArXiv: '1706.03762' }),
      cited(null),
      { paperId: null },
      null,
    ],
  });
  expect(references).toEqual([
    { scheme: 'doi', value: '10.1/x' },
    { scheme: 'arxiv', value: '1706.03762' },
    { scheme: 's2', value: 'f'.repeat(40) },
  ]);
});

describe('the head of a full text', () => {
  const headOf = async (text: unknown, annotations: unknown) =>
    recordOf({ corpusid: 1, content: { text, annotations } });

  test('counts in code points', async () => {
    expect((await headOf('𝓐𝓑 Title', { title: '[{"start": 3, "end": 8}]' })).title).toBe('Title');
  });

  test('is no longer than the text, however often it is marked', async () => {
    const spans = JSON.stringify(Array.from({ length: 50_000 }, () => ({ start: 0, end: 100_000 })));
    expect((await headOf('x'.repeat(100_000), { title: spans, abstract: spans })).abstract).toHaveLength(
      100_000,
    );
  });

  test.each([
    [undefined, { title: '[{"start":0,"end":1}]' }],
    ['text', undefined],
    ['text', { title: 'no JSON' }],
    ['text', { title: '[{"start":"x","end":null},7]', author: '[[]]' }],
    [7, { title: 7 }],
  ])('is left out where it is not one: %j, %j', async (text, annotations) => {
    const { title, abstract, authors } = await headOf(text, annotations);
    expect({ title, abstract, authors }).toEqual({ title: undefined, abstract: undefined, authors: [] });
  });

  test('counts only where there are no fields', async () => {
    const content = { text: 'Marked', annotations: { title: '[{"start":0,"end":6}]' } };
    expect((await recordOf({ corpusid: 1, title: 'Stated', content })).title).toBe('Stated');
  });
});

test(`a paper has ${authorLimit} authors at most`, async () => {
  const paper = (count: number) => ({
    corpusId: count,
    authors: Array.from({ length: count }, () => ({ name: 'A' })),
  });
  const items = await itemsOf(semanticScholar, JSON.stringify([paper(authorLimit), paper(authorLimit + 1)]));
  expect(items.map((item) => codeOf(item))).toEqual(['record', 'RECORD_TOO_LARGE']);
});

describe('is recognised', () => {
  test.each([
    '{"paperId":"204e3073870fae3d05bcbc2f6a8e263d9b72e776"}',
    '[null,{"paperId":"204e3073870fae3d05bcbc2f6a8e263d9b72e776","title":"T"}]',
    '{"corpusid":1,"title":"T"}',
    '{"corpusid":1,"externalids":{"arxiv":null},"content":{"source":{},"text":"cut',
    '{"offset":0,"data":[]}',
    '{"recommendedPapers":[{"paperId":null,"externalIds":{},"title":"T"}]}',
    '{"data":[{"contexts":[],"citingPaper":{"paperId":null}}]}',
  ])('by %s', (head) => expect(semanticScholar.detect(head)).toBe(true));

  test.each([
    '{"corpusid":1,"model":"specter@v0.1.1","vector":"[0.1]"}',
    '{"citationid":1,"citingcorpusid":2,"citedcorpusid":3}',
    '{"authorid":"1","externalids":null,"name":"A. Lovelace","papercount":1}',
    '{"id":"https://openalex.org/W1","title":"T"}',
    '{"DOI":"10.1/x","title":["T"],"member":"78"}',
    '[{"id":"x","type":"article-journal","title":"T"}]',
    '{"data":[{"id":1}]}',
  ])('not by %s', (head) => expect(semanticScholar.detect(head)).toBe(false));
});

test('whatever a field holds, a paper is read or refused', async () => {
  const fixtures = path.join(import.meta.dirname, 'fixtures/semantic-scholar');
  const papers: object[] = JSON.parse(readFileSync(path.join(fixtures, 'search.json'), 'utf8')).data;
  const [fullText] = readFileSync(path.join(fixtures, 's2orc.jsonl'), 'utf8').split('\n');
  const templates: object[] = [...papers, JSON.parse(fullText ?? '')];
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), ...templates.map(mutatedJson)), async (paper) => {
      for (const item of await itemsOf(semanticScholar, JSON.stringify([paper]))) {
        if ('record' in item) expect(recordFaults(item.record)).toEqual([]);
        else expect(codeOf(item)).toBe('RECORD_MALFORMED');
      }
    }),
    { numRuns: 500 },
  );
});
