import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { createServer, type Server } from '../../../src/server.ts';
import { freshGraph } from '../../graph/freshGraph.ts';

let server: Server;
let address: string;

/** With what NODE_ENV=production sets, and nothing else. */
beforeAll(async () => {
  const { serving } = readConfig({ NODE_ENV: 'production' });
  server = createServer({
    graph: await freshGraph(),
    config: { administrators: [], host: '127.0.0.1', port: 0, serving },
    logger: pino({ level: 'silent' }),
  });
  address = await server.listen();
});
afterAll(() => server.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly { message: string }[];
    readonly extensions?: unknown;
  };
}

async function answer(response: Promise<Response>): Promise<Answer> {
  const { status, ...got } = await response.then(async (each) => ({
    status: each.status,
    text: await each.text(),
  }));
  const body = got.text.startsWith('{') ? JSON.parse(got.text) : {};
  return { status, text: got.text, body };
}

const post = (body: unknown) =>
  answer(
    fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

const ask = (query: string) => post({ query });

/** The twelve checks of the scanner graphql-cop; each would find something in a server with no settings. */
describe('graphql-cop finds nothing in production:', () => {
  test('alias overloading: 101 aliases', async () => {
    const aliases = Array.from({ length: 101 }, (_, at) => `alias${at}: __typename`).join(' ');
    expect((await ask(`query cop { ${aliases} }`)).body.data).toBeUndefined();
  });

  test('array-based batching: ten queries in one request', async () => {
    const { body, status } = await post(
      Array.from({ length: 10 }, () => ({ query: 'query cop { __typename }' })),
    );
    expect(status).toBe(400);
    expect(Array.isArray(body)).toBe(false);
    expect(body.data).toBeUndefined();
  });

  test('directive overloading: ten unknown directives are one error', async () => {
    const { body } = await ask(`query cop { __typename ${'@aa'.repeat(10)} }`);
    expect(body.errors).toHaveLength(1);
  });

  test('circular introspection', async () => {
    const circle = `${'fields { type { '.repeat(4)}name${' } }'.repeat(4)}`;
    const { body } = await ask(`query cop { __schema { types { ${circle} } } }`);
    expect(body.data).toBeUndefined();
  });

  test('field duplication: 500 times the same field', async () => {
    expect((await ask(`query cop { ${'__typename '.repeat(500)} }`)).body.data).toBeUndefined();
  });

  test('queries by GET, which a page of another site could make', async () => {
    const { body, status } = await answer(
      fetch(`${address}?query=${encodeURIComponent('query cop { __typename }')}`),
    );
    expect(status).toBe(403);
    expect(body.data).toBeUndefined();
  });

  test('mutations by GET', async () => {
    const { body, status } = await answer(
      fetch(`${address}?query=${encodeURIComponent('mutation cop { __typename }')}`, {
        headers: { 'x-scholargraph-csrf': '1' },
      }),
    );
    expect(status).toBe(405);
    expect(body.data).toBeUndefined();
  });

  test('queries by a form', async () => {
    const { body, status } = await answer(
      fetch(address, { method: 'POST', body: new URLSearchParams({ query: 'query cop { __typename }' }) }),
    );
    expect(status).toBe(403);
    expect(body.data).toBeUndefined();
  });

  test('GraphiQL', async () => {
    const { text } = await answer(fetch(address, { headers: { accept: 'text/html' } }));
    expect(text).not.toMatch(/graphiql|playground/i);
  });

  test('introspection', async () => {
    const { body } = await ask('query cop { __schema { types { name } } }');
    expect(body.data).toBeUndefined();
    expect((await ask('query cop { __type(name: "Author") { name } }')).body.data).toBeUndefined();
  });

  test('trace mode', async () => {
    const { body, text } = await ask('query cop { __typename }');
    expect(body).toEqual({ data: { __typename: 'Query' } });
    expect(text).not.toContain('tracing');
  });

  test('field suggestions', async () => {
    for (const query of [
      'query cop { publicaions { totalCount } }',
      'query cop { author(nam: "a") { name } }',
      'query cop ($a: Autho) { __typename }',
    ]) {
      const { body, text } = await ask(query);
      expect(body.errors?.length).toBeGreaterThan(0);
      expect(text).not.toContain('Did you mean');
    }
  });

  test('unhandled errors', async () => {
    for (const query of ['qwerty cop { abc }', '', '{', 'query cop { author(name: 1) { name } }']) {
      const { text, status } = await ask(query);
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(/exception|stack|node_modules|\.ts:/i);
    }
  });
});
