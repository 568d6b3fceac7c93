import { describe, expect, test } from 'vitest';
import { LocatorKeys } from '../../src/readers/locatorKeys.ts';

describe('the keys of a source', () => {
  test('are the source’s own where they differ', () => {
    const keys = new LocatorKeys();
    expect(keys.distinct('a', 'one')).toBe('a');
    expect(keys.distinct('b', 'one')).toBe('b');
  });

  test('that come again have a digest of the content added', () => {
    const keys = new LocatorKeys();
    keys.distinct('a', 'one');
    const second = keys.distinct('a', 'two');
    expect(second).toMatch(/^a#[\da-f]{16}$/);
    expect(keys.distinct('a', 'three')).not.toBe(second);
  });

  test('do not depend on what else is in the source', () => {
    const keys = new LocatorKeys();
    const others = new LocatorKeys();
    for (const key of ['a', 'x', 'y', 'z']) others.distinct(key, key);
    keys.distinct('a', 'one');
    expect(others.distinct('a', 'two')).toBe(keys.distinct('a', 'two'));
  });

  test('of what repeats to the letter are counted', () => {
    const keys = new LocatorKeys();
    const given = ['a', 'a', 'a', 'a'].map((key) => keys.distinct(key, 'same'));
    expect(new Set(given).size).toBe(4);
    expect(given[3]).toMatch(/^a#[\da-f]{16}\/3$/);
  });

  test('are digests where the source has no names, or names without measure', () => {
    const keys = new LocatorKeys();
    expect(keys.distinct(undefined, 'one')).toMatch(/^sha256:[\da-f]{32}$/);
    expect(keys.distinct('k'.repeat(10_000), 'two')).toMatch(/^sha256:[\da-f]{32}$/);
  });

  test('are their own among three million, and known again', { timeout: 120_000 }, () => {
    const keys = new LocatorKeys();
    let digested = 0;
    for (let n = 0; n < 3_000_000; n++) if (keys.distinct(`key ${n}`, '') !== `key ${n}`) digested++;
    expect(digested).toBe(0);
    for (let n = 0; n < 3_000_000; n += 30_000) expect(keys.distinct(`key ${n}`, '')).not.toBe(`key ${n}`);
  });

  test('still differ where more have come than can be told apart, though records repeat', () => {
    const keys = new LocatorKeys(2 ** 12);
    const given = new Set<string>();
    for (let n = 0; n < 22_000; n++) given.add(keys.distinct(`key ${n % 21_000}`, 'same'));
    expect(given.size).toBe(22_000);
  });
});
