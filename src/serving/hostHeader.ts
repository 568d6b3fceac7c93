import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ScholargraphError } from '../errors.ts';
import { errorBody } from '../graphql/errors.ts';
import type { Serving } from '../serving.ts';
import { answerType } from './answerType.ts';
import { securityHeaders } from './headers.ts';
import { idHeader } from './observation.ts';

/**
 * Refuses a request whose header `Host` is none (RFC 9112, 3.2), before an address is made of it: that would fail, or be another
 * address than the one that was asked for.
 * @returns whether the request has been answered
 */
export function hostRefusal(serving: Pick<Serving, 'production' | 'corsOrigins'>) {
  const headers = { ...securityHeaders(serving), 'cache-control': 'no-store', connection: 'close' };
  return ({ headers: { host, accept = '' } }: IncomingMessage, response: ServerResponse): boolean => {
    if (host === undefined || host === '' || isHost(host)) return false;
    const error = new ScholargraphError('BAD_INPUT', 'The header Host names no host', {
      expected: 'a name or an address, and a port where it is not the usual one',
    });
    response.writeHead(400, { ...headers, [idHeader]: randomUUID(), 'content-type': answerType(accept) });
    response.end(JSON.stringify({ errors: [errorBody(error)] }));
    return true;
  };
}

function isHost(text: string): boolean {
  return !/[\s/?#@\\]/.test(text) && URL.canParse(`http://${text}`);
}
