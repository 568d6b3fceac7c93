import { expect, test } from 'vitest';
import { spans } from '../../web/charts/years.ts';

const each = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ year: from + at, count: 1 }));

test.each([
  [
    'a few years are by themselves',
    each(2015, 2018),
    ['2015–2015: 1', '2016–2016: 1', '2017–2017: 1', '2018–2018: 1'],
  ],
  [
    'a year without anything is there, too',
    [...each(2015, 2015), ...each(2017, 2017)],
    ['2015–2015: 1', '2016–2016: 0', '2017–2017: 1'],
  ],
  [
    'decades end at the first and the last year',
    each(1948, 2024),
    [
      '1948–1949: 2',
      '1950–1959: 10',
      '1960–1969: 10',
      '1970–1979: 10',
      '1980–1989: 10',
      '1990–1999: 10',
      '2000–2009: 10',
      '2010–2019: 10',
      '2020–2024: 5',
    ],
  ],
  ['nothing', [], []],
])('%s', (_, values, expected) => {
  expect(spans(values).map(({ from, to, count }) => `${from}–${to}: ${count}`)).toEqual(expected);
});

test('whatever the years, there are ten spans at most, which leave nothing out', () => {
  for (let length = 1; length < 900; length += 7) {
    const found = spans(each(2024 - length + 1, 2024));
    expect(found.length).toBeLessThanOrEqual(10);
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(length);
  }
});
