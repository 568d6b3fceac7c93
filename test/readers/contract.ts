import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ErrorCode, ScholargraphError } from '../../src/errors.ts';
import { readers } from '../../src/readers/index.ts';
import { type Reader, type ReadItem, rejectTextLimit } from '../../src/readers/reader.ts';
import { type Source, sourceFrom } from '../../src/readers/source.ts';
import { personFaults, recordFaults } from './recordFaults.ts';

/** Milliseconds, for a machine that does other things besides. */
const slow = { timeout: 60_000 };

/** What a fixture's `*.expected.json` holds. */
interface Expected {
  readonly items?: readonly ReadItem[];
  /** The error that ends the reading, after `items`. */
  readonly error?: { readonly code: ErrorCode; readonly line?: number };
}

/** A source without end, for measuring how far a reader runs ahead of what it hands on. */
export interface Endless {
  readonly start: string;
  /** The nth record, from 0, with whatever stands between it and the one before; each of one size, some 100–2000 characters. */
  readonly record: (n: number) => string;
}

/**
 * What every reader promises, tested on the fixtures in `test/readers/fixtures/<folder>`: a file `x.EXT` and beside
 * it `x.expected.json` with what it reads as, `{"items": […]}` or `{"error": {"code": …, "line": …}}` or both. To
 * write expected files anew, and then to check every line of the difference by eye, run with UPDATE_EXPECTED=1.
 */
export function describeReader(reader: Reader, folder: string, endless: Endless): void {
  const directory = path.join(import.meta.dirname, 'fixtures', folder);
  const fixtures = readdirSync(directory)
    .filter((name) => !name.endsWith('.expected.json'))
    .sort()
    .map((name) => ({
      name,
      bytes: readFileSync(path.join(directory, name)),
      expectedFile: path.join(directory, `${path.parse(name).name}.expected.json`),
    }));
  const expectedOf = (fixture: { expectedFile: string }): Expected =>
    JSON.parse(readFileSync(fixture.expectedFile, 'utf8'));

  describe(`${reader.format} as every reader`, () => {
    test('has fixtures, one of which is refused', () => {
      expect(fixtures.length).toBeGreaterThan(1);
    });

    describe.each(fixtures)('$name', (fixture) => {
      const { name, bytes } = fixture;

      test('reads as expected', async () => {
        const outcome = await outcomeOf(reader, name, [bytes]);
        if (process.env['UPDATE_EXPECTED'] === '1') {
          const { items, error } = outcome;
          const expected = { ...(items.length > 0 || error === undefined ? { items } : {}), error };
          writeFileSync(fixture.expectedFile, `${JSON.stringify(expected, null, 2)}\n`);
        }
        const expected = expectedOf(fixture);
        expect(outcome).toEqual({ items: [], ...expected });
      });

      test('is recognised by this reader and by no other', async () => {
        const { items = [] } = expectedOf(fixture);
        const { head } = await sourceOf(name, [bytes]).catch(() => ({ head: '' }));
        const others = readers.filter((other) => other.format !== reader.format);
        expect(others.filter((other) => other.detect(head)).map((other) => other.format)).toEqual([]);
        if (items.some((item) => 'record' in item)) expect(reader.detect(head)).toBe(true);
      });

      test('gives records that keep the rules', async () => {
        const { items } = await outcomeOf(reader, name, [bytes]);
        expect(faultsOf(items)).toEqual([]);
      });

      test('reads the same from gzip', async () => {
        expect(await outcomeOf(reader, name, [gzipSync(bytes)])).toEqual(
          await outcomeOf(reader, name, [bytes]),
        );
      });

      test('reads the same in pieces of any size', slow, async () => {
        const whole = await outcomeOf(reader, name, [bytes]);
        expect(await outcomeOf(reader, name, pieces(bytes, [1]))).toEqual(whole);
        await fc.assert(
          fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 1 }), async (sizes) => {
            expect(await outcomeOf(reader, name, pieces(bytes, sizes))).toEqual(whole);
          }),
          { numRuns: 10 },
        );
      });

      test('cut off anywhere, is read or refused, never a crash', slow, async () => {
        await fc.assert(
          fc.asyncProperty(fc.integer({ min: 0, max: bytes.length }), async (length) => {
            const { items } = await outcomeOf(reader, name, [bytes.subarray(0, length)]);
            expect(faultsOf(items)).toEqual([]);
          }),
          { numRuns: 25 },
        );
      });

      test('damaged anywhere, is read or refused, never a crash', slow, async () => {
        const damage = fc.record({
          at: fc.nat({ max: Math.max(0, bytes.length - 1) }),
          remove: fc.nat({ max: 200 }),
          insert: fc.oneof(
            fc.uint8Array({ maxLength: 8 }),
            fc.constantFrom('{', '}', '"', '<', '\n', '\\', '‮'),
          ),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
            let damaged = Buffer.from(bytes);
            for (const { at, remove, insert } of damages) {
              damaged = Buffer.concat([
                damaged.subarray(0, at),
                Buffer.from(insert),
                damaged.subarray(at + remove),
              ]);
            }
            const { items } = await outcomeOf(reader, name, [damaged]);
            expect(faultsOf(items)).toEqual([]);
          }),
          { numRuns: 25 },
        );
      });
    });

    test('holds one record at a time', slow, async () => {
      const count = 3_000;
      let sent = 0;
      let closed = false;
      async function* bytes() {
        try {
          yield Buffer.from(endless.start);
          for (let n = 0; ; n++) {
            const record = Buffer.from(endless.record(n));
            sent += record.length;
            yield record;
          }
        } finally {
          closed = true;
        }
      }
      const source = await sourceFrom('endless', bytes());
      let read = 0;
      let size = 0;
      for await (const item of reader.read(source)) {
        if ('reject' in item) expect.fail(`rejected: ${item.reject.reason}`);
        size += endless.record(read).length;
        expect(sent - size, 'bytes taken ahead of the records handed on').toBeLessThan(256 * 1024);
        if (++read === count) break;
      }
      expect(read).toBe(count);
      expect(closed, 'the source is let go of').toBe(true);
    });

    test('gives entries that repeat each other keys of their own', async () => {
      const text = endless.start + endless.record(0).repeat(3);
      const { items } = await outcomeOf(reader, 'repeating', [Buffer.from(text + endless.record(1))]);
      expect(items.filter((item) => 'record' in item).length).toBeGreaterThanOrEqual(3);
      expect(faultsOf(items)).toEqual([]);
    });

    test('hands on what is before an error of its source', async () => {
      const text = endless.start + [0, 1, 2].map((n) => endless.record(n)).join('');
      const { items, error } = await outcomeOf(reader, 'breaks', [Buffer.from(`${text}\0`)]);
      expect(error).toMatchObject({ code: 'SOURCE_UNREADABLE' });
      // The last may go on behind it.
      expect(items.filter((item) => 'record' in item).length).toBeGreaterThanOrEqual(2);
    });

    test('makes nothing of what is not its format', slow, async () => {
      expect(reader.detect('')).toBe(false);
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 400 }), async (text) => {
          const { items } = await outcomeOf(reader, 'noise', [Buffer.from(text)]);
          expect(faultsOf(items)).toEqual([]);
        }),
        { numRuns: 200 },
      );
    });
  });
}

export interface Outcome {
  readonly items: readonly ReadItem[];
  readonly error?: { readonly code: ErrorCode; readonly line?: number };
}

/** Reads to the end. An error that is not a ScholargraphError fails the test. */
export async function outcomeOf(reader: Reader, uri: string, chunks: Iterable<Uint8Array>): Promise<Outcome> {
  const items: ReadItem[] = [];
  try {
    for await (const item of reader.read(await sourceOf(uri, chunks))) items.push(item);
    return { items };
  } catch (error) {
    if (!(error instanceof ScholargraphError)) throw error;
    const { line } = error.detail;
    return { items, error: { code: error.code, ...(line === undefined ? {} : { line }) } };
  }
}

/** The code of a reject; what it is, of another item. */
export function codeOf(item: ReadItem): string {
  return 'reject' in item ? item.reject.code : 'record' in item ? 'record' : 'person';
}

/** Reads text and gives its items; throws what the reader throws. */
export async function itemsOf(reader: Reader, text: string): Promise<readonly ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const item of reader.read(await sourceOf('source', [Buffer.from(text)]))) items.push(item);
  return items;
}

async function sourceOf(uri: string, chunks: Iterable<Uint8Array>): Promise<Source> {
  return sourceFrom(
    uri,
    (async function* () {
      yield* chunks;
    })(),
  );
}

function* pieces(bytes: Buffer, sizes: readonly number[]): Generator<Uint8Array, void, undefined> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function faultsOf(items: readonly ReadItem[]): readonly string[] {
  const keys = new Set<string>();
  const persons = new Set<string>();
  return items.flatMap((item, index) => {
    const where = `item ${index}`;
    if ('record' in item) {
      const { key } = item.record.locator;
      const repeated = keys.has(key) ? [`${where}: locator.key ${key} is not its own`] : [];
      keys.add(key);
      return [...repeated, ...recordFaults(item.record).map((fault) => `${where}: ${fault}`)];
    }
    if ('person' in item) {
      const { key } = item.person.locator;
      const repeated = persons.has(key) ? [`${where}: locator.key ${key} is not its own`] : [];
      persons.add(key);
      return [...repeated, ...personFaults(item.person).map((fault) => `${where}: ${fault}`)];
    }
    const { reason, original } = item.reject;
    return [
      ...(reason === '' ? [`${where}: a reject without reason`] : []),
      ...(original.length > rejectTextLimit ? [`${where}: a reject that keeps too much`] : []),
    ];
  });
}
