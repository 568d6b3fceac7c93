import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesCompatible, type ParsedName, parseName } from '../../src/normalise/name.ts';

function parsed(name: string): ParsedName {
  return parseName({ literal: name }) ?? expect.fail(`"${name}" names nobody`);
}

describe('a whole name is taken apart', () => {
  test.each([
    // stated, given, particle, family, suffix
    ['Andrea Gesmundo', ['Andrea'], undefined, 'Gesmundo', undefined],
    ['Stanisław Kamil Jastrzębski', ['Stanisław', 'Kamil'], undefined, 'Jastrzębski', undefined],
    ['Smith, John', ['John'], undefined, 'Smith', undefined],
    ['Smith, John, Jr.', ['John'], undefined, 'Smith', 'Jr.'],
    ['Smith, Jr., John', ['John'], undefined, 'Smith', 'Jr.'],
    ['John Smith Jr.', ['John'], undefined, 'Smith', 'Jr.'],
    ['John Smith, Sr', ['John'], undefined, 'Smith', 'Sr.'],
    ['John Smith III', ['John'], undefined, 'Smith', 'III'],
    ['John Smith 3rd', ['John'], undefined, 'Smith', 'III'],
    ['J. A. Smith', ['J.', 'A.'], undefined, 'Smith', undefined],
    ['J.A. Smith', ['J.', 'A.'], undefined, 'Smith', undefined],
    ['JA Smith', ['J.', 'A.'], undefined, 'Smith', undefined],
    ['Smith J. A.', ['J.', 'A.'], undefined, 'Smith', undefined],
    ['Smith JA', ['J.', 'A.'], undefined, 'Smith', undefined],
    ['Smith JR', ['J.', 'R.'], undefined, 'Smith', undefined],
    ['Smith, J', ['J.'], undefined, 'Smith', undefined],
    ['J.-P. Serre', ['J.-P.'], undefined, 'Serre', undefined],
    ['Jean-Pierre Serre', ['Jean-Pierre'], undefined, 'Serre', undefined],
    ['Guido van Rossum', ['Guido'], 'van', 'Rossum', undefined],
    ['van der Berg, Jan', ['Jan'], 'van der', 'Berg', undefined],
    ['Ludwig Van Beethoven', ['Ludwig'], 'Van', 'Beethoven', undefined],
    ['Juan De La Cruz', ['Juan'], 'De La', 'Cruz', undefined],
    ['van Gogh', [], 'van', 'Gogh', undefined],
    ['Van Morrison', ['Van'], undefined, 'Morrison', undefined],
    ['Quoc V. Le', ['Quoc', 'V.'], undefined, 'Le', undefined],
    ['Charles-Jean de la Vallée Poussin', ['Charles-Jean'], 'de la', 'Vallée Poussin', undefined],
    ['Santiago Ramón y Cajal', ['Santiago'], undefined, 'Ramón y Cajal', undefined],
    ['Muhammad al-Khwarizmi', ['Muhammad'], 'al-', 'Khwarizmi', undefined],
    ['Muhammad Al-Khwarizmi', ['Muhammad'], 'al-', 'Khwarizmi', undefined],
    ["Conan O'Brien", ['Conan'], undefined, "O'Brien", undefined],
    ["Jean le Rond d'Alembert", ['Jean'], 'le', "Rond d'Alembert", undefined],
    ['WANG Xiaoming', ['Xiaoming'], undefined, 'Wang', undefined],
    ['Wang Xiaoming', ['Xiaoming'], undefined, 'Wang', undefined],
    ['Wang Xiao-Ming', ['Xiao-Ming'], undefined, 'Wang', undefined],
    // Either could be the family name.
    ['Wang Wei', ['Wang'], undefined, 'Wei', undefined],
    ['Lin Ouyang', ['Lin'], undefined, 'Ouyang', undefined],
    ['Yu Wada', ['Yu'], undefined, 'Wada', undefined],
    ['Jean-Luc DUPONT', ['Jean-Luc'], undefined, 'Dupont', undefined],
    ['JOHN A. SMITH', ['John', 'A.'], undefined, 'Smith', undefined],
    ['Plato', [], undefined, 'Plato', undefined],
    ['Prof. Dr. Max Müller', ['Max'], undefined, 'Müller', undefined],
    ['Jane Doe, Ph.D.', ['Jane'], undefined, 'Doe', undefined],
    ['William (Bill) Gates*', ['William'], undefined, 'Gates', undefined],
    ['The ATLAS Collaboration', [], undefined, 'ATLAS Collaboration', undefined],
    ['王伟', ['伟'], undefined, '王', undefined],
    ['欧阳修', ['修'], undefined, '欧阳', undefined],
    ['山田太郎', ['太郎'], undefined, '山田', undefined],
    ['山田 太郎', ['太郎'], undefined, '山田', undefined],
    ['高橋みなみ', ['みなみ'], undefined, '高橋', undefined],
    ['김철수', ['철수'], undefined, '김', undefined],
    ['남궁민수', ['민수'], undefined, '남궁', undefined],
    ['Юрий Матиясевич', ['Юрий'], undefined, 'Матиясевич', undefined],
  ])('%s', (stated, given, particle, family, suffix) => {
    expect(parsed(stated)).toMatchObject({ given, family });
    expect([parsed(stated).particle, parsed(stated).suffix]).toEqual([particle, suffix]);
  });

  test.each(['et al.', 'et al', 'and others', 'others', 'Others', '…', '', ' ', '???', '-', '*'])(
    '"%s" names nobody',
    (stated) => {
      expect(parseName({ literal: stated })).toBeUndefined();
      expect(parseName({ family: stated })).toBeUndefined();
    },
  );
});

describe('a name in parts keeps them', () => {
  test.each([
    [{ family: 'García López', given: 'María José' }, 'María José García López', 'lopez m'],
    [{ family: 'van der Berg', given: 'J A' }, 'J. A. van der Berg', 'berg j'],
    [{ family: 'Beethoven', particle: 'van', given: 'Ludwig' }, 'Ludwig van Beethoven', 'beethoven l'],
    [{ family: 'Smith Jr.', given: 'John' }, 'John Smith Jr.', 'smith j'],
    [{ family: 'SMITH', given: 'JOHN' }, 'John Smith', 'smith j'],
    [{ family: 'DE LA CRUZ', given: 'J.' }, 'J. De La Cruz', 'cruz j'],
    [{ family: '李', given: '伟' }, '李伟', 'li w'],
    [{ family: '-', given: 'Madonna' }, 'Madonna', 'madonna _'],
    [{ family: 'Google Research' }, 'Google Research', 'google research _'],
  ])('%j', (mention, display, block) => {
    expect(parseName(mention)).toMatchObject({ display, block });
  });

  test('the homonym number is kept and is no part of the keys', () => {
    const expected = { homonym: '0001', display: 'Wei Wang', key: 'wei wang' };
    expect(parseName({ literal: 'Wei Wang', homonym: '0001' })).toMatchObject(expected);
    expect(parseName({ family: 'Wang', given: 'Wei', homonym: '0001' })).toMatchObject(expected);
    expect(parseName({ literal: 'Wei Wang 0001' })).toMatchObject(expected);
  });
});

describe('keys', () => {
  test('of a name', () => {
    expect(parsed('Jan Piet van den Bergh-Müller Jr.')).toMatchObject({
      display: 'Jan Piet van den Bergh-Müller Jr.',
      key: 'jan piet van den bergh muller jr',
      sortName: 'bergh muller, jan piet van den jr',
      block: 'muller j',
      familyKey: 'bergh muller',
      givenKeys: ['jan', 'piet'],
      writtenOut: { familyKey: 'bergh mueller', givenKeys: ['jan', 'piet'] },
    });
  });

  test.each([
    ['Jastrzębski', 'jastrzebski'],
    ['Ørsted', 'orsted'],
    ['Weiß', 'weiss'],
    ['Łukasiewicz', 'lukasiewicz'],
    ['Dvořák', 'dvorak'],
    ['Þórðarson', 'thordarson'],
    ['O’Brien', 'obrien'],
    ['Иванов', 'ivanov'],
    ['王', 'wang'],
  ])('%s is folded to %s', (family, key) => {
    expect(parseName({ family, given: 'A.' })?.familyKey).toBe(key);
  });

  test.each([
    ['Müller', 'Mueller'],
    ['Møller', 'Moeller'],
    ['Ångström', 'Aangstroem'],
    ['Weiß', 'Weiss'],
    ['van der Berg', 'Berg'],
    ['Chaikovskii', 'Chaikovsky'],
  ])('%s and %s have one block', (a, b) => {
    expect(parsed(`Max ${a}`).block).toBe(parsed(`M. ${b}`).block);
  });
});

describe('two names', () => {
  test.each([
    ['John Smith', 'SMITH, John', 'equal'],
    ['Stanislaw Jastrzebski', 'Stanisław Jastrzębski', 'equal'],
    ['Jean-Pierre Serre', 'Jean Pierre Serre', 'equal'],
    ['王小明', 'Xiaoming Wang', 'equal'],
    ['Wang Xiaoming', 'Xiaoming Wang', 'equal'],
    ['J. Smith', 'J Smith', 'equal'],
    ['Wei Wang 0001', 'Wei Wang 0001', 'equal'],
    ['Stanislaw Jastrzebski', 'Stanisław Kamil Jastrzębski', 'compatible'],
    ['J. Smith', 'Jane Smith', 'compatible'],
    ['J. A. Smith', 'John Smith', 'compatible'],
    ['J. A. Smith', 'John Adam Smith', 'compatible'],
    ['John B. Smith', 'John A. B. Smith', 'compatible'],
    ['Jean-Pierre Serre', 'J-P Serre', 'compatible'],
    ['Xiaoming Li', 'Xiao-Ming Li', 'compatible'],
    ['X.-M. Li', 'Xiaoming Li', 'compatible'],
    ['Yu. Matiyasevich', 'Yuri Matiyasevich', 'compatible'],
    ['B. Schölkopf', 'Bernhard Schoelkopf', 'compatible'],
    ['Jürgen Doe', 'Juergen Doe', 'compatible'],
    ['Jan van der Berg', 'Jan Berg', 'compatible'],
    ['John Smith Jr.', 'John Smith', 'compatible'],
    ['Wei Wang 0001', 'Wei Wang', 'equal'],
    ['Müller', 'Max Müller', 'compatible'],
    ['Dmitri Ivanov', 'Dmitriy Ivanov', 'compatible'],
    ['Dmitrij Ivanov', 'Dmitry Ivanov', 'compatible'],
    ['Natalia Petrova', 'Natalya Petrova', 'compatible'],
    ['Aleksandr Petrov', 'Alexander Petrov', 'compatible'],
    ['Alexey Chaikovskii', 'Aleksei Chaikovsky', 'compatible'],
    ['Koichi Tanaka', 'Kouichi Tanaka', 'compatible'],
    ['Shinichi Sato', 'Sinichi Sato', 'compatible'],
    ['Mohammad Khan', 'Muhammed Khan', 'compatible'],
    ['José García-Márquez', 'José Márquez', 'compatible'],
    ['Yong Kim', 'Young Kim', 'incompatible'],
    ['Maria Silva', 'Mara Silva', 'incompatible'],
    ['Jon Smith', 'John Smith', 'incompatible'],
    ['John Smith', 'Jane Smith', 'incompatible'],
    ['John A. Smith', 'John B. Smith', 'incompatible'],
    ['John Smith', 'John Smyth', 'incompatible'],
    ['P. Collier', 'Mark Patrick Collier', 'incompatible'],
    ['Wei Wang 0001', 'Wei Wang 0002', 'incompatible'],
    ['John Smith Jr.', 'John Smith Sr.', 'incompatible'],
    ['Jan van Dijk', 'Jan de Dijk', 'incompatible'],
    ['Wei Xu', 'Wei Xue', 'incompatible'],
    ['Muller, M.', 'Mueller, M.', 'incompatible'],
    ['Michal Novak', 'Michael Novak', 'incompatible'],
  ])('%s, %s: %s', (a, b, verdict) => {
    expect(namesCompatible(parsed(a), parsed(b))).toBe(verdict);
    expect(namesCompatible(parsed(b), parsed(a))).toBe(verdict);
  });
});

describe('whatever the name', () => {
  const given = fc.constantFrom(
    'Ann',
    'J.',
    'Jean-Luc',
    'Łukasz',
    'María José',
    'Jürgen',
    'Xiao',
    'Yu.',
    'K. S.',
  );
  const family = fc.constantFrom(
    'Doe',
    "O'Brien",
    'Smith-Jones',
    'Wang',
    'Müller',
    'Ng',
    'Ångström',
    'Straße',
  );
  const particle = fc.constantFrom('', '', 'van der ', 'de la ', 'von ', 'al-');
  const suffix = fc.constantFrom('', '', ' Jr.', ' III');
  const person = fc.tuple(given, particle, family, suffix);

  test('display parses back to the same key and parts', () => {
    fc.assert(
      fc.property(person, (parts) => {
        const name = parsed(`${parts[0]} ${parts[1]}${parts[2]}${parts[3]}`);
        const again = parsed(name.display);
        expect(again).toEqual(name);
      }),
    );
  });

  test("'Given Family' and 'Family, Given' are equal", () => {
    fc.assert(
      fc.property(person, ([first, middle, last, end]) => {
        const straight = parsed(`${first} ${middle}${last}${end}`);
        const inverted = parsed(`${middle}${last}${end === '' ? '' : `,${end}`}, ${first}`);
        expect(inverted).toEqual(straight);
        expect(namesCompatible(straight, inverted)).toBe('equal');
      }),
    );
  });

  test('an initial is compatible with the name it stands for, and shares its block', () => {
    fc.assert(
      fc.property(person, ([first, middle, last]) => {
        const full = parsed(`${first} ${middle}${last}`);
        const short = parsed(`${first.charAt(0)}. ${middle}${last}`);
        expect(namesCompatible(full, short)).not.toBe('incompatible');
        expect(short.block).toBe(full.block);
      }),
    );
  });

  // any-ascii unpacks each block of Unicode when it first meets it.
  test('no text makes it fail; keys are folded; comparing is symmetric, and equal to oneself', {
    timeout: 60_000,
  }, () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.lorem(),
      person.map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(anything, anything, (left, right) => {
        const [a, b] = [parseName({ literal: left }), parseName({ family: right, given: left })];
        for (const name of [a, b]) {
          if (name === undefined) continue;
          expect(name.key).toBe(name.key.toLowerCase().trim());
          expect(name.block).toMatch(/^\S.* \S$/u);
          expect(name.display.trim()).not.toBe('');
          expect(namesCompatible(name, name)).toBe('equal');
        }
        if (a !== undefined && b !== undefined) expect(namesCompatible(a, b)).toBe(namesCompatible(b, a));
      }),
      { numRuns: 300 },
    );
  });

  test('a text of any length is parsed in time that grows with it', () => {
    for (const part of ['a ', 'A. ', 'van ', ', ', '(', 'Jr. ', '.', '-', "' "]) {
      const start = performance.now();
      parseName({ literal: part.repeat(20_000) });
      parseName({ family: part.repeat(20_000), given: part.repeat(20_000) });
      expect(performance.now() - start).toBeLessThan(5_000);
    }
  });
});
