import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSchema, createYoga } from 'graphql-yoga';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useExplorer } from '../../src/explorer/staticFiles.ts';

describe('the files of the explorer', () => {
  let folder: string;
  let served: ReturnType<typeof yogaOf>;

  function yogaOf(from: string) {
    return createYoga({
      schema: createSchema({ typeDefs: 'type Query { a: Int }' }),
      landingPage: false,
      graphiql: false,
      logging: false,
      plugins: [useExplorer(from)],
    });
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'scholargraph-explorer-'));
    await mkdir(path.join(folder, 'assets'));
    await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Explorer</title>');
    await writeFile(path.join(folder, 'assets/main-abc.js'), 'export {};');
    await writeFile(path.join(folder, 'embed.js'), '(() => {})();');
    served = yogaOf(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const get = (address: string, headers: Record<string, string> = {}) =>
    served.fetch(`http://localhost${address}`, { headers });

  test.each(['/', '/search?q=x', '/author/QXV0aG9y', '/embed/network?author=x', '/topics'])(
    'the page %s is the one HTML file, asked for anew each time',
    async (address) => {
      const response = await get(address);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toContain('<title>Explorer');
    },
  );

  test('nothing inline runs, and only embeds may be framed', async () => {
    const page = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(page).toContain("script-src 'self';");
    expect(page).not.toContain('unsafe');
    expect(page).toContain("frame-ancestors 'none'");
    expect((await get('/embed/output')).headers.get('content-security-policy')).toContain(
      'frame-ancestors *',
    );
  });

  test('other sites may take embeds and the script for them, and nothing else', async () => {
    const script = await get('/embed.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('public, max-age=3600');
    const policy = async (address: string) =>
      (await get(address)).headers.get('cross-origin-resource-policy');
    expect(await policy('/embed.js')).toBe('cross-origin');
    expect(await policy('/embed/output')).toBe('cross-origin');
    expect(await policy('/')).toBeNull();
    expect(await policy('/assets/main-abc.js')).toBeNull();
  });

  test('what is named by its content is kept for a year, and packed', async () => {
    const response = await get('/assets/main-abc.js', { 'accept-encoding': 'gzip' });
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    const again = await get('/assets/main-abc.js', {
      'accept-encoding': 'gzip',
      'if-none-match': response.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
  });

  test.each(['/assets/../index.html', '/assets/%2e%2e/package.json', '/assets/none.js', '/assets/'])(
    '%s leads nowhere',
    async (address) => {
      expect((await get(address)).status).not.toBe(500);
      expect(await (await get(address)).text()).not.toContain('<title>');
    },
  );

  test('other methods are refused, and other addresses are not its own', async () => {
    const posted = await served.fetch('http://localhost/', { method: 'POST' });
    expect(posted.status).toBe(405);
    expect((await get('/nothing')).status).toBe(404);
  });

  test('where it was not built, it says how', async () => {
    const response = await yogaOf(path.join(folder, 'none')).fetch('http://localhost/');
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('npm run build');
  });
});
