import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRates } from '../../src/serving/rates.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const day = 24 * 3_600_000;
const rates = () => createRates({ requestRate: 2, costRate: 100 });
const refused = { code: 'RATE_LIMIT', detail: { retryAfter: 60 } };

test('a client that has asked often enough is told when the minute is over, and asks again', async () => {
  const { request } = rates();
  await request('a');
  vi.advanceTimersByTime(20_000);
  await request('a');
  await expect(request('a')).rejects.toMatchObject({ code: 'RATE_LIMIT', detail: { retryAfter: 40 } });
  await request('b');
  vi.advanceTimersByTime(40_000);
  await request('a');
});

describe('a wall clock that jumps', () => {
  test('back by a day locks nobody out for longer than a minute', async () => {
    const { request, cost } = rates();
    await request('a');
    await request('a');
    await cost('a', 100);
    vi.setSystemTime(Date.now() - day);
    await expect(request('a')).rejects.toMatchObject(refused);
    await expect(cost('a', 1)).rejects.toMatchObject(refused);
    vi.advanceTimersByTime(60_000);
    await request('a');
    await cost('a', 1);
  });

  test('forth by a day lets a client ask once more, and counts on', async () => {
    const { request } = rates();
    await request('a');
    await request('a');
    vi.setSystemTime(Date.now() + day);
    await request('a');
    await request('a');
    await expect(request('a')).rejects.toMatchObject(refused);
  });
});
