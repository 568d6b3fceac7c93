import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { resolveVenue } from '../../src/resolve/venue.ts';
import vocabulary from '../../src/resolve/venueVocabulary.json' with { type: 'json' };
import stated from './fixtures/venues.json' with { type: 'json' };

interface Expected {
  readonly stated: string;
  readonly key: string;
  readonly kind: string;
  readonly name?: string;
  readonly year?: number;
  readonly edition?: number;
  readonly series?: string;
}
const cases: readonly Expected[] = stated;

describe('a stated venue', () => {
  test.each(cases)('$stated', (expected) => {
    const venue = resolveVenue({ name: expected.stated });
    expect({
      stated: expected.stated,
      key: venue.key,
      kind: venue.kind,
      ...(expected.name === undefined ? {} : { name: venue.name }),
      ...(venue.year === undefined ? {} : { year: venue.year }),
      ...(venue.edition === undefined ? {} : { edition: venue.edition }),
      ...(venue.series === undefined ? {} : { series: venue.series.key }),
    }).toEqual(expected);
  });

  test.each(cases)('is one with its spelling variants: $stated', ({ stated: name }) => {
    const { key } = resolveVenue({ name });
    const variants = [
      name.toUpperCase(),
      name.toLowerCase(),
      name.normalize('NFD'),
      name.replace('in', 'ïn'),
      name.replaceAll(' ', '  '),
      name.replaceAll('-', '–'),
      name.startsWith('http') ? name : name.replaceAll('.', ''),
      ` ${name}.`,
    ];
    expect(variants.map((variant) => resolveVenue({ name: variant }).key)).toEqual(variants.map(() => key));
  });
});

describe('what else a record says', () => {
  it('gives the year, and the edition that follows from it', () => {
    expect(resolveVenue({ name: 'ICML' }, { year: 2019 })).toEqual({
      key: 'icml',
      name: 'International Conference on Machine Learning',
      acronym: 'ICML',
      kind: 'CONFERENCE',
      year: 2019,
      edition: 36,
    });
  });

  it('does not overrule the year in the name', () => {
    expect(resolveVenue({ name: 'ICML 2018' }, { year: 2019 }).year).toBe(2018);
    expect(
      resolveVenue({ name: 'Sixth International Conference on Learning Representations' }, { year: 2019 })
        .year,
    ).toBe(2018);
  });

  it('counts the volumes of NeurIPS', () => {
    expect(
      resolveVenue({ name: 'Advances in Neural Information Processing Systems', volume: '31' }).year,
    ).toBe(2018);
  });

  it('finds a journal by ISSN where the name says nothing', () => {
    const identifiers = [{ scheme: 'issn', value: '1079-7114' } as const];
    expect(resolveVenue({ name: 'PRL (online)', identifiers }).key).toBe('prl');
    expect(resolveVenue({ name: 'Phys Rev Letts', identifiers }).name).toBe('Physical Review Letters');
  });

  it('does not take the book series for the conference', () => {
    const identifiers = [{ scheme: 'issn', value: '0302-9743' } as const];
    expect(resolveVenue({ name: 'ECCV 2018', identifiers }).key).toBe('eccv');
    expect(resolveVenue({ name: 'Conference on Provenance of Manuscripts', identifiers }).kind).toBe(
      'CONFERENCE',
    );
  });

  it('finds a series by the acronym field', () => {
    expect(resolveVenue({ name: 'Learning Representations', acronym: 'ICLR' }).key).toBe('iclr');
  });

  it('does not take one conference for another of the same acronym', () => {
    const other = resolveVenue({
      name: 'International Conference on Computer Networks and Internet Surveys (ICIS 2009)',
    });
    expect(other.name).toBe('International Conference on Computer Networks and Internet Surveys');
    expect(other).not.toHaveProperty('edition');
  });

  test.each([
    [{ name: 'Isis', issue: '2', volume: '90' }, 'JOURNAL'],
    [{ name: 'Speculum', identifiers: [{ scheme: 'issn', value: '0038-7134' }] }, 'JOURNAL'],
    [{ name: 'The Cambridge Handbook of Phonology' }, 'BOOK'],
    [{ name: 'Essays on Glass', identifiers: [{ scheme: 'isbn', value: '9780306406157' }] }, 'BOOK'],
    [{ name: 'Annual Meeting of the Textile Society' }, 'CONFERENCE'],
    [{ name: 'Edinburgh Research Repository' }, 'REPOSITORY'],
    [{ name: 'MindRxiv' }, 'PREPRINT_SERVER'],
    [{ name: 'Nordic Prosody', kind: 'WORKSHOP' }, 'WORKSHOP'],
    [{ name: 'University of Oslo' }, 'OTHER'],
  ] as const)('tells the kind of an unknown venue: %o', (mention, kind) => {
    expect(resolveVenue(mention).kind).toBe(kind);
  });

  it('knows a workshop by the source, without the word', () => {
    const venue = resolveVenue({ name: 'Emergent Communication, NIPS 2017', kind: 'WORKSHOP' });
    expect(venue).toMatchObject({
      name: 'Workshop on Emergent Communication',
      series: { key: 'neurips', year: 2017 },
    });
    expect(venue.key).toBe(resolveVenue({ name: 'Emergent Communication Workshop @ NIPS' }).key);
  });
});

describe('the vocabulary', () => {
  const venues = vocabulary.groups.flatMap(
    (group): { name: string; acronym?: string; aliases?: string[] }[] => group.venues,
  );

  it('finds every venue by its name, acronym and former names', () => {
    const lost = venues.flatMap(({ name, acronym, aliases = [] }) =>
      [name, ...(acronym === undefined ? [] : [acronym]), ...aliases].filter(
        (each) => resolveVenue({ name: each }).key !== resolveVenue({ name }).key,
      ),
    );
    // FSE is also Fast Software Encryption; alone it means the conference on software engineering.
    expect(lost).toEqual(['FSE']);
  });

  it('gives every venue a key of its own', () => {
    const keys = venues.map(({ name }) => resolveVenue({ name }).key);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('has valid ISSNs', () => {
    const issns = vocabulary.groups.flatMap((group) =>
      group.venues.flatMap((venue: { issn?: string[] }) => venue.issn ?? []),
    );
    const checked = (issn: string) => {
      const digits = issn.replace('-', '');
      const sum = [...digits].reduce(
        (total, digit, at) => total + (8 - at) * (digit === 'X' ? 10 : Number(digit)),
        0,
      );
      return /^\d{4}-\d{3}[\dX]$/.test(issn) && sum % 11 === 0;
    };
    expect(issns.filter((issn) => !checked(issn))).toEqual([]);
    expect(new Set(issns).size).toBe(issns.length);
  });

  test.each([
    ['NeurIPS', 1987, 1],
    ['ACL', 1963, 1],
    ['SOSP', 2019, 27],
    ['SOSP', 2018, undefined],
    ['IJCAI', 2013, 23],
    ['IJCAI', 2014, undefined],
    ['IJCAI', 2017, 26],
    ['WWW', 2017, 26],
    ['EACL', 2015, undefined],
    ['EACL', 2017, 15],
  ] as const)('%s %i is number %s', (name, year, edition) => {
    expect(resolveVenue({ name }, { year }).edition).toBe(edition);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      'ICML',
      'NeurIPS',
      'ACL',
      'Findings',
      'Nature',
      'Science',
      'arXiv',
      'CEUR',
      'IEEE',
      'demo',
      'track',
      'Proc.',
      'J.',
    ],
    ...[
      'workshop',
      'Workshops',
      'Workshop on',
      'Journal of',
      'International Conference on',
      'Proceedings of the',
      'Annual',
    ],
    ...[
      '2019',
      "'19",
      '57th',
      'First',
      'XV',
      'I',
      'V',
      '1',
      'Volume 1',
      'May 3',
      'Germany',
      'Oslo',
      'Meta-Learning',
      'Foo',
    ],
    ...[
      '@',
      'at',
      '(',
      ')',
      ',',
      ':',
      '/',
      ' - ',
      '-',
      '.',
      'and the',
      'of the',
      'in',
      'é',
      '学会',
      'co-located with',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join(' ')),
    fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join('')),
  );

  it('has a venue with key and name, and that name is the same venue', () => {
    fc.assert(
      fc.property(texts, (name) => {
        const venue = resolveVenue({ name });
        expect(venue.key).not.toBe('');
        expect(venue.name.trim()).not.toBe('');
        expect(resolveVenue({ name: venue.name }).key).toBe(venue.key);
      }),
      { numRuns: 3000 },
    );
  });

  it('is told apart by all else that is stated of it, whatever was asked before', () => {
    const name = 'Computing of Somewhere';
    const kinds = [
      {},
      { kind: 'BOOK' as const },
      { issue: '2' },
      { volume: '7' },
      { identifiers: [{ scheme: 'isbn' as const, value: '9783161484100' }] },
    ].map((stated) => resolveVenue({ name, ...stated }).kind);
    expect(kinds).toEqual(['OTHER', 'BOOK', 'JOURNAL', 'JOURNAL', 'BOOK']);
    expect([2019, 2020].map((year) => resolveVenue({ name }, { year }).year)).toEqual([2019, 2020]);
    expect(resolveVenue({ name: 'ICML', volume: '139' }).key).toBe(resolveVenue({ name: 'ICML' }).key);
  });

  it('is read in time that its length does not blow up', () => {
    for (const piece of [
      '(',
      'ICML ',
      'Workshop on ',
      "a'",
      'Proceedings of the ',
      '19 19',
      'XXX ',
      'a/',
      '{',
      '. ',
    ]) {
      const start = performance.now();
      expect(resolveVenue({ name: piece.repeat(50_000) }).key).not.toBe('');
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });
});
