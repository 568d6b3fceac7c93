import { Cite } from '@citation-js/core';
import { Ajv } from 'ajv';
import '@citation-js/plugin-bibtex';
import '@citation-js/plugin-csl';
import '@citation-js/plugin-ris';
import { describe, expect, test } from 'vitest';
import { publicationFormats } from '../../src/export/index.ts';
import type { ExportedPublication } from '../../src/export/publication.ts';
import { table } from './table.ts';

const adapter: ExportedPublication = {
  locator: { key: 'p0123456789abcdef' },
  type: 'CONFERENCE_PAPER',
  title: 'Parameter-Efficient Transfer Learning: 100% of C# & $O(n^2)$ at $5 each',
  abstract: 'Adapter {modules} add _few_ parameters ~ and \\leave the rest.',
  year: 2019,
  date: '2019-06-09',
  language: 'en',
  identifiers: [
    { scheme: 'doi', value: '10.18653/v1/p19-9999' },
    { scheme: 'arxiv', value: '1902.00751' },
    { scheme: 'url', value: 'https://example.org/a_b?x=1&y=%20#z' },
  ],
  authors: [
    {
      name: { family: 'Houlsby', given: 'Neil' },
      identifiers: [{ scheme: 'orcid', value: '0000-0002-1825-0097' }],
      affiliations: [{ name: 'Google, Zürich' }],
    },
    {
      name: { family: 'Jastrzębski', given: 'Stanisław Kamil' },
      affiliations: [{ name: 'Google, Zürich' }, { name: '"Brain"' }],
    },
    { name: { family: 'Berg', given: 'J. A.', particle: 'van der' }, corresponding: true },
    { name: { literal: 'Brain & Team, Inc.' } },
  ],
  authorOrder: 'byline',
  venues: [
    {
      name: 'Proceedings of the 36th International Conference on Machine Learning',
      kind: 'CONFERENCE',
      volume: '97',
      pages: '2790-2799',
    },
    { name: 'arXiv', kind: 'PREPRINT_SERVER' },
  ],
  topics: [{ name: 'transfer learning' }, { name: 'adapters, modules' }],
  references: [{ scheme: 'doi', value: '10.1000/182' }],
  citationCount: 12,
};
const bare: ExportedPublication = {
  locator: { key: 'pbare' },
  type: 'OTHER',
  abstract: 'Only an abstract.',
  identifiers: [],
  authors: [],
  authorOrder: 'byline',
  venues: [],
  topics: [],
};

async function written(name: string, publications: readonly ExportedPublication[]): Promise<string> {
  const format = publicationFormats.find((each) => each.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  async function* each() {
    yield* publications;
  }
  const parts: string[] = [];
  for await (const part of format.write(each())) parts.push(part);
  return parts.join('');
}

interface Csl {
  readonly id: string;
  readonly type: string;
  readonly title?: string;
  readonly DOI?: string;
  readonly page?: string;
  readonly 'container-title'?: string;
  readonly author?: readonly Record<string, string>[];
  readonly issued?: { readonly 'date-parts': readonly (readonly number[])[] };
}

describe('BibTeX', () => {
  test('is read by citation-js', async () => {
    const [item, other] = new Cite(await written('bib', [adapter, bare])).data as Csl[];
    expect(item).toMatchObject({
      type: 'paper-conference',
      'citation-key': 'p0123456789abcdef',
      DOI: '10.18653/v1/p19-9999',
      page: '2790-2799',
      'container-title': 'Proceedings of the 36th International Conference on Machine Learning',
      issued: { 'date-parts': [[2019, 6, 9]] },
    });
    expect(item?.title).toContain('100% of C# & ');
    expect(item?.title).toContain('at $5 each');
    expect(item?.author).toMatchObject([
      { family: 'Houlsby', given: 'Neil' },
      { family: 'Jastrzębski', given: 'Stanisław Kamil' },
      { family: 'Berg', given: 'J. A.', 'non-dropping-particle': 'van der' },
      { family: 'Brain & Team, Inc.' },
    ]);
    expect(other).toMatchObject({ 'citation-key': 'pbare' });
  });

  test('looks as a person would write it', async () => {
    expect(await written('bib', [adapter])).toMatchInlineSnapshot(`
      "@inproceedings{p0123456789abcdef,
        author = {Houlsby, Neil and Jastrzębski, Stanisław Kamil and van der Berg, J. A. and {Brain \\& Team, Inc.}},
        title = {Parameter-Efficient Transfer Learning: 100\\% of C\\# \\& $O(n^2)$ at \\$5 each},
        booktitle = {Proceedings of the 36th International Conference on Machine Learning},
        volume = {97},
        pages = {2790--2799},
        year = {2019},
        date = {2019-06-09},
        doi = {10.18653/v1/p19-9999},
        eprint = {1902.00751},
        eprinttype = {arxiv},
        url = {https://example.org/a_b?x=1&y=%20#z},
        abstract = {Adapter \\textbraceleft{}modules\\textbraceright{} add \\_few\\_ parameters \\textasciitilde{} and \\textbackslash{}leave the rest.},
        keywords = {transfer learning; adapters, modules;},
        langid = {en},
        citations = {12},
        author+an = {3=corresponding},
        author+an:orcid = {1="0000-0002-1825-0097"}
      }

      "
    `);
  });
});

describe('CSL-JSON', () => {
  test('fits the schema, item by item', async () => {
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(cslSchema);
    const items = JSON.parse(await written('csl.json', [adapter, bare]));
    expect(validate(items), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(await written('csl.json', []))).toEqual([]);
  });

  test('is read and cited by citation-js', async () => {
    const cite = new Cite(await written('csl.json', [adapter]));
    const text: string = cite.format('bibliography', { template: 'apa', format: 'text' });
    expect(text).toContain('Houlsby, N., Jastrzębski, S. K., van der Berg, J. A.');
    expect(text).toContain('(2019)');
    expect(text).toContain('https://doi.org/10.18653/v1/p19-9999');
  });
});

describe('RIS', () => {
  test('is read by citation-js', async () => {
    const [item] = new Cite(await written('ris', [adapter, bare])).data as Csl[];
    expect(item).toMatchObject({
      type: 'paper-conference',
      title: adapter.title,
      DOI: '10.18653/v1/p19-9999',
      'container-title': 'Proceedings of the 36th International Conference on Machine Learning',
    });
    expect(item?.author?.slice(0, 2)).toMatchObject([
      { family: 'Houlsby', given: 'Neil' },
      { family: 'Jastrzębski', given: 'Stanisław Kamil' },
    ]);
  });
});

describe('tables', () => {
  test('CSV has a row for each, with every value back', async () => {
    const hostile = {
      ...bare,
      title: '=HYPERLINK("http://example.org", "here"), and\r\nmore',
      abstract: '"quoted", to the end "',
    };
    const [header, ...rows] = table(await written('csv', [adapter, bare, hostile]), ',');
    const read = rows.map((row) => {
      expect(row).toHaveLength(header?.length ?? 0);
      return Object.fromEntries(row.map((cell, at) => [header?.[at] ?? '', cell]));
    });
    const nothing = {
      id: 'pbare',
      title: '',
      year: '',
      date: '',
      type: 'OTHER',
      authors: '',
      institutions: '',
      venue: '',
      volume: '',
      issue: '',
      pages: '',
      doi: '',
      arxivId: '',
      url: '',
      topics: '',
      citationCount: '',
      language: '',
      toAppear: 'false',
      retracted: 'false',
      abstract: 'Only an abstract.',
    };
    expect(read).toEqual([
      {
        id: 'p0123456789abcdef',
        title: adapter.title,
        year: '2019',
        date: '2019-06-09',
        type: 'CONFERENCE_PAPER',
        authors: 'Neil Houlsby; Stanisław Kamil Jastrzębski; J. A. van der Berg; Brain & Team, Inc.',
        institutions: 'Google, Zürich; "Brain"',
        venue: 'Proceedings of the 36th International Conference on Machine Learning',
        volume: '97',
        issue: '',
        pages: '2790-2799',
        doi: '10.18653/v1/p19-9999',
        arxivId: '1902.00751',
        url: 'https://example.org/a_b?x=1&y=%20#z',
        topics: 'transfer learning; adapters, modules',
        citationCount: '12',
        language: 'en',
        toAppear: 'false',
        retracted: 'false',
        abstract: adapter.abstract,
      },
      nothing,
      { ...nothing, title: hostile.title, abstract: hostile.abstract },
    ]);
  });

  test('JSON Lines has everything', async () => {
    const [line] = (await written('jsonl', [adapter])).split('\n');
    const { locator, ...rest } = adapter;
    expect(JSON.parse(line ?? '')).toEqual({ id: locator.key, ...rest });
  });
});

const text = { type: 'string' };
const textOrNumber = { type: ['string', 'number'] };

/** Of csl-data.json 1.0.2 what we write, closed; and the five fields beyond it that docs/exports.md names. */
const cslSchema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['id', 'type'],
    additionalProperties: false,
    properties: {
      id: textOrNumber,
      type: {
        enum: [
          'article',
          'article-journal',
          'book',
          'chapter',
          'dataset',
          'document',
          'paper-conference',
          'report',
          'software',
          'thesis',
        ],
      },
      author: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: {
            family: text,
            given: text,
            'dropping-particle': text,
            'non-dropping-particle': text,
            suffix: text,
            literal: text,
            ORCID: text,
            homonym: text,
            corresponding: { type: 'boolean' },
          },
        },
      },
      issued: {
        type: 'object',
        required: ['date-parts'],
        additionalProperties: false,
        properties: {
          'date-parts': {
            type: 'array',
            minItems: 1,
            maxItems: 2,
            items: { type: 'array', minItems: 1, maxItems: 3, items: { type: 'integer' } },
          },
        },
      },
      ...Object.fromEntries(
        'abstract archive collection-title container-title event-title genre keyword language note page publisher status title DOI ISBN PMCID PMID URL'
          .split(' ')
          .map((name) => [name, text]),
      ),
      volume: textOrNumber,
      issue: textOrNumber,
      number: textOrNumber,
      custom: { type: 'object' },
      'is-referenced-by-count': { type: 'integer' },
      reference: {
        type: 'array',
        items: {
          type: 'object',
          required: ['key'],
          additionalProperties: false,
          properties: { key: text, DOI: text },
        },
      },
    },
  },
};
