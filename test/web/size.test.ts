import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Manifest } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const web = fileURLToPath(new URL('../../web/', import.meta.url));
/** Bytes of JavaScript, packed, that somebody waits for who opens a page for the first time. */
const limit = 200_000;

describe('what a browser loads', () => {
  let folder: string;
  let manifest: Manifest;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-web-'));
    await build({
      root: web,
      configFile: path.join(web, 'vite.config.ts'),
      build: { outDir: folder },
      logLevel: 'error',
    });
    manifest = JSON.parse(await readFile(path.join(folder, '.vite/manifest.json'), 'utf8'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The files that these need before they run. */
  function filesOf(...names: readonly string[]): Set<string> {
    const files = new Set<string>();
    const add = (name: string): void => {
      const chunk = manifest[name];
      if (chunk === undefined) throw new Error(`the build has no ${name}`);
      if (files.has(chunk.file)) return;
      files.add(chunk.file);
      for (const imported of chunk.imports ?? []) add(imported);
    };
    for (const name of names) add(name);
    return files;
  }

  async function packed(files: ReadonlySet<string>): Promise<number> {
    const sizes = await Promise.all(
      [...files].map(async (file) => gzipSync(await readFile(path.join(folder, file))).length),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  test.each(['Overview', 'Search', 'Author', 'Publication', 'Venue', 'Topic', 'Topics', 'Import', 'Embed'])(
    'the page %s is there with at most 200 kB of JavaScript, without the libraries of pictures',
    async (page) => {
      const files = filesOf('index.html', `pages/${page}.tsx`);
      expect(await packed(files)).toBeLessThan(limit);
      for (const later of ['charts/draw.ts', 'network/drawing.ts', 'parts/typeset.ts']) {
        expect(files).not.toContain(manifest[later]?.file);
      }
    },
  );

  test('the overview with its charts is there with at most 300 kB', async () => {
    expect(await packed(filesOf('index.html', 'pages/Overview.tsx', 'charts/draw.ts'))).toBeLessThan(300_000);
  });

  test('the script for other pages is one small file that leaves nothing behind in theirs', async () => {
    expect([...filesOf('embed.ts')]).toEqual(['embed.js']);
    expect(await packed(new Set(['embed.js']))).toBeLessThan(2_000);
    expect(await readFile(path.join(folder, 'embed.js'), 'utf8')).toMatch(/^\(\(\) ?=> ?\{.*\}\)\(\);?\s*$/s);
  });

  test('the page itself holds nothing that a strict content security policy forbids, and names no other host', async () => {
    const html = await readFile(path.join(folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|style=|\son\w+=|https?:\/\//);
    expect([...html.matchAll(/<script(?![^>]*\ssrc=)/g)]).toEqual([]);
  });
});
