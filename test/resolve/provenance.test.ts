import { describe, expect, test } from 'vitest';
import type { AuthorMention, PublicationRecord } from '../../src/record.ts';
import { agreementOn, statedMentions } from '../../src/resolve/mergePublication.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';

function statement(format: string, fields: Partial<PublicationRecord>, ...people: readonly AuthorMention[]) {
  return statementOf(sourceOf(`of.${format}`, format), {
    locator: { key: 'one' },
    identifiers: [],
    authors: people,
    authorOrder: 'byline',
    venues: [],
    topics: [],
    ...fields,
  });
}

const called = (literal: string): AuthorMention => ({ name: { literal } });

describe('how far statements agree with one of them', () => {
  const crossref = statement('crossref', { title: 'On Soil', year: 2019, date: '2019-07' });
  const dblp = statement('dblp', { title: 'On soil.', year: 2019, date: '2019' });
  const ris = statement('ris', { title: 'On Soil.', year: 2018 });
  const all = [crossref, dblp, ris];

  test.each([
    ['title', crossref, { stating: 3, agreeing: 2 }],
    ['title', dblp, { stating: 3, agreeing: 1 }],
    ['year', crossref, { stating: 3, agreeing: 2 }],
    ['year', ris, { stating: 3, agreeing: 1 }],
    ['date', crossref, { stating: 2, agreeing: 1 }],
    ['date', ris, { stating: 2, agreeing: 0 }],
    ['language', crossref, { stating: 0, agreeing: 0 }],
    ['what no record has', crossref, { stating: 0, agreeing: 0 }],
  ])('on the %s', (field, one, agreement) => expect(agreementOn(field, one.key, all)).toEqual(agreement));

  test('on the authors: as many, in one order, by names that can be one person', () => {
    const whole = statement('crossref', {}, called('Ada Lovelace'), called('Boris Foo'));
    const short = statement('dblp', {}, called('A. Lovelace'), called('B. Foo'));
    const turned = statement('openalex', {}, called('Boris Foo'), called('Ada Lovelace'));
    const cut = statement('ris', {}, called('Ada Lovelace'));
    const none = statement('bibtex', {});
    expect(agreementOn('authors', whole.key, [whole, short, turned, cut, none])).toEqual({
      stating: 4,
      agreeing: 2,
    });
  });
});

describe('what each statement says of each author', () => {
  const orcid = { scheme: 'orcid', value: 'https://orcid.org/0000-0002-1825-0097' } as const;
  const crossref = statement(
    'crossref',
    {},
    { ...called('Lovelace, Ada'), identifiers: [orcid] },
    called('Boris Foo'),
  );
  const dblp = statement(
    'dblp',
    {},
    { name: { family: 'Lovelace', given: 'A.' } },
    { name: { literal: 'Boris Foo', homonym: '0002' } },
  );
  const page = statement(
    'profile-page',
    { authorOrder: 'listed' },
    {
      ...called('Boris Foo'),
      profileOwner: true,
    },
  );
  const mention = { identifiers: [], profileOwner: false };

  test('is in its own words, the most trusted first, whatever the order of the statements', () => {
    const expected = [
      [
        {
          ...mention,
          statement: crossref.key,
          name: 'Lovelace, Ada',
          identifiers: ['orcid:0000-0002-1825-0097'],
        },
        { ...mention, statement: dblp.key, name: 'A. Lovelace' },
      ],
      [
        { ...mention, statement: crossref.key, name: 'Boris Foo' },
        { ...mention, statement: dblp.key, name: 'Boris Foo', identifiers: ['dblp-name:boris foo 0002'] },
        { ...mention, statement: page.key, name: 'Boris Foo', profileOwner: true },
      ],
    ];
    expect(statedMentions([crossref, dblp, page])).toEqual(expected);
    expect(statedMentions([page, dblp, crossref])).toEqual(expected);
  });

  test('two of one name on a publication are two, also in thousands of names', () => {
    const names = Array.from({ length: 3_000 }, (_, at) => called(`Wei Zhang${at % 2 === 0 ? '' : at}`));
    const [one, other] = [statement('crossref', {}, ...names), statement('dblp', {}, ...names)];
    const mentions = statedMentions([one, other]);
    expect(mentions).toHaveLength(3_000);
    expect(mentions.every((each) => each.length === 2)).toBe(true);
  });
});
