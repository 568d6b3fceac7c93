import { appendFile, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Changes, watchChanges } from '../../src/ingest/changes.ts';

const stableMs = 600;
let folder: string;
let stop: AbortController;
let changes: Changes;
const errors: unknown[] = [];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'scholargraph-changes-')));
  await mkdir(path.join(folder, 'sub'));
  await writeFile(path.join(folder, 'old.bib'), 'old');
  await mkdir(path.join(folder, 'other'));
  await symlink(folder, path.join(folder, 'sub', 'loop'));
  await symlink('../sub', path.join(folder, 'other', 'sub'));
  await symlink('../other', path.join(folder, 'sub', 'other'));
  stop = new AbortController();
  errors.length = 0;
  changes = await watchChanges([folder], {
    signal: stop.signal,
    stableMs,
    onError: (error) => errors.push(error),
  });
});
afterEach(async () => {
  stop.abort();
  await changes.close();
  await rm(folder, { recursive: true });
});

const at = (name: string) => path.join(folder, name);

/** What comes up until `last` has, in its groups flattened. */
async function until(last: string): Promise<string[]> {
  const found: string[] = [];
  for await (const group of changes.groups()) {
    found.push(...group.map((file) => path.relative(folder, file)));
    if (found.includes(last)) break;
  }
  return found;
}

test('files that appear or change come up, also in new folders; hidden ones and deletions do not', async () => {
  await writeFile(at('new.bib'), 'new');
  await writeFile(at('.hidden.bib'), 'hidden');
  await mkdir(at('sub/deeper'));
  await writeFile(at('sub/deeper/deep.bib'), 'deep');
  await appendFile(at('old.bib'), ' and changed');
  await writeFile(at('passing.bib'), 'x');
  await rm(at('passing.bib'));
  const found = new Set<string>();
  for await (const group of changes.groups()) {
    for (const file of group) found.add(path.relative(folder, file));
    if (found.size >= 3) break;
  }
  await delay(2 * stableMs);
  await writeFile(at('last.bib'), 'last');
  for (const file of await until('last.bib')) found.add(file);
  expect([...found].sort()).toEqual(['last.bib', 'new.bib', 'old.bib', 'sub/deeper/deep.bib']);
  expect(errors).toEqual([]);
});

test('a file that is still being written comes up once, when it is whole', async () => {
  for (let part = 0; part < 20; part++) {
    await appendFile(at('slow.bib'), 'part ');
    await delay(stableMs / 10);
  }
  const found = await until('slow.bib');
  await writeFile(at('after.bib'), 'after');
  found.push(...(await until('after.bib')));
  expect(found.filter((file) => file === 'slow.bib')).toEqual(['slow.bib']);
});

test('ends with the signal', async () => {
  const groups = changes.groups();
  const next = groups.next();
  stop.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});
