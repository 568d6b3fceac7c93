import fc from 'fast-check';
import type { AffiliationMention, PublicationRecord } from '../../src/record.ts';

const titles = [
  'Parameter sharing in networks that learn many tasks at once',
  'Parameter Sharing in Networks that Learn Many Tasks at Once.',
  'Asking better questions of a search engine',
  'Editorial',
];
const people = [
  { literal: 'Neil Houlsby' },
  { family: 'Houlsby', given: 'N.' },
  { literal: 'Wei Wang' },
  { literal: 'W. Wang' },
  { literal: 'Stanisław Jastrzębski' },
  { literal: 'Stanislaw Kamil Jastrzebski' },
];
const affiliations: readonly AffiliationMention[] = [
  { name: 'Dept. of Physics, Univ. of Foo, Bar, Germany' },
  { name: 'University of Foo', country: 'DE' },
  { name: 'University of Foo', identifiers: [{ scheme: 'openalex', value: 'I77' }] },
  { name: 'Foo University', identifiers: [{ scheme: 'ror', value: 'https://ror.org/05a28rw58' }] },
  { name: 'ETH Zürich', country: 'CH' },
];
const identifiers = [
  { scheme: 'doi', value: '10.1000/one' },
  { scheme: 'doi', value: 'https://doi.org/10.1000/TWO' },
  { scheme: 'arxiv', value: '1901.00001v2' },
] as const;

/** A record whose identifiers, titles, people, venues and references are those of others, too. */
export const aRecord: fc.Arbitrary<PublicationRecord> = fc
  .record(
    {
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      title: fc.constantFrom(...titles),
      year: fc.integer({ min: 2017, max: 2020 }),
      type: fc.constantFrom('PREPRINT', 'CONFERENCE_PAPER'),
      identifiers: fc.uniqueArray(fc.constantFrom(...identifiers), { maxLength: 2 }),
      versions: fc.uniqueArray(fc.constantFrom(...identifiers), { minLength: 1, maxLength: 2 }),
      authors: fc.uniqueArray(fc.constantFrom(...people), { maxLength: 3 }),
      affiliations: fc.uniqueArray(fc.constantFrom(...affiliations), { minLength: 1, maxLength: 3 }),
      orcid: fc.constantFrom('0000-0002-1825-0097', '0000-0001-5109-3700'),
      authorOrder: fc.constantFrom('byline', 'listed'),
      venue: fc.constantFrom(
        'ICML',
        'NIPS',
        'NeurIPS Workshop on Meta-Learning',
        'arXiv',
        'Proceedings of the 3rd Conference on Foo Bar (FOOBAR 2020)',
        'FOOBAR 2019',
        'Conference on Football Bars (FOOBAR)',
        'J. Zyzzyv. Stud.',
        'Journal of Zyzzyvological Studies',
      ),
      references: fc.uniqueArray(fc.constantFrom(...identifiers), { maxLength: 2 }),
    },
    { requiredKeys: ['key', 'identifiers', 'authors', 'authorOrder'] },
  )
  .map(({ key, venue, orcid, authors, affiliations: stated, ...fields }) => ({
    ...fields,
    locator: { key },
    authors: authors.map((name, index) => ({
      name,
      ...(index === 0 && orcid !== undefined
        ? { identifiers: [{ scheme: 'orcid' as const, value: orcid }] }
        : {}),
      ...(stated === undefined ? {} : { affiliations: stated.slice(index) }),
    })),
    venues: venue === undefined ? [] : [{ name: venue }],
    topics: [],
  }));
