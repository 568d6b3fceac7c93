import { connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { Callers } from '../../src/graphql/callers.ts';
import { createServer, type Server } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';

/* What is no request that a client would send: a server in production says what is wrong with it, and never fails by it. */

let server: Server;
let address: string;
const log: string[] = [];

beforeAll(async () => {
  const graph = await freshGraph();
  await writeLibrary(graph);
  const { serving } = readConfig({ NODE_ENV: 'production' });
  server = createServer({
    graph,
    config: {
      administrators: [],
      host: '127.0.0.1',
      port: 0,
      serving: { ...serving, requestRate: 0, costRate: 0 },
    },
    logger: pino({ level: 'trace' }, { write: (line: string) => log.push(line) }),
  });
  address = await server.listen();
});
afterAll(() => server.close());

const accept = 'application/graphql-response+json';

describe('the header Host', () => {
  /** The whole answer to a request that is written by hand. */
  const raw = async (head: string): Promise<string> => {
    const client = connect(Number(new URL(address).port), '127.0.0.1');
    client.write(`${head}\r\nConnection: close\r\n\r\n`);
    let answer = '';
    for await (const part of client.setEncoding('utf8')) answer += part;
    return answer;
  };

  test.each(['a b', '[', 'a/health?', 'a@b', 'a\\b', '%zz', 'a:99999'])(
    '%s is none: 400, and nothing of how the server is made',
    async (host) => {
      const answer = await raw(`GET /graphql HTTP/1.1\r\nHost: ${host}`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
      expect(answer).toContain('"code":"BAD_INPUT"');
      expect(answer).not.toMatch(/node_modules|node:|TypeError/);
    },
  );

  test.each(['a', 'a.example:4000', '[::1]:4000', '127.0.0.1', ''])(
    '%s is one, or is left out',
    async (host) => {
      expect(await raw(`GET /health HTTP/1.1\r\nHost: ${host}`)).toMatch(/^HTTP\/1\.1 200 /);
    },
  );
});

test('an error outside of GraphQL is an incident: 500 without what is inside', async () => {
  const identify = vi.spyOn(Callers.prototype, 'identify').mockRejectedValue(new TypeError('the secret'));
  const response = await fetch(address, { method: 'POST', body: '{}' });
  identify.mockRestore();
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: 'Something went wrong in the server',
        extensions: { code: 'INTERNAL', incident: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ],
  });
});

test('10,000 times the same field is refused before it is parsed; it prints after how long', async () => {
  const body = JSON.stringify({ query: `{ ${'__typename '.repeat(10_000)} }` });
  const milliseconds: number[] = [];
  for (let time = 0; time < 20; time += 1) {
    const began = performance.now();
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body,
    });
    expect((await response.json()).errors[0].extensions.code).toBe('TOKEN_LIMIT');
    milliseconds.push(Math.round(performance.now() - began));
  }
  // Fifty are promised, of a machine that has time for it.
  const sorted = milliseconds.sort((a, b) => a - b);
  console.info(JSON.stringify({ 'milliseconds until it is refused': sorted[10], longest: sorted.at(-1) }));
});

describe('a list of 300,000 in the variables', () => {
  test.each<[string, string, string[]]>([
    ['that nobody declared is left aside', '{ __typename }', []],
    ['where ids are meant is refused', 'query ($wide: [ID!]!) { nodes(ids: $wide) { id } }', ['BAD_INPUT']],
  ])('%s', async (_, query, codes) => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query, variables: { wide: Array(300_000).fill(0) } }),
    });
    expect(response.status).toBe(200);
    const { errors = [] } = await response.json();
    expect(errors.map((error: { extensions: { code: string } }) => error.extensions.code)).toEqual(codes);
  });
});

describe('what is no JSON', () => {
  const headers = { 'x-scholargraph-csrf': '1', accept };

  test.each([
    ['variables', '['],
    ['variables', '{"name": "Keith Hall"'],
    ['extensions', '{'],
  ])('as %s of an address, %s: 400', async (name, text) => {
    const response = await fetch(`${address}?query={__typename}&${name}=${encodeURIComponent(text)}`, {
      headers,
    });
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_INPUT');
    // What JSON says of it quotes it.
    expect(log.join()).not.toContain('Keith');
  });

  test('as variables of a form: 400', async () => {
    const response = await fetch(address, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'query={__typename}&variables=[',
    });
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_INPUT');
  });
});

describe('as arguments of an export', () => {
  test.each([
    ['a filter 10,000 deep', `{"filter":${'{"not":'.repeat(10_000)}{}${'}'.repeat(10_000)}}`, 'DEPTH_LIMIT'],
    ['100,000 lists in lists', `{"filter":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'DEPTH_LIMIT'],
    ['a list of 300,000', JSON.stringify({ filter: { id: Array(300_000).fill(0) } }), 'BAD_INPUT'],
    ['__proto__', '{"__proto__": {"polluted": true}}', 'BAD_INPUT'],
    ['half a character', '{"search": "\\ud800"}', 'BAD_INPUT'],
  ])('%s: 400', async (_, body, code) => {
    const response = await fetch(new URL('/export/publications.jsonl', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
    expect((await response.json()).error.code).toBe(code);
  });
});
