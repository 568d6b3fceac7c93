import type { Plugin } from 'graphql-yoga';
import type { Serving } from '../serving.ts';

/** For answers that are no page: a browser that takes one for a page does nothing with it. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** Those that every response has. */
export function securityHeaders({
  production,
  corsOrigins,
}: Pick<Serving, 'production' | 'corsOrigins'>): Readonly<Record<string, string>> {
  return {
    ...headers,
    ...(corsOrigins.length > 0 ? { 'cross-origin-resource-policy': 'cross-origin' } : {}),
    // Means something over TLS alone, which a proxy speaks.
    ...(production ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/** Security headers for every response; those that it has already stay. */
export function useSecurityHeaders(serving: Pick<Serving, 'production' | 'corsOrigins'>): Plugin {
  const added = Object.entries(securityHeaders(serving));
  return {
    onResponse({ response }) {
      const framed = response.headers.get('content-security-policy')?.includes('frame-ancestors *') === true;
      for (const [name, value] of added) {
        if (response.headers.has(name) || (framed && name === 'x-frame-options')) continue;
        response.headers.set(name, value);
      }
    },
  };
}
