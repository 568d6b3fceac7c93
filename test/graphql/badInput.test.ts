import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { createServer, type Server } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { globalId } from './fixture/asking.ts';
import { cypherInjections, illFormedText, oddCursors, oddVariables } from './fixture/hostile.ts';
import { writeLibrary } from './fixture/library.ts';

/* What each kind of bad input gets, from a server in production on a port. */

const token = 'a-token-for-tests-only';

let graph: Graph;
let server: Server;
let address: string;
/** When the server has closed the connection of somebody who sends headers a byte at a time. */
let drips: Promise<number>;

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
  const { serving } = readConfig({ NODE_ENV: 'production' });
  server = createServer({
    graph,
    config: {
      administrators: [{ name: 'Ada', token }],
      host: '127.0.0.1',
      port: 0,
      serving: { ...serving, requestRate: 0, costRate: 0 },
    },
    logger: pino({ level: 'silent' }),
  });
  address = await server.listen();
  drips = dripping(Number(new URL(address).port));
});
afterAll(() => server.close());

async function dripping(port: number): Promise<number> {
  const began = performance.now();
  const client = connect(port, '127.0.0.1').on('error', () => {});
  client.write('POST /graphql HTTP/1.1\r\nHost: a\r\nX-Drip: ');
  const drip = setInterval(() => client.write('x'), 200);
  client.resume();
  await once(client, 'close');
  clearInterval(drip);
  return performance.now() - began;
}

interface Got {
  readonly status: number;
  readonly data: unknown;
  readonly errors: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

async function send(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Got> {
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...headers,
    },
    body,
  });
  const text = await response.text();
  const { data, errors = [] } = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, data, errors };
}

const ask = (query: string, variables: unknown = {}) => send(JSON.stringify({ query, variables }));

describe('over HTTP', () => {
  const typename = '{"query": "{ __typename }"}';

  test.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>, number]>([
    ['truncated JSON', '{"query": "{ __ty', {}, 400],
    [
      'JSON that is too large',
      `{"query": "{ __typename }", "variables": {"a": "${'x'.repeat(1_000_000)}"}}`,
      {},
      413,
    ],
    ['text/plain', typename, { 'content-type': 'text/plain' }, 415],
    ['a batch of ten', `[${Array.from({ length: 10 }, () => typename).join()}]`, {}, 400],
    ['the charset utf-7', typename, { 'content-type': 'application/json; charset=utf-7' }, 415],
    ['the charset utf-16', typename, { 'content-type': 'application/json; charset="UTF-16"' }, 415],
    ['a body packed with gzip', new Uint8Array(gzipSync(typename)), { 'content-encoding': 'gzip' }, 415],
    ['a body packed with what nobody knows', typename, { 'content-encoding': 'evil' }, 415],
    [
      'variables 100,000 deep',
      `{"query": "{ __typename }", "variables": {"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      {},
      400,
    ],
    ['a form', 'query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }, 403],
  ])('%s: %j', async (_, body, headers, status) => {
    const got = await send(body, headers);
    expect(got.status).toBe(status);
    expect(got.data).toBeUndefined();
  });

  test('a bomb of gzip is not unpacked', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(100_000_000, ' ')));
    const before = process.memoryUsage().rss;
    expect((await send(bomb, { 'content-encoding': 'gzip' })).status).toBe(415);
    expect(process.memoryUsage().rss - before).toBeLessThan(90_000_000);
  });

  test('a mutation by GET: 405', async () => {
    const url = `${address}?query=${encodeURIComponent('mutation { __typename }')}`;
    expect((await fetch(url, { headers: { 'x-scholargraph-csrf': '1' } })).status).toBe(405);
  });

  test('the key __proto__ in the map of a form with files: 400', async () => {
    const form = new FormData();
    form.set('operations', '{"query": "{ __typename }", "variables": {"file": null}}');
    form.set('map', '{"__proto__": ["variables.file"]}');
    form.set('__proto__', new Blob(['x']));
    const response = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    expect(response.status).toBe(400);
  });

  test.each(oddVariables)('the variables %s are taken for nothing else', async (variables) => {
    const got = await send(`{"query": "{ __typename }", "variables": ${variables}}`);
    expect([200, 400]).toContain(got.status);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('in GraphQL', () => {
  const layers = (names: number) =>
    Array.from(
      { length: names },
      (_, at) => `fragment F${at} on Author { ...F${at + 1} ...F${at + 1} }`,
    ).join(' ');

  test.each<[string, string, string]>([
    [
      '16 aliases',
      `{ ${Array.from({ length: 16 }, (_, at) => `a${at}: publications { totalCount }`).join(' ')} }`,
      'ALIAS_LIMIT',
    ],
    [
      '101 aliases of __typename',
      `{ ${Array.from({ length: 101 }, (_, at) => `a${at}: __typename`).join(' ')} }`,
      'ALIAS_LIMIT',
    ],
    ['10,000 times the same field', `{ ${'__typename '.repeat(10_000)} }`, 'TOKEN_LIMIT'],
    [
      'a depth that fragments hide',
      `query { author(name: "a") { ...F0 } }
      ${Array.from({ length: 8 }, (_, at) => `fragment F${at} on Author { coauthors { nodes { ...F${at + 1} } } }`).join('\n')}
      fragment F8 on Author { name }`,
      'DEPTH_LIMIT',
    ],
    [
      'a fragment in itself',
      '{ author(name: "a") { ...F } } fragment F on Author { coauthors { nodes { ...F } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'two fragments in each other',
      '{ author(name: "a") { ...F } } fragment F on Author { ...G } fragment G on Author { ...F }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      '2^12 ways through fragments',
      `{ author(name: "a") { ...F0 } } ${layers(12)} fragment F12 on Author { name }`,
      'TOKEN_LIMIT',
    ],
    ['ten unknown directives', `{ __typename ${'@aa'.repeat(10)} }`, 'DIRECTIVE_LIMIT'],
    [
      '5,000 lists in lists',
      `{ nodes(ids: ${'['.repeat(5_000)}${']'.repeat(5_000)}) { id } }`,
      'DEPTH_LIMIT',
    ],
    ['the schema', '{ __schema { types { name } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s: one error', async (_, query, code) => {
    const { status, data, errors } = await ask(query);
    expect(status).toBe(400);
    expect(data).toBeUndefined();
    expect(errors.map(({ extensions }) => extensions.code)).toContain(code);
  });

  test('a misspelt field: no suggestion', async () => {
    const { errors } = await ask('{ publicaions { totalCount } }');
    expect(errors[0]?.message).toContain('Cannot query field "publicaions"');
    expect(errors[0]?.message).not.toContain('Did you mean');
  });
});

describe('in variables', () => {
  const page =
    'query ($first: Int, $last: Int, $after: String) { publications(first: $first, last: $last, after: $after) { nodes { id } } }';
  const named = 'query ($text: String!) { author(name: $text) { name } }';
  const found = 'query ($text: String!) { publications(search: $text) { totalCount } }';
  const byId = 'query ($id: ID!) { node(id: $id) { id } }';

  test.each<[string, string, Record<string, unknown>, string]>([
    ['first: -1', page, { first: -1 }, 'BAD_INPUT'],
    ['first: 10^9', page, { first: 1e9 }, 'BAD_INPUT'],
    ['first: 1.5', page, { first: 1.5 }, 'BAD_INPUT'],
    ['first: 2^53 + 1', page, { first: 2 ** 53 + 2 }, 'BAD_INPUT'],
    ['first with last', page, { first: 1, last: 1 }, 'BAD_INPUT'],
    [
      "another type's id",
      'query ($id: ID!) { author(id: $id) { id } }',
      { id: globalId('Venue', 'v-iclr') },
      'BAD_INPUT',
    ],
    ['an id of no type', byId, { id: globalId('__proto__', 'x') }, 'BAD_INPUT'],
    ['no id at all', byId, { id: '../../etc/passwd' }, 'BAD_INPUT'],
    ['a search of 100,000 words', found, { text: 'a '.repeat(100_000) }, 'BAD_INPUT'],
    ...illFormedText.map((text): [string, string, Record<string, unknown>, string] => [
      `the text ${JSON.stringify(text)}`,
      named,
      { text },
      'BAD_INPUT',
    ]),
    ...oddCursors
      .slice(0, 12)
      .map((after): [string, string, Record<string, unknown>, string] => [
        `the cursor ${after}`,
        page,
        { after },
        'BAD_CURSOR',
      ]),
  ])('%s: an error with a code', async (_, query, variables, code) => {
    const { status, data, errors } = await ask(query, variables);
    expect([200, 400]).toContain(status);
    expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
  });

  test('a search of 10 MB: 413', async () => {
    expect((await ask(found, { text: 'a'.repeat(10_000_000) })).status).toBe(413);
  });

  test('first: 0 is empty', async () => {
    expect((await ask(page, { first: 0 })).data).toEqual({ publications: { nodes: [] } });
  });

  test.each(cypherInjections)('%j is data', async (text) => {
    expect(await ask(named, { text })).toMatchObject({ status: 200, data: { author: null }, errors: [] });
    expect((await ask('{ publications { totalCount } }')).data).toEqual({ publications: { totalCount: 11 } });
  });
});

test('a path or an address that is sent to be imported is text, and is not opened', async () => {
  let asked = 0;
  const elsewhere = createHttpServer((_, response) => {
    asked += 1;
    response.end('@article{a, title = {Secret}}');
  }).listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  const query = `mutation ($input: ImportRecordsInput!) { importRecords(input: $input) { state error { code } records } }`;
  for (const target of [url, '/etc/passwd', 'file:///etc/passwd']) {
    const { data } = await send(
      JSON.stringify({ query, variables: { input: { sourceName: target, text: target, waitSeconds: 30 } } }),
      { authorization: `Bearer ${token}` },
    );
    expect(data).toEqual({
      importRecords: { state: 'FAILED', error: { code: 'FORMAT_UNKNOWN' }, records: 0 },
    });
  }
  expect(asked).toBe(0);
  elsewhere.close();
});

test('somebody who sends headers a byte at a time is cut off within 30 s', async () => {
  // Node by itself would wait for a minute, and look after half a minute whether it is over.
  expect(await drips).toBeLessThan(55_000);
});
