const ones = [
  ...[
    'zeroth',
    'first',
    'second',
    'third',
    'fourth',
    'fifth',
    'sixth',
    'seventh',
    'eighth',
    'ninth',
    'tenth',
  ],
  ...[
    'eleventh',
    'twelfth',
    'thirteenth',
    'fourteenth',
    'fifteenth',
    'sixteenth',
    'seventeenth',
    'eighteenth',
  ],
  'nineteenth',
];
const tens = ['twent', 'thirt', 'fort', 'fift', 'sixt', 'sevent', 'eight', 'ninet'];
const words: ReadonlyMap<string, number> = new Map([
  ...ones.map((word, value): [string, number] => [word, value]),
  ...tens.flatMap((stem, at): [string, number][] => {
    const value = (at + 2) * 10;
    return [
      [`${stem}ieth`, value],
      ...ones.slice(1, 10).map((word, unit): [string, number] => [`${stem}y ${word}`, value + unit + 1]),
    ];
  }),
  ['hundredth', 100],
  ['one hundredth', 100],
  ...ones.slice(1).flatMap((word, unit): [string, number][] => [
    [`hundred and ${word}`, 101 + unit],
    [`one hundred and ${word}`, 101 + unit],
    [`one hundred ${word}`, 101 + unit],
  ]),
]);
const longestInWords = 4;
const startsWords: ReadonlySet<string> = new Set([...words.keys()].map((key) => key.split(' ', 1)[0] ?? ''));

const roman: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 };

export interface Ordinal {
  readonly value: number;
  /** Words it takes. */
  readonly length: number;
}

/**
 * The ordinal number that starts at `at` among folded words: '57th', 'twenty first', 'one hundred and third', or a Roman
 * numeral up to 149 if the word after it is in `afterRoman` (for 'mix' and 'civil' have the form of one).
 */
export function ordinalAt(
  folded: readonly string[],
  at: number,
  afterRoman: ReadonlySet<string>,
): Ordinal | undefined {
  const word = folded[at] ?? '';
  const digits = /^(\d{1,3})(?:st|nd|rd|th|eme|er|re|[aoº])$/.exec(word)?.[1];
  if (digits !== undefined) return { value: Number(digits), length: 1 };
  for (let length = startsWords.has(word) ? longestInWords : 0; length >= 1; length--) {
    const value = words.get(folded.slice(at, at + length).join(' '));
    if (value !== undefined && at + length <= folded.length) return { value, length };
  }
  const next = folded[at + 1];
  if (next !== undefined && afterRoman.has(next) && isRoman.test(word)) {
    const value = [...word].reduce((sum, letter, index) => {
      const own = roman[letter] ?? 0;
      return sum + (own < (roman[word.charAt(index + 1)] ?? 0) ? -own : own);
    }, 0);
    return { value, length: 1 };
  }
  return undefined;
}

const isRoman = /^(?=.)c?(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/;
