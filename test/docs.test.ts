import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { neo4jSettings } from '../src/graph/local/settings.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** What stands in the last column for: the test of the row before. */
const ditto = '〃';

test.each([
  ['each threat', 'threat-model.md', '| threat | what answers it | shown by |', 25],
  ['each way in from outside', 'security.md', '| | what holds | tests |', 9],
  ['each item of the OWASP GraphQL Cheat Sheet', 'security.md', '| it asks for | here | tests |', 17],
  ['each fault', 'operations.md', '| fault | what happens | tested in |', 12],
])('%s of docs/%s names a test that there is', (_, file, head, least) => {
  const [, ...tables] = readFileSync(path.join(root, 'docs', file), 'utf8').split(`${head}\n`);
  const rows = tables.flatMap((table) => (table.split('\n\n')[0] ?? '').split('\n').slice(1));
  expect(rows.length).toBeGreaterThanOrEqual(least);
  for (const row of rows) {
    const shown = row.split('|').at(-2) ?? '';
    const tests = [...shown.matchAll(/`((?:test\/|npm run )[^`]+)`/g)].map(([, name]) => name ?? '');
    if (!shown.includes(ditto)) expect(tests, row).not.toEqual([]);
    for (const name of tests.filter((each) => each.startsWith('test/')))
      expect(existsSync(path.join(root, name)), name).toBe(true);
  }
});

test('docs/operations.md has a Neo4j of one’s own told what protects the local one', () => {
  const text = readFileSync(path.join(root, 'docs', 'operations.md'), 'utf8');
  const told = Object.fromEntries(
    [...text.matchAll(/^((?:dbms|db)\.[\w.]+)=(.+)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const protecting = Object.entries(neo4jSettings).filter(([name]) =>
    /^dbms\.security\.|\.timeout$/.test(name),
  );
  expect(protecting.length).toBeGreaterThanOrEqual(5);
  expect(told).toEqual(Object.fromEntries(protecting));
});
