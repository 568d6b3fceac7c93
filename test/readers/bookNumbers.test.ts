import { expect, test } from 'vitest';
import { isbnsIn, issnsIn } from '../../src/readers/bookNumbers.ts';

test.each([
  ['978-3-16-148410-0', ['978-3-16-148410-0']],
  ['9783161484100 (print) 0-201-89683-4 (paper)', ['9783161484100', '0-201-89683-4']],
  ['978–3–16–148410–0, 978-3-16-148410-0', ['978-3-16-148410-0']],
  ['2045-2322', []],
  ['1-'.repeat(100_000), []],
])('the ISBNs in %.40j', (text, isbns) => {
  expect(
    isbnsIn(text)
      .map(({ value }) => value)
      .filter((value) => !/^(?:1-){9}1$/.test(value)),
  ).toEqual(isbns);
});

test.each([
  ['2045-2322, 2045232X (ISSN)', ['2045-2322', '2045232X']],
  ['03701573 (ISSN)', ['03701573']],
  ['978-3-16-148410-0', []],
  ['9783161484100', []],
])('the ISSNs in %j', (text, issns) => {
  expect(issnsIn(text).map(({ value }) => value)).toEqual(issns);
});
