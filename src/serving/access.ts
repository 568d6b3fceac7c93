import type { Plugin } from 'graphql-yoga';
import { type ErrorCode, ScholargraphError } from '../errors.ts';
import type { Caller, Callers } from '../graphql/callers.ts';
import { errorBody } from '../graphql/errors.ts';
import type { Serving } from '../serving.ts';
import { answerType } from './answerType.ts';
import { addressOf, connectedBy } from './client.ts';
import type { Rates } from './rates.ts';
import { servedRequest } from './request.ts';

/** Headers that no page can add to a request for another site without asking there first. */
const ownHeaders = ['x-scholargraph-csrf', 'x-graphql-yoga-csrf', 'apollo-require-preflight'];

/** What tells whether the server is well takes no token. */
const openPaths = ['/health', '/ready'];

export interface AccessOptions
  extends Pick<Serving, 'production' | 'proxies' | 'readers' | 'oidc' | 'corsOrigins'> {
  readonly callers: Callers;
  /** Where pages of other sites may lead: what is there is no answer of GraphQL. */
  readonly exportPath: string;
  readonly rates: Rates;
}

/**
 * Who may ask, and how often: tokens for reading where the server has some, requests that pages of other sites make in the
 * name of whoever looks at them, and the rate of requests. A request that passes is a client's from then on.
 *
 * It holds for every path but `openPaths`: Yoga takes what only ends with the path of GraphQL for that path, too.
 */
export function useAccess(options: AccessOptions): Plugin {
  const { callers, readers, oidc, proxies, exportPath, rates } = options;
  const closed = readers.length > 0 || oidc?.readers !== undefined;
  return {
    async onRequest({ request, url, serverContext, fetchAPI, endResponse }) {
      if (openPaths.includes(url.pathname)) return;
      // The answer to a browser's question whether it may ask is CORS alone.
      if (request.method === 'OPTIONS') return;
      try {
        const address = addressOf(
          request.headers.get('x-forwarded-for') ?? '',
          connectedBy(serverContext),
          proxies,
        );
        let caller: Caller | undefined;
        try {
          caller = await callers.identify(request);
        } catch (error) {
          // Whoever sends bad tokens does not do so as often as they like.
          await rates.request(address);
          throw error;
        }
        const served = servedRequest();
        const client = caller === undefined ? address : `token ${caller.name}`;
        if (served !== undefined) served.client = client;
        if (!url.pathname.startsWith(exportPath)) refuseForeignPages(request, url, options);
        if (caller?.administrator !== true) await rates.request(client);
        if (closed && caller?.reader !== true) throw readerRequired(caller);
      } catch (error) {
        if (!(error instanceof ScholargraphError)) throw error;
        endResponse(refusal(error, request, fetchAPI.Response));
      }
    },
  };
}

/**
 * Cross-site request forgery. JSON is nothing that a page sends to another site without asking there first; forms and
 * addresses are. A browser says by itself where a request comes from; in production, where that is not said, a header is
 * needed that a page could not add.
 * @throws ScholargraphError CROSS_SITE_REQUEST
 */
function refuseForeignPages(
  { headers, method }: Request,
  url: URL,
  { production, corsOrigins }: Pick<AccessOptions, 'production' | 'corsOrigins'>,
): void {
  const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (method !== 'GET' && method !== 'HEAD' && type !== formType) return;
  if (ownHeaders.some((name) => headers.has(name))) return;
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (origin !== null && corsOrigins.includes(origin) && method !== 'POST') return;
  const foreign =
    (site !== null && site !== 'same-origin' && site !== 'none') ||
    (origin !== null && !(URL.canParse(origin) && new URL(origin).host === url.host));
  const suspect = production && site === null;
  if (method !== 'POST' && !foreign && !suspect) return;
  throw new ScholargraphError('CROSS_SITE_REQUEST', 'The request could come from a page of another site', {
    expected: 'a POST with the content type application/json',
    fix: `Or send the header ${ownHeaders[0]} with any value.`,
  });
}

/**
 * What an HTML form sends. Of the other types that it can send, files take a token, which no browser adds by itself, and text is
 * not taken at all.
 */
const formType = 'application/x-www-form-urlencoded';

function readerRequired(caller: Caller | undefined): ScholargraphError {
  if (caller !== undefined) {
    return new ScholargraphError(
      'ROLE_REQUIRED',
      `Reading takes a role here that ${caller.name} does not have`,
      {
        expected: 'a token with the claim that makes a reader',
        fix: 'Whoever runs the identity provider gives the role; SCHOLARGRAPH_OIDC_READ names it.',
      },
    );
  }
  return new ScholargraphError('READER_REQUIRED', 'Reading takes a token here', {
    expected:
      'the header `Authorization: Bearer …` with a token of SCHOLARGRAPH_READ_TOKENS, or of the identity provider',
  });
}

const statuses: Partial<Record<ErrorCode, number>> = {
  CROSS_SITE_REQUEST: 403,
  READER_REQUIRED: 401,
  TOKEN_INVALID: 401,
  TOKEN_EXPIRED: 401,
  ROLE_REQUIRED: 403,
  TOKEN_KEYS_UNAVAILABLE: 503,
  RATE_LIMIT: 429,
};

/** RFC 6750, 3. */
const challenges: Partial<Record<ErrorCode, string>> = {
  READER_REQUIRED: 'Bearer',
  TOKEN_INVALID: 'Bearer error="invalid_token"',
  TOKEN_EXPIRED: 'Bearer error="invalid_token", error_description="expired"',
  ROLE_REQUIRED: 'Bearer error="insufficient_scope"',
};

function refusal(error: ScholargraphError, request: Request, Response: typeof globalThis.Response): Response {
  const { retryAfter } = error.detail;
  return Response.json(
    { errors: [errorBody(error)] },
    {
      status: statuses[error.code] ?? 400,
      headers: {
        'content-type': answerType(request.headers.get('accept') ?? ''),
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
        ...(challenges[error.code] === undefined ? {} : { 'www-authenticate': challenges[error.code] }),
      },
    },
  );
}
