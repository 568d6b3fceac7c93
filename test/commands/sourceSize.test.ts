import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sizeOfSources } from '../../src/commands/sourceSize.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-size-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('is that of all files in all folders, each once, and five times that of what is packed, whatever it is called', async () => {
  const packed = gzipSync('@article{a, title = {A study}}');
  await mkdir(path.join(folder, 'within'));
  await writeFile(path.join(folder, 'a.bib'), '');
  await truncate(path.join(folder, 'a.bib'), 3e9);
  await writeFile(path.join(folder, 'within', 'packed.bib'), packed);
  expect(await sizeOfSources([folder, path.join(folder, 'a.bib')])).toEqual({
    bytes: 3e9 + 5 * packed.length,
    whole: true,
  });
});

test.each([
  ['standard input', '-'],
  ['an address', 'https://example.org/a.bib'],
  ['a file that is not there', '/nowhere/a.bib'],
])('that of %s is not known before it is read', async (_, target) => {
  const file = path.join(folder, 'a.bib');
  await writeFile(file, 'abc');
  expect(await sizeOfSources([file, target])).toEqual({ bytes: 3, whole: false });
});
