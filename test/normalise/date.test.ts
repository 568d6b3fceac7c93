import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDate, parseYear, saysToAppear, yearIn } from '../../src/normalise/date.ts';

describe('a year', () => {
  test.each([
    ['2019', 2019],
    [' (2019) ', 2019],
    ['1000', 1000],
    ['2999', 2999],
    ['999', undefined],
    ['3000', undefined],
    ['-500', undefined],
    ['-2019', undefined],
    ['20190', undefined],
    ['2019a', undefined],
    ['', undefined],
  ])('%j is %s', (text, year) => {
    expect(parseYear(text)).toBe(year);
  });
});

describe('the year that a text names', () => {
  test.each([
    ['EACL 2014: 15th Conference of the European Chapter', 2014],
    ['NeurIPS Workshop on Meta-Learning (MetaLearn 2019)', 2019],
    ['ICML 2020 Workshop on Continual Learning', 2020],
    ["KDD '18", 2018],
    ['NIPS’97', 1997],
    ['Proceedings of the 2018 Conference, 2018', 2018],
    ['The 2018 Conference, published 2019', undefined],
    ['pp. 1998–2007', undefined],
    ['pp. 1998 - 2007', undefined],
    ['arXiv:1907.13223', undefined],
    ['10.1145/2019.2020', undefined],
    ['Area51 and GPT-2019x', undefined],
    ['A Venue (20190)', undefined],
    ['A Venue (-500)', undefined],
    ['Sixth International Conference', undefined],
    ["the '60s", undefined],
  ])('%s: %s', (text, year) => {
    expect(yearIn(text)).toBe(year);
  });
});

describe('a date', () => {
  test.each([
    ['2019', '2019'],
    ['2019-07', '2019-07'],
    ['2019-07-31', '2019-07-31'],
    ['2019-7-3', '2019-07-03'],
    ['2019-07-31T12:00:00Z', '2019-07-31'],
    ['20190731', '2019-07-31'],
    ['2019/07/31/', '2019-07-31'],
    ['2019/07//', '2019-07'],
    ['2019///', '2019'],
    ['2019/07/31/Summer', '2019-07-31'],
    ['31 July 2019', '2019-07-31'],
    ['July 31st, 2019', '2019-07-31'],
    ['2019 Jul 31', '2019-07-31'],
    ['Sept. 2019', '2019-09'],
    ['31. März 2019', '2019-03-31'],
    ['1er août 2019', '2019-08-01'],
    ['5 de octubre de 2019', '2019-10-05'],
    ['dicembre 2019', '2019-12'],
    ['Jun–Jul 2019', '2019'],
    ['12-14 June 2019', '2019-06'],
    ['03/04/2019', '2019'],
    ['Spring 2019', '2019'],
    ['c. 1843', '1843'],
    ['2019-02-30', '2019-02'],
    ['2019-13-01', '2019'],
    ['2020-02-29', '2020-02-29'],
  ])('%s is %s', (text, date) => {
    expect(parseDate(text)).toEqual({ year: Number(date.slice(0, 4)), date });
  });

  test.each([
    '',
    'n.d.',
    'to appear',
    '-500',
    '-0500-01-01',
    '12019',
    '12019-01-01',
    '3019',
    '2018 or 2019',
    'July',
  ])('%j is none', (text) => {
    expect(parseDate(text)).toBeUndefined();
  });

  test('any day of the calendar is read in every way of writing it', () => {
    const day = fc.date({ min: new Date('1500-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
    const months =
      'January February March April May June July August September October November December'.split(' ');
    fc.assert(
      fc.property(day, (when) => {
        const date = when.toISOString().slice(0, 10);
        const [year = '', month = '', of = ''] = date.split('-');
        const name = months[Number(month) - 1] ?? '';
        for (const text of [
          date,
          when.toISOString(),
          date.replaceAll('-', ''),
          `${Number(of)} ${name} ${year}`,
          `${name.slice(0, 3)}. ${of}, ${year}`,
          `${year} ${name.slice(0, 3)} ${Number(of)}`,
        ]) {
          expect(parseDate(text)).toEqual({ year: Number(year), date });
        }
      }),
    );
  });

  test('whatever the text, a date is one of the calendar', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?\d{1,6}([-/. ]\d{1,3}){0,3}$/)), (text) => {
        const date = parseDate(text);
        if (date === undefined) return;
        expect(date.date).toMatch(/^[12]\d{3}(-\d{2}(-\d{2})?)?$/);
        expect(new Date(date.date).toISOString().slice(0, date.date.length)).toBe(date.date);
      }),
    );
  });
});

test.each([
  ['ICML (to appear)', true],
  ['In press', true],
  ['forthcoming.', true],
  ['Appearances', false],
])('%s says that it is yet to appear: %s', (text, says) => {
  expect(saysToAppear(text)).toBe(says);
});
