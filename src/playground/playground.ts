import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import type { Plugin } from 'graphql-yoga';
import { graphqlPath } from '../graphql/yoga.ts';

const folder = new URL('../../docs/examples/', import.meta.url);

/** The example queries, in the order of their file names. */
export function exampleQueries(): { readonly name: string; readonly query: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .sort(new Intl.Collator('en', { numeric: true }).compare)
    .map((name) => ({ name, query: readFileSync(new URL(name, folder), 'utf8') }));
}

/** The page brings all it needs; with this, a browser would not fetch anything else for it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * GraphiQL at the GraphQL path, for browsers: a GET that asks for HTML. It works offline, and opens with the example
 * queries in tabs.
 */
export function usePlayground(): Plugin {
  let page: { readonly plain: string; readonly gzip: Uint8Array<ArrayBuffer> } | undefined;
  return {
    onRequest({ request, url, fetchAPI, endResponse }) {
      const html = request.headers.get('accept')?.includes('text/html') === true;
      if (request.method !== 'GET' || !html || url.pathname !== graphqlPath) return;
      page ??= rendered();
      const zipped = request.headers.get('accept-encoding')?.includes('gzip') === true;
      endResponse(
        new fetchAPI.Response(zipped ? page.gzip : page.plain, {
          headers: {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': contentSecurityPolicy,
            'x-content-type-options': 'nosniff',
            'referrer-policy': 'no-referrer',
            vary: 'accept, accept-encoding',
            ...(zipped ? { 'content-encoding': 'gzip' } : {}),
          },
        }),
      );
    },
  };
}

function rendered(): { plain: string; gzip: Uint8Array<ArrayBuffer> } {
  const plain = renderGraphiQL({
    title: 'Scholargraph',
    defaultTabs: exampleQueries().map(({ query }) => ({ query })),
    defaultEditorToolsVisibility: 'variables',
  });
  return { plain, gzip: new Uint8Array(gzipSync(plain)) };
}
