import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'graphql-yoga';

/** What `npm run build` makes of `web/`. The same from `src` and from `dist`. */
const built = fileURLToPath(new URL('../../dist/web/', import.meta.url));

interface StaticFile {
  readonly plain: Uint8Array<ArrayBuffer>;
  /** Undefined where packing gains nothing. */
  readonly gzip: Uint8Array<ArrayBuffer> | undefined;
  readonly type: string;
  readonly tag: string;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Pages of the explorer: their state is in the address, and one HTML file opens all of them. */
const pages =
  /^\/(?:$|(?:search|topics|import)$|(?:author|publication|venue|topic|institution|embed)\/[^/]+$)/;

/** The script that other pages take to show a picture; it asks for no more than a page of `/embed/`. */
const embedScript = '/embed.js';

/** Nothing inline and nothing from elsewhere. What a script sets on an element's style is no inline style to a browser. */
function contentSecurityPolicy(embeddable: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${embeddable ? '*' : "'none'"}`,
  ].join('; ');
}

/**
 * The explorer, as it was built: its pages, and their files under `/assets/`, which are named by their content and kept for
 * a year. `/embed.js` is named by other pages, so that its name stays; it is asked for again after an hour. Where it was not
 * built, its pages say so.
 */
export function useExplorer(folder = built): Plugin {
  let files: ReadonlyMap<string, StaticFile> | undefined;
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const isPage = pages.test(url.pathname);
      const isEmbed = url.pathname.startsWith('/embed/');
      const isScript = url.pathname === embedScript;
      if (!isPage && !isScript && !url.pathname.startsWith('/assets/')) return;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        endResponse(new fetchAPI.Response(null, { status: 405, headers: { allow: 'GET, HEAD' } }));
        return;
      }
      files ??= readAll(folder);
      const file = files.get(isPage ? '/index.html' : url.pathname);
      if (file === undefined) {
        const text = isPage
          ? 'The explorer is not built. Build it: npm run build\n'
          : 'There is no such file.\n';
        endResponse(
          new fetchAPI.Response(text, {
            status: 404,
            headers: { 'content-type': 'text/plain; charset=utf-8' },
          }),
        );
        return;
      }
      const zipped =
        file.gzip !== undefined && request.headers.get('accept-encoding')?.includes('gzip') === true;
      const headers: Record<string, string> = {
        'content-type': file.type,
        'x-content-type-options': 'nosniff',
        'cache-control': isPage
          ? 'no-cache'
          : isScript
            ? 'public, max-age=3600'
            : 'public, max-age=31536000, immutable',
        etag: zipped ? `"${file.tag}-gzip"` : `"${file.tag}"`,
        vary: 'accept-encoding',
        ...(zipped ? { 'content-encoding': 'gzip' } : {}),
        // Pages of other sites take these, also where they want it said (COEP).
        ...(isScript || isEmbed ? { 'cross-origin-resource-policy': 'cross-origin' } : {}),
        ...(isPage
          ? {
              'content-security-policy': contentSecurityPolicy(isEmbed),
              'referrer-policy': 'no-referrer',
            }
          : {}),
      };
      const known = request.headers.get('if-none-match')?.includes(headers['etag'] ?? '') === true;
      const body =
        known || request.method === 'HEAD' ? null : zipped ? (file.gzip ?? file.plain) : file.plain;
      endResponse(new fetchAPI.Response(body, { status: known ? 304 : 200, headers }));
    },
  };
}

/** All files by their addresses. They are few and small, and no request can name another one. */
function readAll(folder: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const name of namesIn(folder)) {
    const type = types[path.extname(name)];
    if (type === undefined) continue;
    const plain = new Uint8Array(readFileSync(path.join(folder, name)));
    files.set(`/${name.split(path.sep).join('/')}`, {
      plain,
      gzip: type.startsWith('font/') ? undefined : new Uint8Array(gzipSync(plain)),
      type,
      tag: createHash('sha256').update(plain).digest('base64url').slice(0, 16),
    });
  }
  return files;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
