import { timingSafeEqual } from 'node:crypto';
import { beforeEach, expect, test, vi } from 'vitest';
import { Callers } from '../../src/graphql/callers.ts';

vi.mock(import('node:crypto'), async (original) => {
  const crypto = await original();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});
beforeEach(() => {
  vi.mocked(timingSafeEqual).mockClear();
});

const administrators = ['Ada', 'Grace', 'Mary'].map((name) => ({ name, token: `a-token-of-${name}-alone` }));
const callers = new Callers({ administrators, readers: [] });

test.each([
  ['that is the first', 'a-token-of-Ada-alone', 'Ada'],
  ['that is the last', 'a-token-of-Mary-alone', 'Mary'],
  ['whose beginning is right', 'a-token-of-Ada-alon', undefined],
  ['that is much too long', `a-token-of-Ada-alone${'x'.repeat(10_000)}`, undefined],
  ['in which nothing is right', 'x', undefined],
])('a token %s is compared with every one there is, in constant time', async (_, token, name) => {
  expect((await callers.named(`Bearer ${token}`))?.name).toBe(name);
  const { calls } = vi.mocked(timingSafeEqual).mock;
  expect(calls).toHaveLength(administrators.length);
  // Digests: how long a token is takes no part in it either.
  for (const [one, other] of calls) expect([one.byteLength, other.byteLength]).toEqual([32, 32]);
});
