import { auditServer } from 'graphql-http';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer, type Server } from '../../../src/server.ts';
import { defaultServing } from '../../../src/serving.ts';
import { freshGraph } from '../../graph/freshGraph.ts';

const administrators = [{ name: 'Ada', token: 'a-token-for-tests-only' }];

/**
 * GraphQL over HTTP by the audits of graphql-http: all that the specification says MUST, SHOULD and MAY. Two of them read
 * the schema by GET, which in production takes a token and a header that no page of another site can add.
 */
describe.each([
  ['in development', false, {}],
  [
    'in production, asked with a token',
    true,
    { authorization: 'Bearer a-token-for-tests-only', 'x-scholargraph-csrf': '1' },
  ],
])('graphql-http %s', (_, production, headers: Record<string, string>) => {
  let server: Server;
  let address: string;

  beforeAll(async () => {
    server = createServer({
      graph: await freshGraph(),
      config: {
        administrators,
        host: '127.0.0.1',
        port: 0,
        serving: { ...defaultServing, production, playground: !production, introspection: !production },
      },
      logger: pino({ level: 'silent' }),
    });
    address = await server.listen();
  });
  afterAll(() => server.close());

  test('passes every audit', async () => {
    const results = await auditServer({
      url: address,
      fetchFn: (input: string, init: RequestInit = {}) =>
        fetch(input, { ...init, headers: { ...headers, ...Object.fromEntries(new Headers(init.headers)) } }),
    });
    expect(results.filter(({ status }) => status !== 'ok').map(({ name }) => name)).toEqual([]);
    expect(results).toHaveLength(61);
  });
});
