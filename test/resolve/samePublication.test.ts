import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PublicationRecord } from '../../src/record.ts';
import { idOf } from '../../src/resolve/id.ts';
import { mergePublication } from '../../src/resolve/mergePublication.ts';
import { samePublications } from '../../src/resolve/samePublication.ts';
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

describe('statements are not of one publication', () => {
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
