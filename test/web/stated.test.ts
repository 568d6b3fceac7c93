import { expect, test } from 'vitest';
import { fieldName, placeOf, textOfField } from '../../web/parts/stated.ts';

test.each([
  // A text stays what it is, whatever it looks like.
  ['title', '["not", "a list"]', '["not", "a list"]'],
  ['abstract', '<b>markup</b> and $x$', '<b>markup</b> and $x$'],
  ['year', '2019', '2019'],
  ['toAppear', 'true', 'true'],
  [
    'identifiers',
    '[{"scheme":"doi","value":"10.1000/182"},{"scheme":"pmid","value":"1"}]',
    'doi:10.1000/182; pmid:1',
  ],
  [
    'authors',
    JSON.stringify([
      { name: { literal: 'Neil Houlsby' }, identifiers: [{ scheme: 'orcid', value: '0000-0002-1825-0097' }] },
      { name: { family: 'Berg', given: 'Ada', particle: 'van den', suffix: 'Jr.' }, corresponding: true },
      {
        name: { literal: 'Wei Wang', homonym: '0001' },
        affiliations: [{ name: 'ETH' }],
        profileOwner: false,
      },
    ]),
    'Neil Houlsby, orcid:0000-0002-1825-0097; Ada van den Berg Jr., corresponding; Wei Wang 0001, affiliations ETH',
  ],
  ['venues', '[{"name":"ICML","volume":"97","pages":"1–9"}]', 'ICML, volume 97, pages 1–9'],
  ['warnings', '["the year is none"]', 'the year is none'],
  ['notes', 'not {JSON', 'not {JSON'],
])('what a source states of the field %s: %s', (name, value, text) => {
  expect(textOfField({ name, value })).toBe(text);
});

test('fields and places have names for people', () => {
  expect(['authors', 'citationCount', 'url'].map(fieldName)).toEqual([
    'Authors',
    'Citation count',
    'Address',
  ]);
  const source = { uri: 'library.bib', format: 'bibtex' };
  expect(placeOf({ line: 12, locator: 'houlsby2019', source })).toBe(
    'library.bib (BibTeX, line 12, houlsby2019)',
  );
  // A digest stands for a key where the source gives none.
  expect(placeOf({ line: null, locator: `sha:${'0a'.repeat(16)}`, source })).toBe('library.bib (BibTeX)');
});
