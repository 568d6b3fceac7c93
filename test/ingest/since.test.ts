import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBefore, parseSince } from '../../src/ingest/since.ts';
import type { PublicationRecord } from '../../src/record.ts';

function recordOf(stated: Pick<PublicationRecord, 'year' | 'date'>): PublicationRecord {
  return {
    locator: { key: 'a' },
    identifiers: [],
    authors: [],
    authorOrder: 'byline',
    venues: [],
    topics: [],
    ...stated,
  };
}

describe('a date to begin with', () => {
  test.each(['2019', '2019-07', '2019-07-31', '2020-02-29'])('is %s', (text) => {
    expect(parseSince(text)).toBe(text);
  });

  test.each([
    '19',
    '-500',
    '20190',
    '2019-13',
    '2019-00',
    '2019-02-29',
    '2019-7-1',
    '2019/07',
    '31.7.2019',
    'yesterday',
    '',
    '2019-07-31T00:00',
  ])('is not %j', (text) => {
    expect(() => parseSince(text)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }));
  });
});

describe('a record is from before it', () => {
  test.each([
    ['a year before', { year: 2018 }, '2019', true],
    ['the same year', { year: 2019 }, '2019', false],
    ['a year that may hold the day', { year: 2019 }, '2019-07-31', false],
    ['a month before', { year: 2019, date: '2019-06' }, '2019-07', true],
    ['the month of the day', { year: 2019, date: '2019-07' }, '2019-07-31', false],
    ['the day before', { year: 2019, date: '2019-07-30' }, '2019-07-31', true],
    ['the day', { year: 2019, date: '2019-07-31' }, '2019-07-31', false],
    ['a day of the year', { year: 2019, date: '2019-01-01' }, '2019', false],
    ['no date at all', {}, '2019', false],
  ] as const)('%s', (_, stated, since, before) => {
    expect(isBefore(recordOf(stated), since)).toBe(before);
  });

  test('only if every day that its date can mean is earlier than every day that is meant to begin with', () => {
    const days = ['2018-12-31', '2019-01-01', '2019-06-30', '2019-07-01', '2019-07-31', '2020-01-01'];
    const dates = fc.constantFrom(...days.flatMap((day) => [day, day.slice(0, 7), day.slice(0, 4)]));
    fc.assert(
      fc.property(dates, dates, (date, since) => {
        const first = since.padEnd(10, '-01');
        const last = `${date}${'-99-99'.slice(0, 10 - date.length)}`;
        expect(isBefore(recordOf({ date }), since)).toBe(last < first);
      }),
    );
  });
});
