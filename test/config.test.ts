import { totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('administrators', () => {
  test('are named with their tokens', () => {
    const { administrators } = readConfig({
      SCHOLARGRAPH_ADMIN_TOKENS: 'Ada=0123456789abcdef, Grace H. = s3cret/with=equals-signs==',
    });
    expect(administrators).toEqual([
      { name: 'Ada', token: '0123456789abcdef' },
      { name: 'Grace H.', token: 's3cret/with=equals-signs==' },
    ]);
  });

  test('are none where nothing is set', () => {
    expect(readConfig({}).administrators).toEqual([]);
  });

  test.each(['0123456789abcdef', 'Ada=short', 'Ada=0123456789abcdef,', '=0123456789abcdef'])(
    'are not read from %j, and the error does not repeat it',
    (text) => {
      expect(() => readConfig({ SCHOLARGRAPH_ADMIN_TOKENS: text })).toThrow(
        expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: expect.stringContaining('SCHOLARGRAPH_ADMIN_TOKENS: name=token'),
        }),
      );
      expect(() => readConfig({ SCHOLARGRAPH_ADMIN_TOKENS: text })).not.toThrow('0123456789abcdef');
    },
  );
});

describe('the page cache of the local Neo4j', () => {
  const pageCache = (size?: string) => {
    const { neo4j } = readConfig({ SCHOLARGRAPH_NEO4J_PAGE_CACHE: size });
    return neo4j.kind === 'local' ? neo4j.pageCache : undefined;
  };

  test('is what is set', () => expect(pageCache('3g')).toBe('3g'));

  test('is else a quarter of the memory, and 256 MB at least', () => {
    const megabytes = Number(/^(\d+)m$/.exec(pageCache() ?? '')?.[1]);
    expect(megabytes).toBeGreaterThanOrEqual(256);
    expect(megabytes).toBeLessThanOrEqual(Math.max(256, totalmem() / 2 ** 20 / 4));
  });

  test('has to be a size', () => {
    expect(() => pageCache('much')).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining('SCHOLARGRAPH_NEO4J_PAGE_CACHE'),
      }),
    );
  });
});

describe('the limit of uploads', () => {
  test.each([
    [undefined, 64 * 1024 ** 2],
    ['512k', 512 * 1024],
    ['2g', 2 * 1024 ** 3],
  ])('%j', (text, bytes) => {
    expect(readConfig({ SCHOLARGRAPH_UPLOAD_LIMIT: text }).uploadLimit).toBe(bytes);
  });

  test.each(['64', '64mb', '-1m', '1.5g', 'm'])('is not read from %j', (text) => {
    expect(() => readConfig({ SCHOLARGRAPH_UPLOAD_LIMIT: text })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('SCHOLARGRAPH_UPLOAD_LIMIT: a size') }),
    );
  });
});

test.each([
  [undefined, 64 * 1024 ** 2],
  ['0', 0],
  ['1m', 1024 ** 2],
])('the memory for answers: %j', (text, size) => {
  expect(readConfig({ SCHOLARGRAPH_ANSWER_CACHE: text }).answerCache).toBe(size);
});

describe('an identity provider', () => {
  const named = {
    SCHOLARGRAPH_OIDC_ISSUER: 'https://id.example/realms/library',
    SCHOLARGRAPH_OIDC_AUDIENCE: 'scholargraph',
  };
  const oidcOf = (more: Record<string, string> = {}) => readConfig({ ...named, ...more }).serving.oidc;

  test('is none where none is named', () => {
    expect(readConfig({}).serving.oidc).toBeUndefined();
  });

  test('takes an issuer and an audience, and has defaults for the rest', () => {
    expect(oidcOf()).toEqual({
      issuer: 'https://id.example/realms/library',
      audience: 'scholargraph',
      jwks: undefined,
      administrators: { claim: 'roles', value: 'scholargraph-admin' },
      readers: undefined,
      tolerance: 30,
    });
  });

  test.each([
    ['off', undefined],
    ['any', 'any'],
    ['realm_access.roles=reader', { claim: 'realm_access.roles', value: 'reader' }],
  ])('has readers by %j', (text, readers) => {
    expect(oidcOf({ SCHOLARGRAPH_OIDC_READ: text })?.readers).toEqual(readers);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['an issuer alone', { SCHOLARGRAPH_OIDC_AUDIENCE: undefined }],
    ['an audience alone', { SCHOLARGRAPH_OIDC_ISSUER: undefined }],
    ['an issuer that anybody can read along with', { SCHOLARGRAPH_OIDC_ISSUER: 'http://id.example' }],
    ['keys from such an address', { SCHOLARGRAPH_OIDC_JWKS: 'http://id.example/keys' }],
    ['keys from a file', { SCHOLARGRAPH_OIDC_JWKS: 'file:///etc/keys' }],
    ['a role without a claim', { SCHOLARGRAPH_OIDC_ADMIN: 'admin' }],
    ['readers in another word', { SCHOLARGRAPH_OIDC_READ: 'yes' }],
    ['clocks that differ by an hour', { SCHOLARGRAPH_OIDC_TOLERANCE: '3600' }],
  ])('is not read from %s', (_, more) => {
    expect(() => readConfig({ ...named, ...more })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
  });
});
