import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseName } from '../../src/normalise/name.ts';
import { calledKey, type StatedPerson } from '../../src/resolve/personStatement.ts';
import { type AuthorMention, resolveAuthors, sameAuthors } from '../../src/resolve/sameAuthor.ts';

function mention(literal: string, publication: string, around: Partial<AuthorMention> = {}): AuthorMention {
  const name = parseName({ literal });
  if (name === undefined) throw new Error(`not a name: ${literal}`);
  return {
    publication,
    order: 0,
    year: 2019,
    name,
    identifiers: [],
    coauthors: [],
    venues: [],
    topics: [],
    institutions: [],
    ...around,
  };
}

function people(...mentions: AuthorMention[]): string[][] {
  return sameAuthors(mentions)
    .map((group) => group.mentions.map((each) => each.publication).sort())
    .sort();
}

describe('two mentions are one person', () => {
  test('with one ORCID, even when the names are written differently', () => {
    const identifiers = ['orcid:0000-0002-1825-0097'];
    expect(
      people(mention('Wei Wang', 'p1', { identifiers }), mention('W. Wang', 'p2', { identifiers })),
    ).toEqual([['p1', 'p2']]);
  });

  test('with a rare full name and nothing else', () => {
    expect(
      people(mention('Krzysztof Maziarz', 'p1'), mention('Krzysztof Maziarz', 'p2', { year: 2005 })),
    ).toEqual([['p1', 'p2']]);
  });

  test('with and without diacritics and the middle name', () => {
    expect(
      people(mention('Stanisław Kamil Jastrzębski', 'p1'), mention('Stanislaw Jastrzebski', 'p2')),
    ).toEqual([['p1', 'p2']]);
  });

  test("when one source writes 'Jörg', one 'Joerg' and one 'Jorg'", () => {
    const coauthors = ['houlsby n|neil'];
    expect(
      people(
        mention('Jörg Waldmeister', 'p1', { coauthors }),
        mention('Joerg Waldmeister', 'p2', { coauthors }),
        mention('Jorg Waldmeister', 'p3', { coauthors }),
      ),
    ).toEqual([['p1', 'p2', 'p3']]);
  });

  test('of whom one part is linked to each of two others that are not linked to each other', () => {
    const [one, two] = ['houlsby n|neil', 'gelly s|sylvain'];
    expect(
      people(
        mention('Wei Wang', 'p1', { coauthors: [one] }),
        mention('Wei Wang', 'p2', { coauthors: [two] }),
        mention('Wei Wang', 'p3', { coauthors: [one, two] }),
      ),
    ).toEqual([['p1', 'p2', 'p3']]);
  });

  test('with a common name and a shared coauthor', () => {
    const coauthors = ['houlsby n'];
    expect(
      people(mention('Wei Wang', 'p1', { coauthors }), mention('Wei Wang', 'p2', { coauthors })),
    ).toEqual([['p1', 'p2']]);
  });

  test('with a common name, one venue and two topics', () => {
    const around = { venues: ['v1'], topics: ['t1', 't2'] };
    expect(people(mention('Wei Wang', 'p1', around), mention('Wei Wang', 'p2', around))).toEqual([
      ['p1', 'p2'],
    ]);
  });
});

describe('where somebody was', () => {
  const foo = { institutions: ['university of foo'] };
  const bar = { institutions: ['university of bar'] };

  test('tells people of a common name apart: those of one place are one', () => {
    expect(
      people(
        mention('Wei Wang', 'p1', foo),
        mention('Wei Wang', 'p2', { ...foo, year: 2020 }),
        mention('Wei Wang', 'p3', bar),
      ),
    ).toEqual([['p1', 'p2'], ['p3']]);
  });

  test('says the less, the more people of the name are there', () => {
    const many = Array.from({ length: 12 }, (_, at) =>
      mention('Wei Wang', `p${at}`, { ...foo, year: 1980 + 4 * at }),
    );
    expect(people(...many)).toHaveLength(12);
  });

  test('at the same time in another place speaks against it, in another time not', () => {
    const around = { coauthors: ['houlsby n'] };
    const scores = (...mentions: AuthorMention[]) =>
      resolveAuthors(mentions).candidates.map(({ evidence }) => evidence.score);
    const [here] = scores(
      mention('Wei Wang', 'p1', { ...foo, venues: ['v1'] }),
      mention('Wei Wang', 'p2', { ...bar, venues: ['v1'] }),
    );
    const [unknown] = scores(
      mention('Wei Wang', 'p1', { ...foo, venues: ['v1'] }),
      mention('Wei Wang', 'p2', { venues: ['v1'] }),
    );
    expect(here).toBe((unknown ?? 0) - 1);
    // Somebody who moved.
    expect(
      people(
        mention('Wei Wang', 'p1', { ...foo, ...around }),
        mention('Wei Wang', 'p2', { ...bar, ...around, year: 2010 }),
      ),
    ).toEqual([['p1', 'p2']]);
  });

  test('is told of a pair that may be one', () => {
    const [candidate] = resolveAuthors([
      mention('W. Wang', 'p1', foo),
      mention('W. Wang', 'p2', { institutions: [...foo.institutions, ...bar.institutions] }),
    ]).candidates;
    expect(candidate?.evidence).toMatchObject({ institutions: 1, venues: 0 });
  });
});

describe('in the evidence', () => {
  /** Of a pair that is not joined: of initials, or of a common name with little in common. */
  const score = (...mentions: AuthorMention[]) => {
    const { candidates } = resolveAuthors(mentions);
    expect(candidates).toHaveLength(1);
    return candidates[0]?.evidence.score ?? 0;
  };

  test('years that are near speak a little for one person, years far apart say nothing', () => {
    const around = { venues: ['v1'], topics: ['t1'] };
    const [near, far] = [2022, 2023].map((year) =>
      score(mention('W. Wang', 'p1', around), mention('W. Wang', 'p2', { ...around, year })),
    );
    expect(near).toBe((far ?? 0) + 1);
  });

  test('a middle name that both have speaks for one person', () => {
    const long = mention('K. Q. Maziarz', 'p1', { year: 1980 });
    expect(people(long, mention('K. Maziarz', 'p2'))).toEqual([['p1'], ['p2']]);
    expect(people(long, mention('K. Q. Maziarz', 'p2'))).toEqual([['p1', 'p2']]);
  });

  test('a middle name that one lacks who wrote a good deal speaks against it', () => {
    const [few, many] = [2, 3].map((count) =>
      score(
        ...Array.from({ length: count }, (_, at) =>
          mention('K. Maziarz', `p${at}`, { year: 1980, identifiers: ['s2:1'] }),
        ),
        mention('K. Q. Maziarz', 'p9'),
      ),
    );
    expect(many).toBe((few ?? 0) - 2);
  });
});

describe('two mentions stay two people', () => {
  test('with a common name and nothing in common', () => {
    expect(people(mention('Wei Wang', 'p1'), mention('Wei Wang', 'p2'))).toEqual([['p1'], ['p2']]);
  });

  test('with a common name when the shared coauthor has a common name too and only initials are known', () => {
    const coauthors = ['li y'];
    expect(people(mention('W Wang', 'p1', { coauthors }), mention('W Wang', 'p2', { coauthors }))).toEqual([
      ['p1'],
      ['p2'],
    ]);
  });

  test("when both are called Wei but one's given name has another syllable", () => {
    const coauthors = ['houlsby n|neil'];
    expect(
      people(mention('Wei Li', 'p1', { coauthors }), mention('Wei-Yan Li', 'p2', { coauthors })),
    ).toEqual([['p1'], ['p2']]);
  });

  test('when the coauthors of one name block have different given names', () => {
    const around = (coauthor: string) => ({ coauthors: [coauthor], venues: ['v1'] });
    expect(
      people(
        mention('Wei Wang', 'p1', around('houlsby n|neil')),
        mention('Wei Wang', 'p2', around('houlsby n|nora')),
      ),
    ).toEqual([['p1'], ['p2']]);
  });

  test('with two homonym numbers, also where a third mention has none', () => {
    const coauthors = ['houlsby n|neil', 'gelly s|sylvain'];
    const groups = people(
      mention('Wei Wang 0001', 'p1', { coauthors }),
      mention('Wei Wang', 'p2', { coauthors }),
      mention('Wei Wang 0002', 'p3', { coauthors }),
    );
    expect(groups).toHaveLength(2);
    expect(groups.find((group) => group.includes('p1'))).not.toContain('p3');
  });

  test('with two homonym numbers, also where a third writing goes with both', () => {
    const coauthors = ['houlsby n|neil', 'gelly s|sylvain'];
    const groups = people(
      mention('Joerg Waldmeister 0001', 'p1', { coauthors }),
      mention('Jörg Waldmeister', 'p2', { coauthors }),
      mention('Jorg Waldmeister 0002', 'p3', { coauthors }),
    );
    expect(groups.find((group) => group.includes('p1'))).not.toContain('p3');
  });

  test('with two ORCIDs, whatever they share', () => {
    const coauthors = ['houlsby n', 'gelly s', 'berent j'];
    expect(
      people(
        mention('Wei Wang', 'p1', { coauthors, identifiers: ['orcid:0000-0002-1825-0097'] }),
        mention('Wei Wang', 'p2', { coauthors, identifiers: ['orcid:0000-0001-5109-3700'] }),
      ),
    ).toEqual([['p1'], ['p2']]);
  });

  test('on one publication', () => {
    expect(people(mention('Wei Wang', 'p1'), mention('Wei Wang', 'p1', { order: 1 }))).toEqual([
      ['p1'],
      ['p1'],
    ]);
  });

  test('on one publication, unless they have one identifier: the byline then says one person twice', () => {
    for (const key of ['orcid:0000-0002-1825-0097', 's2:1']) {
      const identifiers = [key];
      const of = (...names: string[]) =>
        people(...names.map((literal, order) => mention(literal, 'p1', { order, identifiers })));
      expect(of('Wei Wang', 'W. Wang')).toEqual([['p1', 'p1']]);
      expect(of('Wei Wang', 'Weiming Wang')).toEqual([['p1'], ['p1']]);
    }
  });

  test("when an initial could be either: 'J. Berent' does not make Jesse and Julia one", () => {
    const coauthors = ['houlsby n', 'gelly s'];
    const groups = people(
      mention('Jesse Berent', 'p1', { coauthors }),
      mention('Julia Berent', 'p2', { coauthors }),
      mention('J. Berent', 'p3', { coauthors }),
    );
    expect(groups).toHaveLength(2);
    expect(groups.flat().sort()).toEqual(['p1', 'p2', 'p3']);
  });
});

describe('one ORCID with two family names', () => {
  const identifiers = ['orcid:0000-0002-1825-0097'];

  test('is one person who has the same given name and something else in common', () => {
    const around = { identifiers, coauthors: ['houlsby n|neil'] };
    expect(people(mention('Judy Yanovic', 'p1', around), mention('Judy Kettunen', 'p2', around))).toEqual([
      ['p1', 'p2'],
    ]);
  });

  test('is two where nothing else says so: it may have been typed into the wrong place', () => {
    expect(
      people(mention('Judy Yanovic', 'p1', { identifiers }), mention('Judy Kettunen', 'p2', { identifiers })),
    ).toEqual([['p1'], ['p2']]);
    const around = { identifiers, coauthors: ['houlsby n|neil', 'gelly s|sylvain'] };
    expect(people(mention('Judy Yanovic', 'p1', around), mention('Oona Kettunen', 'p2', around))).toEqual([
      ['p1'],
      ['p2'],
    ]);
  });
});

describe('what sources state of persons', () => {
  const named = (...names: string[]) =>
    names.map((literal) => {
      const name = parseName({ literal });
      if (name === undefined) throw new Error(`not a name: ${literal}`);
      return calledKey(name);
    });
  const person = (called: readonly string[], around: Partial<StatedPerson> = {}): StatedPerson => ({
    key: called.join(),
    called,
    identifiers: [],
    ambiguous: false,
    ...around,
  });
  const groups = (mentions: readonly AuthorMention[], persons: readonly StatedPerson[]) =>
    sameAuthors(mentions, undefined, persons)
      .map((group) => group.mentions.map((each) => each.publication).sort())
      .sort();

  test('ties rare names', () => {
    const mentions = [mention('Judy Yanovic', 'p1'), mention('Judy Kettunen', 'p2')];
    expect(groups(mentions, [])).toHaveLength(2);
    expect(groups(mentions, [person(named('Judy Yanovic', 'Judy Kettunen'))])).toEqual([['p1', 'p2']]);
  });

  test('makes common names go together where something else speaks for it', () => {
    const persons = [person(named('Wei Wang', 'David Wang'))];
    const apart = [mention('Wei Wang', 'p1'), mention('David Wang', 'p2')];
    expect(groups(apart, persons)).toHaveLength(2);
    const coauthors = ['houlsby n|neil', 'gelly s|sylvain'];
    const near = [mention('Wei Wang', 'p1', { coauthors }), mention('David Wang', 'p2', { coauthors })];
    expect(groups(near, [])).toHaveLength(2);
    expect(groups(near, persons)).toEqual([['p1', 'p2']]);
  });

  test('ties identifiers', () => {
    const identifiers = ['dblp-name:wei wang 0001', 'orcid:0000-0002-1825-0097'];
    const mentions = identifiers.map((key, at) => mention('Wei Wang', `p${at}`, { identifiers: [key] }));
    expect(groups(mentions, [])).toHaveLength(2);
    expect(groups(mentions, [person([], { identifiers })])).toEqual([['p0', 'p1']]);
  });

  test('a rare name that several people are stated to have says nothing alone', () => {
    const mentions = [mention('Judy Yanovic', 'p1'), mention('Judy Yanovic', 'p2')];
    expect(groups(mentions, [])).toHaveLength(1);
    expect(groups(mentions, [person(named('Judy Yanovic'), { ambiguous: true })])).toHaveLength(2);
  });
});

test('an author without identifier is named after the earliest publication, so newer work keeps the id', () => {
  const [before] = sameAuthors([mention('Krzysztof Maziarz', 'p5', { year: 2019 })]);
  const [after] = sameAuthors([
    mention('Krzysztof Maziarz', 'p1', { year: 2021 }),
    mention('Krzysztof Maziarz', 'p5', { year: 2019 }),
  ]);
  expect(after?.id).toBe(before?.id);
});

test('the order of the mentions does not matter, every mention is somebody, and ids are unique', () => {
  const aMention = fc
    .record({
      literal: fc.constantFrom('Wei Wang', 'W. Wang', 'Wei L. Wang', 'Weiming Wang'),
      publication: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
      coauthors: fc.subarray(['houlsby n', 'gelly s', 'li y']),
      venues: fc.subarray(['v1', 'v2']),
      topics: fc.subarray(['t1', 't2', 't3']),
      institutions: fc.subarray(['university of foo', 'university of bar']),
      identifiers: fc.subarray(['orcid:a', 'orcid:b', 's2:1'], { maxLength: 1 }),
    })
    .map(({ literal, publication, ...around }) => mention(literal, publication, around));
  const someMentions = fc
    .array(aMention, { maxLength: 12 })
    .map((mentions) => mentions.map((each, order) => ({ ...each, order })));
  fc.assert(
    fc.property(
      someMentions.chain((mentions) =>
        fc.tuple(fc.constant(mentions), fc.shuffledSubarray(mentions, { minLength: mentions.length })),
      ),
      ([mentions, shuffled]) => {
        const outcome = (list: readonly AuthorMention[]) =>
          sameAuthors(list)
            .map((group) => [group.id, group.names, group.mentions.map((each) => each.order)])
            .sort();
        expect(outcome(shuffled)).toEqual(outcome(mentions));
        const groups = sameAuthors(mentions);
        expect(groups.flatMap((group) => group.mentions).length).toBe(mentions.length);
        expect(new Set(groups.map((group) => group.id)).size).toBe(groups.length);
      },
    ),
    { numRuns: 500 },
  );
});
