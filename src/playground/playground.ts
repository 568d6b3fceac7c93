import { createHash } from 'node:crypto';
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

/**
 * The page brings all it needs; with this, a browser would not fetch anything else for it, and run no script but those that
 * it came with. The editor makes styles as it goes.
 */
const contentSecurityPolicy = (scripts: readonly string[]) =>
  [
    "default-src 'none'",
    `script-src ${scripts.map((hash) => `'sha256-${hash}'`).join(' ')} blob:`,
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
  let page: Page | undefined;
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
            'content-security-policy': page.policy,
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

interface Page {
  readonly plain: string;
  readonly gzip: Uint8Array<ArrayBuffer>;
  readonly policy: string;
}

function rendered(): Page {
  const plain = renderGraphiQL({
    title: 'Scholargraph',
    defaultTabs: exampleQueries().map(({ query }) => ({ query })),
    defaultEditorToolsVisibility: 'variables',
  });
  // The scripts have the text of a start tag in them, too.
  const scripts = [...plain.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => sha256(script));
  return {
    plain,
    gzip: new Uint8Array(gzipSync(plain)),
    policy: contentSecurityPolicy(scripts),
  };
}

/** Of a script, as a browser has it: with lines that end in one way. */
function sha256(script: string): string {
  return createHash('sha256').update(script.replace(/\r\n?/g, '\n')).digest('base64');
}
