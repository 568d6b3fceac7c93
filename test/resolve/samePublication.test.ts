import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PublicationRecord } from '../../src/record.ts';
import { idOf } from '../../src/resolve/id.ts';
import { mergePublication } from '../../src/resolve/mergePublication.ts';
import { keysOf, lookupKeys, samePublications } from '../../src/resolve/samePublication.ts';
import { type Statement, sourceOf, statementOf } from '../../src/resolve/statement.ts';

const title = 'Parameter-Efficient Transfer Learning for Natural Language Processing';

let serial = 0;
function stated(fields: Partial<PublicationRecord>, format = 'bibtex'): Statement {
  serial += 1;
  return statementOf(sourceOf(`${format}-${serial}`, format), {
    locator: { key: String(serial) },
    identifiers: [],
    authors: [{ name: { literal: 'Neil Houlsby' } }, { name: { literal: 'Sylvain Gelly' } }],
    authorOrder: 'byline',
    venues: [],
    topics: [],
    ...fields,
  });
}
const doi = (value: string) => ({ scheme: 'doi' as const, value });
const arxiv = (value: string) => ({ scheme: 'arxiv' as const, value });

function sizes(statements: readonly Statement[]): number[] {
  return samePublications(statements)
    .map((group) => group.statements.length)
    .sort();
}

describe('statements are of one publication', () => {
  test('when they share a DOI, however it is written', () => {
    expect(
      sizes([
        stated({ title, identifiers: [doi('10.1000/ABC')] }),
        stated({ title: `${title}.`, identifiers: [doi('https://doi.org/10.1000/abc')], year: 1999 }),
      ]),
    ).toEqual([2]);
  });

  test('when they share an arXiv id, whichever version', () => {
    expect(
      sizes([
        stated({ title, identifiers: [arxiv('1902.00751v1')] }),
        stated({ title, identifiers: [arxiv('arXiv:1902.00751v2')], year: 2025 }),
      ]),
    ).toEqual([2]);
  });

  test.each([
    ['pmid', '31234567'],
    ['pmcid', 'PMC6543210'],
    ['openalex', 'https://openalex.org/W2964303773'],
    ['dblp', 'conf/icml/HoulsbyGJMLGAG19'],
    ['acl', 'P19-1001'],
    ['s2', '29ddc1f43f28af7c846515e32cc167bc66886d0c'],
    ['corpusid', '59599816'],
    ['mag', '2964303773'],
  ] as const)('when they share an id of the kind %s', (scheme, value) => {
    const fields = (year: number, ...identifiers: { scheme: typeof scheme; value: string }[]) =>
      stated({ title, year, identifiers });
    expect(sizes([fields(1999, { scheme, value }), fields(2019, { scheme, value })])).toEqual([2]);
    // Without it nothing says so.
    expect(sizes([fields(1999), fields(2019)])).toEqual([1, 1]);
  });

  test('when they share a DOI and one of the titles lacks a word or the subtitle', () => {
    const fields = { year: 2019, identifiers: [doi('10.1000/one')] };
    for (const other of ['Parameter-efficient transfer learning', `The ${title}`]) {
      expect(sizes([stated({ ...fields, title }), stated({ ...fields, title: other, year: 2020 })])).toEqual([
        2,
      ]);
    }
    expect(
      sizes([
        stated({ ...fields, title: 'Response of the cortex to noise' }),
        stated({ ...fields, title: 'The Response of the Cortex to Noise' }),
      ]),
    ).toEqual([2]);
  });

  test('when the publisher has marked the title of one as retracted', () => {
    for (const marked of [`RETRACTED ARTICLE: ${title}`, `Retracted: ${title}`, `[Retracted] ${title}`]) {
      expect(sizes([stated({ title, year: 2019 }), stated({ title: marked, year: 2019 })])).toEqual([2]);
    }
  });

  test('when title, year and authors agree', () => {
    expect(
      sizes([stated({ title, year: 2019 }), stated({ title: title.toUpperCase(), year: 2019 })]),
    ).toEqual([2]);
  });

  test('when one is the preprint of the other', () => {
    const statements = [
      stated({
        title,
        year: 2018,
        type: 'PREPRINT',
        identifiers: [arxiv('1902.00751')],
        venues: [{ name: 'arXiv' }],
      }),
      stated({
        title,
        year: 2019,
        type: 'CONFERENCE_PAPER',
        identifiers: [doi('10.1000/one')],
        venues: [{ name: 'ICML' }],
      }),
    ];
    expect(sizes(statements)).toEqual([2]);
    const [group] = samePublications(statements);
    if (group === undefined) throw new Error('no group');
    const publication = mergePublication(group);
    expect(publication.properties).toMatchObject({ year: 2019, doi: '10.1000/one', arxivId: '1902.00751' });
    expect(publication.venues.map((appearance) => appearance.venue.acronym ?? appearance.venue.name)).toEqual(
      ['ICML', 'arXiv'],
    );
    expect(publication.chosen.find((chosen) => chosen.field === 'year')?.reason).toBe(
      'the published version goes before the preprint',
    );
  });

  test('when one has no title but the same long abstract', () => {
    const abstract =
      'We reduce the cost of designing networks automatically by transfer from earlier tasks. '.repeat(4);
    expect(sizes([stated({ abstract }), stated({ title, abstract, year: 2018 })])).toEqual([2]);
  });
});

describe('a preprint and its published version', () => {
  test('are one where the DOI shows the preprint, whatever the source calls it', () => {
    const ofSsrn = {
      title,
      year: 2018,
      type: 'ARTICLE' as const,
      identifiers: [doi('10.2139/ssrn.3247865')],
      venues: [{ name: 'SSRN Electronic Journal', kind: 'JOURNAL' as const }],
    };
    const ofBiorxiv = {
      title,
      year: 2018,
      type: 'OTHER' as const,
      identifiers: [doi('10.1101/2020.04.27.063578')],
    };
    const published = {
      title,
      year: 2020,
      type: 'ARTICLE' as const,
      identifiers: [doi('10.7554/elife.1')],
      venues: [{ name: 'eLife', kind: 'JOURNAL' as const }],
    };
    for (const preprint of [ofSsrn, ofBiorxiv]) {
      const [group, ...others] = samePublications([stated(preprint, 'crossref'), stated(published)]);
      expect(others).toEqual([]);
      expect(group && mergePublication(group).properties).toMatchObject({
        doi: '10.7554/elife.1',
        year: 2020,
      });
    }
  });

  test('are two where an article has a DOI of the press that runs the preprint server', () => {
    const fields = { title, year: 2011, type: 'ARTICLE' as const };
    expect(
      sizes([
        stated({ ...fields, identifiers: [doi('10.1101/gr.107524.110')] }),
        stated({ ...fields, identifiers: [doi('10.1000/one')] }),
      ]),
    ).toEqual([1, 1]);
  });

  test.each([0, 1, 2, 3])('meet under a short title, %i years apart, and not four', (years) => {
    const preprint = stated({ title: 'Deep learning', year: 2017, type: 'PREPRINT' });
    const article = (year: number) => stated({ title: 'Deep learning', year, type: 'ARTICLE' });
    for (const year of [2017 - years, 2017 + years]) {
      const found = article(year);
      const shared = lookupKeys(keysOf(preprint)).filter((key) => lookupKeys(keysOf(found)).includes(key));
      expect(shared).not.toEqual([]);
      expect(sizes([preprint, found])).toEqual([2]);
    }
    expect(sizes([preprint, article(2021)])).toEqual([1, 1]);
    const other = stated({ title: 'Deep learning', year: 2017 + years, type: 'PREPRINT' });
    expect(lookupKeys(keysOf(preprint)).some((key) => lookupKeys(keysOf(other)).includes(key))).toBe(true);
    expect(sizes([preprint, other])).toEqual([2]);
  });

  const retitled = stated({
    title: 'BERT-like adapters that need few parameters',
    year: 2018,
    type: 'PREPRINT',
    identifiers: [doi('10.1101/123456')],
  });

  test.each(['the article', 'the preprint'])('are one under two titles where %s says so', (which) => {
    const preprint = stated({
      ...retitled.record,
      ...(which === 'the preprint' ? { versions: [doi('10.1000/one')] } : {}),
    });
    const article = stated({
      title,
      year: 2019,
      type: 'ARTICLE',
      identifiers: [doi('10.1000/one')],
      ...(which === 'the article' ? { versions: [doi('https://doi.org/10.1101/123456')] } : {}),
    });
    expect(lookupKeys(keysOf(preprint)).some((key) => lookupKeys(keysOf(article)).includes(key))).toBe(true);
    expect(sizes([preprint, article])).toEqual([2]);
    expect(samePublications([preprint, article])[0]?.idKey).toBe('doi:10.1000/one');
  });

  test('stay two where a source says so of what nobody wrote both of', () => {
    const article = stated({
      title,
      authors: [{ name: { literal: 'Wei Wang' } }],
      identifiers: [doi('10.1000/one')],
      versions: [doi('10.1101/123456')],
    });
    expect(sizes([retitled, article])).toEqual([1, 1]);
  });

  test('a stated version is found by its DOI, and has it not for its own', () => {
    const [group] = samePublications([stated({ ...retitled.record, versions: [doi('10.1000/one')] })]);
    expect(group?.keys).toContain('doi:10.1000/one');
    expect(group && mergePublication(group).properties.doi).toBe('10.1101/123456');
  });
});

describe('statements are not of one publication', () => {
  test.each([
    ['a longer one by others', 'Deep learning for protein design', 2015],
    ['a longer one of another time', 'Deep learning for artificial intelligence', 2021],
    ['one of nearly the same letters by others', 'Deep yearning', 2015],
  ])('when one DOI is on a title and on %s', (_, other, year) => {
    const byOthers = [{ name: { literal: 'Wei Wang' } }];
    expect(
      sizes([
        stated({ title: 'Deep learning', year: 2015, identifiers: [doi('10.1000/one')] }),
        stated({
          title: other,
          year,
          identifiers: [doi('10.1000/one')],
          ...(year === 2015 ? { authors: byOthers } : {}),
        }),
      ]),
    ).toEqual([1, 1]);
  });

  test.each([
    'Correction to: ',
    'Author Correction: ',
    'Erratum to ',
    'Retraction Note: ',
    'Retraction: ',
    'Expression of Concern: ',
    'Reply to ',
    'Comment on ',
  ])('when one DOI is on a title and on that title after "%s"', (notice) => {
    const fields = { year: 2019, identifiers: [doi('10.1000/one')] };
    expect(sizes([stated({ ...fields, title }), stated({ ...fields, title: `${notice}${title}` })])).toEqual([
      1, 1,
    ]);
    expect(
      sizes([
        stated({ ...fields, title: `${notice}${title}` }),
        stated({ ...fields, title: `${notice}“${title}”` }),
      ]),
    ).toEqual([2]);
  });

  test('when a paper at a conference and its extension in a journal have keys of their own in DBLP', () => {
    const fields = { title, authors: [{ name: { literal: 'Neil Houlsby' } }] };
    const dblp = (value: string) => [{ scheme: 'dblp' as const, value }];
    const paper = stated({ ...fields, year: 2019, identifiers: dblp('conf/icml/Houlsby19') });
    const article = stated({ ...fields, year: 2020, identifiers: [...dblp('journals/jmlr/Houlsby20')] });
    const preprint = stated({ ...fields, year: 2019, identifiers: dblp('journals/corr/abs-1902-00751') });
    expect(sizes([paper, article])).toEqual([1, 1]);
    expect(sizes([paper, preprint])).toEqual([2]);
    expect(sizes([paper, article, preprint])).toEqual([1, 2]);
    const acl = (value: string) => stated({ title, year: 2019, identifiers: [{ scheme: 'acl', value }] });
    expect(sizes([acl('P19-1001'), acl('Q19-1002')])).toEqual([1, 1]);
  });

  test('when two different titles share a wrong DOI; each then has an id of its own', () => {
    const groups = samePublications([
      stated({ title, identifiers: [doi('10.1000/one')] }),
      stated({
        title: 'A history of the spice trade in the Indian Ocean',
        identifiers: [doi('10.1000/one')],
      }),
    ]);
    expect(groups).toHaveLength(2);
    expect(new Set(groups.map((group) => group.idKey)).size).toBe(2);
    expect(groups.map((group) => group.idKey)).not.toContain('doi:10.1000/one');
  });

  test('when both are published under different DOIs, also with one between them that has none', () => {
    expect(
      sizes([
        stated({ title, year: 2019, identifiers: [doi('10.1000/one')] }),
        stated({ title, year: 2019, identifiers: [doi('10.1000/two')] }),
        stated({ title, year: 2019 }),
      ]),
    ).toEqual([1, 2]);
  });

  test('when nobody wrote both', () => {
    expect(
      sizes([
        stated({ title, year: 2019 }),
        stated({ title, year: 2019, authors: [{ name: { literal: 'Wei Wang' } }] }),
      ]),
    ).toEqual([1, 1]);
  });

  test('when years are far apart', () => {
    expect(sizes([stated({ title, year: 2009 }), stated({ title, year: 2019 })])).toEqual([1, 1]);
  });

  test('when a thesis and an article have one title', () => {
    expect(
      sizes([stated({ title, year: 2019, type: 'THESIS' }), stated({ title, year: 2019, type: 'ARTICLE' })]),
    ).toEqual([1, 1]);
  });

  test('when a title says as little as Editorial and the years differ', () => {
    expect(
      sizes([stated({ title: 'Editorial', year: 2015 }), stated({ title: 'Editorial', year: 2019 })]),
    ).toEqual([1, 1]);
  });
});

describe('titles that say little, without authors', () => {
  const editorial = (fields: Partial<PublicationRecord>, name?: string, place = {}) =>
    stated({
      title: 'Editorial',
      year: 2019,
      authors: [],
      venues: name === undefined ? [] : [{ name, ...place }],
      ...fields,
    });
  const meet = (a: Statement, b: Statement) =>
    lookupKeys(keysOf(a)).some((key) => lookupKeys(keysOf(b)).includes(key));

  test('are one in one place of a journal, whatever it is called there', () => {
    const nature = {
      identifiers: [{ scheme: 'issn' as const, value: '0028-0836' }],
      pages: '5-6',
      volume: '565',
    };
    const pair = [
      editorial({}, 'Nature', nature),
      editorial({}, 'Nature (London)', { ...nature, pages: '5' }),
    ];
    expect(sizes(pair)).toEqual([2]);
    expect(sizes([editorial({}, 'Nature'), editorial({}, 'Nature')])).toEqual([2]);
  });

  test.each([
    ['journals', editorial({}, 'Nature'), editorial({}, 'Cell')],
    ['pages', editorial({}, 'Nature', { pages: '5' }), editorial({}, 'Nature', { pages: '9' })],
    ['issues', editorial({}, 'Nature', { issue: '1' }), editorial({}, 'Nature', { issue: '2' })],
    ['years', editorial({}, 'Nature'), editorial({ year: 2020 }, 'Nature')],
    ['unknown places', editorial({}), editorial({})],
  ])('are two in different %s, and neither is looked at for the other', (_, a, b) => {
    const groups = samePublications([a, b]);
    expect(groups).toHaveLength(2);
    expect(meet(a, b)).toBe(false);
    // What does not meet must not come to have one id.
    expect(samePublications([a])[0]?.idKey).not.toBe(samePublications([b])[0]?.idKey);
  });

  test('but a volume of proceedings is known by its name', () => {
    const volume = {
      title: 'Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics',
      type: 'PROCEEDINGS' as const,
      authors: [],
      year: 2019,
    };
    expect(sizes([stated(volume), stated({ ...volume, venues: [{ name: 'ACL' }] })])).toEqual([2]);
  });
});

test('an id comes from the strongest identifier', () => {
  const [group] = samePublications([
    stated({ title, year: 2019, identifiers: [arxiv('1902.00751'), doi('10.1000/One')] }),
  ]);
  if (group === undefined) throw new Error('no group');
  expect(mergePublication(group).id).toBe(idOf('publication', 'doi:10.1000/one'));
});

test('a profile page leaves its owner out of the byline; another source puts the owner in place', () => {
  const page = stated(
    {
      title,
      year: 2019,
      authors: [
        { name: { literal: 'Neil Houlsby' } },
        { name: { literal: 'Andrea Gesmundo' }, profileOwner: true },
      ],
      authorOrder: 'listed',
    },
    'profile-page',
  );
  const crossref = stated(
    {
      title,
      year: 2019,
      authors: [
        { name: { family: 'Gesmundo', given: 'Andrea' } },
        { name: { family: 'Houlsby', given: 'Neil' } },
      ],
    },
    'crossref',
  );
  const [group] = samePublications([page, crossref]);
  if (group === undefined) throw new Error('no group');
  const publication = mergePublication(group);
  expect(publication.authors.map((author) => [author.position, author.rawName])).toEqual([
    [1, 'Andrea Gesmundo'],
    [2, 'Neil Houlsby'],
  ]);
  expect(publication.authors[0]?.ownerOf).toEqual([page.source.id]);
});

test('the order of the statements does not matter', () => {
  const aStatement = fc
    .record(
      {
        title: fc.constantFrom(title, `${title}: A Study`, 'Editorial', 'Deep learning'),
        year: fc.integer({ min: 2017, max: 2020 }),
        type: fc.constantFrom('PREPRINT', 'ARTICLE', 'THESIS'),
        identifiers: fc.uniqueArray(fc.constantFrom(doi('10.1/a'), doi('10.1/b'), arxiv('1902.00751')), {
          maxLength: 2,
        }),
        versions: fc.uniqueArray(fc.constantFrom(doi('10.1/a'), arxiv('1902.00751')), { minLength: 1 }),
        authors: fc.uniqueArray(
          fc.constantFrom(
            { name: { literal: 'Wei Wang' } },
            { name: { literal: 'Neil Houlsby' } },
            { name: { literal: 'N Houlsby' } },
          ),
        ),
      },
      { requiredKeys: ['identifiers', 'authors'] },
    )
    .map((fields) => stated(fields));
  fc.assert(
    fc.property(
      fc
        .array(aStatement, { maxLength: 8 })
        .chain((statements) =>
          fc.tuple(
            fc.constant(statements),
            fc.shuffledSubarray(statements, { minLength: statements.length }),
          ),
        ),
      ([statements, shuffled]) => {
        const outcome = (list: readonly Statement[]) =>
          samePublications(list)
            .map((group) => JSON.stringify(mergePublication(group)))
            .sort();
        expect(outcome(shuffled)).toEqual(outcome(statements));
      },
    ),
    { numRuns: 300 },
  );
});
