import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { exampleQueries } from '../../src/playground/playground.ts';
import { requireShallow, requireShape, requireShort } from '../../src/serving/document.ts';
import { defaultServing } from '../../src/serving.ts';

const { bounds } = defaultServing;

function check(text: string): void {
  requireShort(text, bounds);
  requireShape(parse(text), bounds);
}

const nested = (depth: number) => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;

describe('a document is refused, before it is validated,', () => {
  test.each<[string, string, string, object]>([
    ['that is deeper than it may be', nested(17), 'DEPTH_LIMIT', { name: 'depth', found: 17, allowed: 16 }],
    [
      'that is too deep by its fragments',
      `query { ...A } fragment A on Query { a { ...B } } fragment B on Query ${nested(16)}`,
      'DEPTH_LIMIT',
      { name: 'depth', found: 17, allowed: 16 },
    ],
    [
      'with 16 aliases',
      `{ ${Array.from({ length: 16 }, (_, at) => `a${at}: b`).join(' ')} }`,
      'ALIAS_LIMIT',
      { name: 'aliases', found: 16, allowed: 15 },
    ],
    [
      'with 101 aliases of __typename',
      `{ ${Array.from({ length: 101 }, (_, at) => `a${at}: __typename`).join(' ')} }`,
      'ALIAS_LIMIT',
      { name: 'aliases', found: 101, allowed: 15 },
    ],
    [
      'with a field that is repeated in inline fragments',
      `{ a ${'... { a } '.repeat(16)} }`,
      'ALIAS_LIMIT',
      { name: 'aliases', found: 16, allowed: 15 },
    ],
    [
      'whose fragments lead to 2^12 fields',
      `{ ...F0 } ${Array.from({ length: 12 }, (_, at) => `fragment F${at} on Q { ...F${at + 1} ...F${at + 1} }`).join(' ')}
      fragment F12 on Q { a }`,
      'TOKEN_LIMIT',
      // Uses of the fragments, 2^13 - 1, and 2^12 fields.
      { name: 'selections', found: 2 ** 13 - 1 + 2 ** 12, allowed: 2_000 },
    ],
    [
      'with ten directives',
      `{ a ${'@aa'.repeat(10)} }`,
      'DIRECTIVE_LIMIT',
      { name: 'directives', found: 10, allowed: 5 },
    ],
    [
      'with 10,000 fields',
      `{ ${'a '.repeat(10_000)} }`,
      'TOKEN_LIMIT',
      { name: 'tokens', found: 2_001, allowed: 2_000 },
    ],
    [
      'with 5,000 lists in lists',
      `{ a(b: ${'['.repeat(5_000)}${']'.repeat(5_000)}) }`,
      'DEPTH_LIMIT',
      { name: 'brackets', found: 201, allowed: 200 },
    ],
  ])('%s', (_, text, code, limit) => {
    expect(() => check(text)).toThrow(
      expect.objectContaining({ code, detail: expect.objectContaining({ limit, fix: expect.any(String) }) }),
    );
  });

  test('without being read to its end, however many fields it has', () => {
    // Whoever reads on comes to what is no GraphQL, which is left to the parser.
    const text = `{ ${'a '.repeat(300_000)} "`;
    expect(() => requireShort(text, bounds)).toThrow(
      expect.objectContaining({
        code: 'TOKEN_LIMIT',
        detail: expect.objectContaining({ limit: { name: 'tokens', found: 2_001, allowed: 2_000 } }),
      }),
    );
  });
});

test('variables that are as deep as a request is long are refused', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(() => requireShallow({ deep })).toThrow(expect.objectContaining({ code: 'DEPTH_LIMIT' }));
  expect(() => requireShallow({ filter: { and: [{ year: { from: 2000 } }] } })).not.toThrow();
});

describe('a document passes', () => {
  test.each([
    [
      'at the limits',
      `{ ${Array.from({ length: 15 }, (_, at) => `a${at}: b`).join(' ')} ...A } fragment A on Q ${nested(16)}`,
    ],
    [
      'whose fragments contain themselves, for validation to complain about',
      '{ ...A } fragment A on Q { a { ...A } }',
    ],
    ['that is no GraphQL to the lexer, for the parser to complain about', '{ a }'],
  ])('%s', (_, text) => expect(() => check(text)).not.toThrow());

  test.each(exampleQueries())('that is the example $name', ({ query }) =>
    expect(() => check(query)).not.toThrow(),
  );

  test('that the lexer cannot read: the parser says why', () => {
    expect(() => requireShort('{ a(b: "', bounds)).not.toThrow();
  });
});
