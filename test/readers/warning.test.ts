import { describe, expect, test } from 'vitest';
import { readers } from '../../src/readers/index.ts';
import { noYears } from '../../src/readers/warning.ts';
import { itemsOf } from './contract.ts';

describe('a year that is none is left out, and the record says so', () => {
  const stating: Readonly<Record<string, (year: string) => string>> = {
    bibtex: (year) => `@misc{k, title = {T}, year = {${year}}}`,
    'csl-json': (year) => `[{"id":"k","type":"book","title":"T","issued":{"date-parts":[[${year}]]}}]`,
    ris: (year) => `TY  - BOOK\nTI  - T\nPY  - ${year}\nER  - \n`,
    openalex: (year) => `{"id":"https://openalex.org/W1","title":"T","publication_year":${year}}`,
    crossref: (year) => `{"DOI":"10.1000/1","title":["T"],"published":{"date-parts":[[${year}]]}}`,
    'semantic-scholar': (year) =>
      `{"paperId":"649def34f8be52c8b66281af98ae884c09aef38b","title":"T","year":${year}}`,
    dblp: (year) => `<dblp><article key="a/b"><title>T</title><year>${year}</year></article></dblp>`,
    'acl-anthology': (year) =>
      `<collection id="P19"><volume id="1"><paper id="1"><title>T</title><year>${year}</year></paper></volume></collection>`,
    'arxiv-atom': (year) =>
      `<feed><entry><id>http://arxiv.org/abs/1907.13223</id><title>T</title><published>${year}-01-01T00:00:00Z</published></entry></feed>`,
  };
  // A profile page has a year only where it looks like one.
  const formats = readers.filter((reader) => reader.format !== 'profile-page');

  test.each(formats)('$format', async (reader) => {
    const source = stating[reader.format] ?? expect.fail('no source of this format');
    for (const year of ['20199', '-500', '999']) {
      const items = await itemsOf(reader, source(year));
      expect(items).toMatchObject([{ record: { title: 'T', warnings: [expect.stringContaining(year)] } }]);
      expect(items).not.toMatchObject([{ record: { year: expect.anything() } }]);
    }
    const [good] = await itemsOf(reader, source('2019'));
    expect(good).toMatchObject({ record: { year: 2019 } });
    expect(good).not.toMatchObject({ record: { warnings: expect.anything() } });
  });

  test.each(['in press', 'n.d.', 'to appear', '', '—', undefined])('%j states none', (year) => {
    expect(noYears({ year })).toEqual([]);
  });
});
