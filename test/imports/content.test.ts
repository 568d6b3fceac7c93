import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { spooled, textContent } from '../../src/imports/content.ts';
import { asNobody } from '../asNobody.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-content-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function* chunks(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of bytes) text += Buffer.from(chunk).toString('latin1');
  return text;
}

describe('content on disk', () => {
  test('is read as it was sent, as often as one likes, and is no file that anybody sees', async () => {
    const large = 'x'.repeat(200_000);
    const content = await spooled(chunks('one ', large, ' three'), folder);
    expect(await readdir(folder)).toEqual([]);
    expect(content.size).toBe(large.length + 10);
    for (let time = 0; time < 2; time++) expect(await textOf(content.bytes())).toBe(`one ${large} three`);
    await content.close();
  });

  test('stops being read when it is told to', async () => {
    const content = await spooled(chunks('x'.repeat(200_000)), folder);
    const stop = new AbortController();
    const reading = content.bytes(stop.signal)[Symbol.asyncIterator]();
    await reading.next();
    stop.abort();
    await expect(reading.next()).rejects.toMatchObject({ name: 'AbortError' });
    await content.close();
  });

  test('that breaks off leaves nothing', async () => {
    async function* broken() {
      yield Buffer.from('x');
      throw new Error('the client has gone');
    }
    await expect(spooled(broken(), folder)).rejects.toThrow('the client has gone');
    expect(await readdir(folder)).toEqual([]);
  });

  test('where nothing may be written is an error that says what to do', async () => {
    await asNobody(async () => {
      await expect(spooled(chunks('x'), folder)).rejects.toMatchObject({
        code: 'OUTPUT_UNWRITABLE',
        message: expect.stringMatching(/TMPDIR/),
      });
    });
  });
});

test('a text is its bytes in UTF-8', async () => {
  const content = textContent('naïve');
  expect(content.size).toBe(6);
  expect(Buffer.from(await textOf(content.bytes()), 'latin1').toString()).toBe('naïve');
});
