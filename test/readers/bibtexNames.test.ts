import { describe, expect, test } from 'vitest';
import { bibtexNames } from '../../src/readers/bibtexNames.ts';

/** Each name as its parts in one line; `others` at the end where there are more. */
function shown(value: string): string {
  const list = bibtexNames(value, 100);
  if ('refused' in list) return `${list.refused}, ${list.expected}`;
  const names = list.names.map((name) =>
    'literal' in name
      ? `[${name.literal}]`
      : [name.given, name.particle, name.family, name.suffix, name.homonym]
          .map((part) => part ?? '-')
          .join('|'),
  );
  return [...names, ...(list.others ? ['others'] : [])].join(' & ');
}

describe('a name', () => {
  test.each([
    ['Donald E. Knuth', 'Donald E.|-|Knuth|-|-'],
    ['Knuth, Donald~E.', 'Donald E.|-|Knuth|-|-'],
    ['Plato', '-|-|Plato|-|-'],
    ['Ludwig van Beethoven', 'Ludwig|van|Beethoven|-|-'],
    ['van Beethoven, Ludwig', 'Ludwig|van|Beethoven|-|-'],
    ['van Beethoven', '-|van|Beethoven|-|-'],
    ['Beethoven, Ludwig van', 'Ludwig|van|Beethoven|-|-'],
    ["de la Cruz, Jr., Mar{\\'\\i}a", 'María|de la|Cruz|Jr.|-'],
    ['King Jr., Martin Luther', 'Martin Luther|-|King|Jr.|-'],
    ['King, Martin Luther, Jr.', 'Martin Luther|-|King|Jr.|-'],
    ['King, Jr., Martin Luther', 'Martin Luther|-|King|Jr.|-'],
    ["de la Cruz, Jos{\\'e}, III", 'José|de la|Cruz|III|-'],
    ['Martin Luther King, III', 'Martin Luther|-|King|III|-'],
    ['Martin Luther King Jr.', 'Martin Luther|-|King|Jr.|-'],
    ["d'Alembert, Jean", "Jean|-|d'Alembert|-|-"],
    ['family=Berg, given=Jan, prefix=van der', 'Jan|van der|Berg|-|-'],
    ['M{\\"u}ller, {\\"U}l{\\\'e}', 'Ülé|-|Müller|-|-'],
    ["{\\'E}lie Cartan", 'Élie|-|Cartan|-|-'],
    ['{NASA}', '[NASA]'],
    ['{Barnes and Noble, Inc.}', '[Barnes and Noble, Inc.]'],
    ['Guido {van Rossum}', 'Guido|-|van Rossum|-|-'],
    ['Wei Wang 0001', 'Wei|-|Wang|-|0001'],
    ['Wang, Wei 0002', 'Wei|-|Wang|-|0002'],
    ['山田, 太郎', '太郎|-|山田|-|-'],
    ['<b>Smith</b>, <script>alert(1)</script>John', 'John|-|Smith|-|-'],
    ['Smith,', '-|-|Smith|-|-'],
    [', John', '[John]'],
    ['Smith { John', '[Smith John]'],
    ['{}', ''],
    [',', ''],
  ])('%j', (value, parts) => {
    expect(shown(value)).toBe(parts);
  });
});

describe('a list of names', () => {
  test.each([
    ['A. Smith and B. Jones', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['A. Smith AND\n\tB. Jones', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['Andy Sandstrom and Anders Land', 'Andy|-|Sandstrom|-|- & Anders|-|Land|-|-'],
    ['A. Smith and others', 'A.|-|Smith|-|- & others'],
    ['A. Smith et al.', 'A.|-|Smith|-|- & others'],
    ['A. Smith, et~al', 'A.|-|Smith|-|- & others'],
    ['others', 'others'],
    ['A. Smith and and B. Jones and', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['A. Smith; B. Jones', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['Smith, A.; Jones, B.;', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['A. Smith, B. Jones, C. Lee, D. Kim', 'A.|-|Smith|-|- & B.|-|Jones|-|- & C.|-|Lee|-|- & D.|-|Kim|-|-'],
    ['Anna Smith, Ben Jones, Chris Lee', 'Anna|-|Smith|-|- & Ben|-|Jones|-|- & Chris|-|Lee|-|-'],
    ['Smith A, van der Berg BC, Lee K', 'A|-|Smith|-|- & BC|van der|Berg|-|- & K|-|Lee|-|-'],
    ['A. Smith \\& B. Jones', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['Smith, A. & Jones, B.', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['Smith, A., Jones, B., \\& Lee, C.', 'A.|-|Smith|-|- & B.|-|Jones|-|- & C.|-|Lee|-|-'],
    ['{AT\\&T} and {Smith \\& Jones Ltd}', '[AT&T] & [Smith & Jones Ltd]'],
    ['A. Smith and {et al.}', 'A.|-|Smith|-|- & others'],
    ['A. Smith and {others}', 'A.|-|Smith|-|- & others'],
    ['Smith, A. (ed.) and B. Jones (Eds.)', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['Smith, A., Jones, B.', 'A.|-|Smith|-|- & B.|-|Jones|-|-'],
    ['', ''],
    [' and ', ''],
  ])('%j', (value, names) => {
    expect(shown(value)).toBe(names);
  });

  test('may have as many names as are asked for, and is refused with more', () => {
    expect(bibtexNames('Smith, A. and '.repeat(100), 100)).toMatchObject({ names: { length: 100 } });
    expect(shown('Smith, A. and '.repeat(101))).toBe('101 names, at most 100');
    expect(shown(`Smith, ${'A'.repeat(10_000)}`)).toBe('a name of 10007 characters, at most 5000');
  });

  test.each(['a and ', 'a b,', '{', ' ', ' and', '\\', ';', 'et al '])(
    'of %j a million times takes a moment',
    (part) => {
      const start = performance.now();
      bibtexNames(part.repeat(1_000_000), 100);
      expect(performance.now() - start).toBeLessThan(5_000);
    },
  );
});
