import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Input, inputOf, inputsOf } from '../../src/ingest/input.ts';
import { asNobody } from '../asNobody.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'scholargraph-input-')));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(name: string, content = 'x'): Promise<string> {
  const place = path.join(folder, name);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, content);
  return place;
}

/** Paths within the folder; what does not begin there is as it is. */
async function found(...targets: string[]): Promise<string[]> {
  return (await inputsOf(targets)).map(({ uri }) => path.relative(folder, uri));
}

/** Why an input cannot be opened. */
const refusalOf = (input: Input | undefined) =>
  input?.open({}).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a folder', () => {
  test('is walked in the order of names, whatever its files are called', async () => {
    for (const name of ['b.bib', 'a/z.txt', 'a/B', 'c', 'a.json.gz']) await file(name);
    expect(await found(folder)).toEqual(['a/B', 'a/z.txt', 'a.json.gz', 'b.bib', 'c']);
  });

  test('has its hidden files and folders left out, also if it is hidden itself', async () => {
    for (const name of ['.hidden/.git/config', '.hidden/a.bib', '.hidden/.b.bib', '.c.bib']) await file(name);
    expect(await found(folder)).toEqual([]);
    expect(await found(path.join(folder, '.hidden'))).toEqual(['.hidden/a.bib']);
    expect(await found(path.join(folder, '.c.bib'))).toEqual(['.c.bib']);
  });

  test('is left when links lead back into it', async () => {
    await file('inner/a.bib');
    await symlink(folder, path.join(folder, 'inner', 'loop'));
    await symlink('itself', path.join(folder, 'itself'));
    // A link to itself is no file; opening it says so.
    expect(await found(folder)).toEqual(['inner/a.bib', 'itself']);
  });

  test('is entered through links, and a file is one source whichever way leads to it', async () => {
    const a = await file('papers/a.bib');
    await symlink(path.join(folder, 'papers'), path.join(folder, 'zlink'));
    await symlink(a, path.join(folder, 'alias.bib'));
    expect(await found(folder)).toEqual(['papers/a.bib']);
    expect(await found(path.join(folder, 'zlink'), a, path.join(folder, 'papers'))).toEqual(['papers/a.bib']);
  });

  test('has sockets and pipes that say what they are instead of being waited for', async () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    const server = createServer().listen(path.join(folder, 'socket'));
    try {
      const inputs = await inputsOf([folder]);
      expect(inputs.map(({ uri }) => path.basename(uri))).toEqual(['pipe', 'socket']);
      for (const input of inputs) {
        expect(await refusalOf(input)).toMatchObject({ code: 'FORMAT_UNKNOWN' });
      }
    } finally {
      server.close();
    }
  });

  test('is not what a pipe that is named is: that is read', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [input] = await inputsOf([pipe]);
    const [source] = await Promise.all([input?.open({}), writeFile(pipe, '@book{a}')]);
    expect(source?.head).toBe('@book{a}');
    await source?.close();
  });

  test('that may not be read says so and keeps no other out', async () => {
    await file('a/a.bib');
    await file('b/b.bib');
    await chmod(folder, 0o755);
    await chmod(path.join(folder, 'a'), 0);
    try {
      await asNobody(async () => {
        const [closed, ...others] = await inputsOf([folder]);
        expect(await refusalOf(closed)).toMatchObject({
          code: 'SOURCE_UNREADABLE',
          what: 'This folder cannot be read',
        });
        expect(others).toHaveLength(1);
      });
    } finally {
      await chmod(path.join(folder, 'a'), 0o700);
    }
  });
});

test('files have a size and are known to be named or found', async () => {
  const a = await file('folder/a.bib', 'four');
  expect(await inputsOf([a])).toMatchObject([{ uri: a, size: 4, found: false }]);
  expect(await inputsOf([path.dirname(a)])).toMatchObject([{ uri: a, size: 4, found: true }]);
  expect(await inputsOf([pathToFileURL(a).href])).toMatchObject([{ uri: a, size: 4, found: false }]);
});

test('addresses, standard input and what is opened otherwise stay what they are, in their order', async () => {
  const own = inputOf('-', 'upload');
  const inputs = await inputsOf(['https://example.org/a.bib', '-', own, '-', 'https://example.org/a.bib']);
  expect(inputs.map(({ uri, size }) => [uri, size])).toEqual([
    ['https://example.org/a.bib', undefined],
    ['-', undefined],
    ['upload', undefined],
  ]);
});

test('what is not there is an input that says so when it is opened', async () => {
  const [missing] = await inputsOf([path.join(folder, 'missing.bib')]);
  expect(await refusalOf(missing)).toMatchObject({
    code: 'SOURCE_UNREADABLE',
    what: 'There is no such file',
  });
});

describe('what an address is called', () => {
  test.each([
    ['https://a.example/works.bib?year=2019#top', 'https://a.example/works.bib?year=2019#top'],
    ['https://ada:secret@a.example/works.bib', 'https://a.example/works.bib'],
    ['https://a.example/w?api_key=secret&year=2019', 'https://a.example/w?api_key=***&year=2019'],
    ['https://a.example/w?accessToken=secret', 'https://a.example/w?accessToken=***'],
    [
      'https://a.example/w?X-Amz-Credential=secret&X-Amz-Signature=secret&X-Amz-Date=20260101',
      'https://a.example/w?X-Amz-Credential=***&X-Amz-Signature=***&X-Amz-Date=20260101',
    ],
    [
      'https://a.example/w?key=conf/nips/Hall19&design=1',
      'https://a.example/w?key=conf/nips/Hall19&design=1',
    ],
  ])('%s: without secrets', (target, name) => expect(inputOf(target).uri).toBe(name));

  test('is what a message says of it, too', async () => {
    const { open } = inputOf('http://ada:secret@127.0.0.1/works.bib');
    await expect(open({})).rejects.toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: expect.not.stringContaining('secret'),
    });
    await expect(open({})).rejects.toThrow('There is a user or a password in the address');
  });
});
