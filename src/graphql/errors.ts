import { randomUUID } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { type ErrorCode, ScholargraphError } from '../errors.ts';

/**
 * What a client is told of an error. What the client can act on keeps its text and has a code; of anything else the
 * client learns an incident number, and the log the rest.
 */
export function errorMask(logger: Logger): (error: unknown) => Error {
  return (error) => {
    const original = rootOf(error);
    if (original instanceof ScholargraphError) {
      if (original.cause !== undefined)
        logger.warn({ err: original.cause, code: original.code }, original.message);
      const http = error instanceof GraphQLError ? error.extensions['http'] : undefined;
      return shown(error, original.message, {
        code: original.code,
        ...detail(original),
        ...(http === undefined ? {} : { http }),
      });
    }
    // Made by GraphQL itself for a document or values that do not fit the schema.
    if (original instanceof GraphQLError) {
      return typeof original.extensions['code'] === 'string'
        ? original
        : shown(error, original.message, { ...original.extensions, code: 'BAD_INPUT' });
    }
    const incident = randomUUID();
    if (isAbort(original)) logger.debug({ incident }, 'the client has gone');
    else logger.error({ err: original, incident, path: pathOf(error) }, 'a request failed');
    return shown(error, 'Something went wrong in the server', { code: 'INTERNAL', incident });
  };
}

/** An error as it stands in an answer. */
export function errorBody(error: ScholargraphError): {
  readonly message: string;
  readonly extensions: Record<string, unknown>;
} {
  return { message: error.message, extensions: { code: error.code, ...detail(error) } };
}

/** For `requestError`: the request is wrong. */
export const badRequest = { status: 400, headers: {} };

/** An error of a request of which nothing is executed. */
export function requestError(
  error: ScholargraphError,
  http: { readonly status: number; readonly headers: Record<string, string> },
): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { http } });
}

/** What becomes of a whole response that holds nothing but errors. */
const statuses: Partial<Record<ErrorCode, number>> = {
  INTERNAL: 500,
  ADMINISTRATOR_REQUIRED: 401,
  ROLE_REQUIRED: 403,
  IMPORT_QUEUE_FULL: 503,
  SUBSCRIPTIONS_FULL: 503,
  SERVER_BUSY: 503,
  RATE_LIMIT: 429,
  SERVER_STOPPING: 503,
  DATABASE_UNAVAILABLE: 503,
  DATABASE_TIMEOUT: 504,
  REQUEST_TIMEOUT: 504,
};

interface Result {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLError[] | undefined;
}

/** @returns the HTTP status for a result without any data; undefined where GraphQL's own rules hold */
export function statusOf({ data, errors = [] }: Result): number | undefined {
  if (hasData(data)) return undefined;
  return errors
    .map((error) => Object.entries(statuses).find(([code]) => code === error.extensions['code'])?.[1])
    .find((status) => status !== undefined);
}

/** Whether nothing was executed because the request itself is wrong. */
export function isRequestError({ data, errors = [] }: Result): boolean {
  return data === undefined && errors.length > 0;
}

function hasData(data: unknown): boolean {
  return data != null && Object.values(data).some((value) => value !== null);
}

function rootOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError != null ? rootOf(error.originalError) : error;
}

function shown(error: unknown, message: string, extensions: Record<string, unknown>): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(message, { extensions });
  const { nodes, source, positions, path } = error;
  return new GraphQLError(message, {
    extensions,
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
  });
}

function detail({
  detail: { field, expected, fix, limit, retryAfter },
}: ScholargraphError): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ field, expected, fix, limit, retryAfter }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

function pathOf(error: unknown): string | undefined {
  return error instanceof GraphQLError ? error.path?.join('.') : undefined;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
