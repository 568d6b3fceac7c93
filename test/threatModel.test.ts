import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

test('each threat of the threat model names a test that there is', () => {
  const text = readFileSync(path.join(root, 'docs', 'threat-model.md'), 'utf8');
  const [, ...tables] = text.split('| threat | what answers it | shown by |\n');
  const rows = tables.flatMap((table) => (table.split('\n\n')[0] ?? '').split('\n').slice(1));
  expect(rows.length).toBeGreaterThan(25);
  for (const row of rows) {
    const tests = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file ?? '');
    expect(tests, row).not.toEqual([]);
    for (const file of tests) expect(existsSync(path.join(root, file)), file).toBe(true);
  }
});
