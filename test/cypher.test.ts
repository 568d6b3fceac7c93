import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { cypher, numbered } from '../src/graph/cypher.ts';
import { cypherInjections } from './graphql/fixture/hostile.ts';

describe('no value becomes query text:', () => {
  const make = cypher as (strings: unknown, ...pieces: unknown[]) => unknown;

  test('only Cypher can be put into Cypher', () => {
    expect(String(cypher`MATCH (n) ${cypher`RETURN n`}`)).toBe('MATCH (n) RETURN n');
    for (const value of [
      ...cypherInjections,
      1,
      null,
      undefined,
      { toString: () => 'RETURN 1' },
      ['RETURN 1'],
    ]) {
      expect(() => cypher`MATCH (n) ${value as never}`).toThrow('only Cypher can be put into Cypher');
    }
  });

  test('text that was made at run time is none', () => {
    for (const text of cypherInjections) {
      expect(() => make(text)).toThrow('cypher is a template tag');
      expect(() => make([text])).toThrow('cypher is a template tag');
      expect(() => make(JSON.parse(JSON.stringify({ raw: [text], 0: text, length: 1 })))).toThrow(
        'cypher is a template tag',
      );
    }
  });

  test('a name is numbered by whole numbers alone', () => {
    expect(String(numbered(cypher`$v`, 3))).toBe('$v3');
    for (const index of [-1, 1.5, Number.NaN, 2 ** 60, '1) RETURN 1 //' as never]) {
      expect(() => numbered(cypher`$v`, index)).toThrow('a name can only be numbered');
    }
  });

  const root = fileURLToPath(new URL('../src/graph/', import.meta.url));
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'cypher.ts')
    .map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const);

  test('nothing in the source goes around that', () => {
    expect(sources.length).toBeGreaterThan(80);
    const ways = [
      // A cast to Cypher, the tag as a function, or text that is run as it is.
      /\bas (?:unknown as )?Cypher\b/,
      /\bcypher\(/,
      /\bcypher\.(?:call|apply|bind)\b/,
      /\.run(?:<[^>]*>)?\(\s*`/,
      /\bexecuteQuery\b/,
    ];
    const around = sources.filter(([, text]) => ways.some((way) => way.test(text))).map(([file]) => file);
    expect(around).toEqual([]);
    const literal = sources.filter(([, text]) => /\.run(?:<[^>]*>)?\(\s*'/.test(text)).map(([file]) => file);
    // A statement without a value, by which a bookmark is got.
    expect(literal).toEqual(['graph.ts']);
  });

  test('every way through the graph has a longest one', () => {
    // `-[:X*1..8]-` and no `*`, `*2..` or `+`; quantified patterns are not used at all.
    const steps = sources.flatMap(([file, text]) =>
      [...text.matchAll(/-\[[^\]\n`]*\*([^\]\n`]*)\]/g)].map(([, length]) => [file, length] as const),
    );
    expect(steps.length).toBeGreaterThan(5);
    for (const [file, length] of steps) expect(length, file).toMatch(/^\d\.\.\d{1,2}$|^\.\.\d{1,2}$/);
    const quantified = sources.filter(([, text]) =>
      /\)\)(?:\+|\*|\{\d*,?\d*\})|\]->?(?:\+|\*|\{)|\bSHORTEST \d/.test(text),
    );
    expect(quantified.map(([file]) => file)).toEqual([]);
  });
});
