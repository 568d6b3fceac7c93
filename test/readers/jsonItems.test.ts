import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScholargraphError } from '../../src/errors.ts';
import { type JsonItem, type JsonItemLimits, jsonItems } from '../../src/readers/jsonItems.ts';
import { type Reject, rejectTextLimit } from '../../src/readers/reader.ts';
import { heldMemory } from './heldMemory.ts';

async function* chunks(bytes: Uint8Array, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(text: string | Uint8Array, limits?: JsonItemLimits, chunk = 7) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const items: JsonItem[] = [];
  const rejects: Reject[] = [];
  for await (const found of jsonItems({ uri: 'test.json', bytes: chunks(bytes, chunk) }, limits)) {
    if ('reject' in found) rejects.push(found.reject);
    else items.push(found);
  }
  return { items, rejects, values: items.map((item) => item.value) };
}

describe('finds the items however they are packed', () => {
  const a = { id: 'A', n: [1, { deep: [] }], text: 'braces } ] and a quote "' };
  const b = { id: 'Bü', '\\': '\\', empty: {} };

  test.each([
    ['an array', JSON.stringify([a, b])],
    ['an array, indented', JSON.stringify([a, b], undefined, 2)],
    [
      'an array, not indented but on lines of its own',
      JSON.stringify([a, b], undefined, '\u0020').replaceAll(/\n */g, '\n'),
    ],
    ['an array with an item a line', `[\n${JSON.stringify(a)},\n${JSON.stringify(b)}\n]\n`],
    ['an array after a byte order mark', `\uFEFF${JSON.stringify([a, b])}`],
    ['OpenAlex', JSON.stringify({ meta: { count: 2, data: [] }, results: [a, b], group_by: [] })],
    [
      'OpenAlex, indented',
      JSON.stringify({ meta: { count: 2 }, results: [a, b], group_by: [] }, undefined, '\t'),
    ],
    [
      'Crossref',
      JSON.stringify({
        status: 'ok',
        message: { facets: {}, items: [a, b], query: { terms: null } },
        end: { x: [1] },
      }),
    ],
    ['Crossref, one by one', JSON.stringify({ status: 'ok', message: a }) + JSON.stringify({ message: b })],
    ['Semantic Scholar', JSON.stringify({ total: 2, offset: 0, data: [a, b] })],
    ["Crossref's snapshot", JSON.stringify({ items: [a, b] })],
    ['JSON Lines', `${JSON.stringify(a)}\n${JSON.stringify(b)}\n`],
    [
      'JSON Lines with CRLF, empty lines and no line break at the end',
      `\r\n${JSON.stringify(a)}\r\n\r\n \t\r\n${JSON.stringify(b)}`,
    ],
    ['indented texts one after the other', JSON.stringify(a, undefined, 2) + JSON.stringify(b, undefined, 2)],
    ['texts one after the other on one line', `${JSON.stringify(a)} ${JSON.stringify(b)}`],
    [
      'pages of an API, one a line',
      `${JSON.stringify({ results: [a] })}\n${JSON.stringify({ results: [b] })}\n`,
    ],
    ['arrays one after the other', `${JSON.stringify([a])}\n${JSON.stringify([b])}\n`],
  ])('%s', async (_, text) => {
    for (const chunk of [1, 2, 3, 7, 64, 100_000]) {
      const { values, rejects } = await read(text, undefined, chunk);
      expect(rejects).toEqual([]);
      expect(values).toEqual([a, b]);
    }
  });

  test('a single object is the only item', async () => {
    expect((await read('{"id": 1, "message": "no object"}')).values).toEqual([
      { id: 1, message: 'no object' },
    ]);
  });

  test.each(['', ' \n ', '[]', '[ ]\n', '{"results": []}', '{"message":{"items":[]}}'])(
    'there is nothing in %j',
    async (text) => {
      expect(await read(text)).toEqual({ items: [], rejects: [], values: [] });
    },
  );

  test('keys that only look like a wrapper, within an item of JSON Lines or of an array, are data', async () => {
    const odd = { id: 1, data: [{ id: 2 }], message: { items: [3] } };
    expect((await read(JSON.stringify([odd]))).values).toEqual([odd]);
    expect((await read(`{"id":0}\n${JSON.stringify(odd)}\n`)).values).toEqual([{ id: 0 }, odd]);
  });

  test('values of any kind are items: it is for the reader to say what it takes', async () => {
    expect((await read('[1, "a,]b", null, [2, 3],true]')).values).toEqual([1, 'a,]b', null, [2, 3], true]);
  });

  test('any array and any lines come back as they were, in chunks of any length', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ noUnicodeString: false })),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(undefined, 1, '\t'),
        async (values, chunk, indent) => {
          const array = await read(JSON.stringify(values, undefined, indent), undefined, chunk);
          expect(array.rejects).toEqual([]);
          expect(array.items.map((item) => JSON.stringify(item.value))).toEqual(
            values.map((value) => JSON.stringify(value)),
          );
          const objects = values.map((value) => ({ value }));
          const lines = await read(
            objects.map((object) => `${JSON.stringify(object)}\n`).join(''),
            undefined,
            chunk,
          );
          expect(lines.rejects).toEqual([]);
          expect(lines.items.map((item) => JSON.stringify(item.value))).toEqual(
            objects.map((object) => JSON.stringify(object)),
          );
        },
      ),
    );
  });
});

describe('says where an item stands', () => {
  test.each([
    ['an array', '[\n  {"id": "é"},\n\n  {\n    "id": 2\n  }, {"id": 3}\n]'],
    ['an answer', '{"meta": {\n"n": 3},\n "results": [\n{"id": "é"}, {\n"id": 2}\n,{"id": 3}]}'],
    ['a single message', '{"status": "ok",\n "message": {\n"id": 1}}'],
    ['JSON Lines', '{"id": "é"}\n\n{"id": 2}\r\n{"id": 3}'],
    ['JSON texts', '{"id": "é"\n}{"id": 2}\n{"id":\n3}'],
  ])('%s', async (_, text) => {
    const bytes = Buffer.from(text);
    for (const chunk of [1, 5, 1000]) {
      const { items } = await read(text, undefined, chunk);
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) {
        const before = bytes.subarray(0, item.byte);
        expect(bytes.subarray(item.byte).toString().startsWith(item.text)).toBe(true);
        expect(JSON.parse(item.text)).toEqual(item.value);
        expect(item.line).toBe(before.toString().split('\n').length);
      }
    }
  });
});

describe('what is broken costs only itself', () => {
  test('a line that is not JSON', async () => {
    const { values, rejects } = await read('{"id":1}\n{"id":2,}\n{"id":\n"three"\n{"id":NaN}\n{"id":6}\n');
    expect(values).toEqual([{ id: 1 }, 'three', { id: 6 }]);
    expect(rejects.map(({ code, locator, original }) => ({ code, locator, original }))).toEqual([
      { code: 'RECORD_MALFORMED', locator: { line: 2, byte: 9 }, original: '{"id":2,}' },
      { code: 'RECORD_MALFORMED', locator: { line: 3, byte: 19 }, original: '{"id":' },
      { code: 'RECORD_MALFORMED', locator: { line: 5, byte: 34 }, original: '{"id":NaN}' },
    ]);
    expect(rejects[0]?.reason).toMatch(/^This record is not well-formed JSON: .* Expected one JSON value\.$/);
  });

  test.each([
    ['cut off between two fields', '{"id":1,'],
    ['cut off in a string', '{"id":1,"title":"Neural'],
    ['cut off in a list', '{"id":1,"authors":[{"name":"A"'],
    ['with a bracket too many', '{"id":1}}'],
    ['with the wrong bracket', '{"id":[1}'],
    ['cut off after a byte order mark', '\uFEFF{"id":1,'],
  ])('the first line of JSON Lines, %s', async (_, broken) => {
    const { values, rejects } = await read(`${broken}\n{"id":2}\n{"id":3}\n`);
    expect(values.slice(-2)).toEqual([{ id: 2 }, { id: 3 }]);
    expect(rejects).toMatchObject([{ code: 'RECORD_MALFORMED', locator: { line: 1 } }]);
  });

  test.each([
    ['a trailing comma', '{"id":2,}'],
    ['a comment', '{"id":2 /* two */}'],
    ['single quotes', "{'id':2}"],
    ['a number that JSON does not have', '{"id":NaN}'],
    ['a raw line break in a string', '{"id":"2\n"}'],
    ['a raw NUL byte', '{"id":"\u0000"}'],
    ['a missing comma', '{"a":[{}{}] "id":2}'],
  ])('an item of an array on one line with %s', async (_, broken) => {
    const { values, rejects } = await read(`[{"id":1},${broken},{"id":3}]`);
    expect(values).toEqual([{ id: 1 }, { id: 3 }]);
    expect(rejects).toMatchObject([
      { code: 'RECORD_MALFORMED', original: broken, locator: { line: 1, byte: 10 } },
    ]);
  });

  test.each([
    ['brackets that do not match', '  {\n    "id": [2\n  },\n'],
    ['a bracket missing', '  {\n    "id": 2\n  ,\n'],
    ['a quote missing', '  {\n    "id": "2\n  },\n'],
    ['a quote missing that another one seems to close', '  {\n    "id": "2,\n    "year": 2020\n  },\n'],
    ['a bracket too many', '  {"id": 2}},\n'],
  ])('an item of an indented array with %s', async (_, broken) => {
    const { values, rejects } = await read(
      `{"results": [\n  {\n    "id": 1\n  },\n${broken}  {\n    "id": 3\n  }\n]}\n`,
    );
    expect(values.filter((value) => JSON.stringify(value) !== '{"id":2}')).toEqual([{ id: 1 }, { id: 3 }]);
    expect(rejects).toMatchObject([{ code: 'RECORD_MALFORMED', locator: { line: 5 } }]);
    expect(rejects[0]?.reason).toMatch(/Reading went on at line \d+\.$/);
  });

  test.each([
    [
      'an array on one line in which nothing says where the next item begins',
      '[{"id":1},{"id":"2},{"id":3}]',
      '{"id":"2},{"id":3}]',
    ],
    ['an array cut off in an item', '[{"id":1},\n{"id":2,', '{"id":2,'],
    ['an array cut off in a string', '[{"id":1},\n{"id":"2', '{"id":"2'],
    ['an array cut off after an item', '[{"id":1},', ''],
    ['an answer cut off after its items', '{"results":[{"id":1}]', ''],
    ['something after the array', '[{"id":1}] x', 'x'],
  ])('the rest of %s: what is before it is kept, and the loss is told', async (_, text, original) => {
    for (const chunk of [1, 1000]) {
      const { values, rejects } = await read(text, undefined, chunk);
      expect(values).toEqual([{ id: 1 }]);
      expect(rejects).toMatchObject([{ code: 'SOURCE_MALFORMED', original }]);
      expect(rejects[0]?.locator.line).toBe(text.includes('\n') ? 2 : 1);
    }
  });

  test('an item that is not UTF-8', async () => {
    const latin1 = Buffer.from('{"title":"caf\u00e9"}\n', 'latin1');
    const utf8 = Buffer.from('{"title":"café"}\n');
    const { values, rejects } = await read(Buffer.concat([utf8, latin1, utf8]));
    expect(values).toEqual([{ title: 'café' }, { title: 'café' }]);
    expect(rejects).toMatchObject([
      { code: 'RECORD_MALFORMED', locator: { line: 2 }, original: '{"title":"caf\ufffd"}' },
    ]);
    expect(rejects[0]?.reason).toContain('not UTF-8');
  });

  test.each([
    ['words', 'Attention is all you need'],
    ['XML', '<dblp>'],
    ['UTF-16', Buffer.from('[{"id":1}]', 'utf16le').subarray(1)],
    ['a bare string', '\n"title"'],
  ])('a source that does not begin as JSON is an error: %s', async (_, text) => {
    const error = await read(text).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ScholargraphError);
    expect(error).toMatchObject({
      code: 'SOURCE_MALFORMED',
      detail: { source: 'test.json', line: expect.any(Number) },
    });
  });

  test('what the bytes throw comes through after the items before it', async () => {
    async function* torn() {
      yield Buffer.from('[{"id":1},{"id"');
      throw new ScholargraphError('SOURCE_UNREADABLE', 'The gzip stream ends early');
    }
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const found of jsonItems({ uri: 'x', bytes: torn() })) seen.push(found);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
    expect(seen).toMatchObject([{ value: { id: 1 } }]);
  });

  test('any bytes at all give items and rejects, or say that this is not JSON', async () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\n',
      '\\',
      ' ',
      '{"a":1}',
      '\n{',
      '"results":[',
      'x',
      'é',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fragment), fc.integer({ min: 1, max: 9 }), async (fragments, chunk) => {
        const text = fragments.join('');
        const outcomes = [];
        for (const length of [chunk, 1000]) {
          outcomes.push(
            await read(text, { bytes: 60, depth: 5 }, length).catch((error: unknown) => {
              if (error instanceof ScholargraphError) return error.message;
              throw error;
            }),
          );
        }
        expect(outcomes[0]).toEqual(outcomes[1]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('is not to be overwhelmed', () => {
  test('an item beyond the limit is a reject, and its beginning is kept to tell which', async () => {
    const large = JSON.stringify({ id: 2, title: 'x'.repeat(5000) });
    for (const text of [`{"id":1}\n${large}\n{"id":3}\n`, `[{"id":1},${large},{"id":3}]`]) {
      const { values, rejects } = await read(text, { bytes: 1000, depth: 10 }, 100);
      expect(values).toEqual([{ id: 1 }, { id: 3 }]);
      expect(rejects).toMatchObject([
        { code: 'RECORD_TOO_LARGE', locator: { line: text[0] === '[' ? 1 : 2 } },
      ]);
      expect(rejects[0]?.original).toMatch(/^\{"id":2,"title":"xxx/);
    }
  });

  test('a line of 400 MB is passed over in constant memory', async () => {
    const before = heldMemory();
    let peak = 0;
    async function* line() {
      yield Buffer.from('{"id":1}\n{"id":2,"title":"');
      for (let i = 0; i < 400; i++) {
        yield Buffer.alloc(1024 * 1024, 'x');
        if (i % 20 === 0) peak = Math.max(peak, heldMemory());
      }
      yield Buffer.from('"}\n{"id":3}\n');
    }
    const seen: unknown[] = [];
    for await (const found of jsonItems({ uri: 'x', bytes: line() })) {
      seen.push('reject' in found ? found.reject.code : found.value);
      if ('reject' in found) expect(found.reject.original).toHaveLength(rejectTextLimit);
    }
    expect(seen).toEqual([{ id: 1 }, 'RECORD_TOO_LARGE', { id: 3 }]);
    expect(peak - before).toBeLessThan(150 * 1024 * 1024);
  });

  test.each([
    ['an array', (deep: string) => `[{"id":1},{"x":${deep}},{"id":3}]`],
    ['JSON Lines', (deep: string) => `{"id":1}\n{"x":${deep}}\n{"id":3}\n`],
  ])('an item nested too deeply is a reject in %s', async (_, wrap) => {
    const { values, rejects } = await read(
      wrap('['.repeat(200_000) + ']'.repeat(200_000)),
      undefined,
      65_536,
    );
    expect(values).toEqual([{ id: 1 }, { id: 3 }]);
    expect(rejects).toMatchObject([{ code: 'RECORD_TOO_LARGE' }]);
    expect(rejects[0]?.reason).toContain('nested');
  });

  test('a __proto__ key is data of its own object and reaches no other', async () => {
    const { values } = await read(
      '[{"__proto__": {"title": "polluted"}, "constructor": {"prototype": {"title": 1}}}]',
    );
    expect(Object.getPrototypeOf(values[0])).toBe(Object.prototype);
    expect(Object.hasOwn(values[0] as object, '__proto__')).toBe(true);
    expect((values[0] as { title?: unknown }).title).toBeUndefined();
    expect(({} as { title?: unknown }).title).toBeUndefined();
  });
});
