import { describe, expect, test } from 'vitest';
import { batchesOf } from '../../src/ingest/batches.ts';
import type { PublicationRecord } from '../../src/record.ts';

const small: PublicationRecord = {
  locator: { key: 'a' },
  identifiers: [],
  authors: [],
  authorOrder: 'byline',
  venues: [],
  topics: [],
};

async function* records(count: number, record = small, failure?: Error) {
  for (let n = 0; n < count; n++) yield record;
  if (failure !== undefined) throw failure;
}

async function sizesOf(
  given: AsyncIterable<PublicationRecord>,
  keepsRest = true,
): Promise<(number | Error)[]> {
  const sizes: (number | Error)[] = [];
  try {
    for await (const batch of batchesOf(given, () => keepsRest)) sizes.push(batch.length);
  } catch (error) {
    if (error instanceof Error) sizes.push(error);
  }
  return sizes;
}

describe('a batch', () => {
  test('is of 500 records, the last of those that are left', async () => {
    expect(await sizesOf(records(1_200))).toEqual([500, 500, 200]);
    expect(await sizesOf(records(500))).toEqual([500]);
    expect(await sizesOf(records(0))).toEqual([]);
  });

  test.each([
    ['long abstracts', { abstract: 'x'.repeat(500_000) }],
    ['many authors', { authors: Array.from({ length: 20_000 }, () => ({ name: { literal: 'A' } })) }],
    [
      'many references',
      { references: Array.from({ length: 20_000 }, () => ({ scheme: 'doi' as const, value: '10.1/x' })) },
    ],
  ])('is of few records where they have %s', async (_, long) => {
    const [first] = await sizesOf(records(20, { ...small, ...long }));
    expect(first).toBeLessThanOrEqual(8);
  });

  test('of what was read before a failure comes before the failure, or not at all', async () => {
    const failure = new Error('cut off');
    expect(await sizesOf(records(700, small, failure), true)).toEqual([500, 200, failure]);
    expect(await sizesOf(records(700, small, failure), false)).toEqual([500, failure]);
  });
});
