import { beforeAll, expect, test } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import type { PublicationRecord } from '../../src/record.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { asking } from './fixture/asking.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
});

const title = 'Parameter-Efficient Transfer Learning for NLP';
const preprints = sourceOf('preprints.bib', 'bibtex');
const published = sourceOf('published.jsonl', 'crossref');
const record: PublicationRecord = {
  locator: { key: 'one' },
  title,
  identifiers: [],
  authors: [{ name: { literal: 'Neil Houlsby' } }],
  authorOrder: 'byline',
  venues: [],
  topics: [],
};

test('a preprint and its published version are one, and what each source says of it stays readable', async () => {
  for (const source of [preprints, published]) await writeSource(graph, source);
  await writeBatch(graph, [
    statementOf(preprints, {
      ...record,
      title: `${title}.`,
      year: 2018,
      type: 'PREPRINT',
      abstract: 'Fine-tuning large models is an effective transfer mechanism.',
      identifiers: [{ scheme: 'arxiv', value: '1902.00751v2' }],
      venues: [{ name: 'arXiv' }],
    }),
    statementOf(published, {
      ...record,
      year: 2019,
      type: 'CONFERENCE_PAPER',
      identifiers: [{ scheme: 'doi', value: '10.1000/one' }],
      venues: [{ name: 'ICML' }],
    }),
    // A wrong DOI.
    statementOf(preprints, {
      ...record,
      locator: { key: 'other' },
      title: 'A history of the spice trade in the Indian Ocean',
      identifiers: [{ scheme: 'doi', value: '10.1000/one' }],
    }),
  ]);
  await settleAuthors(graph);
  const { data, errors } = await asking(graph)(`{
    publications(orderBy: [{ field: YEAR, direction: ASC }]) { totalCount nodes {
      title year doi arxivId
      venues { nodes { acronym name } }
      statements { nodes { source { uri } fields { name value } } }
      chosen { field reason statement { source { uri } } }
    } }
  }`);
  expect(errors).toEqual([]);
  const spices = { title: 'A history of the spice trade in the Indian Ocean' };
  const learning = {
    title,
    year: 2019,
    doi: '10.1000/one',
    arxivId: '1902.00751',
    venues: {
      nodes: expect.arrayContaining([
        expect.objectContaining({ acronym: 'ICML' }),
        expect.objectContaining({ name: 'arXiv' }),
      ]),
    },
    statements: {
      nodes: expect.arrayContaining([
        {
          source: { uri: 'preprints.bib' },
          fields: expect.arrayContaining([
            { name: 'year', value: '2018' },
            { name: 'title', value: `${title}.` },
          ]),
        },
        {
          source: { uri: 'published.jsonl' },
          fields: expect.arrayContaining([{ name: 'year', value: '2019' }]),
        },
      ]),
    },
    chosen: expect.arrayContaining([
      {
        field: 'year',
        reason: 'the published version goes before the preprint',
        statement: { source: { uri: 'published.jsonl' } },
      },
      {
        field: 'abstract',
        reason: expect.any(String),
        statement: { source: { uri: 'preprints.bib' } },
      },
    ]),
  };
  expect(data).toEqual({
    publications: {
      totalCount: 2,
      nodes: expect.arrayContaining([expect.objectContaining(learning), expect.objectContaining(spices)]),
    },
  });
});
