import { randomUUID } from 'node:crypto';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Graph } from '../graph/graph.ts';
import { errorMask } from '../graphql/errors.ts';
import type { Metrics } from './metrics.ts';
import { servedRequest, serving } from './request.ts';

/** Given by a proxy that has numbered the request already, and given back in every response. */
export const idHeader = 'x-request-id';

/** Characters of a statement in the log: what it is can be told from its beginning. */
const statementLength = 500;

/** Names a path. Whatever is not among them is one: anybody can ask for as many paths as they like. */
export function pathAmong(paths: readonly string[]): (pathname: string) => string {
  return (pathname) =>
    paths.find((path) => pathname === path || (path.endsWith('/') && pathname.startsWith(path))) ?? 'other';
}

/**
 * For an error of the server itself, outside of GraphQL: the adapter that Yoga is built on answers with its `stack`, which would tell
 * how the server is made.
 * @param shown what a client may be told
 */
function uncaught(shown: Error): Error {
  return Object.assign(new Error(shown.message), { stack: JSON.stringify({ errors: [shown] }) });
}

/** Gives each request a number, and counts what becomes of it. */
export function useObservation(
  server: object,
  metrics: Metrics,
  pathOf: (pathname: string) => string,
  logger: Logger,
): Plugin {
  const mask = errorMask(logger);
  const began = new WeakMap<Request, number>();
  return {
    instrumentation: {
      request({ request }, wrapped) {
        began.set(request, performance.now());
        const given = request.headers.get(idHeader) ?? '';
        const id = /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
        return serving(
          {
            id,
            server,
            client: undefined,
            operation: undefined,
            ending: new AbortController(),
            statements: [],
          },
          async () => {
            try {
              await wrapped();
            } catch (error) {
              throw uncaught(mask(error));
            }
          },
        );
      },
    },
    onExecutionResult({ result }) {
      if (result === undefined || Array.isArray(result) || isAsyncIterable(result)) return;
      for (const { extensions, originalError } of result.errors ?? []) {
        const code = extensions?.['code'];
        // Without a code it is GraphQL's own, of a document that does not fit the schema.
        const otherwise = originalError === undefined ? 'BAD_INPUT' : 'INTERNAL';
        metrics.failed(typeof code === 'string' ? code : otherwise);
      }
    },
    onResponse({ request, response }) {
      const id = servedRequest()?.id;
      if (id !== undefined) response.headers.set(idHeader, id);
      const from = began.get(request);
      if (from === undefined) return;
      const { pathname } = new URL(request.url);
      metrics.answered({
        status: response.status,
        path: pathOf(pathname),
        seconds: (performance.now() - from) / 1_000,
      });
    },
  };
}

/**
 * Keeps the statements of each request, and logs those that are slow. The log has their text, which is the program's own,
 * and never their parameters.
 * @returns how to end it
 */
export function followStatements(server: object, graph: Graph, slow: number, logger: Logger): () => void {
  return graph.onQuery((statement) => {
    const served = servedRequest();
    if (served !== undefined && served.server !== server) return;
    served?.statements.push(statement);
    const { milliseconds, databaseMilliseconds, rows, text } = statement;
    if (milliseconds < slow) return;
    logger.warn(
      {
        request: served?.id,
        operation: served?.operation,
        milliseconds: Math.round(milliseconds),
        databaseMilliseconds,
        rows,
        statement: text.replaceAll(/\s+/g, ' ').trim().slice(0, statementLength),
      },
      'a Cypher statement was slow',
    );
  });
}
