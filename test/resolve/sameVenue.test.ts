import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StatedVenue, venueAliases } from '../../src/resolve/sameVenue.ts';
import { resolveVenue } from '../../src/resolve/venue.ts';

/** A venue as a record states it. */
function stated(name: string, issns: readonly string[] = []): StatedVenue {
  const {
    key,
    name: canonical,
    acronym,
    kind,
  } = resolveVenue({
    name,
    identifiers: issns.map((value) => ({ scheme: 'issn', value })),
  });
  return { key, name: canonical, ...(acronym === undefined ? {} : { acronym }), kind, issns };
}

const aliases = (...venues: readonly StatedVenue[]) => Object.fromEntries(venueAliases(venues));

describe('a venue that is stated in two ways is one', () => {
  test('by the acronym that stands beside the full name', () => {
    const full = stated('Proceedings of the 3rd Conference on Foo Bar (FOOBAR 2020)');
    expect(aliases(full, stated("FOOBAR '21"))).toEqual({ foobar: 'conf foo bar' });
  });

  test('by an abbreviated title that can only be one', () => {
    expect(aliases(stated('J. Zyzzyv. Stud.'), stated('Journal of Zyzzyvological Studies'))).toEqual({
      'j zyzzyv stud': 'j zyzzyvological stud',
    });
  });

  test('by an ISSN, where one name can stand for the other', () => {
    const issns = ['1234-5679'];
    expect(
      aliases(stated('Zyzzyvology', issns), stated('Zyzzyvology: a Journal of the Weevil Society', issns)),
    ).toEqual({ zyzzyvology: 'zyzzyvology a j weevil soc' });
    expect(aliases(stated('JZS', issns), stated('Journal of Zyzzyvological Studies', issns))).toEqual({
      jzs: 'j zyzzyvological stud',
    });
  });

  test('by the acronym, where both are about the same', () => {
    expect(
      aliases(
        stated('Conference on Foo Bar (FOOBAR)'),
        stated('International Conference on Foo Bar (FOOBAR)'),
      ),
    ).toEqual({ 'conf foo bar': 'int conf foo bar' });
  });

  test('and keeps the key that the vocabulary has', () => {
    const issns = ['1533-7928'];
    const electronic: StatedVenue = {
      key: 'j mach learn res electron ed',
      name: 'Journal of Machine Learning Research Electronic Edition',
      kind: 'JOURNAL',
      issns,
    };
    expect(aliases(stated('JMLR', issns), electronic)).toEqual({ [electronic.key]: 'jmlr' });
  });
});

describe('two venues stay two', () => {
  test('when two are stated with one acronym: it may be either', () => {
    expect(
      aliases(
        stated('Conference on Foo Bar (FOOBAR)'),
        stated('Conference on Football Bars (FOOBAR)'),
        stated('FOOBAR'),
      ),
    ).toEqual({});
  });

  test('when an abbreviation can be two', () => {
    expect(
      aliases(
        stated('J. Zyzzyv. Stud.'),
        stated('Journal of Zyzzyvological Studies'),
        stated('Journal of Zyzzyvan Studies'),
      ),
    ).toEqual({});
  });

  test('when they share an ISSN and nothing of the name, or one ISSN is given with everything', () => {
    const issns = ['1234-5679'];
    expect(aliases(stated('Journal of Weevils', issns), stated('Annals of Ships', issns))).toEqual({});
    const many = Array.from({ length: 9 }, (_, at) =>
      stated(`Journal of Weevils ${'abcdefghi'.charAt(at)}`, issns),
    );
    expect(aliases(stated('Journal of Weevils', issns), ...many)).toEqual({});
  });

  test('when the vocabulary knows both', () => {
    const issns = ['1234-5679'];
    expect(
      aliases(
        { ...stated('Physical Review B'), issns },
        { ...stated('Physical Review Letters'), issns },
        { ...stated('Nature'), issns },
        { ...stated('Nature Physics'), issns },
      ),
    ).toEqual({});
  });

  test('when one is a workshop', () => {
    expect(aliases(stated('Workshop on Foo Bar (FOOBAR)'), stated('FOOBAR'))).toEqual({});
  });
});

test('the outcome depends on what is stated, not on the order, and an alias leads to no alias', () => {
  const some = fc.subarray(
    [
      stated('FOOBAR'),
      stated('Conference on Foo Bar (FOOBAR)'),
      stated('International Conference on Foo Bar (FOOBAR)', ['1234-5679']),
      stated('Conference on Football Bars (FOOBAR)'),
      stated('J. Zyzzyv. Stud.', ['1234-5679']),
      stated('Journal of Zyzzyvological Studies', ['1234-5679', '2041-1723']),
      stated('Journal of Zyzzyvan Studies'),
      stated('JZS', ['2041-1723']),
      stated('Nature Communications', ['2041-1723']),
      stated('ICML'),
    ],
    { minLength: 1 },
  );
  fc.assert(
    fc.property(
      some.chain((list) =>
        fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
      ),
      ([list, shuffled]) => {
        const found = aliases(...list);
        expect(aliases(...shuffled, ...list)).toEqual(found);
        for (const key of Object.values(found)) expect(found[key]).toBeUndefined();
      },
    ),
  );
});
