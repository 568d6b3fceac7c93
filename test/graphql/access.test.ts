import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { cypher } from '../../src/graph/cypher.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { createServer } from '../../src/server.ts';
import { requestLogFields } from '../../src/serving/request.ts';
import { defaultServing, type Serving } from '../../src/serving.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { writeLibrary } from './fixture/library.ts';

const token = 'a-token-for-tests-only';
const readToken = 'a-token-for-readers-only';
const local = 'http://localhost/graphql';

let graph: Graph;
beforeAll(async () => {
  graph = await freshGraph();
  await writeLibrary(graph);
});

function serverOf(serving: Partial<Serving> = {}, lines: string[] = [], level = 'warn') {
  return createServer({
    graph,
    config: {
      administrators: [{ name: 'Ada', token }],
      host: '127.0.0.1',
      port: 0,
      serving: { ...defaultServing, ...serving },
    },
    logger: pino({ level, mixin: requestLogFields }, { write: (line: string) => lines.push(line) }),
  });
}

const post = (body: object, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
const typename = { query: '{ __typename }' };

describe('reading by token', () => {
  const { yoga } = {
    yoga: (headers: Record<string, string> = {}, url = local) =>
      serverOf({ readers: [{ name: 'Bo', token: readToken }] }).yoga.fetch(
        url,
        url === local ? post(typename, headers) : { headers },
      ),
  };

  test('nobody reads without one', async () => {
    const response = await yoga();
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect((await response.json()).errors[0].extensions.code).toBe('READER_REQUIRED');
    expect((await yoga({ authorization: 'Bearer something-else-altogether' })).status).toBe(401);
    expect((await yoga({}, 'http://localhost/export/publications.jsonl')).status).toBe(401);
  });

  test.each(['/graphql/', '/other/graphql', '/other?x=/graphql', '/graphql?x=/ready'])(
    'nobody gets around that by the path %s',
    async (path) => {
      const serving = { readers: [{ name: 'Bo', token: readToken }] };
      expect((await serverOf(serving).yoga.fetch(`http://localhost${path}`, post(typename))).status).toBe(
        401,
      );
    },
  );

  test('readers and administrators do', async () => {
    expect((await yoga({ authorization: `Bearer ${readToken}` })).status).toBe(200);
    expect((await yoga({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect(
      (await yoga({ authorization: `Bearer ${readToken}` }, 'http://localhost/export/publications.jsonl'))
        .status,
    ).toBe(200);
  });

  test('readers change nothing', async () => {
    const response = await serverOf({ readers: [{ name: 'Bo', token: readToken }] }).yoga.fetch(
      local,
      post({ query: 'mutation { findTopicClusters { id } }' }, { authorization: `Bearer ${readToken}` }),
    );
    expect(response.status).toBe(403);
    expect((await response.json()).errors[0].extensions.code).toBe('ROLE_REQUIRED');
  });

  test('health and readiness need none', async () => {
    expect((await yoga({}, 'http://localhost/health')).status).toBe(200);
    expect((await yoga({}, 'http://localhost/ready')).status).toBe(200);
  });
});

describe('pages of other sites', () => {
  const get = (headers: Record<string, string>, serving: Partial<Serving> = {}) =>
    serverOf(serving).yoga.fetch(`${local}?query={__typename}`, { headers });

  test.each<[string, Record<string, string>, number]>([
    ['a program', {}, 200],
    ['its own page', { 'sec-fetch-site': 'same-origin' }, 200],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of another port', { 'sec-fetch-site': 'same-site' }, 403],
    ['a page that says where it is from', { origin: 'https://example.org' }, 403],
    ['a page that could add a header', { 'sec-fetch-site': 'cross-site', 'x-scholargraph-csrf': '1' }, 200],
  ])('by GET, %s: %i', async (_, headers, status) => {
    expect((await get(headers)).status).toBe(status);
  });

  test('in production a header is needed', async () => {
    expect((await get({}, { production: true })).status).toBe(403);
    expect((await get({ 'apollo-require-preflight': '1' }, { production: true })).status).toBe(200);
  });

  test.each(['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded; charset=utf-8'])(
    'cannot send %s',
    async (type) => {
      const response = await serverOf().yoga.fetch(local, {
        method: 'POST',
        headers: { 'content-type': type },
        body: 'query={__typename}',
      });
      expect(response.status).toBe(403);
      expect((await response.json()).errors[0].extensions.code).toBe('CROSS_SITE_REQUEST');
    },
  );

  test('are not allowed to read unless their origin is named', async () => {
    const ask = (serving: Partial<Serving>, origin: string) =>
      serverOf(serving).yoga.fetch(local, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    const allowed = async (response: Response | Promise<Response>) =>
      (await response).headers.get('access-control-allow-origin');
    expect(await allowed(ask({}, 'https://example.org'))).toBeNull();
    const corsOrigins = ['https://example.org', 'https://example.com'];
    expect(await allowed(ask({ corsOrigins }, 'https://example.org'))).toBe('https://example.org');
    expect(await allowed(ask({ corsOrigins }, 'https://evil.example'))).not.toBe('https://evil.example');
  });

  test('may read what the headers of an answer or an export say, where their origin is named', async () => {
    const headers = { origin: 'https://example.org' };
    const exposed = async (url: string, init: RequestInit, serving: Partial<Serving>) =>
      (await serverOf(serving).yoga.fetch(url, init)).headers.get('access-control-expose-headers');
    const named = { corsOrigins: ['https://example.org'] };
    const all =
      'content-disposition, etag, retry-after, www-authenticate, x-request-id, x-scholargraph-bookmark, x-scholargraph-truncated';
    expect(await exposed(local, post(typename, headers), named)).toBe(all);
    for (const file of ['topics.net?maxNodes=2', 'nothing.bib'])
      expect(await exposed(`http://localhost/export/${file}`, { headers }, named)).toBe(all);
    expect(await exposed(local, post(typename, headers), {})).toBeNull();
  });
});

describe('what is shown', () => {
  test('every answer has security headers', async () => {
    for (const url of [
      local,
      'http://localhost/health',
      'http://localhost/nothing',
      'http://localhost/export/a.b',
    ]) {
      const { headers } = await serverOf({ production: true }).yoga.fetch(
        url,
        url === local ? post(typename) : {},
      );
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toMatch(/^max-age=/);
    }
  });

  test('the page of the playground runs no script but its own', async () => {
    const { headers } = await serverOf().yoga.fetch(local, { headers: { accept: 'text/html' } });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src( 'sha256-[\w+/]{43}=')+ blob:;/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });

  const schema = { query: '{ __schema { queryType { name } } }' };

  test('the schema to those with a token, where it is not open to all', async () => {
    const serving = { introspection: false, readers: [{ name: 'Bo', token: readToken }] };
    const ask = async (headers: Record<string, string>, of: Partial<Serving> = serving) =>
      (await serverOf(of).yoga.fetch(local, post(schema, headers))).json();
    expect((await ask({}, { introspection: false })).data).toBeUndefined();
    expect((await ask({ authorization: `Bearer ${readToken}` })).data.__schema.queryType.name).toBe('Query');
    expect((await ask({ authorization: `Bearer ${token}` })).data.__schema.queryType.name).toBe('Query');
  });

  test('suggestions to those who may read the schema', async () => {
    const misspelt = post({ query: '{ publicaions { totalCount } }' });
    expect(await (await serverOf().yoga.fetch(local, misspelt)).text()).toContain('Did you mean');
    const hidden = await (await serverOf({ introspection: false }).yoga.fetch(local, misspelt)).text();
    expect(hidden).toContain('Cannot query field \\"publicaions\\"');
    expect(hidden).not.toContain('Did you mean');
  });
});

describe('persisted operations', () => {
  const query = '{ publications { totalCount } }';
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const persistedQuery = { version: 1, sha256Hash };

  function withFile<Result>(content: string, work: (operations: string) => Promise<Result>): Promise<Result> {
    const folder = mkdtempSync(path.join(tmpdir(), 'scholargraph-operations-'));
    const file = path.join(folder, 'operations.json');
    writeFileSync(file, content);
    return work(file).finally(() => rmSync(folder, { recursive: true }));
  }

  test('are all that is taken, but of administrators', () =>
    withFile(JSON.stringify({ [sha256Hash]: query }), async (operations) => {
      const ask = async (body: object, headers = {}) =>
        (await serverOf({ operations }).yoga.fetch(local, post(body, headers))).json();
      expect((await ask({ extensions: { persistedQuery } })).data).toEqual({
        publications: { totalCount: 11 },
      });
      expect((await ask({ query })).errors[0].extensions.code).toBe('OPERATION_NOT_PERSISTED');
      const other = { version: 1, sha256Hash: sha256Hash.replace(/^./, 'x') };
      expect((await ask({ extensions: { persistedQuery: other } })).errors[0].extensions.code).toBe(
        'OPERATION_NOT_PERSISTED',
      );
      expect((await ask({ query }, { authorization: `Bearer ${token}` })).data).toEqual({
        publications: { totalCount: 11 },
      });
    }));

  test('a file that cannot be used is an error at the start', () =>
    withFile('[]', async (operations) => {
      expect(() => serverOf({ operations })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    }));
});

describe('automatic persisted queries', () => {
  const query = '{ publications { totalCount } }';
  const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };

  test('are known once they have been sent with their document', async () => {
    const { yoga } = serverOf();
    const ask = async (body: object) => (await yoga.fetch(local, post(body))).json();
    const unknown = await ask({ extensions: { persistedQuery } });
    expect(unknown.errors[0]).toEqual({
      message: 'PersistedQueryNotFound',
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    });
    const data = { publications: { totalCount: 11 } };
    expect(await ask({ query, extensions: { persistedQuery } })).toEqual({ data });
    expect(await ask({ extensions: { persistedQuery } })).toEqual({ data });
  });

  test('nobody can put another document in the place of one', async () => {
    const { yoga } = serverOf();
    const response = await yoga.fetch(
      local,
      post({ query: '{ __typename }', extensions: { persistedQuery } }),
    );
    expect((await response.json()).errors[0].extensions.code).toBe('BAD_INPUT');
  });
});

describe('metrics', () => {
  const read = (serving: Partial<Serving>, headers: Record<string, string> = {}) =>
    serverOf(serving).yoga.fetch('http://localhost/metrics', { headers });

  test('tell what was asked, what it cost, and what the database did', async () => {
    const { yoga } = serverOf();
    await yoga.fetch(
      local,
      post({ query: '{ publications(first: 3) { nodes { authors { nodes { name } } } } }' }),
    );
    await yoga.fetch(local, post({ query: '{ nothing }' }));
    const response = await yoga.fetch('http://localhost/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    for (const line of [
      /^scholargraph_request_seconds_count\{path="\/graphql",status="200"\} \d+$/m,
      /^scholargraph_errors_total\{code="GRAPHQL_VALIDATION_FAILED"\} 1$/m,
      /^scholargraph_request_cost_sum 67$/m,
      /^scholargraph_request_statements_sum 1$/m,
      /^scholargraph_cypher_seconds_count\{mode="READ",outcome="ok"\} 1$/m,
      /^scholargraph_loader_batch_size_sum 1$/m,
      /^scholargraph_sessions 0$/m,
      /^scholargraph_imports 0$/m,
      /^process_resident_memory_bytes \d+$/m,
    ])
      expect(text).toMatch(line);
  });

  test('are not there in production without a token, and take it where there is one', async () => {
    expect((await read({ production: true })).status).toBe(404);
    const metricsToken = 'a-token-for-prometheus';
    expect((await read({ production: true, metricsToken })).status).toBe(401);
    expect((await read({ metricsToken }, { authorization: 'Bearer something' })).status).toBe(401);
    expect(
      (await read({ production: true, metricsToken }, { authorization: `Bearer ${metricsToken}` })).status,
    ).toBe(200);
  });
});

describe('the log', () => {
  test('names the request and the operation of a slow statement, and none of its values', async () => {
    const lines: string[] = [];
    const response = await serverOf({ slowStatement: 0.001 }, lines).yoga.fetch(
      local,
      post(
        { query: 'query Who { author(name: "Keith Hall") { name } }' },
        { 'x-request-id': 'from-the-proxy.1' },
      ),
    );
    expect(response.headers.get('x-request-id')).toBe('from-the-proxy.1');
    const slow = lines
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'a Cypher statement was slow');
    expect(slow.length).toBeGreaterThan(0);
    expect(slow[0]).toMatchObject({
      request: 'from-the-proxy.1',
      operation: 'Who',
      milliseconds: expect.any(Number),
      statement: expect.stringMatching(/^(?:UNWIND|MATCH|CALL) /),
    });
    expect(lines.join()).not.toContain('Keith');
  });

  test('has no secret and not who asked, however much it says; nor have errors, or the graph', async () => {
    const lines: string[] = [];
    const readers = [{ name: 'Bo', token: readToken }];
    const server = serverOf(
      { slowStatement: 0, readers, metricsToken: 'a-token-for-prometheus', proxies: 1 },
      lines,
      'trace',
    );
    const address = await server.listen();
    const said: string[] = [];
    const ask = async (body: object, given: string, path = '') => {
      const response = await fetch(
        new URL(path, address),
        post(body, {
          authorization: `Bearer ${given}`,
          'user-agent': 'somebodys-browser/1.0',
          'x-forwarded-for': '203.0.113.77',
          cookie: 'session=of-another-page',
        }),
      );
      said.push(await response.text());
    };
    const author = '{ author(name: "Keith Hall") { name } }';
    for (const given of [token, readToken, 'a-token-that-nobody-has']) {
      await ask({ query: author }, given);
      await ask({ query: '{ nothing }' }, given);
      await ask({ query: 'mutation { findTopicClusters(seed: -1) { id } }' }, given);
      await ask({}, given, '/metrics');
    }
    await ask(
      {
        query: `mutation { importRecords(input: {
          sourceName: "secrets", text: "@article{a, title = {A title}, author = {Somebody, New}}", waitSeconds: 60 }) { state by } }`,
      },
      token,
    );
    // What nobody has foreseen is logged with all that is known of it.
    const read = vi.spyOn(graph, 'read').mockRejectedValue(new TypeError('a bug'));
    await ask({ query: author }, token);
    read.mockRestore();
    await server.close();
    expect(said.join()).toContain('"state":"DONE","by":"Ada"');
    expect(lines.join()).toContain('a bug');
    const stored = await graph.read(cypher`MATCH (n) RETURN properties(n) AS n`);
    const secrets = [
      token,
      readToken,
      'a-token-that-nobody-has',
      'a-token-for-prometheus',
      'of-another-page',
      inject('neo4j').password ?? 'there is none',
    ];
    for (const secret of secrets) {
      expect(lines.join()).not.toContain(secret);
      expect(said.join()).not.toContain(secret);
      expect(JSON.stringify(stored)).not.toContain(secret);
    }
    for (const of of ['somebodys-browser', '203.0.113.77', '127.0.0.1', 'Keith Hall'])
      expect(lines.join()).not.toContain(of);
  });

  test('a number that could be anything else is not taken over', async () => {
    const response = await serverOf().yoga.fetch(local, post(typename, { 'x-request-id': '"}{' }));
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });
});
