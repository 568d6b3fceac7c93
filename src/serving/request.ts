import { AsyncLocalStorage } from 'node:async_hooks';
import type { Statement } from '../graph/graph.ts';

/** What is known of a request while it is worked on. */
export interface ServedRequest {
  /** In logs, in the header `x-request-id`, and in the database's own list of transactions. */
  readonly id: string;
  /** Which server of the process works on it. */
  readonly server: object;
  /** Whose share of the server it takes; undefined where there is no network in between. */
  client: string | undefined;
  operation: string | undefined;
  /** Aborted when the request has taken as long as it may, or its client has gone. */
  readonly ending: AbortController;
  readonly statements: Statement[];
}

const current = new AsyncLocalStorage<ServedRequest>();

/** Everything that `work` does, and what follows from it, belongs to the request. */
export function serving<Result>(request: ServedRequest, work: () => Result): Result {
  return current.run(request, work);
}

/** The request that is worked on. */
export function servedRequest(): ServedRequest | undefined {
  return current.getStore();
}

/** What the database's own list of transactions says of a request. */
export function metadataOf(request: ServedRequest | undefined): Record<string, string> {
  if (request === undefined) return {};
  const { id, operation } = request;
  return operation === undefined ? { request: id } : { request: id, operation };
}

/** Put into each line of the log by `mixin` of pino. */
export function requestLogFields(): Record<string, string> {
  return metadataOf(current.getStore());
}
