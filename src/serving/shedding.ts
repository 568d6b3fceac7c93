import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorBody } from '../graphql/errors.ts';
import { graphqlPath } from '../graphql/yoga.ts';
import type { Serving } from '../serving.ts';
import { answerType } from './answerType.ts';
import { addressOf } from './client.ts';
import type { FairQueue } from './fairQueue.ts';
import { securityHeaders } from './headers.ts';
import type { Metrics } from './metrics.ts';
import { idHeader } from './observation.ts';

/** Bytes of a body that is read for nothing, so that the connection can be used again. */
const smallBody = 65_536;

export interface SheddingOptions extends Pick<Serving, 'production' | 'proxies' | 'corsOrigins'> {
  readonly queue: FairQueue;
  readonly metrics: Pick<Metrics, 'failed' | 'answered'>;
}

/**
 * Sends a request away, before anything of it is read, where the queue has no room for another one of its client: what is
 * read, parsed and priced only to be sent away takes the time of those who are served. An answer from memory is not given
 * then either. Left to the queue itself are those whose client is not known yet, since they have a token, pages of other
 * sites, which need the headers of CORS, and streams, most of which take no turn.
 * @returns whether the request has been answered
 */
export function shedding({ queue, metrics, ...serving }: SheddingOptions) {
  const headers = { ...securityHeaders(serving), 'cache-control': 'no-store', 'retry-after': '1' };
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { accept = '', authorization, origin } = request.headers;
    if (request.method !== 'POST' || request.url?.split('?', 1)[0] !== graphqlPath) return false;
    if (authorization !== undefined || (origin !== undefined && serving.corsOrigins.includes(origin)))
      return false;
    if (/text\/event-stream|multipart\/mixed/.test(accept)) return false;
    const forwarded = request.headers['x-forwarded-for'];
    const client = addressOf(String(forwarded ?? ''), request, serving.proxies);
    const error = client === undefined ? undefined : queue.turnAway(client);
    if (error === undefined) return false;
    const isLarge = !(Number(request.headers['content-length']) <= smallBody);
    response.writeHead(503, {
      ...headers,
      [idHeader]: randomUUID(),
      'content-type': answerType(accept),
      ...(isLarge ? { connection: 'close' } : {}),
    });
    response.end(JSON.stringify({ errors: [errorBody(error)] }));
    metrics.failed(error.code);
    metrics.answered({ status: 503, path: graphqlPath, seconds: 0 });
    return true;
  };
}
