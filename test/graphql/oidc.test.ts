import { createHmac } from 'node:crypto';
import { exportSPKI, importJWK } from 'jose';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { settleAuthors } from '../../src/graph/write/authors.ts';
import { writeBatch } from '../../src/graph/write/batch.ts';
import { writeSource } from '../../src/graph/write/sources.ts';
import { sourceOf, statementOf } from '../../src/resolve/statement.ts';
import { createServer } from '../../src/server.ts';
import { tokenVerifier } from '../../src/serving/oidc.ts';
import { defaultServing, type Oidc } from '../../src/serving.ts';
import { freshGraph } from '../graph/freshGraph.ts';
import { asking } from './fixture/asking.ts';
import { audience, IdentityProvider } from './fixture/identityProvider.ts';

const administrator = { roles: ['scholargraph-admin'] };

let graph: Graph;
let rename: string;
let provider: IdentityProvider;

beforeAll(async () => {
  graph = await freshGraph();
  const source = sourceOf('library.bib', 'bibtex');
  await writeSource(graph, source);
  await writeBatch(graph, [
    statementOf(source, {
      locator: { key: 'hall' },
      title: 'Asking better questions of a search engine',
      year: 2019,
      identifiers: [],
      authors: [{ name: { literal: 'Keith Hall' } }],
      authorOrder: 'byline',
      venues: [],
      topics: [],
    }),
  ]);
  await settleAuthors(graph);
  const { data } = await asking(graph)<{ authors: { nodes: { id: string }[] } }>(
    '{ authors { nodes { id } } }',
  );
  rename = `mutation { renameAuthor(author: "${data.authors.nodes[0]?.id}", name: "K. Hall", reason: "He says so") { decision { by } } }`;
});
beforeEach(async () => {
  provider = await new IdentityProvider().start();
});
afterEach(() => provider.stop());

function oidcOf(more: Partial<Oidc> = {}): Oidc {
  return {
    issuer: provider.issuer,
    audience,
    jwks: undefined,
    administrators: { claim: 'roles', value: 'scholargraph-admin' },
    readers: undefined,
    tolerance: 0,
    ...more,
  };
}

const lines: string[] = [];

function serverOf(more: Partial<Oidc> = {}) {
  return createServer({
    graph,
    config: {
      administrators: [{ name: 'Grace', token: 'a-token-for-tests-only' }],
      host: '127.0.0.1',
      port: 0,
      serving: { ...defaultServing, oidc: oidcOf(more) },
    },
    logger: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
  });
}

async function ask(token: string | undefined, query: string, { yoga } = serverOf()) {
  const response = await yoga.fetch('http://localhost/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await response.json();
  return {
    status: response.status,
    headers: response.headers,
    data,
    code: errors?.[0].extensions.code,
    errors,
  };
}

const read = '{ publications { totalCount } }';

describe('a token of the identity provider', () => {
  test.each(['ES256', 'RS256', 'PS256', 'EdDSA'])(
    'signed by %s lets an administrator decide, in the name of its subject',
    async (alg) => {
      await provider.rotate(alg);
      const { status, data } = await ask(await provider.token({ ...administrator, sub: 'ada' }), rename);
      expect({ status, data }).toEqual({ status: 200, data: { renameAuthor: { decision: { by: 'ada' } } } });
    },
  );

  test('stands beside the tokens of the server', async () => {
    const { data } = await ask('a-token-for-tests-only', rename);
    expect(data.renameAuthor.decision.by).toBe('Grace');
    expect(provider.asked).toEqual([]);
  });

  test.each<[string, Partial<Oidc>, Record<string, unknown>]>([
    [
      'words, as in scope',
      { administrators: { claim: 'scope', value: 'graph:write' } },
      { scope: 'openid graph:write' },
    ],
    ['one value', { administrators: { claim: 'role', value: 'curator' } }, { role: 'curator' }],
    [
      'a claim in claims',
      { administrators: { claim: 'realm_access.roles', value: 'curator' } },
      { realm_access: { roles: ['curator'] } },
    ],
    [
      'a name with dots',
      { administrators: { claim: 'https://a.example/roles', value: 'curator' } },
      { 'https://a.example/roles': ['curator'] },
    ],
  ])('has the role in %s', async (_, oidc, claims) => {
    expect((await ask(await provider.token(claims), rename, serverOf(oidc))).status).toBe(200);
    const { status, code, headers } = await ask(await provider.token(), rename, serverOf(oidc));
    expect({ status, code }).toEqual({ status: 403, code: 'ROLE_REQUIRED' });
    expect(headers.get('www-authenticate')).toBeNull();
  });

  test.each([['__proto__.admin'], ['constructor.name'], ['roles.length']])(
    'has no role by what every object has: %s',
    async (claim) => {
      const server = serverOf({ administrators: { claim, value: 'Object' } });
      expect((await ask(await provider.token({ roles: [] }), rename, server)).status).toBe(403);
    },
  );

  test('lets others read, and change nothing', async () => {
    const server = serverOf();
    const token = await provider.token();
    expect((await ask(token, read, server)).status).toBe(200);
    for (const mutation of [rename, 'mutation { findTopicClusters { id } }']) {
      const { status, code, errors } = await ask(token, mutation, server);
      expect({ status, code }).toEqual({ status: 403, code: 'ROLE_REQUIRED' });
      expect(errors[0].message).toContain('ada@example.org is none');
    }
    expect((await ask(undefined, rename, server)).status).toBe(401);
  });

  test('lets nobody else read where that takes a token', async () => {
    const any = serverOf({ readers: 'any' });
    expect(await ask(undefined, read, any)).toMatchObject({ status: 401, code: 'READER_REQUIRED' });
    expect((await ask(await provider.token(), read, any)).status).toBe(200);
    const some = serverOf({ readers: { claim: 'groups', value: 'library' } });
    expect(await ask(await provider.token(), read, some)).toMatchObject({
      status: 403,
      code: 'ROLE_REQUIRED',
    });
    expect((await ask(await provider.token({ groups: ['library'] }), read, some)).status).toBe(200);
    expect((await ask(await provider.token(administrator), read, some)).status).toBe(200);
  });
});

describe('a token that is not good is refused, and not taken for none', () => {
  const now = () => Math.floor(Date.now() / 1_000);

  test.each<[string, () => Promise<string>, string]>([
    ['has expired', () => provider.token({ ...administrator, exp: now() - 5 }), 'TOKEN_EXPIRED'],
    ['never expires', () => provider.token({ ...administrator, exp: undefined }), 'TOKEN_INVALID'],
    ['is for later', () => provider.token({ ...administrator, nbf: now() + 60 }), 'TOKEN_INVALID'],
    [
      'is for another service',
      () => provider.token({ ...administrator, aud: 'https://other.example' }),
      'TOKEN_INVALID',
    ],
    ['is for nobody', () => provider.token({ ...administrator, aud: undefined }), 'TOKEN_INVALID'],
    [
      'is of another issuer',
      () => provider.token({ ...administrator, iss: 'https://other.example' }),
      'TOKEN_INVALID',
    ],
    ['has no subject', () => provider.token({ ...administrator, sub: undefined }), 'TOKEN_INVALID'],
    ['has a subject with a NUL', () => provider.token({ ...administrator, sub: 'a\0b' }), 'TOKEN_INVALID'],
    [
      'has a subject as long as a page',
      () => provider.token({ ...administrator, sub: 'a'.repeat(256) }),
      'TOKEN_INVALID',
    ],
    [
      'is signed by a key of nobody',
      async () => provider.token(administrator, await provider.strangeKey()),
      'TOKEN_INVALID',
    ],
    [
      'is signed by another key under the name of a good one',
      async () => provider.token(administrator, await provider.strangeKey('ES256', provider.key.kid)),
      'TOKEN_INVALID',
    ],
    [
      'is not signed',
      async () => withHeader(await provider.token(administrator), { alg: 'none' }, () => ''),
      'TOKEN_INVALID',
    ],
    [
      'says that it is signed by a secret, which is the public key',
      async () => {
        const pem = await exportSPKI(
          (await importJWK(provider.key.jwk, 'ES256', { extractable: true })) as CryptoKey,
        );
        return withHeader(
          await provider.token(administrator),
          { alg: 'HS256', kid: provider.key.kid },
          (signed) => createHmac('sha256', pem).update(signed).digest('base64url'),
        );
      },
      'TOKEN_INVALID',
    ],
    [
      'brings its own key',
      async () => {
        const own = await provider.strangeKey();
        const { jwk } = own;
        return withHeader(
          await provider.token(administrator, own),
          { alg: 'ES256', jwk },
          (_, signature) => signature,
        );
      },
      'TOKEN_INVALID',
    ],
    [
      'has been changed',
      async () => {
        const [header, , signature] = (await provider.token()).split('.');
        const payload = (await provider.token(administrator)).split('.')[1];
        return `${header}.${payload}.${signature}`;
      },
      'TOKEN_INVALID',
    ],
    ['is no JSON', async () => 'abc.def.ghi', 'TOKEN_INVALID'],
  ])('one that %s', async (_, make, code) => {
    const token = await make();
    for (const query of [rename, read]) {
      const answer = await ask(token, query);
      expect({ status: answer.status, code: answer.code }).toEqual({ status: 401, code });
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
      expect(answer.data).toBeUndefined();
    }
  });

  test('unless clocks may differ by so much', async () => {
    const late = await provider.token({ ...administrator, exp: now() - 5 });
    expect((await ask(late, rename, serverOf({ tolerance: 30 }))).status).toBe(200);
  });

  test('and nothing of it is in the log', async () => {
    const tokens = await Promise.all([
      provider.token({ ...administrator, exp: now() - 5, secret: 'claim-of-nobody-else' }),
      provider.token(administrator),
    ]);
    for (const token of tokens) await ask(token, rename);
    const signatures = tokens.map((token) => token.split('.')[2] ?? '');
    for (const secret of [...tokens, ...signatures, 'claim-of-nobody-else'])
      expect(lines.join()).not.toContain(secret);
  });
});

describe('the keys of the provider', () => {
  const times = { between: 0, age: 600_000, failure: 0 };

  test('are fetched once for many tokens, by discovery or from where they are said to be', async () => {
    const verify = tokenVerifier(oidcOf());
    await Promise.all(Array.from({ length: 20 }, async () => verify(await provider.token())));
    expect(provider.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
    await tokenVerifier(oidcOf({ jwks: `${provider.issuer}/keys` }))(await provider.token());
    expect(provider.asked.slice(2)).toEqual(['/keys']);
  });

  test('are fetched again when one is new; those of before count no more', async () => {
    const verify = tokenVerifier(oidcOf(), times);
    const before = await provider.token();
    expect((await verify(before)).name).toBe('ada@example.org');
    await provider.rotate('RS256');
    expect((await verify(await provider.token())).name).toBe('ada@example.org');
    await expect(verify(before)).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  });

  test('are not fetched for each unknown key that somebody makes up', async () => {
    const verify = tokenVerifier(oidcOf());
    await verify(await provider.token());
    for (let at = 0; at < 10; at += 1) {
      await expect(verify(await provider.token({}, await provider.strangeKey()))).rejects.toMatchObject({
        code: 'TOKEN_INVALID',
      });
    }
    expect(provider.asked).toHaveLength(2);
  });

  test('that are not to be had are an error that passes, and the provider is left alone for a while', async () => {
    provider.down = true;
    const server = serverOf();
    for (let at = 0; at < 5; at += 1) {
      const answer = await ask(await provider.token(administrator), rename, server);
      expect(answer).toMatchObject({ status: 503, code: 'TOKEN_KEYS_UNAVAILABLE' });
      expect(answer.headers.get('retry-after')).toBe('5');
    }
    expect(provider.asked).toHaveLength(1);
    expect((await ask('a-token-for-tests-only', rename, server)).status).toBe(200);
    expect((await ask(undefined, read, server)).status).toBe(200);
  });

  test('are there again when the provider is', async () => {
    const verify = tokenVerifier(oidcOf(), times);
    provider.down = true;
    await expect(verify(await provider.token())).rejects.toMatchObject({ code: 'TOKEN_KEYS_UNAVAILABLE' });
    provider.down = false;
    expect((await verify(await provider.token())).name).toBe('ada@example.org');
    // What has been fetched does for as long as it counts.
    provider.down = true;
    expect((await verify(await provider.token())).name).toBe('ada@example.org');
  });

  test('of a configuration that names another issuer are none', async () => {
    provider.says = 'https://other.example';
    await expect(tokenVerifier(oidcOf(), times)(await provider.token())).rejects.toMatchObject({
      code: 'TOKEN_KEYS_UNAVAILABLE',
    });
    expect(provider.asked).not.toContain('/keys');
  });
});

/** The same claims under another header. */
function withHeader(
  token: string,
  header: object,
  sign: (signed: string, signature: string) => string,
): string {
  const [, payload = '', signature = ''] = token.split('.');
  const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}`;
  return `${signed}.${sign(signed, signature)}`;
}
