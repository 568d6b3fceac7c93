import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalIdentifier } from '../../src/normalise/identifier.ts';
import { mergeAffiliations } from '../../src/resolve/affiliation.ts';
import { resolveInstitution } from '../../src/resolve/institutionKey.ts';
import vocabulary from '../../src/resolve/institutionVocabulary.json' with { type: 'json' };

const named = (name: string) => resolveInstitution({ name });

describe('the institution that an affiliation names', () => {
  test.each([
    ['Dept. of Physics, Univ. of Foo, Bar, Germany', 'University of Foo', 'DE'],
    [
      'Max Planck Institute for Informatics, Saarbrücken, Germany',
      'Max Planck Institute for Informatics',
      'DE',
    ],
    ['1 Institute of Physics, University of Foo, 12345 Bar, P.R. China', 'University of Foo', 'CN'],
    ['Natl. Inst. of Standards', 'National Institute of Standards', undefined],
    ['Acme Technologies Ltd.', 'Acme Technologies', undefined],
    ['Acme (Japan)', 'Acme', 'JP'],
    ['foo@example.org, University of Foo', 'University of Foo', undefined],
  ])('%s', (affiliation, name, countryCode) => {
    expect(named(affiliation)).toMatchObject({ name, countryCode });
  });

  test.each([
    ['Univ. of Foo', 'The University of Foo'],
    ['Natl. Inst. of Standards', 'National Institute of Standards'],
    ['Acme Inc.', 'ACME'],
    ['University of Foo, Bar, Germany', 'University of Foo'],
    ['Université de Foo', 'Universite de Foo'],
    ['MIT', 'Massachusetts Institute of Technology'],
    ['Google Research, Zurich, Switzerland', 'Google (United States)'],
    ['University of California, Berkeley, CA, USA', 'UC Berkeley'],
  ])('%s is %s', (one, other) => {
    expect(named(one)?.key).toBe(named(other)?.key);
  });

  test.each([
    ['University of Foo', 'University of Bar'],
    ['University of California, Berkeley', 'University of California, Davis'],
    ['Foo Institute', 'Foo University'],
  ])('%s is not %s', (one, other) => {
    expect(named(one)?.key).not.toBe(named(other)?.key);
  });

  test.each([[''], [' , ;'], ['School of Informatics'], ['Department of Physics, Germany']])(
    "'%s' names none",
    (affiliation) => {
      expect(named(affiliation)).toBeUndefined();
    },
  );

  test('a ROR id goes before an OpenAlex id, and either before the name', () => {
    const ror = { scheme: 'ror', value: 'https://ror.org/05a28rw58' } as const;
    const openalex = { scheme: 'openalex', value: 'https://openalex.org/I35440088' } as const;
    const name = 'University of Foo';
    expect(resolveInstitution({ name, identifiers: [openalex, ror] })?.key).toBe('ror:05a28rw58');
    expect(resolveInstitution({ name, identifiers: [openalex] })?.key).toBe('openalex:I35440088');
    expect(resolveInstitution({ name })?.key).toBe('name:university of foo');
    expect(resolveInstitution({ name, identifiers: [{ scheme: 'ror', value: '05a28rw59' }] })?.key).toBe(
      'name:university of foo',
    );
  });

  test('whatever is stated gives a name, or nothing, and the name gives itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const institution = named(text);
        if (institution === undefined) return;
        expect(institution.name.trim()).not.toBe('');
        expect(institution.key).toMatch(/^(?:ror|openalex|name):./);
      }),
    );
  });
});

test('the vocabulary has ids with right check digits, and each name once', () => {
  const names = vocabulary.institutions.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, ror, country, aliases = [] } of vocabulary.institutions) {
    if (ror !== undefined) {
      expect([name, canonicalIdentifier({ scheme: 'ror', value: ror })?.value]).toEqual([name, ror]);
    }
    expect(country).toMatch(/^[A-Z]{2}$/);
    for (const form of [name, ...aliases]) {
      expect([form, named(form)]).toEqual([
        form,
        expect.objectContaining({ name, ror, countryCode: country }),
      ]);
      expect([form, named(form)?.key]).toEqual([form, named(name)?.key]);
    }
  }
});

describe('the institutions of a publication', () => {
  const person = { name: { literal: 'A' } };
  const foo = { name: 'University of Foo' };
  const identified = { ...foo, identifiers: [{ scheme: 'ror' as const, value: '05a28rw58' }] };

  test('a bare name is the institution that has it elsewhere in the publication', () => {
    const merged = mergeAffiliations([
      [{ ...person, affiliations: [identified] }],
      [{ ...person, affiliations: [{ name: 'Dept. of Physics, Univ. of Foo' }] }],
    ]);
    expect(merged).toMatchObject([{ institution: { ror: '05a28rw58' }, orders: [0, 1] }]);
  });

  test('unless two have it', () => {
    const other = { ...foo, identifiers: [{ scheme: 'openalex' as const, value: 'I7' }] };
    const merged = mergeAffiliations([
      [{ ...person, affiliations: [identified, other] }],
      [{ ...person, affiliations: [foo] }],
    ]);
    expect(merged.map(({ institution: { key }, orders }) => [key, orders])).toEqual([
      ['name:university of foo', [1]],
      ['openalex:I7', [0]],
      ['ror:05a28rw58', [0]],
    ]);
  });

  test('of each author the source is taken that has identifiers', () => {
    const merged = mergeAffiliations([
      [
        { ...person, affiliations: [{ name: 'Some wording of it' }] },
        { ...person, affiliations: [identified] },
      ],
    ]);
    expect(merged).toMatchObject([{ forms: ['University of Foo'], orders: [0] }]);
  });
});
