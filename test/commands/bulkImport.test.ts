import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importInBulk } from '../../src/commands/bulkImport.ts';
import { readConfig } from '../../src/config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-bulk-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['a dry run', { dryRun: true }, /Leave out --dry-run, or --bulk/],
  ['a watch', { watch: true }, /Leave out --watch, or --bulk/],
  [
    'files for another Neo4j without a folder for them',
    { filesOnly: true },
    /--bulk-folder.*Expected a folder/,
  ],
])('a bulk import is no place for %s, and says so before it does anything', async (_, flags, message) => {
  const config = readConfig({ SCHOLARGRAPH_DATA: path.join(folder, 'data') });
  const imported = importInBulk(config, { targets: ['library.bib'], ...flags });
  await expect(imported).rejects.toThrow(message);
  await expect(imported).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(existsSync(path.join(folder, 'data'))).toBe(false);
});
