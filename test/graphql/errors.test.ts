import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import { Graph } from '../../src/graph/graph.ts';
import { createServer } from '../../src/server.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';

const log: string[] = [];
const logger = pino(
  { level: 'warn' },
  new Writable({
    write(chunk, _encoding, done) {
      log.push(String(chunk));
      done();
    },
  }),
);
const config = { administrators: [], host: '127.0.0.1', port: 0 };

let graph: Graph;
const unreachable = new Graph({ uri: 'bolt://127.0.0.1:9', user: 'neo4j' });

beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
});
afterAll(() => unreachable.close());

async function post(body: string, { to = graph, accept = 'application/graphql-response+json' } = {}) {
  const { yoga } = createServer({ graph: to, config, logger });
  const response = await yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body,
  });
  const text = await response.text();
  return { status: response.status, text, json: text === '' ? undefined : JSON.parse(text) };
}

const query = (text: string, options = {}) => post(JSON.stringify({ query: text }), options);

describe('what a client can act on keeps its text and has a code', () => {
  test('an error of ours', async () => {
    const { status, json } = await query('{ publications(first: -5) { totalCount } }');
    expect(status).toBe(200);
    expect(json).toEqual({
      data: null,
      errors: [
        {
          message: 'first is -5. Expected 0 to 100. Read further pages by cursor.',
          path: ['publications'],
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'BAD_INPUT', expected: '0 to 100', fix: 'Read further pages by cursor.' },
        },
      ],
    });
  });

  test('beside it, what is well', async () => {
    const { status, json } = await query(
      '{ bad: author { name } good: author(name: "Keith Hall") { name } }',
    );
    expect(status).toBe(200);
    expect(json.data).toEqual({ bad: null, good: { name: 'Keith Hall' } });
    expect(json.errors).toHaveLength(1);
  });

  test.each([
    ['a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a NUL in a text', '{ author(name: "a\\u0000b") { name } }', 'BAD_INPUT'],
    ['half a character in a text', '{ author(name: "a\\ud800b") { name } }', 'GRAPHQL_PARSE_FAILED'],
  ])('%s', async (_, text, code) => {
    const { status, json } = await query(text);
    expect(status).toBe(400);
    expect(json.errors[0].extensions.code).toBe(code);
    expect(json.data).toBeUndefined();
  });

  test.each<[string, Record<string, unknown>]>([
    ['of the wrong type', { name: 5 }],
    ['with a NUL', { name: 'a\0b' }],
    ['with half a character', { name: '\udc00' }],
  ])('a variable %s', async (_, variables) => {
    const { status, json } = await post(
      JSON.stringify({ query: 'query ($name: String) { author(name: $name) { name } }', variables }),
    );
    expect(status).toBe(400);
    expect(json.errors[0].extensions.code).toBe('BAD_INPUT');
  });

  test('several have the name', async () => {
    await graph.command(
      cypher`UNWIND [1, 2] AS at CREATE (:Author {id: 'a-twin-' + at, name: 'Wei Wang', sortName: 'wang wei', names: ['Wei Wang']})`,
    );
    await graph.command(cypher`CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()`);
    const { json } = await query('{ author(name: "wei wang") { name } }');
    expect(json.errors[0].extensions.code).toBe('AMBIGUOUS');
    expect(json.errors[0].message).toContain("3 authors are called 'wei wang'");
    const id = /: (\S+) \(Wei Wang\)/.exec(json.errors[0].message)?.[1];
    expect((await query(`{ author(id: "${id}") { name } }`)).json.data).toEqual({
      author: { name: 'Wei Wang' },
    });
  });
});

describe('what a client cannot act on stays inside', () => {
  test('a bug is an incident; the log has the rest', async () => {
    await graph.command(cypher`MATCH (p:Publication {id: 'p-ask'}) SET p.chosen = 'not JSON'`);
    const { status, text, json } = await query(
      '{ publication(id: "UHVibGljYXRpb246cC1hc2s=") { title chosen { field } } }',
    );
    expect(status).toBe(500);
    expect(json.errors[0]).toMatchObject({
      message: 'Something went wrong in the server',
      extensions: { code: 'INTERNAL', incident: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
    expect(text).not.toMatch(/JSON|SyntaxError|src\/|node_modules/);
    const logged = log.find((line) => line.includes(json.errors[0].extensions.incident));
    expect(logged).toContain('not JSON');
    expect(logged).toContain('publication.chosen');
  });

  test('a database that is gone is 503', async () => {
    const { status, text, json } = await query('{ publications { totalCount } }', { to: unreachable });
    expect(status).toBe(503);
    expect(json).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'DATABASE_UNAVAILABLE', fix: 'Try again in a few seconds.' } }],
    });
    expect(text).not.toContain('127.0.0.1');
  }, 30_000);
});

describe('what is no GraphQL request', () => {
  test.each([
    ['truncated JSON', '{"query": "{ __ty'],
    ['no query', '{}'],
    ['an unknown parameter', '{"query": "{ __typename }", "evil": 1}'],
    ['a batch', '[{"query": "{ __typename }"}, {"query": "{ __typename }"}]'],
  ])('%s', async (_, body) => {
    const { status } = await post(body);
    expect(status).toBe(400);
  });

  test('too large a body', async () => {
    const { status } = await query(`{ __typename } # ${'x'.repeat(1_100_000)}`);
    expect(status).toBe(413);
  });

  test('another type of content', async () => {
    const { yoga } = createServer({ graph, config, logger });
    const response = await yoga.fetch('http://localhost/graphql', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{ __typename }',
    });
    expect(response.status).toBe(415);
  });
});
