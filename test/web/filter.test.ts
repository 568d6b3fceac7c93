import { describe, expect, test } from 'vitest';
import { filterOf, paramsOf } from '../../web/filter.ts';

describe('the filter that an address holds', () => {
  test.each([
    ['team=3', { authorCount: { from: 3, to: 3 } }],
    ['team=5-6', { authorCount: { from: 5, to: 6 } }],
    ['team=11-', { authorCount: { from: 11 } }],
    ['from=2015&to=2020&team=2', { year: { from: 2015, to: 2020 }, authorCount: { from: 2, to: 2 } }],
    ['type=ARTICLE&venue=a&topic=b&author=c&institution=d&community=e&team=4', expect.anything()],
  ])('%s, and back', (address, filter) => {
    const found = filterOf(new URLSearchParams(address));
    expect(found).toEqual(filter);
    expect(paramsOf(found)?.toString()).toBe(address);
  });

  test('what is no size of a team chooses nothing', () => {
    for (const team of ['', '-', '-3', 'many', '3-x'])
      expect(filterOf(new URLSearchParams({ team }))).toBeUndefined();
  });

  test('a filter that no address describes has none', () => {
    expect(
      paramsOf({ and: [{ authorCount: { from: 1, to: 1 } }, { authorCount: { from: 2, to: 2 } }] }),
    ).toBeUndefined();
  });
});
